//! The demonstration cards are sound, complete, and show every filter at work.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of a test, which fails by panicking"
)]

mod sound;
mod variety;

use std::collections::{BTreeMap, BTreeSet};

use domain_cards::{CardContent, CardDraft};
use domain_shared::{CardId, ProviderId};
use serde::Deserialize;
use serde_json::Value;

const FILES: [&str; 15] = [
    include_str!("../../../../persistence/data/demo/cards/purchasing-power.json"),
    include_str!("../../../../persistence/data/demo/cards/health-and-well-being-1.json"),
    include_str!("../../../../persistence/data/demo/cards/health-and-well-being-2.json"),
    include_str!("../../../../persistence/data/demo/cards/person-and-family-1.json"),
    include_str!("../../../../persistence/data/demo/cards/person-and-family-2.json"),
    include_str!("../../../../persistence/data/demo/cards/person-and-family-3.json"),
    include_str!("../../../../persistence/data/demo/cards/time-saving-1.json"),
    include_str!("../../../../persistence/data/demo/cards/time-saving-2.json"),
    include_str!("../../../../persistence/data/demo/cards/employment-1.json"),
    include_str!("../../../../persistence/data/demo/cards/employment-2.json"),
    include_str!("../../../../persistence/data/demo/cards/education-and-training-1.json"),
    include_str!("../../../../persistence/data/demo/cards/education-and-training-2.json"),
    include_str!("../../../../persistence/data/demo/cards/leisure.json"),
    include_str!("../../../../persistence/data/demo/cards/territory-and-community.json"),
    include_str!("../../../../persistence/data/demo/cards/housing.json"),
];
const POINTS: &str = include_str!("../../../../persistence/data/demo/points.json");
const PROVIDERS: &str = include_str!("../../../../persistence/data/demo/providers.json");
const CATEGORIES: &str = include_str!("../../../../persistence/data/categories.json");
const MUNICIPALITIES: &str =
    include_str!("../../../../persistence/data/territory/municipalities.csv");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cards: Vec<Record>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    id: CardId,
    provider_id: ProviderId,
    external_id: String,
    published_day: i64,
    verified_day: i64,
    content: CardDraft,
}

fn records() -> Vec<Record> {
    let read = |text: &&str| serde_json::from_str::<File>(text).unwrap().cards;
    FILES.iter().flat_map(read).collect()
}

fn contents() -> Vec<CardContent> {
    let read = |record: Record| {
        CardContent::parse(&record.content)
            .unwrap_or_else(|wrong| panic!("{}: {wrong}", record.external_id))
    };
    records().into_iter().map(read).collect()
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).unwrap().as_str().unwrap().to_owned()
}

/// How many cards have each of the keys that `keys` finds in one.
fn count<K: Ord>(cards: &[CardContent], keys: impl Fn(&CardContent) -> Vec<K>) -> BTreeMap<K, u32> {
    let mut counts = BTreeMap::new();
    for key in cards
        .iter()
        .flat_map(|card| keys(card).into_iter().collect::<BTreeSet<_>>())
    {
        *counts.entry(key).or_default() += 1;
    }
    counts
}
