//! `GET /specialists`: filters and pages.

use serde_json::json;
use tests::e2e;

use super::{CATEGORY, assign, body, hire, step};

e2e! {
    fn filters_widen_within_and_narrow_across(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let point = world.point(network);
        let anna = hire(&admin, network, "Àlbini");
        let mut other = body(network, "Brennero");
        other["engagement"] = json!("volunteer");
        other["roles"] = json!(["care_manager"]);
        other["languages"] = json!(["it", "de"]);
        other["expertise"] = json!([]);
        let bruno = admin.post("/specialists", &other).expect(201);
        let (anna_id, bruno_id) = (anna.text_at("/id"), bruno.text_at("/id"));
        let _ = assign(&admin, &anna_id, &point.id);
        let _ = step(&admin, &format!("/specialists/{bruno_id}/leave"), &bruno.etag()).expect(200);
        let found = |query: &str| admin.get(&format!("/specialists?{query}")).expect(200).ids();
        let (first, second, both) =
            (vec![anna_id.clone()], vec![bruno_id.clone()], vec![anna_id, bruno_id]);
        assert_eq!(found(""), both);
        assert_eq!(found("name=alb"), first);
        assert_eq!(found(&format!("point_id={}", point.id)), first);
        assert_eq!(found("role=care_manager"), second);
        assert_eq!(found("role=care_manager&role=intake_operator"), both);
        assert_eq!(found("status=on_leave"), second);
        assert_eq!(found("engagement=employed"), first);
        assert_eq!(found(&format!("category_id={CATEGORY}")), first);
        assert_eq!(found("language=de&language=sl"), both);
        assert_eq!(found("language=de"), second);
        assert!(found("language=de&engagement=employed").is_empty());
        assert_eq!(found("trained=false"), both);
        assert!(found("trained=true").is_empty());
        assert_eq!(found(&format!("network_id={network}")), both);
        assert!(found(&format!("network_id={}", world.network())).is_empty());
        let item = &admin.get("/specialists?name=alb").expect(200).json()["items"][0];
        assert_eq!(item["point_ids"], json!([point.id.to_string()]));
        assert!(item.get("email").is_none());
    }
}

e2e! {
    fn pages_have_no_gaps(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        // The same name twice: the identifier breaks the tie.
        let names = ["Verdi", "Rossi", "Rossi", "Bianchi", "Neri"];
        let mut made: Vec<_> = names.iter().map(|name| hire(&admin, network, name).text_at("/id")).collect();
        let mut seen = Vec::new();
        let mut path = "/specialists?limit=2".to_owned();
        loop {
            let page = admin.get(&path).expect(200);
            seen.extend(page.ids());
            let Some(cursor) = page.json()["next_cursor"].as_str().map(str::to_owned) else {
                break;
            };
            path = format!("/specialists?limit=2&cursor={cursor}");
        }
        assert_eq!(seen.len(), made.len());
        assert_eq!(seen.last(), made.first());
        seen.sort();
        made.sort();
        assert_eq!(seen, made);
    }
}

e2e! {
    fn wrong_parameters_are_all_named(app) {
        let world = app.world();
        let admin = world.admin(world.network()).client;
        let problem = admin
            .get("/specialists?colour=red&role=wizard&status=gone&trained=perhaps&language=italiano&point_id=7")
            .expect_problem(400, "invalid_parameters");
        let mistakes = problem.mistakes();
        let names: Vec<_> = mistakes.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["colour", "language", "point_id", "role", "status", "trained"]);
    }
}
