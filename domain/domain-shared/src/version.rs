//! Versions of mutable things, for optimistic concurrency.

use serde::{Deserialize, Serialize};

/// How often a thing has been written: 1 when made, one more with every change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(i32);

impl Version {
    /// The version of a new thing.
    pub const FIRST: Self = Self(1);

    /// A version read back from where it was stored; `None` below 1.
    #[must_use]
    pub const fn from_number(number: i32) -> Option<Self> {
        if number >= 1 {
            Some(Self(number))
        } else {
            None
        }
    }

    /// The bare number.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The version after one more change.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}
