//! Wire names of the types that only the care of agreements uses.

use crate::wire::{Coded, Ident};

/// Why a day matters for an agreement.
pub(super) type DeadlineKindField = Coded<domain_agreements::DeadlineKind>;
/// Identifier of a calendar feed.
pub(super) type CalendarFeedIdField = Ident<domain_shared::CalendarFeedKind>;
