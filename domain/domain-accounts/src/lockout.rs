//! Slowing down who guesses passwords, without locking out the owner of the account.
//!
//! Failures are counted per account *and client*, so that a stranger only locks the stranger's own
//! client; a second, much larger count per account stops a guess spread over many clients, for a
//! few minutes at most.

use chrono::{DateTime, Duration, Utc};

/// How many failures lock for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lockout {
    /// Failures within the window that lock.
    pub failures: i32,
    /// How long failures are remembered.
    pub window: Duration,
    /// How long the lock lasts.
    pub lock: Duration,
}

impl Lockout {
    /// For one account from one client: 5 in 15 minutes lock that client for 15 minutes.
    pub const CLIENT: Self = Self {
        failures: 5,
        window: Duration::minutes(15),
        lock: Duration::minutes(15),
    };
    /// For one account from anywhere: 100 in an hour lock it for 5 minutes.
    pub const ACCOUNT: Self = Self {
        failures: 100,
        window: Duration::hours(1),
        lock: Duration::minutes(5),
    };
}

/// What is remembered of failed attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    /// Failures in the current window.
    pub failures: i32,
    /// When the current window began.
    pub first_at: DateTime<Utc>,
    /// Until when no attempt is accepted.
    pub locked_until: Option<DateTime<Utc>>,
}

impl Attempts {
    /// Until when attempts are refused, if they are at `now`.
    #[must_use]
    pub fn lock_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.locked_until.filter(|until| now < *until)
    }

    /// What to remember after one more failure at `now`.
    #[must_use]
    pub fn after_failure(before: Option<Self>, lockout: Lockout, now: DateTime<Utc>) -> Self {
        let within = before.filter(|before| now - before.first_at < lockout.window);
        let (failures, first_at) = within.map_or((1, now), |before| {
            (before.failures.saturating_add(1), before.first_at)
        });
        if failures >= lockout.failures {
            Self {
                failures: 0,
                first_at: now,
                locked_until: Some(now + lockout.lock),
            }
        } else {
            Self {
                failures,
                first_at,
                locked_until: within.and_then(|before| before.locked_until),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_failure_locks_for_a_while_and_not_for_good() {
        let start = "2026-11-21T10:00:00Z".parse::<DateTime<Utc>>().unwrap();
        let mut attempts = None;
        for minute in 0..5 {
            let now = start + Duration::minutes(minute);
            assert_eq!(attempts.and_then(|a: Attempts| a.lock_at(now)), None);
            attempts = Some(Attempts::after_failure(attempts, Lockout::CLIENT, now));
        }
        let locked = attempts.unwrap();
        assert!(locked.lock_at(start + Duration::minutes(5)).is_some());
        assert!(locked.lock_at(start + Duration::minutes(20)).is_none());
    }

    #[test]
    fn old_failures_are_forgotten() {
        let start = "2026-11-21T10:00:00Z".parse::<DateTime<Utc>>().unwrap();
        let first = Attempts::after_failure(None, Lockout::CLIENT, start);
        let later = start + Duration::minutes(16);
        assert_eq!(
            Attempts::after_failure(Some(first), Lockout::CLIENT, later).failures,
            1
        );
    }
}
