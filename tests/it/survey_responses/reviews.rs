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
