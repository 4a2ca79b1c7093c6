//! From when until when an agreement holds: what dates alone say.

use chrono::{Datelike, Days, Months, NaiveDate};
use domain_shared::{BoundedNumber as _, Message, Period, Violations, bounded_numbers};
use serde::{Deserialize, Serialize};

/// So many days before its last day an agreement counts as expiring.
pub const EXPIRING_DAYS: u64 = 90;

/// What has no end is not renewed.
pub static RENEWAL_NEEDS_END: Message = Message {
    code: "renewal_needs_end",
    it: "Il rinnovo tacito richiede una data di fine.",
    en: "A tacit renewal needs an end date.",
};

bounded_numbers! {
    /// Months of a renewal, 1 to 120.
    RenewalMonths = 1..=120;
    /// How often something is renewed, 1 to 100.
    RenewalTimes = 1..=100;
    /// Days of notice, 1 to 366.
    NoticeDays = 1..=366;
}

/// A tacit renewal as somebody typed it, not checked yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RenewalDraft {
    /// For how many months each time.
    pub months: i64,
    /// How often at most; without limit if missing.
    pub times: Option<i64>,
}

/// That an agreement goes on by itself unless notice is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Renewal {
    /// For how many months each time.
    pub months: RenewalMonths,
    /// How often at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<RenewalTimes>,
}

impl Renewal {
    /// Reads a renewal.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &RenewalDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let months = wrong.keep_number("/months", draft.months);
        let times = draft.times;
        let times = times.and_then(|times| wrong.keep_number("/times", times));
        match months {
            Some(months) if wrong.is_empty() => Ok(Self { months, times }),
            Some(_) | None => Err(wrong),
        }
    }
}

/// From when until when an agreement holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The days the text names.
    pub validity: Period,
    /// Whether it goes on by itself.
    pub renewal: Option<Renewal>,
    /// Days before the end of a period until which notice can be given.
    pub notice: Option<NoticeDays>,
    /// Its last day where somebody ended it.
    pub ended_on: Option<NaiveDate>,
    /// The first day of the agreement that takes its place.
    pub superseded_from: Option<NaiveDate>,
}

impl Term {
    /// First day in force.
    #[must_use]
    pub const fn first_day(&self) -> NaiveDate {
        self.validity.from()
    }

    /// Last day in force; nothing while no end is in sight. Before [`Self::first_day`] where it never
    /// came into force.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        let superseded = self.superseded_from.and_then(|day| day.pred_opt());
        [self.natural_end(), self.ended_on, superseded]
            .into_iter()
            .flatten()
            .min()
    }

    /// The days on which it is in force; none where it never came into force.
    #[must_use]
    pub fn in_force(&self) -> Option<Period> {
        Period::new(self.first_day(), self.last_day()).ok()
    }

    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.first_day() <= day && self.last_day().is_none_or(|last| day <= last)
    }

    /// Whether a renewal comes after the period that runs on a day.
    #[must_use]
    pub fn renews_after(&self, day: NaiveDate) -> bool {
        let end = self.period_on(day).and_then(|period| period.until());
        end.is_some_and(|end| self.last_day().is_none_or(|last| end < last))
    }

    /// The period that runs on a day: the first one, or the renewal the day lies in. However many renewals
    /// went by unseen, it is counted from the first period, so that no short month moves later ends.
    #[must_use]
    pub fn period_on(&self, day: NaiveDate) -> Option<Period> {
        if !self.holds_on(day) {
            return None;
        }
        let first_end = self.validity.until();
        let (Some(end), Some(renewal)) = (first_end, self.renewal) else {
            return Some(self.validity);
        };
        if day <= end {
            return Some(self.validity);
        }
        let anchor = end.succ_opt()?;
        let months = u32::from(renewal.months.number());
        let number = months_between(anchor, day) / months;
        // In a short month a period may begin on an earlier day than the anchor's.
        [number, number + 1]
            .into_iter()
            .filter_map(|number| nth_period(anchor, months, number))
            .find(|period| period.contains(day))
    }

    /// The last days to give notice, from a day on until another, both included; one for each period that is
    /// followed by a renewal.
    #[must_use]
    pub fn notice_days(&self, from: NaiveDate, until: NaiveDate) -> Vec<NaiveDate> {
        let (Some(renewal), Some(first_end)) = (self.renewal, self.validity.until()) else {
            return Vec::new();
        };
        let notice = Days::new(self.notice.map_or(0, |days| u64::from(days.number())));
        let months = u32::from(renewal.months.number());
        let Some(anchor) = first_end.succ_opt() else {
            return Vec::new();
        };
        let times = renewal
            .times
            .map_or(u32::MAX, |times| u32::from(times.number()));
        (0..times)
            .map_while(|number| add_months(anchor, months, number)?.pred_opt())
            .take_while(|end| self.last_day().is_none_or(|last| *end < last))
            .filter_map(|end| end.checked_sub_days(notice))
            .take_while(|day| *day <= until)
            .filter(|day| *day >= from)
            .collect()
    }

    /// The last day if nobody does anything.
    fn natural_end(&self) -> Option<NaiveDate> {
        let end = self.validity.until()?;
        let Some(renewal) = self.renewal else {
            return Some(end);
        };
        let times = u32::from(renewal.times?.number());
        let months = u32::from(renewal.months.number());
        add_months(end.succ_opt()?, months, times)?.pred_opt()
    }
}

/// A day so many times so many months later.
fn add_months(day: NaiveDate, months: u32, times: u32) -> Option<NaiveDate> {
    day.checked_add_months(Months::new(months.checked_mul(times)?))
}

fn nth_period(anchor: NaiveDate, months: u32, number: u32) -> Option<Period> {
    let from = add_months(anchor, months, number)?;
    let until = add_months(anchor, months, number.checked_add(1)?)?.pred_opt()?;
    Period::new(from, Some(until)).ok()
}

/// Full months from a day to a later one.
fn months_between(from: NaiveDate, to: NaiveDate) -> u32 {
    let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let full = months(to) - months(from) - i64::from(to.day() < from.day());
    u32::try_from(full.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn term(from: &str, until: Option<&str>, renewal: Option<(i64, Option<i64>)>) -> Term {
        let renewal = renewal.map(|(months, times)| RenewalDraft { months, times });
        Term {
            validity: Period::new(day(from), until.map(day)).unwrap(),
            renewal: renewal.map(|draft| Renewal::parse(&draft).unwrap()),
            notice: NoticeDays::from_number(60),
            ended_on: None,
            superseded_from: None,
        }
    }

    #[test]
    fn a_year_from_the_29th_of_february_ends_with_february() {
        let term = term("2024-02-29", Some("2025-02-28"), Some((12, None)));
        let ends = ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"];
        for (index, end) in ends.iter().enumerate() {
            let period = term.period_on(day(end)).unwrap();
            assert_eq!(period.until(), Some(day(end)));
            let next = day(end).succ_opt().unwrap();
            assert_eq!(term.period_on(next).unwrap().from(), next, "{index}");
        }
        assert_eq!(term.last_day(), None);
    }

    #[test]
    fn renewals_nobody_looked_at_are_counted() {
        let term = term("2020-01-01", Some("2020-12-31"), Some((12, Some(3))));
        assert_eq!(term.last_day(), Some(day("2023-12-31")));
        let period = term.period_on(day("2023-06-01")).unwrap();
        assert_eq!(period.from(), day("2023-01-01"));
        assert!(!term.renews_after(day("2023-06-01")));
        assert!(term.renews_after(day("2022-06-01")));
        assert_eq!(term.period_on(day("2024-01-01")), None);
    }

    #[test]
    fn notice_is_given_before_each_renewal() {
        let mut term = term("2026-01-01", Some("2026-12-31"), Some((12, Some(2))));
        let all = |term: &Term| term.notice_days(day("2000-01-01"), day("2100-01-01"));
        assert_eq!(all(&term), [day("2026-11-01"), day("2027-11-01")]);
        term.ended_on = Some(day("2027-12-31"));
        assert_eq!(all(&term), [day("2026-11-01")]);
    }

    #[test]
    fn whoever_ends_it_first_counts() {
        let mut term = term("2026-01-01", Some("2026-12-31"), None);
        term.superseded_from = Some(day("2026-07-01"));
        assert_eq!(term.last_day(), Some(day("2026-06-30")));
        term.ended_on = Some(day("2025-12-31"));
        assert!(!term.holds_on(day("2026-01-01")));
    }

    proptest! {
        #[test]
        fn periods_follow_each_other_without_gaps(
            start in 0u64..2_000, length in 0u64..800, months in 1i64..30, after in 0u64..9_000,
        ) {
            let from = day("2020-01-01") + Days::new(start);
            let until = from + Days::new(length);
            let term = Term {
                validity: Period::new(from, Some(until)).unwrap(),
                renewal: Renewal::parse(&RenewalDraft { months, times: None }).ok(),
                notice: None,
                ended_on: None,
                superseded_from: None,
            };
            let today = from + Days::new(after);
            let period = term.period_on(today).unwrap();
            prop_assert!(period.contains(today));
            let next = period.until().unwrap().succ_opt().unwrap();
            prop_assert_eq!(term.period_on(next).unwrap().from(), next);
        }
    }
}
