//! Opening hours on the wire.

use domain_shared::{
    Code as _, OpeningException, OpeningExceptionDraft, OpeningHours, OpeningHoursDraft,
    OpeningInterval, OpeningIntervalDraft, ROME, WeeklyInterval, WeeklyIntervalDraft,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Coded, ShortTextField, WeekdayField, optional};

/// When a place is open, in the wall-clock time of Europe/Rome.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(example = json!({"weekly": [{"weekday": "monday", "opens": "09:00", "closes": "13:00"}], "exceptions": [{"from": "2026-12-24", "until": "2027-01-06", "reason": "Festività natalizie"}], "closed_on_public_holidays": true}))]
pub struct OpeningHoursInput {
    /// The intervals of every week. None may overlap another.
    #[schema(max_items = 50)]
    weekly: Option<Vec<WeeklyIntervalInput>>,
    /// Dated closures and different hours. No day may have two.
    #[schema(max_items = 100)]
    exceptions: Option<Vec<OpeningExceptionInput>>,
    /// Whether the weekly hours do not apply on Italian national holidays.
    closed_on_public_holidays: Option<bool>,
}

/// An interval that comes back every week.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"weekday": "monday", "opens": "09:00", "closes": "13:00"}))]
struct WeeklyIntervalInput {
    /// The day on which it begins.
    weekday: WeekdayField,
    /// Time of opening.
    #[schema(
        max_length = 5,
        pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$",
        example = "09:00"
    )]
    opens: String,
    /// Time of closing; not later than `opens` means the next day.
    #[schema(
        max_length = 5,
        pattern = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
        example = "13:00"
    )]
    closes: String,
    /// Whether people need an appointment.
    by_appointment: Option<bool>,
    /// A remark for people.
    note: Option<ShortTextField>,
}

/// Days on which other hours hold, or none.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"from": "2026-12-24", "until": "2027-01-06", "reason": "Festività natalizie"}))]
struct OpeningExceptionInput {
    /// First day.
    #[schema(value_type = chrono::NaiveDate, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    from: String,
    /// Last day, included; the first one when it is left out.
    #[schema(value_type = Option<chrono::NaiveDate>, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    until: Option<String>,
    /// The intervals of each of these days; none means closed.
    #[schema(max_items = 10)]
    intervals: Option<Vec<OpeningIntervalInput>>,
    /// Why, for people.
    reason: Option<ShortTextField>,
}

/// An interval of a day.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"opens": "09:00", "closes": "12:00", "by_appointment": true}))]
struct OpeningIntervalInput {
    /// Time of opening.
    #[schema(
        max_length = 5,
        pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$",
        example = "09:00"
    )]
    opens: String,
    /// Time of closing; not later than `opens` means the next day.
    #[schema(
        max_length = 5,
        pattern = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
        example = "12:00"
    )]
    closes: String,
    /// Whether people need an appointment.
    by_appointment: Option<bool>,
    /// A remark for people.
    note: Option<ShortTextField>,
}

impl From<OpeningHoursInput> for OpeningHoursDraft {
    fn from(input: OpeningHoursInput) -> Self {
        Self {
            weekly: all(input.weekly),
            exceptions: all(input.exceptions),
            closed_on_public_holidays: input.closed_on_public_holidays.unwrap_or_default(),
        }
    }
}

impl From<WeeklyIntervalInput> for WeeklyIntervalDraft {
    fn from(input: WeeklyIntervalInput) -> Self {
        Self {
            weekday: input.weekday.0.code().to_owned(),
            opens: input.opens,
            closes: input.closes,
            by_appointment: input.by_appointment.unwrap_or_default(),
            note: input.note.map(Into::into),
        }
    }
}

impl From<OpeningExceptionInput> for OpeningExceptionDraft {
    fn from(input: OpeningExceptionInput) -> Self {
        Self {
            from: input.from,
            until: input.until,
            intervals: all(input.intervals),
            reason: input.reason.map(Into::into),
        }
    }
}

impl From<OpeningIntervalInput> for OpeningIntervalDraft {
    fn from(input: OpeningIntervalInput) -> Self {
        Self {
            opens: input.opens,
            closes: input.closes,
            by_appointment: input.by_appointment.unwrap_or_default(),
            note: input.note.map(Into::into),
        }
    }
}

/// Each item of a list that may be left out, as a draft.
fn all<I, D: From<I>>(items: Option<Vec<I>>) -> Vec<D> {
    items.into_iter().flatten().map(D::from).collect()
}

/// When a place is open.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningHoursView {
    /// The zone of the wall-clock times.
    #[schema(max_length = 40, example = "Europe/Rome")]
    time_zone: &'static str,
    /// The intervals of every week, from Monday on.
    #[schema(max_items = 50)]
    weekly: Vec<WeeklyIntervalView>,
    /// Dated closures and different hours, in order of time.
    #[schema(max_items = 100)]
    exceptions: Vec<OpeningExceptionView>,
    /// Whether the weekly hours do not apply on Italian national holidays.
    closed_on_public_holidays: bool,
}

/// An interval that comes back every week.
#[derive(Debug, Serialize, ToSchema)]
struct WeeklyIntervalView {
    /// The day on which it begins.
    weekday: WeekdayField,
    /// Time of opening.
    #[schema(
        max_length = 5,
        pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$",
        example = "09:00"
    )]
    opens: String,
    /// Time of closing; not later than `opens` means the next day.
    #[schema(
        max_length = 5,
        pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$",
        example = "13:00"
    )]
    closes: String,
    /// Whether people need an appointment.
    by_appointment: bool,
    /// A remark for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<ShortTextField>,
}

/// Days on which other hours hold, or none.
#[derive(Debug, Serialize, ToSchema)]
struct OpeningExceptionView {
    /// First day.
    from: chrono::NaiveDate,
    /// Last day, included.
    until: chrono::NaiveDate,
    /// The intervals of each of these days; none means closed.
    #[schema(max_items = 10)]
    intervals: Vec<OpeningIntervalView>,
    /// Why, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<ShortTextField>,
}

/// An interval of a day.
#[derive(Debug, Serialize, ToSchema)]
struct OpeningIntervalView {
    /// Time of opening.
    #[schema(
        max_length = 5,
        pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$",
        example = "09:00"
    )]
    opens: String,
    /// Time of closing; not later than `opens` means the next day.
    #[schema(
        max_length = 5,
        pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$",
        example = "12:00"
    )]
    closes: String,
    /// Whether people need an appointment.
    by_appointment: bool,
    /// A remark for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<ShortTextField>,
}

impl From<&OpeningHours> for OpeningHoursView {
    fn from(hours: &OpeningHours) -> Self {
        Self {
            time_zone: ROME.name(),
            weekly: hours.weekly().iter().map(Into::into).collect(),
            exceptions: hours.exceptions().iter().map(Into::into).collect(),
            closed_on_public_holidays: hours.closed_on_public_holidays(),
        }
    }
}

impl From<&WeeklyInterval> for WeeklyIntervalView {
    fn from(weekly: &WeeklyInterval) -> Self {
        let interval = &weekly.interval;
        Self {
            weekday: Coded(weekly.weekday),
            opens: interval.opens.to_string(),
            closes: interval.closes.to_string(),
            by_appointment: interval.by_appointment,
            note: optional(interval.note.as_ref()),
        }
    }
}

impl From<&OpeningException> for OpeningExceptionView {
    fn from(exception: &OpeningException) -> Self {
        let period = exception.period();
        Self {
            from: period.from(),
            until: period.until().unwrap_or(period.from()),
            intervals: exception.intervals().iter().map(Into::into).collect(),
            reason: optional(exception.reason()),
        }
    }
}

impl From<&OpeningInterval> for OpeningIntervalView {
    fn from(interval: &OpeningInterval) -> Self {
        Self {
            opens: interval.opens.to_string(),
            closes: interval.closes.to_string(),
            by_appointment: interval.by_appointment,
            note: optional(interval.note.as_ref()),
        }
    }
}
