//! Files people send: where they are kept, and what they really are.

pub mod archive;
pub mod image;
pub mod kind;
pub mod messages;
mod office;
#[cfg(test)]
pub(crate) mod samples;
pub mod store;

pub use kind::{Declared, FileKind, FileRefusal, recognise};
pub use store::{FileContent, FileKey, FileStore};
