//! The full-text and filter index of published service cards.
//!
//! An index belongs to one process. It is derived from the database and fed by the ordered log of
//! changes; [`CardIndex::position`] says how far it has come. Answers name cards by id only, so
//! that a caller reads what it shows from the database.
//!
//! # How words match
//!
//! Texts and queries are cut at everything that is neither letter nor digit. Words are
//! lower-cased and lose their accents (`città` is `citta`). An Italian elision before an apostrophe (`l'`,
//! `dell’`, `un'` …) is dropped, and so are Italian and English stop words, unless nothing else is
//! left of the text. Words of Italian texts are kept by their Italian stem, of English texts by
//! their English stem, of other languages as they are; folded words are kept beside them. A word
//! of a query matches a card that has its Italian stem in an Italian text, its English stem in an
//! English text, or the folded word itself in any text. The last word, from two letters, also matches
//! every word that begins with it. A word that so matches no card at all (whatever
//! the filters) matches the words within one typo (from four letters, all of them letters) or two
//! (from eight), a swap of neighbours counting as one; of more than 64 such words the nearest, then the more
//! frequent ones. A beginning of five letters or more stands for at most 256 words, the most frequent ones.
//! All words of a query must match; when no card under the filters has them all, any one will do.
//! Titles weigh more than keywords and the provider's name, those more than summaries, those more
//! than bodies; cards are ranked by BM25 over the words so weighted.

mod analysis;
mod answer;
mod card_words;
mod collect;
mod documents;
mod entry;
mod error;
mod facets;
mod filters;
mod geo;
mod highlight;
mod index;
mod lines;
mod request;
mod schema;
mod search;
mod similar;
mod slot;
mod snapshot;
mod suggest;
mod text_query;
mod typos;
mod unsynced;
mod vocabulary;

pub use answer::{After, Facet, FacetCounts, Hit, SearchAnswer};
pub use entry::{CardAgreement, CardEntry, CardText, Coverage, Days, Price};
pub use error::SearchError;
pub use highlight::{Highlighter, Snippet};
pub use index::{CardIndex, Rebuild};
pub use request::{
    AgreementFilter, Filters, MAX_RANKED, Near, OpenAt, PlaceCover, PriceFilter, SearchRequest,
    Sort,
};
pub use suggest::{Suggestion, SuggestionKind};

#[cfg(test)]
mod tests;
