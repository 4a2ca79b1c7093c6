//! Specialists (*Welf@re Specialist*) and their training: who works on a desk, and what they have
//! learnt.
//!
//! Drafts hold an input as it was written; reading one answers with a value that is valid or with
//! every mistake in it. Rules that depend on other things answer with a [`Refusal`]. The version of
//! a thing is raised by whoever stores it; no rule here changes it.

mod area;
mod assignment;
mod attendance;
mod certificate;
mod course;
mod edition;
pub mod messages;
mod number;
mod profile;
mod readiness;
mod refusal;
mod specialist;

#[cfg(test)]
mod certificate_tests;
#[cfg(test)]
mod demo_tests;
#[cfg(test)]
mod training_tests;

pub use area::{MAX_AREA_REGIONS, TrainingArea, TrainingAreaDraft};
pub use assignment::{Assignment, AssignmentDraft, AssignmentTerms, conflict};
pub use attendance::{Attendance, AttendanceDraft, AttendanceOutcome, AttendanceRecord, enrol};
pub use certificate::{
    Certificate, CertificateSource, CertificateState, EXPIRING_WITHIN_DAYS,
    ExternalCertificateDraft, MINIMUM_ATTENDANCE_PERCENT, NewExternalCertificate, Revocation,
    expiry_date, issue,
};
pub use course::{Course, CourseDraft, CourseStatus, CourseTerms, TrainingKind};
pub use edition::{Edition, EditionDraft, EditionStatus, EditionTerms, MAX_TRAINERS, Venue};
pub use number::{Capacity, DurationDays, Hours, ValidityMonths};
pub use profile::{
    Engagement, MAX_EXPERTISE, MAX_LANGUAGES, MAX_ROLES, SpecialistDraft, SpecialistProfile,
    SpecialistRole,
};
pub use readiness::{Readiness, training_complete};
pub use refusal::Refusal;
pub use specialist::{Specialist, SpecialistStatus};
