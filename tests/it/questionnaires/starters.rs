//! The questionnaires that the hub ships with.

use persistence::network::network_find_by_code;
use serde_json::{Value, json};
use tests::{Reply, e2e};

fn codes(reply: &Reply, list: &str) -> Vec<String> {
    let items = reply.json()[list].as_array().unwrap().clone();
    let code = |one: &Value| one["code"].as_str().unwrap().to_owned();
    let mut codes: Vec<String> = items.iter().map(code).collect();
    codes.sort();
    codes
}

const ALL: [&str; 5] = [
    "questionnaire-a",
    "questionnaire-b",
    "soddisfazione",
    "trimestrale-collaboratori",
    "trimestrale-destinatari",
];

e2e! {
    fn a_network_gets_those_it_lacks(app) {
        let world = app.world();
        let network = world.network();
        let admin = world.admin(network).client;
        let mut own = super::new_questionnaire(network, "soddisfazione");
        own["title"] = json!("La nostra soddisfazione");
        let _ = admin.post("/questionnaires", &own).expect(201);
        let body = json!({"network_id": network.to_string()});
        let added = admin.post("/questionnaires/starters", &body).expect(200);
        let others: Vec<&str> = ALL.into_iter().filter(|code| *code != "soddisfazione").collect();
        assert_eq!(codes(&added, "added"), others);
        assert!(codes(&admin.post("/questionnaires/starters", &body).expect(200), "added").is_empty());
        assert_eq!(codes(&admin.get("/questionnaires?active=true").expect(200), "items"), others);
        let b = admin.get("/questionnaires?code=questionnaire-b").expect(200).ids().remove(0);
        let version = admin.get(&format!("/questionnaires/{b}/versions/1")).expect(200);
        assert_eq!(version.text_at("/status"), "active");
        let again = admin.post("/questionnaires/checks", &json!({"definition": version.json()["definition"]})).expect(200);
        assert_eq!(again.json(), json!({"sound": true, "mistakes": []}));
        let stranger = world.admin(world.network()).client;
        let refused = stranger.post("/questionnaires/starters", &body).expect_problem(422, "invalid_content");
        assert_eq!(super::told(&refused), ["/network_id unknown_reference"]);
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
        let listed = world.admin(network).client.get("/questionnaires").expect(200);
        assert_eq!(codes(&listed, "items"), ALL);
    }
}
