//! Filters: what postings answer, and what columns answer card by card.

use tantivy::query::{BooleanQuery, EnableScoring, Query, TermQuery, TermSetQuery, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Term};

use crate::error::SearchError;
use crate::geo::{Ruler, cells_around};
use crate::request::{AgreementFilter, Filters, OpenAt, PriceFilter};
use crate::schema::{
    FLAG_CLOSED_ON_HOLIDAYS, FLAG_FREE, Fields, Tag, days, holds, id_term, pack_price, short_id,
};
use crate::snapshot::{OwnedDays, Segment, Snapshot};

/// A few alternatives are searched one by one; more are looked up together first.
const FEW: usize = 40;

/// The cards that postings say pass, without scores.
pub(crate) struct TermFilter {
    pub(crate) weight: Box<dyn Weight>,
    /// About how many documents must be looked at.
    pub(crate) cost: u64,
}

fn codes<'a>(codes: &'a [String], tag: fn(&'a str) -> Tag<'a>) -> Vec<Tag<'a>> {
    codes.iter().map(|code| tag(code)).collect()
}

/// What cards have that an agreement covers at all, where one must.
fn agreed(filter: &AgreementFilter) -> Vec<Tag<'_>> {
    if filter.agreed != Some(true) && filter.benefit != Some(true) {
        return Vec::new();
    }
    if filter.owners.is_empty() {
        return vec![Tag::Agreed];
    }
    filter
        .owners
        .iter()
        .copied()
        .map(Tag::AgreementOf)
        .collect()
}

/// The groups of terms of which a card must have one each.
fn groups(fields: &Fields, filters: &Filters) -> Vec<Vec<Term>> {
    let terms = |tags: Vec<Tag>| -> Vec<Term> { tags.iter().map(|tag| tag.term(fields)).collect() };
    let mut covering = Vec::new();
    for place in &filters.covering {
        covering.push(Tag::Municipality(&place.municipality));
        covering.push(Tag::CoverProvince(&place.province));
        covering.push(Tag::Region(&place.region));
    }
    if !covering.is_empty() {
        covering.push(Tag::National);
    }
    let cells = filters.near.as_ref().and_then(cells_around);
    let mut groups: Vec<Vec<Term>> = [
        codes(&filters.categories, Tag::Category),
        filters
            .providers
            .iter()
            .copied()
            .map(Tag::Provider)
            .collect(),
        covering,
        codes(&filters.recipients, Tag::Recipient),
        codes(&filters.delivery, Tag::Delivery),
        codes(&filters.languages, Tag::Language),
        codes(&filters.accessibility, Tag::Accessibility),
        filters.free.into_iter().map(Tag::Free).collect(),
        filters.shared.into_iter().map(Tag::Shared).collect(),
        cells.into_iter().flatten().map(Tag::Cell).collect(),
        filters.agreements.as_ref().map(agreed).unwrap_or_default(),
    ]
    .into_iter()
    .filter(|tags| !tags.is_empty())
    .map(terms)
    .collect();
    if let Some(ids) = &filters.ids {
        groups.push(ids.iter().map(|id| id_term(fields, *id)).collect());
    }
    groups
}

impl TermFilter {
    /// The filter, or none if every card passes.
    pub(crate) fn new(snapshot: &Snapshot, filters: &Filters) -> Result<Option<Self>, SearchError> {
        let mut queries: Vec<Box<dyn Query>> = Vec::new();
        let mut cost = u64::MAX;
        for mut group in groups(&snapshot.fields, filters) {
            group.sort_unstable();
            group.dedup();
            let mut used = Vec::with_capacity(group.len());
            let mut sum = 0;
            for term in group {
                let frequency = snapshot.frequency(&term)?;
                sum += frequency;
                if frequency > 0 {
                    used.push(term);
                }
            }
            cost = cost.min(sum);
            queries.push(one_of(used));
        }
        let query: Box<dyn Query> = match (queries.pop(), queries.is_empty()) {
            (None, _) => return Ok(None),
            (Some(only), true) => only,
            (Some(last), false) => {
                queries.push(last);
                Box::new(BooleanQuery::intersection(queries))
            }
        };
        let scoring = EnableScoring::disabled_from_searcher(&snapshot.searcher);
        let weight = query.weight(scoring)?;
        Ok(Some(Self { weight, cost }))
    }
}

fn one_of(mut terms: Vec<Term>) -> Box<dyn Query> {
    let term_query =
        |term| -> Box<dyn Query> { Box::new(TermQuery::new(term, IndexRecordOption::Basic)) };
    if terms.len() > FEW {
        return Box::new(TermSetQuery::new(terms));
    }
    match (terms.pop(), terms.is_empty()) {
        (Some(only), true) => term_query(only),
        (last, _) => {
            let each = terms.into_iter().chain(last).map(term_query).collect();
            Box::new(BooleanQuery::union(each))
        }
    }
}

/// What is asked of a card's columns.
pub(crate) struct Predicates {
    today: i64,
    age: Option<u8>,
    price: Option<PriceFilter>,
    max_waiting: Option<u64>,
    open_at: Option<OpenAt>,
    verified_since: Option<i64>,
    published_since: Option<i64>,
    near: Option<Ruler>,
    agreements: Option<Agreements>,
}

/// Which agreements are asked for, with the owners as columns have them.
struct Agreements {
    filter: AgreementFilter,
    owners: Vec<u64>,
}

impl Agreements {
    fn new(filter: &AgreementFilter) -> Self {
        Self {
            owners: filter.owners.iter().copied().map(short_id).collect(),
            filter: filter.clone(),
        }
    }

    fn pass(&self, segment: &Segment, doc: DocId) -> bool {
        let is = |wanted: Option<bool>, column: Option<&OwnedDays>| {
            wanted.is_none_or(|wanted| {
                let any = column.is_some_and(|column| {
                    column.of(doc).any(|(days, owner)| {
                        holds(days, self.filter.day)
                            && (self.owners.is_empty() || self.owners.contains(&owner))
                    })
                });
                any == wanted
            })
        };
        is(self.filter.agreed, segment.agreed.as_ref())
            && is(self.filter.benefit, segment.benefits.as_ref())
    }
}

impl Predicates {
    pub(crate) fn new(filters: &Filters, today: i64) -> Self {
        let start_of_day = |day: chrono::NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
        Self {
            today,
            age: filters.age,
            price: filters.price.clone(),
            max_waiting: filters.max_waiting_days.map(u64::from),
            open_at: filters.open_at,
            verified_since: filters.verified_since.map(days),
            published_since: filters
                .published_since
                .map(|day| start_of_day(day).timestamp_micros()),
            near: filters.near.as_ref().map(Ruler::new),
            agreements: filters.agreements.as_ref().map(Agreements::new),
        }
    }

    /// Whether a card is there, shown today, and passes.
    pub(crate) fn pass(&self, segment: &Segment, doc: DocId) -> bool {
        segment.is_visible(doc, self.today)
            && self
                .published_since
                .is_none_or(|since| segment.published.first(doc).is_some_and(|at| at >= since))
            && self.verified_since.is_none_or(|since| {
                let verified = segment
                    .verified
                    .as_ref()
                    .and_then(|column| column.first(doc));
                verified.is_some_and(|on| on >= since)
            })
            && self.max_waiting.is_none_or(|max| {
                let waiting = segment
                    .waiting
                    .as_ref()
                    .and_then(|column| column.first(doc));
                waiting.is_some_and(|days| days <= max)
            })
            && self.age.is_none_or(|age| is_of_age(segment, doc, age))
            && self
                .price
                .as_ref()
                .is_none_or(|price| is_payable(segment, doc, price))
            && self.open_at.is_none_or(|at| is_open(segment, doc, at))
            && (self.near.is_none() || self.distance(segment, doc).is_some())
            && self
                .agreements
                .as_ref()
                .is_none_or(|agreements| agreements.pass(segment, doc))
    }

    /// Kilometres to the nearest site, if a place was asked for and it is near enough.
    pub(crate) fn distance(&self, segment: &Segment, doc: DocId) -> Option<f64> {
        let (ruler, sites) = (self.near.as_ref()?, segment.sites.as_ref()?);
        ruler.nearest_within(sites.values_for_doc(doc))
    }

    /// The lowest price in the units asked for; free is zero.
    pub(crate) fn lowest_price(&self, segment: &Segment, doc: DocId) -> Option<u64> {
        if flag(segment, doc, FLAG_FREE) {
            return Some(0);
        }
        let units = self.price.as_ref().map_or(&[][..], |price| &price.units);
        prices(segment, doc, units).min()
    }
}

fn flag(segment: &Segment, doc: DocId, flag: u64) -> bool {
    segment.flags.first(doc).unwrap_or_default() & flag != 0
}

/// The amounts per one of the units, or per any if none is named.
fn prices<'a>(segment: &'a Segment, doc: DocId, units: &'a [u8]) -> impl Iterator<Item = u64> + 'a {
    let column = segment.prices.as_ref();
    let packed = column
        .into_iter()
        .flat_map(move |column| column.values_for_doc(doc));
    packed
        .filter(|packed| {
            units.is_empty() || units.iter().any(|unit| packed >> 56 == u64::from(*unit))
        })
        .map(|packed| packed & pack_price(0, u64::MAX))
}

fn is_of_age(segment: &Segment, doc: DocId, age: u8) -> bool {
    let ages = segment.ages.as_ref().and_then(|column| column.first(doc));
    ages.is_none_or(|ages| (ages >> 8..=ages & 0xff).contains(&u64::from(age)))
}

fn is_payable(segment: &Segment, doc: DocId, price: &PriceFilter) -> bool {
    let mut prices = prices(segment, doc, &price.units);
    match price.max_cents {
        None => price.units.is_empty() || prices.next().is_some(),
        Some(max) => flag(segment, doc, FLAG_FREE) || prices.any(|cents| cents <= max),
    }
}

fn is_open(segment: &Segment, doc: DocId, at: OpenAt) -> bool {
    if at.is_holiday && flag(segment, doc, FLAG_CLOSED_ON_HOLIDAYS) {
        return false;
    }
    let minute = u64::from(at.minute_of_week);
    let hours = segment.hours.as_ref();
    let mut hours = hours
        .into_iter()
        .flat_map(|column| column.values_for_doc(doc));
    hours.any(|packed| (packed >> 16..packed & 0xffff).contains(&minute))
}
