//! What comes into the public view and leaves it because of the day, the other process, the lost index.

use api::services::publication::announce_due;
use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::{TestApp, e2e};

use super::{accredited, follow, found, publish, step};

e2e! {
    fn days_alone_open_and_close_the_view(app) {
        let provider = accredited(app, app.world().network());
        let later = publish(app, &provider, json!({"validity": {"from": "2026-12-01", "until": "2026-12-10"}}));
        let kinds = || {
            let changes = app.anonymous().get("/changes").expect(200).json();
            changes["items"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert!(kinds().is_empty());
        let _ = app.anonymous().get(&format!("/services/{later}")).expect(404);
        app.clock.set("2026-11-30T23:30:00Z");
        assert_eq!(announce_due(app.hub()).unwrap(), 1);
        assert_eq!(announce_due(app.hub()).unwrap(), 0);
        follow(app);
        assert_eq!(found(app, ""), [later.to_string()]);
        let _ = app.anonymous().get(&format!("/services/{later}")).expect(200);
        app.clock.set("2026-12-10T23:00:00Z");
        let _ = app.anonymous().get(&format!("/services/{later}")).expect(404);
        assert!(found(app, "").is_empty(), "over before anybody announced it");
        announce_due(app.hub()).unwrap();
        assert_eq!(kinds(), ["published", "withdrawn"]);
        app.clock.set("2028-01-01T09:00:00Z");
        let other = publish(app, &provider, json!({}));
        let _ = app.anonymous().get(&format!("/services/{other}")).expect(404);
    }
}

e2e! {
    fn another_process_follows_the_same_log(app) {
        let provider = accredited(app, app.world().network());
        let beside = TestApp::beside(app);
        follow(&beside);
        let id = publish(app, &provider, json!({}));
        follow(&beside);
        assert_eq!(found(&beside, "q=assistenza"), [id.to_string()]);
        // A process that starts with nothing builds its index by itself.
        let fresh = TestApp::beside(app);
        follow(&fresh);
        assert_eq!(found(&fresh, "q=assistenza"), [id.to_string()]);
        let mut told = Vec::new();
        fresh.hub().catalogue.rebuild(&fresh.hub().db, &mut |done, total| told.push((done, total))).unwrap();
        assert_eq!(told, [(1, 1)]);
        assert_eq!(found(&fresh, "q=domiciliare"), [id.to_string()]);
    }
}

e2e! {
    fn categories_are_found_by_their_new_words(app) {
        let network = app.world().network();
        let admin = app.world().holder(Role::NetworkAdmin, GrantPlace::Network(network)).client;
        let provider = accredited(app, network);
        let id = publish(app, &provider, json!({}));
        assert!(found(app, "q=badantato").is_empty());
        let tree = admin.get("/service-categories?q=servizi%20per%20anziani").expect(200).json();
        let category = tree["items"].as_array().unwrap().iter().find(|one| one["code"] == "services-for-the-elderly").unwrap();
        let path = format!("/service-categories/{}", category["id"].as_str().unwrap());
        let before = admin.get(&path).expect(200);
        let _ = admin.patch(&path, &before.etag(), &json!({"synonyms": [{"language": "it", "text": "badantato"}]})).expect(200);
        follow(app);
        assert_eq!(found(app, "q=badantato"), [id.to_string()]);
        let _ = step(&admin, &format!("{path}/retirement"), &json!({})).expect_problem(409, "in_use");
    }
}
