//! A clock that stands still until it is moved.

use std::sync::Mutex;

use api::clock::Clock;
use chrono::{DateTime, Duration, Utc};

/// A clock the test sets.
#[derive(Debug)]
pub struct TestClock(Mutex<DateTime<Utc>>);

impl TestClock {
    /// Saturday 21 November 2026, ten in the morning in Rome.
    #[must_use]
    pub fn standard() -> Self {
        Self(Mutex::new(
            "2026-11-21T09:00:00Z".parse().expect("a valid instant"),
        ))
    }

    /// Moves the clock on.
    pub fn advance(&self, by: Duration) {
        *self
            .0
            .lock()
            .expect("no test panics while holding the clock") += by;
    }

    /// Sets the clock.
    pub fn set(&self, at: &str) {
        *self
            .0
            .lock()
            .expect("no test panics while holding the clock") =
            at.parse().expect("a valid instant");
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        *self
            .0
            .lock()
            .expect("no test panics while holding the clock")
    }
}
