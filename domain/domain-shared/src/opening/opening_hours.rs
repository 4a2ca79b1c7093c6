//! Opening hours: a week that repeats, and the dated exceptions to it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    OpeningInterval, OpeningIntervalDraft, Weekday, WeeklyInterval, WeeklyIntervalDraft,
    interval::{Placed, check_overlaps},
    is_public_holiday,
    time_of_day::MINUTES_A_DAY,
};
use crate::{Message, Period, ShortText, TextValue, Violation, Violations, parse_date};

/// Most weekly intervals.
pub const MAX_WEEKLY_INTERVALS: usize = 50;
/// Most dated exceptions.
pub const MAX_EXCEPTIONS: usize = 100;
/// Most intervals of one exception.
pub const MAX_INTERVALS_A_DAY: usize = 10;
/// Minutes of a week of the wall clock.
const MINUTES_A_WEEK: u16 = 7 * MINUTES_A_DAY;

/// Two exceptions speak about the same day.
pub static EXCEPTIONS_OVERLAP: Message = Message {
    code: "exceptions_overlap",
    it: "L'eccezione riguarda giorni già coperti da un'altra, che inizia il {other}.",
    en: "The exception covers days of another one, which begins on {other}.",
};

/// Opening hours as somebody typed them, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OpeningHoursDraft {
    /// The intervals of every week.
    pub weekly: Vec<WeeklyIntervalDraft>,
    /// Dated closures and different hours.
    pub exceptions: Vec<OpeningExceptionDraft>,
    /// Whether the weekly hours do not apply on Italian national holidays.
    pub closed_on_public_holidays: bool,
}

/// An exception as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OpeningExceptionDraft {
    /// First day, `YYYY-MM-DD`.
    pub from: String,
    /// Last day, included; `from` when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The intervals of each of these days; none means closed.
    pub intervals: Vec<OpeningIntervalDraft>,
    /// Why, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Days on which other hours hold, or none.
///
/// An exception replaces everything that would *begin* on its days: the weekly hours, and the
/// closing on a public holiday. What began the evening before ends when it was going to end; to cut
/// that short, the evening gets an exception of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpeningException {
    /// The days, always with an end.
    #[serde(flatten)]
    period: Period,
    /// The intervals of each day, in order; none means closed.
    intervals: Vec<OpeningInterval>,
    /// Why, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<ShortText>,
}

/// Valid opening hours in the wall-clock time of Europe/Rome: no interval overlaps another, no day
/// has two exceptions. Stored as JSON in the shape of [`OpeningHoursDraft`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OpeningHours {
    weekly: Vec<WeeklyInterval>,
    exceptions: Vec<OpeningException>,
    closed_on_public_holidays: bool,
}

impl OpeningException {
    /// The days, always with an end.
    #[must_use]
    pub const fn period(&self) -> Period {
        self.period
    }

    /// The intervals of each day, in order; none means closed.
    #[must_use]
    pub fn intervals(&self) -> &[OpeningInterval] {
        &self.intervals
    }

    /// Why, for people.
    #[must_use]
    pub const fn reason(&self) -> Option<&ShortText> {
        self.reason.as_ref()
    }

    /// Reads an exception; pointers start at the exception itself (`/from`).
    fn parse(draft: &OpeningExceptionDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let from = wrong.keep("/from", parse_date(&draft.from));
        let until = match &draft.until {
            Some(until) => wrong.keep("/until", parse_date(until)),
            None => from,
        };
        let period = from
            .zip(until)
            .and_then(|(from, until)| wrong.keep("/until", Period::new(from, Some(until))));
        let reason = wrong.keep_optional("/reason", draft.reason.as_deref(), ShortText::parse);
        // Over several days the intervals come back every day; on one day nothing follows them.
        let circle = match period {
            Some(period) if Some(period.from()) != period.until() => MINUTES_A_DAY,
            Some(_) | None => MINUTES_A_WEEK,
        };
        let mut intervals = wrong.keep_parts(
            "/intervals",
            &draft.intervals,
            MAX_INTERVALS_A_DAY,
            OpeningInterval::parse,
        );
        let placed: Vec<_> = intervals
            .iter()
            .map(|(index, interval)| Placed {
                index: *index,
                start: interval.opens.minutes(),
                interval,
            })
            .collect();
        check_overlaps("/intervals", &placed, circle, &mut wrong);
        intervals.sort_by_key(|(_, interval)| interval.opens);
        let (Some(period), true) = (period, wrong.is_empty()) else {
            return Err(wrong);
        };
        Ok(Self {
            period,
            intervals: intervals
                .into_iter()
                .map(|(_, interval)| interval)
                .collect(),
            reason,
        })
    }
}

impl OpeningHours {
    /// Reads opening hours; pointers start at the hours themselves (`/weekly/1/opens`).
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &OpeningHoursDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let mut weekly = wrong.keep_parts(
            "/weekly",
            &draft.weekly,
            MAX_WEEKLY_INTERVALS,
            WeeklyInterval::parse,
        );
        let placed: Vec<_> = weekly
            .iter()
            .map(|(index, weekly)| Placed {
                index: *index,
                start: weekly.minute_of_week(),
                interval: &weekly.interval,
            })
            .collect();
        check_overlaps("/weekly", &placed, MINUTES_A_WEEK, &mut wrong);
        let mut exceptions = wrong.keep_parts(
            "/exceptions",
            &draft.exceptions,
            MAX_EXCEPTIONS,
            OpeningException::parse,
        );
        check_exceptions(&exceptions, &mut wrong);
        wrong.into_result()?;
        weekly.sort_by_key(|(_, weekly)| weekly.minute_of_week());
        exceptions.sort_by_key(|(_, exception)| exception.period.from());
        Ok(Self {
            weekly: weekly.into_iter().map(|(_, weekly)| weekly).collect(),
            exceptions: exceptions
                .into_iter()
                .map(|(_, exception)| exception)
                .collect(),
            closed_on_public_holidays: draft.closed_on_public_holidays,
        })
    }

    /// The intervals of every week, from Monday on.
    #[must_use]
    pub fn weekly(&self) -> &[WeeklyInterval] {
        &self.weekly
    }

    /// The dated exceptions, in order of time.
    #[must_use]
    pub fn exceptions(&self) -> &[OpeningException] {
        &self.exceptions
    }

    /// Whether the weekly hours do not apply on Italian national holidays.
    #[must_use]
    pub const fn closed_on_public_holidays(&self) -> bool {
        self.closed_on_public_holidays
    }

    /// The intervals that begin on a day, in order of time.
    pub fn intervals_on(&self, day: NaiveDate) -> impl Iterator<Item = &OpeningInterval> {
        let exception = self.exceptions.iter().find(|one| one.period.contains(day));
        let as_every_week =
            exception.is_none() && !(self.closed_on_public_holidays && is_public_holiday(day));
        let weekday = Weekday::of(day);
        let weekly = self
            .weekly
            .iter()
            .filter(move |one| as_every_week && one.weekday == weekday);
        let exceptional = exception
            .map(OpeningException::intervals)
            .unwrap_or_default();
        weekly.map(|one| &one.interval).chain(exceptional)
    }
}

impl<'de> Deserialize<'de> for OpeningHours {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let draft = OpeningHoursDraft::deserialize(deserializer)?;
        Self::parse(&draft).map_err(serde::de::Error::custom)
    }
}

/// Reports every exception that shares a day with an earlier one of the list.
fn check_exceptions(exceptions: &[(usize, OpeningException)], wrong: &mut Violations) {
    for (earlier_count, (index, later)) in exceptions.iter().enumerate() {
        let overlapped = exceptions
            .iter()
            .take(earlier_count)
            .find(|(_, earlier)| earlier.period.overlaps(&later.period));
        if let Some((_, earlier)) = overlapped {
            let pointer = format!("/exceptions/{index}/from");
            let begin = earlier.period.from();
            wrong.push(Violation::new(pointer, &EXCEPTIONS_OVERLAP).with("other", &begin));
        }
    }
}
