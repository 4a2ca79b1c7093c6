//! From plan to end, and who may do what.

use domain_accounts::{GrantPlace, Role};
use domain_shared::DefinitionStatus;
use serde_json::json;
use tests::{e2e, open_campaign, survey_definition, survey_plan};

use super::{Stage, path, step};

e2e! {
    fn a_campaign_is_opened_and_closed_once(app) {
        let stage = Stage::set(app);
        let scientist = &stage.evaluator.client;
        let draft = stage.draft();
        let id = draft.text_at("/id");
        assert_eq!(draft.header("location"), Some(format!("http://hub.test/api/v1/survey-campaigns/{id}").as_str()));
        assert_eq!((draft.text_at("/status"), draft.text_at("/questionnaire_number")), ("draft".to_owned(), "1".to_owned()));
        assert_eq!(draft.text_at("/smallest_cell"), "5");
        let slots = draft.json()["points"][0]["slots"].clone();
        assert_eq!(slots, json!([{"category": "elderly", "minimum": 0}, {"category": "students", "minimum": 0}]));
        step(scientist, &id, "closing", &draft.etag()).expect_problem(409, "invalid_transition");
        let open = step(scientist, &id, "opening", &draft.etag()).expect(200);
        assert_eq!(open.text_at("/status"), "open");
        step(scientist, &id, "opening", &draft.etag()).expect_problem(412, "stale_version");
        let refused = step(scientist, &id, "opening", &open.etag()).expect_problem(409, "invalid_transition");
        assert_eq!(refused.json()["allowed"], json!(["edit", "close", "cancel"]));
        let closed = step(scientist, &id, "closing", &open.etag()).expect(200);
        assert_eq!(closed.text_at("/status"), "closed");
        scientist.patch(&path(&id), &closed.etag(), &json!({"title": "Altro"})).expect_problem(409, "invalid_transition");
        step(scientist, &id, "cancellation", &closed.etag()).expect_problem(409, "invalid_transition");
        scientist.send("POST", &format!("{}/opening", path(&id)), &[], b"").expect_problem(428, "precondition_required");
        let log = stage.admin.client.get(&format!("/audit-events?resource_id={id}")).expect(200);
        assert_eq!(log.json()["items"].as_array().map(Vec::len), Some(3));
    }
}

e2e! {
    fn nothing_is_opened_that_cannot_be_answered(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let scientist = &stage.evaluator.client;
        for status in [DefinitionStatus::Draft, DefinitionStatus::Retired] {
            let asked = world.questionnaire_with(stage.network, status, &survey_definition());
            let plan = survey_plan(asked, &[stage.points[0].id]);
            let id = scientist.post("/survey-campaigns", &plan).expect(201).text_at("/id");
            step(scientist, &id, "opening", "*").expect_problem(409, "conflict");
        }
        let mut plan = stage.plan();
        plan["first_day"] = json!("2026-10-01");
        plan["last_day"] = json!("2026-11-20");
        let id = scientist.post("/survey-campaigns", &plan).expect(201).text_at("/id");
        step(scientist, &id, "opening", "*").expect_problem(409, "conflict");
    }
}

e2e! {
    fn the_network_reads_and_its_scientists_write(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let id = stage.draft().text_at("/id");
        let reviewer = world.holder(Role::Reviewer, GrantPlace::Network(stage.network)).client;
        let _ = reviewer.get(&path(&id)).expect(200);
        let _ = stage.specialist.client.get(&format!("{}/progress", path(&id))).expect(200);
        stage.specialist.client.post("/survey-campaigns", &stage.plan()).expect_problem(403, "forbidden");
        stage.specialist.client.patch(&path(&id), "*", &json!({"title": "Altro"})).expect_problem(403, "forbidden");
        step(&stage.specialist.client, &id, "opening", "*").expect_problem(403, "forbidden");
        let stranger = world.admin(world.network()).client;
        stranger.get(&path(&id)).expect_problem(404, "not_found");
        stranger.get(&format!("{}/progress", path(&id))).expect_problem(404, "not_found");
        step(&stranger, &id, "opening", "*").expect_problem(404, "not_found");
        stranger.patch(&path(&id), "*", &json!({"title": "Altro"})).expect_problem(404, "not_found");
        let refused = stranger.post("/survey-campaigns", &stage.plan()).expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), super::pairs(&[("/questionnaire_id", "unknown_reference")]));
        assert!(stranger.get("/survey-campaigns").expect(200).ids().is_empty());
        let provider = world.provider(stage.network);
        let editor = world.holder(Role::ProviderEditor, GrantPlace::Provider(stage.network, provider.id)).client;
        editor.get("/survey-campaigns").expect_problem(403, "forbidden");
        editor.get(&path(&id)).expect_problem(404, "not_found");
    }
}

e2e! {
    fn campaigns_are_listed_by_their_days(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let scientist = &stage.evaluator.client;
        let other = world.questionnaire(stage.network);
        let mut ids = Vec::new();
        for month in ["07", "08", "09", "10"] {
            let mut plan = stage.plan();
            plan["first_day"] = json!(format!("2026-{month}-01"));
            ids.insert(0, scientist.post("/survey-campaigns", &plan).expect(201).text_at("/id"));
        }
        let far = open_campaign(scientist, &survey_plan(other, &[stage.points[1].id]));
        ids.insert(0, far.clone());
        let mut seen = Vec::new();
        let mut next = "/survey-campaigns?limit=2".to_owned();
        loop {
            let page = scientist.get(&next).expect(200);
            seen.extend(page.ids());
            match page.json()["next_cursor"].as_str() {
                Some(cursor) => next = format!("/survey-campaigns?limit=2&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(seen, ids);
        let count = |query: &str| scientist.get(&format!("/survey-campaigns?{query}")).expect(200).ids().len();
        assert_eq!((count("status=open"), count("status=draft"), count("status=closed")), (1, 4, 0));
        assert_eq!(count(&format!("questionnaire={other}")), 1);
        assert_eq!(count(&format!("point={}", stage.points[0].id)), 4);
        assert_eq!(count(&format!("point={}&status=open", stage.points[1].id)), 1);
    }
}
