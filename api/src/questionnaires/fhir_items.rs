//! The items of a questionnaire as those of a FHIR resource.

use std::collections::BTreeMap;

use domain_shared::{LocalText, LongText, TextValue as _};
use domain_surveys::{
    Comparison, Constant, Definition, Expression, ExpressionText, Form, Item, ItemKind, Joined,
    Row, Scale, Selection, Subject, Test, ValueType,
};
use serde_json::{Value, json};

use super::{
    fhir::{put, put_text},
    json_schema,
};

/// The language of our expressions, which FHIR does not know.
const LANGUAGE: &str = "text/x-xlsform-expression";
const HL7: &str = "http://hl7.org/fhir/StructureDefinition";
const SDC: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition";
const MAX_TEXT: usize = LongText::MAX_CHARS;

/// What answers to a question are, for conditions that name it.
enum Answered<'a> {
    /// A code of a list.
    Coding(&'a str),
    Of(ValueType),
    Integer,
}

/// Writes items.
pub(super) struct Writer<'a> {
    /// Where members of our definitions are explained.
    explained: String,
    /// URL of the questionnaire.
    url: &'a str,
    lists: BTreeMap<&'a str, usize>,
    answered: BTreeMap<String, Answered<'a>>,
}

impl<'a> Writer<'a> {
    /// Of a definition, sound or not.
    pub(super) fn new(definition: &'a Definition, public_url: &str, url: &'a str) -> Self {
        let lists = definition.choices.keys().enumerate();
        let mut writer = Self {
            explained: json_schema::url(public_url),
            url,
            lists: lists.map(|(place, name)| (name.as_str(), place + 1)).collect(),
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
                _ => form.and_then(|form| form.value_type(name)).map(Answered::Of),
            };
            self.answered.extend(known.map(|known| (name.to_owned(), known)));
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
            ItemKind::Matrix { selection, rows } => {
                rows.iter().map(|row| self.row(item, selection, row)).collect()
            }
            ItemKind::Range(scale) => ends(name, scale),
            _ => Vec::new(),
        };
        let mut extensions = self.extensions(item);
        self.put_kind(item, &mut made);
        if let Some(relevant) = &item.relevant {
            self.put_relevant(relevant, &mut made, &mut extensions);
        }
        let hint = item.hint.as_ref().map(|hint| helper(name, "hint", "help", hint));
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
            put(made, "answerValueSet", json!(format!("#{}", self.list_id(list))));
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

    /// An extension of ours, explained by the schema of our definitions.
    fn own(&self, member: &str, kind: &str, value: Value) -> Value {
        let url = format!("{}#/$defs/QuestionnaireItem/properties/{member}", self.explained);
        let mut extension = json!({ "url": url });
        put(&mut extension, kind, value);
        extension
    }

    fn extensions(&self, item: &Item) -> Vec<Value> {
        let mut found = Vec::new();
        match &item.kind {
            ItemKind::Range(scale) => {
                found.push(control("slider"));
                found.push(bound("minValue", scale.from, is_whole(scale)));
                found.push(bound("maxValue", scale.to, is_whole(scale)));
                if is_whole(scale) {
                    let url = format!("{HL7}/questionnaire-sliderStepValue");
                    found.push(json!({ "url": url, "valueInteger": whole(scale.step) }));
                }
            }
            ItemKind::Group { page: true, .. } => found.push(control("page")),
            ItemKind::Matrix { .. } => found.push(control("table")),
            ItemKind::Rank(_) => found.push(self.own("type", "valueCode", json!("rank"))),
            ItemKind::Calculate(calculation) => {
                let url = format!("{SDC}/sdc-questionnaire-calculatedExpression");
                found.push(json!({ "url": url, "valueExpression": written(calculation) }));
                let url = format!("{HL7}/questionnaire-hidden");
                found.push(json!({ "url": url, "valueBoolean": true }));
            }
            _ => {}
        }
        if let ItemKind::SelectOne(one) | ItemKind::SelectMultiple(one) | ItemKind::Rank(one) =
            &item.kind
            && let Some(filter) = &one.filter
        {
            found.push(self.own("choice_filter", "valueExpression", written(filter)));
        }
        if let Some(constraint) = &item.constraint {
            found.extend(bounds_of(item, constraint));
            let mut expression = written(constraint);
            let message = item.constraint_message.as_ref().and_then(LocalText::best);
            if let Some(message) = message {
                put(&mut expression, "description", json!(message.as_str()));
            }
            found.push(self.own("constraint", "valueExpression", expression));
        }
        if item.special_category {
            found.push(self.own("special_category", "valueBoolean", json!(true)));
        }
        found
    }

    /// When an item is asked: in the words of FHIR where it has them, and else as an expression.
    fn put_relevant(
        &self,
        relevant: &ExpressionText,
        made: &mut Value,
        extensions: &mut Vec<Value>,
    ) {
        let expression = Expression::parse(relevant.as_str()).ok();
        let conditions = expression.as_ref().and_then(|expression| {
            let (joined, comparisons) = expression.comparisons()?;
            let conditions: Option<Vec<Value>> =
                comparisons.iter().map(|one| self.condition(one)).collect();
            Some((joined, conditions?))
        });
        let Some((joined, conditions)) = conditions else {
            let url = format!("{SDC}/sdc-questionnaire-enableWhenExpression");
            extensions.push(json!({ "url": url, "valueExpression": written(relevant) }));
            return;
        };
        if conditions.len() > 1 {
            let behavior = match joined {
                Joined::All => "all",
                Joined::Any => "any",
            };
            put(made, "enableBehavior", json!(behavior));
        }
        put(made, "enableWhen", json!(conditions));
    }

    fn condition(&self, comparison: &Comparison<'_>) -> Option<Value> {
        let Subject::Answer(name) = comparison.subject else {
            return None;
        };
        let answered = self.answered.get(name)?;
        let mut condition = json!({ "question": name });
        let (operator, constant) = match comparison.test {
            Test::Present | Test::Absent => {
                put(&mut condition, "operator", json!("exists"));
                put(&mut condition, "answerBoolean", json!(comparison.test == Test::Present));
                return Some(condition);
            }
            Test::True => {
                let is_boolean = matches!(answered, Answered::Of(ValueType::Boolean));
                put(&mut condition, "operator", json!("="));
                put(&mut condition, "answerBoolean", json!(true));
                return is_boolean.then_some(condition);
            }
            Test::Equal(constant) => ("=", constant),
            Test::Less(constant) => ("<", constant),
            Test::LessOrEqual(constant) => ("<=", constant),
            Test::Greater(constant) => (">", constant),
            Test::GreaterOrEqual(constant) => (">=", constant),
        };
        put(&mut condition, "operator", json!(operator));
        let (kind, value) = self.answer(answered, constant)?;
        // Codes have no order.
        let is_fit = operator == "=" || kind != "answerCoding";
        put(&mut condition, kind, value);
        is_fit.then_some(condition)
    }

    /// A constant as an answer of the type of the question.
    fn answer(&self, answered: &Answered<'_>, constant: Constant<'_>) -> Option<(&'static str, Value)> {
        let text = match constant {
            Constant::Text(text) => text.to_owned(),
            Constant::Number(number) => number.to_string(),
        };
        let number = match constant {
            Constant::Number(number) => Some(number),
            Constant::Text(text) => text.parse().ok(),
        };
        match answered {
            Answered::Coding(list) => {
                let coding = json!({ "system": self.system(list), "code": text });
                Some(("answerCoding", coding))
            }
            Answered::Integer => {
                let number = number.filter(|number| number.fract() == 0.0)?;
                Some(("answerInteger", json!(whole(number))))
            }
            Answered::Of(ValueType::Number) => Some(("answerDecimal", json!(number?))),
            Answered::Of(ValueType::Date) => Some(("answerDate", json!(text))),
            Answered::Of(ValueType::Text) => Some(("answerString", json!(text))),
            Answered::Of(ValueType::Time | ValueType::Boolean | ValueType::Choices) => None,
        }
    }
}

fn row_id(matrix: &str, row: &Row) -> String {
    format!("{matrix}.{}", row.name.as_str())
}

/// An expression of ours as one of FHIR.
fn written(text: &ExpressionText) -> Value {
    json!({ "language": LANGUAGE, "expression": text.as_str() })
}

fn control(code: &str) -> Value {
    let system = "http://hl7.org/fhir/questionnaire-item-control";
    json!({
        "url": format!("{HL7}/questionnaire-itemControl"),
        "valueCodeableConcept": { "coding": [{ "system": system, "code": code }] },
    })
}

fn bound(name: &str, value: f64, is_integer: bool) -> Value {
    let mut extension = json!({ "url": format!("{HL7}/{name}") });
    if is_integer {
        put(&mut extension, "valueInteger", json!(whole(value)));
    } else {
        put(&mut extension, "valueDecimal", json!(value));
    }
    extension
}

/// The bounds that a constraint sets, as far as it does nothing else.
fn bounds_of(item: &Item, constraint: &ExpressionText) -> Vec<Value> {
    let is_integer = matches!(item.kind, ItemKind::Integer);
    if !is_integer && !matches!(item.kind, ItemKind::Decimal) {
        return Vec::new();
    }
    let Ok(expression) = Expression::parse(constraint.as_str()) else {
        return Vec::new();
    };
    let Some((Joined::All, comparisons)) = expression.comparisons() else {
        return Vec::new();
    };
    let one = |comparison: &Comparison<'_>| match (comparison.subject, comparison.test) {
        (Subject::Current, Test::GreaterOrEqual(Constant::Number(value))) => {
            Some(bound("minValue", value, is_integer))
        }
        (Subject::Current, Test::LessOrEqual(Constant::Number(value))) => {
            Some(bound("maxValue", value, is_integer))
        }
        _ => None,
    };
    comparisons.iter().filter_map(one).collect()
}

/// What the ends of a scale mean.
fn ends(name: &str, scale: &Scale) -> Vec<Value> {
    let ends = [("lower", &scale.from_label), ("upper", &scale.to_label)];
    let labelled = ends.into_iter().filter_map(|(code, label)| Some((code, label.as_ref()?)));
    labelled.map(|(code, label)| helper(name, code, code, label)).collect()
}

/// A text beside a question.
fn helper<T: domain_shared::TextValue>(
    name: &str,
    part: &str,
    code: &str,
    text: &LocalText<T>,
) -> Value {
    let mut made = json!({
        "linkId": format!("{name}/{part}"), "type": "display", "extension": [control(code)],
    });
    put_text(&mut made, "text", Some(text));
    made
}

/// Whether every point of a scale is a whole number.
fn is_whole(scale: &Scale) -> bool {
    scale.from.fract() == 0.0 && scale.step.fract() == 0.0
}

/// A number without decimals; those of scales and conditions are far from the bounds.
#[expect(
    clippy::cast_possible_truncation,
    reason = "what is beyond the bounds becomes the bound"
)]
const fn whole(number: f64) -> i64 {
    number as i64
}
