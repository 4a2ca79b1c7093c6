//! Sessions, their rotating refresh tokens, and password-reset links.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain_accounts::EndReason;
use domain_shared::{SessionId, SessionKind, UserId, UserKind};

use crate::{
    AnyConnection, DbError, DbResult, Tx,
    schema::{password_resets, refresh_tokens, sessions},
    sql_types::{DbCode, DbId},
};

/// A session: one chain of refresh tokens on one device.
#[derive(Debug, Clone)]
pub struct SessionRecord {
    /// Identifier.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// What the client calls itself.
    pub client: String,
    /// Sign-in.
    pub created_at: DateTime<Utc>,
    /// Last exchange of a refresh token.
    pub last_used_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

/// What came of presenting a refresh token.
#[derive(Debug, Clone)]
pub enum RefreshOutcome {
    /// It was exchanged; the session goes on.
    Rotated(SessionRecord),
    /// It had been exchanged before: the session was ended.
    Reused(SessionRecord),
    /// Unknown, expired, or of a session that is over.
    Invalid,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct SessionRow {
    id: DbId<SessionKind>,
    user_id: DbId<UserKind>,
    client: String,
    created_at: NaiveDateTime,
    last_used_at: NaiveDateTime,
    expires_at: NaiveDateTime,
}

impl From<SessionRow> for SessionRecord {
    fn from(row: SessionRow) -> Self {
        Self {
            id: row.id.0,
            user_id: row.user_id.0,
            client: row.client,
            created_at: row.created_at.and_utc(),
            last_used_at: row.last_used_at.and_utc(),
            expires_at: row.expires_at.and_utc(),
        }
    }
}

/// Opens a session with its first refresh token.
///
/// # Errors
/// When the database does not answer.
pub fn session_insert(tx: &mut Tx<'_>, session: &SessionRecord, token_hash: &str) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(DbId(session.id)),
            sessions::user_id.eq(DbId(session.user_id)),
            sessions::client.eq(&session.client),
            sessions::created_at.eq(session.created_at.naive_utc()),
            sessions::last_used_at.eq(session.last_used_at.naive_utc()),
            sessions::expires_at.eq(session.expires_at.naive_utc()),
        ))
        .execute(connection)?;
    token_insert(connection, session.id, token_hash, session.created_at)
}

fn token_insert(
    connection: &mut AnyConnection,
    session: SessionId,
    token_hash: &str,
    now: DateTime<Utc>,
) -> DbResult<()> {
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::token_hash.eq(token_hash),
            refresh_tokens::session_id.eq(DbId(session)),
            refresh_tokens::created_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Exchanges a refresh token for a new one, or ends the session if it had been exchanged before.
///
/// # Errors
/// When the database does not answer.
pub fn session_rotate(
    tx: &mut Tx<'_>,
    old_hash: &str,
    new_hash: &str,
    now: DateTime<Utc>,
) -> DbResult<RefreshOutcome> {
    let connection: &mut AnyConnection = tx;
    let found = refresh_tokens::table
        .inner_join(sessions::table)
        .filter(refresh_tokens::token_hash.eq(old_hash))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now.naive_utc()))
        .select((SessionRow::as_select(), refresh_tokens::used_at))
        .first::<(SessionRow, Option<NaiveDateTime>)>(connection)
        .optional()?;
    let Some((row, used_at)) = found else {
        return Ok(RefreshOutcome::Invalid);
    };
    let mut session = SessionRecord::from(row);
    if used_at.is_some() {
        session_end(tx, session.id, EndReason::TokenReuse, now)?;
        return Ok(RefreshOutcome::Reused(session));
    }
    let exchanged = diesel::update(refresh_tokens::table.find(old_hash))
        .filter(refresh_tokens::used_at.is_null())
        .set(refresh_tokens::used_at.eq(now.naive_utc()))
        .execute(connection)?;
    DbError::stale_unless(exchanged == 1)?;
    token_insert(connection, session.id, new_hash, now)?;
    diesel::update(sessions::table.find(DbId(session.id)))
        .set(sessions::last_used_at.eq(now.naive_utc()))
        .execute(connection)?;
    session.last_used_at = now;
    Ok(RefreshOutcome::Rotated(session))
}

/// The sessions of a user that are still going, newest first; a hundred at most.
///
/// # Errors
/// When the database does not answer.
pub fn session_list(
    connection: &mut AnyConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> DbResult<Vec<SessionRecord>> {
    let rows: Vec<SessionRow> = sessions::table
        .filter(sessions::user_id.eq(DbId(user)))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now.naive_utc()))
        .order((sessions::created_at.desc(), sessions::id.desc()))
        .limit(100)
        .select(SessionRow::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(SessionRecord::from).collect())
}

/// Ends a session; says whether it was going.
///
/// # Errors
/// When the database does not answer.
pub fn session_end(
    tx: &mut Tx<'_>,
    id: SessionId,
    reason: EndReason,
    now: DateTime<Utc>,
) -> DbResult<bool> {
    let connection: &mut AnyConnection = tx;
    let ended = diesel::update(sessions::table.find(DbId(id)))
        .filter(sessions::ended_at.is_null())
        .set((
            sessions::ended_at.eq(now.naive_utc()),
            sessions::end_reason.eq(DbCode(reason)),
        ))
        .execute(connection)?;
    Ok(ended == 1)
}

/// Ends every session of a user but one, and says how many.
///
/// # Errors
/// When the database does not answer.
pub fn sessions_end_all(
    tx: &mut Tx<'_>,
    user: UserId,
    except: Option<SessionId>,
    reason: EndReason,
    now: DateTime<Utc>,
) -> DbResult<usize> {
    let connection: &mut AnyConnection = tx;
    let going = sessions::table
        .filter(sessions::user_id.eq(DbId(user)))
        .filter(sessions::ended_at.is_null());
    let end = (
        sessions::ended_at.eq(now.naive_utc()),
        sessions::end_reason.eq(DbCode(reason)),
    );
    Ok(match except {
        Some(kept) => diesel::update(going.filter(sessions::id.ne(DbId(kept))))
            .set(end)
            .execute(connection)?,
        None => diesel::update(going).set(end).execute(connection)?,
    })
}

/// Forgets sessions that were over before `before`, with their tokens; run by the worker.
///
/// # Errors
/// When the database does not answer.
pub fn sessions_forget(tx: &mut Tx<'_>, before: DateTime<Utc>) -> DbResult<usize> {
    tx.bookkeeping();
    let connection: &mut AnyConnection = tx;
    Ok(
        diesel::delete(sessions::table.filter(sessions::expires_at.lt(before.naive_utc())))
            .execute(connection)?,
    )
}

/// Keeps the hash of a password-reset link.
///
/// # Errors
/// When the database does not answer.
pub fn password_reset_insert(
    tx: &mut Tx<'_>,
    user: UserId,
    token_hash: &str,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(password_resets::table)
        .values((
            password_resets::token_hash.eq(token_hash),
            password_resets::user_id.eq(DbId(user)),
            password_resets::created_at.eq(now.naive_utc()),
            password_resets::expires_at.eq(expires_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Uses a password-reset link up, and with it every other link of the same user.
///
/// # Errors
/// When the database does not answer.
pub fn password_reset_use(
    tx: &mut Tx<'_>,
    token_hash: &str,
    now: DateTime<Utc>,
) -> DbResult<Option<UserId>> {
    let connection: &mut AnyConnection = tx;
    let user = password_resets::table
        .find(token_hash)
        .filter(password_resets::used_at.is_null())
        .filter(password_resets::expires_at.gt(now.naive_utc()))
        .select(password_resets::user_id)
        .first::<DbId<UserKind>>(connection)
        .optional()?;
    let Some(user) = user else { return Ok(None) };
    let count = diesel::update(password_resets::table)
        .filter(password_resets::user_id.eq(user.clone()))
        .filter(password_resets::used_at.is_null())
        .set(password_resets::used_at.eq(now.naive_utc()))
        .execute(connection)?;
    DbError::stale_unless(count >= 1)?;
    Ok(Some(user.0))
}
