//! The items of a questionnaire as those of a FHIR resource.

use std::collections::BTreeMap;

use domain_shared::{LocalText, LongText, TextValue};
use domain_surveys::{Definition, Form, Item, ItemKind, Row, Scale, Selection, ValueType};
use serde_json::{Value, json};

use super::{
    super::json_schema,
    conditions::Answered,
    extensions::{control, is_whole, written},
    put, put_text,
};

/// Longest answer in one's own words.
const MAX_TEXT: usize = LongText::MAX_CHARS;

/// Writes items.
pub(super) struct Writer<'a> {
    /// Where members of our definitions are explained.
    pub(super) explained: String,
    /// URL of the questionnaire.
    url: &'a str,
    lists: BTreeMap<&'a str, usize>,
    /// What answers to each question are, by its `linkId`.
    pub(super) answered: BTreeMap<String, Answered<'a>>,
}

impl<'a> Writer<'a> {
    /// Of a definition, sound or not.
    pub(super) fn new(definition: &'a Definition, public_url: &str, url: &'a str) -> Self {
        let lists = definition.choices.keys().enumerate();
        let mut writer = Self {
            explained: json_schema::url(public_url),
            url,
            lists: lists
                .map(|(place, name)| (name.as_str(), place + 1))
                .collect(),
            answered: BTreeMap::new(),
        };
        let form = Form::compile(definition).ok();
        writer.learn(&definition.items, form.as_ref());
        writer
    }

    fn learn(&mut self, items: &'a [Item], form: Option<&Form>) {
        for item in items {
            let name = item.name.as_str();
            let known = match &item.kind {
                ItemKind::SelectOne(one) | ItemKind::SelectMultiple(one) | ItemKind::Rank(one) => {
                    Some(Answered::Coding(one.list.as_str()))
                }
                ItemKind::Matrix { selection, rows } => {
                    for row in rows {
                        let coding = Answered::Coding(selection.list.as_str());
                        self.answered.insert(row_id(name, row), coding);
                    }
                    None
                }
                ItemKind::Integer => Some(Answered::Integer),
                ItemKind::Range(scale) if is_whole(scale) => Some(Answered::Integer),
                _ => form
                    .and_then(|form| form.value_type(name))
                    .map(Answered::Of),
            };
            self.answered
                .extend(known.map(|known| (name.to_owned(), known)));
            self.learn(item.kind.items(), form);
        }
    }

    /// The system of the codes of a list.
    pub(super) fn system(&self, list: &str) -> String {
        format!("{}/choices/{list}", self.url)
    }

    /// The identifier of the contained value set of a list.
    pub(super) fn list_id(&self, list: &str) -> String {
        let place = self.lists.get(list).copied().unwrap_or_default();
        format!("list-{place}")
    }

    /// The items, in their order.
    pub(super) fn items(&self, items: &[Item]) -> Vec<Value> {
        items.iter().flat_map(|item| self.item(item)).collect()
    }

    /// An item; a text to read may need another one for its hint.
    fn item(&self, item: &Item) -> Vec<Value> {
        let name = item.name.as_str();
        let mut made = json!({ "linkId": name, "type": self.kind(item) });
        put_text(&mut made, "text", item.label.as_ref());
        let mut inside = match &item.kind {
            ItemKind::Group { items, .. } | ItemKind::Repeat(items) => self.items(items),
            ItemKind::Matrix { selection, rows } => rows
                .iter()
                .map(|row| self.row(item, selection, row))
                .collect(),
            ItemKind::Range(scale) => ends(name, scale),
            _ => Vec::new(),
        };
        let mut extensions = self.extensions(item);
        self.put_kind(item, &mut made);
        if let Some(relevant) = &item.relevant {
            self.put_relevant(relevant, &mut made, &mut extensions);
        }
        let hint = item
            .hint
            .as_ref()
            .map(|hint| helper(name, "hint", "help", hint));
        let mut beside = Vec::new();
        match (&item.kind, hint) {
            (ItemKind::Note, Some(hint)) => beside.push(hint),
            (_, Some(hint)) => inside.push(hint),
            (_, None) => {}
        }
        if !inside.is_empty() {
            put(&mut made, "item", json!(inside));
        }
        if !extensions.is_empty() {
            put(&mut made, "extension", json!(extensions));
        }
        std::iter::once(made).chain(beside).collect()
    }

    /// The type FHIR knows.
    fn kind(&self, item: &Item) -> &'static str {
        match &item.kind {
            ItemKind::Text => "text",
            ItemKind::Integer => "integer",
            ItemKind::Decimal => "decimal",
            ItemKind::Range(scale) => {
                if is_whole(scale) {
                    "integer"
                } else {
                    "decimal"
                }
            }
            ItemKind::Date => "date",
            ItemKind::Time => "time",
            ItemKind::SelectOne(one) | ItemKind::SelectMultiple(one) if one.other => "open-choice",
            ItemKind::SelectOne(_) | ItemKind::SelectMultiple(_) | ItemKind::Rank(_) => "choice",
            ItemKind::Note => "display",
            ItemKind::Calculate(_) => match self.answered.get(item.name.as_str()) {
                Some(Answered::Of(ValueType::Number)) => "decimal",
                Some(Answered::Of(ValueType::Boolean)) => "boolean",
                Some(Answered::Of(ValueType::Date)) => "date",
                Some(Answered::Of(ValueType::Time)) => "time",
                _ => "string",
            },
            ItemKind::Group { .. } | ItemKind::Repeat(_) | ItemKind::Matrix { .. } => "group",
        }
    }

    /// Members that only some types have.
    fn put_kind(&self, item: &Item, made: &mut Value) {
        let is_question = !matches!(
            item.kind,
            ItemKind::Note
                | ItemKind::Group { .. }
                | ItemKind::Repeat(_)
                | ItemKind::Matrix { .. }
                | ItemKind::Calculate(_)
        );
        if is_question {
            put(made, "required", json!(item.required));
        }
        match &item.kind {
            ItemKind::Text => put(made, "maxLength", json!(MAX_TEXT)),
            ItemKind::SelectOne(one) => self.put_choices(one, made),
            ItemKind::SelectMultiple(one) | ItemKind::Rank(one) => {
                self.put_choices(one, made);
                put(made, "repeats", json!(true));
            }
            ItemKind::Repeat(_) => put(made, "repeats", json!(true)),
            ItemKind::Calculate(_) => put(made, "readOnly", json!(true)),
            _ => {}
        }
    }

    fn put_choices(&self, selection: &Selection, made: &mut Value) {
        let list = selection.list.as_str();
        // A list that is not there is a mistake that the activation tells.
        if self.lists.contains_key(list) {
            put(
                made,
                "answerValueSet",
                json!(format!("#{}", self.list_id(list))),
            );
        }
    }

    fn row(&self, matrix: &Item, selection: &Selection, row: &Row) -> Value {
        let id = row_id(matrix.name.as_str(), row);
        let mut made = json!({ "linkId": id, "type": "choice", "required": matrix.required });
        put_text(&mut made, "text", Some(&row.label));
        self.put_choices(selection, &mut made);
        if let Some(filter) = &selection.filter {
            let extension = self.own("choice_filter", "valueExpression", written(filter));
            put(&mut made, "extension", json!([extension]));
        }
        made
    }
}

fn row_id(matrix: &str, row: &Row) -> String {
    format!("{matrix}.{}", row.name.as_str())
}

/// What the ends of a scale mean.
fn ends(name: &str, scale: &Scale) -> Vec<Value> {
    let ends = [("lower", &scale.from_label), ("upper", &scale.to_label)];
    let labelled = ends
        .into_iter()
        .filter_map(|(code, label)| Some((code, label.as_ref()?)));
    labelled
        .map(|(code, label)| helper(name, code, code, label))
        .collect()
}

/// A text beside a question.
fn helper<T: TextValue>(name: &str, part: &str, code: &str, text: &LocalText<T>) -> Value {
    let mut made = json!({
        "linkId": format!("{name}/{part}"), "type": "display", "extension": [control(code)],
    });
    put_text(&mut made, "text", Some(text));
    made
}
