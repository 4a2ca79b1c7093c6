//! The templates that the hub ships with.

use persistence::network::network_find_by_code;
use serde_json::{Value, json};
use tests::{Reply, e2e};

fn names(reply: &Reply, list: &str) -> Vec<String> {
    let items = reply.json()[list].as_array().unwrap().clone();
    let name = |one: &Value| one["name"].as_str().unwrap().to_owned();
    items.iter().map(name).collect()
}

e2e! {
    fn a_network_gets_those_it_lacks(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let body = json!({"network_id": network.to_string()});
        let added = admin.post("/agreement-templates/starters", &body).expect(200);
        assert_eq!(names(&added, "added").len(), 4);
        assert!(names(&admin.post("/agreement-templates/starters", &body).expect(200), "added").is_empty());
        let listed = admin.get("/agreement-templates?active=true").expect(200);
        let expected = [
            "Accordo quadro con un ente erogatore", "Accordo tra punti della rete",
            "Convenzione per servizi con sconto ai soci", "Protocollo d'intesa con un ente pubblico",
        ];
        assert_eq!(names(&listed, "items"), expected);
        let one = admin.get(&format!("/agreement-templates/{}", listed.ids()[0])).expect(200);
        let _ = admin.patch(&format!("/agreement-templates/{}", listed.ids()[0]), &one.etag(), &json!({"name": "Il nostro accordo"})).expect(200);
        let again = admin.post("/agreement-templates/starters", &body).expect(200);
        assert_eq!(names(&again, "added"), ["Accordo quadro con un ente erogatore"]);
        let stranger = world.admin(world.network()).client;
        let refused = stranger.post("/agreement-templates/starters", &body).expect_problem(422, "invalid_content");
        assert_eq!(refused.mistakes(), [("/network_id".to_owned(), "unknown_reference".to_owned())]);
    }
}

e2e! {
    fn a_new_network_has_them(app) {
        let world = app.world();
        let network = world.arrange(|unit| {
            let made = api::accounts::create_first_administrator(unit, "unused")?;
            assert!(made.is_some(), "the hub is empty");
            Ok(network_find_by_code(unit.connection(), "rete")?.unwrap().id)
        });
        let listed = world.admin(network).client.get("/agreement-templates").expect(200);
        assert_eq!(listed.ids().len(), 4);
    }
}
