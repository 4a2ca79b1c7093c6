//! Nothing is missing, and what is named exists.

use std::collections::{BTreeMap, BTreeSet};

use domain_cards::ExternalId;
use domain_shared::TextValue;
use serde_json::Value;

use crate::{MUNICIPALITIES, PROVIDERS, contents, count, records, text, value};

#[test]
fn every_card_is_complete_and_marked_as_a_demonstration() {
    let cards = contents();
    assert!(cards.len() >= 64);
    for card in &cards {
        let title = card.title.as_ref().unwrap();
        let name = title.best().unwrap().as_str();
        assert_eq!(card.check_complete(), Ok(()), "{name}");
        assert!(
            title
                .iter()
                .all(|(_, text)| text.as_str().ends_with(" (demo)")),
            "{name}"
        );
        assert_eq!(
            card.files().count(),
            0,
            "{name} shows files nobody uploaded"
        );
        let contact = &card.first_contact;
        if let Some(email) = &contact.email {
            assert!(email.as_str().ends_with(".example.org"), "{name}");
        }
        if let Some(phone) = &contact.phone {
            assert!(phone.as_str().contains(" 000"), "{name}");
        }
    }
    let titles = count(&cards, |card| {
        vec![card.best_title().unwrap().as_str().to_owned()]
    });
    assert_eq!(titles.len(), cards.len());
}

#[test]
fn identifiers_are_unique_and_owners_are_accredited_all_along() {
    let records = records();
    let ids: BTreeSet<_> = records.iter().map(|record| record.id).collect();
    assert_eq!(ids.len(), records.len());
    let names: BTreeSet<_> = records.iter().map(|record| &record.external_id).collect();
    assert_eq!(names.len(), records.len());
    let providers: BTreeMap<String, (String, i64)> = value(PROVIDERS)
        .pointer("/providers")
        .and_then(Value::as_array)
        .unwrap()
        .iter()
        .map(|one| {
            let since = one.pointer("/accreditation/period/from_day");
            let since = since.and_then(Value::as_i64).unwrap_or_default();
            (
                text(one, "/id"),
                (text(one, "/accreditation/status"), since),
            )
        })
        .collect();
    let mut owners = BTreeSet::new();
    for record in &records {
        ExternalId::parse(&record.external_id).unwrap();
        let (status, since) = &providers[&record.provider_id.to_string()];
        assert_eq!(status, "accredited", "{}", record.external_id);
        let days = [*since, record.published_day, record.verified_day, 0];
        assert!(days.is_sorted(), "{}: {days:?}", record.external_id);
        owners.insert(record.provider_id);
    }
    assert!(owners.len() >= 30, "{} providers have cards", owners.len());
    let stale = records.iter().filter(|one| one.verified_day < -280).count();
    let due = records.iter().filter(|one| one.verified_day < -185).count();
    assert!(stale >= 1 && due >= 4, "{stale} stale, {due} due");
}

#[test]
fn places_lie_in_their_municipalities_and_zones_exist() {
    let seats: BTreeMap<&str, (f64, f64)> = MUNICIPALITIES
        .lines()
        .filter(|line| line.contains(",active,"))
        .filter_map(|line| {
            let fields: Vec<_> = line.split(',').collect();
            let at = |index: usize| fields.get(index)?.parse().ok();
            Some((*fields.first()?, (at(6)?, at(7)?)))
        })
        .collect();
    let mut zones = BTreeSet::new();
    for card in contents() {
        for place in &card.places {
            let (lat, lon) = seats[place.address.municipality.as_str()];
            let at = place.coordinates.unwrap();
            let near = (at.lat() - lat).abs() < 0.06 && (at.lon() - lon).abs() < 0.08;
            assert!(near, "{}", place.name.as_str());
        }
        for code in &card.coverage.municipalities {
            assert!(seats.contains_key(code.as_str()));
        }
        zones.extend(card.coverage.zones.iter().map(ToString::to_string));
    }
    let starter = |number| format!("0199a000-00a1-7000-8000-{number:012}");
    assert_eq!(zones, (1..=9).map(starter).collect());
}
