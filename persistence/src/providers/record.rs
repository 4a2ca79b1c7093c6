//! One provider, read and written whole.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_providers::{
    Accreditation, AccreditationStatus, Applicant, Provider, ProviderProfile, Registration,
    RegistrationEntry, RegistrationStatus,
};
use domain_shared::{
    NetworkBodyKind, Period, ProviderId, ProviderKind, Reason, TextValue as _, Version, fold,
};

use super::seat::seat_of;
use crate::{
    AnyConnection, DbError, DbResult, Tx,
    schema::providers,
    sql_types::{DbCode, DbId, DbJson, DbText, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = providers)]
pub(super) struct ProviderRow {
    pub(super) id: DbId<ProviderKind>,
    network_id: DbId<NetworkBodyKind>,
    pub(super) sort_name: String,
    registration: DbCode<RegistrationStatus>,
    registration_decision: Option<DbJson<RegistrationEntry>>,
    accreditation: DbCode<AccreditationStatus>,
    accredited_from: Option<NaiveDate>,
    accredited_until: Option<NaiveDate>,
    accreditation_reason: Option<DbText<Reason>>,
    applicant: Option<DbJson<Applicant>>,
    profile: DbJson<ProviderProfile>,
    version: DbVersion,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

impl TryFrom<ProviderRow> for Provider {
    type Error = DbError;

    fn try_from(row: ProviderRow) -> DbResult<Self> {
        let period = row
            .accredited_from
            .map(|from| Period::new(from, row.accredited_until))
            .transpose()
            .map_err(|message| DbError::corrupt(message.code))?;
        let reason = row.accreditation_reason.map(|reason| reason.0);
        let accreditation = Accreditation::from_stored(row.accreditation.0, period, reason)
            .ok_or_else(|| DbError::corrupt("providers accreditation"))?;
        Ok(Self {
            id: row.id.0,
            network_id: row.network_id.0,
            profile: row.profile.0,
            applicant: row.applicant.map(|applicant| applicant.0),
            registration: Registration {
                status: row.registration.0,
                submitted_at: row.created_at.and_utc(),
                decision: row.registration_decision.map(|decision| decision.0),
            },
            accreditation,
            version: row.version.0,
            created_at: row.created_at.and_utc(),
            updated_at: row.updated_at.and_utc(),
        })
    }
}

/// The name a list of providers sorts by and is searched by.
fn sort_name(provider: &Provider) -> String {
    fold(provider.profile.public_name().as_str())
}

/// Adds a provider. Province and region are those its municipality has today.
///
/// # Errors
/// [`DbError::Unique`] when the network has a provider with this tax code that was not rejected,
/// [`DbError::Reference`] when the municipality does not exist (any more).
pub fn provider_insert(tx: &mut Tx<'_>, _permit: &Permit, provider: &Provider) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let profile = &provider.profile;
    let municipality = &profile.legal_seat.municipality;
    let (province, region) = seat_of(connection, municipality)?;
    let period = provider.accreditation.period();
    let reason = provider.accreditation.reason();
    diesel::insert_into(providers::table)
        .values((
            (
                providers::id.eq(DbId(provider.id)),
                providers::network_id.eq(DbId(provider.network_id)),
                providers::kind.eq(DbCode(profile.kind)),
                providers::legal_form.eq(DbCode(profile.legal_form)),
                providers::legal_name.eq(profile.legal_name.as_str()),
                providers::sort_name.eq(sort_name(provider)),
                providers::tax_code.eq(profile.tax_code.as_str()),
                providers::vat_number.eq(profile.vat_number.clone().map(DbText)),
                providers::municipality.eq(municipality.as_str()),
                providers::province_code.eq(province),
                providers::region_code.eq(region),
            ),
            (
                providers::registration.eq(DbCode(provider.registration.status)),
                providers::registration_decision.eq(provider
                    .registration
                    .decision
                    .clone()
                    .map(DbJson)),
                providers::accreditation.eq(DbCode(provider.accreditation.status())),
                providers::accredited_from.eq(period.map(|period| period.from())),
                providers::accredited_until.eq(period.and_then(|period| period.until())),
                providers::accreditation_reason.eq(reason.cloned().map(DbText)),
                providers::applicant.eq(provider.applicant.clone().map(DbJson)),
                providers::profile.eq(DbJson(profile.clone())),
                providers::version.eq(DbVersion(provider.version)),
                providers::created_at.eq(provider.created_at.naive_utc()),
                providers::updated_at.eq(provider.updated_at.naive_utc()),
            ),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes the profile of a provider over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile, and as [`provider_insert`].
pub fn provider_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    provider: &Provider,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let profile = &provider.profile;
    let municipality = &profile.legal_seat.municipality;
    let (province, region) = seat_of(connection, municipality)?;
    let updated = diesel::update(providers::table.find(DbId(provider.id)))
        .filter(providers::version.eq(DbVersion(read)))
        .set((
            providers::kind.eq(DbCode(profile.kind)),
            providers::legal_form.eq(DbCode(profile.legal_form)),
            providers::legal_name.eq(profile.legal_name.as_str()),
            providers::sort_name.eq(sort_name(provider)),
            providers::tax_code.eq(profile.tax_code.as_str()),
            providers::vat_number.eq(profile.vat_number.clone().map(DbText)),
            providers::municipality.eq(municipality.as_str()),
            providers::province_code.eq(province),
            providers::region_code.eq(region),
            providers::profile.eq(DbJson(profile.clone())),
            providers::version.eq(DbVersion(provider.version)),
            providers::updated_at.eq(provider.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// Writes where registration and accreditation of a provider stand over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile.
pub fn provider_state_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    provider: &Provider,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let period = provider.accreditation.period();
    let reason = provider.accreditation.reason();
    let updated = diesel::update(providers::table.find(DbId(provider.id)))
        .filter(providers::version.eq(DbVersion(read)))
        .set((
            providers::registration.eq(DbCode(provider.registration.status)),
            providers::registration_decision.eq(provider.registration.decision.clone().map(DbJson)),
            providers::accreditation.eq(DbCode(provider.accreditation.status())),
            providers::accredited_from.eq(period.map(|period| period.from())),
            providers::accredited_until.eq(period.and_then(|period| period.until())),
            providers::accreditation_reason.eq(reason.cloned().map(DbText)),
            providers::version.eq(DbVersion(provider.version)),
            providers::updated_at.eq(provider.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// The provider with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn provider_find(connection: &mut AnyConnection, id: ProviderId) -> DbResult<Option<Provider>> {
    providers::table
        .find(DbId(id))
        .select(ProviderRow::as_select())
        .first(connection)
        .optional()?
        .map(Provider::try_from)
        .transpose()
}
