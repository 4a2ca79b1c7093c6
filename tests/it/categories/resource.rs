//! List, find, create, change.

use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::{Reply, e2e};

use super::{etag_of, id_of};

fn codes(page: &Reply) -> Vec<String> {
    let body = page.json();
    let items = body["items"].as_array().cloned().unwrap_or_default();
    items
        .iter()
        .filter_map(|item| item["code"].as_str().map(str::to_owned))
        .collect()
}

e2e! {
    fn the_tree_is_listed_in_its_order(app) {
        let anybody = app.anonymous();
        let page = anybody.get("/service-categories?limit=100").expect(200);
        let all = codes(&page);
        assert_eq!(all[..3], ["purchasing-power", "solidarity-purchasing-groups", "household-consumption-advice"]);
        let mut seen = Vec::new();
        let mut path = "/service-categories?limit=7".to_owned();
        loop {
            let page = anybody.get(&path).expect(200);
            seen.extend(codes(&page));
            let body = page.json();
            let Some(cursor) = body["next_cursor"].as_str() else { break };
            path = format!("/service-categories?limit=7&cursor={cursor}");
        }
        assert_eq!(seen, all);
        assert_eq!(codes(&anybody.get("/service-categories?level=1").expect(200)).len(), 9);
        let parent = id_of(&anybody, "purchasing-power");
        let below = anybody.get(&format!("/service-categories?parent_id={parent}")).expect(200);
        assert_eq!(codes(&below), all[1..3]);
        let problem = anybody.get("/service-categories?parent_id=7&level=5&status=x&crosswalk=x&q=&colour=red").expect_problem(400, "invalid_parameters");
        assert_eq!(problem.mistakes().len(), 6);
        let _ = anybody.get("/service-categories?crosswalk=%07:%20").expect(200);
    }
}

e2e! {
    fn categories_are_found_by_word_and_by_crosswalk(app) {
        let anybody = app.anonymous();
        let by_word = codes(&anybody.get("/service-categories?q=sanit%C3%A0").expect(200));
        assert!(by_word.contains(&"health-and-well-being".to_owned()), "{by_word:?}");
        assert_eq!(codes(&anybody.get("/service-categories?q=PURCHASING%20power").expect(200)), ["purchasing-power"]);
        assert!(codes(&anybody.get("/service-categories?q=xyzzy").expect(200)).is_empty());
        let by_code = codes(&anybody.get("/service-categories?crosswalk=cofog-2009:07").expect(200));
        assert!(by_code.contains(&"health-and-well-being".to_owned()), "{by_code:?}");
        let term = "modello-comuni-categorie-servizio:Salute,%20benessere%20e%20assistenza";
        let by_term = codes(&anybody.get(&format!("/service-categories?crosswalk={term}")).expect(200));
        assert!(by_term.contains(&"health-and-well-being".to_owned()), "{by_term:?}");
    }
}

e2e! {
    fn a_category_is_made_found_and_changed(app) {
        let world = app.world();
        let admin = world.admin(world.network()).client;
        let parent = id_of(&admin, "housing");
        let created = admin
            .post("/service-categories", &json!({
                "code": "emergency-housing", "parent_id": parent,
                "label": {"it": "Accoglienza d'emergenza", "en": "Emergency housing"},
                "synonyms": [{"language": "it", "text": "dormitorio"}], "position": 5,
            }))
            .expect(201);
        let id = created.text_at("/id");
        let path = format!("/service-categories/{id}");
        let read = app.anonymous().get(&path).expect(200);
        assert_eq!(read.text, created.text);
        assert_eq!((read.text_at("/path/0/code"), read.text_at("/path/1/id")), ("housing".to_owned(), id.clone()));
        let above = app.anonymous().get(&format!("/service-categories/{parent}")).expect(200);
        assert_eq!(above.text_at("/children_ids/0"), id);
        assert_eq!(codes(&app.anonymous().get("/service-categories?q=dormit").expect(200)), ["emergency-housing"]);
        let top = admin.patch(&path, &read.etag(), &json!({"parent_id": null, "label": {"en": null}, "description": {"it": "Una notte al coperto."}})).expect(200);
        assert_eq!(top.text_at("/level"), "1");
        assert!(top.json().get("parent_id").is_none() && top.json()["label"].get("en").is_none());
        admin.patch(&path, &read.etag(), &json!({})).expect_problem(412, "stale_version");
        let headers = [("content-type", "application/merge-patch+json")];
        admin.send("PATCH", &path, &headers, b"{}").expect_problem(428, "precondition_required");
        let log = admin.get(&format!("/audit-events?resource_type=service_category&resource_id={id}")).expect(200).json();
        assert_eq!(log["items"].as_array().map(Vec::len), Some(2));
    }
}

e2e! {
    fn every_mistake_is_named_and_nothing_changes(app) {
        let world = app.world();
        let admin = world.admin(world.network()).client;
        let wrong = admin.post("/service-categories", &json!({
            "code": "NO", "parent_id": "x", "label": {"en": "x".repeat(201)}, "colour": 1, "position": 10_000,
            "synonyms": [{"language": "it", "text": "a"}, {"language": "it", "text": "À"}], "crosswalks": [{"scheme": "X Y"}],
        })).expect_problem(422, "invalid_content");
        let mistakes = wrong.mistakes();
        let pointers: Vec<_> = mistakes.iter().map(|(pointer, _)| pointer.as_str()).collect();
        for expected in ["/code", "/colour", "/crosswalks/0/code", "/crosswalks/0/scheme", "/label/en", "/label/it", "/parent_id", "/position"] {
            assert!(pointers.contains(&expected), "{expected} in {pointers:?}");
        }
        let twice = admin.post("/service-categories", &json!({
            "code": "new-one", "label": {"it": "Nuova"}, "synonyms": [{"language": "it", "text": "a"}, {"language": "it", "text": "À"}],
        })).expect_problem(422, "invalid_content");
        assert_eq!(twice.mistakes(), [("/synonyms/1".to_owned(), "duplicate".to_owned())]);
        let taken = admin.post("/service-categories", &json!({"code": "housing", "label": {"it": "Abitare"}})).expect_problem(409, "conflict");
        assert_eq!(taken.mistakes(), [("/code".to_owned(), "already_taken".to_owned())]);
        let nowhere = admin.post("/service-categories", &json!({
            "code": "housing", "label": {"it": "A"}, "parent_id": "0199a000-00a2-7000-8000-00000000ffff",
        })).expect_problem(422, "invalid_content");
        assert_eq!(nowhere.mistakes().len(), 2);
        let housing = id_of(&admin, "housing");
        let child = admin.get(&format!("/service-categories/{housing}")).expect(200).text_at("/children_ids/0");
        let cycle = admin.patch(&format!("/service-categories/{housing}"), &etag_of(&admin, &housing), &json!({"parent_id": child, "code": "x"}))
            .expect_problem(422, "invalid_content");
        assert_eq!(cycle.mistakes(), [("/code".to_owned(), "unknown_member".to_owned())]);
        let cycle = admin.patch(&format!("/service-categories/{housing}"), &etag_of(&admin, &housing), &json!({"parent_id": child}))
            .expect_problem(422, "invalid_content");
        assert_eq!(cycle.mistakes(), [("/parent_id".to_owned(), "category_cycle".to_owned())]);
        assert_eq!(codes(&app.anonymous().get("/service-categories?limit=100").expect(200)).len(), 33);
    }
}

e2e! {
    fn only_network_administrators_write_categories(app) {
        let world = app.world();
        let network = world.network();
        let body = json!({"code": "new-one", "label": {"it": "Nuova"}});
        app.anonymous().post("/service-categories", &body).expect_problem(401, "unauthenticated");
        let reviewer = world.holder(Role::Reviewer, GrantPlace::Network(network)).client;
        reviewer.post("/service-categories", &body).expect_problem(403, "forbidden");
        let id = id_of(&reviewer, "housing");
        let path = format!("/service-categories/{id}");
        let etag = etag_of(&reviewer, &id);
        reviewer.patch(&path, &etag, &json!({"position": 1})).expect_problem(403, "forbidden");
        let headers = [("content-type", "application/json"), ("if-match", etag.as_str())];
        reviewer.send("POST", &format!("{path}/retirement"), &headers, b"{}").expect_problem(403, "forbidden");
        app.anonymous().get("/service-categories/7").expect_problem(404, "not_found");
        let admin = world.admin(network).client;
        let missing = "/service-categories/0199a000-00a2-7000-8000-00000000ffff";
        admin.patch(missing, "*", &json!({})).expect_problem(404, "not_found");
    }
}

e2e! {
    fn a_code_is_given_once_however_many_ask(app) {
        let world = app.world();
        let network = world.network();
        let clients = [world.admin(network).client, world.admin(network).client];
        let body = json!({"code": "contended", "label": {"it": "Contesa"}});
        let mut statuses: Vec<u16> = std::thread::scope(|scope| {
            let asked: Vec<_> = clients.iter().map(|client| scope.spawn(|| client.post("/service-categories", &body).status)).collect();
            asked.into_iter().map(|one| one.join().unwrap()).collect()
        });
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
    }
}
