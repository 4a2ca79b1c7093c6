//! What a search answers.

use uuid::Uuid;

/// Where the next page begins; plain text, to be handed back with the same request.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct After {
    /// The sort key of the last hit, and whether all words were found.
    pub key: String,
    /// The id of the last hit; empty when ranked by relevance.
    pub id: String,
}

/// One card found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The card.
    pub id: Uuid,
    /// Kilometres to its nearest site, when the search was near a place.
    pub distance_km: Option<f64>,
}

/// What the cards found can be counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Per category, ancestors included.
    Category,
    /// Per province; national cards count for every province.
    Province,
    /// Per recipient.
    Recipient,
    /// Per way of delivery.
    Delivery,
}

/// How many of the cards found have each code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    /// What is counted.
    pub facet: Facet,
    /// Code and number, the most frequent first, then by code. Codes that no card has are left out.
    pub counts: Vec<(String, u64)>,
    /// For provinces, the national cards among those found: they are in every number of `counts`,
    /// and are the number of every province left out. Zero for the other facets.
    pub everywhere: u64,
}

/// One page of cards found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchAnswer {
    /// The cards, best first.
    pub hits: Vec<Hit>,
    /// Where the next page begins, if there is one.
    pub next: Option<After>,
    /// The counts asked for, in the order of [`Facet`].
    pub facets: Vec<FacetCounts>,
    /// How many cards there are on all pages, if asked.
    pub total: Option<u64>,
    /// Whether no card had all the words, so that any word was enough.
    pub relaxed: bool,
}
