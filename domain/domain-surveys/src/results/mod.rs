//! What answers amount to, and what of it may be shown.

mod disclosure;
mod numbers;

#[cfg(test)]
mod tests;

pub use disclosure::{CountTable, DEFAULT_SMALLEST, MIN_SMALLEST, SPECIAL_SMALLEST, Shown};
pub use numbers::{NumberSummary, summarise};
