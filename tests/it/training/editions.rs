//! `/training-courses/{course_id}/editions` and attendances.

use domain_accounts::{GrantPlace, Role};
use serde_json::{Value, json};
use tests::e2e;

use super::{advance, course, edition, opened};
use crate::specialists::{assign, hire};

/// A body that enrols somebody.
fn seat(specialist: &str) -> Value {
    json!({"specialist_id": specialist})
}

e2e! {
    fn an_edition_runs_on_its_dates(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let path = opened(&admin, network);
        let problem = advance(&admin, &path, "start").expect_problem(409, "conflict");
        assert_eq!(problem.mistakes(), [(String::new(), "edition_too_early".to_owned())]);
        let problem = advance(&admin, &path, "completion").expect_problem(409, "invalid_transition");
        assert_eq!(problem.json()["allowed"], json!(["running", "cancelled"]));
        // Midnight in Rome.
        app.clock.set("2026-11-22T23:00:00Z");
        let admin = world.admin(network).client;
        assert_eq!(advance(&admin, &path, "start").expect(200).text_at("/status"), "running");
        let _ = advance(&admin, &path, "completion").expect(409);
        app.clock.set("2026-11-25T09:00:00Z");
        let admin = world.admin(network).client;
        assert_eq!(advance(&admin, &path, "completion").expect(200).text_at("/status"), "completed");
        advance(&admin, &path, "cancellation").expect_problem(409, "invalid_transition");
        let etag = admin.get(&path).expect(200).etag();
        let problem = admin.patch(&path, &etag, &json!({"capacity": 9})).expect_problem(409, "conflict");
        assert_eq!(problem.mistakes(), [(String::new(), "edition_closed".to_owned())]);
        admin.send("POST", &format!("{path}/start"), &[], b"").expect_problem(428, "precondition_required");
    }
}

e2e! {
    fn every_mistake_is_named(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let made = admin.post("/training-courses", &course(network)).expect(201);
        let editions = format!("/training-courses/{}/editions", made.text_at("/id"));
        let mut wrong = edition();
        wrong["until"] = json!("2026-11-24");
        wrong["online"] = json!(true);
        wrong["trainers"] = json!(["Ilda Brennero", "Ilda Brennero"]);
        let problem = admin.post(&editions, &wrong).expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [
            ("/municipality".to_owned(), "one_venue".to_owned()),
            ("/trainers/1".to_owned(), "duplicate".to_owned()),
            ("/until".to_owned(), "edition_too_short".to_owned()),
        ]);
        let mut wrong = edition();
        wrong["from"] = json!(20_261_123);
        wrong["capacity"] = json!(501);
        wrong["area"] = json!("Nord");
        wrong["colour"] = json!("red");
        let problem = admin.post(&editions, &wrong).expect_problem(422, "invalid_content");
        let mistakes = problem.mistakes();
        let pointers: Vec<_> = mistakes.iter().map(|(pointer, _)| pointer.as_str()).collect();
        assert_eq!(pointers, ["/area", "/capacity", "/colour", "/from"]);
        let mut wrong = edition();
        wrong["municipality"] = json!("Z999");
        let problem = admin.post(&editions, &wrong).expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [("/municipality".to_owned(), "unknown_reference".to_owned())]);
        assert!(admin.get(&editions).expect(200).ids().is_empty());
    }
}

e2e! {
    fn an_edition_is_changed_and_listed(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let path = opened(&admin, network);
        let read = admin.get(&path).expect(200);
        let online = json!({"municipality": null, "online": true, "from": "2026-11-20"});
        let changed = admin.patch(&path, &read.etag(), &online).expect(200);
        assert_eq!(changed.json()["online"], true);
        assert!(changed.json().get("municipality").is_none());
        admin.patch(&path, &read.etag(), &online).expect_problem(412, "stale_version");
        let list = path.rsplit_once('/').expect("a path").0.to_owned();
        let later = admin.post(&list, &edition()).expect(201).text_at("/id");
        let first = changed.text_at("/id");
        assert_eq!(admin.get(&list).expect(200).ids(), [first.clone(), later.clone()]);
        let page = admin.get(&format!("{list}?limit=1")).expect(200);
        let next = format!("{list}?limit=1&cursor={}", page.text_at("/next_cursor"));
        assert_eq!(admin.get(&next).expect(200).ids(), [later]);
        let _ = advance(&admin, &path, "start").expect(200);
        assert_eq!(admin.get(&format!("{list}?status=running")).expect(200).ids(), [first]);
        let other = admin.post("/training-courses", &{
            let mut body = course(network);
            body["code"] = json!("other");
            body
        }).expect(201).text_at("/id");
        let elsewhere = path.replace(path.split('/').nth(2).expect("a course"), &other);
        admin.get(&elsewhere).expect_problem(404, "not_found");
    }
}

e2e! {
    fn seats_are_given_once_and_while_there_are_any(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let path = opened(&admin, network);
        let seats = format!("{path}/attendances");
        let people: Vec<_> = ["Uno", "Due", "Tre"].iter().map(|name| hire(&admin, network, name).text_at("/id")).collect();
        let first = admin.post(&seats, &seat(&people[0])).expect(201);
        assert_eq!(first.header("location"), Some(format!("http://hub.test/api/v1{seats}/{}", people[0]).as_str()));
        assert_eq!(first.text_at("/outcome"), "enrolled");
        let problem = admin.post(&seats, &seat(&people[0])).expect_problem(409, "conflict");
        assert_eq!(problem.mistakes(), [("/specialist_id".to_owned(), "already_enrolled".to_owned())]);
        let _ = admin.post(&seats, &seat(&people[1])).expect(201);
        let problem = admin.post(&seats, &seat(&people[2])).expect_problem(409, "conflict");
        assert_eq!(problem.mistakes(), [(String::new(), "edition_full".to_owned())]);
        let read = admin.get(&path).expect(200);
        assert_eq!(read.json()["enrolled"], 2);
        let problem = admin.patch(&path, &read.etag(), &json!({"capacity": 1})).expect_problem(409, "conflict");
        assert_eq!(problem.mistakes(), [("/capacity".to_owned(), "capacity_too_small".to_owned())]);
        let other = world.network();
        let foreign = hire(&world.admin(other).client, other, "Estraneo").text_at("/id");
        let problem = admin.post(&seats, &seat(&foreign)).expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [("/specialist_id".to_owned(), "unknown_reference".to_owned())]);
        let _ = advance(&admin, &path, "cancellation").expect(200);
        let problem = admin.post(&seats, &seat(&people[2])).expect_problem(409, "conflict");
        assert_eq!(problem.mistakes(), [(String::new(), "enrolment_closed".to_owned())]);
    }
}

e2e! {
    fn the_last_seat_goes_to_one_of_two(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let seats = format!("{}/attendances", opened(&admin, network));
        let people: Vec<_> = ["Uno", "Due", "Tre"].iter().map(|name| hire(&admin, network, name).text_at("/id")).collect();
        let _ = admin.post(&seats, &seat(&people[0])).expect(201);
        let race = |id: &String| {
            let (admin, seats, body) = (admin.clone(), seats.clone(), seat(id));
            move || admin.post(&seats, &body).status
        };
        let mut statuses = std::thread::scope(|scope| {
            let racers = [scope.spawn(race(&people[1])), scope.spawn(race(&people[2]))];
            racers.map(|racer| racer.join().expect("an answer"))
        });
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
        assert_eq!(admin.get(&seats).expect(200).json()["items"].as_array().map(Vec::len), Some(2));
    }
}

e2e! {
    fn attendance_is_recorded_by_the_rules(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let path = opened(&admin, network);
        let id = hire(&admin, network, "Tassinardi").text_at("/id");
        let made = admin.post(&format!("{path}/attendances"), &seat(&id)).expect(201);
        let own = format!("{path}/attendances/{id}");
        let passed = json!({"hours_attended": 16, "outcome": "passed"});
        let problem = admin.patch(&own, &made.etag(), &passed).expect_problem(409, "conflict");
        assert_eq!(problem.mistakes(), [(String::new(), "attendance_closed".to_owned())]);
        app.clock.set("2026-11-23T09:00:00Z");
        let admin = world.admin(network).client;
        let _ = advance(&admin, &path, "start").expect(200);
        let wrong = json!({"hours_attended": 21, "outcome": "won"});
        let problem = admin.patch(&own, &made.etag(), &wrong).expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [("/outcome".to_owned(), "unknown_code".to_owned())]);
        let wrong = json!({"hours_attended": 21, "outcome": "passed"});
        let problem = admin.patch(&own, &made.etag(), &wrong).expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [("/hours_attended".to_owned(), "too_many_hours".to_owned())]);
        let wrong = json!({"outcome": "passed"});
        let problem = admin.patch(&own, &made.etag(), &wrong).expect_problem(422, "invalid_content");
        assert_eq!(problem.mistakes(), [("/hours_attended".to_owned(), "hours_contradict_outcome".to_owned())]);
        let changed = admin.patch(&own, &made.etag(), &passed).expect(200);
        assert_eq!(changed.json()["hours_attended"], 16);
        admin.patch(&own, &made.etag(), &passed).expect_problem(412, "stale_version");
        assert_eq!(admin.get(&own).expect(200).etag(), changed.etag());
    }
}

e2e! {
    fn attendances_are_seen_by_who_sees_the_people(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let (here, there) = (world.point(network), world.point(network));
        let path = opened(&admin, network);
        let seats = format!("{path}/attendances");
        let mut people = Vec::new();
        for (name, point) in [("Zeta", here.id), ("Alfa", there.id)] {
            let id = hire(&admin, network, name).text_at("/id");
            let _ = assign(&admin, &id, &point);
            let _ = admin.post(&seats, &seat(&id)).expect(201);
            people.push(id);
        }
        let names = |client: &tests::Client| -> Vec<String> {
            let body = client.get(&seats).expect(200).json();
            let items = body["items"].as_array().expect("items").clone();
            items.iter().map(|item| item["family_name"].as_str().unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(names(&admin), ["Alfa", "Zeta"]);
        let operator = world.holder(Role::Operator, GrantPlace::Point(network, here.id)).client;
        assert_eq!(names(&operator), ["Zeta"]);
        let _ = operator.get(&format!("{seats}/{}", people[0])).expect(200);
        operator.get(&format!("{seats}/{}", people[1])).expect_problem(404, "not_found");
        operator.post(&seats, &seat(&people[0])).expect_problem(403, "forbidden");
        let evaluator = world.holder(Role::Evaluator, GrantPlace::Network(network)).client;
        assert!(names(&evaluator).is_empty());
        evaluator.get(&format!("{seats}/{}", people[0])).expect_problem(404, "not_found");
        assert_eq!(evaluator.get(&path).expect(200).json()["enrolled"], 2);
        let first = admin.get(&format!("{seats}?limit=1")).expect(200);
        let second = admin.get(&format!("{seats}?limit=1&cursor={}", first.text_at("/next_cursor"))).expect(200);
        assert_eq!(second.text_at("/items/0/family_name"), "Zeta");
        assert!(admin.get(&format!("{seats}?outcome=passed")).expect(200).json()["items"].as_array().is_some_and(Vec::is_empty));
    }
}
