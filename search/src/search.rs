//! One search: from the request to the answer.

use uuid::Uuid;

use crate::answer::{After, Hit, SearchAnswer};
use crate::collect::{Address, Place, Plan};
use crate::error::SearchError;
use crate::facets::Counters;
use crate::filters::{Predicates, TermFilter};
use crate::highlight::Highlighter;
use crate::index::CardIndex;
use crate::request::{MAX_RANKED, SearchRequest, Sort};
use crate::schema::days;
use crate::snapshot::Snapshot;
use crate::text_query::TextQuery;

/// How many of the words a card must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    All,
    Any,
}

/// What a cursor says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cursor {
    words: Words,
    sort: Sort,
    /// The key of the last card, or how many cards were shown when ranked.
    key: u64,
    id: Uuid,
}

const fn letter(sort: Sort) -> char {
    match sort {
        Sort::Relevance => 'r',
        Sort::Distance => 'd',
        Sort::Newest => 'n',
        Sort::WaitingTime => 'w',
        Sort::Price => 'p',
    }
}

impl Cursor {
    fn write(self) -> After {
        let words = match self.words {
            Words::All => '=',
            Words::Any => '~',
        };
        let id = match self.sort {
            Sort::Relevance => String::new(),
            _ => self.id.to_string(),
        };
        After {
            key: format!("{words}{}{}", letter(self.sort), self.key),
            id,
        }
    }

    fn read(after: &After, sort: Sort) -> Result<Self, SearchError> {
        let (words, rest) = match after.key.split_at_checked(1) {
            Some(("=", rest)) => (Words::All, rest),
            Some(("~", rest)) => (Words::Any, rest),
            _ => return Err(SearchError::Cursor),
        };
        let key = rest.strip_prefix(letter(sort)).ok_or(SearchError::Cursor)?;
        let id = match sort {
            Sort::Relevance => Uuid::nil(),
            _ => after.id.parse().map_err(|_| SearchError::Cursor)?,
        };
        Ok(Self {
            words,
            sort,
            key: key.parse().map_err(|_| SearchError::Cursor)?,
            id,
        })
    }
}

/// The order that is meant: some need something to order by.
fn effective_sort(request: &SearchRequest, text: &TextQuery) -> Sort {
    match request.sort {
        Sort::Relevance if text.is_empty() => Sort::Newest,
        Sort::Distance if request.filters.near.is_none() => Sort::Newest,
        sort => sort,
    }
}

/// One page: where its cards are, whether more follow and from where.
struct Page {
    addresses: Vec<Address>,
    next: Option<(u64, Uuid)>,
}

impl CardIndex {
    /// Finds cards.
    ///
    /// # Errors
    /// [`SearchError::Cursor`] for a cursor that was made for another search; otherwise when the index cannot be read.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchAnswer, SearchError> {
        Ok(self.search_marking(request)?.0)
    }

    /// Finds cards, and looks up the words of the request to mark them in the texts of those cards.
    ///
    /// # Errors
    /// As [`Self::search`].
    pub fn search_marking(
        &self,
        request: &SearchRequest,
    ) -> Result<(SearchAnswer, Highlighter), SearchError> {
        let snapshot = self.snapshot();
        let text = match &request.text {
            Some(text) => TextQuery::new(&snapshot, text)?,
            None => TextQuery::default(),
        };
        let sort = effective_sort(request, &text);
        let cursor = request
            .after
            .as_ref()
            .map(|after| Cursor::read(after, sort))
            .transpose()?;
        let predicates = Predicates::new(&request.filters, days(request.today));
        let filter = TermFilter::new(&snapshot, &request.filters)?;
        let mut plan = Plan {
            snapshot: &snapshot,
            text_cost: match filter {
                Some(_) => text.cost(&snapshot)?,
                None => 0,
            },
            text: (!text.is_empty()).then(|| text.all()),
            filter: filter.as_ref(),
            predicates: &predicates,
        };
        let mut words = cursor.map_or(Words::All, |cursor| cursor.words);
        if words == Words::Any {
            plan.text = Some(text.any());
        }
        let mut page = page(&plan, sort, cursor, request.limit)?;
        if cursor.is_none() && page.addresses.is_empty() && text.words.len() > 1 {
            words = Words::Any;
            plan.text = Some(text.any());
            page = self::page(&plan, sort, cursor, request.limit)?;
        }
        let mut counters = Counters::new(&request.facets);
        if request.total || !request.facets.is_empty() {
            plan.count(&mut counters)?;
        }
        page.addresses.truncate(request.limit);
        let answer = SearchAnswer {
            hits: hits(&snapshot, &predicates, &page.addresses),
            next: page.next.map(|(key, id)| {
                let cursor = Cursor {
                    words,
                    sort,
                    key,
                    id,
                };
                cursor.write()
            }),
            total: request.total.then_some(counters.total),
            facets: counters.into_counts(),
            relaxed: words == Words::Any,
        };
        Ok((answer, text.into()))
    }
}

fn hits(snapshot: &Snapshot, predicates: &Predicates, addresses: &[Address]) -> Vec<Hit> {
    let hit = |(ord, doc): &Address| {
        let segment = snapshot.segments.get(*ord)?;
        Some(Hit {
            id: segment.uuid(*doc),
            distance_km: predicates.distance(segment, *doc),
        })
    };
    addresses.iter().filter_map(hit).collect()
}

/// The page, with one card more than wanted if there is one.
fn page(
    plan: &Plan<'_>,
    sort: Sort,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Page, SearchError> {
    if sort == Sort::Relevance {
        return ranked_page(plan, cursor, limit);
    }
    let after: Option<Place> = cursor.map(|cursor| (cursor.key, cursor.id.as_u64_pair()));
    let found = plan.ordered(sort, after, limit.saturating_add(1))?;
    let last = limit.checked_sub(1).and_then(|last| found.get(last));
    let next = last
        .filter(|_| found.len() > limit)
        .map(|((key, (high, low)), _)| (*key, Uuid::from_u64_pair(*high, *low)));
    Ok(Page {
        addresses: found.into_iter().map(|(_, address)| address).collect(),
        next,
    })
}

fn ranked_page(plan: &Plan<'_>, cursor: Option<Cursor>, limit: usize) -> Result<Page, SearchError> {
    let skip = cursor.map_or(0, |cursor| {
        usize::try_from(cursor.key).unwrap_or(usize::MAX)
    });
    let end = skip.saturating_add(limit).min(MAX_RANKED);
    let found = plan.ranked(end.saturating_add(1))?;
    let next = (found.len() > end && end < MAX_RANKED && end > skip)
        .then(|| (u64::try_from(end).unwrap_or(u64::MAX), Uuid::nil()));
    let mut addresses = found;
    addresses.truncate(end.max(1));
    Ok(Page {
        addresses: addresses.split_off(skip.min(addresses.len())),
        next,
    })
}
