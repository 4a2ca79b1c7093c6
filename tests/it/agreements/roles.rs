//! Who may do what with an agreement, and who may not.

use domain_accounts::{GrantPlace, Role};
use serde_json::{Value, json};
use tests::{Client, Person, e2e};

use super::{NOTHING, Stage, any, because, pairs};

e2e! {
    fn each_role_does_its_own(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let operator = world.holder(Role::Operator, GrantPlace::Point(stage.network, stage.point.id));
        let evaluator = world.holder(Role::Evaluator, GrantPlace::Network(stage.network));
        let (coordinator, reviewer) = (&stage.coordinator, &stage.reviewer);
        let nobody: [&Person; 2] = [&operator, &evaluator];
        let id = coordinator.client.post("/agreements", &stage.content()).expect(201).text_at("/id");
        let path = format!("/agreements/{id}");
        for person in nobody.into_iter().chain([reviewer]) {
            let _ = person.client.get(&path).expect(200);
            person.client.post("/agreements", &stage.content()).expect_problem(403, "forbidden");
            person.client.patch(&path, "*", &json!({"title": "Altro"})).expect_problem(403, "forbidden");
            person.client.delete(&path, "*").expect_problem(403, "forbidden");
        }
        let refused = |clients: &[&Client], name: &str, body: Value| {
            for client in clients {
                any(client, &id, name, body.clone()).expect_problem(403, "forbidden");
            }
        };
        let day = |party: u8| json!({"party": party, "signed_on": "2026-11-20"});
        refused(&[&operator.client, &evaluator.client, &reviewer.client], "review-submission", NOTHING);
        let _ = any(&coordinator.client, &id, "review-submission", NOTHING).expect(200);
        for (name, body) in [("review-return", because()), ("sending", NOTHING)] {
            refused(&[&operator.client, &evaluator.client, &coordinator.client], name, body);
        }
        let _ = any(&reviewer.client, &id, "sending", NOTHING).expect(200);
        for (name, body) in [("acceptance", NOTHING), ("refusal", because())] {
            refused(&[&operator.client, &evaluator.client, &coordinator.client, &reviewer.client, &stage.admin.client], name, body);
        }
        refused(&[&stage.editor.client, &stage.manager.client, &coordinator.client], "recall", because());
        refused(&[&stage.editor.client, &stage.manager.client, &reviewer.client], "cancellation", because());
        let _ = any(&stage.editor.client, &id, "acceptance", NOTHING).expect(200);
        refused(&[&stage.editor.client, &operator.client, &reviewer.client], "signatures", day(1));
        refused(&[&stage.manager.client], "signatures", day(0));
        let _ = any(&stage.manager.client, &id, "signatures", day(1)).expect(200);
        let _ = any(&coordinator.client, &id, "signatures", day(0)).expect(200);
        refused(&[&stage.manager.client, &operator.client, &reviewer.client], "completion", NOTHING);
        refused(&[&stage.manager.client, &evaluator.client], "renewals", NOTHING);
        refused(&[&stage.manager.client, &evaluator.client], "amendments", NOTHING);
        let _ = any(&coordinator.client, &id, "completion", NOTHING).expect(200);
    }
}

e2e! {
    fn others_do_not_learn_that_it_exists(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let other = world.provider(stage.network);
        let strangers = [
            world.holder(Role::ProviderManager, GrantPlace::Provider(stage.network, other.id)),
            world.holder(Role::PointCoordinator, GrantPlace::Point(stage.network, world.point(stage.network).id)),
            world.admin(world.network()),
        ];
        let id = stage.sent(&stage.content());
        let path = format!("/agreements/{id}");
        let none = "/agreements/01930000-0000-7000-8000-0000000000ff";
        for stranger in &strangers {
            let mut hidden = stranger.client.get(&path).expect_problem(404, "not_found").json();
            let mut missing = stranger.client.get(none).expect_problem(404, "not_found").json();
            hidden["instance"].take();
            missing["instance"].take();
            assert_eq!(hidden, missing);
            for rest in ["/events", "/revisions", "/revisions/1", "/text", "/files"] {
                stranger.client.get(&format!("{path}{rest}")).expect_problem(404, "not_found");
            }
            any(&stranger.client, &id, "cancellation", because()).expect_problem(404, "not_found");
            any(&stranger.client, &id, "acceptance", NOTHING).expect_problem(404, "not_found");
            assert!(stranger.client.get("/agreements").expect(200).ids().is_empty());
        }
        app.anonymous().get(&path).expect_problem(401, "unauthenticated");
    }
}

e2e! {
    fn a_coordinator_writes_for_the_own_point_only(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let (other, association) = (world.point(stage.network), world.association(stage.network));
        let with = |kind: &str, id: String| stage.content_with(|content| {
            content["parties"][0] = json!({"side": "network", "kind": kind, "id": id});
        });
        let client = &stage.coordinator.client;
        for content in [with("point", other.id.to_string()), with("association", association.id.to_string())] {
            let wrong = client.post("/agreements", &content).expect_problem(422, "invalid_content");
            assert_eq!(wrong.mistakes(), pairs(&[("/parties", "own_point_missing")]));
        }
        // What is agreed for the whole network is the point's too: to read, not to write.
        let body = json!({"side": "network", "kind": "network_body", "id": stage.network});
        let id = stage.draft(&stage.content_with(|content| content["parties"][0] = body));
        let path = format!("/agreements/{id}");
        assert_eq!(client.get(&path).expect(200).json()["allowed_steps"], json!([]));
        client.patch(&path, "*", &json!({"title": "Altro"})).expect_problem(403, "forbidden");
        assert_eq!(client.get("/agreements").expect(200).ids(), [id]);
    }
}

e2e! {
    fn a_provider_sees_what_is_its_own(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let second = world.provider(stage.network);
        let other = world.holder(Role::ProviderManager, GrantPlace::Provider(stage.network, second.id));
        let id = stage.sent(&stage.content_with(|content| {
            let add = |list: &mut Value, item: Value| list.as_array_mut().unwrap().push(item);
            add(&mut content["parties"], json!({"side": "counterpart", "kind": "provider", "id": second.id}));
            add(&mut content["signatories"], json!({"party": 2, "given_name": "Ugo", "family_name": "Neri", "capacity": "Presidente"}));
        }));
        let path = format!("/agreements/{id}");
        let _ = any(&stage.manager.client, &id, "acceptance", NOTHING).expect(200);
        assert_eq!(other.client.get(&path).expect(200).json()["answers"], json!([]));
        let day = json!({"party": 0, "signed_on": "2026-11-20"});
        let early = any(&stage.admin.client, &id, "signatures", day.clone()).expect_problem(409, "conflict");
        assert_eq!(early.mistakes(), pairs(&[("", "acceptance_missing")]));
        let texts = json!([{"clause": "pagamenti", "text": "Si paga a fine mese."}]);
        let _ = any(&other.client, &id, "change-proposal", json!({"clause_texts": texts, "reason": "Contabilità mensile."})).expect(200);
        let numbers = |client: &Client| {
            let page = client.get(&format!("{path}/revisions")).expect(200).json();
            page["items"].as_array().unwrap().iter().map(|one| one["number"].to_string()).collect::<Vec<_>>()
        };
        assert_eq!(numbers(&other.client), ["2", "1"]);
        assert_eq!(numbers(&stage.manager.client), ["1"]);
        assert_eq!(numbers(&stage.coordinator.client), ["2", "1"]);
        stage.manager.client.get(&format!("{path}/revisions/2")).expect_problem(404, "not_found");
        let proposed = other.client.get(&format!("{path}/revisions/2")).expect(200);
        assert_eq!(proposed.text_at("/proposed_by"), second.id.to_string());
        assert_eq!(stage.manager.client.get(&path).expect(200).json()["content"]["clause_texts"], json!([]));
        assert_eq!(other.client.get(&path).expect(200).json()["content"]["clause_texts"], json!([]), "what was last sent");
        let read = stage.read(&id).json();
        assert_eq!((read["answers"].as_array().map(Vec::len), &read["content"]["clause_texts"]), (Some(2), &texts));
        let bad = json!({"clause_texts": [{"clause": "foro", "text": "Forlì"}, {"clause": "pagamenti", "text": "{{prezzo}}"}], "reason": "Prova"});
        for (client, name) in [(&stage.coordinator.client, "review-submission"), (&stage.reviewer.client, "sending")] {
            let _ = any(client, &id, name, NOTHING).expect(200);
        }
        let wrong = any(&other.client, &id, "change-proposal", bad).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), pairs(&[("/clause_texts/0/clause", "clause_unknown"), ("/clause_texts/1/text", "placeholder_unknown")]));
        let none = any(&other.client, &id, "change-proposal", json!({"clause_texts": []})).expect_problem(422, "invalid_content");
        let told = none.mistakes();
        assert!(told.iter().any(|(pointer, _)| pointer == "/clause_texts") && told.iter().any(|(pointer, _)| pointer == "/reason"), "{told:?}");
    }
}
