//! The life of templates and their versions.

use domain_accounts::{GrantPlace, Role};
use serde_json::{Value, json};
use tests::e2e;

use super::{content, new_template, step};

e2e! {
    fn a_template_lives_in_versions(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let made = admin.post("/agreement-templates", &new_template(network)).expect(201);
        let id = made.text_at("/id");
        let path = format!("/agreement-templates/{id}");
        assert_eq!(made.header("location").unwrap().rsplit('/').next(), Some(id.as_str()));
        assert_eq!(made.text_at("/last_number"), "1");
        assert!(made.json().get("active_number").is_none());
        let first = admin.get(&format!("{path}/versions/1")).expect(200);
        assert_eq!((first.text_at("/status"), first.etag().split('.').next()), ("draft".to_owned(), made.etag().split('.').next()));
        assert_eq!(first.json()["content"]["clauses"][1]["optional"], json!(true));

        let mut changed = content();
        changed["closing"] = json!("Letto, approvato e sottoscritto.");
        let body = json!({"content": changed});
        let written = admin.put(&format!("{path}/versions/1"), &first.etag(), &body).expect(200);
        admin.put(&format!("{path}/versions/1"), &first.etag(), &body).expect_problem(412, "stale_version");
        admin.send("PUT", &format!("{path}/versions/1"), &[("content-type", "application/json")], body.to_string().as_bytes())
            .expect_problem(428, "precondition_required");
        assert_eq!(written.text_at("/content/closing"), "Letto, approvato e sottoscritto.");
        let twice = admin.post(&format!("{path}/versions"), &json!({})).expect_problem(409, "conflict");
        assert!(twice.text_at("/detail").contains("bozza"));
        let early = step(&admin, &id, 1, "retirement").expect_problem(409, "invalid_transition");
        assert_eq!(early.json()["allowed"], json!(["edit", "activate"]));

        let active = step(&admin, &id, 1, "activation").expect(200);
        assert_eq!(active.text_at("/status"), "active");
        assert!(active.json().get("activated_at").is_some());
        let fixed = admin.put(&format!("{path}/versions/1"), "*", &body).expect_problem(409, "invalid_transition");
        assert_eq!(fixed.json()["allowed"], json!(["retire"]));
        step(&admin, &id, 1, "activation").expect_problem(409, "invalid_transition");

        let next = admin.post(&format!("{path}/versions"), &json!({})).expect(201);
        assert_eq!(next.json()["content"], written.json()["content"]);
        assert!(next.header("location").unwrap().ends_with("/versions/2"));
        changed["clauses"].as_array_mut().unwrap().swap(0, 2);
        changed["clauses"][0]["text"] = json!("Decide il Foro di Asti.");
        let body = json!({"content": changed});
        let _ = admin.put(&format!("{path}/versions/2"), &next.etag(), &body).expect(200);
        let _ = step(&admin, &id, 2, "activation").expect(200);
        assert_eq!(admin.get(&format!("{path}/versions/1")).expect(200).text_at("/status"), "retired");
        step(&admin, &id, 1, "retirement").expect_problem(409, "invalid_transition");
        let template = admin.get(&path).expect(200);
        assert_eq!((template.text_at("/active_number"), template.text_at("/last_number")), ("2".to_owned(), "2".to_owned()));

        let differences = admin.get(&format!("{path}/differences?from=1&to=2")).expect(200);
        let expected = json!([
            {"pointer": "/clauses/foro/text", "before": "Decide il giudice.", "after": "Decide il Foro di Asti."},
            {"pointer": "/order", "before": ["oggetto", "sconto", "foro"], "after": ["foro", "sconto", "oggetto"]},
        ]);
        assert_eq!(differences.json()["changes"], expected);
        admin.get(&format!("{path}/differences?to=3")).expect_problem(404, "not_found");

        let _ = step(&admin, &id, 2, "retirement").expect(200);
        assert!(admin.get(&path).expect(200).json().get("active_number").is_none());
        let third = admin.post(&format!("{path}/versions"), &json!({"content": content()})).expect(201);
        assert_eq!((third.text_at("/number"), third.text_at("/content/closing")), ("3".to_owned(), "Letto e sottoscritto.".to_owned()));
        let versions = admin.get(&format!("{path}/versions?limit=2")).expect(200);
        let numbers = |reply: &tests::Reply| -> Vec<Value> {
            reply.json()["items"].as_array().unwrap().iter().map(|one| one["number"].clone()).collect()
        };
        assert_eq!(numbers(&versions), [json!(3), json!(2)]);
        let rest = admin.get(&format!("{path}/versions?limit=2&cursor={}", versions.text_at("/next_cursor"))).expect(200);
        assert_eq!(numbers(&rest), [json!(1)]);
        for odd in ["0", "01", "10001", "x"] {
            admin.get(&format!("{path}/versions/{odd}")).expect_problem(404, "not_found");
        }
    }
}

e2e! {
    fn every_change_is_audited(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let id = admin.post("/agreement-templates", &new_template(network)).expect(201).text_at("/id");
        let _ = step(&admin, &id, 1, "activation").expect(200);
        let events = admin.get(&format!("/audit-events?resource_type=agreement_template&resource_id={id}")).expect(200);
        assert_eq!(events.json()["items"].as_array().unwrap().len(), 2);
        assert_eq!(events.text_at("/items/0/before/version/status"), "draft");
        assert_eq!(events.text_at("/items/0/after/version/status"), "active");
    }
}

e2e! {
    fn a_template_is_renamed(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let made = admin.post("/agreement-templates", &new_template(network)).expect(201);
        let path = format!("/agreement-templates/{}", made.text_at("/id"));
        let renamed = admin.patch(&path, &made.etag(), &json!({"name": "Convenzione domiciliare"})).expect(200);
        assert_eq!(renamed.text_at("/name"), "Convenzione domiciliare");
        admin.patch(&path, &made.etag(), &json!({"name": "Altro"})).expect_problem(412, "stale_version");
        let wrong = admin.patch(&path, "*", &json!({"name": null, "kind": "framework"})).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes().iter().map(|one| one.0.as_str()).collect::<Vec<_>>(), ["/kind", "/name"]);
    }
}

e2e! {
    fn all_mistakes_of_a_template_are_told(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let mut body = new_template(network);
        body["name"] = json!(" ");
        body["content"]["opening"] = json!("Tra {{rete}} e {{ente}} in {{luogo}}");
        body["content"]["clauses"][2]["code"] = json!("oggetto");
        body["content"]["clauses"][2]["text"] = json!("{{aperto");
        body["content"]["placeholders"][3]["side"] = json!("network");
        body["content"]["unknown"] = json!(1);
        let wrong = admin.post("/agreement-templates", &body).expect_problem(422, "invalid_content");
        let told: Vec<String> = wrong.mistakes().iter().map(|(place, code)| format!("{place} {code}")).collect();
        assert_eq!(told, [
            "/content/clauses/2/code duplicate",
            "/content/clauses/2/text placeholder_malformed",
            "/content/opening placeholder_unknown",
            "/content/placeholders/3/side side_unexpected",
            "/content/unknown unknown_member",
            "/name required",
        ]);
        let nothing = admin.post("/agreement-templates", &json!({})).expect_problem(422, "invalid_content");
        let places: Vec<String> = nothing.mistakes().into_iter().map(|one| one.0).collect();
        for place in ["/content", "/kind", "/name", "/network_id"] {
            assert!(places.iter().any(|one| one.starts_with(place)), "{place}: {places:?}");
        }
    }
}

e2e! {
    fn templates_are_listed_by_kind_and_by_use(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let mut framework = new_template(network);
        framework["kind"] = json!("framework");
        framework["name"] = json!("Accordo quadro");
        let one = admin.post("/agreement-templates", &framework).expect(201).text_at("/id");
        let other = admin.post("/agreement-templates", &new_template(network)).expect(201).text_at("/id");
        let _ = step(&admin, &other, 1, "activation").expect(200);
        let listed = |query: &str| admin.get(&format!("/agreement-templates{query}")).expect(200).ids();
        assert_eq!(listed(""), [one.clone(), other.clone()]);
        assert_eq!(listed("?kind=framework"), std::slice::from_ref(&one));
        assert_eq!(listed("?kind=framework&kind=service_convention").len(), 2);
        assert_eq!(listed("?active=true"), [other]);
        assert_eq!(listed("?active=false"), [one]);
        let first = admin.get("/agreement-templates?limit=1").expect(200);
        assert_eq!(listed(&format!("?limit=1&cursor={}", first.text_at("/next_cursor"))).len(), 1);
        admin.get("/agreement-templates?kind=x").expect_problem(400, "invalid_parameters");
    }
}

e2e! {
    fn the_network_reads_and_its_administrators_write(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let id = admin.post("/agreement-templates", &new_template(network)).expect(201).text_at("/id");
        let path = format!("/agreement-templates/{id}");
        let point = world.point(network).id;
        for role in [Role::Operator, Role::PointCoordinator, Role::Reviewer] {
            let place = match role {
                Role::Reviewer => GrantPlace::Network(network),
                _ => GrantPlace::Point(network, point),
            };
            let reader = world.holder(role, place).client;
            assert_eq!(reader.get("/agreement-templates").expect(200).ids(), std::slice::from_ref(&id));
            let _ = reader.get(&format!("{path}/versions/1")).expect(200);
            reader.patch(&path, "*", &json!({"name": "Altro"})).expect_problem(403, "forbidden");
            reader.post(&format!("{path}/versions"), &json!({})).expect_problem(403, "forbidden");
            reader.post("/agreement-templates", &new_template(network)).expect_problem(403, "forbidden");
            step(&reader, &id, 1, "activation").expect_problem(403, "forbidden");
        }
        let stranger = world.admin(world.network()).client;
        assert!(stranger.get("/agreement-templates").expect(200).ids().is_empty());
        for path in [path.clone(), format!("{path}/versions"), format!("{path}/versions/1"), format!("{path}/differences")] {
            stranger.get(&path).expect_problem(404, "not_found");
        }
        stranger.patch(&path, "*", &json!({"name": "Altro"})).expect_problem(404, "not_found");
        stranger.put(&format!("{path}/versions/1"), "*", &json!({"content": content()})).expect_problem(404, "not_found");
        stranger.post(&format!("{path}/versions/1/rendering"), &json!({})).expect_problem(404, "not_found");
        step(&stranger, &id, 1, "activation").expect_problem(404, "not_found");
        let wrong = stranger.post("/agreement-templates", &new_template(network)).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), [("/network_id".to_owned(), "unknown_reference".to_owned())]);
        let within = admin.post("/agreement-templates", &new_template(world.body(Some(network)))).expect_problem(422, "invalid_content");
        assert_eq!(within.mistakes(), [("/network_id".to_owned(), "unknown_reference".to_owned())]);
        let provider = world.provider(network).id;
        let editor = world.holder(Role::ProviderEditor, GrantPlace::Provider(network, provider)).client;
        editor.get(&path).expect_problem(404, "not_found");
    }
}

e2e! {
    fn two_activations_at_once_leave_one_active_version(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let id = admin.post("/agreement-templates", &new_template(network)).expect(201).text_at("/id");
        let replies: Vec<u16> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| step(&admin, &id, 1, "activation").status)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(replies.iter().filter(|status| **status == 200).count(), 1, "{replies:?}");
        assert!(replies.iter().all(|status| matches!(status, 200 | 409 | 412)), "{replies:?}");
        let path = format!("/agreement-templates/{id}/versions");
        let drafts: Vec<u16> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| admin.post(&path, &json!({})).status)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(drafts.iter().filter(|status| **status == 201).count(), 1, "{drafts:?}");
    }
}
