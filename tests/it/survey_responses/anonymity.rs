//! Nothing that links an answer to a person, where a campaign is anonymous.

use serde_json::json;
use tests::e2e;

use super::{Stage, edit_of, instance, pairs};

e2e! {
    fn an_anonymous_campaign_keeps_nothing_of_anybody(app) {
        let stage = Stage::with(app, |plan| plan["anonymous"] = json!(true));
        let client = &stage.specialist.client;
        let person = json!({"point_id": stage.points[0].id, "category": "elderly", "contact": {"family_name": "Conti"}});
        client.post(&stage.path("respondents"), &person).expect_problem(409, "conflict");
        let submission = stage.submission();
        let made = stage.submit(client, &submission).expect(201);
        let response = made.json();
        assert!(response.get("interviewer_id").is_none() && response.get("respondent_id").is_none());
        for time in ["created_at", "updated_at", "consented_at", "completed_at"] {
            assert_eq!(response[time], "2026-11-21T00:00:00Z", "{time}");
        }
        let id = uuid::Uuid::parse_str(&made.text_at("/id")).unwrap();
        assert_eq!(id.get_version_num(), 4, "no time in the identifier");
        let _ = stage.submit(client, &submission).expect(200);
        let edit = edit_of(&submission, |one| one["answers"]["voto"] = json!(1));
        let _ = stage.submit(client, &edit).expect(200);
        assert_eq!(stage.counts(), (1, 0, 1));
        let log = stage.admin.client.get("/audit-events?limit=100").expect(200);
        assert!(!log.text.contains(&id.to_string()), "the log does not name the response");
        assert!(!log.text.contains(edit["instance_id"].as_str().unwrap()));
        let of_campaign = stage.admin.client.get(&format!("/audit-events?resource_id={}", stage.campaign)).expect(200);
        assert_eq!(of_campaign.json()["items"].as_array().map(Vec::len), Some(4), "planned, opened, two submissions");
        let named = json!({
            "instance_id": instance(), "respondent_id": instance(), "channel": "desk", "consent": true, "answers": {},
        });
        let refused = stage.submit(client, &named).expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), pairs(&[("/respondent_id", "respondent_in_anonymous")]));
    }
}
