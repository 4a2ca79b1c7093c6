//! Assignments of specialists to points over time.

use chrono::NaiveDate;
use domain_shared::{
    AssignmentId, Period, PointId, SpecialistId, Version, Violations, parse_code, parse_id,
};
use serde::{Deserialize, Serialize};

use crate::{Refusal, Specialist, SpecialistRole, SpecialistStatus};

/// What an assignment says besides whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentTerms {
    /// The point.
    pub point_id: PointId,
    /// What the specialist does there.
    pub role: SpecialistRole,
    /// Days in Italy, both included.
    pub period: Period,
}

/// The assignment of a specialist to a point, in a role, for a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    /// Identifier.
    pub id: AssignmentId,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// Who is assigned.
    pub specialist_id: SpecialistId,
    /// Where, as what and when.
    pub terms: AssignmentTerms,
}

/// An assignment as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AssignmentDraft {
    /// Identifier of the point; whether it exists is for the caller to check.
    pub point_id: String,
    /// Code of [`SpecialistRole`].
    pub role: String,
    /// First day.
    pub from: String,
    /// Last day, if it is known.
    pub until: Option<String>,
}

impl AssignmentTerms {
    /// The valid terms.
    ///
    /// # Errors
    /// Every mistake, by JSON Pointer.
    pub fn parse(draft: &AssignmentDraft) -> Result<Self, Violations> {
        let mut v = Violations::new();
        let point_id = v.keep("/point_id", parse_id(&draft.point_id));
        let role = v.keep("/role", parse_code(&draft.role));
        let period = v.keep_period(&draft.from, draft.until.as_deref());
        match (point_id, role, period) {
            (Some(point_id), Some(role), Some(period)) => Ok(Self {
                point_id,
                role,
                period,
            }),
            (_, _, _) => Err(v),
        }
    }
}

/// The first of `existing` that shares a day with `candidate` for the same specialist, point and
/// role. The candidate itself, as it was before a change, is no obstacle.
#[must_use]
pub fn conflict<'a>(existing: &'a [Assignment], candidate: &Assignment) -> Option<&'a Assignment> {
    existing.iter().find(|other| {
        other.id != candidate.id
            && other.specialist_id == candidate.specialist_id
            && other.terms.point_id == candidate.terms.point_id
            && other.terms.role == candidate.terms.role
            && other.terms.period.overlaps(&candidate.terms.period)
    })
}

impl Assignment {
    /// A new assignment of a specialist, given the ones there are.
    ///
    /// # Errors
    /// [`Refusal::SpecialistInactive`], [`Refusal::RoleNotHeld`] or
    /// [`Refusal::AssignmentOverlap`].
    pub fn new(
        id: AssignmentId,
        specialist: &Specialist,
        terms: AssignmentTerms,
        existing: &[Self],
    ) -> Result<Self, Refusal> {
        match specialist.status {
            SpecialistStatus::Active | SpecialistStatus::OnLeave => {}
            SpecialistStatus::Inactive => return Err(Refusal::SpecialistInactive),
        }
        if !specialist.profile.roles.contains(&terms.role) {
            return Err(Refusal::RoleNotHeld);
        }
        let candidate = Self {
            id,
            version: Version::FIRST,
            specialist_id: specialist.id,
            terms,
        };
        match conflict(existing, &candidate) {
            Some(other) => Err(Refusal::AssignmentOverlap(other.id)),
            None => Ok(candidate),
        }
    }

    /// The assignment with `last_day` as its last day. It only ever gets shorter: a longer one is
    /// a new assignment, so that the history stays true.
    ///
    /// # Errors
    /// [`Refusal::InvalidAssignmentEnd`] when `last_day` is not within the period.
    pub fn end(self, last_day: NaiveDate) -> Result<Self, Refusal> {
        let period = self.terms.period;
        if !period.contains(last_day) {
            return Err(Refusal::InvalidAssignmentEnd);
        }
        let period = Period::new(period.from(), Some(last_day))
            .map_err(|_| Refusal::InvalidAssignmentEnd)?;
        Ok(Self {
            terms: AssignmentTerms {
                period,
                ..self.terms
            },
            ..self
        })
    }

    /// Whether the assignment can be taken back as if it had never been made: before it begins.
    ///
    /// # Errors
    /// [`Refusal::AssignmentBegun`].
    pub fn check_removal(&self, today: NaiveDate) -> Result<(), Refusal> {
        if self.terms.period.from() <= today {
            Err(Refusal::AssignmentBegun)
        } else {
            Ok(())
        }
    }

    /// Whether the assignment holds on a day.
    #[must_use]
    pub fn active_on(&self, day: NaiveDate) -> bool {
        self.terms.period.contains(day)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use domain_shared::Id;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::specialist::tests::specialist;

    const ROLES: [SpecialistRole; 2] = [
        SpecialistRole::WelfareSpecialist,
        SpecialistRole::CareManager,
    ];

    fn day(offset: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Duration::days(offset)
    }

    fn assignment(
        id: u128,
        who: u128,
        place: u128,
        role: usize,
        span: (i64, Option<i64>),
    ) -> Assignment {
        Assignment {
            id: Id::new(Uuid::from_u128(id)),
            version: Version::FIRST,
            specialist_id: Id::new(Uuid::from_u128(who)),
            terms: AssignmentTerms {
                point_id: Id::new(Uuid::from_u128(place)),
                role: ROLES[role],
                period: Period::new(day(span.0), span.1.map(|length| day(span.0 + length)))
                    .unwrap(),
            },
        }
    }

    prop_compose! {
        fn any_assignment()(id in 1u128..60, who in 1u128..3, place in 1u128..3, role in 0usize..2,
            span in (0i64..40, prop::option::weighted(0.8, 0i64..15))) -> Assignment {
            assignment(id, who, place, role, span)
        }
    }

    proptest! {
        #[test]
        fn a_conflict_is_a_day_in_two_assignments(
            existing in prop::collection::vec(any_assignment(), 0..8), candidate in any_assignment()
        ) {
            let clashes = |other: &Assignment| {
                other.id != candidate.id
                    && other.specialist_id == candidate.specialist_id
                    && other.terms.point_id == candidate.terms.point_id
                    && other.terms.role == candidate.terms.role
                    // Past day 60 only endless periods go on, and they all do.
                    && (0..=60).map(day).any(|day| other.active_on(day) && candidate.active_on(day))
            };
            prop_assert_eq!(conflict(&existing, &candidate), existing.iter().find(|other| clashes(other)));
        }

        #[test]
        fn ending_keeps_exactly_the_days_up_to_the_last(before in any_assignment(), last in 0i64..60) {
            match before.end(day(last)) {
                Ok(after) => for offset in 0..=80 {
                    prop_assert_eq!(after.active_on(day(offset)), before.active_on(day(offset)) && offset <= last);
                },
                Err(refusal) => {
                    prop_assert_eq!(refusal, Refusal::InvalidAssignmentEnd);
                    prop_assert!(!before.active_on(day(last)));
                }
            }
        }
    }

    #[test]
    fn the_next_assignment_may_start_the_day_after() {
        let first = assignment(1, 1, 1, 0, (0, Some(10)));
        let terms = assignment(2, 1, 1, 0, (11, None)).terms;
        assert!(
            Assignment::new(Id::new(Uuid::from_u128(2)), &specialist(), terms, &[first]).is_ok()
        );
        let terms = assignment(2, 1, 1, 0, (10, None)).terms;
        assert_eq!(
            Assignment::new(Id::new(Uuid::from_u128(2)), &specialist(), terms, &[first]),
            Err(Refusal::AssignmentOverlap(first.id))
        );
    }

    #[test]
    fn a_role_must_be_held() {
        let terms = assignment(2, 1, 1, 1, (0, None)).terms;
        assert_eq!(
            Assignment::new(Id::new(Uuid::from_u128(2)), &specialist(), terms, &[]),
            Err(Refusal::RoleNotHeld)
        );
    }

    #[test]
    fn whoever_left_is_not_assigned() {
        let gone = Specialist {
            status: SpecialistStatus::Inactive,
            ..specialist()
        };
        let terms = assignment(2, 1, 1, 0, (0, None)).terms;
        assert_eq!(
            Assignment::new(Id::new(Uuid::from_u128(2)), &gone, terms, &[]),
            Err(Refusal::SpecialistInactive)
        );
    }

    #[test]
    fn an_assignment_is_removed_only_before_it_begins() {
        let one = assignment(1, 1, 1, 0, (10, None));
        assert!(one.check_removal(day(9)).is_ok());
        assert_eq!(one.check_removal(day(10)), Err(Refusal::AssignmentBegun));
    }

    #[test]
    fn mistakes_of_a_draft_are_all_reported() {
        let pointers = |draft: &AssignmentDraft| -> Vec<String> {
            AssignmentTerms::parse(draft)
                .unwrap_err()
                .into_iter()
                .map(|v| v.pointer)
                .collect()
        };
        let wrong = AssignmentDraft {
            until: Some("2026-02-30".into()),
            ..AssignmentDraft::default()
        };
        assert_eq!(pointers(&wrong), ["/point_id", "/role", "/from", "/until"]);
        let backwards = AssignmentDraft {
            point_id: Uuid::from_u128(1).to_string(),
            role: "care_manager".into(),
            from: "2026-03-02".into(),
            until: Some("2026-03-01".into()),
        };
        assert_eq!(pointers(&backwards), ["/until"]);
    }
}
