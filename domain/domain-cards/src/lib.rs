//! Service cards.

mod media;

pub use media::MediaKind;
