//! Specialists, their assignments and certificates.

mod assignments;
mod certificates;
mod demonstration;
mod listing;
mod people;
mod roles;

use domain_shared::NetworkBodyId;
use serde_json::{Value, json};
use tests::{Client, Reply};

/// A service category of the starter tree.
pub(crate) const CATEGORY: &str = "0199a000-00a2-7000-8000-000000000001";

/// A body that makes a specialist.
pub(crate) fn body(network: NetworkBodyId, family_name: &str) -> Value {
    json!({
        "network_id": network.to_string(),
        "given_name": "Ginevra",
        "family_name": family_name,
        "email": "ginevra@example.org",
        "phone": "+39 000 0000100",
        "engagement": "employed",
        "roles": ["welfare_specialist", "intake_operator"],
        "expertise": [CATEGORY],
        "languages": ["it", "sl"],
        "bio": "Ascolta le famiglie."
    })
}

/// Makes a specialist.
pub(crate) fn hire(client: &Client, network: NetworkBodyId, family_name: &str) -> Reply {
    client
        .post("/specialists", &body(network, family_name))
        .expect(201)
}

/// A body that assigns somebody as a Welf@re Specialist.
pub(crate) fn terms(point: &impl ToString, from: &str, until: Option<&str>) -> Value {
    let mut body =
        json!({"point_id": point.to_string(), "role": "welfare_specialist", "from": from});
    if let Some(until) = until {
        body["until"] = json!(until);
    }
    body
}

/// Puts a specialist to work at a point, from the beginning of the year on.
pub(crate) fn assign(client: &Client, specialist: &str, point: &impl ToString) -> Reply {
    client
        .post(
            &format!("/specialists/{specialist}/assignments"),
            &terms(point, "2026-01-01", None),
        )
        .expect(201)
}

/// A transition of a thing in the version behind an ETag.
pub(crate) fn step(client: &Client, path: &str, etag: &str) -> Reply {
    client.send("POST", path, &[("if-match", etag)], b"")
}
