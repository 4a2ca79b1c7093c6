//! An example for every object: where none is written, it is composed of those of the members.

use serde_json::{Map, Value, json};

/// Gives every object schema without an example a composed one.
pub(super) fn compose(document: &mut Value) {
    let Some(schemas) = document
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .cloned()
    else {
        return;
    };
    for (name, schema) in &schemas {
        let is_object = schema.get("properties").is_some() || schema.get("oneOf").is_some();
        if is_object
            && given(schema).is_none()
            && let Some(example) = example_of(schema, &schemas, &mut vec![name])
        {
            document["components"]["schemas"][name]["example"] = example;
        }
    }
}

/// The example a schema states.
fn given(schema: &Value) -> Option<Value> {
    let first = |name: &str| schema.get(name)?.as_array()?.first().cloned();
    schema
        .get("example")
        .cloned()
        .or_else(|| first("examples"))
        .or_else(|| schema.get("const").cloned())
        .or_else(|| first("enum"))
}

/// An example of a schema within others, if its parts say enough for one. What contains itself ends
/// where it begins again.
fn example_of<'s>(
    schema: &'s Value,
    schemas: &'s Map<String, Value>,
    within: &mut Vec<&'s str>,
) -> Option<Value> {
    if let Some(given) = given(schema) {
        return Some(given);
    }
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next()?;
        if within.contains(&name) {
            return None;
        }
        within.push(name);
        let example = example_of(schemas.get(name)?, schemas, within);
        within.pop();
        return example;
    }
    if let Some(options) = schema.get("oneOf").and_then(Value::as_array) {
        return options
            .iter()
            .find(|option| option.get("type") != Some(&json!("null")))
            .and_then(|option| example_of(option, schemas, within));
    }
    match schema.get("type").and_then(Value::as_str)? {
        "object" => Some(object(schema, schemas, within)),
        "array" => {
            let item = example_of(schema.get("items")?, schemas, within);
            Some(Value::Array(item.into_iter().collect()))
        }
        "boolean" => Some(json!(true)),
        "integer" | "number" => schema.get("minimum").cloned(),
        "string" => text(schema),
        _ => None,
    }
}

fn object<'s>(
    schema: &'s Value,
    schemas: &'s Map<String, Value>,
    within: &mut Vec<&'s str>,
) -> Value {
    let members = schema.get("properties").and_then(Value::as_object);
    let composed = members
        .into_iter()
        .flatten()
        .filter_map(|(name, member)| Some((name.clone(), example_of(member, schemas, within)?)));
    Value::Object(composed.collect())
}

/// A text whose format leaves little choice.
fn text(schema: &Value) -> Option<Value> {
    match schema.get("format").and_then(Value::as_str)? {
        "date-time" => Some(json!("2026-11-21T09:00:00Z")),
        "date" => Some(json!("2026-11-21")),
        "uuid" => Some(json!("01930000-0000-7000-8000-000000000000")),
        "uri" => Some(json!("https://example.org")),
        "email" => Some(json!("sportello@example.org")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_is_composed_of_its_parts() {
        let mut document = json!({"components": {"schemas": {
            "Page": {"type": "object", "properties": {
                "items": {"type": "array", "items": {"$ref": "#/components/schemas/Point"}},
                "next_cursor": {"type": "string"},
            }},
            "Point": {"type": "object", "properties": {
                "name": {"type": "string", "examples": ["Punto di Cesena"]},
                "phase": {"type": "string", "enum": ["pilot", "running"]},
                "since": {"type": "string", "format": "date"},
                "within": {"$ref": "#/components/schemas/Point"},
            }},
        }}});
        compose(&mut document);
        let point = &document["components"]["schemas"]["Page"]["example"]["items"][0];
        assert_eq!(point["name"], "Punto di Cesena");
        assert_eq!(point["phase"], "pilot");
        assert_eq!(point["since"], "2026-11-21");
    }
}
