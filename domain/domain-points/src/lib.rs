//! Welfare points (*Welf@re Point*): where they are, when they are open, how they may change.

mod activation;
mod point;
mod profile;
mod status;

pub use activation::{NotReady, REQUIRED_SPECIALISTS, StaffReadiness, check_activation};
pub use point::Point;
pub use profile::{AccessMode, MAX_LANGUAGES, PointDraft, PointProfile};
pub use status::{PointPhase, PointStatus, PointStep};
