//! What clients get of cards.

use chrono::{DateTime, NaiveDate, Utc};
use domain_cards::{Claim, Verification};
use domain_shared::{BoundedNumber, CardId};
use persistence::cards::{CardItem, NumberedEvent, Suspect};
use serde::Serialize;
use utoipa::ToSchema;

use super::{common::Shown, schema::CardContentView};
use crate::{
    problem::ProblemDocument,
    wire::{
        CardIdField, CardStatusField, CardStepField, Coded, DisplayNameField, DraftStatusField,
        ExternalIdField, Ident, NetworkBodyIdField, ProviderIdField, ReasonField, StableCodeField,
        Text, UserIdField, optional,
    },
};

/// A reviewer who took a card out of the queue.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardClaimView {
    /// The reviewer.
    by: UserIdField,
    /// Since when.
    at: DateTime<Utc>,
}

impl From<Claim> for CardClaimView {
    fn from(claim: Claim) -> Self {
        Self {
            by: Ident(claim.by),
            at: claim.at,
        }
    }
}

/// That somebody looked at a card and found it true.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardVerificationView {
    /// The day (in Rome).
    on: NaiveDate,
    /// Who; absent when the hub itself did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<UserIdField>,
}

impl From<Verification> for CardVerificationView {
    fn from(verification: Verification) -> Self {
        Self {
            on: verification.on,
            by: verification.by.map(Ident),
        }
    }
}

/// A card with what it says.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardView {
    /// Identifier.
    id: CardIdField,
    /// The provider it belongs to.
    provider_id: ProviderIdField,
    /// The network of the provider.
    network_id: NetworkBodyIdField,
    /// The name another system has for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<ExternalIdField>,
    /// Where it stands. While something of it is published, the working copy does not count.
    status: CardStatusField,
    /// Where the working copy stands; absent without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    draft_status: Option<DraftStatusField>,
    /// The steps its state allows; who may take them is another matter.
    #[schema(max_items = 20)]
    allowed_steps: Vec<CardStepField>,
    /// Number of the last published revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 60_000)]
    revision: Option<u16>,
    /// When the working copy went to review, while it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    submitted_at: Option<DateTime<Utc>>,
    /// The reviewer who took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<CardClaimView>,
    /// When it was last found true.
    #[serde(skip_serializing_if = "Option::is_none")]
    verification: Option<CardVerificationView>,
    /// Version, as in the ETag.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    version: i32,
    /// When it was created.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
    /// What the working copy says, or the last revision where there is none.
    content: CardContentView,
}

impl From<&Shown> for CardView {
    fn from(shown: &Shown) -> Self {
        let card = &shown.card;
        Self {
            id: Ident(card.id),
            provider_id: Ident(card.provider_id),
            network_id: Ident(card.network_id),
            external_id: optional(card.external_id.as_ref()),
            status: Coded(card.state.status()),
            draft_status: card.state.draft.map(Coded),
            allowed_steps: card.state.allowed().iter().copied().map(Coded).collect(),
            revision: card.revision.map(BoundedNumber::number),
            submitted_at: card.submitted_at,
            claim: card.claim.map(Into::into),
            verification: card.verification.map(Into::into),
            version: card.version.number(),
            created_at: card.created_at,
            updated_at: card.updated_at,
            content: CardContentView(shown.content.clone()),
        }
    }
}

/// A card in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardSummary {
    /// Identifier.
    id: CardIdField,
    /// The provider it belongs to.
    provider_id: ProviderIdField,
    /// The network of the provider.
    network_id: NetworkBodyIdField,
    /// The name another system has for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<ExternalIdField>,
    /// Italian title of the working copy, or of the last revision where there is none; absent while
    /// there is no title.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<DisplayNameField>,
    /// Code of the main category.
    #[serde(skip_serializing_if = "Option::is_none")]
    main_category: Option<StableCodeField>,
    /// Where it stands. While something of it is published, the working copy does not count.
    status: CardStatusField,
    /// Where the working copy stands; absent without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    draft_status: Option<DraftStatusField>,
    /// Number of the last published revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 60_000)]
    revision: Option<u16>,
    /// When the working copy went to review, while it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    submitted_at: Option<DateTime<Utc>>,
    /// The reviewer who took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<CardClaimView>,
    /// When it was last found true.
    #[serde(skip_serializing_if = "Option::is_none")]
    verification: Option<CardVerificationView>,
    /// Version, as in the ETag.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    version: i32,
    /// When it was created.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl From<CardItem> for CardSummary {
    fn from(card: CardItem) -> Self {
        Self {
            id: Ident(card.id),
            provider_id: Ident(card.provider_id),
            network_id: Ident(card.network_id),
            external_id: optional(card.external_id.as_ref()),
            title: (!card.title.is_empty()).then(|| Text::raw(card.title)),
            main_category: optional(card.main_category.as_ref()),
            status: Coded(card.state.status()),
            draft_status: card.state.draft.map(Coded),
            revision: card.revision.map(BoundedNumber::number),
            submitted_at: card.submitted_at,
            claim: card.claim.map(Into::into),
            verification: card.verification.map(Into::into),
            version: card.version.number(),
            created_at: card.created_at,
            updated_at: card.updated_at,
        }
    }
}

/// A step in the history of a card.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardEventView {
    /// Number in the history of the card, from 1.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    number: i32,
    /// What was done.
    step: CardStepField,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<ReasonField>,
    /// The revision that was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 60_000)]
    revision: Option<u16>,
    /// By whom; absent when the hub itself did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<UserIdField>,
    /// When.
    at: DateTime<Utc>,
}

impl From<NumberedEvent> for CardEventView {
    fn from(numbered: NumberedEvent) -> Self {
        let event = numbered.event;
        Self {
            number: numbered.number,
            step: Coded(event.step),
            reason: optional(event.reason.as_ref()),
            revision: event.revision.map(BoundedNumber::number),
            by: event.by.map(Ident),
            at: event.at,
        }
    }
}

/// A card that looked like the same service.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardSuspectView {
    /// The other card.
    card: CardSummary,
    /// How much the titles are alike, in percent.
    #[schema(minimum = 0, maximum = 100, example = 92)]
    similarity: i32,
}

impl From<Suspect> for CardSuspectView {
    fn from(suspect: Suspect) -> Self {
        Self {
            card: suspect.card.into(),
            similarity: suspect.similarity,
        }
    }
}

/// What became of each of many cards.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardOutcomesView {
    /// One for each card, in the order they were sent.
    #[schema(max_items = 500)]
    items: Vec<CardOutcomeView>,
}

/// What became of one of many cards.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardOutcomeView {
    /// The card.
    id: CardIdField,
    /// Its version from now on; absent when nothing was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    version: Option<i32>,
    /// Why nothing was done, as if the card had been alone; absent when it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<ProblemDocument>,
}

/// What became of one of many cards: its version from now on, or why nothing was done.
pub(super) type CardOutcome = (CardId, crate::problem::Outcome<domain_shared::Version>);

impl CardOutcomesView {
    /// For a caller.
    pub(super) fn of(outcomes: &[CardOutcome], ctx: &crate::http::Ctx) -> Self {
        let items = outcomes.iter().map(|(id, outcome)| CardOutcomeView {
            id: Ident(*id),
            version: outcome.as_ref().ok().map(|version| version.number()),
            problem: outcome.as_ref().err().map(|problem| ctx.explain(problem)),
        });
        Self {
            items: items.collect(),
        }
    }
}
