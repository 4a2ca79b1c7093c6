//! The profile of a point as it comes in and as it is stored.
#![expect(clippy::unwrap_used, reason = "a failed test is a panic")]

use domain_points::{PointDraft, PointProfile};
use serde_json::{Value, json};

fn good() -> Value {
    json!({
        "name": "Welf@re Point Cesena",
        "description": "Lo sportello accoglie le famiglie.",
        "address": {"street": "Via Ilaria Alpi 49", "postal_code": "47521", "municipality": "C573", "notes": "Primo piano"},
        "coordinates": {"lat": 44.1391, "lon": 12.2431},
        "contacts": {"email": "sportello.cesena@example.org", "phone": "+39 0547 000 0103"},
        "opening_hours": {
            "weekly": [{"weekday": "monday", "opens": "09:00", "closes": "13:00", "by_appointment": false}],
            "exceptions": [{"from": "2027-06-24", "until": "2027-06-24", "intervals": [], "reason": "Santo patrono"}],
            "closed_on_public_holidays": true
        },
        "access_modes": ["in_person", "video"],
        "accessibility": ["step_free", "lis"],
        "languages": ["it", "ro"]
    })
}

fn draft(value: Value) -> PointDraft {
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_stored_profile_comes_back_as_it_was() {
    let profile = PointProfile::parse(&draft(good())).unwrap();
    assert_eq!(serde_json::to_value(&profile).unwrap(), good());
    assert_eq!(
        serde_json::from_value::<PointProfile>(good()).unwrap(),
        profile
    );
}

#[test]
fn every_mistake_is_reported_where_it_is() {
    let mut bad = good();
    bad["name"] = json!("");
    bad["address"]["postal_code"] = json!("4752");
    bad["address"]["notes"] = json!("x".repeat(121));
    bad["coordinates"]["lat"] = json!(91);
    bad["contacts"]["phone"] = json!("chiamare");
    bad["opening_hours"]["weekly"][0]["closes"] = json!("13");
    bad["access_modes"] = json!([]);
    bad["accessibility"] = json!(["lis", "wings", "lis"]);
    bad["languages"] = json!(["it", "italiano", "it"]);
    let wrong = PointProfile::parse(&draft(bad)).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "/name: required; /address/postal_code: invalid_format; /address/notes: too_long; \
         /coordinates: invalid_coordinates; /contacts/phone: invalid_phone; \
         /opening_hours/weekly/0/closes: invalid_time; /access_modes: required; \
         /accessibility/1: unknown_code; /accessibility/2: duplicate; \
         /languages/1: invalid_format; /languages/2: duplicate"
    );
}

#[test]
fn a_stored_profile_with_a_mistake_is_refused() {
    let mut bad = good();
    bad["languages"] = json!([]);
    let refused = serde_json::from_value::<PointProfile>(bad).unwrap_err();
    assert_eq!(refused.to_string(), "/languages: required");
}

#[test]
fn what_is_missing_is_reported_like_any_mistake() {
    let wrong = PointProfile::parse(&draft(json!({}))).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "/name: required; /address/street: required; /address/postal_code: required; \
         /address/municipality: required; /coordinates: required; /access_modes: required; \
         /languages: required"
    );
}
