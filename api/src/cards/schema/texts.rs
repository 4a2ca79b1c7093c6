//! Texts in several languages, and money, as they are described.

use std::{borrow::Cow, marker::PhantomData};

use domain_shared::{LanguageTag, MAX_TEXT_LANGUAGES, TextValue};
use serde_json::json;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, Ref, RefOr, Type,
        schema::{AdditionalProperties, Schema, SchemaType},
    },
};

use crate::wire::Text;

/// A text by language. Describes only; nothing is one.
pub(crate) struct Translated<D>(PhantomData<fn() -> D>);

impl<D: TextValue> PartialSchema for Translated<D> {
    fn schema() -> RefOr<Schema> {
        let tag = ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .max_length(Some(LanguageTag::MAX_CHARS))
            .pattern(LanguageTag::PATTERN);
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::Object))
            .description(Some(
                "A text by language (BCP 47), in at least one; a card needs the Italian one before it is submitted.",
            ))
            .property_names(Some(Schema::Object(tag.build())))
            .additional_properties(Some(AdditionalProperties::RefOr(RefOr::Ref(
                Ref::from_schema_name(D::NAME),
            ))))
            .max_properties(Some(MAX_TEXT_LANGUAGES))
            .examples([json!({ "it": D::EXAMPLE })])
            .into()
    }
}

impl<D: TextValue> ToSchema for Translated<D> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("Translated{}", D::NAME))
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((D::NAME.to_owned(), Text::<D>::schema()));
    }
}

/// A name by language.
pub(crate) type TranslatedName = Translated<domain_shared::DisplayName>;
/// A summary by language.
pub(crate) type TranslatedSummary = Translated<domain_shared::Summary>;
/// A short text by language.
pub(crate) type TranslatedShort = Translated<domain_shared::ShortText>;
/// A long text by language.
pub(crate) type TranslatedLong = Translated<domain_shared::LongText>;
