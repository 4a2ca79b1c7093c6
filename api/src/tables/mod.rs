//! Tables for import and export: CSV, spreadsheets and JSON lines, read and written row by row in
//! bounded memory.

mod book;
mod columns;
mod delimited;
mod encoding;
mod guard;
mod lines;
pub mod messages;
mod sheet;
mod stream;
#[cfg(test)]
mod tests;
mod writer;

use std::{
    io::{Read, Seek},
    sync::Arc,
};

pub use book::{BookSheet, CellFlaw, read_book, write_book};
use domain_shared::{Code as _, Violation, Violations, codes};
use serde_json::Value;
pub(crate) use stream::{Sink, TablePages, attached, streamed};
pub use writer::{Guide, MAX_SHEET_COLUMNS, TableWriter};

use crate::problem::{Problem, ProblemCode};

/// Longest row in bytes of text.
pub const MAX_ROW_BYTES: usize = 1024 * 1024;
/// Most columns of a table that is read.
pub const MAX_COLUMNS: usize = 200;
/// Longest table in bytes: of the file itself for CSV and JSON lines, of what comes out of it for a
/// workbook, and of all texts together.
pub const MAX_TABLE_BYTES: u64 = 512 * 1024 * 1024;

codes! {
    /// The form of a table.
    pub enum TableFormat {
        /// Separated by semicolons or commas, with a row of headers.
        Csv = "csv", "CSV", "CSV";
        /// The first visible sheet of a workbook, with a row of headers.
        Xlsx = "xlsx", "Foglio di calcolo XLSX", "XLSX workbook";
        /// One JSON object a line.
        Ndjson = "ndjson", "JSON per righe", "JSON lines";
    }
}

impl TableFormat {
    /// The media type it is sent with.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ndjson => "application/x-ndjson",
        }
    }

    /// The format that a media type names; parameters and case do not matter.
    #[must_use]
    pub fn of_media_type(text: &str) -> Option<Self> {
        let bare = |text: &str| {
            let bare = text.split(';').next().unwrap_or_default();
            bare.trim().to_ascii_lowercase()
        };
        Self::ALL
            .iter()
            .copied()
            .find(|format| bare(format.media_type()) == bare(text))
    }

    /// The format that the extension of a file name tells.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        Self::from_code(&extension.to_ascii_lowercase())
    }
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Where it begins: line of the file or row of the sheet, from 1.
    pub line: u64,
    /// What it holds.
    pub cells: RowCells,
}

/// What a row holds.
#[derive(Debug, Clone, PartialEq)]
pub enum RowCells {
    /// One text for each header, in the order of the headers; empty where a cell is.
    Fields(Vec<(Arc<str>, String)>),
    /// A JSON object.
    Json(Value),
}

/// A row that cannot be read. Others may follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// Where it begins, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub violation: Violation,
}

/// Why a table cannot be read or written, or not any further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableFault {
    /// The file is not what it should be.
    Wrong(Violation),
    /// It is larger than an import takes.
    TooLarge,
    /// Disk or program; the text is for the log.
    Internal(String),
}

impl TableFault {
    fn io(error: &dyn std::fmt::Display) -> Self {
        Self::Internal(format!("table: {error}"))
    }

    fn format(format: TableFormat) -> Self {
        let code = format.code().to_uppercase();
        Self::Wrong(Violation::new("", &messages::TABLE_WRONG_FORMAT).with("format", &code))
    }
}

impl From<TableFault> for Problem {
    fn from(fault: TableFault) -> Self {
        match fault {
            TableFault::Wrong(violation) => {
                Self::from(Violations::from(violation.clone())).detailed(violation)
            }
            TableFault::TooLarge => {
                Self::new(ProblemCode::PayloadTooLarge).saying(&messages::TABLE_TOO_LARGE)
            }
            TableFault::Internal(text) => Self::internal(text),
        }
    }
}

/// What stands in the place of a row that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadFault {
    /// This row only.
    Row(RowFault),
    /// The rest of the table: nothing follows.
    Table(TableFault),
}

type Item = Result<Row, ReadFault>;
type Rows = Box<dyn Iterator<Item = Item> + Send>;
type Names = Arc<[Arc<str>]>;

/// Reads a table row by row. Rows without any text are left out.
///
/// Reading blocks, so it belongs off the async threads.
pub struct TableReader {
    columns: Names,
    rows: Rows,
    text: u64,
    done: bool,
}

impl std::fmt::Debug for TableReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TableReader")
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}

impl TableReader {
    /// Checks the whole file as far as its format needs it, and reads the headers.
    ///
    /// # Errors
    /// Why it is no table of this format.
    pub fn open<R>(source: R, format: TableFormat) -> Result<Self, TableFault>
    where
        R: Read + Seek + Send + 'static,
    {
        let (columns, rows): (Names, Rows) = match format {
            TableFormat::Csv => {
                let reader = delimited::Reader::open(source)?;
                (reader.columns(), Box::new(reader))
            }
            TableFormat::Xlsx => {
                let reader = sheet::Reader::open(source)?;
                (reader.columns(), Box::new(reader))
            }
            TableFormat::Ndjson => (Arc::new([]), Box::new(lines::Reader::open(source)?)),
        };
        Ok(Self {
            columns,
            rows,
            text: 0,
            done: false,
        })
    }

    /// The headers in their order; none for JSON lines.
    #[must_use]
    pub fn columns(&self) -> &[Arc<str>] {
        &self.columns
    }
}

impl Iterator for TableReader {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if self.done {
            return None;
        }
        let item = self.rows.next();
        if let Some(Ok(Row {
            cells: RowCells::Fields(fields),
            ..
        })) = &item
        {
            // One shared text of a workbook may stand in a million cells.
            let text: usize = fields.iter().map(|(_, text)| text.len()).sum();
            self.text += text as u64;
            if self.text > MAX_TABLE_BYTES {
                self.done = true;
                return Some(Err(ReadFault::Table(TableFault::TooLarge)));
            }
        }
        self.done = matches!(item, None | Some(Err(ReadFault::Table(_))));
        item
    }
}
