//! Answers that were collected offline.

use serde_json::{Value, json};
use tests::e2e;

use super::{Stage, edit_of};

e2e! {
    fn each_of_a_batch_is_taken_or_refused_as_if_alone(app) {
        let stage = Stage::with(app, |plan| plan["points"][0]["slots"] = json!([{"category": "elderly", "cap": 2}]));
        let client = &stage.specialist.client;
        let begun = stage.submission_with(|one| one["complete"] = json!(false));
        let done = edit_of(&begun, |one| one["complete"] = json!(true));
        let wrong = stage.submission_with(|one| one["answers"]["voto"] = json!(9));
        let reused = stage.submission_with(|one| one["instance_id"] = begun["instance_id"].clone());
        let foreign = stage.submission_with(|one| one["point_id"] = json!(stage.points[1].id));
        let items = json!([begun, done, wrong, {"nonsense": true}, reused, foreign, stage.submission(), stage.submission(), done]);
        let reply = client.post(&stage.path("response-batches"), &json!({"items": items})).expect(200);
        let outcomes = reply.json()["items"].as_array().unwrap().clone();
        let of = |member: &str, outcome: &Value| outcome[member].clone();
        let statuses: Vec<Value> = outcomes.iter().map(|one| of("status", one)).collect();
        assert_eq!(json!(statuses), json!([201, 200, 422, 422, 409, 422, 201, 409, 200]));
        let codes: Vec<Value> = outcomes.iter().map(|one| one["problem"]["code"].clone()).collect();
        assert_eq!(codes[4], "instance_reused");
        assert_eq!(codes[7], "quota_full");
        assert_eq!(outcomes[2]["problem"]["errors"][0]["pointer"], "/answers/voto");
        assert_eq!(outcomes[5]["problem"]["errors"][0]["pointer"], "/point_id");
        assert_eq!(outcomes[0]["response_id"], outcomes[1]["response_id"]);
        assert_eq!(outcomes[1]["response_id"], outcomes[8]["response_id"]);
        assert!(outcomes[3].get("instance_id").is_none());
        assert_eq!(stage.counts(), (2, 0, 2));
        let again = client.post(&stage.path("response-batches"), &json!({"items": items})).expect(200);
        let statuses: Vec<Value> = again.json()["items"].as_array().unwrap().iter().map(|one| of("status", one)).collect();
        assert_eq!(json!(statuses), json!([200, 200, 422, 422, 409, 422, 200, 409, 200]));
        assert_eq!(stage.counts(), (2, 0, 2));
    }
}

e2e! {
    fn batches_have_bounds(app) {
        let stage = Stage::set(app);
        let client = &stage.specialist.client;
        let many: Vec<Value> = (0..501).map(|_| json!({})).collect();
        client.post(&stage.path("response-batches"), &json!({"items": many})).expect_problem(422, "invalid_content");
        client.post(&stage.path("response-batches"), &json!({"items": []})).expect_problem(422, "invalid_content");
        let world = app.world();
        let stranger = world.admin(world.network()).client;
        stranger.post(&stage.path("response-batches"), &json!({"items": [stage.submission()]})).expect_problem(404, "not_found");
    }
}
