//! Counting the cards found by their codes.

use std::collections::{BTreeSet, HashMap};

use tantivy::DocId;
use tantivy::columnar::StrColumn;

use crate::answer::{Facet, FacetCounts};
use crate::error::SearchError;
use crate::schema::FLAG_NATIONAL;
use crate::snapshot::Segment;

/// Counts of one facet over all segments.
struct Counter {
    facet: Facet,
    counts: HashMap<String, u64>,
    everywhere: u64,
}

/// Counts cards, segment by segment.
pub(crate) struct Counters {
    counters: Vec<Counter>,
    pub(crate) total: u64,
}

/// The counts within one segment, by the numbers its codes have there.
pub(crate) struct SegmentCounters<'a> {
    segment: &'a Segment,
    columns: Vec<(Option<&'a StrColumn>, Vec<u64>)>,
    counts_provinces: bool,
    national: u64,
    total: u64,
}

impl Counters {
    pub(crate) fn new(facets: &BTreeSet<Facet>) -> Self {
        let counter = |facet: &Facet| Counter {
            facet: *facet,
            counts: HashMap::new(),
            everywhere: 0,
        };
        Self {
            counters: facets.iter().map(counter).collect(),
            total: 0,
        }
    }

    pub(crate) fn of_segment<'a>(&self, segment: &'a Segment) -> SegmentCounters<'a> {
        let column = |counter: &Counter| {
            let column = segment.facet(counter.facet);
            let terms = column.map_or(0, |column| column.num_terms());
            (column, vec![0; terms])
        };
        SegmentCounters {
            segment,
            columns: self.counters.iter().map(column).collect(),
            counts_provinces: self.counters.iter().any(|c| c.facet == Facet::Province),
            national: 0,
            total: 0,
        }
    }

    pub(crate) fn add(&mut self, segment: &SegmentCounters<'_>) -> Result<(), SearchError> {
        self.total += segment.total;
        for (counter, (column, counts)) in self.counters.iter_mut().zip(&segment.columns) {
            if counter.facet == Facet::Province {
                counter.everywhere += segment.national;
            }
            let Some(column) = column else { continue };
            for (ord, count) in (0..).zip(counts).filter(|(_, count)| **count > 0) {
                let mut code = String::new();
                column.ord_to_str(ord, &mut code)?;
                *counter.counts.entry(code).or_default() += count;
            }
        }
        Ok(())
    }

    pub(crate) fn into_counts(self) -> Vec<FacetCounts> {
        let counts = |counter: Counter| {
            let everywhere = counter.everywhere;
            let with_national = |(code, count)| (code, count + everywhere);
            let mut counts: Vec<(String, u64)> =
                counter.counts.into_iter().map(with_national).collect();
            counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            FacetCounts {
                facet: counter.facet,
                counts,
                everywhere,
            }
        };
        self.counters.into_iter().map(counts).collect()
    }
}

impl SegmentCounters<'_> {
    pub(crate) fn count(&mut self, doc: DocId) {
        self.total += 1;
        for (column, counts) in &mut self.columns {
            let Some(column) = column else { continue };
            for ord in column.ords().values_for_doc(doc) {
                let ord = usize::try_from(ord).unwrap_or(usize::MAX);
                if let Some(count) = counts.get_mut(ord) {
                    *count += 1;
                }
            }
        }
        if self.counts_provinces {
            let flags = self.segment.flags.first(doc).unwrap_or_default();
            self.national += u64::from(flags & FLAG_NATIONAL != 0);
        }
    }
}
