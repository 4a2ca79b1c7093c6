//! Agreements that stand in each other's way.

use serde_json::{Value, json};
use tests::{Reply, e2e};

use super::{NOTHING, Stage, any};

/// What is said when it is sent.
fn sending(stage: &Stage, content: &Value) -> Reply {
    let id = stage.draft(content);
    let _ = any(&stage.admin.client, &id, "review-submission", NOTHING).expect(200);
    any(&stage.admin.client, &id, "sending", NOTHING)
}

e2e! {
    fn a_benefit_is_given_once(app) {
        let stage = Stage::set(app);
        let first = stage.signed(&stage.content(), "2026-11-20");
        let other = |change: &dyn Fn(&mut Value)| stage.content_with(|content| {
            content["scope"] = json!({"categories": ["employment"]});
            content["benefits"][0]["percentage"] = json!("20");
            change(content);
        });
        let refused = sending(&stage, &other(&|_| ())).expect_problem(409, "benefit_overlap");
        assert_eq!(refused.text_at("/conflicting_id"), first);
        assert!(refused.text_at("/detail").contains("Convenzione con l'ente") && refused.text_at("/detail").contains(&first));
        assert_eq!(refused.mistakes(), super::pairs(&[("/benefits/0", "benefit_overlap")]));
        let day_after = json!({"from": "2028-01-01", "until": "2028-12-31"});
        let last_day = json!({"from": "2027-12-31", "until": "2028-12-31"});
        sending(&stage, &other(&|content| content["validity"] = last_day.clone())).expect_problem(409, "benefit_overlap");
        for change in [
            &(|content: &mut Value| content["validity"] = day_after.clone()) as &dyn Fn(&mut Value),
            &|content| content["benefits"][0]["audience"] = json!("card_holder"),
            &|content| content["benefits"][0] = json!({"kind": "priority", "audience": "member"}),
            &|content| content["benefits"][0]["categories"] = json!(["employment"]),
            &|content| content["parties"][0]["id"] = json!(app.world().point(stage.network).id),
            &|content| content["parties"][1]["id"] = json!(app.world().provider(stage.network).id),
        ] {
            let _ = sending(&stage, &other(change)).expect(200);
        }
    }
}

e2e! {
    fn what_everyone_gains_is_given_once_by_a_provider(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let everyone = |content: &mut Value| content["benefits"][0]["audience"] = json!("everyone");
        let first = stage.signed(&stage.content_with(everyone), "2026-11-20");
        let elsewhere = stage.content_with(|content| {
            everyone(content);
            content["parties"][0]["id"] = json!(world.point(stage.network).id);
        });
        let refused = sending(&stage, &elsewhere).expect_problem(409, "benefit_overlap");
        assert_eq!(refused.text_at("/conflicting_id"), first);
    }
}

e2e! {
    fn the_same_is_agreed_once(app) {
        let stage = Stage::set(app);
        let bare = |change: &dyn Fn(&mut Value)| stage.content_with(|content| {
            content["benefits"] = json!([]);
            change(content);
        });
        let first = stage.signed(&bare(&|_| ()), "2026-11-20");
        let refused = sending(&stage, &bare(&|content| content["validity"]["from"] = json!("2027-12-31"))).expect_problem(409, "agreement_overlap");
        assert_eq!(refused.text_at("/conflicting_id"), first);
        assert!(refused.text_at("/detail").contains(&first));
        let _ = sending(&stage, &bare(&|content| content["scope"] = json!({"categories": ["employment"]}))).expect(200);
        let _ = sending(&stage, &bare(&|content| content["validity"] = json!({"from": "2028-01-01"}))).expect(200);
        let ended = json!({"ended_on": "2027-06-30", "reason": "Sede chiusa."});
        let _ = any(&stage.admin.client, &first, "termination", ended).expect(200);
        let _ = sending(&stage, &bare(&|content| content["validity"]["from"] = json!("2027-07-01"))).expect(200);
    }
}

e2e! {
    fn two_that_were_sent_before_either_was_signed_meet_at_the_signature(app) {
        let stage = Stage::set(app);
        let (one, two) = (stage.sent(&stage.content()), stage.sent(&stage.content()));
        stage.sign(&one, "2026-11-20");
        let _ = any(&stage.editor.client, &two, "acceptance", NOTHING).expect(200);
        let day = |party: u8| json!({"party": party, "signed_on": "2026-11-20"});
        let _ = any(&stage.admin.client, &two, "signatures", day(0)).expect(200);
        let refused = any(&stage.admin.client, &two, "signatures", day(1)).expect_problem(409, "benefit_overlap");
        assert_eq!(refused.text_at("/conflicting_id"), one);
        let read = stage.read(&two);
        assert_eq!((read.text_at("/status"), read.json()["signatures"].as_array().map(Vec::len)), ("sent".to_owned(), Some(1)), "nothing half written");
        // Where the first is ended before it comes into force, the second can be signed.
        let ended = json!({"ended_on": "2026-11-30", "reason": "Sostituita."});
        let _ = any(&stage.admin.client, &one, "termination", ended).expect(200);
        let signed = any(&stage.admin.client, &two, "signatures", day(1)).expect(200);
        assert_eq!(signed.text_at("/status"), "signed");
    }
}
