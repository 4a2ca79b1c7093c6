use domain_shared::Code as _;
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn a_call_says_when_the_next_one_is() {
    let now = at("2026-11-21T09:00:00Z");
    let told = |outcome: &str, next: Option<&str>| {
        let draft = CallDraft {
            outcome: outcome.to_owned(),
            note: None,
            next_call_at: next.map(at),
        };
        Call::parse(&draft, now)
            .err()
            .map(|wrong| wrong.to_string())
    };
    assert_eq!(told("no_answer", None), None);
    assert_eq!(told("busy", Some("2026-11-21T10:00:00Z")), None);
    let wrong = |text: &str| Some(text.to_owned());
    assert_eq!(told("call_back", None), wrong("/next_call_at: required"));
    assert_eq!(
        told("busy", Some("2026-11-21T09:00:00Z")),
        wrong("/next_call_at: next_call_past")
    );
    assert_eq!(
        told("refused", Some("2026-12-01T09:00:00Z")),
        wrong("/next_call_at: next_call_not_expected")
    );
    assert_eq!(told("sang", None), wrong("/outcome: unknown_code"));
}

#[test]
fn calls_move_people_along() {
    use Disposition as D;
    let after = |from, outcome, vain| disposition_after_call(from, outcome, vain).unwrap();
    assert_eq!(after(D::Registered, CallOutcome::NoAnswer, 1), D::Queued);
    assert_eq!(after(D::Queued, CallOutcome::Busy, 2), D::Queued);
    assert_eq!(
        after(D::Queued, CallOutcome::Voicemail, MOST_VAIN_CALLS),
        D::Unresponsive
    );
    assert_eq!(after(D::Queued, CallOutcome::Reached, 3), D::Contacted);
    assert_eq!(after(D::Partial, CallOutcome::CallBack, 0), D::Partial);
    assert_eq!(after(D::Contacted, CallOutcome::Refused, 0), D::Refused);
    assert_eq!(
        after(D::Unresponsive, CallOutcome::Reached, 0),
        D::Contacted
    );
    assert_eq!(after(D::Registered, CallOutcome::WrongNumber, 0), D::Failed);
    for done in [D::Completed, D::Refused, D::Ineligible, D::Rejected] {
        assert!(disposition_after_call(done, CallOutcome::Reached, 0).is_err());
    }
}

#[test]
fn somebody_must_be_reachable() {
    let told = RespondentContact::parse(&RespondentContactDraft {
        given_name: Some("Anna".to_owned()),
        ..RespondentContactDraft::default()
    });
    assert_eq!(told.unwrap_err().to_string(), ": contact_missing");
    let told = RespondentContact::parse(&RespondentContactDraft {
        phone: Some("chiamare".to_owned()),
        ..RespondentContactDraft::default()
    });
    assert_eq!(told.unwrap_err().to_string(), "/phone: invalid_phone");
}

fn dispositions() -> impl Strategy<Value = Disposition> {
    prop::sample::select(Disposition::ALL)
}

proptest! {
    /// Whatever calls are made, who refused, is ineligible or answered is not moved by a call.
    #[test]
    fn ends_stay_ends(start in dispositions(), calls in prop::collection::vec(prop::sample::select(CallOutcome::ALL), 0..20)) {
        let mut now = start;
        let mut ended = !start.may_be_called();
        for (index, call) in calls.into_iter().enumerate() {
            let vain = u16::try_from(index).unwrap();
            match disposition_after_call(now, call, vain) {
                Ok(next) => {
                    prop_assert!(!ended);
                    prop_assert!(next == now || now.next().contains(&next), "{now:?} -> {next:?}");
                    prop_assert!(next != Disposition::Completed && next != Disposition::Rejected);
                    now = next;
                    ended = !now.may_be_called();
                }
                Err(refused) => {
                    prop_assert_eq!(refused.from, now);
                }
            }
        }
    }

    #[test]
    fn a_change_is_to_what_can_follow(from in dispositions(), to in dispositions()) {
        match from.changed(to) {
            Ok(got) => prop_assert!(got == to && from.next().contains(&to)),
            Err(refused) => prop_assert!(!refused.allowed.contains(&to)),
        }
    }
}
