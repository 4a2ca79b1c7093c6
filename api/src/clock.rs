//! The clock, chance and identifiers: what the domain never touches.

use chrono::{DateTime, SubsecRound, Utc};
use domain_shared::Id;
use secrecy::SecretString;
use uuid::Uuid;

/// What time it is.
pub trait Clock: Send + Sync + 'static {
    /// The present instant, to the microsecond: the precision both databases keep.
    fn now(&self) -> DateTime<Utc>;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

/// A fresh identifier, ordered by time of making.
#[must_use]
pub fn new_id<K>() -> Id<K> {
    Id::new(Uuid::now_v7())
}

/// A text nobody can guess: 256 random bits, URL-safe.
///
/// # Panics
/// When the operating system has no randomness, without which nothing here is safe.
#[must_use]
pub fn random_token() -> SecretString {
    use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
    SecretString::from(BASE64_URL_SAFE_NO_PAD.encode(random_bytes::<32>()))
}

/// Random bytes from the operating system.
///
/// # Panics
/// As [`random_token`].
#[must_use]
#[expect(
    clippy::expect_used,
    reason = "without randomness no key or token may be made"
)]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system has randomness");
    bytes
}
