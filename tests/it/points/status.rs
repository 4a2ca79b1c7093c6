//! Activation, suspension, reopening, closure.

use domain_accounts::{GrantPlace, Role};
use domain_points::PointStatus;
use serde_json::json;
use tests::{Client, Reply, e2e};

use super::{READY, Worker, employ};

/// Takes a step, with a reason where one is asked for.
fn step(client: &Client, path: &str, etag: &str, step: &str) -> Reply {
    let client = client.with_header("if-match", etag);
    let path = format!("{path}/{step}");
    match step {
        "suspension" | "closure" => client.post(&path, &json!({"reason": "Lavori in corso."})),
        _ => client.send("POST", &path, &[], b""),
    }
}

e2e! {
    fn two_trained_active_specialists_open_a_point(app) {
        let world = app.world();
        let network = world.network();
        let point = world.point(network);
        let path = format!("/points/{}", point.id);
        let coordinator = world.holder(Role::PointCoordinator, GrantPlace::Point(network, point.id)).client;
        let refused = || {
            let problem = step(&coordinator, &path, "*", "activation").expect_problem(409, "staff_not_ready");
            problem.text_at("/detail")
        };
        assert!(refused().contains("oggi al punto sono 0, di cui 0"), "{}", refused());
        let _ = employ(app, &point, READY);
        // None of these counts: each lacks one thing.
        let _ = employ(app, &point, Worker { certificate: None, ..READY });
        let _ = employ(app, &point, Worker { status: "on_leave", ..READY });
        let _ = employ(app, &point, Worker { assigned: ("2026-01-01", Some("2026-11-20")), ..READY });
        let _ = employ(app, &point, Worker { assigned: ("2026-11-22", None), ..READY });
        let _ = employ(app, &point, Worker { certificate: Some(("2026-01-01", Some("2026-11-20"), None)), ..READY });
        let _ = employ(app, &point, Worker { certificate: Some(("2026-01-01", None, Some("2026-11-21"))), ..READY });
        let _ = employ(app, &world.point(network), READY);
        assert!(refused().contains("oggi al punto sono 4, di cui 1"), "{}", refused());
        let english = coordinator.with_header("accept-language", "en");
        let told = step(&english, &path, "*", "activation").expect_problem(409, "staff_not_ready");
        assert!(told.text_at("/detail").contains("4 active specialists"));
        assert_eq!(app.anonymous().get(&path).expect(200).text_at("/status"), "planned");
        let _ = employ(app, &point, Worker { certificate: Some(("2026-01-01", Some("2026-11-21"), Some("2026-11-22"))), ..READY });
        let active = step(&coordinator, &path, "\"1\"", "activation").expect(200);
        assert_eq!(active.text_at("/status"), "active");
        assert_eq!(active.json()["open_now"], json!(true));
        assert!(active.etag().starts_with("\"2."));
        assert_eq!(app.anonymous().get(&path).expect(200).etag(), active.etag());
    }
}

e2e! {
    fn steps_lead_from_state_to_state(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let point = world.point(network);
        let path = format!("/points/{}", point.id);
        for _ in 0..2 {
            let _ = employ(app, &point, READY);
        }
        let active = step(&admin, &path, "\"1\"", "activation").expect(200);
        let suspended = step(&admin, &path, &active.etag(), "suspension").expect(200);
        assert_eq!((suspended.text_at("/status"), suspended.json()["open_now"].clone()), ("suspended".to_owned(), json!(false)));
        let reopened = step(&admin, &path, &suspended.etag(), "reopening").expect(200);
        assert_eq!(reopened.text_at("/status"), "active");
        let closed = step(&admin, &path, &reopened.etag(), "closure").expect(200);
        assert_eq!(closed.text_at("/status"), "closed");
        step(&admin, &path, &closed.etag(), "reopening").expect_problem(409, "invalid_transition");
    }
}

e2e! {
    fn a_wrong_step_names_the_right_ones(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let cases = [
            (PointStatus::Planned, ["suspension", "reopening"].as_slice(), json!(["activation", "closure"])),
            (PointStatus::Active, &["activation", "reopening"], json!(["suspension", "closure"])),
            (PointStatus::Suspended, &["activation", "suspension"], json!(["reopening", "closure"])),
            (PointStatus::Closed, &["activation", "suspension", "reopening", "closure"], json!([])),
        ];
        for (status, wrong, allowed) in cases {
            let point = world.point_with(network, status, |_| {});
            for one in wrong {
                let problem = step(&admin, &format!("/points/{}", point.id), "*", one);
                let problem = problem.expect_problem(409, "invalid_transition");
                assert_eq!(problem.json()["allowed"], allowed, "{one}");
            }
        }
    }
}

e2e! {
    fn reopening_needs_the_staff_too(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let point = world.point_with(network, PointStatus::Suspended, |_| {});
        let path = format!("/points/{}", point.id);
        step(&admin, &path, "*", "reopening").expect_problem(409, "staff_not_ready");
        for _ in 0..2 {
            let _ = employ(app, &point, READY);
        }
        let _ = step(&admin, &path, "*", "reopening").expect(200);
    }
}

e2e! {
    fn of_two_who_decide_at_once_one_wins(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let point = world.point_with(network, PointStatus::Active, |_| {});
        let path = format!("/points/{}", point.id);
        let mut statuses = std::thread::scope(|scope| {
            let suspend = scope.spawn(|| step(&admin, &path, "\"1\"", "suspension").status);
            let close = scope.spawn(|| step(&admin, &path, "\"1\"", "closure").status);
            [suspend.join().expect("an answer"), close.join().expect("an answer")]
        });
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
        assert!(app.anonymous().get(&path).expect(200).etag().starts_with("\"2."));
    }
}
