//! Every difference between PostgreSQL and SQLite, each with the reason for it.

use std::path::Path;

use diesel::{
    AppearsOnTable, Expression, RunQueryDsl,
    connection::{AnsiTransactionManager, SimpleConnection, TransactionManager},
    expression::{SqlLiteral, ValidGrouping},
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    result::{DatabaseErrorKind, Error, QueryResult},
    sql_types::{Array, BigInt, Bool, Nullable, Text},
    sqlite::Sqlite,
};

use crate::{AnyConnection, DbError};

/// Runs the same diesel expression on the connection of each backend.
///
/// Needed where diesel's combined backend lacks what both backends have, such as inserting a slice.
macro_rules! on_each {
    ($connection:expr, |$inner:ident| $body:expr) => {
        match $connection {
            $crate::AnyConnection::Postgresql($inner) => $body,
            $crate::AnyConnection::Sqlite($inner) => $body,
        }
    };
}
pub(crate) use on_each;

/// Whether a column has one of these texts.
///
/// What diesel makes of `eq_any` on SQLite has a placeholder for each value, so that it is parsed and planned again for
/// every query. As JSON the values are one, and the statement is kept; PostgreSQL takes an array.
#[derive(Debug, Clone, QueryId, ValidGrouping)]
pub(crate) struct OneOf<C> {
    column: C,
    values: Vec<String>,
    json: String,
}

impl<C> OneOf<C> {
    pub(crate) fn new(column: C, values: impl IntoIterator<Item = impl ToString>) -> Self {
        let values: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
        let json = serde_json::json!(values).to_string();
        Self {
            column,
            values,
            json,
        }
    }
}

impl<C: Expression<SqlType = Text>> Expression for OneOf<C> {
    type SqlType = Bool;
}

impl<C, Q> AppearsOnTable<Q> for OneOf<C>
where
    C: AppearsOnTable<Q>,
    Self: Expression,
{
}

impl<C> QueryFragment<Sqlite> for OneOf<C>
where
    C: QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" IN (SELECT value FROM json_each(");
        out.push_bind_param::<Text, String>(&self.json)?;
        out.push_sql("))");
        Ok(())
    }
}

impl<C> QueryFragment<Pg> for OneOf<C>
where
    C: QueryFragment<Pg>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" = ANY(");
        out.push_bind_param::<Array<Text>, Vec<String>>(&self.values)?;
        out.push_sql(")");
        Ok(())
    }
}

/// Rows per multi-row insert: SQLite allows 32,766 bound values in a statement.
pub(crate) const INSERT_BATCH: usize = 500;

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Reads from one snapshot.
    Read,
    /// Reads and writes as if it ran alone.
    Write,
}

/// Sets up a fresh connection.
///
/// SQLite forgets its settings with every connection; PostgreSQL needs none but UTC.
pub(crate) fn prepare(connection: &mut AnyConnection) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(sqlite) => sqlite.batch_execute(
            "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
             PRAGMA foreign_keys = ON; PRAGMA cache_size = -4000; PRAGMA mmap_size = 2147418112;",
        ),
        AnyConnection::Postgresql(postgres) => {
            postgres.batch_execute("SET TIME ZONE 'UTC'; SET client_min_messages = warning;")
        }
    }
}

/// Begins a transaction.
///
/// SQLite's plain `BEGIN` would take the write lock only at the first write and could then fail
/// although nothing was done wrong; `IMMEDIATE` waits for its turn at once. PostgreSQL is asked for
/// the same meaning, one writer after the other, with `SERIALIZABLE`, and may ask for a retry.
pub(crate) fn begin(connection: &mut AnyConnection, mode: Mode) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(
            sqlite,
            match mode {
                Mode::Read => "BEGIN",
                Mode::Write => "BEGIN IMMEDIATE",
            },
        ),
        AnyConnection::Postgresql(postgres) => AnsiTransactionManager::begin_transaction_sql(
            postgres,
            match mode {
                Mode::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                Mode::Write => "BEGIN ISOLATION LEVEL SERIALIZABLE",
            },
        ),
    }
}

/// Commits what [`begin`] began.
pub(crate) fn commit(connection: &mut AnyConnection) -> QueryResult<()> {
    on_each!(connection, |inner| {
        AnsiTransactionManager::commit_transaction(inner)
    })
}

/// Undoes what [`begin`] began.
pub(crate) fn rollback(connection: &mut AnyConnection) -> QueryResult<()> {
    on_each!(connection, |inner| {
        AnsiTransactionManager::rollback_transaction(inner)
    })
}

/// Begins the part of one use case in a transaction that several share.
pub(crate) fn savepoint(connection: &mut AnyConnection) -> QueryResult<()> {
    on_each!(connection, |inner| inner
        .batch_execute("SAVEPOINT use_case"))
}

/// Keeps the part of a use case, as far as the transaction is kept.
pub(crate) fn savepoint_keep(connection: &mut AnyConnection) -> QueryResult<()> {
    on_each!(connection, |inner| inner.batch_execute("RELEASE use_case"))
}

/// Undoes the part of a use case, and nothing else of the transaction.
pub(crate) fn savepoint_undo(connection: &mut AnyConnection) -> QueryResult<()> {
    on_each!(connection, |inner| inner
        .batch_execute("ROLLBACK TO use_case; RELEASE use_case"))
}

/// Holds every other process that migrates until this transaction ends.
///
/// SQLite's write transaction is that lock already; PostgreSQL needs an advisory one.
pub(crate) fn lock_migrations(connection: &mut AnyConnection) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(_) => Ok(()),
        AnyConnection::Postgresql(postgres) => {
            postgres.batch_execute("SELECT pg_advisory_xact_lock(7305814201)")
        }
    }
}

/// Tells the planner what the territory looks like after it was loaded.
///
/// PostgreSQL would otherwise guess, and scan, until its background worker comes by; SQLite's plans
/// for these tables are the right ones without statistics.
pub(crate) fn refresh_statistics(connection: &mut AnyConnection) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(_) => Ok(()),
        AnyConnection::Postgresql(postgres) => {
            postgres.batch_execute("ANALYZE regions, provinces, municipalities, municipality_names")
        }
    }
}

/// Takes `count` numbers for lines of the log of changes and answers the first of them; at least one.
///
/// The order of the numbers must be the order of the commits, or a reader that has seen a number would
/// miss a smaller one that is committed later. SQLite has one writer, so the next number after the last
/// is right. PostgreSQL takes them under a lock that is held until the commit, from a sequence, because a
/// transaction that waited for the lock still sees the table as it was before.
pub(crate) fn take_change_numbers(connection: &mut AnyConnection, count: i64) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        first: i64,
    }
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            diesel::sql_query("SELECT COALESCE(MAX(number), 0) + 1 AS first FROM changes")
                .get_result::<Row>(sqlite)
        }
        AnyConnection::Postgresql(postgres) => {
            postgres.batch_execute("SELECT pg_advisory_xact_lock(7305814202)")?;
            diesel::sql_query(
                "SELECT setval('change_numbers', nextval('change_numbers') + $1 - 1) - $1 + 1 AS first",
            )
            .bind::<BigInt, _>(count)
            .get_result::<Row>(postgres)
        }
    }
    .map(|row| row.first)
}

/// Writes the agreements that services are shown with, of rows that are a JSON list: `card`, `from`, `until`, `list`.
///
/// Each backend has its own function that makes a table of a list, and both update from one.
pub(crate) fn put_ready_agreements(
    connection: &mut AnyConnection,
    rows: &str,
) -> QueryResult<usize> {
    let update = "UPDATE services SET agreements_from = ready.first_day, agreements_until = ready.last_day, \
                  agreements = ready.list FROM";
    match connection {
        AnyConnection::Sqlite(sqlite) => diesel::sql_query(format!(
            "{update} (SELECT value ->> 'card' AS card, value ->> 'from' AS first_day, value ->> 'until' AS last_day, \
             value ->> 'list' AS list FROM json_each(?)) AS ready WHERE card_id = ready.card"
        ))
        .bind::<Text, _>(rows)
        .execute(sqlite),
        AnyConnection::Postgresql(postgres) => diesel::sql_query(format!(
            "{update} (SELECT value ->> 'card' AS card, (value ->> 'from')::date AS first_day, \
             (value ->> 'until')::date AS last_day, value ->> 'list' AS list \
             FROM jsonb_array_elements($1::jsonb)) AS ready WHERE card_id = ready.card"
        ))
        .bind::<Text, _>(rows)
        .execute(postgres),
    }
}

/// The isolation a migration runs under.
///
/// Waiting for the advisory lock under `SERIALIZABLE` would leave a snapshot from before the other
/// process migrated, so PostgreSQL takes its snapshot per statement here.
pub(crate) fn begin_migration(connection: &mut AnyConnection) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")
        }
        AnyConnection::Postgresql(postgres) => AnsiTransactionManager::begin_transaction_sql(
            postgres,
            "BEGIN ISOLATION LEVEL READ COMMITTED",
        ),
    }
}

/// Sorts a database error into what callers can act on.
///
/// PostgreSQL names the violated constraint; SQLite says `UNIQUE constraint failed: table.column`
/// and diesel passes no constraint name, so the first column is read from the message.
pub(crate) fn classify(error: Error) -> DbError {
    let Error::DatabaseError(kind, information) = &error else {
        return match error {
            Error::NotFound => DbError::NotFound,
            other => DbError::Other(other.to_string()),
        };
    };
    let message = information.message();
    match kind {
        DatabaseErrorKind::UniqueViolation => {
            DbError::Unique(information.constraint_name().unwrap_or(message).to_owned())
        }
        DatabaseErrorKind::ForeignKeyViolation => DbError::Reference,
        DatabaseErrorKind::SerializationFailure => DbError::Busy,
        _ if message.contains("database is locked") || message.contains("deadlock detected") => {
            DbError::Busy
        }
        _ => DbError::Other(error.to_string()),
    }
}

/// Copies a running SQLite database into a new file, consistently and without stopping writers.
///
/// # Errors
/// [`DbError::Other`] on PostgreSQL, whose own tools do this better, and when the file exists.
pub(crate) fn backup(connection: &mut AnyConnection, target: &Path) -> Result<(), DbError> {
    match connection {
        AnyConnection::Sqlite(sqlite) => diesel::sql_query("VACUUM INTO ?")
            .bind::<Text, _>(target.to_string_lossy().into_owned())
            .execute(sqlite)
            .map(|_| ())
            .map_err(classify),
        AnyConnection::Postgresql(_) => Err(DbError::Other(
            "backup works on SQLite; use pg_dump for a PostgreSQL database".to_owned(),
        )),
    }
}

/// Whether the database answers.
pub(crate) fn ping(connection: &mut AnyConnection) -> QueryResult<()> {
    on_each!(connection, |inner| diesel::sql_query("SELECT 1")
        .execute(inner))
    .map(|_| ())
}

/// A number that is another one after another connection, of whatever process, has changed a SQLite database; always 0 on PostgreSQL, which has
/// nothing like it and needs nothing like it.
pub(crate) fn data_version(connection: &mut AnyConnection) -> QueryResult<i64> {
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            diesel::dsl::sql::<BigInt>("SELECT data_version FROM pragma_data_version")
                .get_result(sqlite)
        }
        AnyConnection::Postgresql(_) => Ok(0),
    }
}

/// Name of the database kind and version, for the operator.
pub(crate) fn server_version(connection: &mut AnyConnection) -> QueryResult<String> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        version: String,
    }
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            diesel::sql_query("SELECT 'SQLite ' || sqlite_version() AS version")
                .get_result::<Row>(sqlite)
        }
        AnyConnection::Postgresql(postgres) => diesel::sql_query(
            "SELECT 'PostgreSQL ' || current_setting('server_version') AS version",
        )
        .get_result::<Row>(postgres),
    }
    .map(|row| row.version)
}

/// Whether a connection was left inside a transaction and must not be used again.
pub(crate) fn is_broken(connection: &mut AnyConnection) -> bool {
    on_each!(connection, |inner| {
        AnsiTransactionManager::is_broken_transaction_manager(inner)
    })
}

/// A member of a JSON document that is kept in a text column, as JSON text; nothing where it is missing.
///
/// PostgreSQL reads a text as JSON only when told to; SQLite has a function for it.
pub(crate) fn json_member(
    connection: &AnyConnection,
    column: &str,
    path: &[&str],
) -> SqlLiteral<Nullable<Text>> {
    diesel::dsl::sql(&match connection {
        AnyConnection::Postgresql(_) => format!("({column}::json #>> '{{{}}}')", path.join(",")),
        AnyConnection::Sqlite(_) => format!("json_extract({column}, '$.{}')", path.join(".")),
    })
}
