//! Query strings: checked against the description, with every mistake named.

use std::{any::TypeId, collections::BTreeMap, sync::Arc};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Data};
use domain_shared::Violation;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::future::{Ready, ready};
use utoipa::{
    IntoParams,
    openapi::{RefOr, path::Parameter, path::ParameterIn, schema::Schema},
};

use super::{edge::Pattern, fallback::BASE, schema_messages as say};
use crate::{
    hub::Hub,
    problem::{Outcome, ParameterMistake, Problem},
};

/// The parameters of `T`, which is read from exactly those its description names.
#[derive(Debug)]
pub struct ValidQuery<T>(pub T);

impl<T: IntoParams + DeserializeOwned + 'static> FromRequest for ValidQuery<T> {
    type Error = Problem;
    type Future = Ready<Outcome<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let values = parameters::<T>(req).and_then(|known| read(req, &[&known]));
        ready(values.and_then(into).map(Self))
    }
}

/// A described query parameter, ready to read values with.
#[derive(Debug)]
pub(super) struct Known {
    name: String,
    /// What its check is kept under.
    key: String,
    schema: Value,
    kind: Kind,
    is_list: bool,
    is_required: bool,
}

impl Known {
    fn of<T>(parameter: &Parameter, document: &Value) -> Self {
        let schema = serde_json::to_value(&parameter.schema).unwrap_or_default();
        Self {
            name: parameter.name.clone(),
            key: format!("query {} {}", std::any::type_name::<T>(), parameter.name),
            kind: item_kind(&schema, document),
            schema: without_null(schema),
            is_list: is_list(parameter),
            is_required: matches!(parameter.required, utoipa::openapi::Required::True),
        }
    }
}

/// The described query parameters of a type; made once, because making them costs more than reading.
///
/// # Errors
/// When the hub is not set up, a mistake of ours.
pub(super) fn parameters<T: IntoParams + 'static>(req: &HttpRequest) -> Outcome<Arc<[Known]>> {
    let schemas = &hub(req)?.schemas;
    Ok(schemas.parameters(TypeId::of::<T>(), || {
        T::into_params(|| Some(ParameterIn::Query))
            .iter()
            .map(|parameter| Known::of::<T>(parameter, schemas.document()))
            .collect()
    }))
}

fn hub(req: &HttpRequest) -> Outcome<&Data<Hub>> {
    req.app_data::<Data<Hub>>()
        .ok_or_else(|| Problem::internal("the hub is not set up"))
}

/// Reads the typed form out of the checked values.
pub(super) fn into<T: DeserializeOwned>(values: Map<String, Value>) -> Outcome<T> {
    serde_json::from_value(Value::Object(values))
        .map_err(|error| Problem::internal(format!("query schema is too wide: {error}")))
}

/// The query as typed values by name.
///
/// # Errors
/// Every unknown, repeated or wrong parameter, as one problem.
pub(super) fn read(req: &HttpRequest, parameters: &[&[Known]]) -> Outcome<Map<String, Value>> {
    let hub = hub(req)?;
    let known = || parameters.iter().copied().flatten();
    let mut mistakes = Vec::new();
    let mut values = Map::new();
    for (name, texts) in pairs(req.query_string(), &mut mistakes) {
        let mut refuse = |message| {
            mistakes.push(ParameterMistake {
                parameter: name.clone(),
                violation: Violation::new("", message),
            });
        };
        let Some(parameter) = known().find(|parameter| parameter.name == name) else {
            refuse(&say::UNKNOWN_PARAMETER);
            continue;
        };
        if !parameter.is_list && texts.len() > 1 {
            refuse(&say::REPEATED_PARAMETER);
            continue;
        }
        let kind = parameter.kind;
        let mut typed: Vec<Value> = texts.iter().map(|text| typed(text, kind)).collect();
        let value = if parameter.is_list {
            Value::Array(typed)
        } else {
            typed.pop().unwrap_or_default()
        };
        let schema = &parameter.schema;
        let wrong = hub.schemas.check_against(&parameter.key, schema, &value)?;
        if wrong.is_empty() {
            values.insert(name, value);
        } else {
            mistakes.extend(wrong.into_iter().map(|violation| ParameterMistake {
                parameter: name.clone(),
                violation,
            }));
        }
    }
    for required in known().filter(|one| one.is_required && !values.contains_key(&one.name)) {
        if !mistakes
            .iter()
            .any(|mistake| mistake.parameter == required.name)
        {
            mistakes.push(ParameterMistake {
                parameter: required.name.clone(),
                violation: Violation::new("", say::REQUIRED),
            });
        }
    }
    if mistakes.is_empty() {
        Ok(values)
    } else {
        Err(Problem::invalid_parameters(mistakes))
    }
}

/// Refuses a query where the description of the operation names no parameter at all; where it names
/// some, reading them refuses the others.
pub(super) fn refuse_undescribed(req: &HttpRequest, hub: &Hub) -> Outcome<()> {
    if req.query_string().is_empty() {
        return Ok(());
    }
    let pattern = Pattern::of(req);
    let path = pattern
        .as_deref()
        .and_then(|pattern| pattern.strip_prefix(BASE))
        .unwrap_or_default();
    let parameters = hub
        .schemas
        .document()
        .get("paths")
        .and_then(|paths| paths.get(path))
        .and_then(|item| item.get(req.method().as_str().to_ascii_lowercase()))
        .and_then(|operation| operation.get("parameters")?.as_array());
    let is_described = parameters
        .into_iter()
        .flatten()
        .any(|parameter| parameter.get("in").is_some_and(|place| place == "query"));
    if is_described {
        Ok(())
    } else {
        read(req, &[]).map(|_| ())
    }
}

/// The decoded pairs by name, in the order of the names.
fn pairs(query: &str, mistakes: &mut Vec<ParameterMistake>) -> BTreeMap<String, Vec<String>> {
    let mut pairs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match (decode(name), decode(value)) {
            (Some(name), Some(value)) => pairs.entry(name).or_default().push(value),
            (name, _) => mistakes.push(ParameterMistake {
                parameter: name.unwrap_or_else(|| "?".to_owned()),
                violation: Violation::new("", &say::NOT_UTF8),
            }),
        }
    }
    pairs
}

/// Percent-decoding with `+` for a space; `None` when the result is no UTF-8.
fn decode(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    percent_encoding::percent_decode_str(&text)
        .decode_utf8()
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// Whether a parameter may be repeated.
fn is_list(parameter: &Parameter) -> bool {
    fn list(schema: &RefOr<Schema>) -> bool {
        match schema {
            RefOr::T(Schema::Array(_)) => true,
            RefOr::T(Schema::OneOf(one)) => one.items.iter().any(list),
            RefOr::T(_) | RefOr::Ref(_) => false,
        }
    }
    parameter.schema.as_ref().is_some_and(list)
}

/// The JSON type a text is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Integer,
    Number,
    Boolean,
}

/// The type of a parameter, or of its items, through references.
fn item_kind(schema: &Value, document: &Value) -> Kind {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = reference
            .strip_prefix('#')
            .and_then(|path| document.pointer(path));
        return target.map_or(Kind::Text, |target| item_kind(target, document));
    }
    if let Some(items) = schema.get("items") {
        return item_kind(items, document);
    }
    if let Some(options) = schema.get("oneOf").and_then(Value::as_array) {
        let real = options
            .iter()
            .find(|option| option.get("type") != Some(&Value::from("null")));
        return real.map_or(Kind::Text, |option| item_kind(option, document));
    }
    let is = |name: &str| match schema.get("type") {
        Some(Value::String(one)) => one == name,
        Some(Value::Array(many)) => many.iter().any(|one| one == name),
        _ => false,
    };
    if is("integer") {
        Kind::Integer
    } else if is("number") {
        Kind::Number
    } else if is("boolean") {
        Kind::Boolean
    } else {
        Kind::Text
    }
}

/// A text as a value of its type; what cannot be one stays a text, which the schema then refuses.
fn typed(text: &str, kind: Kind) -> Value {
    let stays = || Value::from(text);
    match kind {
        Kind::Text => stays(),
        Kind::Integer => text.parse::<i64>().map_or_else(|_| stays(), Value::from),
        Kind::Number => text
            .parse::<f64>()
            .ok()
            .filter(|n| n.is_finite())
            .map_or_else(stays, Value::from),
        Kind::Boolean => text.parse::<bool>().map_or_else(|_| stays(), Value::from),
    }
}

/// The schema of a value that is there: an optional parameter is left out, never null.
fn without_null(mut schema: Value) -> Value {
    crate::openapi::strip_null(&mut schema);
    schema
}
