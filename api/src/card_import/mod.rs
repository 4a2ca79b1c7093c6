//! Import and export of cards: tables a desk can fill in, read and written as jobs.

mod batch;
mod cells;
mod columns;
mod engine;
mod hours;
mod lexicon;
mod lines;
mod messages;
mod sheet;
#[cfg(test)]
mod tests;
mod worker;

pub use engine::{LOST_AFTER, MAX_ROWS, Progress, Source, TableFile, run, run_due};
pub use worker::{JobBell, JobWorker, start};
