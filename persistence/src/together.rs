//! Short writing transactions of SQLite that share a commit.
//!
//! A commit waits for the disk, and SQLite has one writer at a time, so a commit for each use case bounds how many there can
//! be in a second. Whoever waits for their turn therefore goes on in the transaction of the one before, within a savepoint of
//! their own, and the last one commits for all. Nobody is answered before that commit: what was written is kept or, where
//! the transaction was lost, done again. Without others that wait there is one commit for one use case, as if this did not exist.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::{
    DbError, DbResult, Tx, TxError,
    db::{Connection, Pool, connection, roll_back, transact_in},
    dialect::{self, Mode},
};

/// Most use cases in one transaction.
const MOST: u32 = 64;
/// After so long a transaction takes in nobody else: those who are done wait for it.
const LONGEST: Duration = Duration::from_millis(20);

/// Whose turn it is to write.
#[derive(Default)]
pub(crate) struct Turns {
    state: Mutex<State>,
    free: Condvar,
}

#[derive(Default)]
struct State {
    waiting: u32,
    is_taken: bool,
    open: Option<Open>,
}

/// A transaction that others may go on in.
struct Open {
    connection: Connection,
    commit: Arc<Commit>,
    members: u32,
    since: Instant,
}

/// What becomes of a transaction, once it is known.
#[derive(Default)]
struct Commit {
    end: Mutex<Option<End>>,
    known: Condvar,
}

#[derive(Debug, Clone)]
enum End {
    Kept,
    /// Somebody else broke it: to be done again.
    Lost,
    /// The database refused it.
    Refused(String),
}

impl Commit {
    fn tell(&self, end: End) {
        *lock(&self.end) = Some(end);
        self.known.notify_all();
    }

    fn wait(&self) -> End {
        let mut end = lock(&self.end);
        loop {
            if let Some(end) = end.as_ref() {
                return end.clone();
            }
            end = self.known.wait(end).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The turn of one writer. Dropped without an end, by a panic, it takes the transaction along.
struct Turn<'a> {
    turns: &'a Turns,
    open: Option<Open>,
    is_over: bool,
}

impl Turns {
    /// Waits until nobody else writes.
    fn take(&self, timeout: Duration) -> DbResult<Turn<'_>> {
        let mut state = lock(&self.state);
        let began = Instant::now();
        state.waiting += 1;
        // Whoever waits takes a free turn even when it is late: an open transaction may have been left to them.
        while state.is_taken {
            let Some(left) = timeout.checked_sub(began.elapsed()) else {
                state.waiting -= 1;
                log::error!("no turn to write within {timeout:?}");
                return Err(DbError::Busy);
            };
            let waited = self.free.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        state.waiting -= 1;
        state.is_taken = true;
        let open = state.open.take();
        Ok(Turn {
            turns: self,
            open,
            is_over: false,
        })
    }

    /// Runs a use case in a transaction that others may share.
    pub(crate) fn write_with_others<T, E: TxError>(
        &self,
        pool: &Pool,
        timeout: Duration,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut turn = self.take(timeout)?;
        let (outcome, is_usable) = match &mut turn.open {
            Some(open) => in_savepoint(open, work),
            None => in_savepoint(turn.open.insert(begin(pool)?), work),
        };
        let commit = turn.end(is_usable);
        match (commit.wait(), outcome) {
            // A refusal rests on what others wrote that was lost with their transaction.
            (End::Lost, Ok(_)) => Err(DbError::Busy.into()),
            (End::Lost, Err(error)) if is_usable => {
                log::debug!("a refused use case is run again");
                drop(error);
                Err(DbError::Busy.into())
            }
            (End::Refused(text), Ok(_)) => Err(DbError::Other(text).into()),
            (_, outcome) => outcome,
        }
    }

    /// Runs a use case in a transaction of its own, after what is open is committed.
    pub(crate) fn write_alone<T, E: TxError>(
        &self,
        pool: &Pool,
        timeout: Duration,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut turn = self.take(timeout)?;
        if let Some(open) = turn.open.take() {
            open.commit();
        }
        let mut connection = connection(pool)?;
        transact_in(&mut connection, work)
    }
}

fn begin(pool: &Pool) -> DbResult<Open> {
    let mut connection = connection(pool)?;
    dialect::begin(&mut connection, Mode::Write)?;
    Ok(Open {
        connection,
        commit: Arc::default(),
        members: 0,
        since: Instant::now(),
    })
}

/// Runs a use case within a savepoint, and says whether the transaction around it can go on.
fn in_savepoint<T, E: TxError>(
    open: &mut Open,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> (Result<T, E>, bool) {
    open.members += 1;
    let connection = &mut *open.connection;
    if let Err(error) = dialect::savepoint(connection) {
        return (Err(DbError::from(error).into()), false);
    }
    let outcome = Tx::run(connection, work);
    let ended = match &outcome {
        Ok(_) => dialect::savepoint_keep(connection),
        Err(_) => dialect::savepoint_undo(connection),
    };
    match (ended, outcome) {
        (Ok(()), outcome) => (outcome, true),
        (Err(error), Ok(_)) => (Err(DbError::from(error).into()), false),
        // Some errors, as a full disk, undo the whole transaction.
        (Err(_), outcome) => (outcome, false),
    }
}

impl Open {
    fn commit(mut self) {
        let end = match dialect::commit(&mut self.connection) {
            Ok(()) => End::Kept,
            Err(error) => {
                roll_back(&mut self.connection);
                End::Refused(DbError::from(error).to_string())
            }
        };
        self.commit.tell(end);
    }

    fn lose(mut self) {
        roll_back(&mut self.connection);
        self.commit.tell(End::Lost);
    }
}

impl Turn<'_> {
    /// Leaves the transaction to who waits, or ends it.
    fn end(mut self, is_usable: bool) -> Arc<Commit> {
        let Some(open) = self.open.take() else {
            return Arc::default();
        };
        let commit = Arc::clone(&open.commit);
        if !is_usable {
            open.lose();
            return commit;
        }
        let mut state = lock(&self.turns.state);
        let takes_more = open.members < MOST && open.since.elapsed() < LONGEST;
        if state.waiting > 0 && takes_more {
            // All at once, or whoever waits could give up in between and leave the transaction to nobody.
            state.open = Some(open);
            state.is_taken = false;
            self.is_over = true;
            self.turns.free.notify_one();
        } else {
            drop(state);
            open.commit();
        }
        commit
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(open) = self.open.take() {
            open.commit.tell(End::Lost);
        }
        if !self.is_over {
            lock(&self.turns.state).is_taken = false;
            self.turns.free.notify_one();
        }
    }
}
