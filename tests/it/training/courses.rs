//! `/training-courses`.

use domain_accounts::{GrantPlace, Role};
use serde_json::json;
use tests::e2e;

use super::{advance, course, edition};

e2e! {
    fn a_course_lives_from_creation_to_retirement(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let made = admin.post("/training-courses", &course(network)).expect(201);
        let path = format!("/training-courses/{}", made.text_at("/id"));
        let read = admin.get(&path).expect(200);
        assert_eq!(read.etag(), made.etag());
        assert_eq!(read.text_at("/network_id"), network.to_string());
        let changed = admin.patch(&path, &read.etag(), &json!({"hours": 24, "validity_months": null, "title": {"en": null}})).expect(200);
        assert_eq!(changed.json()["hours"], 24);
        assert!(changed.json().get("validity_months").is_none());
        assert_eq!(changed.json()["title"], json!({"it": "Corso base"}));
        admin.patch(&path, &read.etag(), &json!({"hours": 30})).expect_problem(412, "stale_version");
        let retired = advance(&admin, &path, "retirement").expect(200);
        assert_eq!(retired.text_at("/status"), "retired");
        let problem = advance(&admin, &path, "retirement").expect_problem(409, "invalid_transition");
        assert_eq!(problem.json()["allowed"], json!([]));
        let problem = admin.post(&format!("{path}/editions"), &edition()).expect_problem(409, "conflict");
        assert_eq!(problem.mistakes(), [(String::new(), "course_retired".to_owned())]);
    }
}

e2e! {
    fn every_mistake_is_named(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let mut wrong = course(network);
        wrong["code"] = json!("Not A Code");
        wrong["title"] = json!({"it": "", "fr": "Cours"});
        wrong["kind"] = json!("magic");
        wrong["duration_days"] = json!(31);
        wrong["hours"] = json!("venti");
        wrong["area"]["region_codes"] = json!(["21"]);
        wrong["validity_months"] = json!(0);
        wrong["colour"] = json!("red");
        let problem = admin.post("/training-courses", &wrong).expect_problem(422, "invalid_content");
        let mistakes = problem.mistakes();
        let pointers: Vec<_> = mistakes.iter().map(|(pointer, _)| pointer.as_str()).collect();
        assert_eq!(pointers, [
            "/area/region_codes/0", "/code", "/colour", "/duration_days", "/hours", "/kind",
            "/title/fr", "/title/it", "/validity_months",
        ]);
        assert!(admin.get("/training-courses").expect(200).ids().is_empty());
    }
}

e2e! {
    fn codes_are_unique_in_a_network(app) {
        let world = app.world();
        let (network, other) = (world.network(), world.network());
        let admin = world.admin(network).client;
        let _ = admin.post("/training-courses", &course(network)).expect(201);
        let problem = admin.post("/training-courses", &course(network)).expect_problem(409, "conflict");
        assert_eq!(problem.mistakes(), [("/code".to_owned(), "already_taken".to_owned())]);
        let elsewhere = world.admin(other).client;
        let _ = elsewhere.post("/training-courses", &course(other)).expect(201);
        assert_eq!(elsewhere.get("/training-courses").expect(200).ids().len(), 1);
        assert!(elsewhere.get(&format!("/training-courses?network_id={network}")).expect(200).ids().is_empty());
    }
}

e2e! {
    fn the_staff_reads_and_administrators_write(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let point = world.point(network);
        let made = admin.post("/training-courses", &course(network)).expect(201);
        let path = format!("/training-courses/{}", made.text_at("/id"));
        let hours = json!({"hours": 24});
        let places = [
            (Role::Operator, GrantPlace::Point(network, point.id)),
            (Role::PointCoordinator, GrantPlace::Point(network, point.id)),
            (Role::Evaluator, GrantPlace::Network(network)),
        ];
        for (role, place) in places {
            let staff = world.holder(role, place).client;
            assert_eq!(staff.get("/training-courses").expect(200).ids().len(), 1);
            let _ = staff.get(&path).expect(200);
            staff.patch(&path, &made.etag(), &hours).expect_problem(403, "forbidden");
            staff.post("/training-courses", &course(network)).expect_problem(403, "forbidden");
        }
        let stranger = world.admin(world.network()).client;
        stranger.get(&path).expect_problem(404, "not_found");
        stranger.get(&format!("{path}/editions")).expect_problem(404, "not_found");
        stranger.patch(&path, &made.etag(), &hours).expect_problem(404, "not_found");
        stranger.post(&format!("{path}/editions"), &edition()).expect_problem(404, "not_found");
        stranger.post("/training-courses", &course(network)).expect_problem(403, "forbidden");
        world.person(None).client.get("/training-courses").expect_problem(403, "forbidden");
        app.anonymous().get("/training-courses").expect_problem(401, "unauthenticated");
    }
}

e2e! {
    fn filters_and_pages(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let mut ids = Vec::new();
        for (code, title, kind) in [("a", "Uno", "other"), ("b", "Due", "uni_11402"), ("c", "Tre", "other")] {
            let mut body = course(network);
            body["code"] = json!(code);
            body["title"] = json!({"it": title});
            body["kind"] = json!(kind);
            ids.push(admin.post("/training-courses", &body).expect(201).text_at("/id"));
        }
        let found = |query: &str| admin.get(&format!("/training-courses?{query}")).expect(200).ids();
        let (one, two, three) = (ids[0].clone(), ids[1].clone(), ids[2].clone());
        assert_eq!(found(""), [two.clone(), three.clone(), one.clone()]);
        assert_eq!(found("kind=other"), [three.clone(), one.clone()]);
        assert_eq!(found("kind=other&kind=uni_11402").len(), 3);
        let _ = advance(&admin, &format!("/training-courses/{one}"), "retirement").expect(200);
        assert_eq!(found("status=retired"), std::slice::from_ref(&one));
        let page = admin.get("/training-courses?limit=2").expect(200);
        assert_eq!(found(&format!("limit=2&cursor={}", page.text_at("/next_cursor"))), [one]);
        admin.get("/training-courses?kind=magic").expect_problem(400, "invalid_parameters");
    }
}
