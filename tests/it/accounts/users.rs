//! `/users` and their grants.

use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::e2e;

use super::with_password;

e2e! {
    fn an_administrator_makes_and_disables_users(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let body = json!({"network_id": network, "email": "Luca.Verdi@example.org", "given_name": "Luca", "family_name": "Verdi"});
        let created = admin.post("/users", &body).expect(201);
        assert_eq!(created.text_at("/email"), "luca.verdi@example.org");
        assert!(app.mail()[0].contains("luca.verdi@example.org"));
        let taken = admin.post("/users", &body).expect_problem(409, "conflict");
        assert_eq!(taken.mistakes(), [("/email".to_owned(), "already_taken".to_owned())]);
        let path = format!("/users/{}", created.text_at("/id"));
        let renamed = admin.patch(&path, &created.etag(), &json!({"given_name": "Luca Maria"})).expect(200);
        let disabled = admin.send("POST", &format!("{path}/deactivation"), &[("if-match", &renamed.etag())], b"").expect(200);
        assert_eq!(disabled.text_at("/status"), "disabled");
        admin
            .send("POST", &format!("{path}/deactivation"), &[("if-match", &disabled.etag())], b"")
            .expect_problem(409, "invalid_transition");
        let enabled = admin.send("POST", &format!("{path}/reactivation"), &[("if-match", &disabled.etag())], b"").expect(200);
        assert_eq!(enabled.text_at("/status"), "active");
    }
}

e2e! {
    fn users_of_another_network_do_not_exist(app) {
        let world = app.world();
        let (ours, theirs) = (world.network(), world.network());
        let admin = world.admin(ours);
        let stranger = world.admin(theirs);
        let path = format!("/users/{}", stranger.id);
        admin.client.get(&path).expect_problem(404, "not_found");
        admin.client.get("/users/01930000-0000-7000-8000-00000000ffff").expect_problem(404, "not_found");
        admin.client.patch(&path, "*", &json!({"given_name": "X"})).expect_problem(404, "not_found");
        let ids = admin.client.get("/users").expect(200).ids();
        assert!(ids.contains(&admin.id.to_string()) && !ids.contains(&stranger.id.to_string()));
        let problem = admin
            .client
            .post("/users", &json!({"network_id": theirs, "email": "x@example.org", "given_name": "A", "family_name": "B"}));
        problem.expect_problem(403, "forbidden");
    }
}

e2e! {
    fn roles_are_given_and_taken_back(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network);
        let person = world.person(Some(network));
        let path = format!("/users/{}/grants", person.id);
        let given = admin.client.post(&path, &json!({"role": "reviewer", "network_id": network})).expect(201);
        assert_eq!(person.client.get("/me").expect(200).text_at("/grants/0/role"), "reviewer");
        admin.client.post(&path, &json!({"role": "reviewer", "network_id": network})).expect_problem(409, "conflict");
        let wrong = admin.client.post(&path, &json!({"role": "operator", "network_id": network})).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), [("/role".to_owned(), "invalid_grant_place".to_owned())]);
        let foreign = admin.client.post(&path, &json!({"role": "reviewer", "network_id": world.network()}));
        assert_eq!(foreign.expect_problem(422, "invalid_content").mistakes()[0].0, "/network_id");
        let grant = format!("{path}/{}", given.text_at("/id"));
        let _ = admin.client.delete(&grant, &given.etag()).expect(204);
        assert!(person.client.get("/me").expect(200).json()["grants"].as_array().unwrap().is_empty());
    }
}

e2e! {
    fn a_network_keeps_an_administrator(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network);
        let path = format!("/users/{}", admin.id);
        let etag = admin.client.get(&path).expect(200).etag();
        admin
            .client
            .send("POST", &format!("{path}/deactivation"), &[("if-match", &etag)], b"")
            .expect_problem(409, "conflict");
        let _ = admin.client.get("/me").expect(200);
        let grant = admin.client.get(&format!("{path}/grants")).expect(200).text_at("/items/0/id");
        admin.client.delete(&format!("{path}/grants/{grant}"), "*").expect_problem(409, "conflict");
        let _ = world.admin(network);
        let _ = admin.client.delete(&format!("{path}/grants/{grant}"), "*").expect(204);
    }
}

e2e! {
    fn other_roles_see_no_users_but_themselves(app) {
        let world = app.world();
        let network = world.network();
        let reviewer = world.holder(Role::Reviewer, GrantPlace::Network(network));
        let admin = world.admin(network);
        assert_eq!(reviewer.client.get("/users").expect(200).ids(), [reviewer.id.to_string()]);
        reviewer.client.get(&format!("/users/{}", admin.id)).expect_problem(404, "not_found");
        app.anonymous().get("/users").expect_problem(401, "unauthenticated");
    }
}

e2e! {
    fn ones_own_account_is_changed_with_its_version(app) {
        let person = with_password(app);
        let me = person.client.get("/me").expect(200);
        let changed = person.client.patch("/me", &me.etag(), &json!({"locale": "en"})).expect(200);
        assert_eq!(changed.text_at("/locale"), "en");
        person.client.patch("/me", &me.etag(), &json!({"locale": "it"})).expect_problem(412, "stale_version");
        let problem = person.client.patch("/me", &changed.etag(), &json!({"locale": "fr", "email": "x@example.org", "given_name": null}));
        let mistakes = problem.expect_problem(422, "invalid_content").mistakes();
        let pointers: Vec<_> = mistakes.iter().map(|(pointer, _)| pointer.as_str()).collect();
        assert_eq!(pointers, ["/email", "/given_name", "/locale"]);
    }
}
