//! Published service cards.

use chrono::{DateTime, Duration, Utc};
use domain_accounts::{Action, Permit};
use domain_cards::{
    Card, CardContent, CardEvent, CardRevision, CardState, CardStep, ExternalId, Publication,
    RevisionNumber, Verification,
};
use domain_shared::{BoundedNumber as _, CardId, NetworkBodyId, ProviderId, Version, civil_date};
use persistence::{
    cards::{card_insert, card_update, event_append, revision_insert},
    providers::provider_find,
};
use serde::Deserialize;

use super::read;
use crate::{
    http::UnitOfWork,
    problem::{Outcome, Problem},
    services::publication::{Affected, refresh},
};

/// The files, by first-level category.
const FILES: [&str; 15] = [
    include_str!("../../../persistence/data/demo/cards/purchasing-power.json"),
    include_str!("../../../persistence/data/demo/cards/health-and-well-being-1.json"),
    include_str!("../../../persistence/data/demo/cards/health-and-well-being-2.json"),
    include_str!("../../../persistence/data/demo/cards/person-and-family-1.json"),
    include_str!("../../../persistence/data/demo/cards/person-and-family-2.json"),
    include_str!("../../../persistence/data/demo/cards/person-and-family-3.json"),
    include_str!("../../../persistence/data/demo/cards/time-saving-1.json"),
    include_str!("../../../persistence/data/demo/cards/time-saving-2.json"),
    include_str!("../../../persistence/data/demo/cards/employment-1.json"),
    include_str!("../../../persistence/data/demo/cards/employment-2.json"),
    include_str!("../../../persistence/data/demo/cards/education-and-training-1.json"),
    include_str!("../../../persistence/data/demo/cards/education-and-training-2.json"),
    include_str!("../../../persistence/data/demo/cards/leisure.json"),
    include_str!("../../../persistence/data/demo/cards/territory-and-community.json"),
    include_str!("../../../persistence/data/demo/cards/housing.json"),
];

#[derive(Deserialize)]
struct File {
    cards: Vec<CardRecord>,
}

/// A card; days are counted from the day of filling.
#[derive(Deserialize)]
struct CardRecord {
    id: CardId,
    provider_id: ProviderId,
    external_id: String,
    published_day: i64,
    verified_day: i64,
    content: CardContent,
}

/// Loads the cards, each written, submitted and published on its day, and fills the public view.
pub(super) fn load(unit: &mut UnitOfWork<'_, '_>) -> Outcome<()> {
    let mut cards = Vec::new();
    for file in FILES {
        let file: File = read("cards", file)?;
        for record in file.cards {
            cards.push(record.id);
            add(unit, record)?;
        }
    }
    refresh(unit, &Affected::Cards(cards))
}

fn add(unit: &mut UnitOfWork<'_, '_>, record: CardRecord) -> Outcome<()> {
    let wrong = |what: &str| Problem::internal(format!("demo card {}: {what}", record.id));
    let provider = provider_find(unit.connection(), record.provider_id)?;
    let network = provider
        .ok_or_else(|| wrong("unknown provider"))?
        .network_id;
    let first = RevisionNumber::from_number(1).ok_or_else(|| wrong("revision"))?;
    let at = unit.now() + Duration::days(record.published_day);
    let written = draft(&record, network, at)?;
    let published = Card {
        state: CardState {
            publication: Publication::Published,
            draft: None,
        },
        draft: None,
        revision: Some(first),
        verification: Some(Verification {
            on: civil_date(unit.now() + Duration::days(record.verified_day)),
            by: None,
        }),
        version: written.version.next(),
        ..written.clone()
    };
    let permit = Permit::system(Action::CardReview);
    card_insert(unit.tx(), &permit, &written)?;
    for step in [CardStep::Create, CardStep::Submit, CardStep::Publish] {
        let event = CardEvent {
            step,
            reason: None,
            revision: (step == CardStep::Publish).then_some(first),
            by: None,
            at,
        };
        event_append(unit.tx(), &permit, record.id, &event)?;
    }
    let revision = CardRevision {
        card_id: record.id,
        number: first,
        content: record.content,
        published_at: at,
        published_by: None,
    };
    revision_insert(unit.tx(), &permit, &revision)?;
    let shown = Some(&revision.content);
    Ok(card_update(
        unit.tx(),
        &permit,
        written.version,
        &published,
        shown,
    )?)
}

/// The card as it was before it was published.
fn draft(record: &CardRecord, network: NetworkBodyId, at: DateTime<Utc>) -> Outcome<Card> {
    let external_id = <ExternalId as domain_shared::TextValue>::parse(&record.external_id);
    let wrong = |message: &domain_shared::Message| {
        Problem::internal(format!("demo card {}: {}", record.id, message.code))
    };
    Ok(Card {
        id: record.id,
        provider_id: record.provider_id,
        network_id: network,
        external_id: Some(external_id.map_err(wrong)?),
        state: CardState::NEW,
        draft: Some(record.content.clone()),
        revision: None,
        submitted_at: None,
        claim: None,
        verification: None,
        version: Version::FIRST,
        created_at: at,
        updated_at: at,
    })
}
