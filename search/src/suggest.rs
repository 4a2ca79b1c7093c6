//! Suggestions while typing: titles and providers.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use domain_shared::fold;
use tantivy::query::{BooleanQuery, EnableScoring, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};
use uuid::Uuid;

use crate::analysis::{all_words, is_stop_word};
use crate::card_words::LONGEST_START;
use crate::error::SearchError;
use crate::index::CardIndex;
use crate::schema::{SEPARATOR, days};
use crate::snapshot::{Segment, Snapshot};
use crate::vocabulary::after_prefix;

/// Matching cards looked at, the newest of each segment.
const LOOKED_AT: usize = 1_000;
/// Different titles, and names of providers, looked at.
const DIFFERENT: usize = 200;
/// Names of providers read.
const NAMES: usize = 2_000;
/// The least share that a small segment has of each.
const LEAST: usize = 10;

/// What a suggestion names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SuggestionKind {
    /// The title of a card.
    Title,
    /// A provider.
    Provider,
}

/// Something that begins as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it names.
    pub kind: SuggestionKind,
    /// The title or name.
    pub text: String,
    /// The card of that title (the newest one), or the provider.
    pub id: Uuid,
}

/// How well a text answers what was typed: smaller is better.
type Rank = (bool, usize, String);

fn rank(text: &str, typed: &str) -> Rank {
    let folded = fold(text);
    (!folded.starts_with(typed), folded.chars().count(), folded)
}

impl CardIndex {
    /// Titles of visible cards, then providers of such cards, at most `limit` of each, in which every word typed is a
    /// word and the last one the beginning of a word; those that begin as typed first, then the
    /// shorter ones. Stop words typed before the last word do not matter. No text is suggested twice. Of very many
    /// only the newest cards and the first names are looked at.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn suggest(
        &self,
        text: &str,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<Suggestion>, SearchError> {
        let mut words: Vec<String> = all_words(text).into_iter().map(|word| word.form).collect();
        let Some(last) = words.pop() else {
            return Ok(Vec::new());
        };
        words.retain(|word| !is_stop_word(word));
        let typed = Typed {
            words,
            last,
            folded: fold(text),
        };
        let snapshot = self.snapshot();
        let mut suggestions = typed.titles(&snapshot, limit, days(today))?;
        suggestions.extend(typed.providers(&snapshot, limit, days(today))?);
        Ok(suggestions)
    }
}

/// What a segment is looked at of a number for all.
fn share(of: usize, snapshot: &Snapshot, segment: &Segment) -> usize {
    let all = usize::try_from(snapshot.searcher.num_docs())
        .unwrap_or(usize::MAX)
        .max(1);
    let own = usize::try_from(segment.reader.num_docs()).unwrap_or(usize::MAX);
    (of.saturating_mul(own) / all).max(LEAST)
}

struct Typed {
    words: Vec<String>,
    last: String,
    folded: String,
}

impl Typed {
    fn matches(&self, text: &str) -> bool {
        let words = all_words(text);
        words.iter().any(|word| word.form.starts_with(&self.last))
            && self
                .words
                .iter()
                .all(|typed| words.iter().any(|word| word.form == *typed))
    }

    fn title_query(&self, snapshot: &Snapshot) -> Result<Box<dyn Query>, SearchError> {
        let field = snapshot.fields.titles;
        let term = |text: &str| -> Box<dyn Query> {
            let term = Term::from_field_text(field, text);
            Box::new(TermQuery::new(term, IndexRecordOption::Basic))
        };
        let mut all: Vec<Box<dyn Query>> = self.words.iter().map(|word| term(word)).collect();
        all.push(if self.last.len() <= LONGEST_START {
            term(&format!("^{}", self.last))
        } else {
            let words = snapshot.starting(field, &self.last)?;
            let any = words.iter().map(|(word, _)| term(word)).collect();
            Box::new(BooleanQuery::union(any))
        });
        Ok(Box::new(BooleanQuery::intersection(all)))
    }

    fn titles(
        &self,
        snapshot: &Snapshot,
        limit: usize,
        today: i64,
    ) -> Result<Vec<Suggestion>, SearchError> {
        let query = self.title_query(snapshot)?;
        let weight = query.weight(EnableScoring::disabled_from_searcher(&snapshot.searcher))?;
        let mut found: Vec<(Rank, String, std::cmp::Reverse<i64>, Uuid)> = Vec::new();
        for segment in &snapshot.segments {
            let mut scorer = weight.scorer(&segment.reader, 1.0)?;
            let mut seen = HashSet::new();
            let mut doc = scorer.doc();
            for _ in 0..share(LOOKED_AT, snapshot, segment) {
                if doc == TERMINATED || seen.len() >= share(DIFFERENT, snapshot, segment) {
                    break;
                }
                if segment.is_visible(doc, today)
                    && let Some(title) = self.title_of(segment, doc, &mut seen)?
                {
                    let published = segment.published.first(doc).unwrap_or_default();
                    let rank = rank(&title, &self.folded);
                    let published = std::cmp::Reverse(published);
                    found.push((rank, title, published, segment.uuid(doc)));
                }
                doc = scorer.advance();
            }
        }
        found.sort_unstable();
        found.dedup_by(|later, earlier| later.0 == earlier.0);
        found.truncate(limit);
        let suggestion = |(_, text, _, id)| Suggestion {
            kind: SuggestionKind::Title,
            text,
            id,
        };
        Ok(found.into_iter().map(suggestion).collect())
    }

    /// The first title of a card that answers what was typed and was not seen yet.
    fn title_of(
        &self,
        segment: &Segment,
        doc: u32,
        seen: &mut HashSet<u64>,
    ) -> Result<Option<String>, SearchError> {
        let Some(column) = &segment.title else {
            return Ok(None);
        };
        for ord in column.ords().values_for_doc(doc) {
            if !seen.insert(ord) {
                continue;
            }
            let mut title = String::new();
            column.ord_to_str(ord, &mut title)?;
            if self.matches(&title) {
                return Ok(Some(title));
            }
        }
        Ok(None)
    }

    fn providers(
        &self,
        snapshot: &Snapshot,
        limit: usize,
        today: i64,
    ) -> Result<Vec<Suggestion>, SearchError> {
        let mut found: BTreeSet<(Rank, String, Uuid)> = BTreeSet::new();
        for segment in &snapshot.segments {
            let mut seen = HashSet::new();
            for (term, name, id) in self.named(snapshot, segment)? {
                if seen.len() >= share(DIFFERENT, snapshot, segment) {
                    break;
                }
                if self.matches(&name)
                    && seen.insert(id)
                    && segment.first_alive(&term, |doc| segment.is_visible(doc, today))?
                {
                    found.insert((rank(&name, &self.folded), name, id));
                }
            }
        }
        let mut ids = HashSet::new();
        let suggestion = |(_, text, id)| Suggestion {
            kind: SuggestionKind::Provider,
            text,
            id,
        };
        let distinct = found.into_iter().filter(|(.., id)| ids.insert(*id));
        Ok(distinct.take(limit).map(suggestion).collect())
    }

    /// The first providers, by name, with a word that begins like the first word typed.
    fn named(
        &self,
        snapshot: &Snapshot,
        segment: &Segment,
    ) -> Result<Vec<(Term, String, Uuid)>, SearchError> {
        let field = snapshot.fields.providers;
        let begin = self.words.first().unwrap_or(&self.last);
        let index = segment.reader.inverted_index(field)?;
        let mut range = index.terms().range().ge(begin.as_bytes());
        if let Some(end) = after_prefix(begin) {
            range = range.lt(end);
        }
        let mut stream = range.into_stream()?;
        let wanted = share(NAMES, snapshot, segment);
        let mut names = Vec::new();
        while let Some((bytes, _)) = stream.next().filter(|_| names.len() < wanted) {
            let Ok(text) = std::str::from_utf8(bytes) else {
                continue;
            };
            let mut parts = text.split(SEPARATOR).skip(1);
            if let (Some(name), Some(Ok(id))) = (parts.next(), parts.next().map(Uuid::parse_str)) {
                names.push((Term::from_field_text(field, text), name.to_owned(), id));
            }
        }
        Ok(names)
    }
}
