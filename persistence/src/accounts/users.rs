//! User accounts.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain_accounts::{LocaleCode, Permit, Scope, User, UserStatus};
use domain_shared::{
    EmailAddress, NetworkBodyKind, PersonName, TextValue, UserId, UserKind, Version, fold,
};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    page::prefix_end,
    schema::users,
    sql_types::{DbCode, DbId, DbText, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
struct UserRow {
    id: DbId<UserKind>,
    network_id: Option<DbId<NetworkBodyKind>>,
    email: DbText<EmailAddress>,
    given_name: DbText<PersonName>,
    family_name: DbText<PersonName>,
    sort_name: String,
    locale: DbCode<LocaleCode>,
    status: DbCode<UserStatus>,
    must_change_password: bool,
    last_login_at: Option<NaiveDateTime>,
    version: DbVersion,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id.0,
            network_id: row.network_id.map(|id| id.0),
            email: row.email.0,
            given_name: row.given_name.0,
            family_name: row.family_name.0,
            locale: row.locale.0,
            status: row.status.0,
            must_change_password: row.must_change_password,
            last_login_at: row.last_login_at.map(|at| at.and_utc()),
            version: row.version.0,
            created_at: row.created_at.and_utc(),
            updated_at: row.updated_at.and_utc(),
        }
    }
}

/// The name a list of people sorts by.
fn sort_name(user: &User) -> String {
    fold(&format!(
        "{} {}",
        user.family_name.as_str(),
        user.given_name.as_str()
    ))
}

/// Adds an account, without a password.
///
/// # Errors
/// [`DbError::Unique`] when the e-mail address is taken.
pub fn user_insert(tx: &mut Tx<'_>, _permit: &Permit, user: &User) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(users::table)
        .values((
            users::id.eq(DbId(user.id)),
            users::network_id.eq(user.network_id.map(DbId)),
            users::email.eq(user.email.as_str()),
            users::given_name.eq(user.given_name.as_str()),
            users::family_name.eq(user.family_name.as_str()),
            users::sort_name.eq(sort_name(user)),
            users::locale.eq(DbCode(user.locale)),
            users::status.eq(DbCode(user.status)),
            users::must_change_password.eq(user.must_change_password),
            users::version.eq(DbVersion(user.version)),
            users::created_at.eq(user.created_at.naive_utc()),
            users::updated_at.eq(user.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes an account over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile, [`DbError::Unique`] when the address is taken.
pub fn user_update(tx: &mut Tx<'_>, _permit: &Permit, read: Version, user: &User) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(users::table.find(DbId(user.id)))
        .filter(users::version.eq(DbVersion(read)))
        .set((
            users::network_id.eq(user.network_id.map(DbId)),
            users::email.eq(user.email.as_str()),
            users::given_name.eq(user.given_name.as_str()),
            users::family_name.eq(user.family_name.as_str()),
            users::sort_name.eq(sort_name(user)),
            users::locale.eq(DbCode(user.locale)),
            users::status.eq(DbCode(user.status)),
            users::must_change_password.eq(user.must_change_password),
            users::version.eq(DbVersion(user.version)),
            users::updated_at.eq(user.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// The account with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn user_find(connection: &mut AnyConnection, id: UserId) -> DbResult<Option<User>> {
    Ok(users::table
        .find(DbId(id))
        .select(UserRow::as_select())
        .first(connection)
        .optional()?
        .map(User::from))
}

/// The account with this e-mail address.
///
/// # Errors
/// When the database does not answer.
pub fn user_find_by_email(
    connection: &mut AnyConnection,
    email: &EmailAddress,
) -> DbResult<Option<User>> {
    Ok(users::table
        .filter(users::email.eq(email.as_str()))
        .select(UserRow::as_select())
        .first(connection)
        .optional()?
        .map(User::from))
}

/// How many accounts there are; read once at start to know whether this is the first one.
///
/// # Errors
/// When the database does not answer.
pub fn user_count(connection: &mut AnyConnection) -> DbResult<i64> {
    Ok(users::table.count().get_result(connection)?)
}

/// Which accounts to list.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// Beginning of the family name.
    pub name: Option<String>,
    /// Status.
    pub status: Option<UserStatus>,
}

/// Accounts within the scope, by family name.
///
/// # Errors
/// When the database does not answer.
pub fn user_list(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: &UserFilter,
    page: &PageRequest,
) -> DbResult<Listing<User>> {
    let mut query = users::table.select(UserRow::as_select()).into_boxed();
    if !scope.everything {
        let networks: Vec<Option<DbId<NetworkBodyKind>>> =
            scope.networks.iter().copied().map(DbId).map(Some).collect();
        query = match scope.owner {
            Some(owner) => query.filter(
                users::network_id
                    .eq_any(networks)
                    .or(users::id.nullable().eq(DbId(owner))),
            ),
            None => query.filter(users::network_id.eq_any(networks)),
        };
    }
    if let Some(name) = &filter.name {
        let start = fold(name);
        let end = prefix_end(&start);
        query = query
            .filter(users::sort_name.ge(start))
            .filter(users::sort_name.lt(end));
    }
    if let Some(status) = filter.status {
        query = query.filter(users::status.eq(DbCode(status)));
    }
    if let Some(after) = &page.after {
        query = query.filter(
            users::sort_name
                .gt(&after.key)
                .or(users::sort_name.eq(&after.key).and(users::id.gt(&after.id))),
        );
    }
    let rows: Vec<UserRow> = query
        .order((users::sort_name, users::id))
        .limit(page.fetch())
        .load(connection)?;
    Ok(Listing::cut(rows, page, |row| Cursor {
        key: row.sort_name.clone(),
        id: row.id.0.to_string(),
    })
    .map(User::from))
}

/// What signing in needs to know of an account.
#[derive(Clone)]
pub struct Credentials {
    /// The account.
    pub user: User,
    /// Its password, hashed with argon2id, if it has one.
    pub password_hash: Option<String>,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("user", &self.user.id)
            .finish_non_exhaustive()
    }
}

/// The account and password hash behind an e-mail address.
///
/// # Errors
/// When the database does not answer.
pub fn credentials_find(
    connection: &mut AnyConnection,
    email: &EmailAddress,
) -> DbResult<Option<Credentials>> {
    users::table
        .filter(users::email.eq(email.as_str()))
        .select((UserRow::as_select(), users::password_hash))
        .first::<(UserRow, Option<String>)>(connection)
        .optional()?
        .map(|(row, password_hash)| {
            Ok(Credentials {
                user: row.into(),
                password_hash,
            })
        })
        .transpose()
}

/// Sets the password hash of an account.
///
/// # Errors
/// When the database does not answer.
pub fn password_set(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: UserId,
    hash: &str,
    must_change: bool,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::update(users::table.find(DbId(id)))
        .set((
            users::password_hash.eq(hash),
            users::must_change_password.eq(must_change),
            users::version.eq(users::version + 1),
            users::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Notes a successful sign-in; the version stays, because nothing a client edits has changed.
///
/// # Errors
/// When the database does not answer.
pub fn user_note_login(tx: &mut Tx<'_>, id: UserId, now: DateTime<Utc>) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::update(users::table.find(DbId(id)))
        .set(users::last_login_at.eq(now.naive_utc()))
        .execute(connection)?;
    Ok(())
}
