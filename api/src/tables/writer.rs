//! Writing tables row by row: what is written is read back the same.

use std::io::{BufWriter, Write};

use csv::{QuoteStyle, Terminator, WriterBuilder};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use serde_json::{Map, Value};

use super::{TableFault, TableFormat, encoding::guarded};

/// Most columns of a sheet of a workbook.
pub const MAX_SHEET_COLUMNS: usize = 16_384;

/// What a workbook says besides its rows.
#[derive(Debug, Clone, Copy)]
pub struct Guide<'a> {
    /// Name of the sheet with the rows: at most 31 characters, none of `[]:*?/\`.
    pub sheet: &'a str,
    /// Name of the sheet with the instructions, with the same bounds.
    pub instructions_sheet: &'a str,
    /// The instructions, one line a row; no such sheet without any.
    pub instructions: &'a [&'a str],
}

/// Writes a table row by row, in constant memory.
///
/// A workbook is gathered in a temporary file and goes to the sink with [`TableWriter::finish`];
/// the other formats are written as they come. Writing blocks: not on the async threads.
pub struct TableWriter<W: Write + Send> {
    columns: Vec<String>,
    form: Form<W>,
}

impl<W: Write + Send> std::fmt::Debug for TableWriter<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TableWriter")
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}

enum Form<W: Write + Send> {
    Csv(Box<csv::Writer<W>>),
    Sheet(Box<Sheet<W>>),
    Lines(BufWriter<W>),
}

struct Sheet<W> {
    book: Workbook,
    text: Format,
    row: u32,
    sink: W,
}

impl<W: Write + Send> TableWriter<W> {
    /// Begins a table with these headers, in this order.
    ///
    /// # Errors
    /// An internal fault: the sink fails, or headers or sheet names are out of bounds.
    pub fn new(
        mut sink: W,
        format: TableFormat,
        columns: &[&str],
        guide: Guide<'_>,
    ) -> Result<Self, TableFault> {
        if format == TableFormat::Xlsx && columns.len() > MAX_SHEET_COLUMNS {
            return Err(TableFault::Internal("too many columns".to_owned()));
        }
        let form = match format {
            TableFormat::Csv => {
                // The mark tells Excel that the letters are UTF-8.
                sink.write_all("\u{FEFF}".as_bytes())
                    .map_err(|error| TableFault::io(&error))?;
                let mut writer = WriterBuilder::new()
                    .delimiter(b';')
                    .quote_style(QuoteStyle::Necessary)
                    .terminator(Terminator::CRLF)
                    .flexible(false)
                    .from_writer(sink);
                writer
                    .write_record(columns.iter().map(|name| guarded(name).into_owned()))
                    .map_err(|error| TableFault::io(&error))?;
                Form::Csv(Box::new(writer))
            }
            TableFormat::Xlsx => Form::Sheet(Box::new(
                Sheet::new(sink, columns, guide).map_err(|error| TableFault::io(&error))?,
            )),
            TableFormat::Ndjson => Form::Lines(BufWriter::new(sink)),
        };
        Ok(Self {
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            form,
        })
    }

    /// Writes a row of texts by header; headers left out are empty cells.
    ///
    /// # Errors
    /// An internal fault: a header is not of this table, a text is longer than a cell of a workbook
    /// may be (32,767 characters), a workbook is full (1,048,576 rows), or the sink fails.
    pub fn row<N: AsRef<str>, T: AsRef<str>>(
        &mut self,
        cells: &[(N, T)],
    ) -> Result<(), TableFault> {
        let mut texts = vec![""; self.columns.len()];
        for (index, (name, text)) in cells.iter().enumerate() {
            let name = name.as_ref();
            // Cells mostly come in the order of the headers.
            let usual = self.columns.get(index).is_some_and(|column| column == name);
            let place = if usual {
                Some(index)
            } else {
                self.columns.iter().position(|column| column == name)
            };
            let slot = place.and_then(|place| texts.get_mut(place));
            let slot =
                slot.ok_or_else(|| TableFault::Internal(format!("table: no column {name}")))?;
            *slot = text.as_ref();
        }
        match &mut self.form {
            Form::Csv(writer) => {
                for text in texts {
                    writer
                        .write_field(guarded(text).as_bytes())
                        .map_err(|error| TableFault::io(&error))?;
                }
                let end: [&str; 0] = [];
                writer
                    .write_record(end)
                    .map_err(|error| TableFault::io(&error))
            }
            Form::Sheet(sheet) => sheet.row(&texts).map_err(|error| TableFault::io(&error)),
            Form::Lines(sink) => {
                let object: Map<String, Value> = self
                    .columns
                    .iter()
                    .zip(texts)
                    .map(|(name, text)| (name.clone(), Value::from(text)))
                    .collect();
                line(sink, &Value::Object(object))
            }
        }
    }

    /// Writes an object as a line of its own.
    ///
    /// # Errors
    /// An internal fault: the table is not one of JSON lines, or the sink fails.
    pub fn json(&mut self, object: &Value) -> Result<(), TableFault> {
        match &mut self.form {
            Form::Lines(sink) => line(sink, object),
            Form::Csv(_) | Form::Sheet(_) => Err(TableFault::Internal(
                "table: an object in a table of texts".to_owned(),
            )),
        }
    }

    /// Adds a sheet of texts to a workbook, behind the others; other formats have none. The name has the bounds of [`Guide::sheet`].
    ///
    /// # Errors
    /// An internal fault: names or texts are out of bounds, or the temporary file fails.
    pub fn sheet<R: IntoIterator<Item = impl AsRef<str>>>(
        &mut self,
        name: &str,
        columns: &[&str],
        rows: impl IntoIterator<Item = R>,
    ) -> Result<(), TableFault> {
        match &mut self.form {
            Form::Sheet(book) => book
                .add(name, columns, rows)
                .map_err(|error| TableFault::io(&error)),
            Form::Csv(_) | Form::Lines(_) => Ok(()),
        }
    }

    /// Ends the table and gives the sink back, everything written.
    ///
    /// # Errors
    /// An internal fault when the sink fails.
    pub fn finish(self) -> Result<W, TableFault> {
        match self.form {
            Form::Csv(writer) => writer
                .into_inner()
                .map_err(|error| TableFault::io(error.error())),
            Form::Sheet(sheet) => sheet.finish().map_err(|error| TableFault::io(&error)),
            Form::Lines(sink) => sink
                .into_inner()
                .map_err(|error| TableFault::io(error.error())),
        }
    }
}

fn line<W: Write>(sink: &mut W, value: &Value) -> Result<(), TableFault> {
    serde_json::to_writer(&mut *sink, value).map_err(|error| TableFault::io(&error))?;
    sink.write_all(b"\n")
        .map_err(|error| TableFault::io(&error))
}

impl<W: Write + Send> Sheet<W> {
    fn new(sink: W, columns: &[&str], guide: Guide<'_>) -> Result<Self, XlsxError> {
        let mut book = Workbook::new();
        let bold = Format::new().set_bold();
        // As text, so that nobody's spreadsheet turns a postal code into a number.
        let text = Format::new().set_num_format("@");
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(guide.sheet)?.set_freeze_panes(1, 0)?;
        for (column, name) in (0_u16..).zip(columns) {
            let width = u16::try_from(name.chars().count()).unwrap_or(u16::MAX);
            sheet
                .set_column_format(column, &text)?
                .set_column_width(column, width.clamp(12, 40))?
                .write_string_with_format(0, column, *name, &bold)?;
        }
        if !guide.instructions.is_empty() {
            let sheet = book.add_worksheet_with_constant_memory()?;
            sheet
                .set_name(guide.instructions_sheet)?
                .set_column_width(0, 100)?;
            for (row, line) in (0_u32..).zip(guide.instructions) {
                sheet.write_string(row, 0, *line)?;
            }
        }
        Ok(Self {
            book,
            text,
            row: 1,
            sink,
        })
    }

    fn add<R: IntoIterator<Item = impl AsRef<str>>>(
        &mut self,
        name: &str,
        columns: &[&str],
        rows: impl IntoIterator<Item = R>,
    ) -> Result<(), XlsxError> {
        let bold = Format::new().set_bold();
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        for (column, name) in (0_u16..).zip(columns) {
            sheet
                .set_column_format(column, &self.text)?
                .set_column_width(column, 24)?
                .write_string_with_format(0, column, *name, &bold)?;
        }
        for (row, texts) in (1_u32..).zip(rows) {
            for (column, text) in (0_u16..).zip(texts) {
                sheet.write_string_with_format(row, column, text.as_ref(), &self.text)?;
            }
        }
        Ok(())
    }

    fn row(&mut self, texts: &[&str]) -> Result<(), XlsxError> {
        let sheet: &mut Worksheet = self.book.worksheet_from_index(0)?;
        for (column, text) in (0_u16..).zip(texts) {
            if !text.is_empty() {
                sheet.write_string_with_format(self.row, column, *text, &self.text)?;
            }
        }
        self.row += 1;
        Ok(())
    }

    fn finish(mut self) -> Result<W, XlsxError> {
        self.book.save_to_writer(&mut self.sink)?;
        self.sink.flush()?;
        Ok(self.sink)
    }
}
