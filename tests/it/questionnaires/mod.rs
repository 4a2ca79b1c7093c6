//! Questionnaires.

mod checks;
mod exchange;
mod life;
mod roles;
mod starters;

use domain_shared::NetworkBodyId;
use serde_json::{Value, json};
use tests::{Client, Reply};

/// What a small questionnaire asks.
fn definition() -> Value {
    json!({
        "title": {"it": "Accesso ai servizi", "en": "Access to services"},
        "introduction": {"it": "Cinque minuti."},
        "items": [
            {"name": "eta", "type": "integer", "label": {"it": "Età", "en": "Age"}, "required": true,
             "constraint": ". >= 14 and . <= 120", "constraint_message": {"it": "Tra 14 e 120."}},
            {"name": "servizi", "type": "group", "page": true, "label": {"it": "Servizi"}, "items": [
                {"name": "usati", "type": "select_multiple", "choices": "servizi", "other": true, "label": {"it": "Usati"}},
                {"name": "voto", "type": "range", "label": {"it": "Voto"}, "relevant": "count-selected(${usati}) > 0",
                 "scale": {"from": 1.0, "to": 5.0, "step": 1.0, "from_label": {"it": "poco"}, "to_label": {"it": "molto"}}},
                {"name": "giudizi", "type": "matrix", "choices": "sino", "label": {"it": "Giudizi"}, "required": true,
                 "rows": [{"name": "inps", "label": {"it": "INPS"}}, {"name": "asl", "label": {"it": "ASL"}}]},
            ]},
            {"name": "salute", "type": "select_one", "choices": "sino", "label": {"it": "Problemi di salute?"}, "special_category": true,
             "relevant": "${eta} >= 18"},
        ],
        "choices": {
            "sino": [{"code": "si", "label": {"it": "Sì"}}, {"code": "no", "label": {"it": "No"}}],
            "servizi": [{"code": "inps", "label": {"it": "INPS"}, "columns": {"tipo": "stato"}}, {"code": "asl", "label": {"it": "ASL"}}],
        },
    })
}

/// What a new questionnaire that asks that is made from.
fn new_questionnaire(network: NetworkBodyId, code: &str) -> Value {
    json!({"network_id": network.to_string(), "code": code, "definition": definition()})
}

/// Asks for a step of a version, whatever version of the questionnaire was read.
fn step(client: &Client, questionnaire: &str, number: u16, name: &str) -> Reply {
    let path = format!("/questionnaires/{questionnaire}/versions/{number}/{name}");
    client.send("POST", &path, &[("if-match", "*")], b"")
}

/// Places and codes of mistakes.
fn told(reply: &Reply) -> Vec<String> {
    let mistakes = reply.mistakes();
    mistakes
        .iter()
        .map(|(place, code)| format!("{place} {code}"))
        .collect()
}
