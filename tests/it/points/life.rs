//! A point from creation to removal, and who may do what to it.

use domain_accounts::{GrantPlace, Role};
use domain_shared::TextValue as _;
use serde_json::json;
use tests::e2e;

use super::body;

e2e! {
    fn a_point_lives_from_creation_to_removal(app) {
        let world = app.world();
        let network = world.network();
        let association = world.association(network);
        let admin = world.admin(network).client;
        let created = admin.post("/points", &body(&association.id)).expect(201);
        let id = created.text_at("/id");
        assert_eq!(created.header("location"), Some(format!("http://hub.test/api/v1/points/{id}").as_str()));
        let path = format!("/points/{id}");
        let read = app.anonymous().get(&path).expect(200);
        assert_eq!(read.etag(), created.etag());
        assert!(read.header("cache-control").expect("caching").starts_with("public"));
        insta::assert_json_snapshot!("point_view", read.json(), {
            ".id" => "[id]", ".network_id" => "[network]", ".association.id" => "[association]",
            ".association.name" => "[name]",
        });
        let known = app.anonymous().with_header("if-none-match", &read.etag()).get(&path).expect(304);
        assert!(known.text.is_empty());
        let patch = json!({
            "name": "Welf@re Point Forlì", "description": null, "phase": "replica",
            "address": {"municipality": "D704", "postal_code": "47121"},
            "opening_hours": {"exceptions": [], "closed_on_public_holidays": false},
        });
        let changed = admin.patch(&path, &read.etag(), &patch).expect(200);
        assert!(changed.json().get("description").is_none());
        assert_eq!(changed.text_at("/municipality/name"), "Forlì");
        assert_eq!(changed.text_at("/address/street"), "Via Ilaria Alpi 49");
        assert_eq!(changed.text_at("/phase"), "replica");
        assert_eq!(changed.json()["opening_hours"]["weekly"].as_array().map(Vec::len), Some(2));
        admin.delete(&path, &read.etag()).expect_problem(412, "stale_version");
        let _ = admin.delete(&path, &changed.etag()).expect(204);
        app.anonymous().get(&path).expect_problem(404, "not_found");
    }
}

e2e! {
    fn a_coordinator_changes_their_point_and_no_other(app) {
        let world = app.world();
        let network = world.network();
        let (mine, other) = (world.point(network), world.point(network));
        let coordinator = world.holder(Role::PointCoordinator, GrantPlace::Point(network, mine.id)).client;
        let patch = json!({"description": "Nuova sede."});
        let path = format!("/points/{}", mine.id);
        let changed = coordinator.patch(&path, "\"1\"", &patch).expect(200);
        assert_eq!(changed.text_at("/description"), "Nuova sede.");
        let other = format!("/points/{}", other.id);
        coordinator.patch(&other, "\"1\"", &patch).expect_problem(403, "forbidden");
        coordinator.patch(&path, &changed.etag(), &json!({"phase": "replica"})).expect_problem(403, "forbidden");
        coordinator.delete(&path, &changed.etag()).expect_problem(403, "forbidden");
        coordinator.post("/points", &body(&mine.association_id)).expect_problem(403, "forbidden");
        assert!(app.anonymous().get(&other).expect(200).json().get("description").is_none());
    }
}

e2e! {
    fn others_may_read_only(app) {
        let world = app.world();
        let (ours, theirs) = (world.network(), world.network());
        let point = world.point(ours);
        let path = format!("/points/{}", point.id);
        let patch = json!({"name": "Nostro"});
        let stranger = world.admin(theirs).client;
        let operator = world.holder(Role::Operator, GrantPlace::Point(ours, point.id)).client;
        let reviewer = world.holder(Role::Reviewer, GrantPlace::Network(ours)).client;
        for nobody in [&stranger, &operator, &reviewer] {
            nobody.patch(&path, "\"1\"", &patch).expect_problem(403, "forbidden");
            nobody.delete(&path, "\"1\"").expect_problem(403, "forbidden");
            nobody.post("/points", &body(&point.association_id)).expect_problem(403, "forbidden");
            nobody.send("POST", &format!("{path}/activation"), &[("if-match", "*")], b"").expect_problem(403, "forbidden");
        }
        app.anonymous().patch(&path, "\"1\"", &patch).expect_problem(401, "unauthenticated");
        app.anonymous().post("/points", &body(&point.association_id)).expect_problem(401, "unauthenticated");
        app.anonymous().get("/points/7").expect_problem(404, "not_found");
        stranger.patch("/points/01930000-0000-7000-8000-000000000000", "*", &patch).expect_problem(404, "not_found");
        assert_eq!(app.anonymous().get(&path).expect(200).text_at("/name"), point.profile.name.as_str());
    }
}

e2e! {
    fn a_point_in_use_stays(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let point = world.point(network);
        let path = format!("/points/{}", point.id);
        let _ = world.holder(Role::Operator, GrantPlace::Point(network, point.id));
        admin.delete(&path, "\"1\"").expect_problem(409, "in_use");
        let staffed = world.point(network);
        let _ = super::employ(app, &staffed, super::READY);
        admin.delete(&format!("/points/{}", staffed.id), "\"1\"").expect_problem(409, "in_use");
        let closed = world.point_with(network, domain_points::PointStatus::Closed, |_| {});
        admin.delete(&format!("/points/{}", closed.id), "\"1\"").expect_problem(409, "in_use");
    }
}
