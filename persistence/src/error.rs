//! What a query can answer instead of a result.

use crate::dialect;

/// The result of a query.
pub type DbResult<T> = Result<T, DbError>;

/// What went wrong with a query, sorted by what the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The row is not there.
    #[error("no such row")]
    NotFound,
    /// A unique key is taken. Carries the constraint (PostgreSQL) or the message (SQLite).
    #[error("unique key violated: {0}")]
    Unique(String),
    /// A referenced row is missing, or a row is still referenced.
    #[error("reference violated")]
    Reference,
    /// The row is not in the version or state the caller had read.
    #[error("the row was changed in the meantime")]
    Stale,
    /// Another transaction is in the way; running the same again may succeed.
    #[error("the database is busy")]
    Busy,
    /// The key of a cursor does not fit the order of the list: it was not made here.
    #[error("not a cursor of this list")]
    Cursor,
    /// A stored value does not parse: the database was written by something else.
    #[error("stored value is invalid: {0}")]
    Corrupt(String),
    /// Anything else.
    #[error("database error: {0}")]
    Other(String),
}

impl DbError {
    /// Whether the violated unique key is over this table and column, on either database.
    #[must_use]
    pub fn is_unique_of(&self, table: &str, column: &str) -> bool {
        match self {
            Self::Unique(place) => place.contains(table) && place.contains(column),
            Self::NotFound
            | Self::Reference
            | Self::Stale
            | Self::Busy
            | Self::Cursor
            | Self::Corrupt(_)
            | Self::Other(_) => false,
        }
    }

    /// `Ok` when the conditional write hit its row.
    pub(crate) const fn stale_unless(hit: bool) -> DbResult<()> {
        if hit { Ok(()) } else { Err(Self::Stale) }
    }

    /// A stored value that does not parse.
    pub(crate) fn corrupt(what: &str) -> Self {
        Self::Corrupt(what.to_owned())
    }
}

impl From<diesel::result::Error> for DbError {
    fn from(error: diesel::result::Error) -> Self {
        dialect::classify(error)
    }
}
