//! Network bodies.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_network::{NetworkBody, NetworkBodyProfile};
use domain_shared::{NetworkBodyId, NetworkBodyKind, TextValue as _, Version, fold};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::network_bodies,
    sql_types::{DbId, DbJson, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = network_bodies)]
struct NetworkBodyRow {
    id: DbId<NetworkBodyKind>,
    parent_id: Option<DbId<NetworkBodyKind>>,
    sort_name: String,
    profile: DbJson<NetworkBodyProfile>,
    version: DbVersion,
}

impl From<NetworkBodyRow> for NetworkBody {
    fn from(row: NetworkBodyRow) -> Self {
        Self {
            id: row.id.0,
            version: row.version.0,
            parent: row.parent_id.map(|id| id.0),
            profile: row.profile.0,
        }
    }
}

/// Adds a body.
///
/// # Errors
/// [`DbError::Unique`] when the code is taken, [`DbError::Reference`] when the parent is missing.
pub fn network_body_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    body: &NetworkBody,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(network_bodies::table)
        .values((
            network_bodies::id.eq(DbId(body.id)),
            network_bodies::network_id.eq(DbId(body.network_id())),
            network_bodies::parent_id.eq(body.parent.map(DbId)),
            network_bodies::code.eq(body.profile.code.as_str()),
            network_bodies::name.eq(body.profile.name.as_str()),
            network_bodies::sort_name.eq(fold(body.profile.name.as_str())),
            network_bodies::profile.eq(DbJson(body.profile.clone())),
            network_bodies::version.eq(DbVersion(body.version)),
            network_bodies::created_at.eq(now.naive_utc()),
            network_bodies::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes a body over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile, [`DbError::Unique`] when the code is taken.
pub fn network_body_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    body: &NetworkBody,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(network_bodies::table.find(DbId(body.id)))
        .filter(network_bodies::version.eq(DbVersion(read)))
        .set((
            network_bodies::code.eq(body.profile.code.as_str()),
            network_bodies::name.eq(body.profile.name.as_str()),
            network_bodies::sort_name.eq(fold(body.profile.name.as_str())),
            network_bodies::profile.eq(DbJson(body.profile.clone())),
            network_bodies::version.eq(DbVersion(body.version)),
            network_bodies::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// Removes a body that nothing uses.
///
/// # Errors
/// [`DbError::Reference`] when something does, [`DbError::Stale`] when it was changed meanwhile.
pub fn network_body_delete(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: NetworkBodyId,
    read: Version,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let deleted = diesel::delete(network_bodies::table.find(DbId(id)))
        .filter(network_bodies::version.eq(DbVersion(read)))
        .execute(connection)?;
    DbError::stale_unless(deleted == 1)
}

/// The body with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn network_body_find(
    connection: &mut AnyConnection,
    id: NetworkBodyId,
) -> DbResult<Option<NetworkBody>> {
    Ok(network_bodies::table
        .find(DbId(id))
        .select(NetworkBodyRow::as_select())
        .first(connection)
        .optional()?
        .map(NetworkBody::from))
}

/// The body with this code.
///
/// # Errors
/// When the database does not answer.
pub fn network_find_by_code(
    connection: &mut AnyConnection,
    code: &str,
) -> DbResult<Option<NetworkBody>> {
    Ok(network_bodies::table
        .filter(network_bodies::code.eq(code))
        .select(NetworkBodyRow::as_select())
        .first(connection)
        .optional()?
        .map(NetworkBody::from))
}

/// Which bodies to list.
#[derive(Debug, Clone, Default)]
pub struct NetworkBodyFilter {
    /// Those of this network.
    pub network_id: Option<NetworkBodyId>,
}

/// Bodies by name.
///
/// # Errors
/// When the database does not answer.
pub fn network_body_list(
    connection: &mut AnyConnection,
    filter: &NetworkBodyFilter,
    page: &PageRequest,
) -> DbResult<Listing<NetworkBody>> {
    let mut query = network_bodies::table
        .select(NetworkBodyRow::as_select())
        .into_boxed();
    if let Some(network_id) = filter.network_id {
        query = query.filter(network_bodies::network_id.eq(DbId(network_id)));
    }
    if let Some(after) = &page.after {
        query = query.filter(
            network_bodies::sort_name
                .gt(&after.key)
                .or(network_bodies::sort_name
                    .eq(&after.key)
                    .and(network_bodies::id.gt(&after.id))),
        );
    }
    let rows: Vec<NetworkBodyRow> = query
        .order((network_bodies::sort_name, network_bodies::id))
        .limit(page.fetch())
        .load(connection)?;
    let cursor = |row: &NetworkBodyRow| Cursor {
        key: row.sort_name.clone(),
        id: row.id.0.to_string(),
    };
    Ok(Listing::cut(rows, page, cursor).map(NetworkBody::from))
}
