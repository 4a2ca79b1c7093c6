//! The public catalogue.

mod changes;
mod detail;
mod listing;
mod suggestions;
mod windows;

use api::{clock::new_id, services::publication};
use domain_accounts::{Action, Permit};
use domain_cards::{Card, CardContent, CardRevision, CardState, Publication, RevisionNumber};
use domain_providers::{Accreditation, AccreditationStatus, Provider};
use domain_shared::{BoundedNumber as _, CardId, NetworkBodyId, Period, Version, civil_date};
use persistence::{
    cards::{card_insert, card_update, revision_insert},
    providers::provider_state_update,
};
use serde_json::{Value, json};
use tests::TestApp;

/// A provider that is accredited for this year and the next.
fn accredited(app: &TestApp, network: NetworkBodyId) -> Provider {
    let before = app.world().provider(network);
    let period = Period::new(day("2026-01-01"), Some(day("2027-12-31"))).expect("a period");
    let accreditation =
        Accreditation::from_stored(AccreditationStatus::Accredited, Some(period), None);
    let after = Provider {
        accreditation: accreditation.expect("an accreditation"),
        version: before.version.next(),
        ..before.clone()
    };
    app.world().arrange(|unit| {
        let permit = Permit::system(Action::ProviderDecide);
        Ok(provider_state_update(unit.tx(), &permit, before.version, &after)?)
    });
    after
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a day")
}

/// A card that says as much as it must, with some members in place of the ordinary ones.
fn content(members: Value) -> Value {
    let mut content = json!({
        "title": {"it": "Assistenza domiciliare per anziani"},
        "summary": {"it": "Aiuto a casa per le persone anziane."},
        "main_category": "elderly-services",
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
    for (name, value) in members.as_object().expect("members") {
        content[name] = value.clone();
    }
    content
}

/// Publishes a card as an import would, and lets the index follow.
fn publish(app: &TestApp, provider: &Provider, members: Value) -> CardId {
    let content: CardContent =
        serde_json::from_value(content(members)).expect("the content of a card");
    content.check_complete().expect("a complete card");
    let now = app.hub().clock.now();
    let first = RevisionNumber::from_number(1).expect("a number");
    let written = Card {
        id: new_id(),
        provider_id: provider.id,
        network_id: provider.network_id,
        external_id: None,
        state: CardState::NEW,
        draft: Some(content.clone()),
        revision: None,
        submitted_at: None,
        claim: None,
        verification: None,
        version: Version::FIRST,
        created_at: now,
        updated_at: now,
    };
    let published = Card {
        state: CardState {
            publication: Publication::Published,
            draft: None,
        },
        draft: None,
        revision: Some(first),
        verification: Some(domain_cards::Verification {
            on: civil_date(now),
            by: None,
        }),
        version: Version::FIRST.next(),
        ..written.clone()
    };
    app.world().arrange(|unit| {
        let permit = Permit::system(Action::CardReview);
        card_insert(unit.tx(), &permit, &written)?;
        let revision = CardRevision {
            card_id: written.id,
            number: first,
            content: content.clone(),
            published_at: now,
            published_by: None,
        };
        revision_insert(unit.tx(), &permit, &revision)?;
        card_update(unit.tx(), &permit, written.version, &published, Some(&content))?;
        publication::refresh(unit, publication::Affected::Card(written.id))
    });
    follow(app);
    written.id
}

/// Lets the index follow the log of changes, as its thread does.
fn follow(app: &TestApp) {
    app.hub().catalogue.catch_up(&app.hub().db).expect("the index follows");
}

/// The identifiers a search finds, in order.
fn found(app: &TestApp, query: &str) -> Vec<String> {
    let page = app.anonymous().get(&format!("/services?{query}")).expect(200).json();
    let items = page["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| item["service"]["id"].as_str().expect("an identifier").to_owned())
        .collect()
}

/// The same without an order.
fn set(app: &TestApp, query: &str) -> std::collections::BTreeSet<String> {
    found(app, query).into_iter().collect()
}

/// The texts of identifiers.
fn texts<const N: usize>(ids: [CardId; N]) -> std::collections::BTreeSet<String> {
    ids.iter().map(ToString::to_string).collect()
}
