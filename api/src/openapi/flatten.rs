//! Makes one object of what the derives compose with `allOf`: a closed object cannot be a part of
//! another one, because each part would refuse the members of the others.

use serde_json::{Map, Value, json};

/// Replaces every schema that is a composition of objects by the one object it means.
pub(super) fn merge_all_of(document: &mut Value) {
    let Some(schemas) = document
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .cloned()
    else {
        return;
    };
    for (name, schema) in &schemas {
        if schema.get("allOf").is_some() {
            document["components"]["schemas"][name] = merged(schema, &schemas);
        }
    }
}

/// The one object a schema means.
fn merged(schema: &Value, schemas: &Map<String, Value>) -> Value {
    let mut whole = Map::new();
    let mut properties = Map::new();
    let mut required: Vec<Value> = Vec::new();
    collect(schema, schemas, &mut whole, &mut properties, &mut required);
    whole.insert("type".to_owned(), json!("object"));
    whole.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        whole.insert("required".to_owned(), Value::Array(required));
    }
    Value::Object(whole)
}

fn collect(
    schema: &Value,
    schemas: &Map<String, Value>,
    whole: &mut Map<String, Value>,
    properties: &mut Map<String, Value>,
    required: &mut Vec<Value>,
) {
    let named = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| reference.rsplit('/').next())
        .and_then(|name| schemas.get(name));
    if let Some(named) = named {
        return collect(named, schemas, &mut Map::new(), properties, required);
    }
    let Some(members) = schema.as_object() else {
        return;
    };
    for (name, member) in members {
        match (name.as_str(), member) {
            ("allOf", Value::Array(parts)) => {
                for part in parts {
                    collect(part, schemas, whole, properties, required);
                }
            }
            ("properties", Value::Object(more)) => properties.extend(more.clone()),
            ("required", Value::Array(more)) => required.extend(more.iter().cloned()),
            ("type", _) => {}
            _ => {
                whole.insert(name.clone(), member.clone());
            }
        }
    }
}
