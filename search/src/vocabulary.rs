//! Questions to the dictionaries of words, over all segments.

use std::collections::HashMap;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use crate::card_words::{form_term, is_form};
use crate::error::SearchError;
use crate::snapshot::{Segment, Snapshot};
use crate::typos;

/// Words that one beginning stands for at most.
pub(crate) const MAX_STARTING: usize = 256;

/// The end of the terms that begin with some bytes.
pub(crate) fn after_prefix(prefix: &str) -> Option<Vec<u8>> {
    let mut end = prefix.as_bytes().to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}

impl Snapshot {
    /// How many documents have the term, deleted ones included.
    pub(crate) fn frequency(&self, term: &Term) -> Result<u64, SearchError> {
        Ok(self.searcher.doc_freq(term)?)
    }

    /// Whether a card has the term.
    pub(crate) fn is_used(&self, term: &Term) -> Result<bool, SearchError> {
        for segment in &self.segments {
            if segment.first_alive(term, |_| true)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Words of a field that begin so, with their frequency, the most frequent first.
    pub(crate) fn starting(
        &self,
        field: Field,
        prefix: &str,
    ) -> Result<Vec<(String, u64)>, SearchError> {
        let mut found: HashMap<String, u64> = HashMap::new();
        for segment in &self.segments {
            let index = segment.reader.inverted_index(field)?;
            let mut range = index.terms().range().ge(prefix.as_bytes());
            if let Some(end) = after_prefix(prefix) {
                range = range.lt(end);
            }
            let mut stream = range.into_stream()?;
            while let Some((term, info)) = stream.next() {
                if let Ok(form) = std::str::from_utf8(term) {
                    *found.entry(form.to_owned()).or_default() += u64::from(info.doc_freq);
                }
            }
        }
        let mut found: Vec<(String, u64)> = found.into_iter().collect();
        found.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(MAX_STARTING);
        Ok(found)
    }

    /// Words within the typos that are forgiven, with their number: the nearest first, then the
    /// more frequent.
    pub(crate) fn like(&self, form: &str) -> Result<Vec<(String, usize)>, SearchError> {
        let allowed = typos::allowed(form);
        if allowed == 0 {
            return Ok(Vec::new());
        }
        let field = self.fields.words;
        let term = form_term(&self.fields, form);
        let automaton = FuzzyTermQuery::new(term, allowed, true).automaton()?;
        let mut found: HashMap<String, u64> = HashMap::new();
        for segment in &self.segments {
            let index = segment.reader.inverted_index(field)?;
            let mut stream = index.terms().search(&automaton).into_stream()?;
            while let Some((term, info)) = stream.next() {
                if let Some(form) = std::str::from_utf8(term).ok().filter(|term| is_form(term)) {
                    *found.entry(form.to_owned()).or_default() += u64::from(info.doc_freq);
                }
            }
        }
        let mut found: Vec<(usize, u64, String)> = found
            .into_iter()
            .map(|(other, frequency)| (typos::distance(form, &other), frequency, other))
            .filter(|(distance, ..)| *distance <= usize::from(allowed))
            .collect();
        found.sort_unstable_by(|a, b| (a.0, b.1, &a.2).cmp(&(b.0, a.1, &b.2)));
        found.truncate(typos::MAX_LIKE);
        Ok(found.into_iter().map(|(d, _, other)| (other, d)).collect())
    }
}

impl Segment {
    /// Whether a card that is there, and is as asked, has the term.
    pub(crate) fn first_alive(
        &self,
        term: &Term,
        is_wanted: impl Fn(u32) -> bool,
    ) -> Result<bool, SearchError> {
        let index = self.reader.inverted_index(term.field())?;
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else {
            return Ok(false);
        };
        let mut doc = postings.doc();
        while doc != TERMINATED {
            if self.is_alive(doc) && is_wanted(doc) {
                return Ok(true);
            }
            doc = postings.advance();
        }
        Ok(false)
    }
}
