//! Providers, their accreditation, sites and members.

mod accreditation;
mod list;
mod members;
mod profile;
mod registration;
mod sites;

use domain_shared::NetworkBodyId;
use serde_json::{Value, json};
use tests::tax_code;

/// A registration that lacks nothing; the number makes name, tax code and applicant its own.
fn registration(network: NetworkBodyId, number: u32) -> Value {
    json!({
        "network_id": network,
        "applicant": {"email": applicant(number), "given_name": "Lucia", "family_name": "Fabbri"},
        "kind": "third_sector",
        "legal_form": "social_cooperative_a",
        "legal_name": format!("Cooperativa {number} società cooperativa sociale"),
        "tax_code": tax_code(number),
        "vat_number": tax_code(number),
        "registers": [{"register": "runts", "number": "123456", "since": "2022-11-07"}],
        "contacts": {"email": format!("info-{number}@example.org"), "contact_person": "Piero Bonetti"},
        "legal_seat": {"street": "Viale Europa 20", "postal_code": "47521", "municipality": "C573"},
    })
}

fn applicant(number: u32) -> String {
    format!("lucia-{number}@example.org")
}

/// The pointers of the mistakes.
fn pointers(reply: &tests::Reply) -> Vec<String> {
    reply.mistakes().into_iter().map(|one| one.0).collect()
}
