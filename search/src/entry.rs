//! What is indexed of one card.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// The texts of a card in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CardText {
    /// BCP 47 tag; what counts is whether it is Italian, English or something else.
    pub language: String,
    /// The title.
    pub title: String,
    /// The summary.
    pub summary: String,
    /// Everything else worth finding.
    pub body: String,
}

/// Where a card holds, by codes. A zone is given by its municipalities.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Everywhere.
    pub national: bool,
    /// Whole regions.
    pub regions: Vec<String>,
    /// Whole provinces.
    pub provinces: Vec<String>,
    /// Municipalities.
    pub municipalities: Vec<String>,
}

/// The lowest amount a card asks per unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// The unit, by a number of the caller's choice.
    pub unit: u8,
    /// The amount in cents; at most 2⁵⁶ − 1.
    pub cents: u64,
}

/// Days from the first to the last, both included; without a last they go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub until: Option<NaiveDate>,
}

/// An agreement that covers a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardAgreement {
    /// Whose agreement it is.
    pub owners: Vec<Uuid>,
    /// The days on which it is in force.
    pub in_force: Days,
    /// The days of each of its benefits that are for the card.
    pub benefits: Vec<Days>,
}

/// One published card as the index takes it.
#[derive(Debug, Clone, PartialEq)]
pub struct CardEntry {
    /// The card.
    pub id: Uuid,
    /// Its provider.
    pub provider: Uuid,
    /// The provider's name: searched, and suggested.
    pub provider_name: String,
    /// The texts, Italian first.
    pub texts: Vec<CardText>,
    /// Codes of its categories, all ancestors included.
    pub categories: Vec<String>,
    /// Language and text of the labels and synonyms of its categories, names of places and the like.
    pub keywords: Vec<(String, String)>,
    /// Where it holds.
    pub coverage: Coverage,
    /// The provinces it is counted for; a national card has none and counts for every one.
    pub provinces: Vec<String>,
    /// Latitude and longitude of its sites, in degrees.
    pub sites: Vec<(f64, f64)>,
    /// Codes of those it is for.
    pub recipients: Vec<String>,
    /// Codes of how it is delivered.
    pub delivery: Vec<String>,
    /// Languages in which it is given.
    pub languages: Vec<String>,
    /// Codes of its accessibility.
    pub accessibility: Vec<String>,
    /// Youngest age, inclusive.
    pub age_from: Option<u8>,
    /// Oldest age, inclusive.
    pub age_to: Option<u8>,
    /// Its prices, at most one per unit.
    pub prices: Vec<Price>,
    /// Whether it can be had for nothing.
    pub free: bool,
    /// Whether it is given to groups.
    pub shared: bool,
    /// Days to wait.
    pub waiting_days: Option<u16>,
    /// Opening hours: minutes of the week from Monday 00:00, end exclusive, `start < end`.
    pub weekly_hours: Vec<(u16, u16)>,
    /// Whether it is closed on public holidays.
    pub closed_on_holidays: bool,
    /// The agreements that cover it, on whichever days.
    pub agreements: Vec<CardAgreement>,
    /// The day it was last known to be true.
    pub verified_on: Option<NaiveDate>,
    /// The instant of its publication.
    pub published_at: DateTime<Utc>,
    /// The first day on which it is shown.
    pub visible_from: Option<NaiveDate>,
    /// The last day on which it is shown.
    pub visible_until: Option<NaiveDate>,
}

impl CardEntry {
    /// An entry that says nothing but which card, of whom, and since when.
    pub fn new(id: Uuid, provider: Uuid, published_at: DateTime<Utc>) -> Self {
        Self {
            id,
            provider,
            provider_name: String::new(),
            texts: Vec::new(),
            categories: Vec::new(),
            keywords: Vec::new(),
            coverage: Coverage::default(),
            provinces: Vec::new(),
            sites: Vec::new(),
            recipients: Vec::new(),
            delivery: Vec::new(),
            languages: Vec::new(),
            accessibility: Vec::new(),
            age_from: None,
            age_to: None,
            prices: Vec::new(),
            free: false,
            shared: false,
            waiting_days: None,
            weekly_hours: Vec::new(),
            closed_on_holidays: false,
            agreements: Vec::new(),
            verified_on: None,
            published_at,
            visible_from: None,
            visible_until: None,
        }
    }
}
