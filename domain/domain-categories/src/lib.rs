//! The tree of service categories (*tipologie*): data, not code, that no change may break.
//!
//! A category that others or cards use is never lost: it is moved, merged into another or retired in
//! favour of another, and what used it is told where to go.

mod category;
mod draft;
mod error;
mod tree;

pub use category::{
    CategoryState, CategoryStatus, Crosswalk, Position, SchemeCode, ServiceCategory, Synonym,
};
pub use draft::{
    CategoryDraft, CategoryProfile, CrosswalkDraft, MAX_CROSSWALKS, MAX_SYNONYMS, SynonymDraft,
};
pub use error::{BrokenTree, CategoryError, messages};
pub use tree::{CategoryTree, MAX_DEPTH, Retirement};
