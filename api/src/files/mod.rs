//! Files people send: where they are kept, and what they really are.

pub(crate) mod answer;
pub mod archive;
mod disposition;
pub mod image;
pub mod kind;
pub mod messages;
mod office;
#[cfg(test)]
pub(crate) mod samples;
mod signed;
pub mod store;

pub(crate) use disposition::disposition;
pub use kind::{Declared, FileKind, FileRefusal, recognise};
pub use signed::{ENVELOPE_MEDIA, recognise_signed};
pub use store::{FileContent, FileKey, FileStore};
