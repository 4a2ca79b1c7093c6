//! The template of a table of cards, and the page that documents it.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{
    cells::Kind,
    columns::{Column, columns},
    lexicon::Lexicon,
    sheet,
};
use crate::{
    problem::Outcome,
    tables::{Guide, TableFormat, TableWriter},
};

/// Names of the sheets.
const SHEET: &str = "Schede";
const INSTRUCTIONS: &str = "Istruzioni";

/// What a workbook of cards says besides its rows.
pub(super) fn guide<'a>(instructions: &'a [&'a str]) -> Guide<'a> {
    Guide {
        sheet: SHEET,
        instructions_sheet: INSTRUCTIONS,
        instructions,
    }
}

/// Every header, in order.
pub(super) fn header_names() -> Vec<&'static str> {
    columns()
        .iter()
        .map(|column| column.header.as_str())
        .collect()
}

/// The template with its example, as a file.
///
/// # Errors
/// An internal problem when it cannot be written.
pub(super) fn build(format: TableFormat) -> Outcome<Vec<u8>> {
    let lines = instructions();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut writer = TableWriter::new(Vec::new(), format, &header_names(), guide(&lines))?;
    if format == TableFormat::Ndjson {
        writer.json(&example())?;
    } else {
        let filled = columns().iter().filter(|column| !column.example.is_empty());
        let cells: Vec<(&str, &str)> = filled
            .map(|column| (column.header.as_str(), column.example))
            .collect();
        writer.row(&cells)?;
    }
    Ok(writer.finish()?)
}

/// The example as a line of JSON, as far as it names no places by name.
fn example() -> Value {
    let mut line = json!({});
    let lexicon = Lexicon::default();
    let is_coded = |column: &&Column| {
        !matches!(
            column.kind,
            Kind::Category
                | Kind::Categories
                | Kind::Municipality
                | Kind::Municipalities
                | Kind::Provinces
        )
    };
    let filled = || {
        let columns = columns().iter().filter(is_coded);
        columns.filter(|column| !column.example.is_empty())
    };
    let names: Vec<&str> = filled().map(|column| column.header.as_str()).collect();
    let cells: Vec<&str> = filled().map(|column| column.example).collect();
    if let Ok(header) = sheet::Header::read(&names) {
        header.apply(&cells, &mut line, &lexicon);
    }
    if let Some(content) = line.get_mut("content").and_then(Value::as_object_mut) {
        content.insert(
            "main_category".to_owned(),
            json!("services-for-the-elderly"),
        );
        content.insert("coverage".to_owned(), json!({"municipalities": ["C573"]}));
        if let Some(place) = content.get_mut("places").and_then(|all| all.get_mut(0)) {
            place["address"]["municipality"] = json!("C573");
        }
    }
    line
}

/// The instructions of the workbook, in Italian.
fn instructions() -> Vec<String> {
    let mut lines: Vec<String> = [
        "Come compilare il foglio «Schede»",
        "Ogni riga è una scheda servizio. La riga di esempio va sostituita.",
        "Le colonne possono stare in qualunque ordine e quelle che non servono si possono togliere: ciò che la tabella non contiene resta come è nell'hub.",
        "Una cella vuota toglie quanto la scheda diceva in quella colonna.",
        "Con lo stesso id_esterno una seconda importazione aggiorna la scheda; senza, ne crea un'altra.",
        "Gli elenchi si separano con il punto e virgola.",
        "",
        "Colonne",
    ]
    .map(str::to_owned)
    .to_vec();
    for column in columns() {
        let mut line = format!("{}: {} [{}]", column.header, column.it, column.kind.hint());
        if !column.example.is_empty() {
            let _ = write!(line, " Esempio: {}", column.example);
        }
        lines.push(line);
    }
    lines.push(String::new());
    lines.push("Valori degli elenchi".to_owned());
    for (header, values) in lists() {
        let values: Vec<String> = values
            .iter()
            .map(|(code, label)| format!("{label} ({code})"))
            .collect();
        lines.push(format!("{header}: {}", values.join("; ")));
    }
    lines
}

/// The values of the closed lists, by the first column of each.
fn lists() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let first = |column: &&Column| column.part.is_none_or(|part| part.index == 0);
    columns()
        .iter()
        .filter(first)
        .filter_map(|column| match column.kind {
            Kind::Code(codes) | Kind::Codes(codes) => Some((column.header.as_str(), codes.all())),
            _ => None,
        })
        .collect()
}

/// The part of the documentation that lists columns and values.
#[must_use]
pub fn documentation() -> String {
    let mut text = String::from(
        "| Colonna | Campo | Significato | Meaning | Esempio |\n|---|---|---|---|---|\n",
    );
    let cell = |text: &str| text.replace('|', "\\|");
    for column in columns() {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "| `{}` | `{}` | {} | {} | {} |",
            column.header,
            column.pointer,
            cell(column.it),
            cell(column.en),
            cell(column.example),
        );
    }
    text.push_str("\n## Valori degli elenchi\n\n");
    for (header, values) in lists() {
        let values: Vec<String> = values
            .iter()
            .map(|(code, label)| format!("{label} (`{code}`)"))
            .collect();
        let _ = writeln!(text, "- `{header}`: {}", values.join("; "));
    }
    text
}
