//! Open or closed at an instant, and when that changes.

use crate::civil_date;
use chrono::{DateTime, Days, Duration, Utc};

use super::OpeningHours;

/// How far ahead the next opening and closing are looked for, in days of 24 hours.
pub const HORIZON_DAYS: u32 = 60;

/// A stretch of time without a gap, half-open.
type Run = (DateTime<Utc>, DateTime<Utc>);

/// Open or closed at an instant, and when that changes; the changes as far as [`HORIZON_DAYS`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OpenState {
    /// Whether it is open, by appointment or not.
    pub open_now: bool,
    /// The next time it goes from closed to open.
    pub next_opening: Option<DateTime<Utc>>,
    /// The next time it goes from open to closed.
    pub next_closing: Option<DateTime<Utc>>,
}

impl OpeningHours {
    /// All of [`OpenState`] at once, for the price of the slowest part.
    #[must_use]
    pub fn state(&self, at: DateTime<Utc>) -> OpenState {
        let mut state = OpenState::default();
        for (start, end) in self.runs(at, HORIZON_DAYS) {
            state.open_now |= start <= at && at < end;
            if state.next_opening.is_none() && start > at {
                state.next_opening = Some(start);
            }
            if state.next_closing.is_none() && end > at {
                state.next_closing = Some(end);
            }
            if state.next_opening.is_some() && state.next_closing.is_some() {
                break;
            }
        }
        state.next_opening = state.next_opening.filter(|start| is_near(at, *start));
        state.next_closing = state.next_closing.filter(|end| is_near(at, *end));
        state
    }

    /// Whether it is open at an instant, by appointment or not.
    #[must_use]
    pub fn open_now(&self, at: DateTime<Utc>) -> bool {
        self.runs(at, 0).any(|(start, end)| start <= at && at < end)
    }

    /// The first instant after `at` at which it goes from closed to open; `None` when there is none
    /// within [`HORIZON_DAYS`].
    #[must_use]
    pub fn next_opening(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut openings = self.runs(at, HORIZON_DAYS).map(|(start, _)| start);
        openings
            .find(|start| *start > at)
            .filter(|start| is_near(at, *start))
    }

    /// The first instant after `at` at which it goes from open to closed; `None` when there is none
    /// within [`HORIZON_DAYS`].
    #[must_use]
    pub fn next_closing(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut closings = self.runs(at, HORIZON_DAYS).map(|(_, end)| end);
        closings
            .find(|end| *end > at)
            .filter(|end| is_near(at, *end))
    }

    /// The first instant after `at` at which it opens or closes; `None` when there is none within
    /// [`HORIZON_DAYS`].
    #[must_use]
    pub fn next_change(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match (self.next_opening(at), self.next_closing(at)) {
            (Some(opening), Some(closing)) => Some(opening.min(closing)),
            (Some(change), None) | (None, Some(change)) => Some(change),
            (None, None) => None,
        }
    }

    /// The runs of opening from the one that contains `at` on, those that touch made one, looking
    /// as many days ahead as asked. Nothing lasts over 24 hours, so yesterday is early enough.
    fn runs(&self, at: DateTime<Utc>, days_ahead: u32) -> impl Iterator<Item = Run> {
        let today = civil_date(at);
        // One day more: 60 days of 24 hours may end on the 61st date when the clocks change.
        let days = (0..=u64::from(days_ahead) + 2)
            .filter_map(move |ahead| today.pred_opt()?.checked_add_days(Days::new(ahead)));
        let mut spans = days
            .flat_map(|day| {
                self.intervals_on(day)
                    .filter_map(move |one| one.instants(day))
            })
            .peekable();
        std::iter::from_fn(move || {
            let (start, mut end) = spans.next()?;
            while let Some((_, later)) = spans.next_if(|(next, _)| *next <= end) {
                end = end.max(later);
            }
            Some((start, end))
        })
    }
}

/// Whether an instant lies within the horizon of another.
fn is_near(at: DateTime<Utc>, then: DateTime<Utc>) -> bool {
    then - at <= Duration::days(i64::from(HORIZON_DAYS))
}
