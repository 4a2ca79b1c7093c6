//! What clients get about the review of cards.

use chrono::{DateTime, NaiveDate, Utc};
use domain_cards::Claim;
use domain_shared::{CardId, UserId, civil_date};
use persistence::cards::{CommentThread, NamedComment, QueueItem};
use serde::Serialize;
use utoipa::ToSchema;

use super::fields::{CardIdField, CommentIdField, ContentPointerField, PublicationField};
use crate::wire::{
    Coded, DisplayNameField, Ident, LongTextField, NetworkBodyIdField, PersonNameField,
    ProviderIdField, StableCodeField, Text, UserIdField, optional,
};

/// A person who reviews or writes cards.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardPersonView {
    /// The account.
    user_id: UserIdField,
    /// Given name.
    given_name: PersonNameField,
    /// Family name.
    family_name: PersonNameField,
}

impl CardPersonView {
    fn of(
        user: UserId,
        (given, family): &(domain_shared::PersonName, domain_shared::PersonName),
    ) -> Self {
        Self {
            user_id: Ident(user),
            given_name: Text::of(given),
            family_name: Text::of(family),
        }
    }
}

/// Who works on a card under review.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReviewClaimView {
    /// The card.
    card_id: CardIdField,
    /// The reviewer.
    claimed_by: UserIdField,
    /// Since when.
    claimed_at: DateTime<Utc>,
}

impl ReviewClaimView {
    pub(super) fn of(card: CardId, claim: Claim) -> Self {
        Self {
            card_id: Ident(card),
            claimed_by: Ident(claim.by),
            claimed_at: claim.at,
        }
    }
}

/// Who claimed a card of the queue.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QueueClaimView {
    /// The reviewer.
    #[serde(flatten)]
    by: CardPersonView,
    /// Since when.
    claimed_at: DateTime<Utc>,
}

/// A card under review.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReviewItemView {
    /// Identifier of the card.
    id: CardIdField,
    /// Title, in Italian if there is one; absent while there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200, example = "Assistenza domiciliare per anziani")]
    title: Option<String>,
    /// Its network.
    network_id: NetworkBodyIdField,
    /// Its provider.
    provider_id: ProviderIdField,
    /// The name the provider is known by.
    provider_name: DisplayNameField,
    /// Code of its main category.
    #[serde(skip_serializing_if = "Option::is_none")]
    main_category: Option<StableCodeField>,
    /// What the public sees of it meanwhile: `unpublished` for a new card.
    publication: PublicationField,
    /// When it went to review.
    submitted_at: DateTime<Utc>,
    /// Days it has been waiting, by the calendar of Rome.
    #[schema(minimum = 0, maximum = 100_000, example = 3)]
    age_days: i64,
    /// Who works on it; absent while nobody does.
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<QueueClaimView>,
    /// How many cards looked like the same service when it was submitted.
    #[schema(minimum = 0, maximum = 1_000_000, example = 1)]
    suspects: i64,
    /// How many threads of comments are not settled.
    #[schema(minimum = 0, maximum = 1_000_000, example = 2)]
    open_threads: i64,
}

impl ReviewItemView {
    pub(super) fn of(item: &QueueItem, today: NaiveDate) -> Self {
        let claim = item.claim.as_ref().and_then(|(claim, name)| {
            name.as_ref().map(|name| QueueClaimView {
                by: CardPersonView::of(claim.by, name),
                claimed_at: claim.at,
            })
        });
        let age = today - civil_date(item.submitted_at);
        Self {
            id: Ident(item.card_id),
            title: Some(item.title.clone()).filter(|title| !title.is_empty()),
            network_id: Ident(item.network_id),
            provider_id: Ident(item.provider_id),
            provider_name: Text::of(&item.provider_name),
            main_category: optional(item.main_category.as_ref()),
            publication: Coded(item.publication),
            submitted_at: item.submitted_at,
            age_days: age.num_days().max(0),
            claim,
            suspects: item.suspects,
            open_threads: item.open_threads,
        }
    }
}

/// An answer in a thread.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardAnswerView {
    /// Identifier.
    id: CommentIdField,
    /// What is said.
    text: LongTextField,
    /// By whom.
    author: CardPersonView,
    /// When it was written.
    created_at: DateTime<Utc>,
}

impl From<&NamedComment> for CardAnswerView {
    fn from(named: &NamedComment) -> Self {
        Self {
            id: Ident(named.comment.id),
            text: Text::of(&named.comment.text),
            author: CardPersonView::of(named.comment.author, &named.author),
            created_at: named.comment.created_at,
        }
    }
}

/// A comment on a card with the answers to it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardCommentView {
    /// Identifier.
    id: CommentIdField,
    /// The card.
    card_id: CardIdField,
    /// The comment it answers; absent on one that opened a thread.
    #[serde(skip_serializing_if = "Option::is_none")]
    thread_id: Option<CommentIdField>,
    /// The member of the card it is about; absent when it is about the whole card, and on answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<ContentPointerField>,
    /// What is said.
    text: LongTextField,
    /// By whom.
    author: CardPersonView,
    /// Whether the thread is settled.
    resolved: bool,
    /// Who settled it.
    #[serde(skip_serializing_if = "Option::is_none")]
    resolved_by: Option<UserIdField>,
    /// When it was settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    resolved_at: Option<DateTime<Utc>>,
    /// The answers, oldest first.
    #[schema(max_items = 100)]
    answers: Vec<CardAnswerView>,
    /// When it was written.
    created_at: DateTime<Utc>,
}

impl From<&CommentThread> for CardCommentView {
    fn from(thread: &CommentThread) -> Self {
        let comment = &thread.opening.comment;
        Self {
            id: Ident(comment.id),
            card_id: Ident(comment.card_id),
            thread_id: comment.thread.map(Ident),
            pointer: optional(comment.pointer.as_ref()),
            text: Text::of(&comment.text),
            author: CardPersonView::of(comment.author, &thread.opening.author),
            resolved: comment.resolved.is_some(),
            resolved_by: comment.resolved.map(|(by, _)| Ident(by)),
            resolved_at: comment.resolved.map(|(_, at)| at),
            answers: thread.answers.iter().map(CardAnswerView::from).collect(),
            created_at: comment.created_at,
        }
    }
}
