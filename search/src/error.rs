//! What can go wrong.

use std::path::PathBuf;

/// Why the index could not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The folder of the index cannot be used.
    #[error("the index folder {path} cannot be used: {source}")]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// Every place under the root is taken by another process.
    #[error("no free place for an index under {0}")]
    NoFreeSlot(PathBuf),
    /// The files of the index contradict each other.
    #[error("the index is damaged: {0}")]
    Damaged(String),
    /// A cursor that this index did not make, or of another search.
    #[error("the cursor does not belong to this search")]
    Cursor,
    /// The engine failed.
    #[error("the search engine failed: {0}")]
    Engine(#[from] tantivy::TantivyError),
    /// Reading the index failed.
    #[error("the index cannot be read: {0}")]
    Read(#[from] std::io::Error),
}
