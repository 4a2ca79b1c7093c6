//! The sheets of a form in a workbook.

use actix_web::web::Bytes;
use domain_shared::{
    BoundedNumber as _, Code as _, DefinitionNumber, StableCode, TextValue as _, Violation,
    Violations,
};
use domain_surveys::{
    Definition, FormNote, FormSheet, FormSheets, Imported, SheetRows, export, import,
};

use crate::{
    problem::{Outcome, Problem},
    tables::{BookSheet, read_book, write_book},
};

/// The sheets of a form.
const SHEETS: &[&str] = &["survey", "choices", "settings"];

/// The name to save a form under.
pub(super) fn file_name(code: &StableCode, number: DefinitionNumber) -> String {
    format!("{}-{}.xlsx", code.as_str(), number.number())
}

/// Reads a form. Blocks.
///
/// # Errors
/// What is wrong with the file, or with every cell of the form.
pub(super) fn read(bytes: Bytes) -> Outcome<Imported> {
    let mut wrong = Violations::new();
    let mut sheets = FormSheets::default();
    for sheet in read_book(bytes, SHEETS)? {
        for flaw in &sheet.flaws {
            let pointer = pointer(&sheet.name, flaw.line, Some(&flaw.column));
            wrong.add(pointer, flaw.message);
        }
        let rows = Some(SheetRows {
            header: sheet.header,
            rows: sheet.rows,
        });
        match FormSheet::from_code(&sheet.name) {
            Some(FormSheet::Survey) => sheets.survey = rows,
            Some(FormSheet::Choices) => sheets.choices = rows,
            Some(FormSheet::Settings) => sheets.settings = rows,
            None => {}
        }
    }
    match import(&sheets) {
        Ok(imported) if wrong.is_empty() => Ok(imported),
        Ok(_) => Err(Problem::from(wrong)),
        Err(mistakes) => {
            for mistake in mistakes {
                wrong.push(violation(mistake));
            }
            Err(Problem::from(wrong))
        }
    }
}

/// The place of a cell as a JSON Pointer: `/survey/12/relevant`.
fn pointer(sheet: &str, line: u32, column: Option<&str>) -> String {
    let mut pointer = format!("/{sheet}");
    if line > 0 {
        pointer.push('/');
        pointer.push_str(&line.to_string());
    }
    if let Some(column) = column {
        let short: String = column.chars().take(100).collect();
        pointer.push('/');
        pointer.push_str(&short.replace('~', "~0").replace('/', "~1"));
    }
    pointer
}

fn violation(mistake: FormNote) -> Violation {
    let sheet = mistake.sheet.code();
    Violation {
        pointer: pointer(sheet, mistake.line, mistake.column.as_deref()),
        ..mistake.what
    }
}

/// Writes a form. Blocks.
///
/// # Errors
/// An internal problem when it cannot be written.
pub(super) fn write(definition: &Definition) -> Outcome<Vec<u8>> {
    let sheets = export(definition);
    let parts = [
        (FormSheet::Survey, sheets.survey),
        (FormSheet::Choices, sheets.choices),
        (FormSheet::Settings, sheets.settings),
    ];
    let book: Vec<BookSheet> = parts
        .into_iter()
        .filter_map(|(sheet, rows)| {
            let rows = rows?;
            Some(BookSheet {
                name: sheet.code().to_owned(),
                header: rows.header,
                rows: rows.rows,
                flaws: Vec::new(),
            })
        })
        .collect();
    Ok(write_book(&book)?)
}
