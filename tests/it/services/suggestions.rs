//! `GET /services/suggest`.

use serde_json::json;
use tests::e2e;

use super::{accredited, publish};

e2e! {
    fn categories_places_providers_and_titles_are_suggested(app) {
        let provider = accredited(app, app.world().network());
        let id = publish(app, &provider, json!({"title": {"it": "Cesena in compagnia"}}));
        let suggested = |typed: &str| {
            let page = app.anonymous().get(&format!("/services/suggest?q={typed}")).expect(200).json();
            page["items"].as_array().unwrap().iter().map(|one| (one["kind"].as_str().unwrap().to_owned(), one["code"].as_str().unwrap().to_owned())).collect::<Vec<_>>()
        };
        let cesena = suggested("cesen");
        assert_eq!(cesena[0], ("place".to_owned(), "C573".to_owned()));
        assert!(cesena.contains(&("title".to_owned(), id.to_string())));
        assert!(suggested("bollett").contains(&("category".to_owned(), "household-consumption-advice".to_owned())));
        assert!(suggested("ente").contains(&("provider".to_owned(), provider.id.to_string())));
        // Zara was Italian once; nobody looks for services there.
        assert!(suggested("zara").iter().all(|(kind, _)| kind != "place"));
        let _ = app.anonymous().get("/services/suggest").expect_problem(400, "invalid_parameters");
    }
}
