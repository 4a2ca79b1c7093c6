//! Links follow cards, categories and providers, here and in other processes.

use serde_json::json;
use tests::{TestApp, e2e};

use super::{agreements, days, follow, ids, on_categories, partners};
use crate::services::{found, publish, step};

e2e! {
    fn a_category_that_moves_takes_its_cards_along(app) {
        let (point, provider) = partners(app);
        let admin = app.world().admin(point.network_id).client;
        let card = publish(app, &provider, json!({"main_category": "good-neighbourhood"}));
        let agreement = app.world().signed_agreement(&point, &provider, |draft| on_categories(draft, &["person-and-family"]));
        follow(app);
        assert!(agreements(app, card, "").is_empty());
        let tree = admin.get("/service-categories?limit=100").expect(200).json();
        let of = |code: &str| {
            let items = tree["items"].as_array().unwrap();
            items.iter().find(|one| one["code"] == code).unwrap_or_else(|| panic!("{code}"))["id"].as_str().unwrap().to_owned()
        };
        let path = format!("/service-categories/{}", of("good-neighbourhood"));
        let before = admin.get(&path).expect(200);
        let moved = admin.patch(&path, &before.etag(), &json!({"parent_id": of("person-and-family")})).expect(200);
        follow(app);
        assert_eq!(ids(&agreements(app, card, "")), [agreement.to_string()]);
        assert_eq!(found(app, "with_agreement=true"), [card.to_string()]);
        let _ = admin.patch(&path, &moved.etag(), &json!({"parent_id": before.json().get("parent_id")})).expect(200);
        follow(app);
        assert!(agreements(app, card, "").is_empty());
        assert!(found(app, "with_agreement=true").is_empty());
    }
}

e2e! {
    fn a_card_published_in_another_category_is_covered_anew(app) {
        let (point, provider) = partners(app);
        let admin = app.world().admin(point.network_id).client;
        let card = publish(app, &provider, json!({"main_category": "good-neighbourhood"}));
        let agreement = app.world().signed_agreement(&point, &provider, |draft| on_categories(draft, &["services-for-the-elderly"]));
        let change = |category: &str| {
            let path = format!("/cards/{card}");
            let etag = admin.get(&path).expect(200).etag();
            let _ = admin.patch(&path, &etag, &json!({"content": {"main_category": category}})).expect(200);
            let _ = step(&admin, &format!("{path}/submission"), &json!({})).expect(200);
            let _ = step(&admin, &format!("{path}/publication"), &json!({})).expect(200);
            follow(app);
            ids(&agreements(app, card, ""))
        };
        assert_eq!(change("services-for-the-elderly"), [agreement.to_string()]);
        assert_eq!(found(app, "with_agreement=true"), [card.to_string()]);
        assert!(change("good-neighbourhood").is_empty());
        assert!(found(app, "with_agreement=true").is_empty());
    }
}

e2e! {
    fn a_suspended_provider_shows_nothing_and_returns_with_its_agreements(app) {
        let (point, provider) = partners(app);
        let admin = app.world().admin(point.network_id).client;
        let card = publish(app, &provider, json!({}));
        let agreement = app.world().signed_agreement(&point, &provider, |_| ());
        let later = app.world().published_card(&provider);
        follow(app);
        assert_eq!(ids(&agreements(app, later.id, "")), [agreement.to_string()], "published after the signature");
        let path = format!("/providers/{}", provider.id);
        let reason = json!({"reason": "Controlli in corso."});
        let _ = step(&admin, &format!("{path}/suspension"), &reason).expect(200);
        let _ = app.anonymous().get(&format!("/services/{card}")).expect(404);
        follow(app);
        assert!(found(app, "with_agreement=true").is_empty());
        let _ = app.anonymous().get(&format!("/benefits/quote?service={card}")).expect_problem(400, "invalid_parameters");
        let _ = step(&admin, &format!("{path}/reinstatement"), &reason).expect(200);
        follow(app);
        assert_eq!(ids(&agreements(app, card, "")), [agreement.to_string()]);
        assert_eq!(found(app, "with_agreement=true").len(), 2);
    }
}

e2e! {
    fn another_process_sees_a_signature(app) {
        let (point, provider) = partners(app);
        let card = publish(app, &provider, json!({}));
        let beside = TestApp::beside(app);
        follow(&beside);
        assert!(agreements(&beside, card, "").is_empty());
        assert!(found(&beside, "with_agreement=true").is_empty());
        let agreement = app.world().signed_agreement(&point, &provider, |_| ());
        follow(&beside);
        assert_eq!(ids(&agreements(&beside, card, "")), [agreement.to_string()]);
        assert_eq!(found(&beside, "with_agreement=true"), [card.to_string()]);
        // An index that is built anew knows the same.
        let fresh = TestApp::beside(app);
        follow(&fresh);
        assert_eq!(found(&fresh, "with_benefit=true"), [card.to_string()]);
    }
}

e2e! {
    fn renewals_count_and_bringing_in_line_again_changes_nothing(app) {
        let (point, provider) = partners(app);
        let agreement = app.world().signed_agreement(&point, &provider, |draft| {
            draft.validity = Some(days("2026-01-01", "2026-12-31"));
            draft.renewal = Some(domain_agreements::RenewalDraft { months: 12, times: Some(2) });
            draft.notice_days = Some(60);
        });
        let card = publish(app, &provider, json!({}));
        let shown = agreements(app, card, "?benefits_on=2028-12-31");
        assert_eq!((ids(&shown), shown[0]["until"].as_str()), (vec![agreement.to_string()], Some("2028-12-31")));
        assert!(agreements(app, card, "?benefits_on=2029-01-01").is_empty());
        app.world().agreement_changed(agreement, |_| ());
        assert_eq!(agreements(app, card, "?benefits_on=2028-12-31"), shown);
    }
}
