//! Running a search over the segments: the best cards, and the counts.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::ControlFlow;

use tantivy::query::{EnableScoring, Query, Scorer, Weight, intersect_scorers};
use tantivy::{DocId, DocSet, Score, TERMINATED};

use crate::error::SearchError;
use crate::facets::Counters;
use crate::filters::{Predicates, TermFilter};
use crate::request::Sort;
use crate::snapshot::{Segment, Snapshot};

/// Filters that leave fewer cards than this part of those with the words are asked before the words.
const FILTER_FIRST: u64 = 4;

/// Where a card is: segment and document.
pub(crate) type Address = (usize, DocId);

/// The two halves of an id.
pub(crate) type IdParts = (u64, u64);

/// A place in a total order: smaller is better, the id decides between equals.
pub(crate) type Place = (u64, IdParts);

/// Everything that says which cards are found.
pub(crate) struct Plan<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) text: Option<Box<dyn Query>>,
    /// About how many documents must be looked at for the words; only told where there is a filter.
    pub(crate) text_cost: u64,
    pub(crate) filter: Option<&'a TermFilter>,
    pub(crate) predicates: &'a Predicates,
}

type BoxedScorer = Box<dyn Scorer>;

fn is_at(scorer: &mut BoxedScorer, doc: DocId) -> bool {
    (if scorer.doc() < doc {
        scorer.seek(doc)
    } else {
        scorer.doc()
    }) == doc
}

impl Plan<'_> {
    fn unscored_text(&self) -> Result<Option<Box<dyn Weight>>, SearchError> {
        let scoring = EnableScoring::disabled_from_searcher(&self.snapshot.searcher);
        Ok(self
            .text
            .as_ref()
            .map(|text| text.weight(scoring))
            .transpose()?)
    }

    /// Visits the documents of a segment that words and postings leave, in order, from a first one.
    /// Predicates are not asked yet.
    fn visit(
        &self,
        segment: &Segment,
        text: Option<&dyn Weight>,
        from: DocId,
        visit: &mut dyn FnMut(DocId) -> ControlFlow<()>,
    ) -> Result<(), SearchError> {
        let mut scorers: Vec<BoxedScorer> = Vec::new();
        if let Some(text) = text {
            scorers.push(text.scorer(&segment.reader, 1.0)?);
        }
        if let Some(filter) = self.filter {
            scorers.push(filter.weight.scorer(&segment.reader, 1.0)?);
        }
        if scorers.is_empty() {
            for doc in from..segment.reader.max_doc() {
                if visit(doc).is_break() {
                    break;
                }
            }
            return Ok(());
        }
        let mut scorer = intersect_scorers(scorers, segment.reader.num_docs());
        let mut doc = scorer.doc();
        if doc < from {
            doc = scorer.seek(from);
        }
        while doc != TERMINATED {
            if visit(doc).is_break() {
                break;
            }
            doc = scorer.advance();
        }
        Ok(())
    }

    /// Counts all cards found.
    pub(crate) fn count(&self, counters: &mut Counters) -> Result<(), SearchError> {
        let text = self.unscored_text()?;
        for segment in &self.snapshot.segments {
            let mut of_segment = counters.of_segment(segment);
            self.visit(segment, text.as_deref(), 0, &mut |doc| {
                if self.predicates.pass(segment, doc) {
                    of_segment.count(doc);
                }
                ControlFlow::Continue(())
            })?;
            counters.add(&of_segment)?;
        }
        Ok(())
    }

    /// The first cards of an order, after a place, with their places.
    pub(crate) fn ordered(
        &self,
        sort: Sort,
        after: Option<Place>,
        wanted: usize,
    ) -> Result<Vec<(Place, Address)>, SearchError> {
        let text = self.unscored_text()?;
        let mut best: BinaryHeap<(Place, Address)> = BinaryHeap::new();
        for (ord, segment) in self.snapshot.segments.iter().enumerate() {
            let from = match (sort, after) {
                (Sort::Newest, Some((key, _))) => first_not_newer(segment, key),
                _ => 0,
            };
            self.visit(segment, text.as_deref(), from, &mut |doc| {
                let key = self.key(sort, segment, doc);
                let worst = best.peek().filter(|_| best.len() >= wanted);
                if worst.is_some_and(|((worst, _), _)| key > *worst) {
                    return match sort {
                        // Segments are in this order, so nothing better follows.
                        Sort::Newest => ControlFlow::Break(()),
                        _ => ControlFlow::Continue(()),
                    };
                }
                let place = (key, segment.id(doc));
                let is_wanted = after.is_none_or(|after| place > after)
                    && worst.is_none_or(|(worst, _)| place < *worst);
                if is_wanted && self.predicates.pass(segment, doc) {
                    best.push((place, (ord, doc)));
                    if best.len() > wanted {
                        best.pop();
                    }
                }
                ControlFlow::Continue(())
            })?;
        }
        Ok(best.into_sorted_vec())
    }

    fn key(&self, sort: Sort, segment: &Segment, doc: DocId) -> u64 {
        match sort {
            Sort::Relevance | Sort::Newest => newest_key(segment.published.first(doc)),
            Sort::Distance => self
                .predicates
                .distance(segment, doc)
                .map_or(u64::MAX, f64::to_bits),
            Sort::WaitingTime => segment
                .waiting
                .as_ref()
                .and_then(|column| column.first(doc))
                .unwrap_or(u64::MAX),
            Sort::Price => self
                .predicates
                .lowest_price(segment, doc)
                .unwrap_or(u64::MAX),
        }
    }

    /// The cards that match the words best, the best first.
    pub(crate) fn ranked(&self, wanted: usize) -> Result<Vec<Address>, SearchError> {
        let Some(text) = &self.text else {
            return Ok(Vec::new());
        };
        let scoring = EnableScoring::enabled_from_searcher(&self.snapshot.searcher);
        let weight = text.weight(scoring)?;
        let mut best = Best::new(wanted);
        for (ord, segment) in self.snapshot.segments.iter().enumerate() {
            let reader = &segment.reader;
            let mut filter = match self.filter {
                Some(filter) => Some(filter.weight.scorer(reader, 1.0)?),
                None => None,
            };
            let filters_first = self
                .filter
                .is_some_and(|filter| filter.cost.saturating_mul(FILTER_FIRST) < self.text_cost);
            if let Some(filter) = filter.as_mut().filter(|_| filters_first) {
                let mut scorer = weight.scorer(reader, 1.0)?;
                let mut doc = filter.doc();
                while doc != TERMINATED {
                    if is_at(&mut scorer, doc) && self.predicates.pass(segment, doc) {
                        best.offer(scorer.score(), (ord, doc));
                    }
                    // The next of the filter, unless the words come later still.
                    let next = scorer.doc();
                    doc = if next > doc {
                        filter.seek(next)
                    } else {
                        filter.advance()
                    };
                }
                continue;
            }
            weight.for_each_pruning(best.threshold, reader, &mut |doc, score| {
                if filter.as_mut().is_none_or(|filter| is_at(filter, doc))
                    && self.predicates.pass(segment, doc)
                {
                    best.offer(score, (ord, doc));
                }
                best.threshold
            })?;
        }
        Ok(best.into_sorted())
    }
}

/// The key of [`Sort::Newest`]: the later the smaller.
pub(crate) fn newest_key(published: Option<i64>) -> u64 {
    !tantivy::i64_to_u64(published.unwrap_or(i64::MIN))
}

/// The first document of a segment whose key is not smaller.
fn first_not_newer(segment: &Segment, key: u64) -> DocId {
    let (mut low, mut high) = (0, segment.reader.max_doc());
    while low < high {
        let middle = low + (high - low) / 2;
        if newest_key(segment.published.first(middle)) < key {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// A score without its last bits, which depend on the order of summing.
fn rounded(score: Score) -> Score {
    Score::from_bits(score.to_bits() & !0xff)
}

#[derive(PartialEq)]
struct Ranked {
    score: Score,
    address: Reverse<Address>,
}

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let by_score = self.score.total_cmp(&other.score);
        by_score.then_with(|| self.address.cmp(&other.address))
    }
}

/// The best scores so far.
pub(crate) struct Best {
    heap: BinaryHeap<Reverse<Ranked>>,
    wanted: usize,
    /// Scores up to this one need not be offered.
    pub(crate) threshold: Score,
}

impl Best {
    pub(crate) fn new(wanted: usize) -> Self {
        Self {
            heap: BinaryHeap::new(),
            wanted,
            threshold: Score::MIN,
        }
    }

    /// Takes a card; of equal scores the first ones offered stay.
    pub(crate) fn offer(&mut self, score: Score, address: Address) {
        let score = rounded(score);
        if score <= self.threshold {
            return;
        }
        let address = Reverse(address);
        self.heap.push(Reverse(Ranked { score, address }));
        if self.heap.len() > self.wanted {
            self.heap.pop();
        }
        if self.heap.len() >= self.wanted {
            self.threshold = self.heap.peek().map_or(Score::MAX, |worst| worst.0.score);
        }
    }

    pub(crate) fn into_sorted(self) -> Vec<Address> {
        let sorted = self.heap.into_sorted_vec();
        sorted
            .into_iter()
            .map(|Reverse(ranked)| ranked.address.0)
            .collect()
    }
}
