//! Templates of agreements.

mod life;
mod rendering;
mod starters;

use domain_shared::NetworkBodyId;
use serde_json::{Value, json};
use tests::{Client, Reply};

/// What a small template says.
fn content() -> Value {
    json!({
        "title": "Convenzione per {{servizio}}",
        "opening": "Tra {{rete}}\ne {{ente}}",
        "clauses": [
            {"code": "oggetto", "heading": "Oggetto", "text": "Dal {{inizio}} l'ente eroga {{servizio}} a {{prezzo}}."},
            {"code": "sconto", "heading": "Sconto", "text": "Ai soci spetta uno sconto del {{sconto}}.", "optional": true},
            {"code": "foro", "heading": "Foro", "text": "Decide il giudice."},
        ],
        "closing": "Letto e sottoscritto.",
        "placeholders": [
            {"code": "rete", "label": "Rete", "kind": "party", "side": "network"},
            {"code": "ente", "label": "Ente", "kind": "party", "side": "counterpart"},
            {"code": "servizio", "label": "Servizio", "kind": "text"},
            {"code": "inizio", "label": "Inizio", "kind": "date"},
            {"code": "prezzo", "label": "Prezzo", "kind": "amount"},
            {"code": "sconto", "label": "Sconto", "kind": "percentage"},
        ],
    })
}

/// What a new template with that content is made from.
fn new_template(network: NetworkBodyId) -> Value {
    json!({
        "network_id": network.to_string(), "kind": "service_convention",
        "name": "Convenzione per servizi", "content": content(),
    })
}

/// Asks for a step of a version, whatever version of the template was read.
fn step(client: &Client, template: &str, number: u16, name: &str) -> Reply {
    let path = format!("/agreement-templates/{template}/versions/{number}/{name}");
    client.send("POST", &path, &[("if-match", "*")], b"")
}
