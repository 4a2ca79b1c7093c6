//! Tests of the whole index.

mod changes;
mod find;
mod list;
mod oracle;
mod property;
mod suggest;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use crate::{CardEntry, CardIndex, CardText, Filters, SearchAnswer, SearchRequest};

pub(crate) struct Fixture {
    pub(crate) index: CardIndex,
    pub(crate) folder: tempfile::TempDir,
}

pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 6, 15).unwrap()
}

pub(crate) fn instant(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_750_000_000, 0).unwrap() + TimeDelta::minutes(minutes)
}

pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// A card with an Italian title, published after those of smaller numbers.
pub(crate) fn card(number: u128, title: &str) -> CardEntry {
    let minutes = i64::try_from(number).unwrap();
    let mut card = CardEntry::new(id(number), id(1_000), instant(minutes));
    card.texts.push(text("it", title));
    card
}

pub(crate) fn text(language: &str, title: &str) -> CardText {
    CardText {
        language: language.to_owned(),
        title: title.to_owned(),
        ..CardText::default()
    }
}

pub(crate) fn codes(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

/// An index of these cards, put in one by one so that there are several segments.
pub(crate) fn index_of(cards: &[CardEntry]) -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let index = CardIndex::open(folder.path()).unwrap();
    for (position, cards) in (1..).zip(cards.chunks(3)) {
        index.apply(cards, &[], position).unwrap();
    }
    Fixture { index, folder }
}

impl Fixture {
    pub(crate) fn search(&self, request: &SearchRequest) -> SearchAnswer {
        self.index.search(request).unwrap()
    }

    /// The numbers of the cards with these words, best first.
    pub(crate) fn find(&self, text: &str) -> Vec<u128> {
        numbers(&self.search(&SearchRequest::new(today(), 100).text(text)))
    }

    /// The numbers of the cards that pass, smallest first.
    pub(crate) fn filter(&self, filters: Filters) -> Vec<u128> {
        let mut found = numbers(&self.search(&SearchRequest::new(today(), 100).filters(filters)));
        found.sort_unstable();
        found
    }
}

pub(crate) fn numbers(answer: &SearchAnswer) -> Vec<u128> {
    answer.hits.iter().map(|hit| hit.id.as_u128()).collect()
}

/// All pages of a search, one after the other.
pub(crate) fn all_pages(index: &CardIndex, request: &SearchRequest) -> Vec<u128> {
    let mut request = request.clone();
    let mut found = Vec::new();
    loop {
        let answer = index.search(&request).unwrap();
        found.extend(numbers(&answer));
        if answer.next.is_none() {
            return found;
        }
        assert_eq!(answer.hits.len(), request.limit);
        request.after = answer.next;
    }
}
