//! Amendments and renewals.

use serde_json::{Value, json};
use tests::{Reply, e2e};

use super::{NOTHING, Stage, any, because, pairs, step};

/// Submits, sends and signs a draft.
fn carry_through(stage: &Stage, id: &str, day: &str) {
    for name in ["review-submission", "sending"] {
        let _ = any(&stage.admin.client, id, name, NOTHING).expect(200);
    }
    stage.sign(id, day);
}

fn days(reply: &Reply) -> Value {
    reply.json()["content"]["validity"].clone()
}

e2e! {
    fn a_renewal_follows_and_an_amendment_takes_its_place(app) {
        let stage = Stage::set(app);
        let client = &stage.coordinator.client;
        let old = stage.signed(&stage.content(), "2026-11-20");
        let path = format!("/agreements/{old}");
        let etag = client.get(&path).expect(200).etag();
        step(client, &old, "renewals", "\"1.0\"", NOTHING).expect_problem(412, "stale_version");
        let renewal = step(client, &old, "renewals", &etag, NOTHING).expect(201);
        let new = renewal.text_at("/id");
        assert!(renewal.header("location").unwrap().ends_with(&new));
        assert_eq!(renewal.text_at("/status"), "draft");
        assert_eq!(renewal.json()["predecessor"], json!({"agreement_id": old, "relation": "renewal"}));
        assert_eq!(days(&renewal), json!({"from": "2028-01-01", "until": "2028-12-31"}));
        assert_eq!(renewal.json()["content"]["benefits"], stage.read(&old).json()["content"]["benefits"]);
        assert_eq!(stage.read(&old).json()["successors"], json!([{"agreement_id": new, "relation": "renewal", "status": "draft"}]));
        assert_eq!(stage.manager.client.get(&path).expect(200).json()["successors"], json!([]), "nothing was sent yet");
        let early = json!({"validity": {"from": "2026-12-31"}});
        let wrong = client.patch(&format!("/agreements/{new}"), "*", &early).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), pairs(&[("/validity/from", "starts_before_predecessor")]));

        // In the middle of 2027 it is amended: the new text holds from then on, the old one until the day before.
        app.clock.set("2027-06-14T22:30:00Z");
        let admin = app.world().session(stage.admin.id);
        let amendment = any(&admin, &old, "amendments", NOTHING).expect(201);
        let changed = amendment.text_at("/id");
        assert_eq!(days(&amendment), json!({"from": "2027-06-15", "until": "2027-12-31"}));
        app.clock.set("2026-11-21T09:00:00Z");
        carry_through(&stage, &changed, "2026-11-21");
        let before = stage.read(&old);
        assert_eq!((before.text_at("/superseded_from"), before.text_at("/term/last_day")), ("2027-06-15".to_owned(), "2027-06-14".to_owned()));
        for (at, former, latter) in [("2027-06-14T12:00:00Z", "expiring", "upcoming"), ("2027-06-14T22:00:00Z", "expired", "active")] {
            app.clock.set(at);
            let admin = app.world().session(stage.admin.id);
            let standing = |id: &str| admin.get(&format!("/agreements/{id}")).expect(200).text_at("/standing");
            assert_eq!((standing(&old).as_str(), standing(&changed).as_str()), (former, latter), "{at}");
        }
        // Its place is taken: the renewal of the old one cannot be sent any more.
        app.clock.set("2026-11-21T09:00:00Z");
        let _ = any(&stage.admin.client, &new, "review-submission", NOTHING).expect(200);
        let taken = any(&stage.admin.client, &new, "sending", NOTHING).expect_problem(409, "conflict");
        assert_eq!(taken.mistakes(), pairs(&[("", "predecessor_superseded")]));
        any(&stage.admin.client, &old, "amendments", NOTHING).expect_problem(409, "conflict");
        let next = any(&stage.admin.client, &changed, "renewals", NOTHING).expect(201);
        assert_eq!(next.text_at("/content/validity/from"), "2028-01-01");
    }
}

e2e! {
    fn a_second_signed_successor_is_refused(app) {
        let stage = Stage::set(app);
        let admin = &stage.admin.client;
        let old = stage.signed(&stage.content(), "2026-11-20");
        let (one, two) = (any(admin, &old, "amendments", NOTHING).expect(201).text_at("/id"), any(admin, &old, "renewals", NOTHING).expect(201).text_at("/id"));
        for id in [&one, &two] {
            for name in ["review-submission", "sending"] {
                let _ = any(admin, id, name, NOTHING).expect(200);
            }
        }
        stage.sign(&one, "2026-11-20");
        let _ = any(&stage.editor.client, &two, "acceptance", NOTHING).expect(200);
        let day = |party: u8| json!({"party": party, "signed_on": "2026-11-20"});
        let _ = any(admin, &two, "signatures", day(0)).expect(200);
        let refused = any(admin, &two, "signatures", day(1)).expect_problem(409, "conflict");
        assert_eq!(refused.mistakes(), pairs(&[("", "predecessor_superseded")]));
        assert_eq!(stage.read(&two).text_at("/status"), "sent");
    }
}

e2e! {
    fn only_what_was_signed_is_changed_or_followed(app) {
        let stage = Stage::set(app);
        let admin = &stage.admin.client;
        let draft = stage.draft(&stage.content());
        for name in ["amendments", "renewals"] {
            let refused = any(admin, &draft, name, NOTHING).expect_problem(409, "invalid_transition");
            assert_eq!(refused.json()["allowed"], json!(["edit", "submit", "cancel"]));
        }
        let _ = any(admin, &draft, "cancellation", because()).expect(200);
        any(admin, &draft, "renewals", NOTHING).expect_problem(409, "invalid_transition");
        let seasonal = stage.content_with(|content| {
            content["benefits"] = json!([
                {"kind": "percentage", "percentage": "10", "audience": "member", "period": {"from": "2027-06-01", "until": "2027-08-31"}},
                {"kind": "free", "audience": "card_holder", "period": {"from": "2027-12-01", "until": "2027-12-31"}},
            ]);
            content["validity"] = json!({"from": "2027-03-01", "until": "2028-02-29"});
        });
        let ended = stage.signed(&seasonal, "2026-11-20");
        let _ = any(admin, &ended, "termination", json!({"ended_on": "2027-12-10", "reason": "Sede chiusa."})).expect(200);
        any(admin, &ended, "amendments", NOTHING).expect_problem(409, "invalid_transition");
        let renewal = any(admin, &ended, "renewals", NOTHING).expect(201);
        assert_eq!(days(&renewal), json!({"from": "2027-12-11", "until": "2028-12-10"}), "as long as the year that was agreed");
        let benefits = renewal.json()["content"]["benefits"].clone();
        assert_eq!(benefits.as_array().map(Vec::len), Some(1));
        assert_eq!(benefits[0]["period"], json!({"from": "2027-12-11", "until": "2027-12-31"}));
    }
}
