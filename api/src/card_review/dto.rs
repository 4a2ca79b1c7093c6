//! What clients send about the review of cards.

use domain_cards::{ANSWER_HAS_POINTER, ContentPointer};
use domain_shared::{
    CommentId, LongText, ProviderKind, StableCode, TextValue as _, UserId, Violations, codes,
};
use persistence::cards::{ClaimFilter, CommentFilter, QueueFilter};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::fields::{CommentIdField, ContentPointerField};
use crate::wire::{Coded, Ident, LongTextField, ProviderIdField, StableCodeField};

codes! {
    /// Whose cards of the queue to list.
    pub enum ClaimedBy {
        /// Those the caller claimed.
        Mine = "mine", "in carico a chi chiede", "claimed by the caller";
        /// Those somebody else claimed.
        Others = "others", "in carico ad altri", "claimed by somebody else";
        /// Those nobody claimed.
        None = "none", "libere", "claimed by nobody";
    }
}

/// Whose cards of the queue to list.
pub(super) type ClaimedByField = Coded<ClaimedBy>;

/// Which cards under review to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct QueueParams {
    /// Only those of these providers.
    #[serde(default)]
    #[param(value_type = Option<Vec<ProviderIdField>>, max_items = 50)]
    provider: Vec<Ident<ProviderKind>>,
    /// Only those with one of these main categories, by code.
    #[serde(default)]
    #[param(value_type = Option<Vec<StableCodeField>>, max_items = 50)]
    category: Vec<StableCode>,
    /// Only those the caller, others or nobody claimed.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<ClaimedByField>>, max_items = 3)]
    claimed: Vec<ClaimedByField>,
}

impl QueueParams {
    pub(super) fn filter(self, caller: UserId) -> QueueFilter {
        let claims = self.claimed.into_iter().map(|one| match one.0 {
            ClaimedBy::Mine => ClaimFilter::By(caller),
            ClaimedBy::Others => ClaimFilter::ByOthersThan(caller),
            ClaimedBy::None => ClaimFilter::Nobody,
        });
        QueueFilter {
            claims: claims.collect(),
            providers: self.provider.into_iter().map(|id| id.0).collect(),
            categories: self.category,
        }
    }
}

/// How to claim a card.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"take_over": false}))]
pub(super) struct CardClaimInput {
    /// Whether to take it over from whoever claimed it; for administrators of the network.
    #[serde(default)]
    pub(super) take_over: bool,
}

/// A comment on a card, or an answer to one.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"pointer": "/pricing/options/0/from", "text": "Il prezzo è IVA inclusa?"}))]
pub(super) struct CardCommentInput {
    /// The member of the card it is about; the whole card without. Not for an answer.
    pointer: Option<ContentPointerField>,
    /// The comment it answers; it must have opened a thread.
    thread_id: Option<CommentIdField>,
    /// What is said.
    #[serde(default)]
    #[schema(required = true)]
    text: LongTextField,
}

/// What a comment is about.
#[derive(Debug, Clone)]
pub(super) enum About {
    /// The whole card.
    Card,
    /// A member of it.
    Member(ContentPointer),
    /// Another comment.
    Comment(CommentId),
}

/// A comment as it was sent, read.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) about: About,
    pub(super) text: LongText,
}

impl CardCommentInput {
    pub(super) fn read(self) -> Result<Said, Violations> {
        let mut wrong = Violations::new();
        let text = wrong.keep("/text", LongText::parse(&self.text.0));
        let pointer = self
            .pointer
            .map(|pointer| ContentPointer::parse(&pointer.0));
        let pointer = pointer.and_then(|pointer| wrong.keep("/pointer", pointer));
        let about = match (pointer, self.thread_id) {
            (None, None) => About::Card,
            (Some(pointer), None) => About::Member(pointer),
            (None, Some(thread)) => About::Comment(thread.0),
            (Some(_), Some(thread)) => {
                wrong.add("/pointer", &ANSWER_HAS_POINTER);
                About::Comment(thread.0)
            }
        };
        match text {
            Some(text) if wrong.is_empty() => Ok(Said { about, text }),
            Some(_) | None => Err(wrong),
        }
    }
}

/// Which threads of comments to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CommentParams {
    /// Only settled threads, or only open ones.
    #[param(example = false)]
    resolved: Option<bool>,
    /// Only those about this member of the card or something within it.
    #[param(value_type = Option<ContentPointerField>)]
    pointer: Option<ContentPointer>,
}

impl From<CommentParams> for CommentFilter {
    fn from(params: CommentParams) -> Self {
        Self {
            resolved: params.resolved,
            pointer: params.pointer,
        }
    }
}
