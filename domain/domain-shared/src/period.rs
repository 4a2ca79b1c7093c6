//! Spans of calendar days.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Message;

/// The last day lies before the first.
pub static PERIOD_ENDS_BEFORE_START: Message = Message {
    code: "period_ends_before_start",
    it: "La data di fine precede quella di inizio.",
    en: "The end date comes before the start date.",
};

/// Days from `from` to `until`, both included; without `until` it has no end yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    from: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
}

impl Period {
    /// A period whose end, if it has one, is not before its start.
    ///
    /// # Errors
    /// [`PERIOD_ENDS_BEFORE_START`].
    pub fn new(from: NaiveDate, until: Option<NaiveDate>) -> Result<Self, &'static Message> {
        if until.is_some_and(|until| until < from) {
            Err(&PERIOD_ENDS_BEFORE_START)
        } else {
            Ok(Self { from, until })
        }
    }

    /// First day.
    #[must_use]
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// Last day, if it has one.
    #[must_use]
    pub const fn until(&self) -> Option<NaiveDate> {
        self.until
    }

    /// Whether a day lies within.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether two periods share a day.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.until.is_none_or(|until| other.from <= until)
            && other.until.is_none_or(|until| self.from <= until)
    }

    /// The days both have.
    #[must_use]
    pub fn shared_with(&self, other: &Self) -> Option<Self> {
        let until = [self.until, other.until].into_iter().flatten().min();
        Self::new(self.from.max(other.from), until).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn period() -> impl Strategy<Value = Period> {
        (0i64..400, prop::option::of(0i64..400)).prop_map(|(start, length)| {
            let from = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Duration::days(start);
            Period::new(from, length.map(|days| from + chrono::Duration::days(days))).unwrap()
        })
    }

    proptest! {
        #[test]
        fn overlap_means_a_shared_day(a in period(), b in period()) {
            let start = a.from().max(b.from());
            prop_assert_eq!(a.overlaps(&b), a.contains(start) && b.contains(start));
            prop_assert_eq!(a.overlaps(&b), b.overlaps(&a));
            prop_assert_eq!(a.shared_with(&b).is_some(), a.overlaps(&b));
            prop_assert_eq!(a.shared_with(&b), b.shared_with(&a));
            for day in [start, start + chrono::Duration::days(90)] {
                let is_shared = a.shared_with(&b).is_some_and(|both| both.contains(day));
                prop_assert_eq!(is_shared, a.contains(day) && b.contains(day));
            }
        }
    }
}
