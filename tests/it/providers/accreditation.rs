//! The life of an accreditation over HTTP.

use domain_accounts::{GrantPlace, Role};
use serde_json::{Value, json};
use tests::{Client, Reply, e2e};

const STEPS: [&str; 6] = [
    "accreditation-application",
    "accreditation",
    "accreditation-refusal",
    "suspension",
    "reinstatement",
    "revocation",
];

/// A body that is right for the step; application and reinstatement have none.
fn body(step: &str) -> Vec<u8> {
    let body = match step {
        "accreditation" => json!({"from": "2026-11-01", "until": "2026-12-31"}),
        _ => json!({"reason": "Verifica dei documenti"}),
    };
    body.to_string().into_bytes()
}

fn take(client: &Client, path: &str, step: &str) -> Reply {
    let headers = [("content-type", "application/json"), ("if-match", "*")];
    client.send("POST", &format!("{path}/{step}"), &headers, &body(step))
}

/// The state allows exactly these steps, named by their endpoints; the others say which they are.
fn refuses_all_but(client: &Client, path: &str, possible: &[&str], allowed: &Value) {
    for step in STEPS.into_iter().filter(|step| !possible.contains(step)) {
        let refused = take(client, path, step).expect_problem(409, "invalid_transition");
        assert_eq!(&refused.json()["allowed"], allowed, "{step}");
    }
}

fn state(client: &Client, path: &str) -> String {
    client.get(path).expect(200).text_at("/accreditation/state")
}

e2e! {
    fn every_state_takes_its_own_steps(app) {
        let world = app.world();
        let network = world.network();
        let path = format!("/providers/{}", world.provider(network).id);
        let admin = world.admin(network).client;
        refuses_all_but(&admin, &path, &["accreditation-application"], &json!(["apply"]));
        let _ = take(&admin, &path, "accreditation-application").expect(200);
        refuses_all_but(&admin, &path, &["accreditation", "accreditation-refusal"], &json!(["accredit", "refuse"]));
        let _ = take(&admin, &path, "accreditation-refusal").expect(200);
        assert_eq!(state(&admin, &path), "not_applied");
        let _ = take(&admin, &path, "accreditation-application").expect(200);
        let _ = take(&admin, &path, "accreditation").expect(200);
        refuses_all_but(&admin, &path, &["accreditation", "suspension", "revocation"], &json!(["renew", "suspend", "revoke"]));
        let _ = take(&admin, &path, "suspension").expect(200);
        refuses_all_but(&admin, &path, &["reinstatement", "revocation"], &json!(["reinstate", "revoke"]));
        assert!(app.anonymous().get(&path).expect(200).json()["accreditation"].get("reason").is_none());
        let _ = take(&admin, &path, "reinstatement").expect(200);
        assert_eq!(state(&admin, &path), "accredited");
        let _ = take(&admin, &path, "revocation").expect(200);
        refuses_all_but(&admin, &path, &["accreditation-application"], &json!(["apply"]));
        let history = admin.get(&format!("{path}/decisions?limit=3")).expect(200);
        let steps: Vec<_> = (0..3).map(|at| history.text_at(&format!("/items/{at}/step"))).collect();
        assert_eq!(steps, ["revoke", "reinstate", "suspend"]);
        let next = history.text_at("/next_cursor");
        let rest = admin.get(&format!("{path}/decisions?limit=10&cursor={next}")).expect(200);
        assert_eq!(rest.json()["items"].as_array().map(Vec::len), Some(4));
        assert_eq!(app.mail().len(), 7);
    }
}

e2e! {
    fn it_expires_at_midnight_in_rome(app) {
        let world = app.world();
        let network = world.network();
        let id = world.provider(network).id;
        let path = format!("/providers/{id}");
        let admin = world.admin(network);
        let _ = take(&admin.client, &path, "accreditation-application").expect(200);
        let _ = take(&admin.client, &path, "accreditation").expect(200);
        let listed = |state: &str| app.anonymous().get(&format!("/providers?accreditation={state}")).expect(200).ids().len();
        app.clock.set("2026-12-31T22:59:59Z");
        assert_eq!((listed("accredited"), listed("expired")), (1, 0));
        app.clock.set("2026-12-31T23:00:00Z");
        assert_eq!((listed("accredited"), listed("expired")), (0, 1));
        assert_eq!(listed("expired&accreditation=accredited"), 1);
        let admin = world.session(admin.id);
        assert_eq!(state(&admin, &path), "expired");
        let over = take(&admin, &path, "accreditation").expect_problem(422, "invalid_content");
        assert_eq!(over.mistakes(), [("/until".to_owned(), "period_already_over".to_owned())]);
        refuses_all_but(&admin, &path, &["accreditation-application", "accreditation", "revocation"], &json!(["apply", "renew", "revoke"]));
        let headers = [("content-type", "application/json"), ("if-match", "*")];
        let renewed = admin.send("POST", &format!("{path}/accreditation"), &headers, br#"{"from": "2027-01-01"}"#).expect(200);
        assert_eq!(renewed.text_at("/accreditation/state"), "accredited");
        let last = admin.get(&format!("{path}/decisions")).expect(200);
        assert_eq!(last.text_at("/items/0/step"), "renew");
    }
}

e2e! {
    fn roles_versions_and_bodies_are_checked(app) {
        let world = app.world();
        let network = world.network();
        let provider = world.provider(network).id;
        let path = format!("/providers/{provider}");
        let place = GrantPlace::Provider(network, provider);
        let editor = world.holder(Role::ProviderEditor, place).client;
        let reviewer = world.holder(Role::Reviewer, GrantPlace::Network(network)).client;
        take(&reviewer, &path, "accreditation-application").expect_problem(403, "forbidden");
        let _ = take(&editor, &path, "accreditation-application").expect(200);
        for step in STEPS.into_iter().skip(1) {
            take(&editor, &path, step).expect_problem(403, "forbidden");
            take(&app.anonymous(), &path, step).expect_problem(401, "unauthenticated");
        }
        let post = |headers: &[(&str, &str)], step: &str, body: &Value| {
            let mut all = vec![("content-type", "application/json")];
            all.extend(headers);
            reviewer.send("POST", &format!("{path}/{step}"), &all, body.to_string().as_bytes())
        };
        post(&[], "accreditation", &json!({"from": "2026-11-01"})).expect_problem(428, "precondition_required");
        post(&[("if-match", "\"1\"")], "accreditation", &json!({"from": "2026-11-01"})).expect_problem(412, "stale_version");
        let any = [("if-match", "*")];
        for (body, expected) in [
            (json!({"until": "soon", "reason": 7, "days": 3}), vec!["/days", "/from", "/reason", "/until"]),
            (json!({"from": "2026-11-22"}), vec!["/from"]),
            (json!({"from": "2026-11-20", "until": "2026-11-19"}), vec!["/until"]),
            (json!({"from": "2026-02-30"}), vec!["/from"]),
        ] {
            let wrong = post(&any, "accreditation", &body).expect_problem(422, "invalid_content");
            assert_eq!(super::pointers(&wrong), expected, "{body}");
        }
        let _ = post(&any, "accreditation", &json!({"from": "2026-11-21"})).expect(200);
    }
}

e2e! {
    fn only_who_was_let_in_applies(app) {
        let world = app.world();
        let network = world.network();
        let id = app.anonymous().post("/providers", &super::registration(network, 1)).expect(201).text_at("/id");
        let admin = world.admin(network).client;
        let refused = take(&admin, &format!("/providers/{id}"), "accreditation-application");
        assert_eq!(refused.expect_problem(409, "invalid_transition").json()["allowed"], json!(["approve", "reject"]));
    }
}
