//! One connection type over both databases, chosen by the scheme of the URL.

use std::{fmt, path::PathBuf, str::FromStr};

use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};

use crate::dialect;

/// A connection to either database; queries are written once against it.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// PostgreSQL 14 or newer.
    Postgresql(PgConnection),
    /// The embedded SQLite.
    Sqlite(SqliteConnection),
}

/// Where the data live.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `postgres://…`, handed to libpq as it is. May contain a password.
    Postgres(String),
    /// `sqlite://PATH`: a file, made when missing.
    Sqlite(PathBuf),
}

/// A text that is no database URL of ours.
#[derive(Debug, thiserror::Error)]
#[error("a database URL starts with sqlite:// (and names a file) or with postgres://")]
pub struct InvalidDatabaseUrl;

impl FromStr for DatabaseUrl {
    type Err = InvalidDatabaseUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        match text.strip_prefix("sqlite://") {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path))),
            Some(_) | None => Err(InvalidDatabaseUrl),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    /// Never shows user, password or options of a PostgreSQL URL.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(url) => {
                let rest = url.rsplit_once('@').map_or_else(
                    || url.split_once("://").map_or("", |(_, rest)| rest),
                    |(_, rest)| rest,
                );
                write!(
                    f,
                    "postgres://{}",
                    rest.split('?').next().unwrap_or_default()
                )
            }
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl DatabaseUrl {
    /// Opens a connection ready for use.
    pub(crate) fn connect(&self) -> Result<AnyConnection, ConnectionError> {
        let mut connection = match self {
            Self::Postgres(url) => AnyConnection::Postgresql(PgConnection::establish(url)?),
            Self::Sqlite(path) => {
                AnyConnection::Sqlite(SqliteConnection::establish(&path.to_string_lossy())?)
            }
        };
        dialect::prepare(&mut connection).map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(connection)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_choose_the_database_and_hide_the_password() {
        let url: DatabaseUrl = "postgres://hub:secret@db.example.org/hub?sslmode=require"
            .parse()
            .unwrap();
        assert_eq!(format!("{url:?}"), "postgres://db.example.org/hub");
        assert_eq!(
            "sqlite://hub.db"
                .parse::<DatabaseUrl>()
                .unwrap()
                .to_string(),
            "sqlite://hub.db"
        );
        assert!("mysql://x".parse::<DatabaseUrl>().is_err());
        assert!("sqlite://".parse::<DatabaseUrl>().is_err());
    }
}
