//! The thread that runs jobs.

use std::{
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use crate::{card_import, hub::Hub, problem::Outcome, survey_results};

/// How often jobs of other processes, and lost ones, are looked for.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// A bell that wakes the thread.
#[derive(Debug, Default)]
pub struct JobBell {
    rung: Mutex<bool>,
    bell: Condvar,
    stopping: AtomicBool,
}

impl JobBell {
    /// Says that there is something to do.
    pub fn wake(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.bell.notify_one();
    }

    /// Whether no further job is to be begun.
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
        self.wake();
    }

    fn wait(&self) -> bool {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .bell
            .wait_timeout_while(rung, LOOK_EVERY, |rung| !*rung);
        *waited.unwrap_or_else(PoisonError::into_inner).0 = false;
        !self.is_stopping()
    }
}

/// The running thread.
#[derive(Debug)]
pub struct JobWorker {
    hub: Arc<Hub>,
    thread: Option<JoinHandle<()>>,
}

impl JobWorker {
    /// Ends the thread after the job it is running.
    pub fn stop(mut self) {
        self.hub.jobs.stop();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("the thread that runs jobs had panicked");
        }
    }
}

/// Starts running jobs on a thread of its own.
#[must_use]
pub fn start(hub: &Arc<Hub>) -> JobWorker {
    let shared = Arc::clone(hub);
    let thread = std::thread::Builder::new()
        .name("jobs".to_owned())
        .spawn(move || work(&shared))
        .map_err(|error| log::error!("no thread for jobs: {error}"))
        .ok();
    JobWorker {
        hub: Arc::clone(hub),
        thread,
    }
}

fn work(hub: &Arc<Hub>) {
    loop {
        look("imports", || {
            let count = card_import::run_due(hub)?;
            if count > 0 {
                hub.catalogue.wake();
            }
            Ok(count)
        });
        look("reports", || survey_results::reports_run_due(hub));
        if !hub.jobs.wait() {
            return;
        }
    }
}

/// Does what waits of one kind; a failure is only logged, and tried again with the next look.
fn look(kind: &str, run: impl FnOnce() -> Outcome<usize>) {
    if let Err(problem) = run() {
        log::warn!("{kind}: {}", problem.log_text().unwrap_or("no answer"));
    }
}
