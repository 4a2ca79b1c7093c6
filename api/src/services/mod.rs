//! The public catalogue: published service cards as citizens find them.

pub mod catalogue;
mod entry;
pub mod publication;
mod view;
