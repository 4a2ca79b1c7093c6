//! The sites of a provider.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_providers::{ProviderSite, SiteProfile};
use domain_shared::{
    Belfiore, Coordinates, ProviderId, ProviderKind, SiteId, SiteKind, TextValue, Version, fold,
};

use super::seat::seat_of;
use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::provider_sites,
    sql_types::{DbId, DbJson, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = provider_sites)]
struct SiteRow {
    id: DbId<SiteKind>,
    provider_id: DbId<ProviderKind>,
    sort_name: String,
    profile: DbJson<SiteProfile>,
    version: DbVersion,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

impl From<SiteRow> for ProviderSite {
    fn from(row: SiteRow) -> Self {
        Self {
            id: row.id.0,
            provider: row.provider_id.0,
            profile: row.profile.0,
            version: row.version.0,
            created_at: row.created_at.and_utc(),
            updated_at: row.updated_at.and_utc(),
        }
    }
}

/// Adds a site.
///
/// # Errors
/// [`DbError::Reference`] when the municipality does not exist (any more).
pub fn site_insert(tx: &mut Tx<'_>, _permit: &Permit, site: &ProviderSite) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let profile = &site.profile;
    seat_of(connection, &profile.address.municipality)?;
    diesel::insert_into(provider_sites::table)
        .values((
            provider_sites::id.eq(DbId(site.id)),
            provider_sites::provider_id.eq(DbId(site.provider)),
            provider_sites::name.eq(profile.name.as_str()),
            provider_sites::sort_name.eq(fold(profile.name.as_str())),
            provider_sites::municipality.eq(profile.address.municipality.as_str()),
            provider_sites::lat.eq(profile.coordinates.map(Coordinates::lat)),
            provider_sites::lon.eq(profile.coordinates.map(Coordinates::lon)),
            provider_sites::profile.eq(DbJson(profile.clone())),
            provider_sites::version.eq(DbVersion(site.version)),
            provider_sites::created_at.eq(site.created_at.naive_utc()),
            provider_sites::updated_at.eq(site.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes a site over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile, and as [`site_insert`].
pub fn site_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    site: &ProviderSite,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let profile = &site.profile;
    seat_of(connection, &profile.address.municipality)?;
    let updated = diesel::update(provider_sites::table.find(DbId(site.id)))
        .filter(provider_sites::version.eq(DbVersion(read)))
        .set((
            provider_sites::name.eq(profile.name.as_str()),
            provider_sites::sort_name.eq(fold(profile.name.as_str())),
            provider_sites::municipality.eq(profile.address.municipality.as_str()),
            provider_sites::lat.eq(profile.coordinates.map(Coordinates::lat)),
            provider_sites::lon.eq(profile.coordinates.map(Coordinates::lon)),
            provider_sites::profile.eq(DbJson(profile.clone())),
            provider_sites::version.eq(DbVersion(site.version)),
            provider_sites::updated_at.eq(site.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// Removes a site.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile.
pub fn site_delete(tx: &mut Tx<'_>, _permit: &Permit, id: SiteId, read: Version) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let deleted = diesel::delete(provider_sites::table.find(DbId(id)))
        .filter(provider_sites::version.eq(DbVersion(read)))
        .execute(connection)?;
    DbError::stale_unless(deleted == 1)
}

/// The site of this provider with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn site_find(
    connection: &mut AnyConnection,
    provider: ProviderId,
    id: SiteId,
) -> DbResult<Option<ProviderSite>> {
    Ok(provider_sites::table
        .find(DbId(id))
        .filter(provider_sites::provider_id.eq(DbId(provider)))
        .select(SiteRow::as_select())
        .first(connection)
        .optional()?
        .map(ProviderSite::from))
}

/// Which sites of a provider to list.
#[derive(Debug, Clone, Default)]
pub struct SiteFilter {
    /// Those in these municipalities; in any when empty.
    pub municipalities: Vec<Belfiore>,
}

/// The sites of a provider, by name.
///
/// # Errors
/// When the database does not answer.
pub fn site_list(
    connection: &mut AnyConnection,
    provider: ProviderId,
    filter: &SiteFilter,
    page: &PageRequest,
) -> DbResult<Listing<ProviderSite>> {
    let mut query = provider_sites::table
        .filter(provider_sites::provider_id.eq(DbId(provider)))
        .select(SiteRow::as_select())
        .into_boxed();
    if !filter.municipalities.is_empty() {
        let codes: Vec<_> = filter
            .municipalities
            .iter()
            .map(TextValue::as_str)
            .collect();
        query = query.filter(provider_sites::municipality.eq_any(codes));
    }
    if let Some(after) = &page.after {
        query = query.filter(
            provider_sites::sort_name
                .gt(&after.key)
                .or(provider_sites::sort_name
                    .eq(&after.key)
                    .and(provider_sites::id.gt(&after.id))),
        );
    }
    let rows: Vec<SiteRow> = query
        .order((provider_sites::sort_name, provider_sites::id))
        .limit(page.fetch())
        .load(connection)?;
    let cursor = |row: &SiteRow| Cursor {
        key: row.sort_name.clone(),
        id: row.id.0.to_string(),
    };
    Ok(Listing::cut(rows, page, cursor).map(ProviderSite::from))
}
