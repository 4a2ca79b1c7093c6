//! Who took part in an edition, and with what result.

use domain_shared::{
    BoundedNumber, EditionId, SpecialistId, Version, Violation, Violations, codes,
    messages::OUT_OF_RANGE, parse_code,
};
use serde::{Deserialize, Serialize};

use crate::{
    Course, Edition, Refusal,
    messages::{HOURS_CONTRADICT_OUTCOME, TOO_MANY_HOURS},
};

codes! {
    /// How somebody's participation went.
    pub enum AttendanceOutcome {
        /// Has a seat; nothing recorded yet.
        Enrolled = "enrolled", "iscritto", "enrolled";
        /// Took part; the final test is still to come or there is none.
        Attended = "attended", "frequentante", "attended";
        /// Took part and passed the final test.
        Passed = "passed", "superato", "passed";
        /// Took part and did not pass the final test.
        Failed = "failed", "non superato", "failed";
        /// Did not come.
        Absent = "absent", "assente", "absent";
    }
}

impl AttendanceOutcome {
    /// Whether the person came at all.
    #[must_use]
    pub const fn took_part(self) -> bool {
        match self {
            Self::Attended | Self::Passed | Self::Failed => true,
            Self::Enrolled | Self::Absent => false,
        }
    }
}

/// Hours and outcome that agree with each other and with the course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AttendanceRecord {
    #[serde(rename = "hours_attended")]
    hours: u16,
    outcome: AttendanceOutcome,
}

impl AttendanceRecord {
    /// What is known of somebody who has just enrolled.
    pub const ENROLLED: Self = Self {
        hours: 0,
        outcome: AttendanceOutcome::Enrolled,
    };

    /// A record read back from where it was stored; `None` when hours and outcome contradict each
    /// other.
    #[must_use]
    pub const fn from_stored(hours: u16, outcome: AttendanceOutcome) -> Option<Self> {
        if outcome.took_part() == (hours > 0) {
            Some(Self { hours, outcome })
        } else {
            None
        }
    }

    /// Hours attended; 0 exactly when the person did not take part.
    #[must_use]
    pub const fn hours(self) -> u16 {
        self.hours
    }

    /// How it went.
    #[must_use]
    pub const fn outcome(self) -> AttendanceOutcome {
        self.outcome
    }
}

/// The participation of a specialist in an edition; there is at most one of each pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attendance {
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// The edition.
    pub edition_id: EditionId,
    /// The specialist.
    pub specialist_id: SpecialistId,
    /// How it went.
    pub record: AttendanceRecord,
}

/// A record as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AttendanceDraft {
    /// Hours attended.
    pub hours_attended: i64,
    /// Code of [`AttendanceOutcome`].
    pub outcome: String,
}

impl AttendanceRecord {
    /// The valid record of an attendance of `course`.
    ///
    /// # Errors
    /// Every mistake, by JSON Pointer.
    pub fn parse(draft: &AttendanceDraft, course: &Course) -> Result<Self, Violations> {
        let mut v = Violations::new();
        let most = course.terms.hours.number();
        let hours = u16::try_from(draft.hours_attended)
            .ok()
            .filter(|hours| *hours <= most);
        if hours.is_none() {
            v.push(if draft.hours_attended < 0 {
                Violation::new("/hours_attended", &OUT_OF_RANGE)
                    .with("min", &0)
                    .with("max", &most)
            } else {
                Violation::new("/hours_attended", &TOO_MANY_HOURS).with("max", &most)
            });
        }
        let outcome = v.keep("/outcome", parse_code(&draft.outcome));
        let record = hours
            .zip(outcome)
            .map(|(hours, outcome)| Self::from_stored(hours, outcome));
        match record {
            Some(Some(record)) => Ok(record),
            Some(None) => {
                v.add("/hours_attended", &HOURS_CONTRADICT_OUTCOME);
                Err(v)
            }
            None => Err(v),
        }
    }
}

/// Gives a specialist a seat, given everybody who is enrolled in the edition.
///
/// # Errors
/// [`Refusal::EnrolmentClosed`], [`Refusal::AlreadyEnrolled`] or [`Refusal::EditionFull`].
pub fn enrol(
    edition: &Edition,
    specialist_id: SpecialistId,
    enrolled: &[Attendance],
) -> Result<Attendance, Refusal> {
    if !edition.status.takes_enrolments() {
        return Err(Refusal::EnrolmentClosed);
    }
    let here = || {
        enrolled
            .iter()
            .filter(|other| other.edition_id == edition.id)
    };
    if here().any(|other| other.specialist_id == specialist_id) {
        return Err(Refusal::AlreadyEnrolled);
    }
    if here().count() >= usize::from(edition.terms.capacity.number()) {
        return Err(Refusal::EditionFull);
    }
    Ok(Attendance {
        version: Version::FIRST,
        edition_id: edition.id,
        specialist_id,
        record: AttendanceRecord::ENROLLED,
    })
}

impl Attendance {
    /// The attendance with what happened in the edition.
    ///
    /// # Errors
    /// [`Refusal::NotThisEdition`] or [`Refusal::AttendanceClosed`].
    pub fn record(self, edition: &Edition, record: AttendanceRecord) -> Result<Self, Refusal> {
        if self.edition_id != edition.id {
            return Err(Refusal::NotThisEdition);
        }
        if !edition.status.takes_attendance() {
            return Err(Refusal::AttendanceClosed);
        }
        Ok(Self { record, ..self })
    }
}
