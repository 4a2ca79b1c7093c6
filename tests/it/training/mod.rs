//! Courses, editions, attendances and the certificates they lead to.

mod certificates;
mod courses;
mod editions;

use domain_shared::NetworkBodyId;
use serde_json::{Value, json};
use tests::Client;

/// A body that makes a course of twenty hours.
fn course(network: NetworkBodyId) -> Value {
    json!({
        "network_id": network.to_string(),
        "code": "welfare-specialist-base",
        "title": {"it": "Corso base", "en": "Base course"},
        "kind": "welfare_specialist_base",
        "duration_days": 3,
        "hours": 20,
        "area": {"name": "Nord-est", "region_codes": ["05", "06"]},
        "validity_months": 12
    })
}

/// A body that makes an edition with two seats.
fn edition() -> Value {
    json!({
        "from": "2026-11-23",
        "until": "2026-11-25",
        "municipality": "C573",
        "area": {"name": "Nord-est"},
        "trainers": ["Ilda Brennero"],
        "capacity": 2
    })
}

/// Makes a course and an edition; answers with the path of the edition.
fn opened(admin: &Client, network: NetworkBodyId) -> String {
    let course = admin
        .post("/training-courses", &course(network))
        .expect(201);
    let editions = format!("/training-courses/{}/editions", course.text_at("/id"));
    let made = admin.post(&editions, &edition()).expect(201);
    format!("{editions}/{}", made.text_at("/id"))
}

/// Brings a thing on by a transition, in the version it has.
fn advance(admin: &Client, path: &str, transition: &str) -> tests::Reply {
    let etag = admin.get(path).expect(200).etag();
    crate::specialists::step(admin, &format!("{path}/{transition}"), &etag)
}
