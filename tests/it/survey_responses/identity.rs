//! What is new, the same again, an edit, deleted.

use serde_json::json;
use tests::e2e;

use super::{Stage, edit_of, instance, pairs};

e2e! {
    fn the_same_again_is_the_same_response(app) {
        let stage = Stage::set(app);
        let client = &stage.specialist.client;
        let submission = stage.submission();
        let first = stage.submit(client, &submission).expect(201);
        let id = first.text_at("/id");
        assert!(first.header("location").is_some_and(|at| at.ends_with(&format!("/responses/{id}"))));
        assert_eq!(first.json()["answers"]["doppio"], json!(8.0), "what is computed is kept");
        assert_eq!(first.text_at("/interviewer_id"), stage.specialist.id.to_string());
        let again = stage.submit(client, &submission).expect(200);
        assert_eq!((again.json(), again.etag()), (first.json(), first.etag()));
        let other = stage.submission_with(|one| { one["instance_id"] = submission["instance_id"].clone(); one["answers"]["voto"] = json!(2); });
        stage.submit(client, &other).expect_problem(409, "instance_reused");
        assert_eq!(stage.counts(), (1, 0, 1));
    }
}

e2e! {
    fn partial_answers_are_resumed_and_then_count_once(app) {
        let stage = Stage::set(app);
        let client = &stage.specialist.client;
        let begun = stage.submission_with(|one| { one["complete"] = json!(false); one["consent"] = json!(false); one["answers"] = json!({"voto": 2, "usa": "si"}); });
        let first = stage.submit(client, &begun).expect(201);
        assert_eq!((first.text_at("/status"), stage.counts()), ("partial".to_owned(), (0, 1, 0)));
        let rest = edit_of(&begun, |one| { one["complete"] = json!(true); one["answers"] = json!({"voto": 5}); });
        let refused = stage.submit(client, &rest).expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), pairs(&[("/answers/quante", "required"), ("/consent", "consent_required")]));
        let rest = edit_of(&begun, |one| { one["complete"] = json!(true); one["consent"] = json!(true); one["answers"] = json!({"voto": 5, "quante": 1}); });
        let done = stage.submit(client, &rest).expect(200);
        assert_eq!((done.text_at("/id"), done.text_at("/status")), (first.text_at("/id"), "completed".to_owned()));
        assert_eq!(done.json()["answers"], json!({"voto": 5.0, "usa": "si", "quante": 1.0, "doppio": 10.0}));
        assert_eq!(stage.counts(), (1, 0, 1));
        let correction = edit_of(&rest, |one| one["answers"] = json!({"voto": 1, "usa": "no"}));
        let correction = { let mut one = correction; one["channel"] = json!("phone"); one };
        let corrected = stage.submit(&stage.admin.client, &correction).expect(200);
        assert_eq!((corrected.text_at("/channel"), corrected.text_at("/interviewer_id")), ("desk".to_owned(), stage.specialist.id.to_string()));
        assert_eq!((corrected.text_at("/review"), corrected.json()["answers"].clone()), ("edited".to_owned(), json!({"voto": 1.0, "usa": "no", "doppio": 2.0})));
        let back = edit_of(&correction, |one| one["complete"] = json!(false));
        assert_eq!(stage.submit(client, &back).expect(422).mistakes(), pairs(&[("/complete", "completed_stays")]));
        let late = edit_of(&rest, |one| one["answers"]["voto"] = json!(3));
        stage.submit(client, &late).expect_problem(409, "instance_superseded");
        let nowhere = edit_of(&stage.submission(), |_| {});
        assert_eq!(stage.submit(client, &nowhere).expect(422).mistakes(), pairs(&[("/deprecated_id", "unknown_reference")]));
        assert_eq!(stage.counts(), (1, 0, 1));
    }
}

e2e! {
    fn an_edit_stays_where_the_answers_are(app) {
        let stage = Stage::set(app);
        let client = &stage.admin.client;
        let submission = stage.submission();
        let _ = stage.submit(client, &submission).expect(201);
        let moved = edit_of(&submission, |one| { one["point_id"] = json!(stage.points[1].id); one["category"] = json!("students"); });
        let refused = stage.submit(client, &moved).expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), pairs(&[("/category", "edit_moves"), ("/point_id", "edit_moves")]));
    }
}

e2e! {
    fn every_mistake_of_a_submission_is_told_at_once(app) {
        let stage = Stage::with(app, |plan| plan["channels"] = json!(["desk"]));
        let client = &stage.specialist.client;
        let wrong = stage.submission_with(|one| {
            one["channel"] = json!("phone");
            one["category"] = json!("workers");
            one["consent"] = json!(false);
            one["answers"] = json!({"voto": 9, "usa": "no", "quante": 3, "boh": 1});
        });
        let refused = stage.submit(client, &wrong).expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), pairs(&[
            ("/answers/boh", "unknown_question"), ("/answers/quante", "answer_not_relevant"), ("/answers/voto", "not_on_scale"),
            ("/category", "category_not_asked"), ("/channel", "channel_not_used"), ("/consent", "consent_required"),
        ]));
        let bare = json!({"instance_id": "x", "answers": {}});
        let told = client.post(&stage.path("responses"), &bare).expect_problem(422, "invalid_content").mistakes();
        for pointer in ["/instance_id", "/channel", "/point_id", "/category"] {
            assert!(told.iter().any(|(at, _)| at == pointer), "{pointer} in {told:?}");
        }
        let linked = stage.submission_with(|one| one["channel"] = json!("link"));
        assert_eq!(stage.submit(client, &linked).expect(422).mistakes(), pairs(&[("/channel", "channel_not_used")]));
        let named = stage.submission_with(|one| one["respondent_id"] = json!(instance()));
        let told = stage.submit(client, &named).expect(422).mistakes();
        assert_eq!(told, pairs(&[("/category", "follows_from_respondent"), ("/point_id", "follows_from_respondent")]));
    }
}

e2e! {
    fn a_respondent_has_one_response(app) {
        let stage = Stage::set(app);
        let client = &stage.specialist.client;
        let respondent = stage.respondent();
        let begun = { let mut one = stage.submission_of(&respondent); one["complete"] = json!(false); one };
        let first = stage.submit(client, &begun).expect(201);
        let of_respondent = |pointer: &str| client.get(&stage.path(&format!("respondents/{respondent}"))).expect(200).text_at(pointer);
        assert_eq!(of_respondent("/disposition"), "started");
        let refused = stage.submit(client, &stage.submission_of(&respondent)).expect_problem(409, "already_answered");
        assert_eq!(refused.text_at("/conflicting_id"), first.text_at("/id"));
        let done = edit_of(&begun, |one| one["complete"] = json!(true));
        let _ = stage.submit(client, &done).expect(200);
        assert_eq!(of_respondent("/disposition"), "completed");
        stage.submit(client, &stage.submission_of(&respondent)).expect_problem(409, "already_answered");
        assert_eq!(stage.counts(), (1, 0, 1));
    }
}

e2e! {
    fn what_was_deleted_does_not_come_back(app) {
        let stage = Stage::set(app);
        let client = &stage.specialist.client;
        let respondent = stage.respondent();
        let submission = stage.submission_of(&respondent);
        let made = stage.submit(client, &submission).expect(201);
        let path = stage.path(&format!("responses/{}", made.text_at("/id")));
        client.delete(&path, &made.etag()).expect_problem(403, "forbidden");
        stage.coordinator.client.delete(&path, "\"7.x\"").expect_problem(412, "stale_version");
        let _ = stage.coordinator.client.delete(&path, &made.etag()).expect(204);
        assert_eq!(stage.counts(), (0, 0, 0));
        client.get(&path).expect_problem(404, "not_found");
        assert!(client.get(&stage.path("responses")).expect(200).ids().is_empty());
        stage.submit(client, &submission).expect_problem(409, "response_deleted");
        stage.submit(client, &edit_of(&submission, |_| {})).expect_problem(409, "response_deleted");
        let who = client.get(&stage.path(&format!("respondents/{respondent}"))).expect(200);
        assert_eq!(who.text_at("/disposition"), "contacted");
        let _ = stage.submit(client, &stage.submission_of(&respondent)).expect(201);
        assert_eq!(stage.counts(), (1, 0, 1));
    }
}

e2e! {
    fn a_campaign_takes_answers_on_its_days_only(app) {
        let stage = Stage::set(app);
        let submission = stage.submission();
        let _ = stage.submit(&stage.specialist.client, &submission).expect(201);
        app.clock.set("2026-12-31T22:59:00Z");
        let late = app.world().session(stage.specialist.id);
        let _ = stage.submit(&late, &stage.submission()).expect(201);
        app.clock.set("2026-12-31T23:01:00Z");
        let late = app.world().session(stage.specialist.id);
        stage.submit(&late, &stage.submission()).expect_problem(409, "campaign_closed");
        let _ = stage.submit(&late, &submission).expect(200);
        app.clock.set("2026-12-01T09:00:00Z");
        let admin = app.world().session(stage.admin.id);
        let _ = admin.send("POST", &stage.path("closing"), &[("if-match", "*")], b"").expect(200);
        let specialist = app.world().session(stage.specialist.id);
        stage.submit(&specialist, &stage.submission()).expect_problem(409, "campaign_closed");
        stage.submit(&specialist, &edit_of(&submission, |_| {})).expect_problem(409, "campaign_closed");
    }
}
