//! Service cards.
