//! `/audit-events`.

use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::e2e;

e2e! {
    fn every_write_is_recorded_for_its_own_network(app) {
        let world = app.world();
        let (ours, theirs) = (world.network(), world.network());
        let admin = world.admin(ours);
        let stranger = world.admin(theirs);
        let created = admin
            .client
            .with_header("x-request-id", "richiesta-1")
            .post("/network-bodies", &json!({"parent_id": ours, "code": "anap", "name": "ANAP"}))
            .expect(201);
        let path = format!("/network-bodies/{}", created.text_at("/id"));
        let _ = admin.client.patch(&path, &created.etag(), &json!({"name": "ANAP nazionale"})).expect(200);
        let events = admin.client.get("/audit-events?resource_type=network_body").expect(200);
        assert_eq!(events.header("cache-control"), Some("no-store"));
        let body = events.json();
        let items = body["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!(items[0]["before"]["name"], "ANAP");
        assert_eq!(items[0]["after"]["name"], "ANAP nazionale");
        assert_eq!(items[0]["actor_id"], admin.id.to_string());
        assert_eq!(items[1]["request_id"], "richiesta-1");
        assert!(items[1].get("before").is_none());
        assert!(stranger.client.get("/audit-events?resource_type=network_body").expect(200).ids().is_empty());
        let reviewer = world.holder(Role::Reviewer, GrantPlace::Network(ours));
        reviewer.client.get("/audit-events").expect_problem(403, "forbidden");
        app.anonymous().get("/audit-events").expect_problem(401, "unauthenticated");
    }
}

e2e! {
    fn no_secret_is_recorded(app) {
        let person = super::with_password(app);
        let _ = app
            .anonymous()
            .post("/sessions", &json!({"email": person.email, "password": super::PASSWORD}))
            .expect(200);
        let _ = app.anonymous().post("/password-resets", &json!({"email": person.email})).expect(202);
        let log = person.client.get("/audit-events?limit=100").expect(200).text;
        assert!(log.contains("\"session\""));
        for secret in [super::PASSWORD, "argon2", "refresh_token", "token_hash"] {
            assert!(!log.contains(secret), "{secret} in {log}");
        }
    }
}
