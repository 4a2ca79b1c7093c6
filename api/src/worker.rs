//! The background worker: mail, key rotation, forgetting what is over, reminders of cards to verify
//! and of agreements to look after.

use std::{sync::Arc, thread::JoinHandle};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain_shared::civil_date;
use persistence::{
    accounts::{attempts_forget, sessions_forget},
    idempotency::idempotency_forget,
};

use crate::{
    agreement_care::reminders::agreement_reminders_send,
    card_review::reminders::card_reminders_send, hub::Hub, mail::deliver_due, problem::Outcome,
    services::publication,
};

/// How often what is over is forgotten.
const SWEEP_EVERY: Duration = Duration::hours(1);

/// A running worker.
#[derive(Debug)]
pub struct Worker {
    hub: Arc<Hub>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Ends the worker after the message it is sending.
    pub fn stop(mut self) {
        self.hub.outbox.stop();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("the worker had panicked");
        }
    }
}

/// Starts the worker on a thread of its own.
#[must_use]
pub fn start(hub: &Arc<Hub>) -> Worker {
    let shared = Arc::clone(hub);
    let thread = std::thread::Builder::new()
        .name("worker".to_owned())
        .spawn(move || run(&shared))
        .map_err(|error| log::error!("no worker: {error}"))
        .ok();
    Worker {
        hub: Arc::clone(hub),
        thread,
    }
}

fn run(hub: &Arc<Hub>) {
    let mut swept: Option<DateTime<Utc>> = None;
    let mut reminded_on: Option<NaiveDate> = None;
    let mut told_on: Option<NaiveDate> = None;
    let mut announced_on: Option<NaiveDate> = None;
    loop {
        if let Err(error) = deliver_due(hub) {
            log::warn!("outbox: {error}");
        }
        let now = hub.clock.now();
        let today = civil_date(now);
        if announced_on != Some(today) {
            let kept =
                publication::announce_due(hub).and_then(|_| publication::renew_agreements(hub));
            match kept {
                Ok(_) => announced_on = Some(today),
                Err(problem) => {
                    log::warn!("catalogue: {}", problem.log_text().unwrap_or("no answer"));
                }
            }
        }
        if swept.is_none_or(|at| now - at >= SWEEP_EVERY) {
            swept = Some(now);
            if let Err(problem) = sweep(hub, now) {
                log::warn!("sweep: {}", problem.log_text().unwrap_or("no answer"));
            }
        }
        if reminded_on != Some(today) {
            match card_reminders_send(hub, now) {
                Ok(letters) => {
                    log::info!("{letters} letters about cards to verify");
                    reminded_on = Some(today);
                }
                Err(problem) => log::warn!(
                    "cards to verify: {}",
                    problem.log_text().unwrap_or("no answer")
                ),
            }
        }
        if told_on != Some(today) {
            match agreement_reminders_send(hub, now) {
                Ok(letters) => {
                    log::info!("{letters} letters about agreements");
                    told_on = Some(today);
                }
                Err(problem) => {
                    log::warn!("agreements: {}", problem.log_text().unwrap_or("no answer"));
                }
            }
        }
        if !hub.outbox.wait() {
            return;
        }
    }
}

/// Rotates the signing key when due and forgets what is over.
fn sweep(hub: &Hub, now: DateTime<Utc>) -> Outcome<()> {
    hub.keys.rotate_if_due(now)?;
    hub.limits.forget_idle();
    hub.db.write(|tx| {
        idempotency_forget(tx, now - Duration::days(1))?;
        attempts_forget(tx, now - Duration::days(1))?;
        sessions_forget(tx, now - Duration::days(30))?;
        Ok(())
    })
}
