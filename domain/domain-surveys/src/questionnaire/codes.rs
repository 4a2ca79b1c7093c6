//! The closed lists of questionnaires.

use domain_shared::codes;

codes! {
    /// What an item of a questionnaire is.
    pub enum ItemType {
        /// A text in one's own words.
        Text = "text", "testo", "text";
        /// A whole number.
        Integer = "integer", "numero intero", "whole number";
        /// A number.
        Decimal = "decimal", "numero", "number";
        /// A point on a scale with labelled ends.
        Range = "range", "scala", "scale";
        /// A day.
        Date = "date", "data", "date";
        /// A time of day.
        Time = "time", "ora", "time";
        /// One of several choices.
        SelectOne = "select_one", "scelta singola", "single choice";
        /// Any of several choices.
        SelectMultiple = "select_multiple", "scelta multipla", "multiple choice";
        /// Choices put in order.
        Rank = "rank", "graduatoria", "ranking";
        /// One choice for each of several rows.
        Matrix = "matrix", "griglia", "matrix";
        /// A text to read.
        Note = "note", "nota", "note";
        /// A computed value.
        Calculate = "calculate", "valore calcolato", "computed value";
        /// Items that belong together: a part, a page.
        Group = "group", "gruppo", "group";
        /// Items that are answered several times.
        Repeat = "repeat", "gruppo ripetuto", "repeated group";
    }
}
