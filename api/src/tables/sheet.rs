//! Workbooks: the first visible sheet, read cell by cell in a thread of its own.

use std::{
    io::{BufReader, Read, Seek},
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use domain_shared::Violation;

use super::{
    Item, MAX_COLUMNS, MAX_ROW_BYTES, ReadFault, RowFault, TableFault,
    columns::{Columns, row_fault, too_long},
    guard, messages,
};
use crate::files;

/// Rows that wait to be taken.
const AHEAD: usize = 64;

/// What the thread sends.
enum Parcel {
    Columns(Columns),
    Row(Item),
    End,
}

/// Takes the rows that a thread reads. The library's cell reader borrows the workbook, so that both
/// stay in that thread; it ends when nobody takes rows any more.
pub(super) struct Reader {
    columns: Columns,
    parcels: Receiver<Parcel>,
}

impl Reader {
    pub(super) fn open<R>(mut source: R) -> Result<Self, TableFault>
    where
        R: Read + Seek + Send + 'static,
    {
        guard::check(&mut source, guard::Bounds::TABLE)?;
        let (send, parcels) = sync_channel(AHEAD);
        thread::Builder::new()
            .name("workbook".to_owned())
            .spawn(move || {
                let last = match read(source, &send) {
                    Ok(()) => Parcel::End,
                    Err(fault) => Parcel::Row(Err(ReadFault::Table(fault))),
                };
                let _ = send.send(last);
            })
            .map_err(|error| TableFault::io(&error))?;
        match parcels.recv() {
            Ok(Parcel::Columns(columns)) => Ok(Self { columns, parcels }),
            Ok(Parcel::Row(Err(ReadFault::Table(fault)))) => Err(fault),
            Ok(Parcel::Row(Err(ReadFault::Row(fault)))) => Err(TableFault::Wrong(fault.violation)),
            Ok(Parcel::Row(Ok(_)) | Parcel::End) | Err(_) => Err(damaged()),
        }
    }

    pub(super) fn columns(&self) -> Arc<[Arc<str>]> {
        self.columns.names()
    }
}

impl Iterator for Reader {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        match self.parcels.recv() {
            Ok(Parcel::Row(item)) => Some(item),
            Ok(Parcel::Columns(_) | Parcel::End) => None,
            // The thread is gone without a word: the library panicked over the file.
            Err(_) => Some(Err(ReadFault::Table(damaged()))),
        }
    }
}

pub(super) fn damaged() -> TableFault {
    TableFault::Wrong(Violation::new("", &files::messages::FILE_DAMAGED))
}

pub(super) fn fault(error: &XlsxError) -> TableFault {
    log::info!("workbook refused: {error}");
    damaged()
}

fn read<R: Read + Seek>(source: R, send: &SyncSender<Parcel>) -> Result<(), TableFault> {
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(source)).map_err(|error| fault(&error))?;
    let name = book
        .sheets_metadata()
        .iter()
        .find(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .ok_or_else(|| TableFault::Wrong(Violation::new("", &messages::TABLE_NO_SHEET)))?;
    let mut cells = book
        .worksheet_cells_reader(&name)
        .map_err(|error| fault(&error))?;
    let mut rows = Rows {
        send,
        columns: None,
        row: Cells::default(),
    };
    while let Some(cell) = cells.next_cell().map_err(|error| fault(&error))? {
        let (row, column) = cell.get_position();
        if row < rows.row.index {
            return Err(damaged());
        }
        if row > rows.row.index {
            let next = Cells {
                index: row,
                ..Cells::default()
            };
            let done = std::mem::replace(&mut rows.row, next);
            if rows.put(done)?.is_break() {
                return Ok(());
            }
        }
        rows.row.take(column, cell.get_value());
    }
    let last = std::mem::take(&mut rows.row);
    let _ = rows.put(last)?;
    if rows.columns.is_none() {
        return Err(TableFault::Wrong(Violation::new(
            "",
            &messages::TABLE_EMPTY,
        )));
    }
    Ok(())
}

/// The cells of one row as they come.
#[derive(Default)]
struct Cells {
    index: u32,
    texts: Vec<String>,
    bytes: usize,
    flaw: Option<Flaw>,
}

#[derive(Clone, Copy)]
enum Flaw {
    TooLong,
    TooWide,
    Error(usize),
}

impl Cells {
    fn take(&mut self, column: u32, value: &DataRef<'_>) {
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let text = match value {
            DataRef::Empty => return,
            DataRef::Error(_) => {
                self.flaw.get_or_insert(Flaw::Error(column));
                return;
            }
            // Measured before it is copied: one shared text may stand in every cell.
            DataRef::SharedString(text) if self.bytes + text.len() > MAX_ROW_BYTES => {
                self.flaw.get_or_insert(Flaw::TooLong);
                return;
            }
            value => written(value),
        };
        if text.is_empty() {
            return;
        }
        if column >= MAX_COLUMNS {
            self.flaw.get_or_insert(Flaw::TooWide);
            return;
        }
        self.bytes += text.len();
        if self.bytes > MAX_ROW_BYTES {
            self.flaw.get_or_insert(Flaw::TooLong);
            return;
        }
        while self.texts.len() <= column {
            self.texts.push(String::new());
        }
        if let Some(place) = self.texts.get_mut(column) {
            *place = text;
        }
    }
}

struct Rows<'a> {
    send: &'a SyncSender<Parcel>,
    columns: Option<Columns>,
    row: Cells,
}

impl Rows<'_> {
    /// Sends a row, or the headers if it is the first one with text; breaks when nobody listens.
    fn put(&mut self, row: Cells) -> Result<std::ops::ControlFlow<()>, TableFault> {
        let line = u64::from(row.index) + 1;
        let parcel = match (&self.columns, row.flaw) {
            (_, None) if row.texts.is_empty() => return Ok(std::ops::ControlFlow::Continue(())),
            (None, None) => {
                let columns = Columns::parse(row.texts)?;
                self.columns = Some(columns.clone());
                Parcel::Columns(columns)
            }
            (None, Some(flaw)) => {
                return Err(TableFault::Wrong(self.explain(line, flaw).violation));
            }
            (Some(columns), None) => match columns.row(line, row.texts) {
                Ok(Some(row)) => Parcel::Row(Ok(row)),
                Ok(None) => return Ok(std::ops::ControlFlow::Continue(())),
                Err(fault) => Parcel::Row(Err(ReadFault::Row(fault))),
            },
            (Some(_), Some(flaw)) => Parcel::Row(Err(ReadFault::Row(self.explain(line, flaw)))),
        };
        Ok(match self.send.send(parcel) {
            Ok(()) => std::ops::ControlFlow::Continue(()),
            Err(_) => std::ops::ControlFlow::Break(()),
        })
    }

    fn explain(&self, line: u64, flaw: Flaw) -> RowFault {
        match (flaw, &self.columns) {
            (Flaw::TooLong, _) => too_long(line),
            (Flaw::TooWide, Some(_)) => row_fault(line, &messages::ROW_TOO_WIDE),
            (Flaw::TooWide, None) => RowFault {
                line,
                violation: Violation::new("", &messages::TOO_MANY_COLUMNS)
                    .with("max", &MAX_COLUMNS),
            },
            (Flaw::Error(column), columns) => {
                let named = columns.as_ref().and_then(|columns| columns.name(column));
                let place = named.map_or_else(|| (column + 1).to_string(), ToString::to_string);
                RowFault {
                    line,
                    violation: Violation::new("", &messages::CELL_ERROR).with("column", &place),
                }
            }
        }
    }
}

/// A value as one would write it: whole numbers without decimals, dates as ISO 8601.
pub(super) fn written(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => decimal(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(moment) => moment_text(moment),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// With the 15 digits that a spreadsheet shows: 0.1 + 0.2 is 0.3.
fn decimal(number: f64) -> String {
    let shown = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    shown.to_string()
}

fn moment_text(moment: &ExcelDateTime) -> String {
    let value = moment.as_f64();
    if moment.is_duration() {
        let minutes = (value * 24.0 * 60.0).round();
        return format!("{}:{:02}", (minutes / 60.0).trunc(), (minutes % 60.0).abs());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = if second == 0 {
        format!("{hour:02}:{minute:02}")
    } else {
        format!("{hour:02}:{minute:02}:{second:02}")
    };
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (0.0..1.0).contains(&value) {
        time
    } else if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date}T{hour:02}:{minute:02}:{second:02}")
    }
}
