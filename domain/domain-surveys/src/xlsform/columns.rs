//! The columns of a sheet: what they are called, and in which language they are.

use std::collections::BTreeMap;

use domain_shared::{LanguageTag, LocalTextDraft, TextValue as _};

use super::{COLUMN_TWICE, FormNote, FormSheet, LANGUAGE_UNKNOWN, SheetRows};

/// Names of languages that forms use without a tag.
const NAMED: [(&str, &str); 10] = [
    ("italiano", "it"),
    ("italian", "it"),
    ("english", "en"),
    ("inglese", "en"),
    ("français", "fr"),
    ("french", "fr"),
    ("deutsch", "de"),
    ("german", "de"),
    ("español", "es"),
    ("spanish", "es"),
];

/// The tag of a language as forms write it: `Italiano (it)`, `it`, `Italiano`.
pub(super) fn language_tag(written: &str) -> Option<String> {
    let written = written.trim();
    let inside = written
        .rsplit_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'));
    let named = || {
        let folded = written.to_lowercase();
        let mut known = NAMED.iter().filter(|(name, _)| *name == folded);
        known.next().map(|(_, tag)| *tag)
    };
    let candidate = inside.map(str::trim).or_else(named).unwrap_or(written);
    let tag = LanguageTag::parse(candidate).ok()?;
    Some(tag.as_str().to_owned())
}

/// How a language is written into the header of a form.
pub(super) fn language_name(tag: &str) -> String {
    match tag {
        "it" => "Italiano (it)".to_owned(),
        "en" => "English (en)".to_owned(),
        other => format!("{other} ({other})"),
    }
}

/// Where the columns of a sheet are.
pub(super) struct Columns {
    sheet: FormSheet,
    /// Columns without a language, by name.
    plain: BTreeMap<String, usize>,
    /// Columns of a language, by name and tag.
    local: BTreeMap<(String, String), usize>,
    /// The language of columns that name none.
    default_language: String,
}

/// The name of a column in its usual spelling.
fn usual(name: &str) -> String {
    let name = name.trim().to_lowercase().replace(' ', "_");
    match name.as_str() {
        "relevance" => "relevant".to_owned(),
        "list" => "list_name".to_owned(),
        "value" => "name".to_owned(),
        "constraint_msg" => "constraint_message".to_owned(),
        _ => name,
    }
}

fn twice(sheet: FormSheet, written: &str) -> FormNote {
    FormNote::new(sheet, 1, Some(written), &COLUMN_TWICE).with("found", written)
}

impl Columns {
    /// Reads the header of a sheet.
    pub(super) fn of(
        sheet: FormSheet,
        rows: &SheetRows,
        default_language: &str,
        notes: &mut Vec<FormNote>,
    ) -> Self {
        let (mut plain, mut local) = (BTreeMap::new(), BTreeMap::new());
        for (place, written) in rows.header.iter().enumerate() {
            let parts = written
                .split_once("::")
                .or_else(|| match written.split_once(':') {
                    Some(("label" | "hint" | "constraint_message", rest)) => {
                        Some((written.split(':').next()?, rest))
                    }
                    Some(_) | None => None,
                });
            let Some((name, language)) = parts else {
                let is_new =
                    written.trim().is_empty() || plain.insert(usual(written), place).is_none();
                if !is_new {
                    notes.push(twice(sheet, written));
                }
                continue;
            };
            if matches!(
                usual(name).as_str(),
                "media" | "bind" | "body" | "instance" | "control"
            ) {
                plain.entry(written.trim().to_owned()).or_insert(place);
                continue;
            }
            match language_tag(language) {
                Some(tag) => {
                    if local.insert((usual(name), tag), place).is_some() {
                        notes.push(twice(sheet, written));
                    }
                }
                None => notes.push(
                    FormNote::new(sheet, 1, Some(written), &LANGUAGE_UNKNOWN)
                        .with("found", language),
                ),
            }
        }
        let in_default = |name: &str| {
            let named = (name.to_owned(), default_language.to_owned());
            local.contains_key(&named)
        };
        let doubled = plain.keys().filter(|name| in_default(name));
        notes.extend(doubled.map(|name| twice(sheet, name)));
        Self {
            sheet,
            plain,
            local,
            default_language: default_language.to_owned(),
        }
    }

    pub(super) const fn sheet(&self) -> FormSheet {
        self.sheet
    }

    /// Whether there is a column of a name, in whatever language.
    pub(super) fn has(&self, name: &str) -> bool {
        self.plain.contains_key(name) || self.local.keys().any(|(known, _)| known == name)
    }

    /// What a row has in a column; nothing for a blank cell.
    pub(super) fn cell<'a>(&self, row: &'a [String], name: &str) -> Option<&'a str> {
        let place = self.plain.get(name)?;
        let text = row.get(*place)?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// What a row has in a column, in its languages.
    pub(super) fn texts(&self, row: &[String], name: &str) -> LocalTextDraft {
        let mut texts = LocalTextDraft::new();
        for ((known, tag), place) in &self.local {
            let text = row.get(*place).map_or("", |text| text.trim());
            if known == name && !text.is_empty() {
                texts.insert(tag.clone(), text.to_owned());
            }
        }
        if let Some(text) = self.cell(row, name) {
            let language = self.default_language.clone();
            texts.entry(language).or_insert_with(|| text.to_owned());
        }
        texts
    }

    /// The columns without a language, by name.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.plain.keys().map(String::as_str)
    }
}
