//! Answers on the wire: what they are depends on the questionnaire.

use std::borrow::Cow;

use domain_shared::TextValue as _;
use domain_surveys::{ItemName, MAX_ITEMS, RawAnswers};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr, Type,
        schema::{AdditionalProperties, Schema, SchemaType},
    },
};

/// Answers by the names of their questions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct SurveyAnswers(pub(crate) RawAnswers);

impl PartialSchema for SurveyAnswers {
    fn schema() -> RefOr<Schema> {
        let name = ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .max_length(Some(ItemName::MAX_CHARS + "_other".len()));
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::Object))
            .description(Some(
                "Answers by the names of their questions: texts, numbers, dates (YYYY-MM-DD) and times (HH:MM) as they are; \
                 of a choice its code, of several choices and of a ranking a list of codes; of a matrix an object from row to code; \
                 of a repeated group a list of objects; null for no answer.",
            ))
            .property_names(Some(Schema::Object(name.build())))
            .additional_properties(Some(AdditionalProperties::FreeForm(true)))
            .max_properties(Some(MAX_ITEMS))
            .examples([json!({
                "eta": 71, "categoria": "anziano", "servizi": ["caf", "asl"], "accesso": {"inps": "facile", "comune": "difficile"},
                "note": "Orari comodi."
            })])
            .into()
    }
}

impl ToSchema for SurveyAnswers {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("SurveyAnswers")
    }
}

/// A submission among several: read, and refused, as if it were alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub(super) struct SurveySubmissionDocument(pub(super) serde_json::Value);

impl PartialSchema for SurveySubmissionDocument {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::Object))
            .description(Some(
                "A submission: a SurveySubmissionInput. What is wrong with it is told in its own outcome, not of the whole batch.",
            ))
            .additional_properties(Some(AdditionalProperties::FreeForm(true)))
            .max_properties(Some(50))
            .examples([json!({
                "instance_id": "6f0c1a52-6d0e-4b7e-9d7a-2f6a4c1b8e10", "point_id": "01930000-0000-7000-8000-000000000000",
                "category": "elderly", "channel": "desk", "consent": true, "complete": true, "answers": {"eta": 71}
            })])
            .into()
    }
}

impl ToSchema for SurveySubmissionDocument {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("SurveySubmissionDocument")
    }
}
