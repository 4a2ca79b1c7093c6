//! Many cards at once.

use serde_json::{Value, json};
use tests::{Reply, e2e};

use super::{Stage, any};

/// The code of the problem of each card, or none where it was done.
fn codes(reply: &Reply) -> Vec<Option<String>> {
    let items = reply.json()["items"].as_array().unwrap().clone();
    let code = |item: &Value| item["problem"]["code"].as_str().map(str::to_owned);
    items.iter().map(code).collect()
}

e2e! {
    fn many_cards_are_submitted_each_as_if_alone(app) {
        let stage = Stage::set(app);
        let editor = &stage.editor.client;
        let world = app.world();
        let (one, two) = (world.card(&stage.provider).id, world.card(&stage.provider).id);
        let lacking = world.card_with(&stage.provider, |content| {
            content["summary"] = json!({});
            content["main_category"] = json!("nothing-like-it");
        }).id;
        let submitted = world.submitted_card(&stage.provider).id;
        let published = world.published_card(&stage.provider).id;
        let hidden = world.card(&world.provider(stage.network)).id;
        let before = app.mail().len();
        let none = "01930000-0000-7000-8000-0000000000ff";
        let stale = world.card(&stage.provider).id;
        let body = json!({"cards": [
            {"id": one, "version": 1}, {"id": lacking}, {"id": submitted}, {"id": published}, {"id": hidden}, {"id": none},
            {"id": stale, "version": 7}, {"id": two}, {"id": one, "version": 1},
        ]});
        let reply = editor.post("/card-submissions", &body).expect(200);
        let expected = [
            None, Some("invalid_content"), Some("invalid_transition"), Some("invalid_transition"), Some("not_found"), Some("not_found"),
            Some("stale_version"), None,
        ];
        assert_eq!(codes(&reply), expected.map(|code| code.map(str::to_owned)));
        let items = reply.json()["items"].clone();
        assert_eq!(items[0]["version"], 2);
        let errors: Vec<&str> = items[1]["problem"]["errors"].as_array().unwrap().iter().filter_map(|one| one["pointer"].as_str()).collect();
        assert_eq!(errors, ["/content/summary/it", "/content/main_category"]);
        assert_eq!(items[3]["problem"]["allowed"], json!(["edit", "suspend", "archive"]));
        let (mut of_hidden, mut of_none) = (items[4]["problem"].clone(), items[5]["problem"].clone());
        assert_eq!(of_hidden.take(), of_none.take());
        for id in [one, two] {
            let card = editor.get(&format!("/cards/{id}")).expect(200);
            assert_eq!((card.text_at("/status"), card.text_at("/version")), ("submitted".to_owned(), "2".to_owned()));
            let events = editor.get(&format!("/cards/{id}/events")).expect(200);
            assert_eq!(events.text_at("/items/0/step"), "submit");
            let log = stage.admin.client.get(&format!("/audit-events?resource_id={id}")).expect(200);
            assert_eq!(log.json()["items"].as_array().map(Vec::len), Some(1));
        }
        let mail = app.mail();
        assert_eq!(mail.len() - before, 1, "one letter for all of them");
        stage.reviewer.client.post("/card-submissions", &json!({"cards": [{"id": stale}]})).expect(200).json()["items"][0]["problem"]["code"]
            .as_str().map(|code| assert_eq!(code, "forbidden")).unwrap();
        let repeat = editor.post("/card-submissions", &body).expect(200);
        assert!(codes(&repeat).iter().all(Option::is_some));
    }
}

e2e! {
    fn many_cards_are_still_true(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let (one, two) = (world.published_card(&stage.provider).id, world.published_card(&stage.provider).id);
        let draft = world.card(&stage.provider).id;
        let hidden = world.published_card(&world.provider(stage.network)).id;
        app.clock.set("2027-05-02T22:30:00Z");
        let editor = world.session(stage.editor.id);
        let _ = any(&world.session(stage.reviewer.id), &two.to_string(), "suspension").expect(200);
        let reply = editor.post("/card-verifications", &json!({"ids": [one, draft, two, hidden, one]})).expect(200);
        let expected = [None, Some("invalid_transition"), None, Some("not_found")];
        assert_eq!(codes(&reply), expected.map(|code| code.map(str::to_owned)));
        for (id, version) in [(one, 4), (two, 5)] {
            let card = editor.get(&format!("/cards/{id}")).expect(200);
            assert_eq!(card.text_at("/verification/on"), "2027-05-03", "the day in Rome");
            assert_eq!(card.text_at("/verification/by"), stage.editor.id.to_string());
            assert_eq!(card.text_at("/version"), version.to_string());
        }
        let etag = editor.get(&format!("/cards/{one}")).expect(200).etag();
        app.clock.advance(chrono::Duration::minutes(1));
        let alone = super::step(&editor, &one.to_string(), "verification", &etag).expect(200);
        assert_eq!(alone.text_at("/version"), "5");
        super::step(&editor, &one.to_string(), "verification", &etag).expect_problem(412, "stale_version");
        let untouched = editor.get(&format!("/cards/{draft}")).expect(200);
        assert_eq!(untouched.text_at("/version"), "1");
    }
}

e2e! {
    fn lists_of_cards_are_bounded(app) {
        let stage = Stage::set(app);
        let editor = &stage.editor.client;
        let id = "01930000-0000-7000-8000-0000000000ff";
        let many = vec![json!({"id": id}); 101];
        for body in [json!({"cards": []}), json!({"cards": many}), json!({"cards": [{"id": "x"}]}), json!({})] {
            editor.post("/card-submissions", &body).expect_problem(422, "invalid_content");
        }
        let many = vec![id; 501];
        for body in [json!({"ids": []}), json!({"ids": many}), json!({"ids": [7]})] {
            editor.post("/card-verifications", &body).expect_problem(422, "invalid_content");
        }
        app.anonymous().post("/card-verifications", &json!({"ids": [id]})).expect_problem(401, "unauthenticated");
    }
}
