//! Comments of a review, anchored to a member of the card.

use chrono::{DateTime, Utc};
use domain_shared::{CardId, CommentId, LongText, UserId, Version, text_value};

text_value! {
    /// A JSON Pointer (RFC 6901) into the content of a card; the empty one means the whole card and
    /// is left out instead.
    ContentPointer {
        min: 2, max: 200, multiline: false, pattern: Some("^(/[^/]*)+$"), format: None,
        example: "/pricing/options/0/from",
        description: "JSON Pointer (RFC 6901) to a member of the card.",
        check: |text| if text.starts_with('/') { Ok(text) } else { Err(&domain_shared::messages::INVALID_FORMAT) },
    }
}

/// A comment, or an answer in its thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardComment {
    /// Identifier.
    pub id: CommentId,
    /// The card.
    pub card_id: CardId,
    /// The comment that opened the thread; none for that one itself.
    pub thread: Option<CommentId>,
    /// What it is about; the whole card without.
    pub pointer: Option<ContentPointer>,
    /// What is said.
    pub text: LongText,
    /// By whom.
    pub author: UserId,
    /// Who settled the thread and when; on the comment that opened it.
    pub resolved: Option<(UserId, DateTime<Utc>)>,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}
