//! Territorial associations.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_network::{Association, AssociationProfile};
use domain_shared::{
    AssociationId, AssociationKind, Belfiore, NetworkBodyId, NetworkBodyKind, TextValue, Version,
    fold,
};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::associations,
    sql_types::{DbId, DbJson, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = associations)]
struct AssociationRow {
    id: DbId<AssociationKind>,
    network_id: DbId<NetworkBodyKind>,
    network_body_id: DbId<NetworkBodyKind>,
    sort_name: String,
    profile: DbJson<AssociationProfile>,
    version: DbVersion,
}

impl From<AssociationRow> for Association {
    fn from(row: AssociationRow) -> Self {
        Self {
            id: row.id.0,
            version: row.version.0,
            network_body_id: row.network_body_id.0,
            network_id: row.network_id.0,
            profile: row.profile.0,
        }
    }
}

/// Adds an association.
///
/// # Errors
/// [`DbError::Reference`] when its body or municipality is missing.
pub fn association_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    association: &Association,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(associations::table)
        .values((
            associations::id.eq(DbId(association.id)),
            associations::network_id.eq(DbId(association.network_id)),
            associations::network_body_id.eq(DbId(association.network_body_id)),
            associations::name.eq(association.profile.name.as_str()),
            associations::sort_name.eq(fold(association.profile.name.as_str())),
            associations::municipality.eq(association.profile.municipality.as_str()),
            associations::profile.eq(DbJson(association.profile.clone())),
            associations::version.eq(DbVersion(association.version)),
            associations::created_at.eq(now.naive_utc()),
            associations::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes an association over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile, [`DbError::Reference`] when its municipality
/// is missing.
pub fn association_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    association: &Association,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(associations::table.find(DbId(association.id)))
        .filter(associations::version.eq(DbVersion(read)))
        .set((
            associations::name.eq(association.profile.name.as_str()),
            associations::sort_name.eq(fold(association.profile.name.as_str())),
            associations::municipality.eq(association.profile.municipality.as_str()),
            associations::profile.eq(DbJson(association.profile.clone())),
            associations::version.eq(DbVersion(association.version)),
            associations::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// Removes an association that nothing uses.
///
/// # Errors
/// [`DbError::Reference`] when something does, [`DbError::Stale`] when it was changed meanwhile.
pub fn association_delete(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: AssociationId,
    read: Version,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let deleted = diesel::delete(associations::table.find(DbId(id)))
        .filter(associations::version.eq(DbVersion(read)))
        .execute(connection)?;
    DbError::stale_unless(deleted == 1)
}

/// The association with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn association_find(
    connection: &mut AnyConnection,
    id: AssociationId,
) -> DbResult<Option<Association>> {
    Ok(associations::table
        .find(DbId(id))
        .select(AssociationRow::as_select())
        .first(connection)
        .optional()?
        .map(Association::from))
}

/// Which associations to list.
#[derive(Debug, Clone, Default)]
pub struct AssociationFilter {
    /// Those of this network.
    pub network_id: Option<NetworkBodyId>,
    /// Those of these bodies; of any when empty.
    pub network_body_ids: Vec<NetworkBodyId>,
    /// Those seated in these municipalities; in any when empty.
    pub municipalities: Vec<Belfiore>,
}

/// Associations by name.
///
/// # Errors
/// When the database does not answer.
pub fn association_list(
    connection: &mut AnyConnection,
    filter: &AssociationFilter,
    page: &PageRequest,
) -> DbResult<Listing<Association>> {
    let mut query = associations::table
        .select(AssociationRow::as_select())
        .into_boxed();
    if let Some(network_id) = filter.network_id {
        query = query.filter(associations::network_id.eq(DbId(network_id)));
    }
    if !filter.network_body_ids.is_empty() {
        let bodies: Vec<_> = filter.network_body_ids.iter().copied().map(DbId).collect();
        query = query.filter(associations::network_body_id.eq_any(bodies));
    }
    if !filter.municipalities.is_empty() {
        let codes: Vec<_> = filter
            .municipalities
            .iter()
            .map(TextValue::as_str)
            .collect();
        query = query.filter(associations::municipality.eq_any(codes));
    }
    if let Some(after) = &page.after {
        query = query.filter(
            associations::sort_name
                .gt(&after.key)
                .or(associations::sort_name
                    .eq(&after.key)
                    .and(associations::id.gt(&after.id))),
        );
    }
    let rows: Vec<AssociationRow> = query
        .order((associations::sort_name, associations::id))
        .limit(page.fetch())
        .load(connection)?;
    let cursor = |row: &AssociationRow| Cursor {
        key: row.sort_name.clone(),
        id: row.id.0.to_string(),
    };
    Ok(Listing::cut(rows, page, cursor).map(Association::from))
}
