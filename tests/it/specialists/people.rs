//! `/specialists`: life, mistakes, preconditions.

use serde_json::json;
use tests::e2e;

use super::{CATEGORY, assign, body, hire, step};

e2e! {
    fn a_specialist_lives_from_hiring_to_removal(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let created = hire(&admin, network, "Tassinardi");
        let path = format!("/specialists/{}", created.text_at("/id"));
        assert_eq!(created.header("location"), Some(format!("http://hub.test/api/v1{path}").as_str()));
        let read = admin.get(&path).expect(200);
        assert_eq!(read.header("cache-control"), Some("no-store"));
        let view = read.json();
        assert_eq!(view["status"], "active");
        assert_eq!(view["trained"], false);
        assert_eq!(view["point_ids"], json!([]));
        assert_eq!(view["expertise"], json!([CATEGORY]));
        assert!(view.get("user_id").is_none());
        let changed = admin
            .patch(&path, &read.etag(), &json!({"languages": ["it", "de"], "phone": null, "expertise": null}))
            .expect(200);
        assert_eq!(changed.json()["languages"], json!(["it", "de"]));
        assert_eq!(changed.json()["expertise"], json!([]));
        assert!(changed.json().get("phone").is_none());
        admin.delete(&path, &read.etag()).expect_problem(412, "stale_version");
        let _ = admin.delete(&path, &changed.etag()).expect(204);
        admin.get(&path).expect_problem(404, "not_found");
    }
}

e2e! {
    fn states_follow_each_other_as_they_may(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let created = hire(&admin, network, "Tassinardi");
        let path = format!("/specialists/{}", created.text_at("/id"));
        let problem = step(&admin, &format!("{path}/activation"), &created.etag())
            .expect_problem(409, "invalid_transition");
        assert_eq!(problem.json()["allowed"], json!(["on_leave", "inactive"]));
        let away = step(&admin, &format!("{path}/leave"), &created.etag()).expect(200);
        assert_eq!(away.text_at("/status"), "on_leave");
        step(&admin, &format!("{path}/deactivation"), &created.etag()).expect_problem(412, "stale_version");
        let gone = step(&admin, &format!("{path}/deactivation"), &away.etag()).expect(200);
        step(&admin, &format!("{path}/leave"), &gone.etag()).expect_problem(409, "invalid_transition");
        let back = step(&admin, &format!("{path}/activation"), &gone.etag()).expect(200);
        assert_eq!(back.text_at("/status"), "active");
        admin.send("POST", &format!("{path}/leave"), &[], b"").expect_problem(428, "precondition_required");
    }
}

e2e! {
    fn every_mistake_is_named_and_nothing_changes(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let mut wrong = body(network, "Tassinardi");
        wrong["network_id"] = json!(7);
        wrong["given_name"] = json!("x".repeat(201));
        wrong["engagement"] = json!("contractor");
        wrong["roles"] = json!(["wizard"]);
        wrong["expertise"] = json!("leisure");
        wrong["languages"] = json!([]);
        wrong["colour"] = json!("red");
        let problem = admin.post("/specialists", &wrong).expect_problem(422, "invalid_content");
        let mistakes = problem.mistakes();
        let pointers: Vec<_> = mistakes.iter().map(|(pointer, _)| pointer.as_str()).collect();
        assert_eq!(pointers, [
            "/colour", "/engagement", "/expertise", "/given_name", "/languages", "/network_id", "/roles/0",
        ]);
        let mut wrong = body(network, "   ");
        wrong["roles"] = json!(["care_manager", "care_manager"]);
        wrong["languages"] = json!(["it", "it"]);
        wrong["email"] = json!("nessuno");
        let problem = admin.post("/specialists", &wrong).expect_problem(422, "invalid_content");
        let mistakes = problem.mistakes();
        let pointers: Vec<_> = mistakes.iter().map(|(pointer, _)| pointer.as_str()).collect();
        assert_eq!(pointers, ["/email", "/family_name", "/languages/1", "/roles/1"]);
        assert!(admin.get("/specialists").expect(200).ids().is_empty());
    }
}

e2e! {
    fn unknown_references_are_mistakes(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let mut wrong = body(network, "Tassinardi");
        wrong["expertise"] = json!([CATEGORY, "01930000-0000-7000-8000-000000000000"]);
        let problem = admin.post("/specialists", &wrong).expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [("/expertise/1".to_owned(), "unknown_reference".to_owned())]);
        let created = hire(&admin, network, "Tassinardi");
        let path = format!("/specialists/{}", created.text_at("/id"));
        admin
            .patch(&path, &created.etag(), &json!({"expertise": ["01930000-0000-7000-8000-000000000000"]}))
            .expect_problem(422, "invalid_content");
        assert_eq!(admin.get(&path).expect(200).etag(), created.etag());
    }
}

e2e! {
    fn preconditions_and_media_types_are_asked_for(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let created = hire(&admin, network, "Tassinardi");
        let path = format!("/specialists/{}", created.text_at("/id"));
        let merge = ("content-type", "application/merge-patch+json");
        admin.send("PATCH", &path, &[merge], b"{}").expect_problem(428, "precondition_required");
        admin.send("DELETE", &path, &[], b"").expect_problem(428, "precondition_required");
        admin
            .send("PATCH", &path, &[("content-type", "application/json"), ("if-match", "*")], b"{}")
            .expect_problem(415, "unsupported_media_type");
        admin.patch(&path, "\"9\"", &json!({"bio": "Altro."})).expect_problem(412, "stale_version");
        let again = admin.with_header("if-none-match", &created.etag()).get(&path);
        assert_eq!(again.status, 304);
    }
}

e2e! {
    fn whoever_was_assigned_is_not_removed(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let created = hire(&admin, network, "Tassinardi");
        let id = created.text_at("/id");
        let _ = assign(&admin, &id, &world.point(network).id);
        admin.delete(&format!("/specialists/{id}"), &created.etag()).expect_problem(409, "in_use");
    }
}

e2e! {
    fn the_same_key_hires_once(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client.with_header("idempotency-key", "k-1");
        let first = hire(&admin, network, "Tassinardi");
        assert_eq!(hire(&admin, network, "Tassinardi").text, first.text);
        assert_eq!(admin.get("/specialists").expect(200).ids().len(), 1);
    }
}
