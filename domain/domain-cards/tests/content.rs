//! Reading cards: a full one, an empty one, and every mistake in one answer.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of a test, which fails by panicking"
)]

use domain_cards::{CardContent, CardDraft};
use domain_shared::{PriceUnit, TextValue as _};
use serde_json::{Value, json};

fn full() -> Value {
    serde_json::from_str(include_str!("complete_card.json")).unwrap()
}

fn parse(value: Value) -> Result<CardContent, String> {
    let draft: CardDraft = serde_json::from_value(value).unwrap();
    CardContent::parse(&draft).map_err(|wrong| wrong.to_string())
}

#[test]
fn a_full_card_is_complete_and_survives_storage() {
    let card = parse(full()).unwrap();
    assert_eq!(card.check_complete(), Ok(()));
    let stored = serde_json::to_value(&card).unwrap();
    let read: CardContent = serde_json::from_value(stored.clone()).unwrap();
    assert_eq!(read, card);
    for (member, value) in full().as_object().unwrap() {
        assert!(stored.get(member).is_some(), "{member} is kept: {value}");
    }
    assert_eq!(card.pricing.lowest_cents(Some(PriceUnit::Hour)), Some(900));
    assert_eq!(card.pricing.lowest_cents(Some(PriceUnit::Day)), None);
    assert_eq!(card.waiting.total_days(), Some(15));
    assert_eq!(
        card.best_title().unwrap().as_str(),
        "Assistenza domiciliare per anziani"
    );
    assert_eq!((card.categories().count(), card.files().count()), (2, 2));
}

#[test]
fn an_empty_card_is_a_draft_that_says_all_it_lacks() {
    let card = parse(json!({})).unwrap();
    let missing = card.check_complete().unwrap_err().to_string();
    assert_eq!(
        missing,
        "/title/it: required; /summary/it: required; /main_category: required; \
         /audience/recipients: required; /coverage: required; /delivery: required; \
         /first_contact: contact_required; /description/activities/it: required; \
         /waiting/activation_days: required; /pricing: price_required; \
         /access/channels: required; /access/how_to/it: required; /languages: required"
    );
}

#[test]
fn a_translation_does_not_stand_for_the_italian_text() {
    let mut value = full();
    value["title"] = json!({"en": "Home care"});
    value["links"][0]["label"] = json!({"de": "Mehr"});
    value["places"] = json!([]);
    let missing = parse(value)
        .unwrap()
        .check_complete()
        .unwrap_err()
        .to_string();
    assert_eq!(
        missing,
        "/title/it: italian_required; /places: place_required; /links/0/label/it: italian_required"
    );
}

#[test]
fn every_mistake_is_in_one_answer() {
    let wrong = parse(json!({
        "title": {"it": "x".repeat(201), "IT": "a"},
        "main_category": "a", "other_categories": ["a", "b", "b"],
        "audience": {"recipients": ["nobody"], "age": {"from": 70, "to": 60}},
        "eligibility": {"isee_to": {"amount": "1,00", "currency": "EUR"}},
        "coverage": {"national": true, "provinces": ["015"]},
        "places": [{"name": "Sede", "address": {"street": "Via Roma 1", "postal_code": "1", "municipality": "F205"}}],
        "waiting": {"activation_days": -1},
        "capacity": {"total": 3, "available": 4},
        "staff": [{"kind": "internal", "role": "Educatore", "supplier": "Coop"}],
        "pricing": {"free": true, "options": [{"unit": "hour", "vat_rate": "vat_22"}]},
        "sharing": {"min_group": 5, "max_group": 3},
        "links": [{"url": "javascript:alert(1)"}],
        "images": [{"file_id": "1"}],
        "validity": {"from": "2026-02-30"}
    }))
    .unwrap_err();
    assert_eq!(
        wrong.split("; ").collect::<Vec<_>>(),
        [
            "/other_categories/0: duplicate",
            "/other_categories/2: duplicate",
            "/title/IT: invalid_format",
            "/title/it: too_long",
            "/audience/recipients/0: unknown_code",
            "/audience/age/to: range_reversed",
            "/eligibility/isee_to/amount: invalid_amount",
            "/coverage/national: national_has_places",
            "/places/0/address/postal_code: invalid_format",
            "/waiting/activation_days: out_of_range",
            "/capacity/available: more_free_than_there_are",
            "/capacity/stated_on: stated_on_required",
            "/staff/0/supplier: supplier_not_expected",
            "/pricing/options/0/from: required",
            "/pricing/free: free_has_prices",
            "/sharing/max_group: range_reversed",
            "/links/0/label: required",
            "/links/0/url: invalid_url",
            "/images/0/file_id: unknown_reference",
            "/images/0/alt: required",
            "/validity/from: invalid_date",
        ]
    );
}
