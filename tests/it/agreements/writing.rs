//! Writing agreements: mistakes, changes, deletion.

use serde_json::json;
use tests::e2e;

use super::{NOTHING, Stage, any, pairs};

e2e! {
    fn every_mistake_is_named_at_once(app) {
        let stage = Stage::set(app);
        let foreign = app.world().provider(app.world().network());
        let wrong = stage.admin.client.post("/agreements", &stage.content_with(|content| {
            content["parties"] = json!([
                {"side": "counterpart", "kind": "provider", "id": foreign.id},
                {"side": "network", "kind": "point", "id": stage.point.id},
                {"side": "counterpart", "kind": "provider", "id": "01930000-0000-7000-8000-0000000000ff"},
            ]);
            content["template"]["number"] = json!(7);
            content["scope"] = json!({
                "categories": ["nothing-like-it", "employment"],
                "cards": ["01930000-0000-7000-8000-0000000000ff"],
                "territory": {"municipalities": ["Z999", "C573"]},
            });
        })).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), pairs(&[
            ("/parties/0/id", "unknown_reference"), ("/parties/2/id", "unknown_reference"),
            ("/scope/cards/0", "unknown_reference"), ("/scope/categories/0", "unknown_reference"),
            ("/scope/territory/municipalities/0", "unknown_reference"),
            ("/template/number", "unknown_reference"),
        ]));
        let wrong = stage.admin.client.post("/agreements", &stage.content_with(|content| {
            content["validity"] = json!({"from": "2027-12-31", "until": "2027-01-01"});
            content["renewal"] = json!({"months": 0});
            content["benefits"] = json!([
                {"kind": "percentage", "percentage": "100.01", "audience": "member"},
                {"kind": "fixed_amount", "audience": "nobody"},
            ]);
            content["signatories"][1]["party"] = json!(9);
            content["colour"] = json!("blu");
        })).expect_problem(422, "invalid_content");
        let told = wrong.mistakes();
        for (pointer, code) in [
            ("/validity/until", "period_ends_before_start"), ("/benefits/0/percentage", "percentage_invalid"),
            ("/benefits/1/amount", "benefit_needs_amount"), ("/signatories/1/party", "signatory_of_no_party"),
        ] {
            assert!(told.contains(&(pointer.to_owned(), code.to_owned())), "{pointer}: {told:?}");
        }
        for pointer in ["/renewal/months", "/benefits/1/audience", "/colour"] {
            assert!(told.iter().any(|(one, _)| one == pointer), "{pointer}: {told:?}");
        }
        assert!(stage.admin.client.get("/agreements").expect(200).ids().is_empty(), "nothing half written");
    }
}

e2e! {
    fn benefits_lie_within_the_scope(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let card = |category: &str| world.card_with(&stage.provider, |content| {
            content["main_category"] = json!(category);
            content["other_categories"] = json!([]);
        }).id.to_string();
        let (inside, outside) = (card("youth-job-placement"), card("travel"));
        let other = world.card(&world.provider(stage.network)).id.to_string();
        let benefit = |member: &str, value: &str| {
            let mut benefit = json!({"kind": "free", "audience": "everyone"});
            benefit[member] = json!([value]);
            benefit
        };
        let wrong = stage.admin.client.post("/agreements", &stage.content_with(|content| {
            content["scope"] = json!({"categories": ["employment"], "cards": [other]});
            content["benefits"] = json!([
                benefit("cards", &inside), benefit("cards", &outside), benefit("cards", &other),
                benefit("categories", "youth-job-placement"), benefit("categories", "travel"),
            ]);
        })).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), pairs(&[
            ("/benefits/1/cards/0", "benefit_outside_scope"), ("/benefits/2/cards/0", "card_of_no_party"),
            ("/benefits/4/categories/0", "benefit_outside_scope"), ("/scope/cards/0", "card_of_no_party"),
        ]));
        let wrong = stage.admin.client.post("/agreements", &stage.content_with(|content| {
            content["scope"] = json!({"territory": {"regions": ["01"]}});
            content["benefits"] = json!([benefit("cards", &inside)]);
        })).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), pairs(&[("/benefits/0/cards/0", "benefit_outside_scope")]), "the card is in Cesena");
        let good = stage.content_with(|content| {
            content["scope"] = json!({"cards": [outside, inside], "territory": {"regions": ["08"]}});
            content["benefits"] = json!([benefit("cards", &inside)]);
        });
        let _ = stage.admin.client.post("/agreements", &good).expect(201);
    }
}

e2e! {
    fn a_draft_is_changed_and_deleted(app) {
        let stage = Stage::set(app);
        let client = &stage.coordinator.client;
        let made = client.post("/agreements", &stage.content()).expect(201);
        let path = format!("/agreements/{}", made.text_at("/id"));
        let patch = json!({"title": "Convenzione nuova", "benefits": null, "validity": {"until": null}, "notice_days": 30});
        let changed = client.patch(&path, &made.etag(), &patch).expect(200);
        assert_eq!(changed.text_at("/content/title"), "Convenzione nuova");
        assert_eq!(changed.json()["content"]["validity"], json!({"from": "2027-01-01"}));
        assert_eq!(changed.json()["content"]["benefits"], json!([]));
        client.patch(&path, &made.etag(), &patch).expect_problem(412, "stale_version");
        client.send("PATCH", &path, &[("content-type", "application/merge-patch+json")], b"{}").expect_problem(428, "precondition_required");
        let wrong = client.patch(&path, &changed.etag(), &json!({"renewal": {"months": 12}})).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), pairs(&[("/renewal", "renewal_needs_end")]));
        let own = client.patch(&path, &changed.etag(), &json!({"parties": [], "signatories": []})).expect_problem(422, "invalid_content");
        assert_eq!(own.mistakes(), pairs(&[("/parties", "own_point_missing")]));
        client.delete(&path, &made.etag()).expect_problem(412, "stale_version");
        let _ = client.delete(&path, &changed.etag()).expect(204);
        client.get(&path).expect_problem(404, "not_found");
        let id = stage.draft(&stage.content());
        let _ = any(&stage.admin.client, &id, "review-submission", NOTHING).expect(200);
        stage.admin.client.delete(&format!("/agreements/{id}"), "*").expect_problem(409, "invalid_transition");
    }
}

e2e! {
    fn a_template_must_be_active_when_it_is_chosen(app) {
        let stage = Stage::set(app);
        let admin = &stage.admin.client;
        let id = stage.draft(&stage.content());
        let path = format!("/agreement-templates/{}/versions/1/retirement", stage.template);
        let _ = admin.send("POST", &path, &[("if-match", "*")], b"").expect(200);
        let wrong = admin.post("/agreements", &stage.content()).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), pairs(&[("/template/number", "template_not_active")]));
        let _ = admin.patch(&format!("/agreements/{id}"), "*", &json!({"title": "Ancora"})).expect(200);
        let _ = any(admin, &id, "review-submission", NOTHING).expect(200);
        let world = app.world();
        let foreign = world.network();
        let theirs = super::template(&world.admin(foreign).client, foreign);
        let choice = |template: &str, kind: &str| stage.content_with(|content| {
            content["template"] = json!({"template_id": template, "number": 1});
            content["kind"] = json!(kind);
        });
        let wrong = admin.post("/agreements", &choice(&theirs, "service_convention")).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), pairs(&[("/template/template_id", "unknown_reference")]));
        let fresh = super::template(admin, stage.network);
        let wrong = admin.post("/agreements", &choice(&fresh, "framework")).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), pairs(&[("/template/template_id", "template_of_other_kind")]));
    }
}

e2e! {
    fn the_same_request_writes_one_agreement(app) {
        let stage = Stage::set(app);
        let client = stage.admin.client.with_header("idempotency-key", "accordo-1");
        let (one, two) = (client.post("/agreements", &stage.content()).expect(201), client.post("/agreements", &stage.content()).expect(201));
        assert_eq!(one.text, two.text);
        assert_eq!(stage.admin.client.get("/agreements").expect(200).ids().len(), 1);
    }
}
