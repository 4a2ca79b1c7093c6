//! Comments of a review, anchored to a member of the card.

use chrono::{DateTime, Utc};
use domain_shared::{CardId, CommentId, LongText, UserId, Version, define_messages, text_value};

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

/// Most answers in a thread.
pub const MAX_ANSWERS: usize = 100;

define_messages! {
    /// An answer is about what its thread is about.
    ANSWER_HAS_POINTER = "answer_has_pointer",
        "Una risposta riguarda ciò che riguarda la sua discussione: il puntatore va omesso.",
        "An answer is about what its thread is about: leave the pointer out.";
    /// A pointer to nothing in the card.
    POINTER_LEADS_NOWHERE = "pointer_leads_nowhere",
        "Il puntatore non indica alcun campo della scheda.",
        "The pointer does not lead to any member of the card.";
    /// The thread has as many answers as it can have.
    THREAD_FULL = "thread_full",
        "La discussione ha raggiunto il numero massimo di risposte: aprirne un'altra.",
        "The thread has as many answers as it can have: open another one.";
    /// The thread is settled.
    THREAD_RESOLVED = "thread_resolved",
        "La discussione è chiusa: riaprirla prima di rispondere.",
        "The thread is settled: open it again before answering.";
}

impl ContentPointer {
    /// Members of a card that are left out while they are empty, and can be commented on all the same.
    pub const OPTIONAL_MEMBERS: [&'static str; 8] = [
        "/title",
        "/alternate_title",
        "/summary",
        "/main_category",
        "/person_in_charge",
        "/capacity",
        "/sharing",
        "/validity",
    ];
}
