//! The public catalogue: published service cards as citizens find them.

pub(crate) mod publication;
