//! A service card as the hub keeps it, its revisions and its history.

use chrono::{DateTime, NaiveDate, Utc};
use domain_shared::{
    CardId, NetworkBodyId, ProviderId, Reason, UserId, Version, bounded_numbers, text_value,
};

use crate::{CardContent, CardState, CardStep};

text_value! {
    /// The name another system has for a card; unique among the cards of a provider.
    ExternalId {
        min: 1, max: 120, multiline: false, pattern: Some("^[A-Za-z0-9][A-Za-z0-9._:/-]*$"), format: None,
        example: "SAD-2026-014",
        description: "Identifier of the card in the system it comes from: letters, digits and . _ : / -",
        check: |text| {
            let fits = |c: char| c.is_ascii_alphanumeric() || "._:/-".contains(c);
            let starts = text.starts_with(|c: char| c.is_ascii_alphanumeric());
            if starts && text.chars().all(fits) { Ok(text) } else { Err(&domain_shared::messages::INVALID_FORMAT) }
        },
    }
}

bounded_numbers! {
    /// Number of a published revision, from 1.
    RevisionNumber = 1..=60_000;
}

/// That somebody looked at a card and found it true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verification {
    /// The day (in Rome).
    pub on: NaiveDate,
    /// Who; nobody when the program itself did it.
    pub by: Option<UserId>,
}

/// A reviewer who took a card out of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The reviewer.
    pub by: UserId,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// A service card (*scheda servizio*).
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Identifier.
    pub id: CardId,
    /// The provider it belongs to, for good.
    pub provider_id: ProviderId,
    /// The network of the provider.
    pub network_id: NetworkBodyId,
    /// The name another system has for it.
    pub external_id: Option<ExternalId>,
    /// Where it stands.
    pub state: CardState,
    /// The working copy; there when the state has one, and kept when a card that was never published is
    /// archived.
    pub draft: Option<CardContent>,
    /// Number of the last published revision.
    pub revision: Option<RevisionNumber>,
    /// When the working copy went to review, while it is there.
    pub submitted_at: Option<DateTime<Utc>>,
    /// The reviewer who took it, while it is under review.
    pub claim: Option<Claim>,
    /// When it was last found true.
    pub verification: Option<Verification>,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// What was published, once and for all.
#[derive(Debug, Clone, PartialEq)]
pub struct CardRevision {
    /// The card.
    pub card_id: CardId,
    /// Its number, from 1 without gaps.
    pub number: RevisionNumber,
    /// What it says.
    pub content: CardContent,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// Who published it.
    pub published_by: Option<UserId>,
}

/// A line of a card's history, never changed afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardEvent {
    /// What was done.
    pub step: CardStep,
    /// Why.
    pub reason: Option<Reason>,
    /// The revision it was about, for a publication.
    pub revision: Option<RevisionNumber>,
    /// By whom; nobody when the program itself did it.
    pub by: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
}
