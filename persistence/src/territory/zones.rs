//! Zones inside a municipality.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_shared::{
    Belfiore, DisplayName, ShortText, StableCode, TextValue, Version, ZoneId, ZoneKind,
};
use domain_territory::Zone;

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::zones,
    sql_types::{DbId, DbText, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = zones)]
struct ZoneRow {
    id: DbId<ZoneKind>,
    municipality: DbText<Belfiore>,
    code: DbText<StableCode>,
    name: DbText<DisplayName>,
    note: Option<DbText<ShortText>>,
    version: DbVersion,
}

impl From<ZoneRow> for Zone {
    fn from(row: ZoneRow) -> Self {
        Self {
            id: row.id.0,
            municipality: row.municipality.0,
            code: row.code.0,
            name: row.name.0,
            note: row.note.map(|note| note.0),
            version: row.version.0,
        }
    }
}

/// Adds a zone on any connection, for the reference data.
pub(crate) fn zone_add(
    connection: &mut AnyConnection,
    zone: &Zone,
    now: DateTime<Utc>,
) -> DbResult<()> {
    diesel::insert_into(zones::table)
        .values((
            zones::id.eq(DbId(zone.id)),
            zones::municipality.eq(zone.municipality.as_str()),
            zones::code.eq(zone.code.as_str()),
            zones::name.eq(zone.name.as_str()),
            zones::note.eq(zone.note.clone().map(DbText)),
            zones::version.eq(DbVersion(zone.version)),
            zones::created_at.eq(now.naive_utc()),
            zones::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Adds a zone.
///
/// # Errors
/// [`DbError::Unique`] when its municipality has one with the same code, [`DbError::Reference`]
/// when the municipality is missing.
pub fn zone_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    zone: &Zone,
    now: DateTime<Utc>,
) -> DbResult<()> {
    zone_add(tx, zone, now)
}

/// Writes name and note of a zone over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile.
pub fn zone_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    zone: &Zone,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(zones::table.find(DbId(zone.id)))
        .filter(zones::version.eq(DbVersion(read)))
        .set((
            zones::name.eq(zone.name.as_str()),
            zones::note.eq(zone.note.clone().map(DbText)),
            zones::version.eq(DbVersion(zone.version)),
            zones::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// Removes a zone that nothing uses.
///
/// # Errors
/// [`DbError::Reference`] when something does, [`DbError::Stale`] when it was changed meanwhile.
pub fn zone_delete(tx: &mut Tx<'_>, _permit: &Permit, id: ZoneId, read: Version) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let deleted = diesel::delete(zones::table.find(DbId(id)))
        .filter(zones::version.eq(DbVersion(read)))
        .execute(connection)?;
    DbError::stale_unless(deleted == 1)
}

/// The zone with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn zone_find(connection: &mut AnyConnection, id: ZoneId) -> DbResult<Option<Zone>> {
    Ok(zones::table
        .find(DbId(id))
        .select(ZoneRow::as_select())
        .first(connection)
        .optional()?
        .map(Zone::from))
}

/// Which zones to list.
#[derive(Debug, Clone, Default)]
pub struct ZoneFilter {
    /// Those of these municipalities; of any when empty.
    pub municipalities: Vec<Belfiore>,
}

/// Zones by municipality and code.
///
/// # Errors
/// When the database does not answer.
pub fn zone_list(
    connection: &mut AnyConnection,
    filter: &ZoneFilter,
    page: &PageRequest,
) -> DbResult<Listing<Zone>> {
    let mut query = zones::table.select(ZoneRow::as_select()).into_boxed();
    if !filter.municipalities.is_empty() {
        let codes = filter.municipalities.iter().map(TextValue::as_str);
        query = query.filter(zones::municipality.eq_any(codes.collect::<Vec<_>>()));
    }
    if let Some(after) = &page.after {
        query = query.filter(
            zones::municipality.gt(&after.key).or(zones::municipality
                .eq(&after.key)
                .and(zones::code.gt(&after.id))),
        );
    }
    let rows: Vec<ZoneRow> = query
        .order((zones::municipality, zones::code))
        .limit(page.fetch())
        .load(connection)?;
    let cursor = |row: &ZoneRow| Cursor {
        key: row.municipality.0.as_str().to_owned(),
        id: row.code.0.as_str().to_owned(),
    };
    Ok(Listing::cut(rows, page, cursor).map(Zone::from))
}
