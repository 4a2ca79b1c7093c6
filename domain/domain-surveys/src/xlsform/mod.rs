//! Questionnaires as `XLSForm` workbooks: the sheets `survey`, `choices` and `settings` that ODK and Kobo use.
//!
//! What a form has that the hub does not is named row by row, as a mistake where the form would mean something else
//! without it, as a note where it merely says more. Matrices are groups with the appearance `table-list`.

mod columns;
mod export;
mod import;
mod survey;
mod tree;

#[cfg(test)]
mod tests;

pub use export::export;
pub use import::{Imported, import};

use domain_shared::{Message, Violation};

/// A sheet as it was read: its header, and its rows with their line in the file, from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetRows {
    /// The names of the columns.
    pub header: Vec<String>,
    /// Line and cells of each row; empty rows are left out.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// The sheets of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormSheets {
    /// What is asked.
    pub survey: Option<SheetRows>,
    /// Lists of choices.
    pub choices: Option<SheetRows>,
    /// Title and language.
    pub settings: Option<SheetRows>,
}

domain_shared::codes! {
    /// A sheet of a form.
    pub enum FormSheet {
        /// What is asked.
        Survey = "survey", "survey", "survey";
        /// Lists of choices.
        Choices = "choices", "choices", "choices";
        /// Title and language.
        Settings = "settings", "settings", "settings";
    }
}

/// Something to tell about a cell of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormNote {
    /// The sheet.
    pub sheet: FormSheet,
    /// The line, from 1; 0 for the whole sheet.
    pub line: u32,
    /// The column, where it is about one.
    pub column: Option<String>,
    /// What it is; the pointer is empty.
    pub what: Violation,
}

impl FormNote {
    fn new(sheet: FormSheet, line: u32, column: Option<&str>, message: &'static Message) -> Self {
        Self {
            sheet,
            line,
            column: column.map(str::to_owned),
            what: Violation::new("", message),
        }
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.what = self.what.with(name, &value);
        self
    }
}

domain_shared::define_messages! {
    /// A sheet that a form must have is not there.
    SHEET_MISSING = "sheet_missing",
        "Manca il foglio «survey».",
        "The sheet “survey” is missing.";
    /// A column that a sheet must have is not there; `{found}`.
    COLUMN_MISSING = "column_missing",
        "Manca la colonna «{found}».",
        "The column “{found}” is missing.";
    /// Two columns of a sheet have the same name; `{found}`.
    COLUMN_TWICE = "column_twice",
        "La colonna «{found}» compare più di una volta.",
        "The column “{found}” occurs more than once.";
    /// A type the hub does not have; `{found}`.
    FORM_TYPE_UNSUPPORTED = "form_type_unsupported",
        "Il tipo «{found}» non è disponibile.",
        "The type “{found}” is not available.";
    /// Something the hub does not have and does without; `{found}`.
    FORM_PART_IGNORED = "form_part_ignored",
        "«{found}» non è disponibile e viene tralasciato.",
        "“{found}” is not available and is left out.";
    /// A text that names answers, which the hub shows as it is written; `{found}`.
    TEXT_NAMES_ANSWER = "text_names_answer",
        "Il riferimento «{found}» in un testo resta com'è scritto: la risposta non viene inserita.",
        "The reference “{found}” in a text stays as it is written: the answer is not put in.";
    /// A group that is never closed, or closed without having been opened.
    GROUP_UNBALANCED = "group_unbalanced",
        "Il gruppo non è aperto e chiuso correttamente.",
        "The group is not opened and closed correctly.";
    /// A language without a tag; `{found}`.
    LANGUAGE_UNKNOWN = "language_unknown",
        "La lingua «{found}» non è riconosciuta: indicare il codice, per esempio «Italiano (it)».",
        "The language “{found}” is not known: name its code, for example “Italiano (it)”.";
    /// Neither yes nor no.
    NOT_YES_OR_NO = "not_yes_or_no",
        "Sono ammessi solo «yes» e «no».",
        "Only “yes” and “no” are allowed.";
    /// Not `start=1 end=5 step=1`.
    PARAMETERS_INVALID = "parameters_invalid",
        "I parametri della scala si scrivono «start=1 end=5 step=1».",
        "The parameters of a scale are written “start=1 end=5 step=1”.";
}
