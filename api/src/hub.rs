//! What every request shares: database, clock, keys, configuration, limits, metrics.

use std::{sync::Arc, time::Instant};

use actix_web::rt::task::JoinError;
use persistence::{AnyConnection, Db, Tx, TxError};

use crate::{
    auth::Keys,
    clock::{Clock, SystemClock},
    config::Config,
    files::FileStore,
    http::{AnswerCache, RateLimits, SchemaChecker},
    jobs::JobBell,
    mail::{MailTransport, Outbox},
    metrics::Metrics,
    problem::Problem,
    services::catalogue::Catalogue,
    survey_facts::FactCache,
    survey_forms::FormCache,
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
    /// The search index of the public catalogue.
    pub catalogue: Catalogue,
    /// Public answers ready to send.
    pub answers: AnswerCache,
    /// Counters and timers.
    pub metrics: Metrics,
    /// Mail.
    pub outbox: Outbox,
    /// The bell of the thread that runs jobs.
    pub jobs: JobBell,
    /// Questionnaires ready to check answers with.
    pub forms: FormCache,
    /// What results count of closed campaigns.
    pub facts: Arc<FactCache>,
    /// Uploaded files.
    pub files: FileStore,
    /// The description of the API, and the checks made from it.
    pub schemas: SchemaChecker,
}

impl std::fmt::Debug for Hub {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hub")
            .field("config", &self.config)
            .finish_non_exhaustive()
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

    /// Writes in one transaction, off the async threads: a short use case, which may share its commit with others.
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
        off_thread(move || hub.db.write_with_others(work)).await
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

/// Why a hub could not be made.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database.
    #[error("database {url}: {error}")]
    Database {
        /// Where it is.
        url: String,
        /// What it says.
        error: persistence::DbError,
    },
    /// Keys.
    #[error("signing keys: {0}")]
    Keys(String),
    /// Mail.
    #[error("mail: {0}")]
    Mail(String),
    /// The place for files.
    #[error("files: {0}")]
    Files(String),
}

impl Hub {
    /// Opens the database, brings it up to date, and sets everything else up.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn start(config: Config, clock: Arc<dyn Clock>) -> Result<Arc<Self>, StartError> {
        let db = open_database(&config)?;
        let keys =
            Keys::load(&db, &config.public_url, config.tokens, clock.now()).map_err(|problem| {
                StartError::Keys(problem.log_text().unwrap_or("no answer").to_owned())
            })?;
        let transport = MailTransport::new(
            config.smtp_url.as_ref(),
            &config.data_dir,
            &config.mail_from,
        )
        .map_err(StartError::Mail)?;
        let files = FileStore::open(&config.files).map_err(StartError::Files)?;
        Ok(Arc::new(Self {
            files,
            limits: RateLimits::new(config.limits),
            answers: AnswerCache::new(config.answer_cache),
            schemas: SchemaChecker::new(crate::openapi::document(&config.public_url)),
            metrics: Metrics::default(),
            outbox: Outbox::new(transport),
            jobs: JobBell::default(),
            forms: FormCache::default(),
            facts: Arc::default(),
            catalogue: Catalogue::new(config.data_dir.join("search")),
            config,
            db,
            clock,
            keys,
        }))
    }
}

/// Opens the configured database and brings schema and reference data up to date.
///
/// # Errors
/// When it cannot be reached or migrated.
pub fn open_database(config: &Config) -> Result<Db, StartError> {
    let failed = |error| StartError::Database {
        url: config.database_url.to_string(),
        error,
    };
    let db = Db::open(&config.database_url, config.pool).map_err(failed)?;
    for migration in db.migrate().map_err(failed)? {
        log::info!("migration applied: {migration}");
    }
    if db.needs_reference_data().map_err(failed)? {
        log::info!("loading territory and service categories ...");
        let started = Instant::now();
        db.load_reference_data(SystemClock.now()).map_err(failed)?;
        let took = started.elapsed().as_millis();
        log::info!("territory and service categories are loaded ({took} ms)");
    }
    Ok(db)
}
