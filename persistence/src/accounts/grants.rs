//! What users may do and where.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain_accounts::{Actor, Grant, GrantPlace, Permit, Role, UserStatus};
use domain_shared::{
    MembershipId, MembershipKind, NetworkBodyId, NetworkBodyKind, PointId, PointKind, ProviderId,
    ProviderKind, UserId, UserKind, Version,
};

use super::places::{columns_of, place_of};
use crate::{
    AnyConnection, DbError, DbResult, Tx,
    schema::{points, providers, role_grants, sessions, users},
    sql_types::{DbCode, DbId, DbVersion},
};

/// A grant as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRecord {
    /// Identifier.
    pub id: MembershipId,
    /// Who holds it.
    pub user_id: UserId,
    /// The role and where it counts.
    pub grant: Grant,
    /// Version.
    pub version: Version,
    /// When it was given.
    pub created_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = role_grants)]
pub(super) struct GrantRow {
    pub(super) id: DbId<MembershipKind>,
    user_id: DbId<UserKind>,
    role: DbCode<Role>,
    network_id: DbId<NetworkBodyKind>,
    point_id: Option<DbId<PointKind>>,
    provider_id: Option<DbId<ProviderKind>>,
    version: DbVersion,
    created_at: chrono::NaiveDateTime,
}

impl TryFrom<GrantRow> for GrantRecord {
    type Error = DbError;

    fn try_from(row: GrantRow) -> DbResult<Self> {
        let place = place_of(&row.network_id, (row.point_id, row.provider_id))?;
        Ok(Self {
            id: row.id.0,
            user_id: row.user_id.0,
            grant: Grant::new(row.role.0, place).map_err(|m| DbError::corrupt(m.code))?,
            version: row.version.0,
            created_at: row.created_at.and_utc(),
        })
    }
}

/// The signed-in user behind a session, with today's grants; `None` when the session is over or the
/// account disabled. The flag tells whether a password must be chosen first.
///
/// # Errors
/// When the database does not answer.
pub fn actor_find(
    connection: &mut AnyConnection,
    user: UserId,
    session: domain_shared::SessionId,
) -> DbResult<Option<(Actor, bool)>> {
    let live = users::table
        .inner_join(sessions::table)
        .filter(sessions::id.eq(DbId(session)))
        .filter(sessions::ended_at.is_null())
        .filter(users::id.eq(DbId(user)))
        .filter(users::status.eq(DbCode(UserStatus::Active)))
        .select(users::must_change_password)
        .first::<bool>(connection)
        .optional()?;
    let Some(must_change_password) = live else {
        return Ok(None);
    };
    let grants = grants_of_user(connection, user)?
        .into_iter()
        .map(|record| record.grant)
        .collect();
    Ok(Some((
        Actor::User { id: user, grants },
        must_change_password,
    )))
}

/// A user with today's grants, whatever session asks; nothing when the account is disabled.
///
/// # Errors
/// When the database does not answer.
pub fn actor_of_user(connection: &mut AnyConnection, user: UserId) -> DbResult<Option<Actor>> {
    let is_active: Option<String> = users::table
        .find(DbId(user))
        .filter(users::status.eq(DbCode(UserStatus::Active)))
        .select(users::id)
        .first(connection)
        .optional()?;
    if is_active.is_none() {
        return Ok(None);
    }
    let grants = grants_of_user(connection, user)?;
    Ok(Some(Actor::User {
        id: user,
        grants: grants.into_iter().map(|record| record.grant).collect(),
    }))
}

/// The grants of a user.
///
/// # Errors
/// When the database does not answer.
pub fn grants_of_user(connection: &mut AnyConnection, user: UserId) -> DbResult<Vec<GrantRecord>> {
    role_grants::table
        .filter(role_grants::user_id.eq(DbId(user)))
        .order(role_grants::id)
        .select(GrantRow::as_select())
        .load(connection)?
        .into_iter()
        .map(GrantRecord::try_from)
        .collect()
}

/// The grants for exactly this place, by age.
///
/// # Errors
/// When the database does not answer.
pub fn grants_of_place(
    connection: &mut AnyConnection,
    place: GrantPlace,
) -> DbResult<Vec<GrantRecord>> {
    let mut query = role_grants::table
        .select(GrantRow::as_select())
        .filter(role_grants::network_id.eq(DbId(place.network())))
        .into_boxed();
    query = match place {
        GrantPlace::Network(_) => query
            .filter(role_grants::point_id.is_null())
            .filter(role_grants::provider_id.is_null()),
        GrantPlace::Point(_, point) => query.filter(role_grants::point_id.eq(DbId(point))),
        GrantPlace::Provider(_, provider) => {
            query.filter(role_grants::provider_id.eq(DbId(provider)))
        }
    };
    query
        .order(role_grants::id)
        .load(connection)?
        .into_iter()
        .map(GrantRecord::try_from)
        .collect()
}

/// Gives a role.
///
/// # Errors
/// [`DbError::Reference`] when the user or the place does not exist.
pub fn grant_insert(tx: &mut Tx<'_>, _permit: &Permit, record: &GrantRecord) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let place = record.grant.place();
    let (point, provider) = columns_of(place);
    diesel::insert_into(role_grants::table)
        .values((
            role_grants::id.eq(DbId(record.id)),
            role_grants::user_id.eq(DbId(record.user_id)),
            role_grants::role.eq(DbCode(record.grant.role())),
            role_grants::network_id.eq(DbId(place.network())),
            role_grants::point_id.eq(point),
            role_grants::provider_id.eq(provider),
            role_grants::version.eq(DbVersion(record.version)),
            role_grants::created_at.eq(record.created_at.naive_utc()),
            role_grants::updated_at.eq(record.created_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Takes a role back.
///
/// # Errors
/// [`DbError::Stale`] when it was changed or taken back meanwhile.
pub fn grant_delete(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: MembershipId,
    read: Version,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let deleted = diesel::delete(role_grants::table.find(DbId(id)))
        .filter(role_grants::version.eq(DbVersion(read)))
        .execute(connection)?;
    DbError::stale_unless(deleted == 1)
}

/// How many active users administer a network.
///
/// # Errors
/// When the database does not answer.
pub fn admins_of_network(connection: &mut AnyConnection, network: NetworkBodyId) -> DbResult<i64> {
    Ok(role_grants::table
        .inner_join(users::table)
        .filter(role_grants::network_id.eq(DbId(network)))
        .filter(role_grants::role.eq(DbCode(Role::NetworkAdmin)))
        .filter(users::status.eq(DbCode(UserStatus::Active)))
        .count()
        .get_result(connection)?)
}

/// The network a point belongs to.
///
/// # Errors
/// When the database does not answer.
pub fn network_of_point(
    connection: &mut AnyConnection,
    id: PointId,
) -> DbResult<Option<NetworkBodyId>> {
    let network = points::table.find(DbId(id)).select(points::network_id);
    Ok(network
        .first::<DbId<NetworkBodyKind>>(connection)
        .optional()?
        .map(|id| id.0))
}

/// The network a provider works with.
///
/// # Errors
/// When the database does not answer.
pub fn network_of_provider(
    connection: &mut AnyConnection,
    id: ProviderId,
) -> DbResult<Option<NetworkBodyId>> {
    let network = providers::table
        .find(DbId(id))
        .select(providers::network_id);
    Ok(network
        .first::<DbId<NetworkBodyKind>>(connection)
        .optional()?
        .map(|id| id.0))
}
