//! Forms read, written and read again; what is told of forms that do not fit.

use domain_shared::Locale;
use proptest::prelude::Strategy as _;

use super::*;
use crate::questionnaire::{Definition, DefinitionDraft};

fn sheet(text: &str) -> SheetRows {
    let mut lines = (1..)
        .zip(text.lines().map(str::trim))
        .filter(|(_, line)| !line.is_empty());
    let cells = |line: &str| {
        line.split('|')
            .map(|cell| cell.trim().to_owned())
            .collect::<Vec<_>>()
    };
    let header = lines
        .next()
        .map(|(_, line)| cells(line))
        .unwrap_or_default();
    SheetRows {
        header,
        rows: lines.map(|(number, line)| (number, cells(line))).collect(),
    }
}

fn form() -> FormSheets {
    FormSheets {
        survey: Some(sheet(
            "type | name | label::Italiano (it) | label::English (en) | required | relevance | constraint | calculation | choice_filter | appearance | parameters
             start | start | | | | | | | | |
             integer | eta | Età | Age | yes | | . < 120 | | | |
             begin group | parte | Parte | Part | | ${eta} >= 18 | | | | field-list |
             select_one regioni or_other | regione | Regione? | Region? | | | | | | |
             select_one citta | citta | Città? | Town? | | | | | regione = ${regione} | |
             end group | | | | | | | | | |
             begin_group | servizi | Servizi | Services | | | | | | table-list |
             select_one voti | servizi_inps | INPS | INPS | | | | | | |
             select_one voti | servizi_asl | ASL | ASL | | | | | | |
             end_group | | | | | | | | | |
             range | voto | Voto | Mark | | | | | | | start=1 end=5 step=1
             calculate | doppio | | | | | | ${eta} * 2 | | |
             calculate | inps | | | | | | if(${ servizi_inps } = 'è' or ${servizi_asl}='1', 1, ${eta}) | | |
             begin_repeat | figli | Figli | Children | | | | | | |
             text | nome | Nome | Name | | | | | | |
             end_repeat | | | | | | | | | |
             note | fine | Grazie! | Thank you! | | | | | | |",
        )),
        choices: Some(sheet(
            "list_name | name | label::Italiano (it) | label::English (en) | regione
             regioni | 08 | Emilia-Romagna | Emilia-Romagna |
             citta | forli | Forlì | Forlì | 08
             voti | 1 | Uno | One |",
        )),
        settings: Some(sheet(
            "form_title | form_id | default_language
             Questionario di prova | prova | Italiano (it)",
        )),
    }
}

#[test]
fn a_form_is_read_and_what_is_left_out_is_named() {
    let imported = import(&form()).unwrap();
    let draft = DefinitionDraft::from(&imported.definition);
    assert_eq!(draft.title["it"], "Questionario di prova");
    let kinds: Vec<&str> = draft.items.iter().map(|item| item.kind.as_str()).collect();
    assert_eq!(
        kinds,
        [
            "integer",
            "group",
            "matrix",
            "range",
            "calculate",
            "calculate",
            "repeat",
            "note"
        ]
    );
    assert!(draft.items[1].page && draft.items[1].items[0].other);
    assert_eq!(draft.items[2].rows[1].name, "asl");
    assert_eq!(
        draft.items[5].calculation.as_deref(),
        Some("if(${servizi.inps} = 'è' or ${servizi.asl}='1', 1, ${eta})")
    );
    assert_eq!(draft.choices["citta"][0].columns["regione"], "08");
    let told: Vec<_> = imported
        .notes
        .iter()
        .map(|note| (note.line, note.what.text(Locale::English)))
        .collect();
    assert_eq!(
        told,
        [(2, "“start” is not available and is left out.".to_owned())]
    );
}

#[test]
fn what_was_written_is_read_as_it_was() {
    let first = import(&form()).unwrap().definition;
    let again = import(&export(&first)).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    assert_eq!(again.definition, first);
    assert_eq!(again.notes, []);
}

#[test]
fn a_form_names_rows_of_matrices_as_other_programs_do() {
    let mut definition = import(&form()).unwrap().definition;
    let cells = |definition: &Definition| {
        let rows = export(definition).survey.unwrap().rows;
        rows.into_iter()
            .flat_map(|(_, cells)| cells)
            .collect::<Vec<_>>()
    };
    let found =
        |cells: &[String], what: &str| cells.iter().filter(|cell| cell.contains(what)).count();
    let first = cells(&definition);
    assert_eq!(found(&first, "${servizi_asl}='1'"), 1);
    assert_eq!(found(&first, "servizi.asl"), 0);
    // A question that is called as the row would be keeps its name.
    let mut draft = DefinitionDraft::from(&definition);
    draft.items[0].name = "servizi_asl".to_owned();
    for item in &mut draft.items {
        for text in item.expressions_mut() {
            *text = text.replace("${eta}", "${servizi_asl}");
        }
    }
    definition = Definition::parse(&draft).unwrap();
    let second = cells(&definition);
    assert_eq!(found(&second, "${servizi_asl_}='1', 1, ${servizi_asl}"), 1);
    let again = DefinitionDraft::from(&import(&export(&definition)).unwrap().definition);
    assert_eq!(again.items[2].rows[1].name, "asl_");
}

#[test]
fn questions_that_are_numbered_make_a_matrix_too() {
    let mut sheets = form();
    for (_, cells) in &mut sheets.survey.as_mut().unwrap().rows {
        for cell in cells {
            *cell = cell
                .replace("servizi_inps", "servizi_1")
                .replace("servizi_asl", "servizi_2");
        }
    }
    let draft = DefinitionDraft::from(&import(&sheets).unwrap().definition);
    // Expressions name them, so they stay questions.
    assert_eq!(draft.items[2].kind, "group");
    let survey = sheets.survey.as_mut().unwrap();
    survey.rows.retain(|(_, cells)| cells[1] != "inps");
    let draft = DefinitionDraft::from(&import(&sheets).unwrap().definition);
    assert_eq!(draft.items[2].kind, "matrix");
    assert_eq!(draft.items[2].rows[1].name, "servizi_2");
}

fn told(sheets: &FormSheets) -> Vec<(&'static str, u32, String, &'static str)> {
    let mistakes = import(sheets).unwrap_err();
    let sheet = |note: &FormNote| domain_shared::Code::code(note.sheet);
    let column = |note: &FormNote| note.column.clone().unwrap_or_default();
    mistakes
        .iter()
        .map(|note| (sheet(note), note.line, column(note), note.what.message.code))
        .collect()
}

#[test]
fn every_mistake_has_its_row() {
    let sheets = FormSheets {
        survey: Some(sheet(
            "type | name | label::Klingon | label | required | relevant | parameters
             geopoint | dove | | Dove? | | |
             text | a | | A | forse | ${b} > |
             select_one manca | c | | C | | |
             end_group | | | | | |
             range | d | | D | | | start=x
             begin_repeat | r | | R | | |
             text | a | | A | | |",
        )),
        choices: None,
        settings: None,
    };
    let found = told(&sheets);
    for expected in [
        ("survey", 1, "label::Klingon", "language_unknown"),
        ("survey", 2, "type", "form_type_unsupported"),
        ("survey", 3, "required", "not_yes_or_no"),
        ("survey", 3, "relevant", "expression_incomplete"),
        ("survey", 4, "choices", "unknown_reference"),
        ("survey", 5, "type", "group_unbalanced"),
        ("survey", 6, "parameters", "parameters_invalid"),
        ("survey", 7, "type", "group_unbalanced"),
        ("survey", 8, "name", "duplicate"),
    ] {
        let expected = (expected.0, expected.1, expected.2.to_owned(), expected.3);
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
    assert_eq!(
        told(&FormSheets::default()),
        [("survey", 0, String::new(), "sheet_missing")]
    );
}

#[test]
fn nothing_is_left_out_without_a_word() {
    let sheets = FormSheets {
        survey: Some(sheet(
            "type | name | label | hint | required | appearance | parameters | calculation | read_only | media::image | default
             text | a | Ciao ${b}! | | | multiline | randomize=true | 1 + 1 | yes | foto.png | x
             note | b | Nota | | yes | | | | | |
             calculate | c | Somma | | | | | 1 + 1 | | |
             begin_group | d | Parte | | | w1 field-list | | | | |
             range | e | Voto | | | | start=1 end=3 | | | |
             end_group | | | | | | | | | |
             | | una riga per chi legge | | | | | | | |",
        )),
        choices: Some(sheet(
            "list_name | name | label | media::image
             l | x | X | x.png",
        )),
        settings: Some(sheet(
            "form_title | form_id | public_key
             Prova | prova | abc",
        )),
    };
    let imported = import(&sheets).unwrap();
    let told: Vec<String> = imported
        .notes
        .iter()
        .map(|note| {
            let column = note.column.as_deref().unwrap_or("");
            format!("{} {column} {}", note.line, note.what.args[0].1)
        })
        .collect();
    let expected = [
        "2 public_key abc",
        "2 media::image x.png",
        "2 label ${b}",
        "2 appearance multiline",
        "2 parameters randomize=true",
        "2 calculation 1 + 1",
        "2 read_only yes",
        "2 media::image foto.png",
        "2 default x",
        "3 required yes",
        "4 label Somma",
        "5 appearance w1",
        "8 type una riga per chi legge",
    ];
    for expected in expected {
        assert!(
            told.iter().any(|one| one == expected),
            "{expected} in {told:?}"
        );
    }
    assert_eq!(told.len(), expected.len(), "{told:?}");
}

#[test]
fn columns_and_groups_are_not_taken_twice() {
    let twice = FormSheets {
        survey: Some(sheet(
            "type | name | label | Label | label::it | label::Italiano (it)
             text | a | A | B | C | D",
        )),
        choices: Some(sheet(
            "list_name | name | label
             | x | X",
        )),
        ..FormSheets::default()
    };
    let expected = [
        ("survey", 1, "Label".to_owned(), "column_twice"),
        (
            "survey",
            1,
            "label::Italiano (it)".to_owned(),
            "column_twice",
        ),
        ("survey", 1, "label".to_owned(), "column_twice"),
        ("choices", 2, "list_name".to_owned(), "required"),
    ];
    assert_eq!(told(&twice), expected);
    let mut survey = sheet("type | name | label");
    let rows = (0..20_000).map(|one| vec!["begin_group".to_owned(), format!("g{one}")]);
    survey.rows = (2..).zip(rows).collect();
    let deep = told(&FormSheets {
        survey: Some(survey),
        ..FormSheets::default()
    });
    let expected = ("survey", 11, "type".to_owned(), "groups_too_deep");
    assert!(deep.contains(&expected), "{deep:?}");
    assert!(deep.len() < 30, "{}", deep.len());
}

proptest::proptest! {
    #[test]
    fn no_form_makes_it_crash(
        rows in proptest::collection::vec(proptest::collection::vec(
            proptest::sample::select(vec![
                "", "begin_group", "end_group", "begin_repeat", "end_repeat", "text", "select_one a", "rank a or_other",
                "range", "calculate", "note", "a", "b", "${a} = 1", "1 +", "yes", "table-list", "start=1 end=0", "è",
            ]).prop_map(str::to_owned),
            0..9), 0..12),
    ) {
        let header = "type|name|label|required|relevant|calculation|appearance|parameters|choice_filter";
        let mut survey = sheet(header);
        survey.rows = (2..).zip(rows).collect();
        let choices = sheet("list_name|name|label\n a|x|X");
        if let Ok(imported) = import(&FormSheets { survey: Some(survey), choices: Some(choices), settings: None }) {
            let again: Definition = import(&export(&imported.definition)).unwrap().definition;
            proptest::prop_assert_eq!(again, imported.definition);
        }
    }
}
