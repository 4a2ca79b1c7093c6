//! Lists of agreements.

use domain_accounts::{GrantPlace, Role};
use serde_json::{Value, json};
use tests::e2e;

use super::{NOTHING, Stage, any};

e2e! {
    fn everybody_lists_what_is_theirs(app) {
        let stage = Stage::set(app);
        let world = app.world();
        let titled = |title: &str, change: &dyn Fn(&mut Value)| stage.content_with(|content| {
            content["title"] = json!(title);
            change(content);
        });
        let (other_point, association) = (world.point(stage.network), world.association(stage.network));
        let other_provider = world.provider(stage.network);
        let a = stage.draft(&titled("Àncora e Vela", &|content| content["kind"] = json!("service_convention")));
        let b = stage.signed(&titled("Banca del tempo", &|_| ()), "2026-11-20");
        let c = stage.sent(&titled("Casa e salute", &|content| {
            content["parties"][0]["id"] = json!(other_point.id);
            content["parties"][1]["id"] = json!(other_provider.id);
        }));
        let d = stage.sent(&titled("Doposcuola", &|content| {
            content["parties"][0] = json!({"side": "network", "kind": "association", "id": stage.point.association_id});
            content["benefits"] = json!([]);
        }));
        let e = stage.draft(&titled("Edicola", &|content| {
            content["parties"][0] = json!({"side": "network", "kind": "network_body", "id": stage.network});
        }));
        let f = stage.draft(&titled("Farmacia", &|content| {
            content["parties"][0] = json!({"side": "network", "kind": "association", "id": association.id});
        }));
        let all = |ids: &[&String]| ids.iter().map(|id| (*id).clone()).collect::<Vec<_>>();
        let operator = world.holder(Role::Operator, GrantPlace::Point(stage.network, stage.point.id));
        for client in [&stage.coordinator.client, &operator.client] {
            assert_eq!(client.get("/agreements").expect(200).ids(), all(&[&a, &b, &d, &e]));
        }
        assert_eq!(stage.manager.client.get("/agreements").expect(200).ids(), all(&[&b, &d]));
        assert_eq!(stage.reviewer.client.get("/agreements").expect(200).ids(), all(&[&a, &b, &c, &d, &e, &f]));
        let list = |query: &str| stage.admin.client.get(&format!("/agreements?{query}")).expect(200).ids();
        assert_eq!(list("q=ancora"), all(&[&a]));
        assert_eq!(list("q=SALUT%C3%A9"), all(&[&c]), "neither accents nor case matter");
        assert_eq!(list("q=salut"), all(&[&c]));
        assert_eq!(list("status=sent&status=signed"), all(&[&b, &c, &d]));
        assert_eq!(list("standing=upcoming"), all(&[&b]));
        assert_eq!(list("standing=upcoming&standing=draft&q=b"), all(&[&b]));
        assert_eq!(list("kind=framework"), Vec::<String>::new());
        assert_eq!(list(&format!("point={}", stage.point.id)), all(&[&a, &b, &d, &e]));
        assert_eq!(list(&format!("point={}", other_point.id)), all(&[&c, &e]));
        assert_eq!(list(&format!("association={}", association.id)), all(&[&f]));
        assert_eq!(list(&format!("network_body={}", stage.network)), all(&[&e]));
        assert_eq!(list(&format!("provider={}", other_provider.id)), all(&[&c]));
        assert_eq!(list("expiring_before=2028-01-01"), Vec::<String>::new(), "it is not in force yet");
        let first = stage.admin.client.get("/agreements?limit=4").expect(200);
        let next = first.text_at("/next_cursor");
        assert_eq!(list(&format!("limit=4&cursor={next}")), all(&[&e, &f]));
        app.clock.advance(chrono::Duration::minutes(5));
        let _ = any(&stage.admin.client, &a, "review-submission", NOTHING).expect(200);
        assert_eq!(list("updated_since=2026-11-21T09:05:00Z"), all(&[&a]));
        let summary = stage.manager.client.get("/agreements?status=signed").expect(200).json()["items"][0].clone();
        assert!(summary.get("content").is_none());
        assert_eq!((&summary["first_day"], &summary["last_day"], &summary["standing"]), (&json!("2027-01-01"), &json!("2027-12-31"), &json!("upcoming")));
        assert_eq!(summary["parties"][1]["name"], json!(stage.provider_name()));
        app.anonymous().get("/agreements").expect_problem(401, "unauthenticated");
    }
}
