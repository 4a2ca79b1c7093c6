//! Revisions and what changed between them.

use serde_json::json;
use tests::e2e;

use super::{Stage, any};

e2e! {
    fn revisions_are_numbered_listed_and_compared(app) {
        let stage = Stage::set(app);
        let (editor, reviewer) = (&stage.editor.client, &stage.reviewer.client);
        let card = app.world().published_card_with(&stage.provider, |content| content["title"] = json!({"it": "Prima"}));
        let (id, path) = (card.id.to_string(), format!("/cards/{}", card.id));
        let patch = json!({"content": {"title": {"it": "Seconda"}, "delivery": ["remote"], "capacity": null}});
        let _ = editor.patch(&path, "*", &patch).expect(200);
        let open = editor.get(&format!("{path}/differences")).expect(200).json();
        assert_eq!(open["from"], 1);
        assert!(open.get("to").is_none());
        assert_eq!(open["changes"], json!([
            {"pointer": "/capacity", "before": {"total": 40, "available": 6, "stated_on": "2026-11-02"}},
            {"pointer": "/delivery", "before": ["home", "site"], "after": ["remote"]},
            {"pointer": "/title/it", "before": "Prima", "after": "Seconda"},
        ]));
        let _ = any(editor, &id, "submission").expect(200);
        let _ = any(reviewer, &id, "publication").expect(200);
        let none = editor.get(&format!("{path}/differences")).expect(200).json();
        assert_eq!((&none["from"], &none["to"], &none["changes"]), (&json!(2), &json!(2), &json!([])));
        let both = editor.get(&format!("{path}/differences?from=2&to=1")).expect(200).json();
        assert_eq!(both["changes"][2], json!({"pointer": "/title/it", "before": "Seconda", "after": "Prima"}));
        let list = editor.get(&format!("{path}/revisions?limit=1")).expect(200);
        assert_eq!((list.text_at("/items/0/number"), list.text_at("/items/0/title")), ("2".to_owned(), "Seconda".to_owned()));
        let next = list.text_at("/next_cursor");
        let rest = editor.get(&format!("{path}/revisions?limit=1&cursor={next}")).expect(200);
        assert_eq!(rest.text_at("/items/0/number"), "1");
        assert!(rest.json().get("next_cursor").is_none());
        let first = editor.get(&format!("{path}/revisions/1")).expect(200);
        assert_eq!(first.text_at("/content/title/it"), "Prima");
        for wrong in ["/revisions/3", "/revisions/0", "/revisions/01", "/revisions/x", "/differences?from=3", "/differences?to=9"] {
            editor.get(&format!("{path}{wrong}")).expect_problem(404, "not_found");
        }
        editor.get(&format!("{path}/differences?from=0")).expect_problem(400, "invalid_parameters");
        editor.get(&format!("{path}/differences?von=1")).expect_problem(400, "invalid_parameters");
    }
}

e2e! {
    fn a_card_never_published_is_all_new(app) {
        let stage = Stage::set(app);
        let card = app.world().card(&stage.provider);
        let all = stage.reviewer.client.get(&format!("/cards/{}/differences", card.id)).expect(200).json();
        assert!(all.get("from").is_none());
        let changes = all["changes"].as_array().unwrap();
        assert!(changes.iter().all(|one| one.get("before").is_none()));
        assert!(changes.iter().any(|one| one["pointer"] == "/title"), "{all}");
    }
}
