//! The only two entrances to the database: a reading snapshot and a writing transaction.

use std::{
    path::Path,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use chrono::{DateTime, Utc};

use crate::{
    AnyConnection, DatabaseUrl, DbError, DbResult, Tx, TxError,
    dialect::{self, Mode},
    held_lock::HeldLock,
    migrate, reference,
    together::Turns,
};

/// How often a writing transaction is run again when the database asks for it.
const WRITE_ATTEMPTS: u32 = 20;

/// How many connections to keep.
#[derive(Debug, Clone, Copy)]
pub struct PoolSizes {
    /// Connections for reading (on PostgreSQL: for everything).
    pub read: u32,
    /// How long to wait for a free connection.
    pub timeout: Duration,
}

pub(crate) type Pool = r2d2::Pool<Manager>;
pub(crate) type Connection = r2d2::PooledConnection<Manager>;

/// A handle to the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    url: DatabaseUrl,
    readers: Pool,
    /// On SQLite a pool of one: writers queue here instead of polling for the file lock.
    writers: Pool,
    /// On SQLite, whose turn it is to use it.
    turns: Option<Arc<Turns>>,
    timeout: Duration,
    /// Writing transactions this process has kept.
    writes: Arc<AtomicU64>,
    /// On SQLite, the lock of those who read on the spot, once somebody does.
    held_lock: Arc<OnceLock<HeldLock>>,
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

impl Db {
    /// Connects, without migrating.
    ///
    /// # Errors
    /// When the database cannot be reached or opened within the pool's timeout.
    pub fn open(url: &DatabaseUrl, sizes: PoolSizes) -> DbResult<Self> {
        let pool = |size: u32| {
            r2d2::Pool::builder()
                .max_size(size)
                .min_idle(Some(1))
                .connection_timeout(sizes.timeout)
                .test_on_check_out(matches!(url, DatabaseUrl::Postgres(_)))
                .error_handler(Box::new(LogErrors))
                .build(Manager(url.clone()))
                .map_err(|error| DbError::Other(error.to_string()))
        };
        // Connecting by hand first gives the operator the database's own words.
        drop(
            url.connect()
                .map_err(|error| DbError::Other(error.to_string()))?,
        );
        let readers = pool(sizes.read)?;
        let (writers, turns) = match url {
            DatabaseUrl::Sqlite(_) => (pool(1)?, Some(Arc::default())),
            DatabaseUrl::Postgres(_) => (readers.clone(), None),
        };
        Ok(Self {
            url: url.clone(),
            readers,
            writers,
            turns,
            timeout: sizes.timeout,
            writes: Arc::default(),
            held_lock: Arc::default(),
        })
    }

    /// Where the data live.
    #[must_use]
    pub const fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Applies missing migrations under a lock and says which.
    ///
    /// # Errors
    /// When a migration fails; nothing of it stays.
    pub fn migrate(&self) -> DbResult<Vec<String>> {
        migrate::run(&mut *connection(&self.writers)?)
    }

    /// Names of the migrations that are not applied yet.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn pending_migrations(&self) -> DbResult<Vec<String>> {
        migrate::pending(&mut *connection(&self.readers)?)
    }

    /// Whether the database lacks some of the reference data shipped with this program.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn needs_reference_data(&self) -> DbResult<bool> {
        Ok(!reference::is_current(&mut *connection(&self.readers)?)?)
    }

    /// Brings territory, and at first the starter zones and categories, into the database; answers
    /// whether there was anything to do. Takes a second or two the first time.
    ///
    /// # Errors
    /// When the database does not answer; nothing is kept then.
    pub fn load_reference_data(&self, now: DateTime<Utc>) -> DbResult<bool> {
        reference::load(&mut *connection(&self.writers)?, now)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub fn ping(&self) -> DbResult<()> {
        Ok(dialect::ping(&mut *connection(&self.readers)?)?)
    }

    /// Kind and version of the database, for the operator.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn server_version(&self) -> DbResult<String> {
        Ok(dialect::server_version(&mut *connection(&self.readers)?)?)
    }

    /// Copies a running SQLite database into a new file.
    ///
    /// # Errors
    /// On PostgreSQL, and when the file exists already.
    pub fn backup(&self, target: &Path) -> DbResult<()> {
        dialect::backup(&mut *connection(&self.readers)?, target)
    }

    /// How many writing transactions this process has kept: while it stays the same, nothing that was
    /// read has been changed from here.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.writes.load(Ordering::Acquire)
    }

    /// Connections in use and idle, for the metrics.
    #[must_use]
    pub fn pool_state(&self) -> (u32, u32) {
        let state = self.readers.state();
        (
            state.connections - state.idle_connections,
            state.idle_connections,
        )
    }

    /// Runs queries on one consistent snapshot.
    ///
    /// # Errors
    /// What `work` answers, or a database error.
    pub fn read<T, E: TxError>(
        &self,
        work: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = connection(&self.readers)?;
        transact(&mut connection, Mode::Read, work)
    }

    /// A connection for one short reading query on the calling thread, if that waits for nothing: on SQLite, where
    /// readers wait for nobody, and while one is free. A single statement sees one state of the database without a
    /// transaction around it.
    #[must_use]
    pub fn at_hand(&self) -> Option<impl std::ops::DerefMut<Target = AnyConnection>> {
        match self.url {
            DatabaseUrl::Sqlite(_) => {
                self.held_lock.get_or_init(|| HeldLock::start(&self.url));
                self.readers.try_get()
            }
            DatabaseUrl::Postgres(_) => None,
        }
    }

    /// Runs one use case as if no other writer existed; all of it is kept or nothing. It may take its time.
    ///
    /// `work` may run several times when PostgreSQL finds that two writers crossed, so it must not
    /// do anything but query.
    ///
    /// # Errors
    /// What `work` answers, or a database error.
    pub fn write<T, E: TxError>(
        &self,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.again(|| match &self.turns {
            Some(turns) => turns.write_alone(&self.writers, self.timeout, &mut work),
            None => transact_in(&mut *connection(&self.writers)?, &mut work),
        })
    }

    /// The same for a short use case: on SQLite it may share its commit with others that wait for their turn to write. It
    /// ends when that is done, and is run again if theirs is what was lost.
    ///
    /// # Errors
    /// What `work` answers, or a database error.
    pub fn write_with_others<T, E: TxError>(
        &self,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.again(|| match &self.turns {
            Some(turns) => turns.write_with_others(&self.writers, self.timeout, &mut work),
            None => transact_in(&mut *connection(&self.writers)?, &mut work),
        })
    }

    /// Runs a writing transaction until it is not in the way of another one.
    fn again<T, E: TxError>(&self, mut attempt: impl FnMut() -> Result<T, E>) -> Result<T, E> {
        let mut number = 1;
        loop {
            match attempt() {
                Err(error) if error.is_busy() && number < WRITE_ATTEMPTS => {
                    step_aside(number);
                    number += 1;
                }
                Ok(value) => {
                    self.writes.fetch_add(1, Ordering::Release);
                    return Ok(value);
                }
                Err(error) => return Err(error),
            }
        }
    }
}

/// Lets the others finish before the same transaction is run again: longer each time, and not all for
/// equally long, or they would meet again.
fn step_aside(attempt: u32) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let scatter = now.map_or(0, |now| u64::from(now.subsec_micros()) % 1000);
    let most = 1000 * u64::from(attempt).pow(2);
    std::thread::sleep(Duration::from_micros(most * scatter / 1000 + 500));
}

/// Waits for a free connection.
pub(crate) fn connection(pool: &Pool) -> DbResult<Connection> {
    pool.get().map_err(|error| {
        log::error!("no database connection: {error}");
        DbError::Busy
    })
}

/// A writing transaction of its own.
pub(crate) fn transact_in<T, E: TxError>(
    connection: &mut AnyConnection,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    transact(connection, Mode::Write, |connection| {
        Tx::run(connection, work)
    })
}

/// Begin, work, then commit or roll back.
fn transact<T, E: TxError>(
    connection: &mut AnyConnection,
    mode: Mode,
    work: impl FnOnce(&mut AnyConnection) -> Result<T, E>,
) -> Result<T, E> {
    dialect::begin(connection, mode).map_err(DbError::from)?;
    match work(connection) {
        Ok(value) => {
            if let Err(error) = dialect::commit(connection) {
                roll_back(connection);
                return Err(DbError::from(error).into());
            }
            Ok(value)
        }
        Err(error) => {
            roll_back(connection);
            Err(error)
        }
    }
}

/// Rolls back; a failure is only logged, because the first error is the one that matters.
pub(crate) fn roll_back(connection: &mut AnyConnection) {
    if let Err(error) = dialect::rollback(connection) {
        log::debug!("rollback: {error}");
    }
}

/// Makes and checks connections for the pool.
pub(crate) struct Manager(DatabaseUrl);

impl r2d2::ManageConnection for Manager {
    type Connection = AnyConnection;
    type Error = ManagerError;

    fn connect(&self) -> Result<AnyConnection, ManagerError> {
        Ok(self.0.connect()?)
    }

    fn is_valid(&self, connection: &mut AnyConnection) -> Result<(), ManagerError> {
        Ok(dialect::ping(connection)?)
    }

    fn has_broken(&self, connection: &mut AnyConnection) -> bool {
        std::thread::panicking() || dialect::is_broken(connection)
    }
}

/// Why the pool could not make or keep a connection.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ManagerError {
    #[error(transparent)]
    Connect(#[from] diesel::ConnectionError),
    #[error(transparent)]
    Query(#[from] diesel::result::Error),
}

/// Writes the pool's troubles to the log.
#[derive(Debug)]
struct LogErrors;

impl r2d2::HandleError<ManagerError> for LogErrors {
    fn handle_error(&self, error: ManagerError) {
        log::warn!("database connection: {error}");
    }
}
