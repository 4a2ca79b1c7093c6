//! The definition of questionnaires as JSON Schema, made from the description of the API.

use actix_web::{HttpResponse, get, http::header};
use domain_shared::Code as _;
use domain_surveys::{ItemType, TYPED_MEMBERS};
use serde_json::{Map, Value, json};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr, Type,
        schema::{AdditionalProperties, Schema, SchemaType},
    },
};

use crate::{
    http::{
        Ctx,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
};

/// Where the description keeps its schemas.
const COMPONENTS: &str = "#/components/schemas/";
/// The schema of a definition.
const ROOT: &str = "QuestionnaireDefinition";
/// The schema of an item.
const ITEM: &str = "QuestionnaireItem";

/// Where the schema is served; other formats refer to its members.
pub(super) fn url(public_url: &str) -> String {
    format!("{public_url}/api/v1/questionnaire-schema")
}

/// A JSON Schema. Describes only; nothing is one.
enum JsonSchemaDocument {}

impl PartialSchema for JsonSchemaDocument {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::Object))
            .description(Some("A JSON Schema, draft 2020-12."))
            .additional_properties(Some(AdditionalProperties::FreeForm(true)))
            .max_properties(Some(100))
            .examples([json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "QuestionnaireDefinition"
            })])
            .into()
    }
}

impl ToSchema for JsonSchemaDocument {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("JsonSchemaDocument")
    }
}

/// Find the schema of questionnaires
///
/// JSON Schema (2020-12) of what a questionnaire asks, as this API takes and gives it. Beyond it, names must be unique and
/// expressions must fit together: `POST /questionnaires/checks` tells.
#[utoipa::path(
    tag = "questionnaires", operation_id = "find_questionnaire_schema",
    responses((status = 200, description = "The schema.", body = JsonSchemaDocument, content_type = "application/schema+json")),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/questionnaire-schema")]
pub(super) async fn find_questionnaire_schema(ctx: Ctx) -> Outcome<HttpResponse> {
    let document = ctx.hub().schemas.document();
    let schema = schema(document, &ctx.hub().config.public_url)
        .ok_or_else(|| Problem::internal("questionnaires are not described"))?;
    let mut answer = reply::document(&ctx, &schema, Caching::for_caller(&ctx))?;
    if answer.headers().contains_key(header::CONTENT_TYPE) {
        let kind = header::HeaderValue::from_static("application/schema+json");
        answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    Ok(answer)
}

/// The schema of a definition with all it refers to.
fn schema(document: &Value, public_url: &str) -> Option<Value> {
    let mut found = Map::new();
    gather(ROOT, document, &mut found);
    if let Some(item) = found.get_mut(ITEM).and_then(Value::as_object_mut) {
        item.insert("allOf".to_owned(), conditions());
    }
    let mut root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": url(public_url),
    });
    let members = root.as_object_mut()?;
    members.append(found.remove(ROOT)?.as_object_mut()?);
    members.insert("$defs".to_owned(), Value::Object(found));
    Some(root)
}

/// Takes a schema of the description, and those it refers to.
fn gather(name: &str, document: &Value, found: &mut Map<String, Value>) {
    if found.contains_key(name) {
        return;
    }
    let Some(source) = document.pointer(&format!("/components/schemas/{name}")) else {
        return;
    };
    let mut named = Vec::new();
    let schema = translated(source, &mut named);
    found.insert(name.to_owned(), schema);
    for name in named {
        gather(&name, document, found);
    }
}

/// A schema of the description in the words of JSON Schema, and the names it refers to.
fn translated(source: &Value, named: &mut Vec<String>) -> Value {
    match source {
        Value::Object(members) => {
            let translate = |(word, value): (&String, &Value)| match (word.as_str(), value) {
                ("$ref", Value::String(reference)) => {
                    let name = reference.strip_prefix(COMPONENTS).unwrap_or(reference);
                    named.push(name.to_owned());
                    let place = if name == ROOT {
                        "#".to_owned()
                    } else {
                        format!("#/$defs/{name}")
                    };
                    (word.clone(), Value::from(place))
                }
                // An example is one of several in JSON Schema.
                ("example", _) => ("examples".to_owned(), json!([value])),
                ("examples" | "enum" | "const" | "default", _) => (word.clone(), value.clone()),
                _ => (word.clone(), translated(value, named)),
            };
            Value::Object(members.iter().map(translate).collect())
        }
        Value::Array(values) => {
            let values = values.iter().map(|value| translated(value, named));
            Value::Array(values.collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => source.clone(),
    }
}

/// What items of each type must have, and must not.
fn conditions() -> Value {
    let each = ItemType::ALL.iter().map(|kind| {
        let foreign = TYPED_MEMBERS
            .iter()
            .filter(|member| !kind.has_member(member));
        let refused: Map<String, Value> = foreign
            .map(|member| {
                let may_say_no = ["other", "page", "required", "special_category"];
                let refused = if may_say_no.contains(member) {
                    json!({ "const": false })
                } else {
                    json!(false)
                };
                ((*member).to_owned(), refused)
            })
            .collect();
        json!({
            "if": { "properties": { "type": { "const": kind.code() } }, "required": ["type"] },
            "then": { "required": kind.needed_members(), "properties": refused },
        })
    });
    Value::Array(each.collect())
}

#[cfg(test)]
mod tests {
    use jsonschema::Draft;
    use persistence::surveys::starter_questionnaires;

    use super::*;

    fn checker() -> jsonschema::Validator {
        let document = crate::openapi::document("https://hub.example.org");
        let schema = schema(&document, "https://hub.example.org").unwrap();
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .build(&schema)
            .unwrap()
    }

    #[test]
    fn the_questionnaires_that_are_shipped_fit() {
        let checker = checker();
        for starter in starter_questionnaires().unwrap() {
            let value = serde_json::to_value(&starter.definition).unwrap();
            let wrong: Vec<String> = checker
                .iter_errors(&value)
                .map(|one| one.to_string())
                .collect();
            assert!(wrong.is_empty(), "{:?}: {wrong:?}", starter.code);
        }
    }

    #[test]
    fn items_have_what_their_type_asks_for_and_nothing_else() {
        let checker = checker();
        let fits = |item: Value| {
            let whole = json!({ "title": { "it": "Prova" }, "items": [item] });
            checker.is_valid(&whole)
        };
        let label = json!({ "it": "?" });
        assert!(fits(
            json!({ "name": "a", "type": "text", "label": label, "page": false })
        ));
        assert!(!fits(
            json!({ "name": "a", "type": "text", "label": label, "page": true })
        ));
        assert!(!fits(json!({ "name": "a", "type": "text" })));
        assert!(!fits(
            json!({ "name": "a", "type": "text", "label": label, "choices": "b" })
        ));
        assert!(!fits(
            json!({ "name": "1a", "type": "text", "label": label })
        ));
        assert!(!fits(
            json!({ "name": "a", "type": "range", "label": label })
        ));
        let inner = json!({ "name": "b", "type": "note" });
        assert!(!fits(
            json!({ "name": "a", "type": "group", "items": [inner] })
        ));
    }
}
