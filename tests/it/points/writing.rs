//! Bad input, preconditions, repeated requests.

use serde_json::json;
use tests::e2e;

use super::body;

e2e! {
    fn every_mistake_of_form_is_named_and_nothing_changes(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let mut wrong = body(&world.association(network).id);
        wrong["association_id"] = json!(7);
        wrong["phase"] = json!("pilot");
        wrong["name"] = json!("x".repeat(201));
        wrong["address"]["postal_code"] = json!("47-21");
        wrong["coordinates"]["lat"] = json!(200);
        wrong["opening_hours"]["weekly"][0]["opens"] = json!("9:00");
        wrong["opening_hours"]["weekly"][0]["day"] = json!(1);
        wrong["opening_hours"]["exceptions"][0]["from"] = json!("Natale");
        wrong["access_modes"] = json!([]);
        wrong["accessibility"] = json!("lis");
        wrong["colour"] = json!("red");
        wrong["languages"] = json!(null);
        let problem = admin.post("/points", &wrong).expect_problem(422, "invalid_content");
        let mistakes = problem.mistakes();
        let pointers: Vec<_> = mistakes.iter().map(|(pointer, _)| pointer.as_str()).collect();
        assert_eq!(pointers, [
            "/access_modes", "/accessibility", "/address/postal_code", "/association_id", "/colour",
            "/coordinates/lat", "/languages", "/name", "/opening_hours/exceptions/0/from",
            "/opening_hours/weekly/0/day", "/opening_hours/weekly/0/opens", "/phase",
        ]);
        assert!(app.anonymous().get("/points").expect(200).ids().is_empty());
    }
}

e2e! {
    fn every_broken_rule_is_named(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let mut wrong = body(&world.association(network).id);
        wrong["name"] = json!("  ");
        wrong["opening_hours"]["weekly"] = json!([
            {"weekday": "monday", "opens": "09:00", "closes": "13:00"},
            {"weekday": "monday", "opens": "12:00", "closes": "14:00"},
        ]);
        wrong["opening_hours"]["exceptions"] = json!([
            {"from": "2026-12-24", "until": "2027-01-06"},
            {"from": "2026-12-31", "until": "2026-12-30"},
            {"from": "2027-01-06"},
        ]);
        wrong["access_modes"] = json!(["phone", "phone"]);
        wrong["contacts"]["email"] = json!("a@@example.org");
        let problem = admin.post("/points", &wrong).expect_problem(422, "invalid_content");
        let mistakes = problem.mistakes();
        let mistakes: Vec<_> = mistakes.iter().map(|(at, code)| (at.as_str(), code.as_str())).collect();
        assert_eq!(mistakes, [
            ("/access_modes/1", "duplicate"),
            ("/contacts/email", "invalid_email"),
            ("/name", "required"),
            ("/opening_hours/exceptions/1/until", "period_ends_before_start"),
            ("/opening_hours/exceptions/2/from", "exceptions_overlap"),
            ("/opening_hours/weekly/1/opens", "intervals_overlap"),
        ]);
    }
}

e2e! {
    fn host_and_municipality_must_exist(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let association = world.association(network);
        let place = [("/address/municipality".to_owned(), "unknown_reference".to_owned())];
        // I719 was Siamanna-Siapiccia until 1974.
        for gone in ["Z999", "I719"] {
            let mut wrong = body(&association.id);
            wrong["address"]["municipality"] = json!(gone);
            let problem = admin.post("/points", &wrong).expect_problem(422, "invalid_content");
            assert_eq!(problem.mistakes(), place, "{gone}");
        }
        let unknown = body(&"01930000-0000-7000-8000-000000000000");
        let problem = admin.post("/points", &unknown).expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [("/association_id".to_owned(), "unknown_reference".to_owned())]);
        let point = world.point(network);
        let path = format!("/points/{}", point.id);
        let patch = json!({"address": {"municipality": "I719"}});
        let problem = admin.patch(&path, "\"1\"", &patch).expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), place);
        let patch = json!({"association_id": association.id.to_string(), "status": "active"});
        let problem = admin.patch(&path, "\"1\"", &patch).expect_problem(422, "invalid_content");
        let unknown = |name: &str| (format!("/{name}"), "unknown_member".to_owned());
        assert_eq!(problem.mistakes(), [unknown("association_id"), unknown("status")]);
        assert!(app.anonymous().get(&path).expect(200).etag().starts_with("\"1."));
    }
}

e2e! {
    fn writes_need_the_version_that_was_read(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let path = format!("/points/{}", world.point(network).id);
        let merge = [("content-type", "application/merge-patch+json")];
        admin.send("PATCH", &path, &merge, b"{}").expect_problem(428, "precondition_required");
        admin.send("DELETE", &path, &[], b"").expect_problem(428, "precondition_required");
        for step in ["activation", "reopening"] {
            admin.send("POST", &format!("{path}/{step}"), &[], b"").expect_problem(428, "precondition_required");
            admin.send("POST", &format!("{path}/{step}"), &[("if-match", "\"9\"")], b"")
                .expect_problem(412, "stale_version");
        }
        for step in ["suspension", "closure"] {
            let reason = json!({"reason": "Lavori."});
            admin.post(&format!("{path}/{step}"), &reason).expect_problem(428, "precondition_required");
            admin.with_header("if-match", "\"9\"").post(&format!("{path}/{step}"), &reason)
                .expect_problem(412, "stale_version");
            let wrong = admin.with_header("if-match", "*").post(&format!("{path}/{step}"), &json!({"reason": " ", "until": 1}));
            let mistakes = wrong.expect_problem(422, "invalid_content").mistakes();
            let pointers: Vec<_> = mistakes.iter().map(|(pointer, _)| pointer.as_str()).collect();
            assert_eq!(pointers, ["/reason", "/until"]);
        }
        admin.patch(&path, "\"9\"", &json!({"name": "Altro"})).expect_problem(412, "stale_version");
        admin.patch(&path, "\"1\"", &json!([])).expect_problem(422, "invalid_content");
    }
}

e2e! {
    fn the_same_key_makes_one_point(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client.with_header("idempotency-key", "punto-1");
        let body = body(&world.association(network).id);
        let first = admin.post("/points", &body).expect(201);
        let again = admin.post("/points", &body).expect(201);
        assert_eq!((first.text.as_str(), first.etag()), (again.text.as_str(), again.etag()));
        assert_eq!(app.anonymous().get("/points").expect(200).ids().len(), 1);
    }
}
