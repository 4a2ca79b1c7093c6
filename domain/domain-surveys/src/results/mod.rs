//! What answers amount to, and what of it may be shown.

mod block;
mod columns;
mod counts;
mod disclosure;
mod exclusive;
mod family;
mod field_work;
mod figures;
mod groups;
mod microdata;
mod numbers;
mod pack;
mod pool;
mod protect;
mod slices;
mod words;

#[cfg(test)]
mod tests;

pub use columns::{
    Column, ColumnChoice, ColumnKind, ColumnRow, Columns, MAX_SCALE_POINTS, TextByLanguage, text_in,
};
pub use counts::{ColumnCounts, Tally};
pub use disclosure::{
    DEFAULT_SMALLEST, MAX_SMALLEST, MIN_SMALLEST, SPECIAL_SMALLEST, Shown, smallest_for,
};
pub use field_work::{FieldWorkShown, field_work_shown};
pub use figures::{Figures, MIN_FOR_QUANTILES};
pub use groups::Groups;
pub use microdata::{DataKey, Place, is_withheld, places};
pub use numbers::{NumberSummary, summarise};
pub use pack::{Packed, Status, pack, pack_codes};
pub use protect::{AnswerTable, AnswersShown, SheetShown, cross, protect};
pub use slices::CountedPair;
pub use words::{WORD_STOPS, WordCount, count_words};
