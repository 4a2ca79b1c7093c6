//! A running writing transaction.

use crate::{AnyConnection, DbError};

/// An error type that a transaction can end with.
pub trait TxError: From<DbError> {
    /// Whether running the same transaction again may succeed.
    fn is_busy(&self) -> bool;
}

impl TxError for DbError {
    fn is_busy(&self) -> bool {
        matches!(self, Self::Busy)
    }
}

/// A running writing transaction.
pub struct Tx<'c> {
    connection: &'c mut AnyConnection,
    audited: bool,
}

impl std::fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx")
            .field("audited", &self.audited)
            .finish_non_exhaustive()
    }
}

impl Tx<'_> {
    /// Runs a use case in the transaction that is open on a connection.
    pub(crate) fn run<T, E>(
        connection: &mut AnyConnection,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut tx = Tx {
            connection,
            audited: false,
        };
        let value = work(&mut tx)?;
        debug_assert!(
            tx.audited,
            "a transaction wrote without leaving an audit event"
        );
        Ok(value)
    }

    /// Notes that an audit event was written, or that this write needs none.
    pub(crate) const fn mark_audited(&mut self) {
        self.audited = true;
    }

    /// Declares that this transaction writes only bookkeeping that is not audited.
    pub const fn bookkeeping(&mut self) {
        self.audited = true;
    }
}

impl std::ops::Deref for Tx<'_> {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        self.connection
    }
}

impl std::ops::DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        self.connection
    }
}
