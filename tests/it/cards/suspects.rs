//! Cards that look like the same service.

use serde_json::json;
use tests::e2e;

use super::{Stage, any};

e2e! {
    fn near_same_titles_are_shown_to_who_may_see_them(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let titled = |title: &'static str| move |content: &mut serde_json::Value| content["title"] = json!({"it": title});
        let other = world.provider(stage.network);
        let foreign = world.provider(world.network());
        let far = |content: &mut serde_json::Value| {
            titled("Assistenza domiciliare anziani")(content);
            content["places"][0]["address"]["municipality"] = json!("F205");
        };
        let own = world.card_with(&stage.provider, titled("Assistenza domiciliare agli anziani")).id.to_string();
        let near = world.card_with(&other, titled("ASSISTENZA DOMICILIARE ANZIANO")).id.to_string();
        let _ = world.card_with(&other, far);
        let _ = world.card_with(&foreign, titled("Assistenza domiciliare per anziani"));
        let _ = world.card_with(&stage.provider, titled("Trasporto sociale"));
        let archived = world.card_with(&stage.provider, titled("Assistenza domiciliare per anziani")).id.to_string();
        let _ = any(&stage.editor.client, &archived, "archiving").expect(200);
        let id = world.card_with(&stage.provider, titled("Assistenza domiciliare per anziani")).id.to_string();
        let path = format!("/cards/{id}/suspects");
        assert!(stage.reviewer.client.get(&path).expect(200).json()["items"].as_array().unwrap().is_empty());
        let _ = any(&stage.editor.client, &id, "submission").expect(200);
        let seen = |client: &tests::Client, query: &str| -> Vec<String> {
            let page = client.get(&format!("{path}{query}")).expect(200).json();
            page["items"].as_array().unwrap().iter().map(|one| one["card"]["id"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(seen(&stage.reviewer.client, ""), [own.clone(), near.clone()]);
        assert_eq!(seen(&stage.editor.client, ""), std::slice::from_ref(&own));
        let page = stage.reviewer.client.get(&format!("{path}?limit=1")).expect(200);
        assert_eq!(page.text_at("/items/0/similarity"), "100");
        let next = page.text_at("/next_cursor");
        assert_eq!(seen(&stage.reviewer.client, &format!("?limit=1&cursor={next}")), [near]);
        // The next submission looks again.
        let _ = any(&stage.editor.client, &id, "withdrawal").expect(200);
        let patch = json!({"content": {"title": {"it": "Corso di cucina"}}});
        let _ = stage.editor.client.patch(&format!("/cards/{id}"), "*", &patch).expect(200);
        let _ = any(&stage.editor.client, &id, "submission").expect(200);
        assert!(seen(&stage.reviewer.client, "").is_empty());
    }
}
