//! Questionnaires as FHIR R4 resources. What FHIR has no words for is kept in extensions; what is approximated is
//! told in `docs/surveys.md`.

mod conditions;
mod extensions;
mod items;

use actix_web::{HttpResponse, get, http::header};
use domain_shared::{
    BoundedNumber as _, Code as _, DefinitionNumber, LocalText, QuestionnaireId, TextValue,
};
use domain_surveys::{Choice, Questionnaire, QuestionnaireVersion};
use serde_json::{Value, json};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr, Type,
        schema::{AdditionalProperties, Schema, SchemaType},
    },
};

use items::Writer;

use super::common::{read_questionnaire, version_of};
use crate::{
    http::{
        Ctx, PathId, PathNumber,
        reply::{self, Caching},
    },
    problem::Outcome,
    wire::QuestionnaireIdField,
};

/// The media type of FHIR.
const MEDIA_TYPE: &str = "application/fhir+json";

/// A FHIR resource. Describes only; nothing is one.
enum FhirQuestionnaire {}

impl PartialSchema for FhirQuestionnaire {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::Object))
            .description(Some("A FHIR R4 resource `Questionnaire`."))
            .additional_properties(Some(AdditionalProperties::FreeForm(true)))
            .max_properties(Some(100))
            .examples([json!({
                "resourceType": "Questionnaire", "version": "1", "status": "active",
                "item": [{ "linkId": "eta", "type": "decimal", "text": "Quanti anni ha?", "required": true }]
            })])
            .into()
    }
}

impl ToSchema for FhirQuestionnaire {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("FhirQuestionnaire")
    }
}

/// Find a version of a questionnaire as FHIR
///
/// A FHIR R4 resource `Questionnaire`, with its lists of choices as contained `ValueSet`s and translations as extensions.
#[utoipa::path(
    tag = "questionnaires", operation_id = "find_questionnaire_fhir",
    params(
        ("questionnaire_id" = QuestionnaireIdField, Path, description = "The questionnaire."),
        ("number" = u16, Path, description = "Number of the version.", minimum = 1, maximum = 10_000, example = 1),
    ),
    responses((status = 200, description = "The resource.", body = FhirQuestionnaire, content_type = "application/fhir+json")),
    security(("bearer" = [])), extensions(("x-action" = json!("questionnaire.read"))),
)]
#[get("/questionnaires/{questionnaire_id}/versions/{number}/fhir")]
pub(super) async fn find_questionnaire_fhir(
    ctx: Ctx,
    id: PathId<QuestionnaireId>,
    number: PathNumber<DefinitionNumber>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (questionnaire, version) = ctx
        .read(move |snapshot| {
            let questionnaire = read_questionnaire(snapshot, id.0)?;
            let version = version_of(snapshot.connection(), &questionnaire, number.0)?;
            Ok((questionnaire, version))
        })
        .await?;
    let resource = resource(&questionnaire, &version, &ctx.hub().config.public_url);
    let mut answer = reply::document(&ctx, &resource, Caching::Private)?;
    if answer.headers().contains_key(header::CONTENT_TYPE) {
        let kind = header::HeaderValue::from_static(MEDIA_TYPE);
        answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    Ok(answer)
}

/// The resource of a version.
fn resource(
    questionnaire: &Questionnaire,
    version: &QuestionnaireVersion,
    public_url: &str,
) -> Value {
    let definition = &version.definition;
    let number = version.number.number();
    let base = format!("{public_url}/api/v1/questionnaires");
    let url = format!("{base}/{}", questionnaire.id);
    let writer = Writer::new(definition, public_url, &url);
    let mut resource = json!({
        "resourceType": "Questionnaire",
        "id": format!("{}-{number}", questionnaire.id),
        "language": "it",
        "url": url,
        "identifier": [{ "system": base, "value": questionnaire.code.as_str() }],
        "version": number.to_string(),
        "name": computable(questionnaire.code.as_str()),
        "status": version.status.code(),
        "experimental": false,
        "date": version.activated_at.unwrap_or(version.created_at),
        "item": writer.items(&definition.items),
    });
    put_text(&mut resource, "title", Some(&definition.title));
    put_text(
        &mut resource,
        "description",
        definition.introduction.as_ref(),
    );
    let lists = definition.choices.iter();
    let sets: Vec<Value> = lists
        .map(|(name, choices)| value_set(&writer, name.as_str(), choices))
        .collect();
    if !sets.is_empty() {
        put(&mut resource, "contained", json!(sets));
    }
    let mut period = json!({});
    for (name, at) in [("start", version.activated_at), ("end", version.retired_at)] {
        if let Some(at) = at {
            put(&mut period, name, json!(at));
            put(&mut resource, "effectivePeriod", period.clone());
        }
    }
    resource
}

/// A name that programs take: `questionnaire-b` is `QuestionnaireB`.
fn computable(code: &str) -> String {
    let parts = code.split('-').map(|part| {
        let mut letters = part.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    let name: String = parts.collect();
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("Q{name}")
    } else {
        name
    }
}

fn value_set(writer: &Writer<'_>, name: &str, choices: &[Choice]) -> Value {
    let concepts = choices.iter().map(|choice| {
        let mut concept = json!({ "code": choice.code.as_str() });
        if let Some(display) = choice.label.best() {
            put(&mut concept, "display", json!(display.as_str()));
        }
        let others = others(&choice.label)
            .map(|(language, text)| json!({ "language": language, "value": text }));
        let others: Vec<Value> = others.collect();
        if !others.is_empty() {
            put(&mut concept, "designation", json!(others));
        }
        concept
    });
    let include = json!({ "system": writer.system(name), "concept": concepts.collect::<Vec<_>>() });
    json!({
        "resourceType": "ValueSet", "id": writer.list_id(name), "name": name, "status": "active",
        "compose": { "include": [include] },
    })
}

/// The texts in other languages than the one that stands first.
fn others<T: TextValue>(text: &LocalText<T>) -> impl Iterator<Item = (&str, &str)> {
    let best = text.best().map(TextValue::as_str);
    let first = text.iter().find(|(_, one)| Some(one.as_str()) == best);
    let first = first.map(|(language, _)| language);
    text.iter()
        .filter(move |(language, _)| Some(*language) != first)
        .map(|(language, text)| (language, text.as_str()))
}

/// Puts a member into an object.
fn put(object: &mut Value, name: &str, value: Value) {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

/// Puts a text into an object, with its translations beside it.
fn put_text<T: TextValue>(object: &mut Value, name: &str, text: Option<&LocalText<T>>) {
    let Some(text) = text else { return };
    let Some(best) = text.best() else { return };
    put(object, name, json!(best.as_str()));
    let translations: Vec<Value> = others(text)
        .map(|(language, text)| {
            json!({
                "url": "http://hl7.org/fhir/StructureDefinition/translation",
                "extension": [
                    { "url": "lang", "valueCode": language },
                    { "url": "content", "valueString": text },
                ],
            })
        })
        .collect();
    if !translations.is_empty() {
        put(
            object,
            &format!("_{name}"),
            json!({ "extension": translations }),
        );
    }
}
