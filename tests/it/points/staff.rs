//! `GET /points/{point_id}/staff`.

use domain_accounts::{GrantPlace, Role};
use tests::e2e;

use super::{READY, Worker, employ};

e2e! {
    fn the_people_of_today_by_name(app) {
        let world = app.world();
        let network = world.network();
        let point = world.point(network);
        let path = format!("/points/{}/staff", point.id);
        let verdi = employ(app, &point, Worker { family_name: "Verdi", ..READY });
        let _ = employ(app, &point, Worker { family_name: "Bianchi", status: "on_leave", ..READY });
        let _ = employ(app, &point, Worker { family_name: "Neri", assigned: ("2025-01-01", Some("2026-11-20")), ..READY });
        let _ = employ(app, &point, Worker { family_name: "Gialli", assigned: ("2026-11-22", None), ..READY });
        let _ = employ(app, &world.point(network), READY);
        let operator = world.holder(Role::Operator, GrantPlace::Point(network, point.id)).client;
        let staff = operator.get(&path).expect(200);
        assert_eq!(staff.header("cache-control"), Some("no-store"));
        let body = staff.json();
        let names: Vec<_> = body["items"].as_array().expect("items").iter().map(|one| one["family_name"].clone()).collect();
        assert_eq!(names, ["Bianchi", "Verdi"]);
        assert_eq!(staff.text_at("/items/1/specialist_id"), verdi.to_string());
        assert_eq!(staff.text_at("/items/0/status"), "on_leave");
        assert_eq!(staff.text_at("/items/0/role"), "welfare_specialist");
        let first = operator.get(&format!("{path}?limit=1")).expect(200);
        let cursor = first.text_at("/next_cursor");
        let second = operator.get(&format!("{path}?limit=1&cursor={cursor}")).expect(200);
        assert_eq!(second.text_at("/items/0/family_name"), "Verdi");
        assert!(second.json().get("next_cursor").is_none());
    }
}

e2e! {
    fn only_the_people_of_the_point_may_see_them(app) {
        let world = app.world();
        let (ours, theirs) = (world.network(), world.network());
        let (point, other) = (world.point(ours), world.point(ours));
        let path = format!("/points/{}/staff", point.id);
        app.anonymous().get(&path).expect_problem(401, "unauthenticated");
        world.admin(theirs).client.get(&path).expect_problem(403, "forbidden");
        let neighbour = world.holder(Role::PointCoordinator, GrantPlace::Point(ours, other.id)).client;
        neighbour.get(&path).expect_problem(403, "forbidden");
        let admin = world.admin(ours).client;
        assert!(admin.get(&path).expect(200).ids().is_empty());
        admin.get(&format!("{path}?role=x")).expect_problem(400, "invalid_parameters");
        admin.get("/points/01930000-0000-7000-8000-000000000000/staff").expect_problem(404, "not_found");
    }
}
