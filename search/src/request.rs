//! What is searched for.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain_shared::Coordinates;
use uuid::Uuid;

use crate::answer::{After, Facet};

/// How many cards can be paged through by relevance; the pages end there.
pub const MAX_RANKED: usize = 1_000;

/// In which order cards are answered. Every order but [`Sort::Relevance`] is total (the id
/// decides between equals), and paging it neither skips nor repeats while the index changes. Relevance pages
/// by position among the first [`MAX_RANKED`] cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best match first; without words the same as [`Sort::Newest`].
    #[default]
    Relevance,
    /// Nearest site first, cards without sites last; without a place the same as [`Sort::Newest`].
    Distance,
    /// Last published first.
    Newest,
    /// Shortest waiting first, unknown last.
    WaitingTime,
    /// Cheapest first (free is zero; only the units asked for count), without price last.
    Price,
}

/// A municipality with the areas it belongs to, by codes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlaceCover {
    /// The municipality.
    pub municipality: String,
    /// Its province.
    pub province: String,
    /// Its region.
    pub region: String,
}

/// A circle on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// The centre.
    pub center: Coordinates,
    /// The radius in kilometres.
    pub radius_km: f64,
}

/// A moment of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenAt {
    /// Minutes since Monday 00:00.
    pub minute_of_week: u16,
    /// Whether the day is a public holiday.
    pub is_holiday: bool,
}

/// What may be paid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PriceFilter {
    /// The highest amount in cents. Free cards are within any amount.
    pub max_cents: Option<u64>,
    /// Only prices per these units count; empty means any. Without `max_cents`, a card needs a price in one of them.
    pub units: Vec<u8>,
}

/// Which agreements must cover a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementFilter {
    /// The day on which they are in force.
    pub day: NaiveDate,
    /// Only agreements of one of these owners count; all if none is named.
    pub owners: Vec<Uuid>,
    /// Whether an agreement must cover the card, or must not.
    pub agreed: Option<bool>,
    /// Whether a benefit must be for the card, or must not.
    pub benefit: Option<bool>,
}

/// What a card must be. Within a list any member will do; all filters that are set must hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filters {
    /// In one of these categories (or below them, as cards name all ancestors).
    pub categories: Vec<String>,
    /// Of one of these providers.
    pub providers: Vec<Uuid>,
    /// Holding in one of these municipalities.
    pub covering: Vec<PlaceCover>,
    /// With a site within the circle.
    pub near: Option<Near>,
    /// For one of these recipients.
    pub recipients: Vec<String>,
    /// For somebody of this age.
    pub age: Option<u8>,
    /// Delivered in one of these ways.
    pub delivery: Vec<String>,
    /// Given in one of these languages.
    pub languages: Vec<String>,
    /// With one of these accessibilities.
    pub accessibility: Vec<String>,
    /// Free, or not.
    pub free: Option<bool>,
    /// Given to groups, or not.
    pub shared: Option<bool>,
    /// What may be paid.
    pub price: Option<PriceFilter>,
    /// With a known waiting time of at most so many days.
    pub max_waiting_days: Option<u16>,
    /// Open at that moment.
    pub open_at: Option<OpenAt>,
    /// Known to be true on that day or later.
    pub verified_since: Option<NaiveDate>,
    /// Published on that day (UTC) or later.
    pub published_since: Option<NaiveDate>,
    /// Covered by agreements, or not.
    pub agreements: Option<AgreementFilter>,
    /// One of these cards.
    pub ids: Option<Vec<Uuid>>,
}

/// A search.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchRequest {
    /// The words; none, or only signs, means all cards.
    pub text: Option<String>,
    /// What a card must be.
    pub filters: Filters,
    /// Only cards visible on this day are found.
    pub today: NaiveDate,
    /// The order.
    pub sort: Sort,
    /// How many cards to answer at most.
    pub limit: usize,
    /// Where the page begins; none for the first.
    pub after: Option<After>,
    /// What to count the cards found by, on all pages.
    pub facets: BTreeSet<Facet>,
    /// Whether to count all cards found.
    pub total: bool,
}

impl SearchRequest {
    /// All cards visible that day.
    pub fn new(today: NaiveDate, limit: usize) -> Self {
        Self {
            text: None,
            filters: Filters::default(),
            today,
            sort: Sort::default(),
            limit,
            after: None,
            facets: BTreeSet::new(),
            total: false,
        }
    }

    /// The same with words.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// The same with filters.
    #[must_use]
    pub fn filters(mut self, filters: Filters) -> Self {
        self.filters = filters;
        self
    }

    /// The same in another order.
    #[must_use]
    pub fn sort(mut self, sort: Sort) -> Self {
        self.sort = sort;
        self
    }
}
