//! One alias per type around cards on the wire.

use crate::wire::{Coded, Ident, Text};

/// Identifier of a card.
pub(crate) use crate::wire::CardIdField;
/// Identifier of a comment.
pub(crate) type CommentIdField = Ident<domain_shared::CommentKind>;
/// Identifier of a report.
pub(crate) type ReportIdField = Ident<domain_shared::ReportKind>;
/// A pointer into the content of a card.
pub(crate) type ContentPointerField = Text<domain_cards::ContentPointer>;
/// What the public sees of a card.
pub(crate) type PublicationField = Coded<domain_cards::Publication>;
/// What is wrong with a card.
pub(crate) type ReportReasonField = Coded<domain_cards::ReportReason>;
/// Whether a report was dealt with.
pub(crate) type ReportStatusField = Coded<domain_cards::ReportStatus>;
