//! How long a card is taken to be true.

use chrono::{Months, NaiveDate};
use domain_shared::codes;

codes! {
    /// How fresh a published card is.
    pub enum Freshness {
        /// Found true lately.
        Current = "current", "aggiornata", "current";
        /// To be verified again.
        Due = "due", "da verificare", "due for verification";
        /// Nobody verified it for long.
        Stale = "stale", "non verificata da tempo", "stale";
    }
}

/// After how many months a card is to be verified, and when it counts as stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreshnessRules {
    /// Months after which the provider is reminded.
    pub remind_after: u32,
    /// Months after which the card is marked as stale.
    pub stale_after: u32,
}

impl FreshnessRules {
    /// Reminded after six months, stale after nine.
    pub const DEFAULT: Self = Self {
        remind_after: 6,
        stale_after: 9,
    };

    /// How fresh a card is on `today` that was last verified (or published) on `verified`.
    #[must_use]
    pub fn of(self, verified: NaiveDate, today: NaiveDate) -> Freshness {
        if self.last_day_before(self.stale_after, today) >= verified {
            Freshness::Stale
        } else if self.last_day_before(self.remind_after, today) >= verified {
            Freshness::Due
        } else {
            Freshness::Current
        }
    }

    /// The first day on which a card verified on `verified` is to be verified again.
    #[must_use]
    pub fn due_on(self, verified: NaiveDate) -> NaiveDate {
        self.first_day_after(self.remind_after, verified)
    }

    /// The first day on which a card verified on `verified` is stale.
    #[must_use]
    pub fn stale_on(self, verified: NaiveDate) -> NaiveDate {
        self.first_day_after(self.stale_after, verified)
    }

    /// A month may be too short for the day: then it is the first of the next.
    fn first_day_after(self, months: u32, verified: NaiveDate) -> NaiveDate {
        let day = verified
            .checked_add_months(Months::new(months))
            .unwrap_or(NaiveDate::MAX);
        if self.last_day_before(months, day) < verified {
            day.succ_opt().unwrap_or(day)
        } else {
            day
        }
    }

    /// The last day of verification that lies so many months back on `today`.
    #[must_use]
    pub fn last_day_before(self, months: u32, today: NaiveDate) -> NaiveDate {
        today
            .checked_sub_months(Months::new(months))
            .unwrap_or(NaiveDate::MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_to_the_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let rules = FreshnessRules::DEFAULT;
        let of = |today: &str| rules.of(day("2026-01-31"), day(today));
        assert_eq!(of("2026-07-30"), Freshness::Current);
        assert_eq!(of("2026-07-31"), Freshness::Due);
        assert_eq!(of("2026-10-30"), Freshness::Due);
        assert_eq!(of("2026-10-31"), Freshness::Stale);
    }

    #[test]
    fn the_first_day_of_each_is_the_day_it_changes() {
        let rules = FreshnessRules::DEFAULT;
        let mut verified = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        for _ in 0..800 {
            let (due, stale) = (rules.due_on(verified), rules.stale_on(verified));
            let before = |day: NaiveDate| rules.of(verified, day.pred_opt().unwrap());
            assert_eq!(
                (before(due), rules.of(verified, due)),
                (Freshness::Current, Freshness::Due)
            );
            assert_eq!(
                (before(stale), rules.of(verified, stale)),
                (Freshness::Due, Freshness::Stale)
            );
            verified = verified.succ_opt().unwrap();
        }
    }
}
