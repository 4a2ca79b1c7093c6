//! `/network-bodies/{network_body_id}/card-rules`.

use domain_accounts::{GrantPlace, Role};
use domain_cards::FreshnessRules;
use serde_json::json;
use tests::{TestApp, e2e};

use super::Desk;

e2e! {
    fn the_defaults_hold_until_a_network_sets_rules(app) {
        let desk = Desk::new(app);
        let admin = desk.world.admin(desk.network).client;
        let path = format!("/network-bodies/{}/card-rules", desk.network);
        let defaults = desk.reviewer.client.get(&path).expect(200);
        assert_eq!(defaults.json(), json!({"remind_after_months": 6, "stale_after_months": 9, "hide_stale": false}));
        let rules = json!({"remind_after_months": 3, "stale_after_months": 12, "hide_stale": true});
        let set = admin.put(&path, &defaults.etag(), &rules).expect(200);
        assert_eq!(admin.get(&path).expect(200).json(), rules);
        admin.put(&path, &defaults.etag(), &rules).expect_problem(412, "stale_version");
        let wrong = json!({"remind_after_months": 12, "stale_after_months": 12});
        let wrong = admin.put(&path, &set.etag(), &wrong).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes(), [("/remind_after_months".to_owned(), "reminder_not_before_stale".to_owned())]);
        let wrong = admin.put(&path, &set.etag(), &json!({"stale_after_months": 121})).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes().len(), 2);
        let _ = admin.put(&path, &set.etag(), &json!({"remind_after_months": 1, "stale_after_months": 2})).expect(200);
        let events = admin.get("/audit-events?resource_type=card_rules").expect(200);
        assert_eq!(events.ids().len(), 2);
    }
}

e2e! {
    fn rules_are_read_by_reviewers_and_set_by_administrators(app) {
        let desk = Desk::new(app);
        let path = format!("/network-bodies/{}/card-rules", desk.network);
        let rules = json!({"remind_after_months": 3, "stale_after_months": 12});
        desk.reviewer.client.put(&path, "*", &rules).expect_problem(403, "forbidden");
        desk.editor.client.get(&path).expect_problem(404, "not_found");
        let elsewhere = desk.world.network();
        let stranger = desk.world.holder(Role::NetworkAdmin, GrantPlace::Network(elsewhere)).client;
        stranger.get(&path).expect_problem(404, "not_found");
        stranger.put(&path, "*", &rules).expect_problem(404, "not_found");
        let part = desk.world.body(Some(desk.network));
        let admin = desk.world.admin(desk.network).client;
        admin.get(&format!("/network-bodies/{part}/card-rules")).expect_problem(404, "not_found");
    }
}

e2e! {
    fn the_defaults_are_those_of_the_installation(app) {
        let app = &TestApp::spawn_with(app.backend(), |config| {
            config.cards.freshness = FreshnessRules { remind_after: 2, stale_after: 4 };
        });
        let desk = Desk::new(app);
        let rules = desk.reviewer.client.get(&format!("/network-bodies/{}/card-rules", desk.network)).expect(200);
        assert_eq!((rules.text_at("/remind_after_months"), rules.text_at("/stale_after_months")), ("2".to_owned(), "4".to_owned()));
    }
}
