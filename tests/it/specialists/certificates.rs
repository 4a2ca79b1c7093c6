//! `/specialists/{specialist_id}/certificates`.

use domain_accounts::{GrantPlace, Role};
use serde_json::{Value, json};
use tests::e2e;

use super::{assign, hire};

/// A certificate from outside the network that expires on a day.
fn outside(expires_on: &str) -> Value {
    json!({
        "kind": "uni_11402", "issuer": "Organismo di certificazione Esempio", "number": "UNI11402-1",
        "issued_on": "2026-01-10", "expires_on": expires_on
    })
}

e2e! {
    fn the_state_follows_the_days_in_rome(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let id = hire(&admin, network, "Tassinardi").text_at("/id");
        let list = format!("/specialists/{id}/certificates");
        let made = admin.post(&list, &outside("2027-03-31")).expect(201);
        assert_eq!(made.text_at("/state"), "valid");
        let path = format!("{list}/{}", made.text_at("/id"));
        // Ninety days before the last day it is said to expire; from the day after it has expired.
        for (now, state) in [
            ("2026-12-30T22:59:59Z", "valid"),
            ("2026-12-30T23:00:00Z", "expiring"),
            ("2027-03-31T21:59:59Z", "expiring"),
            ("2027-03-31T22:00:00Z", "expired"),
        ] {
            app.clock.set(now);
            let admin = world.admin(network).client;
            let read = admin.get(&path).expect(200);
            assert_eq!(read.text_at("/state"), state, "{now}");
            assert_eq!(admin.get(&list).expect(200).text_at("/items/0/state"), state, "{now}");
        }
    }
}

e2e! {
    fn a_certificate_is_revoked_once(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let id = hire(&admin, network, "Tassinardi").text_at("/id");
        let list = format!("/specialists/{id}/certificates");
        let made = admin.post(&list, &outside("2029-01-09")).expect(201);
        let path = format!("{list}/{}/revocation", made.text_at("/id"));
        let revoke = |etag: &str, body: Value| {
            let headers = [("content-type", "application/json"), ("if-match", etag)];
            admin.send("POST", &path, &headers, body.to_string().as_bytes())
        };
        let body = json!({"on": "2026-11-21", "reason": "Rilasciato per errore."});
        admin.post(&path, &body).expect_problem(428, "precondition_required");
        let problem = revoke(&made.etag(), json!({"on": "ieri", "reason": ""})).expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes().len(), 2);
        let tomorrow = json!({"on": "2026-11-22", "reason": "Errore."});
        let problem = revoke(&made.etag(), tomorrow).expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [("/on".to_owned(), "invalid_revocation_date".to_owned())]);
        let revoked = revoke(&made.etag(), body.clone()).expect(200);
        assert_eq!(revoked.text_at("/state"), "revoked");
        assert_eq!(revoked.text_at("/revocation_reason"), "Rilasciato per errore.");
        let problem = revoke(&revoked.etag(), body.clone()).expect_problem(409, "conflict");
        assert_eq!(problem.mistakes(), [(String::new(), "already_revoked".to_owned())]);
        revoke(&made.etag(), body).expect_problem(412, "stale_version");
    }
}

e2e! {
    fn what_only_the_network_certifies_does_not_come_from_outside(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let id = hire(&admin, network, "Tassinardi").text_at("/id");
        let list = format!("/specialists/{id}/certificates");
        let mut wrong = outside("2026-01-09");
        wrong["kind"] = json!("welfare_specialist_base");
        wrong["issuer"] = json!("  ");
        let problem = admin.post(&list, &wrong).expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [
            ("/expires_on".to_owned(), "expires_before_issue".to_owned()),
            ("/issuer".to_owned(), "required".to_owned()),
            ("/kind".to_owned(), "not_external".to_owned()),
        ]);
        let mut future = outside("2029-01-09");
        future["issued_on"] = json!("2026-11-22");
        let problem = admin.post(&list, &future).expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [("/issued_on".to_owned(), "date_in_future".to_owned())]);
    }
}

e2e! {
    fn only_administrators_register_them(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let point = world.point(network);
        let id = hire(&admin, network, "Tassinardi").text_at("/id");
        let list = format!("/specialists/{id}/certificates");
        let operator = world.holder(Role::Operator, GrantPlace::Point(network, point.id)).client;
        operator.post(&list, &outside("2029-01-09")).expect_problem(404, "not_found");
        let _ = assign(&admin, &id, &point.id);
        operator.post(&list, &outside("2029-01-09")).expect_problem(403, "forbidden");
        let stranger = world.admin(world.network()).client;
        stranger.post(&list, &outside("2029-01-09")).expect_problem(404, "not_found");
        let made = admin.post(&list, &outside("2029-01-09")).expect(201);
        let other = hire(&admin, network, "Bonavalle").text_at("/id");
        admin
            .get(&format!("/specialists/{other}/certificates/{}", made.text_at("/id")))
            .expect_problem(404, "not_found");
        assert_eq!(admin.get(&format!("{list}?kind=other")).expect(200).ids().len(), 0);
        assert_eq!(operator.get(&format!("{list}?kind=uni_11402")).expect(200).ids().len(), 1);
    }
}
