//! The outbox worker: sends what is due, retries with back-off, gives up after a day or so.

use std::{
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration as StdDuration,
};

use chrono::Duration;
use persistence::{
    DbResult,
    outbox::{MAX_ATTEMPTS, outbox_claim, outbox_mark_failed, outbox_mark_sent},
};

use super::MailTransport;
use crate::hub::Hub;

/// How long one worker holds a message before another may try.
const LEASE: Duration = Duration::minutes(2);
/// How long the worker rests when nothing is due.
const REST: StdDuration = StdDuration::from_secs(5);

/// The outgoing side of mail: the transport, and a bell that wakes the worker.
#[derive(Debug)]
pub struct Outbox {
    transport: MailTransport,
    rung: Mutex<bool>,
    bell: Condvar,
    stopping: AtomicBool,
}

impl Outbox {
    /// An outbox over a transport.
    #[must_use]
    pub fn new(transport: MailTransport) -> Self {
        Self {
            transport,
            rung: Mutex::new(false),
            bell: Condvar::new(),
            stopping: AtomicBool::new(false),
        }
    }

    /// Tells the worker that something may be due.
    pub fn wake(&self) {
        if let Ok(mut rung) = self.rung.lock() {
            *rung = true;
        }
        self.bell.notify_one();
    }

    /// Tells the worker to end after the message it is sending.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
        self.wake();
    }

    /// Waits for the bell, or rests; false when the worker should end.
    pub(crate) fn wait(&self) -> bool {
        if let Ok(rung) = self.rung.lock()
            && let Ok((mut rung, _)) = self.bell.wait_timeout_while(rung, REST, |rung| !*rung)
        {
            *rung = false;
        }
        !self.stopping.load(Ordering::Acquire)
    }
}

/// Sends everything that is due now and says how many messages went out.
///
/// # Errors
/// When the database does not answer.
pub fn deliver_due(hub: &Arc<Hub>) -> DbResult<usize> {
    let mut sent = 0;
    loop {
        let now = hub.clock.now();
        let Some(message) = hub.db.write(|tx| outbox_claim(tx, now, now + LEASE))? else {
            return Ok(sent);
        };
        match hub.outbox.transport.send(&message) {
            Ok(()) => {
                hub.db.write(|tx| outbox_mark_sent(tx, message.id, now))?;
                sent += 1;
            }
            Err(error) => {
                let retry_at =
                    (message.attempts + 1 < MAX_ATTEMPTS).then(|| now + back_off(message.attempts));
                log::warn!(message_id = message.id.to_string(); "mail not sent: {error}");
                hub.db
                    .write(|tx| outbox_mark_failed(tx, message.id, &error, retry_at))?;
            }
        }
        if hub.outbox.stopping.load(Ordering::Acquire) {
            return Ok(sent);
        }
    }
}

/// How long to wait after a failure: half a minute, doubled each time, six hours at most.
fn back_off(failures: i32) -> Duration {
    let doubled = 30_i64.saturating_mul(1_i64 << failures.clamp(0, 20));
    Duration::seconds(doubled.min(6 * 3600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_grows_up_to_a_bound() {
        assert_eq!(back_off(0), Duration::seconds(30));
        assert_eq!(back_off(3), Duration::seconds(240));
        assert_eq!(back_off(11), Duration::hours(6));
    }
}
