//! The definition of a questionnaire on the wire: its domain types read and write it themselves, this module
//! says what it looks like.

#![expect(dead_code, reason = "these types describe; nothing is one")]

use std::borrow::Cow;

use domain_shared::{ShortText, TextValue as _};
use domain_surveys::{Definition, DefinitionDraft, ItemName, MAX_CHOICES, MAX_COLUMNS, MAX_LISTS};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ArrayBuilder, ObjectBuilder, Ref, RefOr, Type,
        schema::{AdditionalProperties, Schema, SchemaType},
    },
};

use crate::{
    cards::schema::{TranslatedLong, TranslatedName, TranslatedShort},
    wire::{
        ChoiceCodeField, ExpressionTextField, ItemNameField, ItemTypeField, ShortTextField,
        described_as,
    },
};

/// What a questionnaire asks, as a client sends it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct DefinitionInput(pub(super) DefinitionDraft);

/// What a questionnaire asks, as clients get it.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(crate) struct DefinitionView(pub(crate) Definition);

described_as!(DefinitionSchema: DefinitionInput, DefinitionView);

/// What a questionnaire asks. At most 1,000 items, groups included, nested at most 8 levels deep; every name is
/// there once. Expressions are described in `docs/survey-expressions.md`.
#[derive(ToSchema)]
#[schema(as = QuestionnaireDefinition, example = json!({
    "title": {"it": "Accesso ai servizi", "en": "Access to services"},
    "introduction": {"it": "Il questionario richiede circa cinque minuti."},
    "items": [
        {"name": "eta", "type": "decimal", "label": {"it": "Quanti anni ha?"}, "required": true, "constraint": ". >= 14 and . <= 120", "constraint_message": {"it": "Indicare un'età tra 14 e 120 anni."}},
        {"name": "servizi", "type": "group", "label": {"it": "I servizi"}, "page": true, "items": [
            {"name": "usati", "type": "select_multiple", "choices": "servizi", "other": true, "label": {"it": "Quali servizi ha usato nell'ultimo anno?"}},
            {"name": "facilita", "type": "range", "label": {"it": "Quanto è stato facile accedervi?"}, "relevant": "count-selected(${usati}) > 0", "scale": {"from": 1, "to": 5, "from_label": {"it": "per niente"}, "to_label": {"it": "molto"}}}
        ]}
    ],
    "choices": {"servizi": [
        {"code": "inps", "label": {"it": "INPS"}},
        {"code": "comune", "label": {"it": "Servizi sociali del Comune"}},
        {"code": "asl", "label": {"it": "Servizi sanitari"}}
    ]}
}))]
pub(super) struct DefinitionSchema {
    /// Title.
    title: TranslatedName,
    /// What whoever answers reads first.
    introduction: Option<TranslatedLong>,
    /// What is asked, in this order.
    #[schema(max_items = 1000)]
    items: Vec<ItemSchema>,
    /// Lists of choices, by name.
    choices: Option<ChoiceLists>,
}

/// An item of a questionnaire: a question, a text to read, a computed value, or a group of items. Which members it
/// may have depends on its type: `choices` (and `choice_filter`) belong to single and multiple choices, rankings and
/// matrices, `other` to single and multiple choices, `scale` to scales, `rows` to matrices, `calculation` to computed
/// values, `items` to groups, `page` to groups that are not repeated.
#[derive(ToSchema)]
#[schema(as = QuestionnaireItem, example = json!({
    "name": "servizi", "type": "select_multiple", "choices": "servizi", "other": true, "required": true,
    "label": {"it": "Quali servizi ha usato nell'ultimo anno?", "en": "Which services did you use in the last year?"}
}))]
pub(super) struct ItemSchema {
    /// Name, unique in the questionnaire: what answers are kept under and expressions know it by.
    name: ItemNameField,
    /// What it is.
    r#type: ItemTypeField,
    /// What is asked, or read. Groups and computed values may do without.
    label: Option<TranslatedLong>,
    /// Help for whoever answers.
    hint: Option<TranslatedLong>,
    /// Whether an answer is needed where the item is asked; no without this.
    required: Option<bool>,
    /// When the item is asked; always without this.
    relevant: Option<ExpressionTextField>,
    /// What an answer must fulfil; `.` is the answer.
    constraint: Option<ExpressionTextField>,
    /// What is told when it does not.
    constraint_message: Option<TranslatedLong>,
    /// Name of the list of choices.
    choices: Option<ItemNameField>,
    /// Which of the choices are offered; all without this.
    choice_filter: Option<ExpressionTextField>,
    /// Whether an answer in one's own words is offered: its code is `other`, and the text is the answer to a question
    /// whose name ends with `_other`. No without this.
    other: Option<bool>,
    /// The scale.
    scale: Option<ScaleSchema>,
    /// The rows of a matrix.
    #[schema(max_items = 60)]
    rows: Option<Vec<RowSchema>>,
    /// What is computed.
    calculation: Option<ExpressionTextField>,
    /// Whether a group is a page of its own; no without this.
    page: Option<bool>,
    /// Whether the answer is of a special category of personal data (health, beliefs, origin …), so that results are shown
    /// of larger groups only. No without this.
    special_category: Option<bool>,
    /// The items of a group.
    #[schema(no_recursion, max_items = 1000)]
    items: Option<Vec<ItemSchema>>,
}

/// A scale with labelled ends, of at most 1,000 points.
#[derive(ToSchema)]
#[schema(as = QuestionnaireScale, example = json!({"from": 1, "to": 5, "step": 1, "from_label": {"it": "per niente"}, "to_label": {"it": "molto"}}))]
struct ScaleSchema {
    /// First point.
    #[schema(minimum = -1_000_000_000, maximum = 1_000_000_000, example = 1)]
    from: f64,
    /// Last point, above the first.
    #[schema(minimum = -1_000_000_000, maximum = 1_000_000_000, example = 5)]
    to: f64,
    /// Distance between points; 1 without this.
    #[schema(minimum = 0, maximum = 1_000_000_000, example = 1)]
    step: Option<f64>,
    /// What the first point means.
    from_label: Option<TranslatedShort>,
    /// What the last point means.
    to_label: Option<TranslatedShort>,
}

/// A row of a matrix.
#[derive(ToSchema)]
#[schema(as = QuestionnaireRow, example = json!({"name": "inps", "label": {"it": "INPS"}}))]
struct RowSchema {
    /// Name, unique in the matrix.
    name: ItemNameField,
    /// Label.
    label: TranslatedLong,
}

/// A choice.
#[derive(ToSchema)]
#[schema(as = QuestionnaireChoice, example = json!({"code": "forli", "label": {"it": "Forlì"}, "columns": {"regione": "08"}}))]
struct ChoiceSchema {
    /// Code, unique in the list: what an answer is kept as.
    code: ChoiceCodeField,
    /// Label.
    label: TranslatedShort,
    /// Values that choice filters compare, by column.
    columns: Option<ChoiceColumns>,
}

/// The schema of an object whose members have names of items.
fn by_name(description: &str, most: usize, member: RefOr<Schema>) -> ObjectBuilder {
    let name = ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .max_length(Some(ItemName::MAX_CHARS))
        .pattern(ItemName::PATTERN);
    ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::Object))
        .description(Some(description))
        .property_names(Some(Schema::Object(name.build())))
        .additional_properties(Some(AdditionalProperties::RefOr(member)))
        .max_properties(Some(most))
}

/// Lists of choices by name. Describes only; nothing is one.
enum ChoiceLists {}

impl PartialSchema for ChoiceLists {
    fn schema() -> RefOr<Schema> {
        let list = ArrayBuilder::new()
            .items(Ref::from_schema_name("QuestionnaireChoice"))
            .description(Some("The choices of a list, in this order."))
            .min_items(Some(1))
            .max_items(Some(MAX_CHOICES));
        by_name("Lists of choices, by name.", MAX_LISTS, list.into())
            .examples([json!({ "sino": [
                {"code": "si", "label": {"it": "Sì"}}, {"code": "no", "label": {"it": "No"}}
            ] })])
            .into()
    }
}

impl ToSchema for ChoiceLists {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("QuestionnaireChoiceLists")
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((ChoiceSchema::name().into_owned(), ChoiceSchema::schema()));
        ChoiceSchema::schemas(schemas);
    }
}

/// Values of a choice by column. Describes only; nothing is one.
enum ChoiceColumns {}

impl PartialSchema for ChoiceColumns {
    fn schema() -> RefOr<Schema> {
        let value = RefOr::Ref(Ref::from_schema_name(ShortText::NAME));
        by_name("Values of a choice, by column.", MAX_COLUMNS, value)
            .examples([json!({ "regione": "08" })])
            .into()
    }
}

impl ToSchema for ChoiceColumns {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("QuestionnaireChoiceColumns")
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((ShortText::NAME.to_owned(), ShortTextField::schema()));
    }
}
