//! Workbooks of a few sheets that belong together, read and written whole.

use std::{collections::BTreeMap, io::Cursor, thread};

use actix_web::web::Bytes;
use calamine::{DataRef, Reader as _, SheetType, Xlsx};
use domain_shared::Message;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{
    MAX_COLUMNS, TableFault, guard, messages,
    sheet::{damaged, fault, written},
};

/// Most rows of a sheet.
const MAX_ROWS: u32 = 50_000;
/// Longest texts of all sheets together, in bytes.
const MAX_TEXT_BYTES: usize = 16 * 1024 * 1024;

/// A sheet of a workbook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BookSheet {
    /// Its name, trimmed and in lower case.
    pub name: String,
    /// The cells of its first row.
    pub header: Vec<String>,
    /// Line, from 1, and cells of every other row that has any text.
    pub rows: Vec<(u32, Vec<String>)>,
    /// Cells that cannot be taken as they are.
    pub flaws: Vec<CellFlaw>,
}

/// A cell that cannot be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFlaw {
    /// Line, from 1.
    pub line: u32,
    /// Header of its column, or its number from 1 where it has none.
    pub column: String,
    /// What is wrong with it.
    pub message: &'static Message,
}

/// Reads the sheets of these names (in lower case), as far as they are there; others are passed over. Reading blocks, so it
/// belongs off the async threads.
///
/// # Errors
/// Why it is no workbook, or that it is larger than 50,000 rows a sheet, or 16 MiB of text.
pub fn read_book(
    bytes: Bytes,
    names: &'static [&'static str],
) -> Result<Vec<BookSheet>, TableFault> {
    guard::check(&mut Cursor::new(&bytes), guard::Bounds::BOOK)?;
    // In a thread of its own: the library may panic over what is in a file.
    let reading = thread::Builder::new()
        .name("workbook".to_owned())
        .spawn(move || read(&bytes, names))
        .map_err(|error| TableFault::io(&error))?;
    reading.join().unwrap_or_else(|_| Err(damaged()))
}

fn read(bytes: &Bytes, names: &[&str]) -> Result<Vec<BookSheet>, TableFault> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| fault(&error))?;
    let written = |name: &str| name.trim().to_lowercase();
    let found: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut sheets = Vec::new();
    let mut room = MAX_TEXT_BYTES;
    for name in names {
        if let Some(sheet) = found.iter().find(|sheet| written(sheet) == *name) {
            sheets.push(read_sheet(&mut book, sheet, name, &mut room)?);
        }
    }
    Ok(sheets)
}

type Book<'a> = Xlsx<Cursor<&'a Bytes>>;
/// Texts by column, by line.
type Cells = BTreeMap<u32, BTreeMap<u32, String>>;
/// What is wrong, by line and column.
type Flaws = BTreeMap<(u32, u32), &'static Message>;

fn read_sheet(
    book: &mut Book<'_>,
    sheet: &str,
    name: &str,
    room: &mut usize,
) -> Result<BookSheet, TableFault> {
    let (mut lines, mut flaws) = (Cells::new(), Flaws::new());
    let mut cells = book
        .worksheet_cells_reader(sheet)
        .map_err(|error| fault(&error))?;
    while let Some(cell) = cells.next_cell().map_err(|error| fault(&error))? {
        let (line, column) = cell.get_position();
        let text = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::Error(_) => {
                flaws.insert((line, column), &messages::CELL_HOLDS_ERROR);
                continue;
            }
            value => written(value),
        };
        if text.trim().is_empty() {
            continue;
        }
        *room = room.checked_sub(text.len()).ok_or(TableFault::TooLarge)?;
        if line >= MAX_ROWS {
            return Err(TableFault::TooLarge);
        }
        if usize::try_from(column).is_ok_and(|column| column < MAX_COLUMNS) {
            lines.entry(line).or_default().insert(column, text);
        } else {
            flaws.insert((line, column), &messages::ROW_TOO_WIDE);
        }
    }
    drop(cells);
    let mut formulas = book
        .worksheet_cells_reader(sheet)
        .map_err(|error| fault(&error))?;
    while let Some(cell) = formulas.next_formula().map_err(|error| fault(&error))? {
        if !cell.get_value().is_empty() {
            flaws.insert(cell.get_position(), &messages::CELL_FORMULA);
        }
        if flaws.len() > MAX_COLUMNS {
            break;
        }
    }
    Ok(sheet_of(name, lines, flaws))
}

fn sheet_of(name: &str, mut lines: Cells, flaws: Flaws) -> BookSheet {
    let header = row(lines.remove(&0).unwrap_or_default());
    let named = |column: u32| {
        let place = usize::try_from(column).ok();
        let header = place.and_then(|place| header.get(place));
        let header = header.filter(|header| !header.trim().is_empty());
        header
            .cloned()
            .unwrap_or_else(|| (u64::from(column) + 1).to_string())
    };
    let flaws = flaws.into_iter().map(|((line, column), message)| CellFlaw {
        line: line.saturating_add(1),
        column: named(column),
        message,
    });
    BookSheet {
        name: name.to_owned(),
        flaws: flaws.collect(),
        rows: lines
            .into_iter()
            .map(|(line, cells)| (line.saturating_add(1), row(cells)))
            .collect(),
        header,
    }
}

/// Cells in their places, empty ones between them.
fn row(cells: BTreeMap<u32, String>) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for (column, text) in cells {
        let place = usize::try_from(column).unwrap_or(usize::MAX);
        while texts.len() < place.min(MAX_COLUMNS) {
            texts.push(String::new());
        }
        texts.push(text);
    }
    texts
}

/// Writes sheets of texts with their headers. Writing blocks, so it belongs off the async threads.
///
/// # Errors
/// An internal fault: a text is longer than a cell may be (32,767 characters), or a sheet has no proper name.
pub fn write_book(sheets: &[BookSheet]) -> Result<Vec<u8>, TableFault> {
    write(sheets).map_err(|error| TableFault::io(&error))
}

fn write(sheets: &[BookSheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    // As text, so that nobody's spreadsheet computes what begins with an equals sign.
    let plain = Format::new().set_num_format("@");
    for sheet in sheets {
        let page = book.add_worksheet_with_constant_memory()?;
        page.set_name(&sheet.name)?.set_freeze_panes(1, 0)?;
        for (column, name) in (0_u16..).zip(&sheet.header) {
            let width = u16::try_from(name.chars().count()).unwrap_or(u16::MAX);
            page.set_column_format(column, &plain)?
                .set_column_width(column, width.clamp(12, 40))?
                .write_string_with_format(0, column, name, &bold)?;
        }
        for (line, cells) in &sheet.rows {
            for (column, text) in (0_u16..).zip(cells).filter(|(_, text)| !text.is_empty()) {
                page.write_string_with_format(line.saturating_sub(1), column, text, &plain)?;
            }
        }
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NAMES: &[&str] = &["survey", "choices"];

    fn book() -> Vec<BookSheet> {
        let texts = |list: &[&str]| {
            list.iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>()
        };
        vec![
            BookSheet {
                name: "survey".to_owned(),
                header: texts(&["type", "name", "label"]),
                rows: vec![
                    (2, texts(&["text", "a", "=1+1"])),
                    (4, texts(&["note", "", "Perché?"])),
                ],
                flaws: Vec::new(),
            },
            BookSheet {
                name: "choices".to_owned(),
                header: texts(&["list_name"]),
                ..BookSheet::default()
            },
        ]
    }

    #[test]
    fn what_is_written_is_read_back() {
        let bytes = write_book(&book()).unwrap();
        assert_eq!(read_book(bytes.into(), NAMES), Ok(book()));
    }

    #[test]
    fn formulas_and_errors_are_named() {
        let mut made = Workbook::new();
        let page = made.add_worksheet();
        page.set_name(" Survey ").unwrap();
        page.write_string(0, 0, "type").unwrap();
        page.write_formula(1, 0, rust_xlsxwriter::Formula::new("=1+1").set_result("2"))
            .unwrap();
        page.write_formula(
            2,
            3,
            rust_xlsxwriter::Formula::new("=WEBSERVICE(\"http://example.org\")").set_result("x"),
        )
        .unwrap();
        let bytes = made.save_to_buffer().unwrap();
        let sheets = read_book(bytes.into(), NAMES).unwrap();
        let flaws: Vec<(u32, &str, &str)> = sheets[0]
            .flaws
            .iter()
            .map(|flaw| (flaw.line, flaw.column.as_str(), flaw.message.code))
            .collect();
        assert_eq!(
            flaws,
            [(2, "type", "cell_formula"), (3, "4", "cell_formula")]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn no_bytes_make_it_crash(
            noise in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..40),
            cut in any::<prop::sample::Index>(),
            is_cut in any::<bool>(),
        ) {
            let mut bytes = write_book(&book()).unwrap();
            for (place, byte) in noise {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            if is_cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            let _ = read_book(bytes.into(), NAMES);
        }
    }
}
