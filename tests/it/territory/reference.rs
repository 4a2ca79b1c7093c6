//! The reference data a hub starts with.

use tests::{Client, e2e};

/// Everything of a list, page by page.
fn count(client: &Client, path: &str) -> usize {
    let mut seen = 0;
    let mut next = path.to_owned();
    loop {
        let page = client.get(&next).expect(200).json();
        seen += page["items"].as_array().map_or(0, Vec::len);
        let Some(cursor) = page["next_cursor"].as_str() else {
            return seen;
        };
        next = format!("{path}&cursor={cursor}");
    }
}

e2e! {
    fn all_of_it_is_there(app) {
        let anybody = app.anonymous();
        assert_eq!(count(&anybody, "/regions?limit=7"), 20);
        assert_eq!(count(&anybody, "/provinces?limit=100"), 110);
        assert_eq!(count(&anybody, "/municipalities?limit=100"), 7_894);
        assert_eq!(count(&anybody, "/municipalities?limit=100&status=suppressed"), 1_970);
        assert_eq!(count(&anybody, "/zones?limit=5&municipality=F205"), 9);
        assert_eq!(count(&anybody, "/service-categories?limit=100&level=1"), 9);
    }
}

e2e! {
    fn loading_again_changes_nothing(app) {
        let (db, now) = (&app.hub().db, app.hub().clock.now());
        assert!(!db.needs_reference_data().expect("an answer"));
        assert!(!db.load_reference_data(now).expect("an answer"));
    }
}

e2e! {
    fn an_older_territory_is_brought_up_to_date_and_zones_stay(app) {
        let world = app.world();
        let admin = world.admin(world.network()).client;
        let anybody = app.anonymous();
        let zone = anybody.get("/zones?municipality=F205&limit=1").expect(200).text_at("/items/0/id");
        let etag = anybody.get(&format!("/zones/{zone}")).expect(200).etag();
        let _ = admin.delete(&format!("/zones/{zone}"), &etag).expect(204);
        world.arrange(|unit| {
            Ok(persistence::settings::setting_put(unit.tx(), "reference.territory", "2020-01-01")?)
        });
        let (db, now) = (&app.hub().db, app.hub().clock.now());
        assert!(db.needs_reference_data().expect("an answer"));
        assert!(db.load_reference_data(now).expect("an answer"));
        assert!(!db.needs_reference_data().expect("an answer"));
        assert_eq!(count(&anybody, "/municipalities?limit=100&status=active&status=suppressed"), 9_864);
        assert_eq!(anybody.get("/municipalities?q=urtijei").expect(200).text_at("/items/0/belfiore"), "G140");
        assert_eq!(count(&anybody, "/zones?limit=100"), 8);
    }
}
