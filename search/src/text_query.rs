//! What the words of a query stand for, and the query made of them.

use tantivy::Term;
use tantivy::query::{BooleanQuery, BoostQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use crate::analysis::{Stems, TextLanguage, words};
use crate::card_words::{LONGEST_START, form_term, start_term, stem_term};
use crate::error::SearchError;
use crate::schema::Fields;
use crate::snapshot::Snapshot;

/// What a beginning is worth beside the whole word.
const START_BOOST: f32 = 0.4;
/// Of so many longer words, those that the stems find already are left out.
const FEW_STARTING: usize = 8;
/// Words of a query beyond these are left out.
const MAX_WORDS: usize = 16;

/// One word of a query and what it matches.
#[derive(Debug, Clone)]
pub(crate) struct QueryWord {
    pub(crate) form: String,
    pub(crate) italian: String,
    pub(crate) english: String,
    /// Whether it may be the beginning of a word.
    pub(crate) is_start: bool,
    /// The words it may be a misspelling of.
    pub(crate) like: Vec<String>,
    terms: Vec<(Term, f32)>,
}

/// The words of a query, looked up.
#[derive(Debug, Clone, Default)]
pub(crate) struct TextQuery {
    pub(crate) words: Vec<QueryWord>,
}

impl TextQuery {
    /// Looks up the words of a text; no words mean every card.
    pub(crate) fn new(snapshot: &Snapshot, text: &str) -> Result<Self, SearchError> {
        let mut stems = Stems::default();
        let mut forms: Vec<String> = words(text).into_iter().map(|word| word.form).collect();
        forms.truncate(MAX_WORDS);
        let last = forms.len().saturating_sub(1);
        let mut words = Vec::new();
        for (at, form) in forms.into_iter().enumerate() {
            words.push(look_up(snapshot, &mut stems, form, at == last)?);
        }
        Ok(Self { words })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The query for cards that have all words.
    pub(crate) fn all(&self) -> Box<dyn Query> {
        let mut each: Vec<Box<dyn Query>> =
            self.words.iter().map(|word| any_of(&word.terms)).collect();
        match (each.pop(), each.is_empty()) {
            (Some(only), true) => only,
            (Some(last), false) => {
                each.push(last);
                Box::new(BooleanQuery::intersection(each))
            }
            (None, _) => any_of(&[]),
        }
    }

    /// The query for cards that have one of the words.
    pub(crate) fn any(&self) -> Box<dyn Query> {
        let terms: Vec<(Term, f32)> = self
            .words
            .iter()
            .flat_map(|word| word.terms.iter().cloned())
            .collect();
        any_of(&terms)
    }

    /// About how many documents must be looked at for all words.
    pub(crate) fn cost(&self, snapshot: &Snapshot) -> Result<u64, SearchError> {
        let mut least = u64::MAX;
        for word in &self.words {
            let mut cost = 0;
            for (term, _) in &word.terms {
                cost += snapshot.frequency(term)?;
            }
            least = least.min(cost);
        }
        Ok(least)
    }
}

fn any_of(terms: &[(Term, f32)]) -> Box<dyn Query> {
    let mut each: Vec<Box<dyn Query>> = terms
        .iter()
        .map(|(term, boost)| -> Box<dyn Query> {
            let query = Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs));
            if (*boost - 1.0).abs() < f32::EPSILON {
                query
            } else {
                Box::new(BoostQuery::new(query, *boost))
            }
        })
        .collect();
    if each.len() == 1
        && let Some(only) = each.pop()
    {
        return only;
    }
    Box::new(BooleanQuery::union(each))
}

fn look_up(
    snapshot: &Snapshot,
    stems: &mut Stems,
    form: String,
    is_last: bool,
) -> Result<QueryWord, SearchError> {
    let mut word = QueryWord {
        italian: stems.italian(&form).to_owned(),
        english: stems.english(&form).to_owned(),
        is_start: is_last && form.len() >= 2,
        like: Vec::new(),
        terms: Vec::new(),
        form,
    };
    let fields = &snapshot.fields;
    for term in stem_terms(fields, stems, &word.form) {
        if snapshot.is_used(&term)? {
            word.terms.push((term, 1.0));
        }
    }
    if word.is_start {
        add_starts(snapshot, stems, &mut word)?;
    }
    if word.terms.is_empty() {
        for (like, typos) in snapshot.like(&word.form)? {
            let term = form_term(fields, &like);
            if snapshot.is_used(&term)? {
                word.terms.push((term, if typos <= 1 { 0.8 } else { 0.5 }));
                word.like.push(like);
            }
        }
    }
    Ok(word)
}

/// The terms that stand for a whole word in texts of each language.
fn stem_terms(fields: &Fields, stems: &mut Stems, form: &str) -> [Term; 3] {
    [
        TextLanguage::Italian,
        TextLanguage::English,
        TextLanguage::Other,
    ]
    .map(|language| stem_term(fields, language, stems.of(language, form)))
}

/// Adds what the word may be the beginning of, as far as its stems do not find it already.
fn add_starts(
    snapshot: &Snapshot,
    stems: &mut Stems,
    word: &mut QueryWord,
) -> Result<(), SearchError> {
    let fields = &snapshot.fields;
    if word.form.len() <= LONGEST_START {
        let start = start_term(fields, &word.form);
        let whole = form_term(fields, &word.form);
        let is_more = snapshot.frequency(&start)? > snapshot.frequency(&whole)?;
        if is_more && snapshot.is_used(&start)? {
            word.terms.push((start, START_BOOST));
        }
        return Ok(());
    }
    let own = stem_terms(fields, stems, &word.form);
    let longer = snapshot.starting(fields.words, &word.form)?;
    let is_few = longer.len() <= FEW_STARTING;
    for (longer, _) in longer {
        let mut is_found = is_few;
        if is_few {
            for (term, own) in stem_terms(fields, stems, &longer).iter().zip(&own) {
                is_found &= term == own || snapshot.frequency(term)? == 0;
            }
        }
        let term = form_term(fields, &longer);
        if !is_found && (!word.terms.is_empty() || snapshot.is_used(&term)?) {
            word.terms.push((term, START_BOOST));
        }
    }
    Ok(())
}
