//! Welfare points (*Welf@re Point*): where they are, when they are open, how they may change.

mod activation;
mod holidays;
mod interval;
mod open_state;
mod opening_hours;
mod point;
mod profile;
mod status;
mod time_of_day;

pub use activation::{NotReady, REQUIRED_SPECIALISTS, StaffReadiness, check_activation};
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
pub use point::Point;
pub use profile::{AccessMode, AccessibilityFeature, MAX_LANGUAGES, PointDraft, PointProfile};
pub use status::{PointPhase, PointStatus, PointStep};
pub use time_of_day::TimeOfDay;
