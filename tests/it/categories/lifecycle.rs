//! Retiring and merging.

use diesel::{RunQueryDsl as _, sql_query};
use serde_json::{Value, json};
use tests::{Client, Reply, e2e};

use super::{etag_of, id_of};

fn post(client: &Client, id: &str, step: &str, etag: &str, body: &Value) -> Reply {
    let headers = [("content-type", "application/json"), ("if-match", etag)];
    let path = format!("/service-categories/{id}/{step}");
    client.send("POST", &path, &headers, body.to_string().as_bytes())
}

e2e! {
    fn an_unused_category_is_retired(app) {
        let world = app.world();
        let admin = world.admin(world.network()).client;
        let id = id_of(&admin, "solidarity-purchasing-groups");
        let etag = etag_of(&admin, &id);
        let retired = post(&admin, &id, "retirement", &etag, &json!({})).expect(200);
        assert_eq!(retired.text_at("/status"), "retired");
        post(&admin, &id, "retirement", &etag, &json!({})).expect_problem(412, "stale_version");
        let again = post(&admin, &id, "retirement", &retired.etag(), &json!({})).expect_problem(409, "invalid_transition");
        assert_eq!(again.json()["allowed"], json!([]), "{}", again.text);
        admin.patch(&format!("/service-categories/{id}"), &retired.etag(), &json!({"position": 1})).expect_problem(409, "invalid_transition");
        let listed = app.anonymous().get("/service-categories?status=retired").expect(200).ids();
        assert_eq!(listed, [id.clone()]);
        assert!(!app.anonymous().get("/service-categories?limit=100").expect(200).ids().contains(&id));
        let _ = app.anonymous().get(&format!("/service-categories/{id}")).expect(200);
    }
}

e2e! {
    fn a_category_with_others_below_needs_a_replacement(app) {
        let world = app.world();
        let admin = world.admin(world.network()).client;
        let (from, into) = (id_of(&admin, "time-saving"), id_of(&admin, "person-and-family"));
        let etag = etag_of(&admin, &from);
        post(&admin, &from, "retirement", &etag, &json!({})).expect_problem(409, "in_use");
        let children = admin.get(&format!("/service-categories/{from}")).expect(200).json()["children_ids"].as_array().unwrap().clone();
        for (replaced_by, code) in [
            (json!(from), "replacement_inside"),
            (children[0].clone(), "replacement_inside"),
            (json!("0199a000-00a2-7000-8000-00000000ffff"), "unknown_reference"),
        ] {
            let wrong = post(&admin, &from, "merger", &etag, &json!({"into": replaced_by})).expect_problem(422, "invalid_content");
            assert_eq!(wrong.mistakes(), [("/into".to_owned(), code.to_owned())]);
        }
        let wrong = post(&admin, &from, "merger", &etag, &json!({"into": 7, "colour": 1})).expect_problem(422, "invalid_content");
        assert_eq!(wrong.mistakes().len(), 2);
        let retired = post(&admin, &from, "retirement", &etag, &json!({"replaced_by": into})).expect(200);
        assert_eq!(retired.text_at("/replaced_by"), into);
        for child in &children {
            let child = child.as_str().unwrap();
            assert_eq!(admin.get(&format!("/service-categories/{child}")).expect(200).text_at("/parent_id"), into);
            let log = admin.get(&format!("/audit-events?resource_type=service_category&resource_id={child}")).expect(200).json();
            assert_eq!(log["items"].as_array().map(Vec::len), Some(1));
        }
    }
}

/// A specialist with these areas of expertise, as far as the categories care.
fn specialist(world: &tests::World<'_>, network: &str, id: &str, expertise: &[&str]) {
    world.arrange(|unit| {
        let mut statements = vec![format!(
            "INSERT INTO specialists (id, network_id, given_name, family_name, sort_name, engagement, status, \
             profile, version, created_at, updated_at) VALUES ('{id}', '{network}', 'Anna', 'Verdi', 'verdi anna', \
             'employed', 'active', '{{}}', 1, '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
        )];
        statements.extend(expertise.iter().map(|category| {
            format!("INSERT INTO specialist_expertise (specialist_id, category_id) VALUES ('{id}', '{category}')")
        }));
        for statement in statements {
            sql_query(statement).execute(unit.connection()).unwrap();
        }
        Ok(())
    });
}

e2e! {
    fn what_used_a_merged_category_uses_the_other(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let (from, into) = (id_of(&admin, "travel"), id_of(&admin, "leisure"));
        let ids = ["0199a000-00ff-7000-8000-000000000001", "0199a000-00ff-7000-8000-000000000002"];
        specialist(&world, &network.to_string(), ids[0], &[&from, &into]);
        specialist(&world, &network.to_string(), ids[1], &[&from]);
        let etag = etag_of(&admin, &from);
        post(&admin, &from, "retirement", &etag, &json!({})).expect_problem(409, "in_use");
        let merged = post(&admin, &from, "merger", &etag, &json!({"into": into})).expect(200);
        assert_eq!((merged.text_at("/status"), merged.text_at("/replaced_by")), ("retired".to_owned(), into.clone()));
        // Now the other one is in use, by both, and the old one by nobody.
        let etag = etag_of(&admin, &into);
        post(&admin, &into, "retirement", &etag, &json!({})).expect_problem(409, "in_use");
        world.arrange(|unit| {
            let connection = unit.connection();
            let id = from.parse().unwrap();
            assert!(!persistence::categories::category_is_used(connection, id)?);
            Ok(())
        });
        let log = admin.get(&format!("/audit-events?resource_type=service_category&resource_id={from}")).expect(200);
        assert_eq!(log.json()["items"][0]["after"]["handed_over_specialists"], json!(ids), "{}", log.text);
    }
}

e2e! {
    fn two_mergers_into_each_other_do_not_both_happen(app) {
        let world = app.world();
        let network = world.network();
        let (one, other) = (world.admin(network).client, world.admin(network).client);
        let (a, b) = (id_of(&one, "co-housing"), id_of(&one, "group-apartments"));
        let (tag_a, tag_b) = (etag_of(&one, &a), etag_of(&one, &b));
        let mut statuses: Vec<u16> = std::thread::scope(|scope| {
            let first = scope.spawn(|| post(&one, &a, "merger", &tag_a, &json!({"into": b})).status);
            let second = scope.spawn(|| post(&other, &b, "merger", &tag_b, &json!({"into": a})).status);
            vec![first.join().unwrap(), second.join().unwrap()]
        });
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 422]);
        let tree = app.anonymous().get("/service-categories?limit=100").expect(200).ids();
        assert!(tree.contains(&a) != tree.contains(&b));
    }
}
