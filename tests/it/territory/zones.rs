//! `/zones`.

use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::e2e;

e2e! {
    fn a_zone_lives_from_creation_to_removal(app) {
        let world = app.world();
        let admin = world.admin(world.network()).client;
        let created = admin
            .post("/zones", &json!({"municipality": "058091", "code": "municipio-8", "name": "Municipio VIII"}))
            .expect(201);
        assert_eq!(created.text_at("/municipality"), "H501");
        let path = format!("/zones/{}", created.text_at("/id"));
        assert_eq!(created.header("location"), Some(format!("http://hub.test/api/v1{path}").as_str()));
        let read = app.anonymous().get(&path).expect(200);
        assert_eq!(read.text, created.text);
        let noted = admin.patch(&path, &read.etag(), &json!({"note": "Appia Antica"})).expect(200);
        assert_eq!((noted.text_at("/note"), noted.text_at("/name")), ("Appia Antica".to_owned(), "Municipio VIII".to_owned()));
        let plain = admin.patch(&path, &noted.etag(), &json!({"note": null})).expect(200);
        assert!(plain.json().get("note").is_none());
        admin.patch(&path, &noted.etag(), &json!({"name": "Altro"})).expect_problem(412, "stale_version");
        admin.delete(&path, &noted.etag()).expect_problem(412, "stale_version");
        admin.send("DELETE", &path, &[], b"").expect_problem(428, "precondition_required");
        let _ = admin.delete(&path, &plain.etag()).expect(204);
        app.anonymous().get(&path).expect_problem(404, "not_found");
        let log = admin.get("/audit-events?resource_type=zone").expect(200).json();
        let actions: Vec<_> = log["items"].as_array().unwrap().iter().map(|event| event["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["zone.write"; 4]);
    }
}

e2e! {
    fn every_mistake_is_named_and_nothing_changes(app) {
        let world = app.world();
        let admin = world.admin(world.network()).client;
        let wrong = admin
            .post("/zones", &json!({"municipality": 7, "code": "NO!", "name": "x".repeat(201), "note": "x".repeat(121), "colour": "red"}))
            .expect_problem(422, "invalid_content");
        let mistakes = wrong.mistakes();
        let pointers: Vec<_> = mistakes.iter().map(|(pointer, _)| pointer.as_str()).collect();
        assert_eq!(pointers, ["/code", "/colour", "/municipality", "/name", "/note"]);
        let both = admin.post("/zones", &json!({"municipality": "Z999", "code": "a1", "name": " "})).expect_problem(422, "invalid_content");
        assert_eq!(both.mistakes(), [("/name".to_owned(), "required".to_owned())]);
        let unknown = admin.post("/zones", &json!({"municipality": "Z999", "code": "a1", "name": "A"})).expect_problem(422, "invalid_content");
        assert_eq!(unknown.mistakes(), [("/municipality".to_owned(), "unknown_reference".to_owned())]);
        let gone = admin.post("/zones", &json!({"municipality": "M149", "code": "a1", "name": "A"})).expect_problem(422, "invalid_content");
        assert_eq!(gone.mistakes(), [("/municipality".to_owned(), "municipality_suppressed".to_owned())]);
        let taken = admin.post("/zones", &json!({"municipality": "F205", "code": "municipio-1", "name": "A"})).expect_problem(409, "conflict");
        assert_eq!(taken.mistakes(), [("/code".to_owned(), "already_taken".to_owned())]);
        let zone = app.anonymous().get("/zones?limit=1").expect(200).text_at("/items/0/id");
        let path = format!("/zones/{zone}");
        let read = app.anonymous().get(&path).expect(200);
        let fixed = admin.patch(&path, &read.etag(), &json!({"code": "x1", "municipality": "H501", "name": 7})).expect_problem(422, "invalid_content");
        assert_eq!(fixed.mistakes().len(), 3);
        assert_eq!(app.anonymous().get(&path).expect(200).text, read.text);
        assert_eq!(app.anonymous().get("/zones").expect(200).ids().len(), 9);
    }
}

e2e! {
    fn only_network_administrators_write_zones(app) {
        let world = app.world();
        let network = world.network();
        let body = json!({"municipality": "H501", "code": "municipio-1", "name": "Municipio I"});
        app.anonymous().post("/zones", &body).expect_problem(401, "unauthenticated");
        world.person(None).client.post("/zones", &body).expect_problem(403, "forbidden");
        for role in [Role::Reviewer, Role::Evaluator] {
            world.holder(role, GrantPlace::Network(network)).client.post("/zones", &body).expect_problem(403, "forbidden");
        }
        // The zones are shared: any network's administrator keeps them.
        let _ = world.admin(world.network()).client.post("/zones", &body).expect(201);
        app.anonymous().get("/zones/7").expect_problem(404, "not_found");
        app.anonymous().get("/zones?municipality=roma").expect_problem(400, "invalid_parameters");
    }
}
