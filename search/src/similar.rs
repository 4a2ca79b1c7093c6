//! Cards like a card.

use chrono::NaiveDate;
use tantivy::columnar::StrColumn;
use tantivy::query::{BooleanQuery, BoostQuery, EnableScoring, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};
use uuid::Uuid;

use crate::analysis::{Stems, TextLanguage, words};
use crate::answer::Facet;
use crate::card_words::stem_term;
use crate::collect::Best;
use crate::error::SearchError;
use crate::index::CardIndex;
use crate::schema::{Tag, days, id_term};
use crate::snapshot::{Segment, Snapshot};

/// The rarest of each are asked for.
const CATEGORIES: usize = 3;
const RECIPIENTS: usize = 3;
const TITLE_WORDS: usize = 6;

const CATEGORY_BOOST: f32 = 2.0;
const RECIPIENT_BOOST: f32 = 0.5;

impl CardIndex {
    /// The visible cards that have most in common with a card, the nearest first, by their rarer
    /// categories, the words of its title (wherever they have them), and its recipients. A card has at least a category or a
    /// word in common. Nothing if the card is not in the index; never the card itself.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn similar(
        &self,
        id: Uuid,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<Uuid>, SearchError> {
        let snapshot = self.snapshot();
        let Some((segment, doc)) = snapshot.find(id)? else {
            return Ok(Vec::new());
        };
        let query = like(&snapshot, segment, doc)?;
        let scoring = EnableScoring::enabled_from_searcher(&snapshot.searcher);
        let weight = query.weight(scoring)?;
        let today = days(today);
        let mut best = Best::new(limit.max(1));
        for (ord, segment) in snapshot.segments.iter().enumerate() {
            weight.for_each_pruning(best.threshold, &segment.reader, &mut |doc, score| {
                if segment.is_visible(doc, today) && segment.uuid(doc) != id {
                    best.offer(score, (ord, doc));
                }
                best.threshold
            })?;
        }
        let segment = |ord: usize| snapshot.segments.get(ord);
        let addresses = best.into_sorted().into_iter().take(limit);
        Ok(addresses
            .filter_map(|(ord, doc)| segment(ord).map(|segment| segment.uuid(doc)))
            .collect())
    }
}

impl Snapshot {
    fn find(&self, id: Uuid) -> Result<Option<(&Segment, DocId)>, SearchError> {
        let term = id_term(&self.fields, id);
        for segment in &self.segments {
            let index = segment.reader.inverted_index(self.fields.id)?;
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if segment.is_alive(doc) {
                    return Ok(Some((segment, doc)));
                }
                doc = postings.advance();
            }
        }
        Ok(None)
    }

    /// The rarest of some terms that other cards have too.
    fn rarest(&self, terms: Vec<Term>, wanted: usize) -> Result<Vec<Term>, SearchError> {
        let mut counted = Vec::with_capacity(terms.len());
        for term in terms {
            let frequency = self.frequency(&term)?;
            if frequency > 1 {
                counted.push((frequency, term));
            }
        }
        counted.sort_unstable();
        counted.dedup();
        counted.truncate(wanted);
        Ok(counted.into_iter().map(|(_, term)| term).collect())
    }
}

fn texts(column: Option<&StrColumn>, doc: DocId) -> Result<Vec<String>, SearchError> {
    let mut texts = Vec::new();
    if let Some(column) = column {
        for ord in column.ords().values_for_doc(doc) {
            let mut text = String::new();
            column.ord_to_str(ord, &mut text)?;
            texts.push(text);
        }
    }
    Ok(texts)
}

fn like(snapshot: &Snapshot, segment: &Segment, doc: DocId) -> Result<BooleanQuery, SearchError> {
    let fields = &snapshot.fields;
    let categories = texts(segment.facet(Facet::Category), doc)?;
    let categories = categories
        .iter()
        .map(|code| Tag::Category(code).term(fields));
    let recipients = texts(segment.facet(Facet::Recipient), doc)?;
    let recipients = recipients
        .iter()
        .map(|code| Tag::Recipient(code).term(fields));
    let mut stems = Stems::default();
    let mut title = Vec::new();
    for word in texts(segment.title.as_ref(), doc)?
        .iter()
        .flat_map(|title| words(title))
    {
        let stem = stems.italian(&word.form);
        title.push(stem_term(fields, TextLanguage::Italian, stem));
    }
    let parts = [
        (
            snapshot.rarest(categories.collect(), CATEGORIES)?,
            CATEGORY_BOOST,
        ),
        (snapshot.rarest(title, TITLE_WORDS)?, 1.0),
        (
            snapshot.rarest(recipients.collect(), RECIPIENTS)?,
            RECIPIENT_BOOST,
        ),
    ];
    let [categories, title, recipients] = parts.map(|(terms, boost)| {
        let query = move |term| -> Box<dyn Query> {
            let term = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            Box::new(BoostQuery::new(term, boost))
        };
        terms.into_iter().map(query).collect::<Vec<_>>()
    });
    let essential = BooleanQuery::union(categories.into_iter().chain(title).collect());
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, Box::new(essential))];
    clauses.extend(recipients.into_iter().map(|query| (Occur::Should, query)));
    Ok(BooleanQuery::new(clauses))
}
