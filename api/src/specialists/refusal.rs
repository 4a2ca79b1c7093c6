//! How the refusals of the rules go out.

use domain_specialists::Refusal;

use crate::problem::Problem;

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let message = refusal.message();
        match refusal {
            Refusal::EditionTransition(refused) => {
                Self::invalid_transition(refused.allowed_codes())
            }
            Refusal::NotThisEdition => Self::not_found(),
            Refusal::RoleNotHeld => Self::invalid("/role", message),
            Refusal::InvalidAssignmentEnd => Self::invalid("/last_day", message),
            Refusal::InvalidIssueDate => Self::invalid("/issued_on", message),
            Refusal::InvalidRevocationDate => Self::invalid("/on", message),
            Refusal::CapacityTooSmall => Self::conflict("/capacity", message),
            Refusal::AlreadyEnrolled
            | Refusal::NotPassed
            | Refusal::AttendanceTooLow
            | Refusal::AlreadyCertified => Self::conflict("/specialist_id", message),
            Refusal::SpecialistInactive
            | Refusal::AssignmentBegun
            | Refusal::AssignmentOverlap(_)
            | Refusal::CourseRetired
            | Refusal::EditionTooEarly
            | Refusal::EditionClosed
            | Refusal::EnrolmentClosed
            | Refusal::EditionFull
            | Refusal::AttendanceClosed
            | Refusal::EditionNotCompleted
            | Refusal::AlreadyRevoked => Self::conflict("", message),
        }
    }
}
