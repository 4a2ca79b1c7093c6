//! Full quotas, and complete campaigns.

use serde_json::json;
use tests::e2e;

use super::Stage;

e2e! {
    fn a_full_quota_takes_nothing_and_rejects(app) {
        let stage = Stage::with(app, |plan| {
            plan["points"][0]["cap"] = json!(3);
            plan["points"][0]["slots"] = json!([{"category": "elderly", "cap": 2}, {"category": "students"}]);
        });
        let client = &stage.specialist.client;
        let first = stage.submit(client, &stage.submission()).expect(201);
        let _ = stage.submit(client, &stage.submission()).expect(201);
        let late = stage.respondent();
        stage.submit(client, &stage.submission_of(&late)).expect_problem(409, "quota_full");
        let who = client.get(&stage.path(&format!("respondents/{late}"))).expect(200);
        assert_eq!(who.text_at("/disposition"), "rejected");
        stage.submit(client, &stage.submission_of(&late)).expect_problem(409, "quota_full");
        let student = || stage.submission_with(|one| one["category"] = json!("students"));
        let _ = stage.submit(client, &student()).expect(201);
        stage.submit(client, &student()).expect_problem(409, "quota_full");
        assert_eq!(stage.counts(), (3, 0, 2), "the slot is not counted when the point is full");
        let path = stage.path(&format!("responses/{}", first.text_at("/id")));
        let _ = stage.coordinator.client.delete(&path, "*").expect(204);
        let _ = stage.submit(client, &stage.submission_of(&late)).expect(201);
        assert_eq!(stage.counts(), (3, 0, 2));
        let listed = client.get(&stage.path("responses?status=completed")).expect(200);
        assert_eq!(listed.ids().len(), 3);
    }
}

e2e! {
    fn a_raised_cap_takes_more(app) {
        let stage = Stage::with(app, |plan| plan["points"][0]["slots"] = json!([{"category": "elderly", "minimum": 1, "cap": 1}]));
        let client = &stage.specialist.client;
        let _ = stage.submit(client, &stage.submission()).expect(201);
        stage.submit(client, &stage.submission()).expect_problem(409, "quota_full");
        let path = format!("/survey-campaigns/{}", stage.campaign);
        let now = stage.admin.client.get(&path).expect(200);
        let mut points = now.json()["points"].clone();
        let place = usize::from(points[1]["point_id"] == json!(stage.points[0].id));
        points[place]["slots"][0]["cap"] = json!(2);
        let _ = stage.admin.client.patch(&path, &now.etag(), &json!({"points": points})).expect(200);
        assert_eq!(stage.counts(), (1, 0, 1), "what counts stays");
        let _ = stage.submit(client, &stage.submission()).expect(201);
        stage.submit(client, &stage.submission()).expect_problem(409, "quota_full");
    }
}

e2e! {
    fn complete_is_the_total_and_every_minimum(app) {
        let stage = Stage::with(app, |plan| {
            let point = plan["points"][0]["point_id"].clone();
            plan["points"] = json!([{"point_id": point, "minimum": 3, "slots": [{"category": "elderly", "minimum": 1}, {"category": "students", "minimum": 1}]}]);
        });
        let is_complete = || stage.admin.client.get(&stage.path("progress")).expect(200).text_at("/complete");
        for _ in 0..3 {
            let _ = stage.submit(&stage.specialist.client, &stage.submission()).expect(201);
        }
        assert_eq!(is_complete(), "false", "no student yet");
        let student = stage.submission_with(|one| one["category"] = json!("students"));
        let _ = stage.submit(&stage.specialist.client, &student).expect(201);
        assert_eq!(is_complete(), "true");
    }
}
