//! Request rates, per client and per account.

use std::{num::NonZeroU32, time::Duration};

use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DefaultKeyedStateStore,
};

use crate::config::Limits;

type Limiter =
    RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// Where a client stands, for the `RateLimit-…` headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateState {
    /// Requests allowed at once.
    pub limit: u32,
    /// Of them, still free.
    pub remaining: u32,
    /// Seconds until all are free again; for a refused request, until one is.
    pub reset: u64,
}

/// One rate for a whole minute, with the whole minute allowed at once.
struct Rate {
    limiter: Limiter,
    per_minute: u32,
}

impl Rate {
    fn new(per_minute: u32) -> Self {
        let burst = NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN);
        let limiter = RateLimiter::keyed(Quota::per_minute(burst))
            .with_middleware::<StateInformationMiddleware>();
        Self {
            limiter,
            per_minute: burst.get(),
        }
    }

    fn check(&self, key: &str) -> Result<RateState, RateState> {
        let limit = self.per_minute;
        match self.limiter.check_key(&key.to_owned()) {
            Ok(state) => {
                let remaining = state.remaining_burst_capacity();
                let used = u64::from(limit.saturating_sub(remaining));
                let reset = (used * 60).div_ceil(u64::from(limit));
                Ok(RateState {
                    limit,
                    remaining,
                    reset,
                })
            }
            Err(refused) => {
                let wait: Duration = refused.wait_time_from(DefaultClock::default().now());
                Err(RateState {
                    limit,
                    remaining: 0,
                    reset: wait.as_secs().max(1),
                })
            }
        }
    }
}

/// The rates of the hub. Each process counts for itself.
pub struct RateLimits {
    general: Rate,
    sensitive: Rate,
}

impl std::fmt::Debug for RateLimits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RateLimits").finish_non_exhaustive()
    }
}

impl RateLimits {
    /// The configured rates.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            general: Rate::new(limits.requests_per_minute),
            sensitive: Rate::new(limits.sensitive_per_minute),
        }
    }

    /// Counts any request of a client.
    ///
    /// # Errors
    /// The state when it asks too often.
    pub fn check_request(&self, client: &str) -> Result<RateState, RateState> {
        self.general.check(client)
    }

    /// Counts a sign-in, a reset or a registration of a client.
    ///
    /// # Errors
    /// The state when it asks too often.
    pub fn check_sensitive(&self, client: &str) -> Result<RateState, RateState> {
        self.sensitive.check(client)
    }

    /// Forgets clients that have not asked for a while; run by the worker.
    pub fn forget_idle(&self) {
        self.general.limiter.retain_recent();
        self.sensitive.limiter.retain_recent();
    }
}
