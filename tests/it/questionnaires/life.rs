//! The life of questionnaires and their versions.

use serde_json::{Value, json};
use tests::e2e;

use super::{definition, new_questionnaire, step, told};

e2e! {
    fn a_questionnaire_lives_in_versions(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let made = admin.post("/questionnaires", &new_questionnaire(network, "accesso")).expect(201);
        let id = made.text_at("/id");
        let path = format!("/questionnaires/{id}");
        assert_eq!(made.header("location").unwrap().rsplit('/').next(), Some(id.as_str()));
        assert_eq!((made.text_at("/title"), made.text_at("/last_number")), ("Accesso ai servizi".to_owned(), "1".to_owned()));
        assert!(made.json().get("active_number").is_none());
        let first = admin.get(&format!("{path}/versions/1")).expect(200);
        assert_eq!(first.text_at("/status"), "draft");
        assert_eq!(first.json()["definition"], definition());

        let mut changed = definition();
        changed["items"][0]["label"]["it"] = json!("Quanti anni ha?");
        let body = json!({"definition": changed});
        let written = admin.put(&format!("{path}/versions/1"), &first.etag(), &body).expect(200);
        assert_eq!(written.text_at("/definition/items/0/label/it"), "Quanti anni ha?");
        admin.put(&format!("{path}/versions/1"), &first.etag(), &body).expect_problem(412, "stale_version");
        admin.send("PUT", &format!("{path}/versions/1"), &[("content-type", "application/json")], body.to_string().as_bytes())
            .expect_problem(428, "precondition_required");
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
        assert_eq!(next.json()["definition"], changed);
        assert!(next.header("location").unwrap().ends_with("/versions/2"));
        let _ = step(&admin, &id, 2, "activation").expect(200);
        assert_eq!(admin.get(&format!("{path}/versions/1")).expect(200).text_at("/status"), "retired");
        let questionnaire = admin.get(&path).expect(200);
        assert_eq!((questionnaire.text_at("/active_number"), questionnaire.text_at("/last_number")), ("2".to_owned(), "2".to_owned()));
        let _ = step(&admin, &id, 2, "retirement").expect(200);
        assert!(admin.get(&path).expect(200).json().get("active_number").is_none());

        let third = admin.post(&format!("{path}/versions"), &json!({"definition": definition()})).expect(201);
        assert_eq!(third.text_at("/number"), "3");
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
    fn versions_are_compared_by_name(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let id = admin.post("/questionnaires", &new_questionnaire(network, "accesso")).expect(201).text_at("/id");
        let path = format!("/questionnaires/{id}");
        let _ = step(&admin, &id, 1, "activation").expect(200);
        let mut changed = definition();
        changed["items"][0]["required"] = json!(false);
        changed["items"][1]["items"][2]["rows"][0]["label"]["it"] = json!("Inps");
        changed["items"][2]["name"] = json!("benessere");
        changed["choices"]["sino"][1]["label"]["en"] = json!("No");
        changed["items"].as_array_mut().unwrap().swap(0, 1);
        let _ = admin.post(&format!("{path}/versions"), &json!({"definition": changed})).expect(201);
        let differences = admin.get(&format!("{path}/differences")).expect(200).json();
        assert_eq!((&differences["from"], &differences["to"]), (&json!(1), &json!(2)));
        assert_eq!((&differences["added"], &differences["removed"]), (&json!(["benessere"]), &json!(["salute"])));
        assert_eq!(differences["changed"], json!(["eta", "giudizi"]));
        let pointers: Vec<&str> = differences["changes"].as_array().unwrap().iter().map(|one| one["pointer"].as_str().unwrap()).collect();
        assert_eq!(pointers, [
            "/choices/sino/no/label/en", "/items/benessere", "/items/eta/required", "/items/giudizi/rows/inps/label/it",
            "/items/salute", "/order",
        ]);
        assert!(admin.get(&format!("{path}/differences?from=2&to=2")).expect(200).json()["changes"].as_array().unwrap().is_empty());
        admin.get(&format!("{path}/differences?to=3")).expect_problem(404, "not_found");
    }
}

e2e! {
    fn every_change_is_audited(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let id = admin.post("/questionnaires", &new_questionnaire(network, "accesso")).expect(201).text_at("/id");
        let _ = step(&admin, &id, 1, "activation").expect(200);
        let events = admin.get(&format!("/audit-events?resource_type=questionnaire&resource_id={id}")).expect(200);
        assert_eq!(events.json()["items"].as_array().unwrap().len(), 2);
        assert_eq!(events.text_at("/items/0/before/version/status"), "draft");
        assert_eq!(events.text_at("/items/0/after/version/status"), "active");
        assert_eq!(events.text_at("/items/0/after/version/definition_sha256"), events.text_at("/items/1/after/version/definition_sha256"));
    }
}

e2e! {
    fn a_questionnaire_is_renamed(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let mut body = new_questionnaire(network, "accesso");
        body["title"] = json!("Il nostro questionario");
        let made = admin.post("/questionnaires", &body).expect(201);
        assert_eq!(made.text_at("/title"), "Il nostro questionario");
        let path = format!("/questionnaires/{}", made.text_at("/id"));
        let renamed = admin.patch(&path, &made.etag(), &json!({"title": "Accesso 2027"})).expect(200);
        assert_eq!(renamed.text_at("/title"), "Accesso 2027");
        admin.patch(&path, &made.etag(), &json!({"title": "Altro"})).expect_problem(412, "stale_version");
        let wrong = admin.patch(&path, "*", &json!({"title": null, "code": "altro"})).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes().iter().map(|one| one.0.as_str()).collect::<Vec<_>>(), ["/code", "/title"]);
    }
}

e2e! {
    fn a_code_is_there_once_in_a_network(app) {
        let world = app.world();
        let (network, other) = (world.network(), world.network());
        let admin = world.admin(network).client;
        let _ = admin.post("/questionnaires", &new_questionnaire(network, "accesso")).expect(201);
        let taken = admin.post("/questionnaires", &new_questionnaire(network, "accesso")).expect_problem(409, "conflict");
        assert_eq!(told(&taken), ["/code already_taken"]);
        let _ = world.admin(other).client.post("/questionnaires", &new_questionnaire(other, "accesso")).expect(201);
        let body = new_questionnaire(network, "corsa");
        let replies: Vec<u16> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| admin.post("/questionnaires", &body).status)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(replies.iter().filter(|status| **status == 201).count(), 1, "{replies:?}");
        assert_eq!(replies.iter().filter(|status| **status == 409).count(), 3, "{replies:?}");
    }
}

e2e! {
    fn questionnaires_are_listed_by_code_and_by_use(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let mut first = new_questionnaire(network, "accesso");
        first["title"] = json!("Àlbum");
        let one = admin.post("/questionnaires", &first).expect(201).text_at("/id");
        let other = admin.post("/questionnaires", &new_questionnaire(network, "bisogni")).expect(201).text_at("/id");
        let both = new_questionnaire(network, "bisogni-2");
        let third = admin.post("/questionnaires", &both).expect(201).text_at("/id");
        let _ = step(&admin, &other, 1, "activation").expect(200);
        let listed = |query: &str| admin.get(&format!("/questionnaires{query}")).expect(200).ids();
        assert_eq!(listed(""), [other.clone(), third.clone(), one.clone()]);
        assert_eq!(listed("?code=bisogni"), std::slice::from_ref(&other));
        assert_eq!(listed("?code=bisogni&code=accesso").len(), 2);
        assert_eq!(listed("?active=true"), std::slice::from_ref(&other));
        assert_eq!(listed("?active=false"), [third.clone(), one.clone()]);
        let mut paged = Vec::new();
        let mut query = "?limit=1".to_owned();
        loop {
            let page = admin.get(&format!("/questionnaires{query}")).expect(200);
            paged.extend(page.ids());
            match page.json().get("next_cursor") {
                Some(cursor) => query = format!("?limit=1&cursor={}", cursor.as_str().unwrap()),
                None => break,
            }
        }
        assert_eq!(paged, [other, third, one]);
        admin.get("/questionnaires?code=Non+un+codice").expect_problem(400, "invalid_parameters");
    }
}

e2e! {
    fn two_activations_at_once_leave_one_active_version(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let id = admin.post("/questionnaires", &new_questionnaire(network, "accesso")).expect(201).text_at("/id");
        let replies: Vec<u16> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| step(&admin, &id, 1, "activation").status)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(replies.iter().filter(|status| **status == 200).count(), 1, "{replies:?}");
        assert!(replies.iter().all(|status| matches!(status, 200 | 409 | 412)), "{replies:?}");
        let path = format!("/questionnaires/{id}/versions");
        let drafts: Vec<u16> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| admin.post(&path, &json!({})).status)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(drafts.iter().filter(|status| **status == 201).count(), 1, "{drafts:?}");
    }
}
