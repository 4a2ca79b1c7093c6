//! The ordered log of what became of published cards.

use chrono::{DateTime, Utc};
use domain_shared::{CardId, NetworkBodyId, ProviderId, codes};

codes! {
    /// What became of a published card.
    pub enum ChangeKind {
        /// It came into the public view.
        Published = "published", "pubblicata", "published";
        /// What the public sees of it changed.
        Updated = "updated", "aggiornata", "updated";
        /// It went out of the public view and may come back.
        Withdrawn = "withdrawn", "ritirata", "withdrawn";
        /// It is gone for good.
        Deleted = "deleted", "eliminata", "deleted";
    }
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its place in the order, from 1, ascending, with gaps.
    pub number: i64,
    /// What happened.
    pub kind: ChangeKind,
    /// The card.
    pub card_id: CardId,
    /// Its provider.
    pub provider_id: ProviderId,
    /// Its network.
    pub network_id: NetworkBodyId,
    /// When.
    pub at: DateTime<Utc>,
}
