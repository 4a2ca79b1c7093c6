//! Why an action was refused although its input was well formed.

use domain_shared::{AssignmentId, InvalidTransition, Message};

use crate::{EditionStatus, messages};

/// A rule that forbids an action in the present state of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
pub enum Refusal {
    /// The status of an edition cannot change so.
    EditionTransition(InvalidTransition<EditionStatus>),
    /// The specialist does not have the role of the assignment.
    RoleNotHeld,
    /// The specialist is no longer with the network.
    SpecialistInactive,
    /// The assignment has begun.
    AssignmentBegun,
    /// Another assignment, named here, shares a day.
    AssignmentOverlap(AssignmentId),
    /// An end outside the period of the assignment.
    InvalidAssignmentEnd,
    /// The course is retired.
    CourseRetired,
    /// The dates of the edition have not come.
    EditionTooEarly,
    /// The edition is over or cancelled.
    EditionClosed,
    /// Fewer seats than people enrolled.
    CapacityTooSmall,
    /// The edition takes nobody any more.
    EnrolmentClosed,
    /// No seat left.
    EditionFull,
    /// Enrolled before.
    AlreadyEnrolled,
    /// The edition has not begun or was cancelled.
    AttendanceClosed,
    /// Course, edition and attendance do not belong together.
    NotThisEdition,
    /// The edition is not over.
    EditionNotCompleted,
    /// The outcome is not `passed`.
    NotPassed,
    /// Fewer hours than a certificate asks for.
    AttendanceTooLow,
    /// There is a certificate for this edition.
    AlreadyCertified,
    /// Issued before the end of the edition or in the future.
    InvalidIssueDate,
    /// Revoked before.
    AlreadyRevoked,
    /// Revoked before the issue or in the future.
    InvalidRevocationDate,
}

impl Refusal {
    /// The stable code and the sentences for people.
    #[must_use]
    pub const fn message(&self) -> &'static Message {
        match self {
            Self::EditionTransition(refused) => refused.message(),
            Self::RoleNotHeld => &messages::ROLE_NOT_HELD,
            Self::SpecialistInactive => &messages::SPECIALIST_INACTIVE,
            Self::AssignmentBegun => &messages::ASSIGNMENT_BEGUN,
            Self::AssignmentOverlap(_) => &messages::ASSIGNMENT_OVERLAP,
            Self::InvalidAssignmentEnd => &messages::INVALID_ASSIGNMENT_END,
            Self::CourseRetired => &messages::COURSE_RETIRED,
            Self::EditionTooEarly => &messages::EDITION_TOO_EARLY,
            Self::EditionClosed => &messages::EDITION_CLOSED,
            Self::CapacityTooSmall => &messages::CAPACITY_TOO_SMALL,
            Self::EnrolmentClosed => &messages::ENROLMENT_CLOSED,
            Self::EditionFull => &messages::EDITION_FULL,
            Self::AlreadyEnrolled => &messages::ALREADY_ENROLLED,
            Self::AttendanceClosed => &messages::ATTENDANCE_CLOSED,
            Self::NotThisEdition => &messages::NOT_THIS_EDITION,
            Self::EditionNotCompleted => &messages::EDITION_NOT_COMPLETED,
            Self::NotPassed => &messages::NOT_PASSED,
            Self::AttendanceTooLow => &messages::ATTENDANCE_TOO_LOW,
            Self::AlreadyCertified => &messages::ALREADY_CERTIFIED,
            Self::InvalidIssueDate => &messages::INVALID_ISSUE_DATE,
            Self::AlreadyRevoked => &messages::ALREADY_REVOKED,
            Self::InvalidRevocationDate => &messages::INVALID_REVOCATION_DATE,
        }
    }
}
