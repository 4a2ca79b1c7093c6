//! Third-party systems that act for a user.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain_accounts::{Action, Actor, Permit, UserStatus};
use domain_shared::{ApiClientId, ApiClientKind, ShortText, UserId, UserKind};

use super::grants_of_user;
use crate::{
    AnyConnection, DbResult, Tx,
    schema::{api_clients, users},
    sql_types::{DbCode, DbId, DbJson, DbText},
};

/// A third-party system that acts for a user.
#[derive(Debug, Clone)]
pub struct ApiClientRecord {
    /// Identifier.
    pub id: ApiClientId,
    /// The user it acts for.
    pub user_id: UserId,
    /// What it is called.
    pub name: ShortText,
    /// The only actions it may do.
    pub scopes: Vec<Action>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Until when its token works.
    pub expires_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = api_clients)]
struct ApiClientRow {
    id: DbId<ApiClientKind>,
    user_id: DbId<UserKind>,
    name: DbText<ShortText>,
    scopes: DbJson<Vec<Action>>,
    created_at: NaiveDateTime,
    expires_at: NaiveDateTime,
}

impl From<ApiClientRow> for ApiClientRecord {
    fn from(row: ApiClientRow) -> Self {
        Self {
            id: row.id.0,
            user_id: row.user_id.0,
            name: row.name.0,
            scopes: row.scopes.0,
            created_at: row.created_at.and_utc(),
            expires_at: row.expires_at.and_utc(),
        }
    }
}

/// Adds a client with the hash of its token.
///
/// # Errors
/// When the database does not answer.
pub fn api_client_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    client: &ApiClientRecord,
    token_hash: &str,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(api_clients::table)
        .values((
            api_clients::id.eq(DbId(client.id)),
            api_clients::user_id.eq(DbId(client.user_id)),
            api_clients::name.eq(DbText(client.name.clone())),
            api_clients::scopes.eq(DbJson(client.scopes.clone())),
            api_clients::token_hash.eq(token_hash),
            api_clients::created_at.eq(client.created_at.naive_utc()),
            api_clients::expires_at.eq(client.expires_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The clients of a user whose tokens work, newest first; a hundred at most.
///
/// # Errors
/// When the database does not answer.
pub fn api_client_list(
    connection: &mut AnyConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> DbResult<Vec<ApiClientRecord>> {
    let rows: Vec<ApiClientRow> = api_clients::table
        .filter(api_clients::user_id.eq(DbId(user)))
        .filter(api_clients::revoked_at.is_null())
        .filter(api_clients::expires_at.gt(now.naive_utc()))
        .order((api_clients::created_at.desc(), api_clients::id.desc()))
        .limit(100)
        .select(ApiClientRow::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(ApiClientRecord::from).collect())
}

/// Ends a client; says whether its token worked until now.
///
/// # Errors
/// When the database does not answer.
pub fn api_client_revoke(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: ApiClientId,
    now: DateTime<Utc>,
) -> DbResult<bool> {
    let connection: &mut AnyConnection = tx;
    let revoked = diesel::update(api_clients::table.find(DbId(id)))
        .filter(api_clients::revoked_at.is_null())
        .set(api_clients::revoked_at.eq(now.naive_utc()))
        .execute(connection)?;
    Ok(revoked == 1)
}

/// Who acts with the token behind this hash: its user with today's grants, within its scopes.
///
/// # Errors
/// When the database does not answer.
pub fn client_actor_find(
    connection: &mut AnyConnection,
    token_hash: &str,
    now: DateTime<Utc>,
) -> DbResult<Option<Actor>> {
    let found = api_clients::table
        .inner_join(users::table)
        .filter(api_clients::token_hash.eq(token_hash))
        .filter(api_clients::revoked_at.is_null())
        .filter(api_clients::expires_at.gt(now.naive_utc()))
        .filter(users::status.eq(DbCode(UserStatus::Active)))
        .filter(users::must_change_password.eq(false))
        .select(ApiClientRow::as_select())
        .first(connection)
        .optional()?
        .map(ApiClientRecord::from);
    let Some(client) = found else { return Ok(None) };
    let grants = grants_of_user(connection, client.user_id)?;
    Ok(Some(Actor::Client {
        user: client.user_id,
        grants: grants.into_iter().map(|record| record.grant).collect(),
        scopes: client.scopes,
    }))
}
