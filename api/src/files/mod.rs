//! Files people send: where they are kept, and what they really are.

pub mod store;

pub use store::{FileContent, FileKey, FileStore};
