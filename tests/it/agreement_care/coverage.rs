//! What the agreements of points cover.

use domain_accounts::{GrantPlace, Role};
use domain_points::PointStatus;
use serde_json::{Value, json};
use tests::{e2e, party};

use super::{Care, days};

fn codes(list: &Value) -> Vec<&str> {
    list.as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_str)
        .collect()
}

e2e! {
    fn coverage_tells_categories_services_and_benefits_point_by_point(app) {
        let care = Care::new(app);
        let world = &care.world;
        let bare = world.point(care.network);
        // The complete card is of a category of the second level and covers Cesena; this one is given elsewhere.
        let _ = world.published_card(&care.provider);
        let _ = world.published_card_with(&care.provider, |content| {
            content["coverage"] = json!({"regions": ["01"]});
        });
        let _ = world.published_card_with(&care.provider, |content| {
            content["coverage"] = json!({"national": true});
        });
        let _ = world.published_card(&world.accredited_provider(care.network));
        let _ = care.until("Convenzione", "2026-12-31");
        let _ = care.agreement(|draft| {
            "Protocollo".clone_into(&mut draft.title);
            "memorandum".clone_into(&mut draft.kind);
            draft.validity = Some(days("2027-01-01", "2027-12-31"));
            draft.scope.categories = vec!["housing".to_owned()];
            draft.benefits.clear();
        });
        let admin = &care.admin.client;
        let list = admin.get("/agreement-coverage").expect(200).json();
        let items = list["items"].as_array().expect("items");
        assert_eq!(items.len(), 2);
        let of = |id: &dyn ToString| items.iter().find(|one| one["point_id"] == id.to_string()).expect("the point");
        let covered = of(&care.point.id);
        assert_eq!((&covered["agreements"], &covered["services"], &covered["benefits"]), (&json!(1), &json!(2), &json!(1)));
        assert_eq!(covered["municipality"], "C573");
        assert_eq!(covered["date"], "2026-11-21");
        let main = tests::card_content()["main_category"].as_str().expect("a category").to_owned();
        let tree = admin.get("/service-categories?limit=100").expect(200).json();
        let tree = tree["items"].as_array().expect("categories");
        let parent = |code: &str| {
            let one = tree.iter().find(|one| one["code"] == code).expect("the category");
            let above = tree.iter().find(|other| other["id"] == one["parent_id"]);
            above.map(|above| above["code"].as_str().expect("a code").to_owned())
        };
        let first = parent(&main).unwrap_or_else(|| main.clone());
        assert!(codes(&covered["first_level"]["with_agreement"]).contains(&first.as_str()));
        assert!(!codes(&covered["first_level"]["without_agreement"]).contains(&first.as_str()));
        assert!(codes(&covered["first_level"]["without_agreement"]).contains(&"housing"));
        assert!(codes(&covered["second_level"]["without_agreement"]).contains(&"housing-first"));
        let none = of(&bare.id);
        assert_eq!((&none["agreements"], &none["services"], &none["benefits"]), (&json!(0), &json!(0), &json!(0)));
        assert!(codes(&none["first_level"]["with_agreement"]).is_empty());
        assert_eq!(codes(&none["first_level"]["without_agreement"]).len(), 9);

        // A year later the memorandum names housing, with everything below, and reaches the same services.
        let later = admin.get(&format!("/agreement-coverage?date=2027-06-01&point={}", care.point.id)).expect(200).json();
        let later = &later["items"][0];
        assert_eq!((&later["agreements"], &later["benefits"]), (&json!(1), &json!(0)));
        assert!(codes(&later["first_level"]["with_agreement"]).contains(&"housing"));
        assert!(codes(&later["second_level"]["with_agreement"]).contains(&"housing-first"));
    }
}

e2e! {
    fn coverage_counts_agreements_of_association_and_network(app) {
        let care = Care::new(app);
        let world = &care.world;
        let other = world.point(care.network);
        let stranger = world.accredited_provider(care.network);
        let _ = care.agreement(|_| {});
        let _ = world.signed_agreement(&care.point, &stranger, |draft| {
            draft.parties[0] = party("network", "association", &care.point.association_id);
        });
        let _ = world.signed_agreement(&care.point, &world.accredited_provider(care.network), |draft| {
            draft.parties[0] = party("network", "network_body", &care.network);
        });
        let closed = world.point_with(care.network, PointStatus::Closed, |_| {});
        let counts = |client: &tests::Client| {
            let body = client.get("/agreement-coverage").expect(200).json();
            let items = body["items"].as_array().expect("items").iter();
            let count = |item: &Value| (item["point_id"].as_str().unwrap().to_owned(), item["agreements"].as_i64().unwrap());
            items.map(count).collect::<std::collections::BTreeMap<_, _>>()
        };
        let all = counts(&care.admin.client);
        assert_eq!(all.get(&care.point.id.to_string()), Some(&3));
        assert_eq!(all.get(&other.id.to_string()), Some(&1));
        assert_eq!(all.get(&closed.id.to_string()), None);
        let own = counts(&care.coordinator.client);
        assert_eq!(own.into_iter().collect::<Vec<_>>(), [(care.point.id.to_string(), 3)]);
        let foreign = world.admin(world.network());
        assert!(counts(&foreign.client).is_empty());
        assert_eq!(counts(&world.holder(Role::Evaluator, GrantPlace::Network(care.network)).client).len(), 2);
        let _ = care.manager.client.get("/agreement-coverage").expect_problem(403, "forbidden");
        let _ = app.anonymous().get("/agreement-coverage").expect_problem(401, "unauthenticated");
        let one = care.admin.client.get("/agreement-coverage?limit=1").expect(200);
        let rest = care.admin.client.get(&format!("/agreement-coverage?limit=1&cursor={}", one.text_at("/next_cursor"))).expect(200);
        assert_ne!(one.text_at("/items/0/point_id"), rest.text_at("/items/0/point_id"));
        assert!(rest.json().get("next_cursor").is_none());
    }
}

e2e! {
    fn coverage_comes_as_a_table_that_runs_no_formula(app) {
        let care = Care::new(app);
        let _ = care.world.point_with(care.network, PointStatus::Active, |draft| "=1+1".clone_into(&mut draft.name));
        let _ = care.agreement(|draft| draft.scope.categories = vec!["housing".to_owned()]);
        let admin = care.admin.client.with_header("accept", "text/csv, application/json;q=0.5");
        let table = admin.get("/agreement-coverage?limit=1").expect(200);
        assert_eq!(table.header("content-type"), Some("text/csv; charset=utf-8"));
        assert_eq!(table.header("content-disposition"), Some("attachment; filename=\"copertura-accordi-2026-11-21.csv\""));
        let text = table.text.trim_start_matches('\u{FEFF}');
        let lines: Vec<&str> = text.split_terminator("\r\n").collect();
        assert_eq!(lines.len(), 3, "{text}");
        assert!(lines[0].starts_with("Data;Punto;Comune;Accordi in vigore;Tipologie di primo livello con accordo;"));
        assert!(lines.iter().any(|line| line.starts_with("2026-11-21;'=1+1;Cesena;0;;")), "{text}");
        let own = lines.iter().find(|line| line.contains(&care.point.id.to_string())).expect("the point");
        assert!(own.contains("Abitare"), "{own}");
        let json = care.admin.client.with_header("accept", "application/json, text/csv;q=0.9");
        assert_eq!(json.get("/agreement-coverage").expect(200).header("content-type"), Some("application/json"));
    }
}
