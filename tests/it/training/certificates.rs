//! `POST /training-courses/{course_id}/editions/{edition_id}/certificates`.

use serde_json::{Value, json};
use tests::{Client, e2e};

use super::{advance, opened};
use crate::specialists::hire;

/// A certificate for somebody.
fn issue(admin: &Client, edition: &str, specialist: &str, issued_on: &str) -> tests::Reply {
    let body = json!({"specialist_id": specialist, "issued_on": issued_on});
    admin.post(&format!("{edition}/certificates"), &body)
}

/// Notes what happened to somebody in an edition.
fn note(admin: &Client, edition: &str, specialist: &str, record: &Value) -> tests::Reply {
    let path = format!("{edition}/attendances/{specialist}");
    let etag = admin.get(&path).expect(200).etag();
    admin.patch(&path, &etag, record)
}

e2e! {
    fn a_certificate_asks_for_four_fifths_of_the_hours(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let edition = opened(&admin, network);
        let (just, short) = (hire(&admin, network, "Uno").text_at("/id"), hire(&admin, network, "Due").text_at("/id"));
        for id in [&just, &short] {
            let _ = admin.post(&format!("{edition}/attendances"), &json!({"specialist_id": id})).expect(201);
        }
        app.clock.set("2026-11-25T09:00:00Z");
        let admin = world.admin(network).client;
        let _ = advance(&admin, &edition, "start").expect(200);
        let _ = note(&admin, &edition, &just, &json!({"hours_attended": 16, "outcome": "attended"})).expect(200);
        let _ = note(&admin, &edition, &short, &json!({"hours_attended": 15, "outcome": "passed"})).expect(200);
        let code = |reply: tests::Reply| reply.expect_problem(409, "conflict").mistakes();
        let refused = |place: &str, why: &str| [(place.to_owned(), why.to_owned())];
        let on = "2026-11-25";
        assert_eq!(code(issue(&admin, &edition, &just, on)), refused("", "edition_not_completed"));
        let _ = advance(&admin, &edition, "completion").expect(200);
        assert_eq!(code(issue(&admin, &edition, &just, on)), refused("/specialist_id", "not_passed"));
        assert_eq!(code(issue(&admin, &edition, &short, on)), refused("/specialist_id", "attendance_too_low"));
        let _ = note(&admin, &edition, &just, &json!({"outcome": "passed"})).expect(200);
        for day in ["2026-11-24", "2026-11-26"] {
            let problem = issue(&admin, &edition, &just, day).expect_problem(422, "invalid_content");
            assert_eq!(problem.mistakes(), refused("/issued_on", "invalid_issue_date"));
        }
        let made = issue(&admin, &edition, &just, on).expect(201);
        assert_eq!(made.text_at("/expires_on"), "2027-11-25");
        assert_eq!(made.text_at("/kind"), "welfare_specialist_base");
        let path = made.header("location").and_then(|at| at.strip_prefix("http://hub.test/api/v1")).expect("a place").to_owned();
        assert_eq!(admin.get(&path).expect(200).etag(), made.etag());
        assert_eq!(code(issue(&admin, &edition, &just, on)), refused("/specialist_id", "already_certified"));
        let changed = note(&admin, &edition, &just, &json!({"outcome": "failed"}));
        assert_eq!(code(changed), refused("/specialist_id", "already_certified"));
        let problem = issue(&admin, &edition, "01930000-0000-7000-8000-000000000000", on).expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), refused("/specialist_id", "unknown_reference"));
    }
}

e2e! {
    fn training_is_complete_while_the_certificate_counts(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let edition = opened(&admin, network);
        let id = hire(&admin, network, "Uno").text_at("/id");
        let _ = admin.post(&format!("{edition}/attendances"), &json!({"specialist_id": id})).expect(201);
        app.clock.set("2026-11-25T09:00:00Z");
        let admin = world.admin(network).client;
        let _ = advance(&admin, &edition, "start").expect(200);
        let _ = note(&admin, &edition, &id, &json!({"hours_attended": 20, "outcome": "passed"})).expect(200);
        let _ = advance(&admin, &edition, "completion").expect(200);
        let made = issue(&admin, &edition, &id, "2026-11-25").expect(201);
        let trained = |client: &Client| {
            let view = client.get(&format!("/specialists/{id}")).expect(200).json()["trained"].clone();
            let listed = client.get("/specialists?trained=true").expect(200).ids().contains(&id);
            let missed = client.get("/specialists?trained=false").expect(200).ids().contains(&id);
            assert_eq!((view, missed), (json!(listed), !listed));
            listed
        };
        assert!(trained(&admin));
        app.clock.set("2027-11-25T22:59:59Z");
        assert!(trained(&world.admin(network).client));
        app.clock.set("2027-11-25T23:00:00Z");
        let admin = world.admin(network).client;
        assert!(!trained(&admin));
        let path = format!("/specialists/{id}/certificates/{}", made.text_at("/id"));
        let read = admin.get(&path).expect(200);
        assert_eq!(read.text_at("/state"), "expired");
        let headers = [("content-type", "application/json"), ("if-match", &read.etag())];
        let body = json!({"on": "2026-11-30", "reason": "Frequenza non valida."}).to_string();
        let revoked = admin.send("POST", &format!("{path}/revocation"), &headers, body.as_bytes()).expect(200);
        assert_eq!(revoked.text_at("/state"), "revoked");
    }
}
