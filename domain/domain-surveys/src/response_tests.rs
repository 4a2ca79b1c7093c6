use std::collections::BTreeMap;

use domain_shared::{Code as _, TextValue as _};
use proptest::prelude::*;

use super::*;

fn instance(number: u8) -> InstanceId {
    InstanceId::parse(&format!("00000000-0000-4000-8000-{number:012}")).unwrap()
}

#[test]
fn an_instance_has_one_spelling() {
    assert!(InstanceId::parse("6F0C1A52-6d0e-4b7e-9d7a-2f6a4c1b8e10").is_err());
    assert!(InstanceId::parse("{6f0c1a52-6d0e-4b7e-9d7a-2f6a4c1b8e1}").is_err());
    assert!(InstanceId::parse(InstanceId::EXAMPLE).is_ok());
}

#[test]
fn reviews_explain_what_is_wrong() {
    use SurveyReview as R;
    assert_eq!(R::Received.changed(R::Approved), Ok(R::Approved));
    assert!(R::Approved.changed(R::Approved).is_err());
    assert!(R::Received.changed(R::Edited).is_err());
    assert!(R::Rejected.needs_comment() && !R::Approved.needs_comment());
}

/// What a store that goes by [`receive`] keeps.
#[derive(Default)]
struct Store {
    /// By instance: the hash of the body, and which answers it made.
    instances: BTreeMap<u8, (String, usize)>,
    answers: Vec<(SurveyResponseStatus, u8)>,
    counted: i32,
}

#[derive(Debug, Clone)]
enum Act {
    Submit {
        instance: u8,
        deprecated: Option<u8>,
        body: u8,
        complete: bool,
    },
    Delete(usize),
}

impl Store {
    fn submit(
        &mut self,
        own: u8,
        deprecated: Option<u8>,
        body: u8,
        complete: bool,
    ) -> Result<Reception, Unreceived> {
        let sha256 = format!("{deprecated:?}{body}{complete}");
        let known = self
            .instances
            .get(&own)
            .map(|(sha256, answers)| KnownInstance {
                sha256: sha256.clone(),
                is_deleted: self.answers[*answers].0 == SurveyResponseStatus::Deleted,
            });
        let place = deprecated
            .and_then(|one| self.instances.get(&one))
            .map(|(_, answers)| *answers);
        let current = place.map(|place| (self.answers[place].0, instance(self.answers[place].1)));
        let replaced = current.as_ref().map(|(status, instance_id)| Replaced {
            status: *status,
            instance_id,
        });
        let named = deprecated.map(instance);
        let reception = receive(&sha256, known.as_ref(), named.as_ref(), replaced)?;
        let after = if complete {
            SurveyResponseStatus::Completed
        } else {
            SurveyResponseStatus::Partial
        };
        match (reception, place) {
            (Reception::Again, _) => {}
            (Reception::Edit, Some(place)) => {
                let before = self.answers[place].0;
                let after = if before == SurveyResponseStatus::Completed {
                    before
                } else {
                    after
                };
                self.counted += i32::from(
                    is_counted(after, SurveyReview::Received)
                        && !is_counted(before, SurveyReview::Received),
                );
                self.answers[place] = (after, own);
                self.instances.insert(own, (sha256, place));
            }
            (Reception::New | Reception::Edit, _) => {
                self.counted += i32::from(is_counted(after, SurveyReview::Received));
                self.answers.push((after, own));
                self.instances.insert(own, (sha256, self.answers.len() - 1));
            }
        }
        Ok(reception)
    }

    fn delete(&mut self, which: usize) {
        if let Some(answers) = self.answers.get_mut(which) {
            self.counted -= i32::from(answers.0 == SurveyResponseStatus::Completed);
            answers.0 = SurveyResponseStatus::Deleted;
        }
    }
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        6 => (0u8..8, prop::option::of(0u8..8), 0u8..3, any::<bool>())
            .prop_map(|(instance, deprecated, body, complete)| Act::Submit { instance, deprecated, body, complete }),
        1 => (0usize..6).prop_map(Act::Delete),
    ]
}

proptest! {
    /// However submissions are repeated, edited and deleted, what counts is what is completed, each once; the same
    /// body again is the same answers, and what was deleted does not come back.
    #[test]
    fn answers_count_once(acts in prop::collection::vec(acts(), 0..40)) {
        let mut store = Store::default();
        for act in acts {
            match act {
                Act::Submit { instance, deprecated, body, complete } => {
                    let answers = store.answers.clone();
                    let first = store.submit(instance, deprecated, body, complete);
                    for (before, now) in answers.iter().zip(&store.answers) {
                        if before.0 == SurveyResponseStatus::Deleted {
                            prop_assert_eq!(before, now);
                        }
                    }
                    if first.is_ok() {
                        let (answers, counted) = (store.answers.clone(), store.counted);
                        prop_assert_eq!(store.submit(instance, deprecated, body, complete), Ok(Reception::Again));
                        prop_assert_eq!(store.submit(instance, deprecated, body + 10, complete), Err(Unreceived::InstanceReused));
                        prop_assert_eq!((&answers, counted), (&store.answers, store.counted));
                    }
                }
                Act::Delete(which) => store.delete(which),
            }
            let completed = store.answers.iter().filter(|one| one.0 == SurveyResponseStatus::Completed).count();
            prop_assert_eq!(store.counted, i32::try_from(completed).unwrap());
        }
    }
}

#[test]
fn rejected_answers_do_not_count() {
    use SurveyResponseStatus::{Completed, Deleted, Partial};
    for review in SurveyReview::ALL.iter().copied() {
        assert_eq!(
            is_counted(Completed, review),
            review != SurveyReview::Rejected
        );
        assert!(!is_counted(Partial, review) && !is_counted(Deleted, review));
    }
}
