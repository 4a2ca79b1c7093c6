//! `/review-queue`.

use domain_accounts::{GrantPlace, Role};
use domain_shared::TextValue as _;
use serde_json::json;
use tests::e2e;

use super::{Desk, Sample};

e2e! {
    fn the_longest_waiting_comes_first_with_what_one_chooses_by(app) {
        let desk = Desk::new(app);
        let client = &desk.reviewer.client;
        let late = desk.card(&Sample::submitted("Seconda", "2026-11-20T08:00:00Z")).id;
        let early = desk.card(&Sample::submitted("Prima", "2026-11-11T08:00:00Z")).id;
        let other = desk.world.provider(desk.network);
        let third = desk.card_of(&other, &Sample::submitted("Terza", "2026-11-21T08:00:00Z")).id;
        for hidden in [Sample::draft("Bozza"), Sample::published("Pubblicata", "2026-11-01")] {
            let _ = desk.card(&hidden);
        }
        let ids = |query: &str| client.get(&format!("/review-queue{query}")).expect(200).ids();
        let (early, late, third) = (early.to_string(), late.to_string(), third.to_string());
        assert_eq!(ids(""), [&*early, &*late, &*third]);
        let comment = client.post(&format!("/cards/{early}/comments"), &json!({"text": "Uno"})).expect(201);
        let _ = client.post(&format!("/cards/{early}/comments"), &json!({"text": "Due"})).expect(201);
        let answer = json!({"text": "Risposta", "thread_id": comment.text_at("/id")});
        let _ = client.post(&format!("/cards/{early}/comments"), &answer).expect(201);
        let _ = client.put(&format!("/cards/{early}/claim"), "*", &json!({})).expect(200);
        let colleague = desk.colleague().client;
        let _ = colleague.put(&format!("/cards/{late}/claim"), "*", &json!({})).expect(200);

        let first = client.get("/review-queue?limit=1").expect(200);
        let item = &first.json()["items"][0];
        assert_eq!((item["title"].as_str(), item["age_days"].as_i64()), (Some("Prima"), Some(10)));
        assert_eq!(item["provider_name"], desk.provider.profile.public_name().as_str());
        assert_eq!((item["open_threads"].as_i64(), item["suspects"].as_i64()), (Some(2), Some(0)));
        assert_eq!(item["claim"]["user_id"], desk.reviewer.id.to_string());
        assert_eq!(ids(&format!("?limit=1&cursor={}", first.text_at("/next_cursor"))), [&*late]);

        assert_eq!(ids("?claimed=mine"), [&*early]);
        assert_eq!(ids("?claimed=others"), [&*late]);
        assert_eq!(ids("?claimed=none"), [&*third]);
        assert_eq!(ids("?claimed=mine&claimed=none"), [&*early, &*third]);
        assert_eq!(ids("?claimed=others&claimed=none"), [&*late, &*third]);
        assert_eq!(ids(&format!("?provider={}", other.id)), [&*third]);
        assert_eq!(ids("?category=services-for-the-elderly").len(), 3);
        assert!(ids("?category=domestic-help-and-babysitters").is_empty());
    }
}

e2e! {
    fn the_queue_is_that_of_the_networks_one_reviews(app) {
        let desk = Desk::new(app);
        let card = desk.card(&Sample::submitted("Prima", "2026-11-11T08:00:00Z")).id.to_string();
        let elsewhere = desk.world.network();
        let stranger = desk.world.holder(Role::Reviewer, GrantPlace::Network(elsewhere)).client;
        assert!(stranger.get("/review-queue").expect(200).ids().is_empty());
        let admin = desk.world.admin(desk.network).client;
        assert_eq!(admin.get("/review-queue").expect(200).ids(), [card]);
        desk.editor.client.get("/review-queue").expect_problem(403, "forbidden");
        app.anonymous().get("/review-queue").expect_problem(401, "unauthenticated");
    }
}
