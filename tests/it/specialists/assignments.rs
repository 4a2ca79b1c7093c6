//! `/specialists/{specialist_id}/assignments`.

use serde_json::json;
use tests::e2e;

use super::{assign, hire, step, terms};

e2e! {
    fn an_assignment_begins_and_ends(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let point = world.point(network);
        let id = hire(&admin, network, "Tassinardi").text_at("/id");
        let made = assign(&admin, &id, &point.id);
        let path = format!("/specialists/{id}/assignments/{}", made.text_at("/id"));
        assert_eq!(made.header("location"), Some(format!("http://hub.test/api/v1{path}").as_str()));
        assert_eq!(admin.get(&format!("/specialists/{id}")).expect(200).json()["point_ids"], json!([point.id.to_string()]));
        let read = admin.get(&path).expect(200);
        assert_eq!(read.etag(), made.etag());
        let end = |etag: &str, last_day: &str| {
            let headers = [("content-type", "application/json"), ("if-match", etag)];
            let body = json!({"last_day": last_day}).to_string();
            admin.send("POST", &format!("{path}/ending"), &headers, body.as_bytes())
        };
        let problem = end(&read.etag(), "2025-12-31").expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [("/last_day".to_owned(), "invalid_assignment_end".to_owned())]);
        let _ = end(&read.etag(), "2026-02-30").expect(422);
        admin
            .post(&format!("{path}/ending"), &json!({"last_day": "2026-11-20"}))
            .expect_problem(428, "precondition_required");
        let ended = end(&read.etag(), "2026-11-20").expect(200);
        assert_eq!(ended.text_at("/until"), "2026-11-20");
        end(&read.etag(), "2026-11-19").expect_problem(412, "stale_version");
        assert_eq!(admin.get(&format!("/specialists/{id}")).expect(200).json()["point_ids"], json!([]));
        let next = admin.post(&format!("/specialists/{id}/assignments"), &terms(&point.id, "2026-11-21", None));
        let _ = next.expect(201);
    }
}

e2e! {
    fn only_what_has_not_begun_is_removed(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let point = world.point(network);
        let id = hire(&admin, network, "Tassinardi").text_at("/id");
        let list = format!("/specialists/{id}/assignments");
        let begun = admin.post(&list, &terms(&point.id, "2026-11-21", Some("2026-11-21"))).expect(201);
        let planned = admin.post(&list, &terms(&point.id, "2026-11-22", None)).expect(201);
        let problem = admin
            .delete(&format!("{list}/{}", begun.text_at("/id")), &begun.etag())
            .expect_problem(409, "conflict");
        assert_eq!(problem.mistakes(), [(String::new(), "assignment_begun".to_owned())]);
        let _ = admin.delete(&format!("{list}/{}", planned.text_at("/id")), &planned.etag()).expect(204);
        assert_eq!(admin.get(&list).expect(200).ids(), [begun.text_at("/id")]);
    }
}

e2e! {
    fn overlaps_and_missing_roles_are_refused(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let (point, other) = (world.point(network), world.point(network));
        let created = hire(&admin, network, "Tassinardi");
        let id = created.text_at("/id");
        let list = format!("/specialists/{id}/assignments");
        let _ = admin.post(&list, &terms(&point.id, "2026-03-01", Some("2026-03-31"))).expect(201);
        let problem = admin
            .post(&list, &terms(&point.id, "2026-03-31", None))
            .expect_problem(409, "conflict");
        assert_eq!(problem.mistakes(), [(String::new(), "assignment_overlap".to_owned())]);
        let _ = admin.post(&list, &terms(&other.id, "2026-03-31", None)).expect(201);
        let mut role = terms(&point.id, "2026-03-01", None);
        role["role"] = json!("care_manager");
        let problem = admin.post(&list, &role).expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [("/role".to_owned(), "role_not_held".to_owned())]);
        let mut wrong = terms(&"7", "Natale", Some("2026-01-01"));
        wrong["role"] = json!("wizard");
        wrong["colour"] = json!(1);
        let problem = admin.post(&list, &wrong).expect_problem(422, "invalid_content");
        let mistakes = problem.mistakes();
        let pointers: Vec<_> = mistakes.iter().map(|(pointer, _)| pointer.as_str()).collect();
        assert_eq!(pointers, ["/colour", "/from", "/point_id", "/role"]);
        let problem = admin
            .post(&list, &terms(&point.id, "2026-03-02", Some("2026-03-01")))
            .expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [("/until".to_owned(), "period_ends_before_start".to_owned())]);
        let _ = step(&admin, &format!("/specialists/{id}/deactivation"), &created.etag()).expect(200);
        let problem = admin.post(&list, &terms(&point.id, "2027-01-01", None)).expect_problem(409, "conflict");
        assert_eq!(problem.mistakes(), [(String::new(), "specialist_inactive".to_owned())]);
    }
}

e2e! {
    fn of_two_overlapping_assignments_at_once_one_wins(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let point = world.point(network);
        for round in 0..5 {
            let id = hire(&admin, network, "Tassinardi").text_at("/id");
            let list = format!("/specialists/{id}/assignments");
            let race = |from: &str| {
                let (admin, list, body) = (admin.clone(), list.clone(), terms(&point.id, from, None));
                move || admin.post(&list, &body).status
            };
            let mut statuses = std::thread::scope(|scope| {
                let racers = [scope.spawn(race("2026-01-01")), scope.spawn(race("2026-06-01"))];
                racers.map(|racer| racer.join().expect("an answer"))
            });
            statuses.sort_unstable();
            assert_eq!(statuses, [201, 409], "round {round}");
            assert_eq!(admin.get(&list).expect(200).ids().len(), 1);
        }
    }
}

e2e! {
    fn lists_are_filtered_and_paged(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let (point, other) = (world.point(network), world.point(network));
        let id = hire(&admin, network, "Tassinardi").text_at("/id");
        let list = format!("/specialists/{id}/assignments");
        let make = |point: &domain_shared::PointId, from: &str, until| {
            admin.post(&list, &terms(point, from, until)).expect(201).text_at("/id")
        };
        let second = make(&point.id, "2026-06-01", None);
        let first = make(&point.id, "2026-01-01", Some("2026-05-31"));
        let third = make(&other.id, "2026-06-01", None);
        let found = |query: &str| admin.get(&format!("{list}?{query}")).expect(200).ids();
        assert_eq!(found(""), [first.clone(), second.clone(), third.clone()]);
        assert_eq!(found("on=2026-05-31"), std::slice::from_ref(&first));
        assert_eq!(found("on=2026-06-01"), [second.clone(), third.clone()]);
        assert_eq!(found(&format!("point_id={}", other.id)), std::slice::from_ref(&third));
        assert!(found("role=intake_operator").is_empty());
        let page = admin.get(&format!("{list}?limit=2")).expect(200);
        assert_eq!(page.ids(), [first, second]);
        assert_eq!(found(&format!("limit=2&cursor={}", page.text_at("/next_cursor"))), [third]);
        for day in ["domani", "2026-02-30"] {
            let problem = admin.get(&format!("{list}?on={day}")).expect_problem(400, "invalid_parameters");
            assert_eq!(problem.mistakes()[0].0, "on");
        }
    }
}
