//! A form made into a questionnaire.

use std::collections::BTreeMap;

use domain_shared::{LocalTextDraft, TextValue as _, Violation, messages};

use super::{
    COLUMN_MISSING, FORM_PART_IGNORED, FormNote, FormSheet, FormSheets, SHEET_MISSING, SheetRows,
    columns::{Columns, language_tag},
    survey::Survey,
};
use crate::questionnaire::{ChoiceDraft, Definition, DefinitionDraft, Form, ItemName};

/// What a form was made into.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The questionnaire.
    pub definition: Definition,
    /// What was left out.
    pub notes: Vec<FormNote>,
}

/// Where the parts of a questionnaire came from, by JSON Pointer.
pub(super) type Origins = BTreeMap<String, (FormSheet, u32)>;

/// Makes a form into a questionnaire that is sound: it could come into use as it is.
///
/// # Errors
/// Every mistake with sheet, line and column.
pub fn import(sheets: &FormSheets) -> Result<Imported, Vec<FormNote>> {
    let (mut mistakes, mut notes, mut origins) = (Vec::new(), Vec::new(), Origins::new());
    let settings = read_settings(sheets.settings.as_ref(), &mut notes);
    let Some(survey) = &sheets.survey else {
        return Err(vec![FormNote::new(
            FormSheet::Survey,
            0,
            None,
            &SHEET_MISSING,
        )]);
    };
    let columns = Columns::of(FormSheet::Survey, survey, &settings.language, &mut mistakes);
    need(&columns, &["type", "name"], &mut mistakes);
    let choices = read_choices(
        sheets.choices.as_ref(),
        &settings.language,
        &mut origins,
        (&mut mistakes, &mut notes),
    );
    let mut reader = Survey::new(&columns);
    for (line, row) in &survey.rows {
        reader.row(*line, row);
    }
    let items = reader.finish(&mut mistakes, &mut notes, &mut origins);
    let draft = DefinitionDraft {
        title: settings.title,
        introduction: settings.introduction,
        items,
        choices,
    };
    let checked = Definition::parse(&draft).and_then(|definition| {
        Form::compile(&definition)?;
        Ok(definition)
    });
    match checked {
        Ok(definition) if mistakes.is_empty() => Ok(Imported { definition, notes }),
        Ok(_) => Err(mistakes),
        Err(wrong) => {
            mistakes.extend(wrong.into_iter().map(|one| placed(one, &origins)));
            mistakes.sort_by_key(|one| (one.sheet, one.line));
            Err(mistakes)
        }
    }
}

struct Settings {
    title: LocalTextDraft,
    introduction: LocalTextDraft,
    language: String,
}

/// Columns of settings that are read, or say what the hub has in its own way.
const OF_SETTINGS: [&str; 6] = [
    "form_title",
    "introduction",
    "default_language",
    "style",
    "form_id",
    "version",
];

fn read_settings(sheet: Option<&SheetRows>, notes: &mut Vec<FormNote>) -> Settings {
    let mut settings = Settings {
        title: LocalTextDraft::from([("it".to_owned(), "Questionario".to_owned())]),
        introduction: LocalTextDraft::new(),
        language: "it".to_owned(),
    };
    let Some(sheet) = sheet else {
        return settings;
    };
    // Mistakes in the header of this sheet do no harm: two columns are looked for.
    let columns = Columns::of(FormSheet::Settings, sheet, "it", &mut Vec::new());
    let Some((line, row)) = sheet.rows.first() else {
        return settings;
    };
    if let Some(tag) = columns.cell(row, "default_language").and_then(language_tag) {
        settings.language = tag;
    }
    let columns = Columns::of(
        FormSheet::Settings,
        sheet,
        &settings.language,
        &mut Vec::new(),
    );
    let title = columns.texts(row, "form_title");
    if !title.is_empty() {
        settings.title = title;
    }
    settings.introduction = columns.texts(row, "introduction");
    leave_out(&columns, &OF_SETTINGS, (*line, row), notes);
    settings
}

/// Names what a row has in columns that are not read.
fn leave_out(
    columns: &Columns,
    read: &[&str],
    (line, row): (u32, &[String]),
    notes: &mut Vec<FormNote>,
) {
    for name in columns.names().filter(|name| !read.contains(name)) {
        if let Some(found) = columns.cell(row, name) {
            let note = FormNote::new(columns.sheet(), line, Some(name), &FORM_PART_IGNORED);
            notes.push(note.with("found", found));
        }
    }
}

/// Records every column that is not there.
fn need(columns: &Columns, names: &[&str], mistakes: &mut Vec<FormNote>) {
    for name in names {
        if !columns.has(name) {
            let missing = FormNote::new(columns.sheet(), 1, None, &COLUMN_MISSING);
            mistakes.push(missing.with("found", name));
        }
    }
}

/// Columns of choices that are no data.
const OF_CHOICES: [&str; 4] = ["list_name", "name", "label", "order"];

fn read_choices(
    sheet: Option<&SheetRows>,
    language: &str,
    origins: &mut Origins,
    (mistakes, notes): (&mut Vec<FormNote>, &mut Vec<FormNote>),
) -> BTreeMap<String, Vec<ChoiceDraft>> {
    let mut lists: BTreeMap<String, Vec<ChoiceDraft>> = BTreeMap::new();
    let Some(sheet) = sheet else {
        return lists;
    };
    let columns = Columns::of(FormSheet::Choices, sheet, language, mistakes);
    need(&columns, &["list_name", "name"], mistakes);
    // Whatever is a name may be compared in a filter; media and the like have other names.
    let data: Vec<&str> = columns
        .names()
        .filter(|name| !OF_CHOICES.contains(name) && ItemName::parse(name).is_ok())
        .collect();
    let mut read = data.clone();
    read.extend(OF_CHOICES);
    for (line, row) in &sheet.rows {
        let Some(list) = columns.cell(row, "list_name") else {
            let missing = FormNote::new(
                FormSheet::Choices,
                *line,
                Some("list_name"),
                &messages::REQUIRED,
            );
            mistakes.push(missing);
            continue;
        };
        leave_out(&columns, &read, (*line, row), notes);
        let choices = lists.entry(list.to_owned()).or_default();
        origins.insert(
            format!("/choices/{list}/{}", choices.len()),
            (FormSheet::Choices, *line),
        );
        let values = data.iter().filter_map(|name| {
            let value = columns.cell(row, name)?;
            Some(((*name).to_owned(), value.to_owned()))
        });
        choices.push(ChoiceDraft {
            code: columns.cell(row, "name").unwrap_or_default().to_owned(),
            label: columns.texts(row, "label"),
            columns: values.collect(),
        });
    }
    lists
}

/// A mistake of the questionnaire at the row it came from.
fn placed(wrong: Violation, origins: &Origins) -> FormNote {
    let mut pointer = wrong.pointer.as_str();
    let mut column = None;
    loop {
        if let Some((sheet, line)) = origins.get(pointer) {
            return FormNote {
                sheet: *sheet,
                line: *line,
                column,
                what: Violation {
                    pointer: String::new(),
                    ..wrong
                },
            };
        }
        let Some((above, member)) = pointer.rsplit_once('/') else {
            break;
        };
        column = Some(member.to_owned());
        pointer = above;
    }
    FormNote {
        sheet: FormSheet::Survey,
        line: 0,
        column: None,
        what: wrong,
    }
}
