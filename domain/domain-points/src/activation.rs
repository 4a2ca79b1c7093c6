//! When a point has the staff it needs to open.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain_shared::{Period, SpecialistId};

/// How many trained active specialists a point needs.
pub const REQUIRED_SPECIALISTS: usize = 2;

/// What activation needs to know of one assignment of a specialist to the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StaffReadiness {
    /// The specialist; one with several assignments counts once.
    pub specialist_id: SpecialistId,
    /// Whether the specialist is active in the network at all.
    pub active: bool,
    /// The days of the assignment.
    pub assignment: Period,
    /// The days on which the completed training holds; `None` when it is not complete.
    pub training: Option<Period>,
}

/// The point lacks staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{active} active specialists, {trained} of them trained, {required} required")]
pub struct NotReady {
    /// Active specialists assigned today.
    pub active: usize,
    /// Those among them whose training is complete and valid today.
    pub trained: usize,
    /// How many of the latter are needed.
    pub required: usize,
}

/// Checks that at least [`REQUIRED_SPECIALISTS`] distinct specialists are active at the point and
/// completely trained on a day.
///
/// # Errors
/// [`NotReady`] with how many there are.
pub fn check_activation(specialists: &[StaffReadiness], today: NaiveDate) -> Result<(), NotReady> {
    let here = || {
        specialists
            .iter()
            .filter(|one| one.active && one.assignment.contains(today))
    };
    let distinct = |ids: &mut dyn Iterator<Item = SpecialistId>| ids.collect::<BTreeSet<_>>().len();
    let active = distinct(&mut here().map(|one| one.specialist_id));
    let trained = distinct(
        &mut here()
            .filter(|one| one.training.is_some_and(|valid| valid.contains(today)))
            .map(|one| one.specialist_id),
    );
    if trained >= REQUIRED_SPECIALISTS {
        Ok(())
    } else {
        Err(NotReady {
            active,
            trained,
            required: REQUIRED_SPECIALISTS,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn one(number: u8) -> StaffReadiness {
        let always = Period::new(day("2026-01-01"), None).unwrap();
        StaffReadiness {
            specialist_id: format!("01990000-0000-7000-8000-0000000000{number:02}")
                .parse()
                .unwrap(),
            active: true,
            assignment: always,
            training: Some(always),
        }
    }

    #[test]
    fn two_distinct_trained_active_specialists_are_enough() {
        let today = day("2026-11-21");
        assert_eq!(check_activation(&[one(1), one(2)], today), Ok(()));
        let short = |active, trained| {
            Err(NotReady {
                active,
                trained,
                required: 2,
            })
        };
        assert_eq!(check_activation(&[], today), short(0, 0));
        assert_eq!(check_activation(&[one(1), one(1)], today), short(1, 1));
        let untrained = StaffReadiness {
            training: None,
            ..one(2)
        };
        assert_eq!(check_activation(&[one(1), untrained], today), short(2, 1));
        let inactive = StaffReadiness {
            active: false,
            ..one(2)
        };
        assert_eq!(check_activation(&[one(1), inactive], today), short(1, 1));
    }

    #[test]
    fn assignments_and_training_hold_today_or_not_at_all() {
        let past = Period::new(day("2026-01-01"), Some(day("2026-11-20"))).unwrap();
        let gone = StaffReadiness {
            assignment: past,
            ..one(2)
        };
        let expired = StaffReadiness {
            training: Some(past),
            ..one(2)
        };
        for second in [gone, expired] {
            assert_eq!(
                check_activation(&[one(1), second], day("2026-11-20")),
                Ok(())
            );
            assert!(check_activation(&[one(1), second], day("2026-11-21")).is_err());
        }
    }
}
