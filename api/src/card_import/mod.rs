//! Import and export of cards: tables a desk can fill in, read and written as jobs.

mod cells;
mod columns;
mod hours;
mod lexicon;
mod messages;
mod sheet;
#[cfg(test)]
mod tests;
