//! What is wrong with questionnaires: mistakes of form at once, of how the parts fit together before activation.

use serde_json::{Value, json};
use tests::e2e;

use super::{definition, new_questionnaire, step, told};

/// A definition whose parts do not fit together.
fn unsound() -> Value {
    let it = json!({"it": "?"});
    json!({
        "title": {"it": "Prova"},
        "items": [
            {"name": "a", "type": "integer", "label": it, "relevant": "${b} = 1 and ${reddito} > 0"},
            {"name": "b", "type": "integer", "label": it, "relevant": "${a} = 1"},
            {"name": "b", "type": "text", "label": it, "constraint": "string-length(. > 3"},
            {"name": "c", "type": "select_one", "label": it, "choices": "manca"},
            {"name": "d", "type": "calculate", "calculation": "today() * 2"},
        ],
    })
}

const EXPECTED: [(&str, &str); 6] = [
    ("/items/0/relevant", "cyclic_reference"),
    ("/items/0/relevant", "expression_unknown_question"),
    ("/items/2/constraint", "expression_incomplete"),
    ("/items/2/name", "duplicate"),
    ("/items/3/choices", "unknown_reference"),
    ("/items/4/calculation", "expression_wrong_type"),
];

e2e! {
    fn a_version_that_does_not_fit_together_is_not_activated(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let mut body = new_questionnaire(network, "prova");
        body["definition"] = unsound();
        let id = admin.post("/questionnaires", &body).expect(201).text_at("/id");
        let wrong = step(&admin, &id, 1, "activation").expect_problem(422, "invalid_content");
        let found = wrong.mistakes();
        for (pointer, code) in EXPECTED {
            assert!(found.contains(&(pointer.to_owned(), code.to_owned())), "{pointer} {code} in {found:?}");
        }
        assert_eq!(admin.get(&format!("/questionnaires/{id}/versions/1")).expect(200).text_at("/status"), "draft");
        let empty = json!({"definition": {"title": {"it": "Vuoto"}, "items": []}});
        let _ = admin.put(&format!("/questionnaires/{id}/versions/1"), "*", &empty).expect(200);
        let nothing = step(&admin, &id, 1, "activation").expect_problem(422, "invalid_content");
        assert_eq!(told(&nothing), ["/items required"]);
    }
}

e2e! {
    fn a_check_tells_the_same_without_storing_anything(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let checked = admin.post("/questionnaires/checks", &json!({"definition": unsound()})).expect(200).json();
        assert_eq!(checked["sound"], false);
        let mistakes = checked["mistakes"].as_array().unwrap();
        for (pointer, code) in EXPECTED {
            assert!(mistakes.iter().any(|one| one["pointer"] == pointer && one["code"] == code), "{pointer} {code} in {checked}");
        }
        let unknown = mistakes.iter().find(|one| one["code"] == "expression_unknown_question").unwrap();
        assert_eq!(unknown["position"], json!(14));
        assert!(unknown["message"].as_str().unwrap().contains("${reddito}") || unknown["message"].as_str().unwrap().contains("reddito"));
        let english = admin.with_header("accept-language", "en").post("/questionnaires/checks", &json!({"definition": unsound()})).expect(200);
        assert!(english.text.contains("The reference is circular: a → b → a."), "{}", english.text);
        let form = json!({"definition": {"title": {"it": "Prova"}, "items": [{"name": "a", "type": "text", "scale": {"from": 1, "to": 2}}]}});
        let checked = admin.post("/questionnaires/checks", &form).expect(200).json();
        let found: Vec<&str> = checked["mistakes"].as_array().unwrap().iter().map(|one| one["pointer"].as_str().unwrap()).collect();
        assert_eq!(found, ["/items/0/scale", "/items/0/label"]);
        let sound = admin.post("/questionnaires/checks", &json!({"definition": definition()})).expect(200).json();
        assert_eq!(sound, json!({"sound": true, "mistakes": []}));
        assert!(admin.get("/questionnaires").expect(200).ids().is_empty());
    }
}

e2e! {
    fn all_mistakes_of_form_are_told_at_once(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let mut body = new_questionnaire(network, "Non va");
        let of = &mut body["definition"];
        of["title"] = json!({});
        of["items"][0]["name"] = json!("1eta");
        of["items"][0]["type"] = json!("domanda");
        of["items"][1]["items"][1]["scale"]["to"] = json!(0);
        of["items"][1]["items"][2]["rows"][1]["name"] = json!("inps");
        of["items"][2]["colour"] = json!("red");
        of["choices"]["sino"][1]["code"] = json!("si");
        of["choices"]["vuota"] = json!([]);
        let wrong = admin.post("/questionnaires", &body).expect_problem(422, "invalid_content");
        assert_eq!(told(&wrong), [
            "/code invalid_format",
            "/definition/choices/sino/1/code duplicate",
            "/definition/choices/vuota too_few_items",
            "/definition/items/0/name invalid_format",
            "/definition/items/0/type unknown_code",
            "/definition/items/1/items/1/scale scale_invalid",
            "/definition/items/1/items/2/rows/1/name duplicate",
            "/definition/items/2/colour unknown_member",
            "/definition/title required",
        ]);
        let nothing = admin.post("/questionnaires", &json!({})).expect_problem(422, "invalid_content");
        let places: Vec<String> = nothing.mistakes().into_iter().map(|one| one.0).collect();
        for place in ["/code", "/definition", "/network_id"] {
            assert!(places.iter().any(|one| one.starts_with(place)), "{place}: {places:?}");
        }
    }
}

e2e! {
    fn what_is_too_large_is_refused(app) {
        let network = app.world().network();
        let admin = app.world().admin(network).client;
        let mut body = new_questionnaire(network, "grande");
        body["definition"]["items"][0]["label"]["it"] = json!("x".repeat(10 * 1024 * 1024));
        admin.post("/questionnaires", &body).expect_problem(413, "payload_too_large");
        body["definition"]["items"][0]["label"]["it"] = json!("x".repeat(5001));
        let long = admin.post("/questionnaires", &body).expect_problem(422, "invalid_content");
        assert_eq!(told(&long), ["/definition/items/0/label/it too_long"]);
        let mut deep = json!({"name": "fine", "type": "note", "label": {"it": "Fine"}});
        for level in 0..10 {
            deep = json!({"name": format!("g{level}"), "type": "group", "items": [deep]});
        }
        body["definition"] = json!({"title": {"it": "Prova"}, "items": [deep]});
        let nested = admin.post("/questionnaires", &body).expect_problem(422, "invalid_content");
        assert!(told(&nested)[0].ends_with("groups_too_deep"), "{}", nested.text);
        let many: Vec<Value> = (0..600).map(|one| json!({"name": format!("q{one}"), "type": "note", "label": {"it": "?"}})).collect();
        let groups: Vec<Value> = (0..2).map(|one| json!({"name": format!("g{one}"), "type": "group", "items": many})).collect();
        body["definition"] = json!({"title": {"it": "Prova"}, "items": groups});
        let much = admin.post("/questionnaires", &body).expect_problem(422, "invalid_content");
        assert_eq!(told(&much), ["/definition/items too_many_items"]);
    }
}
