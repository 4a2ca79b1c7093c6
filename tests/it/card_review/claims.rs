//! `/cards/{card_id}/claim`.

use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::e2e;

use super::{Desk, Sample};

fn sample() -> Sample {
    Sample::submitted("Pasti a domicilio", "2026-11-20T08:00:00Z")
}

e2e! {
    fn one_reviewer_works_on_a_card(app) {
        let desk = Desk::new(app);
        let path = format!("/cards/{}/claim", desk.card(&sample()).id);
        let (reviewer, colleague) = (&desk.reviewer.client, desk.colleague());
        reviewer.delete(&path, "*").expect_problem(404, "not_found");
        let claim = reviewer.put(&path, "*", &json!({})).expect(200);
        assert_eq!(claim.text_at("/claimed_by"), desk.reviewer.id.to_string());
        app.clock.advance(chrono::Duration::minutes(5));
        let again = reviewer.put(&path, &claim.etag(), &json!({})).expect(200);
        assert_eq!(again.text_at("/claimed_at"), claim.text_at("/claimed_at"));
        colleague.client.put(&path, "*", &json!({})).expect_problem(409, "claimed_by_other");
        colleague.client.put(&path, "*", &json!({"take_over": true})).expect_problem(403, "forbidden");
        colleague.client.delete(&path, "*").expect_problem(409, "claimed_by_other");
        let admin = desk.world.admin(desk.network);
        admin.client.put(&path, "*", &json!({})).expect_problem(409, "claimed_by_other");
        let taken = admin.client.put(&path, "*", &json!({"take_over": true})).expect(200);
        assert_eq!(taken.text_at("/claimed_by"), admin.id.to_string());
        reviewer.delete(&path, "*").expect_problem(409, "claimed_by_other");
        let _ = admin.client.delete(&path, "*").expect(204);
        let _ = colleague.client.put(&path, "*", &json!({})).expect(200);
        let _ = admin.client.delete(&path, "*").expect(204);
        reviewer.put(&path, "\"9.0\"", &json!({})).expect_problem(412, "stale_version");
        reviewer.send("PUT", &path, &[("content-type", "application/json")], b"{}").expect_problem(428, "precondition_required");
        let events = admin.client.get("/audit-events?resource_type=card_claim").expect(200);
        assert_eq!(events.ids().len(), 5);
    }
}

e2e! {
    fn of_reviewers_who_claim_at_once_one_succeeds(app) {
        let desk = Desk::new(app);
        let path = format!("/cards/{}/claim", desk.card(&sample()).id);
        let people: Vec<_> = (0..4).map(|_| desk.colleague()).collect();
        let mut statuses: Vec<u16> = std::thread::scope(|scope| {
            let asked: Vec<_> = people
                .iter()
                .map(|person| scope.spawn(|| person.client.put(&path, "*", &json!({}))))
                .collect();
            asked.into_iter().map(|one| one.join().unwrap().status).collect()
        });
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409, 409, 409]);
    }
}

e2e! {
    fn only_reviewers_claim_and_only_what_is_under_review(app) {
        let desk = Desk::new(app);
        let card = desk.card(&sample());
        let path = format!("/cards/{}/claim", card.id);
        desk.editor.client.put(&path, "*", &json!({})).expect_problem(403, "forbidden");
        let elsewhere = desk.world.network();
        let stranger = desk.world.holder(Role::Reviewer, GrantPlace::Network(elsewhere)).client;
        stranger.put(&path, "*", &json!({})).expect_problem(404, "not_found");
        stranger.delete(&path, "*").expect_problem(404, "not_found");
        for sample in [Sample::draft("Bozza"), Sample::published("Pubblicata", "2026-11-01")] {
            let path = format!("/cards/{}/claim", desk.card(&sample).id);
            let refused = desk.reviewer.client.put(&path, "*", &json!({}));
            refused.expect_problem(409, "invalid_transition");
        }
    }
}
