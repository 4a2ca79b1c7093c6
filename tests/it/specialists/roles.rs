//! Who may do what with specialists.

use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::{Client, e2e};

use super::{assign, body, hire, step, terms};

/// The paths a reader of a specialist may read.
fn reads(id: &str) -> [String; 3] {
    ["", "/assignments", "/certificates"].map(|part| format!("/specialists/{id}{part}"))
}

fn sees(client: &Client, id: &str) -> bool {
    let statuses: Vec<u16> = reads(id)
        .iter()
        .map(|path| client.get(path).status)
        .collect();
    let listed = client
        .get("/specialists")
        .expect(200)
        .ids()
        .contains(&id.to_owned());
    match (statuses.as_slice(), listed) {
        ([200, 200, 200], true) => true,
        ([404, 404, 404], false) => false,
        other => panic!("{other:?}"),
    }
}

e2e! {
    fn the_staff_of_a_point_see_only_their_own(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let (here, there) = (world.point(network), world.point(network));
        let ours = hire(&admin, network, "Tassinardi").text_at("/id");
        let theirs = hire(&admin, network, "Bonavalle").text_at("/id");
        let _ = assign(&admin, &ours, &here.id);
        let _ = assign(&admin, &theirs, &there.id);
        for role in [Role::Operator, Role::Specialist, Role::CareManager] {
            let staff = world.holder(role, GrantPlace::Point(network, here.id)).client;
            assert!(sees(&staff, &ours), "{role:?}");
            assert!(!sees(&staff, &theirs), "{role:?}");
        }
        let coordinator = world.holder(Role::PointCoordinator, GrantPlace::Point(network, here.id)).client;
        assert!(sees(&coordinator, &ours) && sees(&coordinator, &theirs));
        for role in [Role::Evaluator, Role::Reviewer] {
            let other = world.holder(role, GrantPlace::Network(network)).client;
            assert!(!sees(&other, &ours), "{role:?}");
        }
        let stranger = world.admin(world.network()).client;
        assert!(!sees(&stranger, &ours));
        app.anonymous().get("/specialists").expect_problem(401, "unauthenticated");
        app.anonymous().get(&reads(&ours)[0]).expect_problem(401, "unauthenticated");
    }
}

e2e! {
    fn reading_ends_with_the_assignment(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let point = world.point(network);
        let id = hire(&admin, network, "Tassinardi").text_at("/id");
        let path = format!("/specialists/{id}/assignments");
        let _ = admin.post(&path, &terms(&point.id, "2026-11-01", Some("2026-11-21"))).expect(201);
        // Rome is an hour ahead: the last day ends at 23:00 UTC.
        app.clock.set("2026-11-21T22:59:59Z");
        let operator = world.holder(Role::Operator, GrantPlace::Point(network, point.id)).client;
        assert!(sees(&operator, &id));
        app.clock.set("2026-11-21T23:00:00Z");
        assert!(!sees(&operator, &id));
    }
}

e2e! {
    fn coordinators_manage_the_people_of_their_point(app) {
        let world = app.world();
        let network = world.network();
        let (here, there) = (world.point(network), world.point(network));
        let coordinator = world.holder(Role::PointCoordinator, GrantPlace::Point(network, here.id)).client;
        let created = hire(&coordinator, network, "Tassinardi");
        let id = created.text_at("/id");
        let path = format!("/specialists/{id}");
        coordinator.patch(&path, &created.etag(), &json!({"bio": "Altro."})).expect_problem(403, "forbidden");
        let assignments = format!("{path}/assignments");
        coordinator.post(&assignments, &terms(&there.id, "2026-11-01", None)).expect_problem(403, "forbidden");
        let foreign = world.point(world.network());
        coordinator.post(&assignments, &terms(&foreign.id, "2026-11-01", None)).expect_problem(403, "forbidden");
        let _ = assign(&coordinator, &id, &here.id);
        let changed = coordinator.patch(&path, &created.etag(), &json!({"roles": ["welfare_specialist"]})).expect(200);
        let _ = step(&coordinator, &format!("{path}/leave"), &changed.etag()).expect(200);
        let operator = world.holder(Role::Operator, GrantPlace::Point(network, here.id)).client;
        operator.patch(&path, &changed.etag(), &json!({"bio": "Altro."})).expect_problem(403, "forbidden");
        step(&operator, &format!("{path}/leave"), &changed.etag()).expect_problem(403, "forbidden");
        operator.post(&assignments, &terms(&here.id, "2025-01-01", Some("2025-02-01"))).expect_problem(403, "forbidden");
        operator.post("/specialists", &body(network, "Nuovo")).expect_problem(403, "forbidden");
    }
}

e2e! {
    fn another_network_is_out_of_reach(app) {
        let world = app.world();
        let (ours, theirs) = (world.network(), world.network());
        let admin = world.admin(ours).client;
        let created = hire(&admin, ours, "Tassinardi");
        let id = created.text_at("/id");
        let path = format!("/specialists/{id}");
        let stranger = world.admin(theirs).client;
        stranger.post("/specialists", &body(ours, "Nuovo")).expect_problem(403, "forbidden");
        stranger.get(&path).expect_problem(404, "not_found");
        stranger.patch(&path, &created.etag(), &json!({"bio": "Nostro."})).expect_problem(404, "not_found");
        stranger.delete(&path, &created.etag()).expect_problem(404, "not_found");
        step(&stranger, &format!("{path}/leave"), &created.etag()).expect_problem(404, "not_found");
        let point = world.point(theirs);
        stranger.post(&format!("{path}/assignments"), &terms(&point.id, "2026-11-01", None)).expect_problem(404, "not_found");
        let problem = admin
            .post(&format!("{path}/assignments"), &terms(&point.id, "2026-11-01", None))
            .expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [("/point_id".to_owned(), "unknown_reference".to_owned())]);
    }
}

e2e! {
    fn people_keep_their_own_profile(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let created = hire(&admin, network, "Tassinardi");
        let id = created.text_at("/id");
        let path = format!("/specialists/{id}");
        let account = format!("{path}/account");
        let person = world.person(Some(network));
        let stranger = world.person(Some(world.network()));
        let link = |user: &tests::Person| json!({"user_id": user.id.to_string()});
        admin.put(&account, &created.etag(), &link(&stranger)).expect_problem(422, "invalid_content");
        let linked = admin.put(&account, &created.etag(), &link(&person)).expect(200);
        assert_eq!(linked.text_at("/user_id"), person.id.to_string());
        let other = hire(&admin, network, "Bonavalle");
        let problem = admin
            .put(&format!("/specialists/{}/account", other.text_at("/id")), &other.etag(), &link(&person))
            .expect_problem(409, "conflict");
        assert_eq!(problem.mistakes(), [("/user_id".to_owned(), "already_taken".to_owned())]);
        let own = person.client;
        assert!(sees(&own, &id));
        assert_eq!(own.get("/specialists").expect(200).ids(), std::slice::from_ref(&id));
        let changed = own.patch(&path, &linked.etag(), &json!({"languages": ["it", "en"]})).expect(200);
        own.patch(&path, &changed.etag(), &json!({"roles": ["care_manager"]})).expect_problem(403, "forbidden");
        own.patch(&path, &changed.etag(), &json!({"engagement": "volunteer"})).expect_problem(403, "forbidden");
        step(&own, &format!("{path}/leave"), &changed.etag()).expect_problem(403, "forbidden");
        own.delete(&path, &changed.etag()).expect_problem(403, "forbidden");
        own.delete(&account, &changed.etag()).expect_problem(403, "forbidden");
        let _ = admin.delete(&account, &changed.etag()).expect(204);
        own.get(&path).expect_problem(404, "not_found");
    }
}
