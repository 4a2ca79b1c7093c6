//! Lists of cards.

use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::e2e;

use super::{Stage, any};

e2e! {
    fn everybody_lists_what_is_theirs(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let card = |title: &str| world.card_with(&stage.provider, |content| content["title"] = json!({"it": title})).id.to_string();
        let (b, a) = (card("Àncora a casa"), card("Aiuto compiti"));
        let c = world.published_card_with(&stage.provider, |content| {
            content["title"] = json!({"it": "Trasporto sociale"});
            content["main_category"] = json!("travel");
        }).id.to_string();
        let other = world.provider(stage.network);
        let d = world.card_with(&other, |content| content["title"] = json!({"it": "Spesa a casa"})).id.to_string();
        let editor = &stage.editor.client;
        assert_eq!(editor.get("/cards").expect(200).ids(), [&a, &b, &c].map(Clone::clone));
        let all = stage.reviewer.client.get("/cards").expect(200).ids();
        assert_eq!(all, [&a, &b, &d, &c].map(Clone::clone));
        let list = |query: &str| stage.admin.client.get(&format!("/cards?{query}")).expect(200).ids();
        assert_eq!(list("status=published"), [c.as_str()]);
        assert_eq!(list("status=published&status=draft").len(), 4);
        assert_eq!(list("draft_status=draft&q=CAS%C3%A0"), [b.as_str(), d.as_str()]);
        assert_eq!(list("q=ancora"), [b.as_str()]);
        assert!(list("q=--").is_empty() && list("q=ocial%25").is_empty());
        assert_eq!(list("category=travel"), [c.as_str()]);
        assert_eq!(list(&format!("provider={}", other.id)), [d.as_str()]);
        let first = stage.admin.client.get("/cards?limit=3").expect(200);
        let next = first.text_at("/next_cursor");
        assert_eq!(list(&format!("limit=3&cursor={next}")), [c.as_str()]);
        app.clock.advance(chrono::Duration::minutes(5));
        let _ = editor.patch(&format!("/cards/{a}"), "*", &json!({"external_id": "SAD-9"})).expect(200);
        assert_eq!(list("updated_since=2026-11-21T09:05:00Z"), [a.as_str()]);
        stage.admin.client.get("/cards?updated_since=2026-02-30T09:00:00Z").expect_problem(400, "invalid_parameters");
        assert_eq!(list("external_id=SAD-9"), [a.as_str()]);
        let summary = stage.admin.client.get("/cards?external_id=SAD-9").expect(200).json()["items"][0].clone();
        assert!(summary.get("content").is_none());
        assert_eq!((&summary["version"], &summary["title"]), (&json!(2), &json!("Aiuto compiti")));
        let _ = any(editor, &a, "submission").expect(200);
        assert_eq!(list("status=submitted"), [a.as_str()]);
    }
}

e2e! {
    fn who_has_no_cards_lists_none(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let _ = world.card(&stage.provider);
        assert!(stage.stranger(app).client.get("/cards").expect(200).ids().is_empty());
        assert!(world.admin(world.network()).client.get("/cards").expect(200).ids().is_empty());
        let evaluator = world.holder(Role::Evaluator, GrantPlace::Network(stage.network));
        evaluator.client.get("/cards").expect_problem(403, "forbidden");
        app.anonymous().get("/cards").expect_problem(401, "unauthenticated");
    }
}
