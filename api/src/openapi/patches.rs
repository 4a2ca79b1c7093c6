//! The schemas of merge patches, derived from the input schemas they patch.

use serde_json::{Map, Value, json};

/// For every body of `application/merge-patch+json` that refers to `XInput`, adds `XPatch`: the same
/// members, none of them required, and null where it removes an optional one.
pub(super) fn add_patch_schemas(document: &mut Value) {
    let mut wanted: Vec<String> = Vec::new();
    super::for_each_operation(document, |_, _, operation| {
        let at = "/requestBody/content/application~1merge-patch+json/schema/$ref";
        let Some(reference) = operation.pointer_mut(at) else {
            return;
        };
        let Some(name) = reference.as_str().and_then(|text| text.rsplit('/').next()) else {
            return;
        };
        if let Some(stem) = name.strip_suffix("Input") {
            wanted.push(stem.to_owned());
            *reference = json!(format!("#/components/schemas/{stem}Patch"));
        }
    });
    let Some(schemas) = document
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    for stem in wanted {
        if let Some(input) = schemas.get(&format!("{stem}Input")) {
            let patch = patch_of(&stem, input);
            schemas.insert(format!("{stem}Patch"), patch);
        }
    }
}

fn patch_of(stem: &str, input: &Value) -> Value {
    let required: Vec<&str> = input
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let properties = input
        .get("properties")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    let patched: Map<String, Value> = properties
        .into_iter()
        .map(|(name, mut schema)| {
            super::strip_null(&mut schema);
            if required.contains(&name.as_str()) {
                return (name, schema);
            }
            (name, json!({ "oneOf": [schema, { "type": "null" }] }))
        })
        .collect();
    json!({
        "type": "object",
        "description": format!(
            "JSON Merge Patch of {stem}Input: members to change; null removes an optional one. \
             Members that are objects are merged, lists are replaced."
        ),
        "properties": patched,
        "minProperties": 0,
    })
}
