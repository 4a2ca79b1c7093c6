//! The lock that readers of SQLite share, held ready for them.
//!
//! A statement that reads takes a lock on the file and gives it back: two system calls, during which the other readers of the
//! process wait. It need only be counted while another connection of the process has the same lock. So one connection
//! holds it for the others, and lets go of it while somebody writes: a transaction that stays open keeps the write-ahead log from being used anew.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread::JoinHandle,
    time::Duration,
};

use diesel::QueryResult;

use crate::{
    AnyConnection, DatabaseUrl,
    dialect::{self, Mode},
};

/// How long the lock is held before it is looked whether somebody wrote. So long a write may find the log longer than it need be.
const HELD_FOR: Duration = Duration::from_millis(200);

/// A thread that holds the lock until this is dropped.
#[derive(Debug)]
pub(crate) struct HeldLock {
    over: Arc<Over>,
    thread: Option<JoinHandle<()>>,
}

/// Whether the thread is to end.
#[derive(Debug, Default)]
struct Over {
    is_over: Mutex<bool>,
    changed: Condvar,
}

impl Over {
    fn tell(&self) {
        *self.is_over.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    /// Waits this long, or until it is over, and says whether it is.
    fn wait(&self, long: Duration) -> bool {
        let is_over = self.is_over.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .changed
            .wait_timeout_while(is_over, long, |is_over| !*is_over);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl HeldLock {
    /// Starts holding the lock of a SQLite database. Where that fails readers go on without.
    pub(crate) fn start(url: &DatabaseUrl) -> Self {
        let (url, over) = (url.clone(), Arc::new(Over::default()));
        let shared = Arc::clone(&over);
        let thread = std::thread::Builder::new()
            .name("held-lock".to_owned())
            .spawn(move || {
                let held = url.connect().map_err(|error| error.to_string());
                let ended = held.and_then(|connection| {
                    hold(connection, &shared).map_err(|error| error.to_string())
                });
                if let Err(error) = ended {
                    log::warn!("readers take their locks themselves: {error}");
                }
            });
        Self {
            over,
            thread: thread
                .map_err(|error| log::warn!("readers take their locks themselves: {error}"))
                .ok(),
        }
    }
}

impl Drop for HeldLock {
    fn drop(&mut self) {
        self.over.tell();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("the thread that held the lock of readers had panicked");
        }
    }
}

fn hold(connection: AnyConnection, over: &Over) -> QueryResult<()> {
    let mut holder = Holder::new(connection);
    loop {
        holder.renew()?;
        if over.wait(HELD_FOR) {
            return Ok(());
        }
    }
}

/// The connection that holds the lock.
struct Holder {
    connection: AnyConnection,
    holds: bool,
    /// What told the states of the database apart when it was last looked at.
    state: Option<i64>,
}

impl Holder {
    const fn new(connection: AnyConnection) -> Self {
        Self {
            connection,
            holds: false,
            state: None,
        }
    }

    /// Lets go of the lock, and takes it again unless somebody wrote since it was last taken.
    fn renew(&mut self) -> QueryResult<()> {
        if std::mem::take(&mut self.holds) {
            dialect::rollback(&mut self.connection)?;
        }
        let state = dialect::data_version(&mut self.connection)?;
        if self.state.replace(state) == Some(state) {
            dialect::begin(&mut self.connection, Mode::Read)?;
            self.holds = true;
            // Only a statement that reads takes the lock.
            dialect::data_version(&mut self.connection)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use diesel::{RunQueryDsl as _, connection::SimpleConnection as _, sql_types::Integer};

    use super::*;

    #[derive(diesel::QueryableByName)]
    struct Checkpoint {
        #[diesel(sql_type = Integer)]
        busy: i32,
        #[diesel(sql_type = Integer)]
        log: i32,
        #[diesel(sql_type = Integer)]
        checkpointed: i32,
    }

    /// Brings the log into the database as far as readers let it, or empties it as well.
    fn checkpoint(connection: &mut AnyConnection, how: &str) -> Checkpoint {
        diesel::sql_query(format!("PRAGMA wal_checkpoint({how})"))
            .get_result(connection)
            .unwrap()
    }

    /// Whether the whole log could be brought into the database.
    fn is_brought_in(connection: &mut AnyConnection) -> bool {
        let done = checkpoint(connection, "PASSIVE");
        done.log == done.checkpointed
    }

    #[test]
    fn the_lock_is_held_while_nobody_writes() {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(folder.path().join("hub.db"));
        let mut writer = url.connect().unwrap();
        let mut write = |sql: &str| writer.batch_execute(sql).unwrap();
        write("CREATE TABLE things (name TEXT)");
        let mut other = url.connect().unwrap();
        let mut holder = Holder::new(url.connect().unwrap());
        holder.renew().unwrap();
        assert!(!holder.holds, "nothing is known of who writes");
        holder.renew().unwrap();
        assert!(holder.holds);
        write("INSERT INTO things VALUES ('one')");
        assert!(!is_brought_in(&mut other), "a reader has an older state");
        holder.renew().unwrap();
        assert!(!holder.holds && is_brought_in(&mut other));
        write("INSERT INTO things VALUES ('two')");
        holder.renew().unwrap();
        assert!(!holder.holds, "somebody wrote again");
        holder.renew().unwrap();
        assert!(holder.holds, "and now nobody does");
        assert!(is_brought_in(&mut other));
        holder.renew().unwrap();
        assert!(holder.holds);
        let emptied = checkpoint(&mut other, "TRUNCATE");
        assert_eq!(
            (emptied.busy, emptied.log),
            (0, 0),
            "who reads the database alone is not in the way"
        );
    }

    #[test]
    fn the_thread_ends_with_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(folder.path().join("hub.db"));
        drop(HeldLock::start(&url));
    }
}
