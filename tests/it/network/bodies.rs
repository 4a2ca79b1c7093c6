//! `/network-bodies`.

use serde_json::json;
use tests::e2e;

e2e! {
    fn a_body_lives_from_creation_to_removal(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let created = admin
            .post("/network-bodies", &json!({"parent_id": network, "code": "inapa", "name": "INAPA"}))
            .expect(201);
        let id = created.text_at("/id");
        assert_eq!(created.header("location"), Some(format!("http://hub.test/api/v1/network-bodies/{id}").as_str()));
        let path = format!("/network-bodies/{id}");
        let read = app.anonymous().get(&path).expect(200);
        assert_eq!(read.text_at("/network_id"), network.to_string());
        let changed = admin.patch(&path, &read.etag(), &json!({"acronym": "INAPA", "website": "https://example.org"})).expect(200);
        assert_eq!(changed.text_at("/acronym"), "INAPA");
        let removed = admin.patch(&path, &changed.etag(), &json!({"acronym": null})).expect(200);
        assert!(removed.json().get("acronym").is_none());
        admin.delete(&path, &changed.etag()).expect_problem(412, "stale_version");
        let _ = admin.delete(&path, &removed.etag()).expect(204);
        app.anonymous().get(&path).expect_problem(404, "not_found");
    }
}

e2e! {
    fn every_mistake_is_named_and_nothing_changes(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let reply = admin.post(
            "/network-bodies",
            &json!({"parent_id": 7, "code": "NO", "name": "x".repeat(201), "website": "ftp://x", "colour": "red"}),
        );
        let problem = reply.expect_problem(422, "invalid_content");
        let mistakes = problem.mistakes();
        let pointers: Vec<_> = mistakes.iter().map(|(pointer, _)| pointer.as_str()).collect();
        assert_eq!(pointers, ["/code", "/colour", "/name", "/parent_id", "/website"]);
        assert_eq!(app.anonymous().get("/network-bodies").expect(200).ids().len(), 1);
    }
}

e2e! {
    fn only_the_administrators_of_the_network_may_write(app) {
        let world = app.world();
        let (ours, theirs) = (world.network(), world.network());
        let stranger = world.admin(theirs).client;
        let path = format!("/network-bodies/{ours}");
        let etag = app.anonymous().get(&path).expect(200).etag();
        stranger.patch(&path, &etag, &json!({"name": "Nostro"})).expect_problem(403, "forbidden");
        app.anonymous().patch(&path, &etag, &json!({"name": "Nostro"})).expect_problem(401, "unauthenticated");
        let admin = world.admin(ours).client;
        let headers = [("content-type", "application/merge-patch+json")];
        admin.send("PATCH", &path, &headers, b"{}").expect_problem(428, "precondition_required");
        admin.send("PATCH", &path, &[("content-type", "application/json"), ("if-match", "*")], b"{}")
            .expect_problem(415, "unsupported_media_type");
        admin.patch(&path, "\"99\"", &json!({"name": "Altro"})).expect_problem(412, "stale_version");
    }
}

e2e! {
    fn the_same_key_gets_the_same_answer(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client.with_header("idempotency-key", "k-1");
        let body = json!({"parent_id": network, "code": "anap", "name": "ANAP"});
        let first = admin.post("/network-bodies", &body).expect(201);
        let again = admin.post("/network-bodies", &body).expect(201);
        assert_eq!(first.text, again.text);
        assert_eq!(first.header("location"), again.header("location"));
        assert_eq!(first.etag(), again.etag());
        admin
            .post("/network-bodies", &json!({"parent_id": network, "code": "altro", "name": "Altro"}))
            .expect_problem(422, "idempotency_key_reused");
    }
}

e2e! {
    fn a_taken_code_is_a_conflict(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let body = json!({"parent_id": network, "code": "anap", "name": "ANAP"});
        let _ = admin.post("/network-bodies", &body).expect(201);
        let problem = admin.post("/network-bodies", &body).expect_problem(409, "conflict");
        assert_eq!(problem.mistakes(), [("/code".to_owned(), "already_taken".to_owned())]);
    }
}

e2e! {
    fn what_only_the_rules_know_is_reported_with_the_rest(app) {
        let world = app.world();
        let admin = world.admin(world.network()).client;
        // The address fits its schema, but is none; the other mistakes must not hide that.
        let problem = admin
            .post(
                "/users",
                &json!({"network_id": world.network(), "email": "no address", "given_name": 7, "colour": "red"}),
            )
            .expect_problem(422, "invalid_content");
        let mistakes = problem.mistakes();
        let pointers: Vec<_> = mistakes.iter().map(|(pointer, _)| pointer.as_str()).collect();
        assert_eq!(pointers, ["/colour", "/email", "/family_name", "/given_name"]);
    }
}
