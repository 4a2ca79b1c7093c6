//! The rows of the sheet `survey`, made into items one after the other.

use std::collections::BTreeMap;

use domain_shared::messages;

use super::{
    FORM_PART_IGNORED, FORM_TYPE_UNSUPPORTED, FormNote, FormSheet, GROUP_UNBALANCED, NOT_YES_OR_NO,
    PARAMETERS_INVALID, TEXT_NAMES_ANSWER,
    columns::Columns,
    import::Origins,
    tree::{Node, expressions, items_of, rename_in},
};
use crate::questionnaire::{GROUPS_TOO_DEEP, ItemDraft, MAX_GROUP_LEVELS, ScaleDraft};

/// Columns the hub reads; the cells of others are named as left out.
const KNOWN: [&str; 15] = [
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "constraint",
    "constraint_message",
    "calculation",
    "choice_filter",
    "appearance",
    "parameters",
    "special_category",
    "from_label",
    "to_label",
];

/// What a device notes by itself: the hub keeps its own times and people.
const METADATA: [&str; 12] = [
    "start",
    "end",
    "today",
    "deviceid",
    "phonenumber",
    "username",
    "email",
    "subscriberid",
    "simserial",
    "audit",
    "start-geopoint",
    "background-audio",
];

/// Reads rows one after the other.
pub(super) struct Survey<'a> {
    columns: &'a Columns,
    /// Rows outside of any group.
    outside: Vec<Node>,
    /// The groups that are open, the innermost last.
    open: Vec<Node>,
    mistakes: Vec<FormNote>,
    notes: Vec<FormNote>,
    /// Whether groups were nested so deeply that the rest makes no sense.
    is_too_deep: bool,
}

impl<'a> Survey<'a> {
    pub(super) const fn new(columns: &'a Columns) -> Self {
        Self {
            columns,
            outside: Vec::new(),
            open: Vec::new(),
            mistakes: Vec::new(),
            notes: Vec::new(),
            is_too_deep: false,
        }
    }

    fn wrong(
        &mut self,
        line: u32,
        column: &str,
        message: &'static domain_shared::Message,
        found: &str,
    ) {
        let note = FormNote::new(FormSheet::Survey, line, Some(column), message);
        self.mistakes.push(note.with("found", found));
    }

    fn ignore(&mut self, line: u32, column: &str, found: &str) {
        let note = FormNote::new(FormSheet::Survey, line, Some(column), &FORM_PART_IGNORED);
        self.notes.push(note.with("found", found));
    }

    /// Names a cell as left out, if there is something in it.
    fn leave_out(&mut self, line: u32, row: &[String], column: &str) {
        if let Some(found) = self.columns.cell(row, column) {
            self.ignore(line, column, found);
        }
    }

    /// Reads a row.
    pub(super) fn row(&mut self, line: u32, row: &[String]) {
        if self.is_too_deep {
            return;
        }
        let Some(written) = self.columns.cell(row, "type") else {
            // A row without a type says something to whoever reads the form, unless it has a name.
            if self.columns.cell(row, "name").is_some() {
                self.wrong(line, "type", &messages::REQUIRED, "");
            } else if let Some(found) = row.iter().find(|cell| !cell.trim().is_empty()) {
                self.ignore(line, "type", found.trim());
            }
            return;
        };
        let words: Vec<&str> = written.split_whitespace().collect();
        let first = words.first().copied().unwrap_or_default().to_lowercase();
        let joined = words.join("_").to_lowercase();
        match joined.as_str() {
            "begin_group" | "begin_repeat" => self.begin(line, row, joined == "begin_repeat"),
            "end_group" | "end_repeat" => self.end(line, joined == "end_repeat"),
            _ if METADATA.contains(&first.as_str()) => self.ignore(line, "type", written),
            _ => {
                if let Some(item) = self.item(line, row, &first, &words) {
                    self.push(Node {
                        item,
                        line,
                        is_table: false,
                        inside: Vec::new(),
                    });
                }
            }
        }
    }

    fn push(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(group) => group.inside.push(node),
            None => self.outside.push(node),
        }
    }

    fn begin(&mut self, line: u32, row: &[String], is_repeat: bool) {
        let kind = if is_repeat { "repeat" } else { "group" };
        let mut item = self.common(line, row);
        kind.clone_into(&mut item.kind);
        let appearance = self.columns.cell(row, "appearance").unwrap_or_default();
        let has = |word: &str| appearance.split_whitespace().any(|one| one == word);
        let is_table = has("table-list") && !is_repeat;
        item.page = !is_repeat && has("field-list") && !is_table;
        let read = match (is_table, item.page) {
            (true, _) => "table-list",
            (false, true) => "field-list",
            (false, false) => "",
        };
        for word in appearance.split_whitespace().filter(|word| *word != read) {
            self.ignore(line, "appearance", word);
        }
        for column in ["repeat_count", "calculation", "parameters"] {
            self.leave_out(line, row, column);
        }
        if self.open.len() > MAX_GROUP_LEVELS {
            self.is_too_deep = true;
            let mut deep = FormNote::new(FormSheet::Survey, line, Some("type"), &GROUPS_TOO_DEEP);
            deep.what = deep.what.with("max", &MAX_GROUP_LEVELS);
            self.mistakes.push(deep);
            return;
        }
        self.open.push(Node {
            item,
            line,
            is_table,
            inside: Vec::new(),
        });
    }

    fn end(&mut self, line: u32, is_repeat: bool) {
        let closes = |open: &mut Node| (open.item.kind == "repeat") == is_repeat;
        match self.open.pop_if(closes) {
            Some(group) => self.push(group),
            None => self.wrong(line, "type", &GROUP_UNBALANCED, ""),
        }
    }

    /// What every row may have.
    fn common(&mut self, line: u32, row: &[String]) -> ItemDraft {
        let columns = self.columns;
        let cell = |name: &str| columns.cell(row, name).map(str::to_owned);
        let unknown: Vec<(String, String)> = columns
            .names()
            .filter(|name| !KNOWN.contains(name))
            .filter_map(|name| Some((name.to_owned(), cell(name)?)))
            .filter(|(name, _)| name != "repeat_count")
            .collect();
        for (column, found) in unknown {
            self.ignore(line, &column, &found);
        }
        for column in ["label", "hint", "constraint_message"] {
            let texts = columns.texts(row, column);
            for found in texts.values().filter_map(|text| answer_named(text)) {
                let note = FormNote::new(FormSheet::Survey, line, Some(column), &TEXT_NAMES_ANSWER);
                self.notes.push(note.with("found", found));
            }
        }
        let required = self.yes(line, "required", row);
        let special_category = self.yes(line, "special_category", row);
        ItemDraft {
            name: cell("name").unwrap_or_default(),
            label: columns.texts(row, "label"),
            hint: columns.texts(row, "hint"),
            required,
            relevant: cell("relevant"),
            constraint: cell("constraint"),
            constraint_message: columns.texts(row, "constraint_message"),
            choice_filter: cell("choice_filter"),
            special_category,
            ..ItemDraft::default()
        }
    }

    fn yes(&mut self, line: u32, column: &str, row: &[String]) -> bool {
        let written = self.columns.cell(row, column).unwrap_or_default();
        match written.to_lowercase().as_str() {
            "yes" | "true" | "true()" | "1" | "sì" | "si" => true,
            "" | "no" | "false" | "false()" | "0" => false,
            _ => {
                self.wrong(line, column, &NOT_YES_OR_NO, written);
                false
            }
        }
    }

    fn item(
        &mut self,
        line: u32,
        row: &[String],
        first: &str,
        words: &[&str],
    ) -> Option<ItemDraft> {
        let mut item = self.common(line, row);
        let columns = self.columns;
        let or_other = words.last().is_some_and(|word| *word == "or_other");
        first.clone_into(&mut item.kind);
        match first {
            "text" | "integer" | "decimal" | "date" | "time" => {}
            "note" => {
                item.required = false;
                self.leave_out(line, row, "required");
            }
            "calculate" => {
                item.calculation = columns.cell(row, "calculation").map(str::to_owned);
                // A form may say what a value means; the hub computes it without a word.
                if let Some(label) = item.label.pop_first() {
                    item.label.clear();
                    self.ignore(line, "label", &label.1);
                }
            }
            "select_one" | "select_multiple" | "rank" => {
                item.choices = words.get(1).map(|list| (*list).to_owned());
                item.other = or_other;
            }
            "range" => item.scale = Some(self.scale(line, row)),
            _ => {
                self.wrong(line, "type", &FORM_TYPE_UNSUPPORTED, &words.join(" "));
                return None;
            }
        }
        for (column, of) in [("calculation", "calculate"), ("parameters", "range")] {
            if item.kind != of {
                self.leave_out(line, row, column);
            }
        }
        self.leave_out(line, row, "appearance");
        Some(item)
    }

    fn scale(&mut self, line: u32, row: &[String]) -> ScaleDraft {
        let written = self.columns.cell(row, "parameters").unwrap_or_default();
        let mut scale = ScaleDraft {
            from: 1.0,
            to: 10.0,
            step: None,
            from_label: self.columns.texts(row, "from_label"),
            to_label: self.columns.texts(row, "to_label"),
        };
        let apart = |c: char| c.is_whitespace() || c == ',' || c == ';';
        for word in written.split(apart).filter(|word| !word.is_empty()) {
            let pair = word
                .split_once('=')
                .and_then(|(name, value)| Some((name, value.parse::<f64>().ok()?)));
            match pair {
                Some(("start", value)) => scale.from = value,
                Some(("end", value)) => scale.to = value,
                Some(("step", value)) => scale.step = Some(value),
                Some(_) | None => self.wrong(line, "parameters", &PARAMETERS_INVALID, word),
            }
        }
        scale
    }

    /// The items, once every row was read.
    pub(super) fn finish(
        mut self,
        mistakes: &mut Vec<FormNote>,
        notes: &mut Vec<FormNote>,
        origins: &mut Origins,
    ) -> Vec<ItemDraft> {
        while let Some(group) = self.open.pop() {
            self.wrong(group.line, "type", &GROUP_UNBALANCED, "");
            self.push(group);
        }
        mistakes.append(&mut self.mistakes);
        notes.append(&mut self.notes);
        let mut named = String::new();
        expressions(&self.outside, &mut named);
        let mut rows = BTreeMap::new();
        let mut items = items_of(self.outside, "/items", &named, (origins, &mut rows));
        rename_in(&mut items, &rows);
        items
    }
}

/// The first answer that a text names: `${eta}`.
fn answer_named(text: &str) -> Option<&str> {
    let from = text.find("${")?;
    let rest = text.get(from..)?;
    rest.get(..=rest.find('}')?)
}
