//! What is filled into a template, as it is described: values for its placeholders, texts in place of clauses.

use domain_agreements::MAX_CLAUSE_TEXTS;
use domain_shared::{LongText, StableCode, TextValue};
use serde_json::json;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, Ref, RefOr, Type,
        schema::{AdditionalProperties, Schema, SchemaType},
    },
};

use crate::wire::{LongTextField, StableCodeField};

/// A text in place of a clause of the template.
#[derive(ToSchema)]
#[schema(example = json!({"clause": "pagamenti", "text": "I pagamenti avvengono entro sessanta giorni dalla fattura."}))]
#[expect(dead_code, reason = "the type describes; nothing is one")]
pub(crate) struct AgreementClauseText {
    /// Code of the clause.
    clause: StableCodeField,
    /// The text; placeholders are filled in as in the template.
    text: LongTextField,
}

/// Values for the placeholders of a template, by code. Describes only; nothing is one.
pub(crate) enum PlaceholderValues {}

impl PartialSchema for PlaceholderValues {
    fn schema() -> RefOr<Schema> {
        let code = ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .max_length(Some(StableCode::MAX_CHARS))
            .pattern(StableCode::PATTERN);
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::Object))
            .description(Some(
                "A value for each placeholder by its code: days as YYYY-MM-DD, amounts and percentages as decimal numbers.",
            ))
            .property_names(Some(Schema::Object(code.build())))
            .additional_properties(Some(AdditionalProperties::RefOr(RefOr::Ref(
                Ref::from_schema_name(LongText::NAME),
            ))))
            .max_properties(Some(MAX_CLAUSE_TEXTS))
            .examples([json!({ "foro-competente": "Forlì" })])
            .into()
    }
}

impl ToSchema for PlaceholderValues {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("AgreementPlaceholderValues")
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((LongText::NAME.to_owned(), LongTextField::schema()));
    }
}
