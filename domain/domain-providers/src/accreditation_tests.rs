//! The life of an accreditation, day by day.

use domain_shared::{Code, TextValue};
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn user() -> Option<UserId> {
    "01930000-0000-7000-8000-00000000abcd".parse().ok()
}

fn codes(found: Violations) -> Vec<(String, &'static str)> {
    found
        .into_iter()
        .map(|violation| (violation.pointer, violation.message.code))
        .collect()
}

/// A sound decision for any action, the period being 2026.
fn decision(action: AccreditationAction, today: NaiveDate) -> AccreditationDecision {
    let period = Period::new(day("2026-01-01"), Some(day("2026-12-31"))).unwrap();
    let reason = Reason::parse("Verifica annuale").ok();
    let period = action.takes_period().then_some(period);
    AccreditationDecision::new(action, period, reason, today).unwrap()
}

fn step(from: &Accreditation, action: AccreditationAction) -> Accreditation {
    let decided = from.decide(
        decision(action, day("2026-06-01")),
        user(),
        at("2026-06-01T10:00:00Z"),
    );
    decided.unwrap().0
}

#[test]
fn it_expires_at_midnight_in_rome_and_comes_back_by_renewal() {
    let applied = step(&Accreditation::NONE, AccreditationAction::Apply);
    let granted = step(&applied, AccreditationAction::Accredit);
    assert_eq!(
        granted.state(day("2026-12-31")),
        AccreditationState::Accredited
    );
    assert_eq!(
        granted.state(day("2027-01-01")),
        AccreditationState::Expired
    );
    assert_eq!(granted.status(), AccreditationStatus::Accredited);

    let suspend = || decision(AccreditationAction::Suspend, day("2026-12-31"));
    assert!(
        granted
            .decide(suspend(), user(), at("2026-12-31T22:59:00Z"))
            .is_ok()
    );
    let refused = granted
        .decide(suspend(), user(), at("2026-12-31T23:00:00Z"))
        .unwrap_err();
    assert_eq!(refused.from, AccreditationState::Expired);
    assert!(refused.allowed.contains(&AccreditationAction::Renew));

    let next = Period::new(day("2027-01-10"), None).unwrap();
    let renewal = AccreditationDecision::new(
        AccreditationAction::Renew,
        Some(next),
        None,
        day("2027-01-10"),
    );
    let (renewed, entry) = granted
        .decide(renewal.unwrap(), user(), at("2027-01-10T09:00:00Z"))
        .unwrap();
    assert_eq!(
        renewed.state(day("2040-01-01")),
        AccreditationState::Accredited
    );
    assert_eq!(
        (entry.from, entry.period),
        (AccreditationState::Expired, Some(next))
    );
}

#[test]
fn a_suspension_keeps_the_period_and_an_application_forgets_it() {
    let granted = step(
        &step(&Accreditation::NONE, AccreditationAction::Apply),
        AccreditationAction::Accredit,
    );
    let suspended = step(&granted, AccreditationAction::Suspend);
    assert_eq!(suspended.period(), granted.period());
    assert_eq!(
        suspended.reason().map(TextValue::as_str),
        Some("Verifica annuale")
    );
    assert_eq!(
        suspended.state(day("2030-01-01")),
        AccreditationState::Suspended
    );
    let back = step(&suspended, AccreditationAction::Reinstate);
    assert_eq!(back.period(), granted.period());
    let revoked = step(&back, AccreditationAction::Revoke);
    assert_eq!(step(&revoked, AccreditationAction::Apply).period(), None);
}

#[test]
fn decisions_carry_what_they_need() {
    use AccreditationAction::{Accredit, Apply, Revoke};

    let today = day("2026-06-01");
    let new = |action, period, reason| AccreditationDecision::new(action, period, reason, today);
    let period = |from, until| Period::new(day(from), Some(day(until))).ok();
    let mistakes = |action, period| codes(new(action, period, None).unwrap_err());
    assert_eq!(
        mistakes(Accredit, None),
        [("/from".to_owned(), "period_required")]
    );
    assert_eq!(
        mistakes(Accredit, period("2026-06-02", "2027-06-01")),
        [("/from".to_owned(), "period_starts_later")]
    );
    assert_eq!(
        mistakes(Accredit, period("2025-06-02", "2026-05-31")),
        [("/until".to_owned(), "period_already_over")]
    );
    assert_eq!(
        mistakes(Revoke, period("2025-06-02", "2026-05-31")),
        [
            ("/from".to_owned(), "period_not_expected"),
            ("/reason".to_owned(), "reason_required")
        ]
    );
    assert!(new(Apply, None, None).is_ok());
}

#[test]
fn contradictory_stored_parts_are_refused() {
    let period = Period::new(day("2026-01-01"), None).ok();
    assert!(Accreditation::from_stored(AccreditationStatus::Accredited, None, None).is_none());
    assert!(Accreditation::from_stored(AccreditationStatus::Applied, period, None).is_none());
    assert!(Accreditation::from_stored(AccreditationStatus::Revoked, period, None).is_none());
    assert!(Accreditation::from_stored(AccreditationStatus::Accredited, period, None).is_some());
}

proptest! {
    #[test]
    fn whatever_is_done_can_be_stored(steps in prop::collection::vec((0usize..7, 0i64..500), 0..12)) {
        let mut current = Accreditation::NONE;
        let mut now = at("2026-01-01T12:00:00Z");
        for (action, days) in steps {
            let action = AccreditationAction::ALL[action];
            let state = current.state(civil_date(now));
            let decided = current.decide(decision(action, day("2026-06-01")), user(), now);
            prop_assert_eq!(decided.is_ok(), state.allowed().contains(&action));
            if let Ok((next, entry)) = decided {
                prop_assert_eq!(entry.to, next.status());
                current = next;
            }
            let stored = (current.status(), current.period(), current.reason().cloned());
            let read = Accreditation::from_stored(stored.0, stored.1, stored.2);
            prop_assert_eq!(read.as_ref(), Some(&current));
            now += chrono::Duration::days(days);
        }
    }
}
