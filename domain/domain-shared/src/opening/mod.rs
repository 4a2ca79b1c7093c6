//! Opening hours of desks and services: weeks in wall-clock time, exceptions, public holidays.

mod holidays;
mod interval;
mod open_state;
mod opening_hours;
mod time_of_day;

pub use holidays::{easter_sunday, is_public_holiday};
pub use interval::{
    INTERVALS_OVERLAP, INVALID_TIME, OpeningInterval, OpeningIntervalDraft, Weekday,
    WeeklyInterval, WeeklyIntervalDraft,
};
pub use open_state::{HORIZON_DAYS, OpenState};
pub use opening_hours::{
    EXCEPTIONS_OVERLAP, MAX_EXCEPTIONS, MAX_INTERVALS_A_DAY, MAX_WEEKLY_INTERVALS,
    OpeningException, OpeningExceptionDraft, OpeningHours, OpeningHoursDraft,
};
pub use time_of_day::TimeOfDay;
