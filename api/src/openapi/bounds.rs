//! Closes every object and bounds the times the derives leave open.

use serde_json::{Value, json};

/// Says of every object that no other members are known. Other bounds belong to the types.
pub(super) fn close_objects(document: &mut Value) {
    for place in ["/components/schemas", "/paths"] {
        if let Some(part) = document.pointer_mut(place) {
            close(part);
        }
    }
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            let is_schema_of = |name: &str| members.get("type").is_some_and(|kind| kind == name);
            if is_schema_of("object")
                && members.contains_key("properties")
                && !members.contains_key("additionalProperties")
            {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
            if members.get("additionalProperties") == Some(&json!(true)) {
                // Says the same, but leaves nobody in doubt that it is meant.
                members.insert(
                    "additionalProperties".to_owned(),
                    json!({ "description": "Any JSON value." }),
                );
            }
            if members.contains_key("properties") || !members.contains_key("example") {
                bound_times(members);
            }
            for (name, member) in members.iter_mut() {
                if name != "example" && name != "examples" {
                    close(member);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Dates and times are as long as RFC 3339 makes them.
fn bound_times(members: &mut serde_json::Map<String, Value>) {
    let longest = match members.get("format").and_then(Value::as_str) {
        Some("date-time") => 40,
        Some("date") => 10,
        Some("uuid") => 36,
        _ => return,
    };
    if members.get("type").is_some_and(|kind| kind == "string") {
        members.entry("maxLength").or_insert_with(|| json!(longest));
    }
}
