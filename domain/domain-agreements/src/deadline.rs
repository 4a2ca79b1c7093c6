//! The days on which somebody has to look after an agreement.

use chrono::{Months, NaiveDate};

use crate::{DeadlineKind, Term};

/// So many days before a deadline its people are reminded, once for each.
pub const REMINDER_DAYS: [u16; 3] = [90, 60, 30];
/// So far ahead the days to give notice are written down, in months from the first day: fifty years.
const HORIZON_MONTHS: u32 = 600;

/// A day on which somebody has to look after an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub kind: DeadlineKind,
}

/// The deadlines of a signed agreement that follow from its dates: its end, and the last day to give notice
/// before each renewal.
#[must_use]
pub fn deadlines(term: &Term) -> Vec<Deadline> {
    let first = term.first_day();
    let horizon = first.checked_add_months(Months::new(HORIZON_MONTHS));
    let notice = term.notice_days(first, horizon.unwrap_or(NaiveDate::MAX));
    let mut found: Vec<Deadline> = notice
        .into_iter()
        .map(|on| Deadline {
            on,
            kind: DeadlineKind::Notice,
        })
        .collect();
    found.extend(term.last_day().map(|on| Deadline {
        on,
        kind: DeadlineKind::Expiry,
    }));
    found.sort_unstable();
    found
}
