//! Reading what people send, refusing what they should not, and reading back what is written.

use std::io::Cursor;

use domain_shared::Locale;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::files::samples::zip;

const GUIDE: Guide<'_> = Guide {
    sheet: "Schede",
    instructions_sheet: "Istruzioni",
    instructions: &["Una scheda per riga.", "Non cambiare le intestazioni."],
};

fn open(bytes: impl Into<Vec<u8>>, format: TableFormat) -> Result<TableReader, TableFault> {
    TableReader::open(Cursor::new(bytes.into()), format)
}

fn csv(bytes: impl Into<Vec<u8>>) -> TableReader {
    open(bytes, TableFormat::Csv).unwrap()
}

/// Line and texts of a row, or line and code of what is wrong with it.
fn plain(item: Item) -> (u64, Vec<String>) {
    match item {
        Ok(Row { line, cells }) => match cells {
            RowCells::Fields(fields) => (line, fields.into_iter().map(|(_, text)| text).collect()),
            RowCells::Json(value) => (line, vec![value.to_string()]),
        },
        Err(ReadFault::Row(fault)) => (
            fault.line,
            vec![format!("!{}", fault.violation.message.code)],
        ),
        Err(ReadFault::Table(fault)) => (0, vec![format!("!!{}", code(&fault))]),
    }
}

fn rows(reader: TableReader) -> Vec<(u64, Vec<String>)> {
    reader.map(plain).collect()
}

fn code(fault: &TableFault) -> &'static str {
    match fault {
        TableFault::Wrong(violation) => violation.message.code,
        TableFault::TooLarge => "too_large",
        TableFault::Internal(_) => "internal",
    }
}

fn refusal(bytes: impl Into<Vec<u8>>, format: TableFormat) -> &'static str {
    code(&open(bytes, format).unwrap_err())
}

fn row(line: u64, texts: &[&str]) -> (u64, Vec<String>) {
    (line, texts.iter().map(|text| (*text).to_owned()).collect())
}

#[test]
fn csv_is_read_with_either_separator_and_exact_lines() {
    let text = "\u{FEFF}Titolo ;Sintesi, breve\r\n\r\nPasti a domicilio;\"con \"\"cura\"\";\r\ntutti i giorni\"\r\n;;\n\n'=1+1;'-x\r\nultimo;è";
    let reader = csv(text);
    let names: Vec<_> = reader.columns().iter().map(AsRef::as_ref).collect();
    assert_eq!(names, ["Titolo", "Sintesi, breve"]);
    assert_eq!(
        rows(reader),
        [
            row(3, &["Pasti a domicilio", "con \"cura\";\r\ntutti i giorni"]),
            row(7, &["=1+1", "-x"]),
            row(8, &["ultimo", "è"]),
        ]
    );
    assert_eq!(rows(csv("a,b\n1,2\n")), [row(2, &["1", "2"])]);
    assert_eq!(
        rows(csv("nome\nRossi, Maria\n")),
        [row(2, &["Rossi, Maria"])]
    );
    assert_eq!(rows(csv("a;b")), []);
}

#[test]
fn windows_letters_are_read_and_mixtures_refused() {
    assert_eq!(
        rows(csv(b"Citt\xE0;Costo\nForl\xEC;\x80 5\n".to_vec())),
        [row(2, &["Forlì", "€ 5"])]
    );
    let mixed = [b"a;b\n\xE0;x\n".as_slice(), "è;y\n".as_bytes()].concat();
    assert_eq!(refusal(mixed, TableFormat::Csv), "table_encoding");
    assert_eq!(
        refusal(b"\xFF\xFEa\0;\0".to_vec(), TableFormat::Csv),
        "table_encoding"
    );
    assert_eq!(
        refusal(b"a;b\n\0;x\n".to_vec(), TableFormat::Csv),
        "table_wrong_format"
    );
    // Letters of several bytes across the pieces in which the file is looked through.
    let long = format!("a;b\n{}\n", "èü€;àò\n".repeat(40_000));
    assert_eq!(csv(long).map(Result::unwrap).count(), 40_000);
}

#[test]
fn rows_that_do_not_fit_their_headers_are_named() {
    let items = rows(csv("a;b\n1\n1;2;3\n1;2;;\n1;2\n"));
    assert_eq!(
        items,
        [
            row(2, &["!row_too_narrow"]),
            row(3, &["!row_too_wide"]),
            row(4, &["1", "2"]),
            row(5, &["1", "2"]),
        ]
    );
}

#[test]
fn headers_are_there_once_each() {
    let wide = vec!["h"; MAX_COLUMNS + 1].join(";");
    for (text, expected) in [
        ("", "table_empty"),
        ("\n\n", "table_empty"),
        (" ; ;\n1;2;3\n", "table_empty"),
        ("a;;c\n", "header_missing"),
        ("Titolo;titolo \n", "header_repeated"),
        (wide.as_str(), "too_many_columns"),
        ("%PDF-1.7\n", "table_wrong_format"),
    ] {
        assert_eq!(refusal(text, TableFormat::Csv), expected, "{text}");
    }
}

#[test]
fn a_quotation_mark_left_open_does_not_fill_the_memory() {
    let mut text = b"a;b\n1;2\n\"".to_vec();
    text.resize(3 * MAX_ROW_BYTES, b'x');
    assert_eq!(
        rows(csv(text)),
        [row(2, &["1", "2"]), row(0, &["!!row_too_long"])]
    );
    let mut text = b"a;b\n1;".to_vec();
    text.resize(MAX_ROW_BYTES + 100, b'x');
    text.extend(b"\n3;4\n");
    assert_eq!(
        rows(csv(text)),
        [row(2, &["!row_too_long"]), row(3, &["3", "4"])]
    );
}

#[test]
fn json_lines_are_passed_through() {
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(MAX_ROW_BYTES));
    let text = format!("\u{FEFF}{{\"a\":1}}\r\n\n[1]\nnonsense\n{long}\n{{\"b\":[2]}}");
    assert_eq!(
        rows(open(text, TableFormat::Ndjson).unwrap()),
        [
            row(1, &["{\"a\":1}"]),
            row(3, &["!line_not_object"]),
            row(4, &["!line_not_object"]),
            row(5, &["!row_too_long"]),
            row(6, &["{\"b\":[2]}"]),
        ]
    );
    assert_eq!(
        refusal(b"{\"a\":\"\xE0\"}".to_vec(), TableFormat::Ndjson),
        "table_wrong_format"
    );
    let deep = "[".repeat(100_000);
    assert_eq!(
        rows(open(deep, TableFormat::Ndjson).unwrap()),
        [row(1, &["!line_not_object"])]
    );
}

const SHEET_HEAD: &str = r#"<?xml version="1.0"?><worksheet xmlns="x"><sheetData>"#;
const SHEET_TAIL: &str = "</sheetData></worksheet>";

/// A workbook with one sheet, its shared texts, and whatever else.
fn workbook(rows: &str, shared: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let sheet = format!("{SHEET_HEAD}{rows}{SHEET_TAIL}");
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", br#"<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", br#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="N" sheetId="1" state="hidden" r:id="h"/><sheet name="S" sheetId="2" r:id="s"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="h" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet0.xml"/></Relationships>"#),
        ("xl/styles.xml", br#"<styleSheet><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/></cellXfs></styleSheet>"#),
        ("xl/worksheets/sheet0.xml", b"<worksheet><sheetData/></worksheet>"),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    if !shared.is_empty() {
        entries.push(("xl/sharedStrings.xml", shared.as_bytes()));
    }
    entries.extend(more);
    zip(&entries)
}

fn inline(text: &str) -> String {
    format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#)
}

fn header(names: &[&str]) -> String {
    let cells: String = names.iter().map(|name| inline(name)).collect();
    format!(r#"<row r="2">{cells}</row>"#)
}

#[test]
fn the_first_visible_sheet_is_read_as_one_sees_it() {
    let values = format!(
        r#"{}<row r="4"><c r="A4" t="s"><v>0</v></c><c r="B4"><v>0.30000000000000004</v></c><c r="C4" s="1"><v>45943</v></c></row>
        <row r="5"><c r="A5"><v>47521</v></c><c r="B5" t="b"><v>1</v></c><c r="C5" s="2"><v>45943.5</v></c></row>
        <row r="6"><c r="A6" t="e"><v>#REF!</v></c></row>
        <row r="7"><c r="B7" t="str"><f>A1</f><v>calcolato</v></c><c r="C7" s="3"><v>0.375</v></c></row>
        <row r="8"><c r="D8"><v>1</v></c></row>
        <row r="9"><c r="ZZ9"><v>1</v></c></row>"#,
        header(&["Titolo", "Valore", "Dal"])
    );
    let shared = r#"<?xml version="1.0"?><sst count="1" uniqueCount="1"><si><r><t xml:space="preserve">Pasti </t></r><r><t>caldi</t></r></si></sst>"#;
    let reader = open(workbook(&values, shared, &[]), TableFormat::Xlsx).unwrap();
    assert_eq!(reader.columns().len(), 3);
    assert_eq!(
        rows(reader),
        [
            row(4, &["Pasti caldi", "0.3", "2025-10-13"]),
            row(5, &["47521", "true", "2025-10-13T12:00:00"]),
            row(6, &["!cell_error"]),
            row(7, &["", "calcolato", "09:00"]),
            row(8, &["!row_too_wide"]),
            row(9, &["!row_too_wide"]),
        ]
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table, a line a workbook")]
fn hostile_workbooks_are_refused() {
    let good = header(&["a"]);
    let zeros = vec![b' '; 8 * 1024 * 1024];
    let stretch = format!(
        "{good}<row><c t=\"str\"><v>{}</v></c></row>",
        noise(2 * MAX_ROW_BYTES)
    );
    let many = |count: &str| format!("<?xml version=\"1.0\"?><sst uniqueCount=\"{count}\"></sst>");
    let hidden = format!(
        "<sst a=\">\"{} uniqueCount=\"9000000000000\"></sst>",
        " ".repeat(200)
    );
    let late = format!(
        "<sst a=\">\"{} uniqueCount=\"9000000000000\"></sst>",
        " ".repeat(5_000)
    );
    let comment = "<!-- <sst> --><sst uniqueCount=\"9000000000000\"></sst>".to_owned();
    let utf16: Vec<u8> = many("9000000000000")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let nested = zip(&[("a", b"b")]);
    let encrypted = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0\0".to_vec();
    let mut trailing = b"<html>".to_vec();
    trailing.extend(workbook(&good, "", &[]));
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("text", b"a;b\n1;2\n".to_vec(), "table_wrong_format"),
        ("empty", Vec::new(), "table_wrong_format"),
        ("any zip", zip(&[("a", b"b")]), "table_wrong_format"),
        ("encrypted or old", encrypted, "table_old_workbook"),
        ("html before", trailing, "table_wrong_format"),
        (
            "bomb",
            workbook(&good, "", &[("xl/media/x.bmp", &zeros)]),
            "file_bomb",
        ),
        (
            "bomb in the sheet",
            workbook(&" ".repeat(8 << 20), "", &[]),
            "file_bomb",
        ),
        ("endless text", workbook(&stretch, "", &[]), "file_bomb"),
        (
            "count",
            workbook(&good, &many("9000000000000"), &[]),
            "file_bomb",
        ),
        (
            "absurd count",
            workbook(&good, &many("99999999999999999999999"), &[]),
            "file_bomb",
        ),
        (
            "count behind a quote",
            workbook(&good, &hidden, &[]),
            "file_bomb",
        ),
        (
            "count far behind",
            workbook(&good, &late, &[]),
            "file_damaged",
        ),
        (
            "count after a comment",
            workbook(&good, &comment, &[]),
            "file_damaged",
        ),
        (
            "utf-16",
            workbook(&good, "", &[("xl/sharedStrings.xml", &utf16)]),
            "file_damaged",
        ),
        (
            "macros",
            workbook(&good, "", &[("xl/vbaProject.bin", b"x")]),
            "file_active",
        ),
        (
            "program",
            workbook(&good, "", &[("xl/media/x.png", b"MZ\x90")]),
            "file_active",
        ),
        (
            "nested",
            workbook(&good, "", &[("xl/x.bin", &nested)]),
            "file_nested",
        ),
        (
            "embedded",
            workbook(&good, "", &[("xl/embeddings/x", b"x")]),
            "file_nested",
        ),
        (
            "elsewhere",
            workbook(&good, "", &[("../x", b"x")]),
            "file_damaged",
        ),
        ("no rows", workbook("", "", &[]), "table_empty"),
        ("no xml", workbook("<row><c></row", "", &[]), "file_damaged"),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(refusal(bytes, TableFormat::Xlsx), expected, "{name}");
    }
}

/// Letters that hardly compress, so that only their length is remarkable.
fn noise(length: usize) -> String {
    let mut state = 1_u32;
    let next = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'A' + u8::try_from((state >> 24) % 26).unwrap())
    });
    next.take(length).collect()
}

#[test]
fn a_shared_text_cannot_stand_in_every_cell() {
    let text = noise(600_000);
    let shared = format!("<sst uniqueCount=\"1\"><si><t>{text}</t></si></sst>");
    let cell = r#"<c t="s"><v>0</v></c>"#;
    let once = format!("<row>{cell}</row>").repeat(1_000);
    let sheet = format!(
        "{}<row r=\"3\">{cell}{cell}</row>{once}",
        header(&["a", "b"])
    );
    let items: Vec<_> = open(workbook(&sheet, &shared, &[]), TableFormat::Xlsx)
        .unwrap()
        .map(|item| item.map(|row| row.line))
        .collect();
    assert!(matches!(&items[0], Err(ReadFault::Row(fault)) if fault.line == 3));
    assert_eq!(
        items.last().unwrap(),
        &Err(ReadFault::Table(TableFault::TooLarge))
    );
    assert_eq!(items.len(), 1 + 894 + 1);
}

#[test]
fn a_reader_may_be_left_in_the_middle() {
    let sheet = format!(
        "{}{}",
        header(&["a"]),
        format!("<row>{}</row>", inline("x")).repeat(5_000)
    );
    let mut reader = open(workbook(&sheet, "", &[]), TableFormat::Xlsx).unwrap();
    assert_eq!(plain(reader.next().unwrap()), row(3, &["x"]));
}

fn write(format: TableFormat, columns: &[&str], table: &[Vec<String>]) -> Vec<u8> {
    let mut writer = TableWriter::new(Vec::new(), format, columns, GUIDE).unwrap();
    for texts in table {
        let cells: Vec<_> = columns.iter().zip(texts).collect();
        writer.row(&cells).unwrap();
    }
    writer.finish().unwrap()
}

#[test]
fn csv_is_written_for_spreadsheets() {
    let table = [vec!["=HYPERLINK(\"x\")".to_owned(), "a;b".to_owned()]];
    let bytes = write(TableFormat::Csv, &["Titolo", "Note"], &table);
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "\u{FEFF}Titolo;Note\r\n\"'=HYPERLINK(\"\"x\"\")\";\"a;b\"\r\n"
    );
}

#[test]
fn a_workbook_has_instructions_and_a_frozen_header() {
    use calamine::Reader as _;
    let bytes = write(TableFormat::Xlsx, &["Titolo"], &[vec!["=1+1".to_owned()]]);
    let mut archive = ::zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut sheet = String::new();
    archive
        .by_name("xl/worksheets/sheet1.xml")
        .unwrap()
        .read_to_string(&mut sheet)
        .unwrap();
    assert!(
        sheet.contains("state=\"frozen\"") && !sheet.contains("<f>"),
        "{sheet}"
    );
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(&bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["Schede", "Istruzioni"]);
    let instructions = book.worksheet_range("Istruzioni").unwrap();
    assert_eq!(
        instructions.get_value((1, 0)).unwrap().to_string(),
        GUIDE.instructions[1]
    );
}

#[test]
fn rows_are_placed_by_header() {
    let mut writer = TableWriter::new(Vec::new(), TableFormat::Csv, &["a", "b"], GUIDE).unwrap();
    writer.row(&[("b", "2")]).unwrap();
    writer.row(&[("b", "4"), ("a", "3")]).unwrap();
    assert_eq!(code(&writer.row(&[("c", "5")]).unwrap_err()), "internal");
    assert_eq!(code(&writer.json(&json!({})).unwrap_err()), "internal");
    assert_eq!(
        rows(csv(writer.finish().unwrap())),
        [row(2, &["", "2"]), row(3, &["3", "4"])]
    );
    let mut writer = TableWriter::new(Vec::new(), TableFormat::Ndjson, &[], GUIDE).unwrap();
    writer.json(&json!({"a": {"b": [1, "è"]}})).unwrap();
    let written = writer.finish().unwrap();
    assert_eq!(
        String::from_utf8(written).unwrap(),
        "{\"a\":{\"b\":[1,\"è\"]}}\n"
    );
}

#[test]
fn faults_are_clear_problems_in_both_languages() {
    let fault = open("a;a", TableFormat::Csv).unwrap_err();
    let TableFault::Wrong(violation) = &fault else {
        panic!("{fault:?}")
    };
    assert!(violation.text(Locale::Italian).contains("«a»"));
    assert!(violation.text(Locale::English).contains("“a”"));
    for (fault, status) in [
        (fault, 422),
        (TableFault::TooLarge, 413),
        (TableFault::Internal(String::new()), 500),
    ] {
        assert_eq!(Problem::from(fault).code.status().as_u16(), status);
    }
    assert_eq!(TableFormat::of_name("schede.XLSX"), Some(TableFormat::Xlsx));
    assert_eq!(TableFormat::of_name("schede.xlsm"), None);
    assert_eq!(
        TableFormat::of_media_type("text/csv"),
        Some(TableFormat::Csv)
    );
}

/// What a cell may hold: everything but controls other than the ends of lines.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~àèéìòù€;,\"'=+@\\-\n]{0,12}",
        "['=+\\-@\t]{0,3}[a-z0-9]{0,3}",
        "[ \u{A0}]{0,2}_x00[0-9A-F]{2}_[<&>]{0,2}[ ]{0,2}",
        "\\PC{0,8}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_written_is_read_back(
        table in prop::collection::vec(prop::collection::vec(text(), 3), 0..8)
    ) {
        for format in [TableFormat::Csv, TableFormat::Xlsx, TableFormat::Ndjson] {
            let bytes = write(format, &["Titolo", "=Età", "c, d"], &table);
            let reader = open(bytes, format).unwrap();
            let expected: Vec<Vec<String>> = match format {
                TableFormat::Ndjson => table.iter().map(|texts| {
                    vec![json!({"Titolo": texts[0], "=Età": texts[1], "c, d": texts[2]}).to_string()]
                }).collect(),
                TableFormat::Csv | TableFormat::Xlsx => table.iter()
                    .filter(|texts| texts.iter().any(|text| !text.is_empty()))
                    .cloned().collect(),
            };
            let read: Vec<Vec<String>> = reader.map(|item| plain(item).1).collect();
            prop_assert_eq!(read, expected, "{:?}", format);
        }
    }

    #[test]
    fn any_text_is_read_without_a_fault(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for format in [TableFormat::Csv, TableFormat::Xlsx, TableFormat::Ndjson] {
            if let Ok(reader) = open(bytes.clone(), format) {
                let _ = reader.count();
            }
        }
    }

    #[test]
    fn lines_are_counted_as_an_editor_does(
        blanks in prop::collection::vec((0_u64..3, any::<bool>(), 0_u64..3), 1..8),
        finished in any::<bool>(),
    ) {
        let mut text = "a;b\n".to_owned();
        let mut expected = Vec::new();
        let mut line = 2;
        for (before, windows, within) in blanks {
            let end = if windows { "\r\n" } else { "\n" };
            for _ in 0..before {
                text += end;
            }
            line += before;
            expected.push(line);
            text += "x;\"";
            for _ in 0..within {
                text += end;
            }
            text += "y\"";
            text += end;
            line += within + 1;
        }
        if !finished {
            text.truncate(text.trim_end().len());
        }
        let lines: Vec<u64> = csv(text).map(|item| plain(item).0).collect();
        prop_assert_eq!(lines, expected);
    }
}
