//! What every request shares: database, clock, keys, configuration, limits, metrics.

use std::sync::Arc;

use actix_web::rt::task::JoinError;
use persistence::{AnyConnection, Db, Tx, TxError};

use crate::{
    auth::Keys,
    clock::Clock,
    config::Config,
    http::{RateLimits, SchemaChecker},
    mail::Outbox,
    metrics::Metrics,
    problem::Problem,
};

/// The state of a running hub.
pub struct Hub {
    /// Configuration.
    pub config: Config,
    /// Database.
    pub db: Db,
    /// Clock.
    pub clock: Arc<dyn Clock>,
    /// Keys that sign and check access tokens.
    pub keys: Keys,
    /// Request rates.
    pub limits: RateLimits,
    /// Counters and timers.
    pub metrics: Metrics,
    /// Mail.
    pub outbox: Outbox,
    /// The description of the API, and the checks made from it.
    pub schemas: SchemaChecker,
}

impl std::fmt::Debug for Hub {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hub").field("config", &self.config).finish_non_exhaustive()
    }
}

impl Hub {
    /// Reads from one snapshot, off the async threads.
    ///
    /// # Errors
    /// What `work` answers.
    pub async fn read<T, E>(
        self: &Arc<Self>,
        work: impl FnOnce(&mut AnyConnection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: TxError + From<Problem> + Send + 'static,
    {
        let hub = Arc::clone(self);
        off_thread(move || hub.db.read(work)).await
    }

    /// Writes in one transaction, off the async threads.
    ///
    /// # Errors
    /// What `work` answers.
    pub async fn write<T, E>(
        self: &Arc<Self>,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: TxError + From<Problem> + Send + 'static,
    {
        let hub = Arc::clone(self);
        off_thread(move || hub.db.write(work)).await
    }
}

/// Runs blocking work on the pool for it; a panic there becomes an internal error.
pub(crate) async fn off_thread<T, E>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Problem> + Send + 'static,
{
    match actix_web::rt::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => Err(lost(&error).into()),
    }
}

fn lost(error: &JoinError) -> Problem {
    Problem::internal(format!("blocking work did not finish: {error}"))
}
