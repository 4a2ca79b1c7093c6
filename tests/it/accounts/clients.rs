//! `/me/api-clients`.

use chrono::Duration;
use serde_json::json;
use tests::e2e;

e2e! {
    fn a_client_does_what_its_scopes_say_and_no_more(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network);
        let made = admin
            .client
            .post("/me/api-clients", &json!({"name": "Sito del Comune", "scopes": ["network_body.write"], "valid_days": 30}))
            .expect(201);
        let client = app.anonymous().with_token(&made.text_at("/token"));
        let body = json!({"parent_id": network, "code": "anap", "name": "ANAP"});
        let _ = client.post("/network-bodies", &body).expect(201);
        client.get("/users").expect_problem(403, "forbidden");
        client.get("/me").expect_problem(403, "forbidden");
        let events = admin.client.get("/audit-events?resource_type=network_body").expect(200);
        assert_eq!(events.text_at("/items/0/actor_kind"), "api_client");
        assert_eq!(events.text_at("/items/0/actor_id"), admin.id.to_string());
        assert!(!admin.client.get("/me/api-clients").expect(200).text.contains("hub_api_"));
        app.clock.advance(Duration::days(31));
        client.get("/network-bodies").expect_problem(401, "unauthenticated");
    }
}

e2e! {
    fn a_client_never_does_more_than_its_user(app) {
        let world = app.world();
        let network = world.network();
        let person = world.person(Some(network));
        let made = person
            .client
            .post("/me/api-clients", &json!({"name": "Prova", "scopes": ["network_body.write"]}))
            .expect(201);
        let client = app.anonymous().with_token(&made.text_at("/token"));
        let body = json!({"parent_id": network, "code": "anap", "name": "ANAP"});
        client.post("/network-bodies", &body).expect_problem(403, "forbidden");
        let path = format!("/me/api-clients/{}", made.text_at("/id"));
        let _ = person.client.send("DELETE", &path, &[], b"").expect(204);
        client.get("/network-bodies").expect_problem(401, "unauthenticated");
        let own = person.client.post("/me/api-clients", &json!({"name": "Prova", "scopes": ["account.own", "no.such"]}));
        let mistakes = own.expect_problem(422, "invalid_content").mistakes();
        assert_eq!(mistakes.iter().map(|(pointer, _)| pointer.as_str()).collect::<Vec<_>>(), ["/scopes/1"]);
    }
}
