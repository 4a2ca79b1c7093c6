//! Intervals of opening in wall-clock time, weekly or of one day.

use crate::{Message, ShortText, TextValue, Violation, Violations, codes, instant_of, parse_code};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{TimeOfDay, time_of_day::MINUTES_A_DAY};

/// Not a wall-clock time.
pub static INVALID_TIME: Message = Message {
    code: "invalid_time",
    it: "L'orario non è valido: serve la forma HH:MM.",
    en: "The time is not valid: the form HH:MM is needed.",
};

/// An interval shares time with another one.
pub static INTERVALS_OVERLAP: Message = Message {
    code: "intervals_overlap",
    it: "L'intervallo si sovrappone a quello delle {other}.",
    en: "The interval overlaps the one of {other}.",
};

codes! {
    /// A day of the week.
    pub enum Weekday {
        /// Monday.
        Monday = "monday", "lunedì", "Monday";
        /// Tuesday.
        Tuesday = "tuesday", "martedì", "Tuesday";
        /// Wednesday.
        Wednesday = "wednesday", "mercoledì", "Wednesday";
        /// Thursday.
        Thursday = "thursday", "giovedì", "Thursday";
        /// Friday.
        Friday = "friday", "venerdì", "Friday";
        /// Saturday.
        Saturday = "saturday", "sabato", "Saturday";
        /// Sunday.
        Sunday = "sunday", "domenica", "Sunday";
    }
}

impl Weekday {
    /// The weekday of a date.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        match chrono::Datelike::weekday(&day) {
            chrono::Weekday::Mon => Self::Monday,
            chrono::Weekday::Tue => Self::Tuesday,
            chrono::Weekday::Wed => Self::Wednesday,
            chrono::Weekday::Thu => Self::Thursday,
            chrono::Weekday::Fri => Self::Friday,
            chrono::Weekday::Sat => Self::Saturday,
            chrono::Weekday::Sun => Self::Sunday,
        }
    }

    /// Days since Monday, 0 to 6.
    const fn days_from_monday(self) -> u16 {
        match self {
            Self::Monday => 0,
            Self::Tuesday => 1,
            Self::Wednesday => 2,
            Self::Thursday => 3,
            Self::Friday => 4,
            Self::Saturday => 5,
            Self::Sunday => 6,
        }
    }
}

/// An interval as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OpeningIntervalDraft {
    /// Wall-clock time of opening, `HH:MM`.
    pub opens: String,
    /// Wall-clock time of closing, `HH:MM` or `24:00`; not later than `opens` means the next day.
    pub closes: String,
    /// Whether people need an appointment.
    pub by_appointment: bool,
    /// A remark for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A weekly interval as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WeeklyIntervalDraft {
    /// Code of the weekday on which the interval begins.
    pub weekday: String,
    /// As [`OpeningIntervalDraft::opens`].
    pub opens: String,
    /// As [`OpeningIntervalDraft::closes`].
    pub closes: String,
    /// As [`OpeningIntervalDraft::by_appointment`].
    pub by_appointment: bool,
    /// As [`OpeningIntervalDraft::note`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// An interval of opening that begins on one day and lasts at most 24 hours of the wall clock.
///
/// Half-open: open at `opens`, closed again at `closes`. A time the clocks skip in March is the
/// moment they jump; a time they repeat in October is its first occurrence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpeningInterval {
    /// Wall-clock time of opening.
    pub opens: TimeOfDay,
    /// Wall-clock time of closing; not later than `opens` means the next day.
    pub closes: TimeOfDay,
    /// Whether people need an appointment.
    pub by_appointment: bool,
    /// A remark for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<ShortText>,
}

/// An interval that comes back every week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WeeklyInterval {
    /// The day on which it begins.
    pub weekday: Weekday,
    /// When it begins and ends.
    #[serde(flatten)]
    pub interval: OpeningInterval,
}

impl OpeningInterval {
    /// Reads an interval; pointers start at the interval itself (`/opens`).
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &OpeningIntervalDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let opens = TimeOfDay::parse(&draft.opens).ok_or(&INVALID_TIME);
        let opens = wrong.keep("/opens", opens);
        let closes = TimeOfDay::parse_end(&draft.closes).ok_or(&INVALID_TIME);
        let closes = wrong.keep("/closes", closes);
        let note = wrong.keep_optional("/note", draft.note.as_deref(), ShortText::parse);
        let (Some(opens), Some(closes), true) = (opens, closes, wrong.is_empty()) else {
            return Err(wrong);
        };
        Ok(Self {
            opens,
            closes,
            by_appointment: draft.by_appointment,
            note,
        })
    }

    /// Length in minutes of the wall clock, 1 to 1440.
    #[must_use]
    pub const fn wall_clock_minutes(&self) -> u16 {
        let (opens, closes) = (self.opens.minutes(), self.closes.minutes());
        if closes > opens {
            closes - opens
        } else {
            closes + MINUTES_A_DAY - opens
        }
    }

    /// Start and end of the interval begun on `day`; `None` when the clocks skip all of it.
    pub(crate) fn instants(&self, day: NaiveDate) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let start = day.and_time(self.opens.time());
        let length = Duration::minutes(i64::from(self.wall_clock_minutes()));
        let span = (
            instant_of(start),
            instant_of(start.checked_add_signed(length)?),
        );
        (span.0 < span.1).then_some(span)
    }
}

impl WeeklyInterval {
    /// Reads a weekly interval; pointers start at the interval itself (`/weekday`).
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &WeeklyIntervalDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let weekday = wrong.keep("/weekday", parse_code(&draft.weekday));
        let interval = OpeningInterval::parse(&OpeningIntervalDraft {
            opens: draft.opens.clone(),
            closes: draft.closes.clone(),
            by_appointment: draft.by_appointment,
            note: draft.note.clone(),
        });
        let (Some(weekday), Some(interval)) = (weekday, wrong.keep_part("", interval)) else {
            return Err(wrong);
        };
        Ok(Self { weekday, interval })
    }

    /// Minutes since Monday midnight.
    pub const fn minute_of_week(&self) -> u16 {
        self.weekday.days_from_monday() * MINUTES_A_DAY + self.interval.opens.minutes()
    }
}

/// An interval on a circle of minutes, with its place in the input.
pub(crate) struct Placed<'a> {
    /// Index in the list of the input.
    pub(crate) index: usize,
    /// Minute of the circle at which it begins.
    pub(crate) start: u16,
    /// The interval.
    pub(crate) interval: &'a OpeningInterval,
}

impl Placed<'_> {
    /// Whether `other` begins within this interval on a circle of `circle` minutes.
    const fn meets(&self, other: &Self, circle: u16) -> bool {
        (other.start + circle - self.start) % circle < self.interval.wall_clock_minutes()
    }
}

/// Reports, at `list/<index>/opens`, every interval that overlaps an earlier one of the list.
pub(crate) fn check_overlaps(
    list: &str,
    placed: &[Placed<'_>],
    circle: u16,
    wrong: &mut Violations,
) {
    for (earlier_count, later) in placed.iter().enumerate() {
        let overlapped = placed
            .iter()
            .take(earlier_count)
            .find(|earlier| earlier.meets(later, circle) || later.meets(earlier, circle));
        if let Some(Placed { interval, .. }) = overlapped {
            let other = format!("{}–{}", interval.opens, interval.closes);
            let pointer = format!("{list}/{}/opens", later.index);
            wrong.push(Violation::new(pointer, &INTERVALS_OVERLAP).with("other", &other));
        }
    }
}
