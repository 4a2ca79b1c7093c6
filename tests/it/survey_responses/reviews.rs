//! What reviewers say, and lists.

use serde_json::json;
use tests::e2e;

use super::{Stage, edit_of, pairs};

e2e! {
    fn reviews_stay_and_an_edit_asks_for_another(app) {
        let stage = Stage::set(app);
        let submission = stage.submission();
        let made = stage.submit(&stage.specialist.client, &submission).expect(201);
        let path = stage.path(&format!("responses/{}/reviews", made.text_at("/id")));
        let say = |etag: &str, body: serde_json::Value| {
            let headers = [("content-type", "application/json"), ("if-match", etag)];
            stage.coordinator.client.send("POST", &path, &headers, body.to_string().as_bytes())
        };
        let refused = say(&made.etag(), json!({"review": "has_issues"})).expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), pairs(&[("/comment", "required")]));
        let doubted = say(&made.etag(), json!({"review": "has_issues", "comment": "Tre volte?"})).expect(200);
        assert_eq!(doubted.text_at("/review"), "has_issues");
        say(&made.etag(), json!({"review": "approved"})).expect_problem(412, "stale_version");
        let edit = edit_of(&submission, |one| one["answers"]["quante"] = json!(2));
        let edited = stage.submit(&stage.specialist.client, &edit).expect(200);
        assert_eq!(edited.text_at("/review"), "edited");
        let approved = say(&edited.etag(), json!({"review": "approved"})).expect(200);
        let again = say(&approved.etag(), json!({"review": "approved"})).expect_problem(409, "invalid_transition");
        assert_eq!(again.json()["allowed"], json!(["has_issues", "rejected"]));
        say(&approved.etag(), json!({"review": "edited"})).expect_problem(409, "invalid_transition");
        let notes = stage.specialist.client.get(&path).expect(200).json();
        let said: Vec<_> = notes["items"].as_array().unwrap().iter().map(|note| (note["number"].clone(), note["review"].clone())).collect();
        assert_eq!(said, [(json!(2), json!("approved")), (json!(1), json!("has_issues"))]);
        let begun = stage.submission_with(|one| one["complete"] = json!(false));
        let begun = stage.submit(&stage.specialist.client, &begun).expect(201);
        let path = stage.path(&format!("responses/{}/reviews", begun.text_at("/id")));
        let headers = [("content-type", "application/json"), ("if-match", "*")];
        stage.coordinator.client.send("POST", &path, &headers, br#"{"review": "approved"}"#).expect_problem(409, "invalid_transition");
    }
}

e2e! {
    fn responses_are_listed_and_filtered(app) {
        let stage = Stage::set(app);
        let (client, admin) = (&stage.specialist.client, &stage.admin.client);
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(stage.submit(client, &stage.submission()).expect(201).text_at("/id"));
        }
        let begun = stage.submission_with(|one| { one["complete"] = json!(false); one["channel"] = json!("phone"); one["category"] = json!("students"); });
        ids.push(stage.submit(client, &begun).expect(201).text_at("/id"));
        let there = stage.submission_with(|one| one["point_id"] = json!(stage.points[1].id));
        ids.push(stage.submit(admin, &there).expect(201).text_at("/id"));
        let mut seen = Vec::new();
        let mut next = stage.path("responses?limit=2");
        loop {
            let page = admin.get(&next).expect(200);
            assert!(page.json()["items"][0].get("answers").is_none());
            seen.extend(page.ids());
            match page.json()["next_cursor"].as_str() {
                Some(cursor) => next = stage.path(&format!("responses?limit=2&cursor={cursor}")),
                None => break,
            }
        }
        assert_eq!(seen, ids);
        let count = |client: &tests::Client, query: &str| client.get(&stage.path(&format!("responses?{query}"))).expect(200).ids().len();
        assert_eq!(count(client, ""), 4, "those of one's own point");
        assert_eq!(count(admin, &format!("point={}", stage.points[1].id)), 1);
        assert_eq!((count(admin, "status=partial"), count(admin, "channel=phone"), count(admin, "category=students")), (1, 1, 1));
        assert_eq!((count(admin, "review=received"), count(admin, "review=approved"), count(admin, "status=deleted")), (5, 0, 0));
    }
}

e2e! {
    fn rejected_answers_give_their_place_back_until_results_are_published(app) {
        let stage = Stage::with(app, |plan| plan["points"][0]["slots"] = json!([{"category": "elderly", "cap": 1}]));
        let submission = stage.submission();
        let made = stage.submit(&stage.specialist.client, &submission).expect(201);
        let say = |id: &str, body: serde_json::Value| {
            let headers = [("content-type", "application/json"), ("if-match", "*")];
            let path = stage.path(&format!("responses/{id}/reviews"));
            stage.coordinator.client.send("POST", &path, &headers, body.to_string().as_bytes())
        };
        let first = made.text_at("/id");
        assert_eq!(stage.counts(), (1, 0, 1));
        let _ = say(&first, json!({"review": "rejected", "comment": "Inventata."})).expect(200);
        assert_eq!(stage.counts(), (0, 0, 0));
        // Somebody else takes the place, so the rejected one cannot come back.
        let other = stage.submit(&stage.specialist.client, &stage.submission()).expect(201);
        say(&first, json!({"review": "approved"})).expect_problem(409, "quota_full");
        let second = other.text_at("/id");
        let _ = say(&second, json!({"review": "rejected", "comment": "Doppia."})).expect(200);
        let _ = say(&first, json!({"review": "has_issues", "comment": "Da sentire."})).expect(200);
        assert_eq!(stage.counts(), (1, 0, 1));
        // A rejected response that is deleted has no place to give back.
        let _ = stage.admin.client.delete(&stage.path(&format!("responses/{second}")), "*").expect(204);
        assert_eq!(stage.counts(), (1, 0, 1));
        // An edit of rejected answers counts until it is reviewed.
        let _ = say(&first, json!({"review": "rejected", "comment": "No."})).expect(200);
        assert_eq!(stage.counts(), (0, 0, 0));
        let edit = edit_of(&submission, |one| one["answers"]["quante"] = json!(2));
        assert_eq!(stage.submit(&stage.specialist.client, &edit).expect(200).text_at("/review"), "edited");
        assert_eq!(stage.counts(), (1, 0, 1));
        let _ = stage.admin.client.send("POST", &stage.path("closing"), &[("if-match", "*")], b"").expect(200);
        say(&first, json!({"review": "rejected", "comment": "Tardi."})).expect_problem(409, "results_published");
        assert_eq!(say(&first, json!({"review": "approved"})).expect(200).text_at("/review"), "approved");
    }
}
