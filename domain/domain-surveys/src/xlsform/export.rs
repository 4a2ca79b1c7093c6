//! A questionnaire made into a form.

use std::collections::{BTreeMap, BTreeSet};

use domain_shared::LocalTextDraft;

use super::{FormSheets, SheetRows, columns::language_name, tree::rename_in};
use crate::questionnaire::{ChoiceDraft, Definition, DefinitionDraft, ItemDraft};

/// Columns of the sheet `survey` that have a language.
const LOCAL: [&str; 5] = [
    "label",
    "hint",
    "constraint_message",
    "from_label",
    "to_label",
];
/// Columns of the sheet `survey` that have none.
const PLAIN: [&str; 10] = [
    "type",
    "name",
    "required",
    "relevant",
    "constraint",
    "calculation",
    "choice_filter",
    "appearance",
    "parameters",
    "special_category",
];

/// Makes a questionnaire into a form. Rows of matrices become questions of their own, also in expressions. What is read
/// back is the same questionnaire, but for the names of rows where another question has that name.
#[must_use]
pub fn export(definition: &Definition) -> FormSheets {
    let mut draft = DefinitionDraft::from(definition);
    let rows = names_of_rows(&draft.items);
    rename_in(&mut draft.items, &rows);
    let languages = languages(&draft);
    let mut header: Vec<String> = PLAIN.iter().map(|name| (*name).to_owned()).collect();
    for name in LOCAL {
        header.extend(
            languages
                .iter()
                .map(|tag| format!("{name}::{}", language_name(tag))),
        );
    }
    let mut survey = Writer {
        languages: &languages,
        names_of_rows: rows,
        rows: Vec::new(),
    };
    survey.items(&draft.items);
    FormSheets {
        survey: Some(numbered(header, survey.rows)),
        choices: Some(choices(&draft, &languages)),
        settings: Some(settings(&draft, &languages)),
    }
}

fn numbered(header: Vec<String>, rows: Vec<Vec<String>>) -> SheetRows {
    SheetRows {
        header,
        rows: (2..).zip(rows).collect(),
    }
}

/// Every language there is a text in, Italian first.
fn languages(draft: &DefinitionDraft) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut add = |text: &LocalTextDraft| found.extend(text.keys().cloned());
    add(&draft.title);
    add(&draft.introduction);
    for choice in draft.choices.values().flatten() {
        add(&choice.label);
    }
    let mut open: Vec<&ItemDraft> = draft.items.iter().collect();
    while let Some(item) = open.pop() {
        add(&item.label);
        add(&item.hint);
        add(&item.constraint_message);
        item.rows.iter().for_each(|row| add(&row.label));
        open.extend(&item.items);
    }
    let mut languages: Vec<String> = found.into_iter().collect();
    languages.sort_by_key(|tag| (tag != "it", tag.clone()));
    languages
}

/// The texts of a member, language by language.
fn texts<'a>(
    languages: &'a [String],
    text: &'a LocalTextDraft,
) -> impl Iterator<Item = String> + 'a {
    languages
        .iter()
        .map(|tag| text.get(tag).cloned().unwrap_or_default())
}

/// The names that rows of matrices have as questions of their own, by the name that expressions know them by.
fn names_of_rows(items: &[ItemDraft]) -> BTreeMap<String, String> {
    let mut all = Vec::new();
    let mut open: Vec<&ItemDraft> = items.iter().collect();
    while let Some(item) = open.pop() {
        open.extend(&item.items);
        all.push(item);
    }
    let mut taken: BTreeSet<String> = all.iter().map(|item| item.name.clone()).collect();
    let mut names = BTreeMap::new();
    for matrix in all {
        for row in &matrix.rows {
            let mut name = format!("{}_{}", matrix.name, row.name);
            while !taken.insert(name.clone()) {
                name.push('_');
            }
            names.insert(format!("{}.{}", matrix.name, row.name), name);
        }
    }
    names
}

struct Writer<'a> {
    languages: &'a [String],
    names_of_rows: BTreeMap<String, String>,
    rows: Vec<Vec<String>>,
}

impl Writer<'_> {
    fn items(&mut self, items: &[ItemDraft]) {
        for item in items {
            self.item(item);
        }
    }

    fn item(&mut self, item: &ItemDraft) {
        match item.kind.as_str() {
            "group" | "repeat" => {
                let appearance = if item.page { "field-list" } else { "" };
                self.row(&format!("begin_{}", item.kind), item, appearance);
                self.items(&item.items);
                self.end(&item.kind);
            }
            "matrix" => {
                let group = ItemDraft {
                    required: false,
                    special_category: false,
                    ..item.clone()
                };
                self.row("begin_group", &group, "table-list");
                for row in &item.rows {
                    let own = format!("{}.{}", item.name, row.name);
                    let question = ItemDraft {
                        name: self.names_of_rows.get(&own).cloned().unwrap_or(own),
                        label: row.label.clone(),
                        required: item.required,
                        special_category: item.special_category,
                        ..ItemDraft::default()
                    };
                    let list = item.choices.as_deref().unwrap_or_default();
                    self.row(&format!("select_one {list}"), &question, "");
                }
                self.end("group");
            }
            kind => {
                let list = item.choices.as_deref().map(|list| format!(" {list}"));
                let other = if item.other { " or_other" } else { "" };
                let kind = format!("{kind}{}{other}", list.unwrap_or_default());
                self.row(&kind, item, "");
            }
        }
    }

    fn end(&mut self, kind: &str) {
        self.row(&format!("end_{kind}"), &ItemDraft::default(), "");
    }

    fn row(&mut self, kind: &str, item: &ItemDraft, appearance: &str) {
        let yes = |is: bool| if is { "yes".to_owned() } else { String::new() };
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let scale = item.scale.as_ref();
        let parameters = scale.map(|scale| {
            format!(
                "start={} end={} step={}",
                scale.from,
                scale.to,
                scale.step.unwrap_or(1.0)
            )
        });
        let mut cells = vec![
            kind.to_owned(),
            item.name.clone(),
            yes(item.required),
            text(&item.relevant),
            text(&item.constraint),
            text(&item.calculation),
            text(&item.choice_filter),
            appearance.to_owned(),
            parameters.unwrap_or_default(),
            yes(item.special_category),
        ];
        let nothing = LocalTextDraft::new();
        let ends = scale.map_or((&nothing, &nothing), |scale| {
            (&scale.from_label, &scale.to_label)
        });
        for text in [
            &item.label,
            &item.hint,
            &item.constraint_message,
            ends.0,
            ends.1,
        ] {
            cells.extend(texts(self.languages, text));
        }
        self.rows.push(cells);
    }
}

fn choices(draft: &DefinitionDraft, languages: &[String]) -> SheetRows {
    let all = || draft.choices.values().flatten();
    let columns: BTreeSet<&String> = all().flat_map(|choice| choice.columns.keys()).collect();
    let mut header = vec!["list_name".to_owned(), "name".to_owned()];
    header.extend(
        languages
            .iter()
            .map(|tag| format!("label::{}", language_name(tag))),
    );
    header.extend(columns.iter().map(|name| (*name).clone()));
    let row = |list: &str, choice: &ChoiceDraft| {
        let mut cells = vec![list.to_owned(), choice.code.clone()];
        cells.extend(texts(languages, &choice.label));
        let value = |name: &&String| choice.columns.get(*name).cloned().unwrap_or_default();
        cells.extend(columns.iter().map(value));
        cells
    };
    let lists = draft.choices.iter();
    let rows =
        lists.flat_map(|(list, choices)| choices.iter().map(move |choice| row(list, choice)));
    numbered(header, rows.collect())
}

fn settings(draft: &DefinitionDraft, languages: &[String]) -> SheetRows {
    let language = languages.first().map_or("it", String::as_str);
    let mut header = vec!["default_language".to_owned(), "style".to_owned()];
    for name in ["form_title", "introduction"] {
        let columns = languages
            .iter()
            .map(|tag| format!("{name}::{}", language_name(tag)));
        header.extend(columns);
    }
    let has_pages = draft.items.iter().any(|item| item.page);
    let style = if has_pages { "pages" } else { "" };
    let mut cells = vec![language_name(language), style.to_owned()];
    cells.extend(texts(languages, &draft.title));
    cells.extend(texts(languages, &draft.introduction));
    numbered(header, vec![cells])
}
