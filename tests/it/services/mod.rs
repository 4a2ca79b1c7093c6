//! The public catalogue.

mod changes;
mod detail;
mod feeding;
mod listing;
mod suggestions;
mod walk;
mod windows;

use domain_providers::Provider;
use domain_shared::{CardId, NetworkBodyId};
use serde_json::{Value, json};
use tests::{Client, Reply, TestApp};

/// A provider that is accredited for this year and the next.
fn accredited(app: &TestApp, network: NetworkBodyId) -> Provider {
    app.world().accredited_provider(network)
}

/// A card that says as much as it must, with some members in place of the ordinary ones.
pub(crate) fn content(members: Value) -> Value {
    let mut content = json!({
        "title": {"it": "Assistenza domiciliare per anziani"},
        "summary": {"it": "Aiuto a casa per le persone anziane."},
        "main_category": "services-for-the-elderly",
        "audience": {"recipients": ["elderly"]},
        "coverage": {"municipalities": ["C573"]},
        "delivery": ["home"],
        "first_contact": {"phone": "+39 0547 123456"},
        "description": {"activities": {"it": "Igiene personale, pasti e compagnia."}},
        "waiting": {"activation_days": 7},
        "pricing": {"free": true},
        "access": {"channels": ["phone"], "how_to": {"it": "Telefonare."}},
        "languages": ["it"],
    });
    let Value::Object(members) = members else {
        panic!("members of a card");
    };
    for (name, value) in members {
        content[name] = value;
    }
    content
}

/// Publishes a card and lets the index follow.
pub(crate) fn publish(app: &TestApp, provider: &Provider, members: Value) -> CardId {
    let card = app
        .world()
        .published_card_with(provider, |card| *card = content(members));
    follow(app);
    card.id
}

/// Takes a step that needs the version.
pub(crate) fn step(client: &Client, path: &str, body: &Value) -> Reply {
    let headers = [("content-type", "application/json"), ("if-match", "*")];
    client.send("POST", path, &headers, body.to_string().as_bytes())
}

/// Lets the index follow the log of changes, as its thread does.
pub(crate) fn follow(app: &TestApp) {
    app.hub()
        .catalogue
        .catch_up(&app.hub().db)
        .expect("the index follows");
}

/// The identifiers a search finds, in order.
pub(crate) fn found(app: &TestApp, query: &str) -> Vec<String> {
    let page = app
        .anonymous()
        .get(&format!("/services?{query}"))
        .expect(200)
        .json();
    let items = page["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| {
            item["service"]["id"]
                .as_str()
                .expect("an identifier")
                .to_owned()
        })
        .collect()
}

/// The same without an order.
pub(crate) fn set(app: &TestApp, query: &str) -> std::collections::BTreeSet<String> {
    found(app, query).into_iter().collect()
}

/// The texts of identifiers.
pub(crate) fn texts<const N: usize>(ids: [CardId; N]) -> std::collections::BTreeSet<String> {
    ids.iter().map(ToString::to_string).collect()
}
