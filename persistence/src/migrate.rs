//! Applies the migrations of the connected database.

use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::{
    AnyConnection, DbError, DbResult,
    dialect::{self, on_each},
};

const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");

/// The migrations of the backend a connection belongs to.
const fn source(connection: &AnyConnection) -> EmbeddedMigrations {
    match connection {
        AnyConnection::Postgresql(_) => POSTGRES,
        AnyConnection::Sqlite(_) => SQLITE,
    }
}

/// Applies what is missing, all or nothing, one process at a time.
pub(crate) fn run(connection: &mut AnyConnection) -> DbResult<Vec<String>> {
    alone(connection, |connection| {
        let migrations = source(connection);
        on_each!(connection, |inner| names(
            inner.run_pending_migrations(migrations)
        ))
    })
}

/// Runs `work` in a transaction while no other process brings the database up to date.
pub(crate) fn alone<T>(
    connection: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> DbResult<T>,
) -> DbResult<T> {
    dialect::begin_migration(connection)?;
    let outcome = dialect::lock_migrations(connection)
        .map_err(DbError::from)
        .and_then(|()| work(connection));
    match outcome {
        Ok(value) => {
            dialect::commit(connection)?;
            Ok(value)
        }
        Err(error) => {
            dialect::rollback(connection)?;
            Err(error)
        }
    }
}

/// What is missing.
pub(crate) fn pending(connection: &mut AnyConnection) -> DbResult<Vec<String>> {
    let migrations = source(connection);
    on_each!(connection, |inner| {
        names(inner.pending_migrations(migrations).map(|pending| {
            pending
                .iter()
                .map(|migration| migration.name().version().as_owned())
                .collect()
        }))
    })
}

/// Names of all migrations of each database, in order: the two lists must be the same.
///
/// # Errors
/// When the embedded migrations cannot be read.
pub fn migration_names() -> DbResult<(Vec<String>, Vec<String>)> {
    fn listed<DB: diesel::backend::Backend>(source: &EmbeddedMigrations) -> DbResult<Vec<String>> {
        let migrations: Vec<Box<dyn Migration<DB>>> = source
            .migrations()
            .map_err(|error| DbError::Other(error.to_string()))?;
        Ok(migrations
            .iter()
            .map(|migration| migration.name().to_string())
            .collect())
    }
    Ok((
        listed::<diesel::pg::Pg>(&POSTGRES)?,
        listed::<diesel::sqlite::Sqlite>(&SQLITE)?,
    ))
}

/// The versions as texts, with diesel's boxed error made ours.
fn names(
    outcome: diesel::migration::Result<Vec<diesel::migration::MigrationVersion<'_>>>,
) -> DbResult<Vec<String>> {
    outcome
        .map(|versions| versions.iter().map(ToString::to_string).collect())
        .map_err(|error| DbError::Other(error.to_string()))
}
