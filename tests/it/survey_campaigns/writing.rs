//! Planning and changing.

use serde_json::json;
use tests::e2e;

use super::{Stage, pairs, path, step};

e2e! {
    fn every_mistake_of_a_plan_is_told_at_once(app) {
        let stage = Stage::set(app);
        let foreign = app.world().point(app.world().network());
        let mut plan = stage.plan();
        plan["title"] = json!("");
        plan["last_day"] = json!("2026-10-31");
        plan["channels"] = json!(["fax"]);
        plan["categories"][1]["code"] = json!("elderly");
        plan["smallest_cell"] = json!(2);
        plan["points"] = json!([
            {"point_id": stage.points[0].id, "minimum": 30, "cap": 20},
            {"point_id": stage.points[0].id, "slots": [{"category": "workers", "minimum": 1}, {"category": "elderly", "minimum": 1, "cap": 0}]},
        ]);
        let refused = stage.evaluator.client.post("/survey-campaigns", &plan).expect_problem(422, "invalid_content");
        let told = refused.mistakes();
        for (pointer, code) in [
            ("/last_day", "period_ends_before_start"), ("/categories/1/code", "duplicate"),
            ("/points/0/cap", "cap_below_minimum"), ("/points/1/slots/0/category", "category_unknown"),
        ] {
            assert!(told.contains(&(pointer.to_owned(), code.to_owned())), "{pointer} in {told:?}");
        }
        for pointer in ["/title", "/channels/0", "/smallest_cell", "/points/1/slots/1/cap"] {
            assert!(told.iter().any(|(at, _)| at == pointer), "{pointer} in {told:?}");
        }
        let mut plan = stage.plan();
        plan["points"][1]["point_id"] = json!(foreign.id);
        let refused = stage.evaluator.client.post("/survey-campaigns", &plan).expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), pairs(&[("/points/1/point_id", "unknown_reference")]));
        let mut plan = stage.plan();
        plan["questionnaire_number"] = json!(7);
        let refused = stage.evaluator.client.post("/survey-campaigns", &plan).expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), pairs(&[("/questionnaire_number", "unknown_reference")]));
    }
}

e2e! {
    fn a_draft_changes_freely_and_an_open_campaign_within_limits(app) {
        let stage = Stage::set(app);
        let scientist = &stage.evaluator.client;
        let draft = stage.draft();
        let id = draft.text_at("/id");
        let one = stage.points[0].id;
        let quotas = json!([{"point_id": one, "minimum": 30, "cap": 40, "slots": [{"category": "elderly", "minimum": 5, "cap": 10}, {"category": "students", "minimum": 5}]}]);
        let changed = scientist.patch(&path(&id), &draft.etag(), &json!({
            "first_day": "2026-11-10", "description": "Almeno trenta persone.", "consent": null, "points": quotas,
        })).expect(200);
        assert_eq!(changed.json()["points"], quotas);
        assert!(changed.json().get("consent").is_none());
        scientist.patch(&path(&id), &draft.etag(), &json!({"title": "Altro"})).expect_problem(412, "stale_version");
        let open = step(scientist, &id, "opening", &changed.etag()).expect(200);
        let refused = scientist.patch(&path(&id), &open.etag(), &json!({
            "first_day": "2026-11-01", "anonymous": true, "smallest_cell": 3,
            "consent": {"text": {"it": "Sì"}, "required": true},
            "points": [{"point_id": one, "minimum": 30, "cap": 35, "slots": [{"category": "elderly", "minimum": 5}]}],
        })).expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), pairs(&[
            ("/anonymous", "fixed_once_open"), ("/consent", "fixed_once_open"), ("/first_day", "fixed_once_open"),
            ("/points/0/cap", "cap_lowered"), ("/points/0/slots", "fixed_once_open"), ("/smallest_cell", "fixed_once_open"),
        ]));
        let more = json!([
            {"point_id": one, "minimum": 35, "cap": 60, "slots": [{"category": "elderly", "minimum": 5}, {"category": "students", "minimum": 5}]},
            {"point_id": stage.points[1].id, "minimum": 10, "slots": [{"category": "students", "minimum": 0}]},
        ]);
        let amended = scientist.patch(&path(&id), &open.etag(), &json!({"last_day": "2027-01-31", "points": more})).expect(200);
        assert_eq!((amended.text_at("/last_day"), amended.json()["points"].clone()), ("2027-01-31".to_owned(), more));
        let other = app.world().questionnaire(stage.network);
        let refused = scientist.patch(&path(&id), &amended.etag(), &json!({"questionnaire_id": other})).expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), pairs(&[("/questionnaire_number", "fixed_once_open")]));
    }
}

e2e! {
    fn of_two_changes_at_once_one_is_made(app) {
        let stage = Stage::set(app);
        let draft = stage.draft();
        let (id, etag) = (draft.text_at("/id"), draft.etag());
        let open = || step(&stage.evaluator.client, &id, "opening", &etag).status;
        let change = || stage.admin.client.patch(&path(&id), &etag, &json!({"title": "Altro"})).status;
        let mut statuses = std::thread::scope(|scope| {
            let (one, two) = (scope.spawn(open), scope.spawn(change));
            [one.join().unwrap(), two.join().unwrap()]
        });
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
    }
}

e2e! {
    fn progress_counts_from_nothing(app) {
        let stage = Stage::set(app);
        let mut plan = stage.plan();
        plan["points"] = json!([{"point_id": stage.points[0].id, "minimum": 4, "slots": [{"category": "elderly", "minimum": 3}, {"category": "students", "minimum": 2, "cap": 2}]}]);
        let id = tests::open_campaign(&stage.evaluator.client, &plan);
        let progress = stage.specialist.client.get(&format!("{}/progress", path(&id))).expect(200).json();
        assert_eq!((&progress["needed"], &progress["completed"], &progress["complete"], &progress["on"]), (&json!(5), &json!(0), &json!(false), &json!("2026-11-21")));
        let point = &progress["points"][0];
        assert_eq!((&point["behind"], &point["needed"], &point["minimum"]), (&json!(true), &json!(5), &json!(4)));
        assert_eq!(point["slots"][1], json!({"category": "students", "minimum": 2, "cap": 2, "completed": 0, "partial": 0, "complete": false, "full": false}));
    }
}
