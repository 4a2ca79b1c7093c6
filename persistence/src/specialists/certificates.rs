//! Certificates of specialists.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_shared::{
    CertificateId, CertificateKind, DisplayName, EditionKind, NetworkBodyId, Reason, ShortText,
    SpecialistId, SpecialistKind, TextValue as _, Version,
};
use domain_specialists::{Certificate, CertificateSource, Revocation, TrainingKind};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::certificates,
    sql_types::{DbCode, DbId, DbText, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = certificates)]
struct CertificateRow {
    id: DbId<CertificateKind>,
    specialist_id: DbId<SpecialistKind>,
    kind: DbCode<TrainingKind>,
    edition_id: Option<DbId<EditionKind>>,
    issuer: Option<DbText<DisplayName>>,
    number: Option<DbText<ShortText>>,
    issued_on: NaiveDate,
    expires_on: Option<NaiveDate>,
    revoked_on: Option<NaiveDate>,
    revoked_reason: Option<DbText<Reason>>,
    version: DbVersion,
}

impl TryFrom<CertificateRow> for Certificate {
    type Error = DbError;

    fn try_from(row: CertificateRow) -> DbResult<Self> {
        let source = match (row.edition_id, row.issuer, row.number) {
            (Some(edition), None, None) => CertificateSource::Edition(edition.0),
            (None, Some(issuer), Some(number)) => CertificateSource::External {
                issuer: issuer.0,
                number: number.0,
            },
            (_, _, _) => return Err(DbError::corrupt("source of a certificate")),
        };
        let revocation = match (row.revoked_on, row.revoked_reason) {
            (Some(on), Some(reason)) => Some(Revocation {
                on,
                reason: reason.0,
            }),
            (None, None) => None,
            (_, _) => return Err(DbError::corrupt("revocation of a certificate")),
        };
        Ok(Self {
            id: row.id.0,
            version: row.version.0,
            specialist_id: row.specialist_id.0,
            kind: row.kind.0,
            source,
            issued_on: row.issued_on,
            expires_on: row.expires_on,
            revocation,
        })
    }
}

/// Adds a certificate within a network.
///
/// # Errors
/// [`DbError::Unique`] when there is one for the same edition.
pub fn certificate_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    network_id: NetworkBodyId,
    certificate: &Certificate,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let (edition, issuer, number) = match &certificate.source {
        CertificateSource::Edition(edition) => (Some(DbId(*edition)), None, None),
        CertificateSource::External { issuer, number } => {
            (None, Some(issuer.as_str()), Some(number.as_str()))
        }
    };
    let revocation = certificate.revocation.as_ref();
    diesel::insert_into(certificates::table)
        .values((
            certificates::id.eq(DbId(certificate.id)),
            certificates::network_id.eq(DbId(network_id)),
            certificates::specialist_id.eq(DbId(certificate.specialist_id)),
            certificates::kind.eq(DbCode(certificate.kind)),
            certificates::edition_id.eq(edition),
            certificates::issuer.eq(issuer),
            certificates::number.eq(number),
            certificates::issued_on.eq(certificate.issued_on),
            certificates::expires_on.eq(certificate.expires_on),
            certificates::revoked_on.eq(revocation.map(|one| one.on)),
            certificates::revoked_reason.eq(revocation.map(|one| one.reason.as_str())),
            certificates::version.eq(DbVersion(certificate.version)),
            certificates::created_at.eq(now.naive_utc()),
            certificates::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes the revocation of a certificate over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile.
pub fn certificate_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    certificate: &Certificate,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let revocation = certificate.revocation.as_ref();
    let updated = diesel::update(certificates::table.find(DbId(certificate.id)))
        .filter(certificates::version.eq(DbVersion(read)))
        .set((
            certificates::revoked_on.eq(revocation.map(|one| one.on)),
            certificates::revoked_reason.eq(revocation.map(|one| one.reason.as_str())),
            certificates::version.eq(DbVersion(certificate.version)),
            certificates::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// This certificate of a specialist.
///
/// # Errors
/// When the database does not answer.
pub fn certificate_find(
    connection: &mut AnyConnection,
    specialist_id: SpecialistId,
    id: CertificateId,
) -> DbResult<Option<Certificate>> {
    certificates::table
        .find(DbId(id))
        .filter(certificates::specialist_id.eq(DbId(specialist_id)))
        .select(CertificateRow::as_select())
        .first(connection)
        .optional()?
        .map(Certificate::try_from)
        .transpose()
}

/// Every certificate of a specialist, revoked ones too.
///
/// # Errors
/// When the database does not answer.
pub fn certificates_of(
    connection: &mut AnyConnection,
    specialist_id: SpecialistId,
) -> DbResult<Vec<Certificate>> {
    let rows: Vec<CertificateRow> = certificates::table
        .filter(certificates::specialist_id.eq(DbId(specialist_id)))
        .select(CertificateRow::as_select())
        .order((certificates::issued_on, certificates::id))
        .load(connection)?;
    rows.into_iter().map(Certificate::try_from).collect()
}

/// Certificates of a specialist by date of issue, of these kinds or of any when there are none.
///
/// # Errors
/// When the database does not answer.
pub fn certificate_list(
    connection: &mut AnyConnection,
    specialist_id: SpecialistId,
    kinds: &[TrainingKind],
    page: &PageRequest,
) -> DbResult<Listing<Certificate>> {
    let mut query = certificates::table
        .filter(certificates::specialist_id.eq(DbId(specialist_id)))
        .select(CertificateRow::as_select())
        .into_boxed();
    if !kinds.is_empty() {
        let kinds: Vec<_> = kinds.iter().copied().map(DbCode).collect();
        query = query.filter(certificates::kind.eq_any(kinds));
    }
    if let Some(after) = &page.after {
        let day = after.day()?;
        query = query.filter(
            certificates::issued_on.gt(day).or(certificates::issued_on
                .eq(day)
                .and(certificates::id.gt(&after.id))),
        );
    }
    let rows: Vec<CertificateRow> = query
        .order((certificates::issued_on, certificates::id))
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |row| Cursor {
        key: row.issued_on.to_string(),
        id: row.id.0.to_string(),
    })
    .try_map(Certificate::try_from)
}
