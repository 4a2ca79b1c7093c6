//! Creating, reading, changing and deleting cards.

use serde_json::{Value, json};
use tests::{card_content, e2e};

use super::{Stage, allowed, any};

fn body(stage: &Stage) -> Value {
    json!({"provider_id": stage.provider.id, "external_id": "SAD-1", "content": card_content()})
}

e2e! {
    fn a_card_is_written_read_and_deleted(app) {
        let stage = Stage::set(app);
        let editor = &stage.editor.client;
        let made = editor.post("/cards", &body(&stage)).expect(201);
        let id = made.text_at("/id");
        assert!(made.header("location").is_some_and(|to| to.ends_with(&format!("/cards/{id}"))));
        assert_eq!((made.text_at("/status"), made.text_at("/draft_status")), ("draft".to_owned(), "draft".to_owned()));
        assert_eq!(made.json()["allowed_steps"], json!(["edit", "submit", "archive"]));
        let read = editor.get(&format!("/cards/{id}")).expect(200);
        assert_eq!(read.json(), made.json());
        assert_eq!(read.etag(), made.etag());
        let content = &read.json()["content"];
        for (member, value) in card_content().as_object().unwrap() {
            assert!(content.get(member).is_some(), "{member}: {value}");
        }
        assert_eq!(content["pricing"]["options"][0]["from"], json!({"amount": "19.50", "currency": "EUR"}));
        let patch = json!({"external_id": null, "content": {
            "title": {"it": "Assistenza a casa", "en": null}, "capacity": null, "waiting": {"activation_days": 0},
        }});
        let changed = editor.patch(&format!("/cards/{id}"), &made.etag(), &patch).expect(200);
        let after = changed.json();
        assert!(after.get("external_id").is_none());
        assert_eq!(after["content"]["title"], json!({"it": "Assistenza a casa"}));
        assert_eq!(after["content"]["waiting"], json!({"analysis_days": 5, "activation_days": 0}));
        assert!(after["content"].get("capacity").is_none());
        editor.patch(&format!("/cards/{id}"), &made.etag(), &patch).expect_problem(412, "stale_version");
        editor.delete(&format!("/cards/{id}"), &made.etag()).expect_problem(412, "stale_version");
        let _ = editor.delete(&format!("/cards/{id}"), &changed.etag()).expect(204);
        editor.get(&format!("/cards/{id}")).expect_problem(404, "not_found");
        let log = stage.admin.client.get(&format!("/audit-events?resource_type=card&resource_id={id}")).expect(200);
        assert_eq!(log.json()["items"].as_array().map(Vec::len), Some(3));
    }
}

e2e! {
    fn a_draft_may_say_nothing_but_nothing_wrong(app) {
        let stage = Stage::set(app);
        let editor = &stage.editor.client;
        let empty = editor.post("/cards", &json!({"provider_id": stage.provider.id, "content": {}})).expect(201);
        assert!(empty.json()["content"].get("title").is_none());
        let wrong = editor.post("/cards", &json!({
            "external_id": "con spazi",
            "colour": "blu",
            "content": {
                "title": {"it": "x".repeat(201), "IT": "a"},
                "main_category": "Non Valida",
                "audience": {"recipients": ["nobody"], "age": {"from": 70, "to": 60}},
                "coverage": {"national": true, "provinces": ["015"]},
                "places": [{"name": "Sede"}],
                "pricing": {"free": true, "options": [{"unit": "hour", "vat_rate": "vat_22", "from": {"amount": "1,00", "currency": "EUR"}}]},
                "sharing": {"min_group": 1},
                "links": [{"label": {"it": "A"}, "url": "javascript:alert(1)"}],
                "opening": 1,
            },
        })).expect_problem(422, "invalid_content");
        let places: Vec<String> = wrong.mistakes().into_iter().map(|one| one.0).collect();
        for pointer in [
            "/provider_id", "/external_id", "/colour", "/content/title/it", "/content/title/IT", "/content/main_category",
            "/content/audience/recipients/0", "/content/places/0/address", "/content/pricing/options/0/from/amount",
            "/content/sharing/min_group", "/content/links/0/url", "/content/opening",
        ] {
            assert!(places.iter().any(|one| one == pointer), "{pointer} is missing: {places:?}");
        }
        let place = json!({"name": "Sede", "address": {"street": "Via Roma 1", "postal_code": "47521", "municipality": "Z999"}});
        let path = format!("/cards/{}", empty.text_at("/id"));
        let nowhere = editor.patch(&path, &empty.etag(), &json!({"content": {"places": [place]}}));
        assert_eq!(
            nowhere.expect_problem(422, "invalid_content").mistakes(),
            [("/content/places/0/address/municipality".to_owned(), "unknown_reference".to_owned())]
        );
    }
}

e2e! {
    fn an_external_identifier_is_the_providers_own(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let editor = &stage.editor.client;
        let _ = editor.post("/cards", &body(&stage)).expect(201);
        let twice = editor.post("/cards", &body(&stage)).expect_problem(409, "conflict");
        assert_eq!(twice.mistakes(), [("/external_id".to_owned(), "already_taken".to_owned())]);
        let other = world.provider(stage.network);
        let elsewhere = json!({"provider_id": other.id, "external_id": "SAD-1", "content": {}});
        let _ = stage.admin.client.post("/cards", &elsewhere).expect(201);
        let unknown = editor.post("/cards", &elsewhere).expect_problem(422, "invalid_content");
        let nobody = json!({"provider_id": uuid(), "external_id": "SAD-1", "content": {}});
        let nothing = editor.post("/cards", &nobody).expect_problem(422, "invalid_content");
        assert_eq!(unknown.mistakes(), nothing.mistakes());
        stage.reviewer.client.post("/cards", &body(&stage)).expect_problem(403, "forbidden");
        app.anonymous().post("/cards", &body(&stage)).expect_problem(401, "unauthenticated");
        let keyed = editor.with_header("idempotency-key", "scheda-1");
        let fresh = json!({"provider_id": stage.provider.id, "external_id": "SAD-2", "content": {}});
        let first = keyed.post("/cards", &fresh).expect(201);
        assert_eq!(keyed.post("/cards", &fresh).expect(201).text, first.text);
    }
}

fn uuid() -> String {
    "01930000-0000-7000-8000-0000000000ff".to_owned()
}

/// Every path of a card: method, rest, body and media type.
const PATHS: [(&str, &str, &str); 19] = [
    ("GET", "", ""),
    ("PATCH", "", r#"{"content": {}}"#),
    ("DELETE", "", ""),
    ("DELETE", "/draft", ""),
    ("POST", "/submission", ""),
    ("POST", "/withdrawal", ""),
    ("POST", "/change-request", r#"{"reason": "Prova"}"#),
    ("POST", "/publication", ""),
    ("POST", "/suspension", r#"{"reason": "Prova"}"#),
    ("POST", "/reinstatement", ""),
    ("POST", "/archiving", r#"{"reason": "Prova"}"#),
    ("POST", "/verification", ""),
    ("GET", "/revisions", ""),
    ("GET", "/revisions/1", ""),
    ("GET", "/revisions/2", ""),
    ("GET", "/events", ""),
    ("GET", "/suspects", ""),
    ("GET", "/differences", ""),
    ("GET", "/differences?from=1", ""),
];

e2e! {
    fn who_may_not_know_of_a_card_cannot_tell_it_from_none(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let draft = world.card(&stage.provider).id.to_string();
        let published = world.published_card(&stage.provider).id.to_string();
        let foreign_admin = world.admin(world.network());
        let nobody = world.person(Some(stage.network));
        for person in [stage.stranger(app), foreign_admin, nobody] {
            let client = person.client.with_header("x-request-id", "la-stessa");
            for (method, rest, body) in PATHS {
                let kind = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
                let ask = |id: &str, etag: &str| {
                    let headers = [("content-type", kind), ("if-match", etag)];
                    client.send(method, &format!("/cards/{id}{rest}"), &headers, body.as_bytes())
                };
                for etag in ["*", "\"7.00\""] {
                    let none = ask(&uuid(), etag);
                    assert_eq!(none.status, 404, "{method} {rest}: {}", none.text);
                    for id in [&draft, &published] {
                        let hidden = ask(id, etag);
                        assert_eq!((hidden.status, &hidden.text), (404, &none.text), "{method} {rest}");
                    }
                }
            }
        }
        for (method, rest, body) in PATHS {
            let kind = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
            let headers = [("content-type", kind), ("if-match", "*")];
            let path = format!("/cards/{draft}{rest}");
            app.anonymous().send(method, &path, &headers, body.as_bytes()).expect_problem(401, "unauthenticated");
            if method != "GET" {
                let headers = [("content-type", kind)];
                stage.editor.client.send(method, &path, &headers, body.as_bytes()).expect_problem(428, "precondition_required");
                let headers = [("content-type", kind), ("if-match", "\"99.00\"")];
                let stale = stage.admin.client.send(method, &path, &headers, body.as_bytes());
                stale.expect_problem(412, "stale_version");
            }
        }
    }
}

e2e! {
    fn only_what_was_never_public_is_deleted_by_its_editors(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let (editor, reviewer, admin) = (&stage.editor.client, &stage.reviewer.client, &stage.admin.client);
        let draft = world.card(&stage.provider).id.to_string();
        reviewer.delete(&format!("/cards/{draft}"), "*").expect_problem(403, "forbidden");
        let _ = stage.manager.client.delete(&format!("/cards/{draft}"), "*").expect(204);
        let id = world.published_card(&stage.provider).id.to_string();
        let path = format!("/cards/{id}");
        let refused = editor.delete(&path, "*").expect_problem(409, "invalid_transition");
        assert_eq!(allowed(&refused), json!(["edit", "suspend", "archive"]));
        let _ = any(editor, &id, "archiving").expect(200);
        editor.delete(&path, "*").expect_problem(403, "forbidden");
        let _ = admin.delete(&path, "*").expect(204);
        admin.get(&path).expect_problem(404, "not_found");
    }
}
