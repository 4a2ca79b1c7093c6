//! The schemas of merge patches, derived from the input schemas they patch.

use serde_json::{Map, Value, json};

/// Most members in the example of a patch: it shows a change, not the whole thing.
const EXAMPLE_MEMBERS: usize = 2;

/// For every body of `application/merge-patch+json` that refers to `XInput`, adds `XPatch`: the same
/// members, none of them required, and null where it removes an optional one. Objects within it are
/// merged too (RFC 7396), so they get a patch form of their own.
pub(super) fn add_patch_schemas(document: &mut Value) {
    let mut wanted: Vec<String> = Vec::new();
    super::for_each_operation(document, |_, _, operation| {
        let at = "/requestBody/content/application~1merge-patch+json/schema/$ref";
        let Some(reference) = operation.pointer_mut(at) else {
            return;
        };
        let Some(name) = reference.as_str().and_then(target) else {
            return;
        };
        let name = name.to_owned();
        *reference = json!(super::reference(&patch_name(&name)));
        wanted.push(name);
    });
    let Some(schemas) = document
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    let mut patches = Patches {
        sources: schemas,
        made: Map::new(),
    };
    for name in wanted {
        patches.make(&name);
    }
    let made = patches.made;
    schemas.extend(made);
}

/// Name of the patch form of a schema.
fn patch_name(name: &str) -> String {
    format!("{}Patch", name.strip_suffix("Input").unwrap_or(name))
}

/// The schema a reference points to.
fn target(reference: &str) -> Option<&str> {
    reference.strip_prefix("#/components/schemas/")
}

/// The patch forms made so far.
struct Patches<'s> {
    sources: &'s Map<String, Value>,
    made: Map<String, Value>,
}

impl Patches<'_> {
    /// Makes the patch form of an object schema and says its name; anything else is replaced whole
    /// and has none.
    fn make(&mut self, name: &str) -> Option<String> {
        let sources = self.sources;
        let source = sources.get(name)?;
        let patch = patch_name(name);
        if self.made.contains_key(&patch) {
            return Some(patch);
        }
        let Some(properties) = source.get("properties").and_then(Value::as_object) else {
            let map = patched_map(source)?;
            self.made.insert(patch.clone(), map);
            return Some(patch);
        };
        // Noted before its members are looked at: a schema may contain itself.
        self.made.insert(patch.clone(), Value::Null);
        let required: Vec<&str> = source
            .get("required")
            .and_then(Value::as_array)
            .map(|names| names.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        let members: Map<String, Value> = properties
            .iter()
            .map(|(member, schema)| {
                let removable = !required.contains(&member.as_str());
                (member.clone(), self.member(schema.clone(), removable))
            })
            .collect();
        let mut whole = json!({
            "type": "object",
            "description": format!(
                "JSON Merge Patch of {name}: members to change; null removes an optional one. \
                 Members that are objects are merged, lists are replaced."
            ),
            "properties": members,
        });
        if let Some(example) = example(source, &required) {
            whole["example"] = example;
        }
        self.made.insert(patch.clone(), whole);
        Some(patch)
    }

    /// The patch form of one member.
    fn member(&mut self, mut schema: Value, removable: bool) -> Value {
        super::strip_null(&mut schema);
        let patch = schema
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(target)
            .and_then(|name| self.make(name));
        if let Some(patch) = patch {
            schema["$ref"] = json!(super::reference(&patch));
        } else if let Some(map) = patched_map(&schema) {
            schema = map;
        }
        if !removable {
            return schema;
        }
        let description = schema
            .as_object_mut()
            .and_then(|members| members.remove("description"));
        let mut whole = json!({ "oneOf": [schema, { "type": "null" }] });
        if let Some(description) = description {
            whole["description"] = description;
        }
        whole
    }
}

/// The patch form of an object whose members have any name: each of them can be removed.
fn patched_map(source: &Value) -> Option<Value> {
    let value = source.get("additionalProperties")?;
    value.is_object().then(|| {
        let mut map = source.clone();
        map["additionalProperties"] = json!({ "oneOf": [value, { "type": "null" }] });
        map
    })
}

/// A part of the example of the input; optional members first, they are what changes most.
fn example(source: &Value, required: &[&str]) -> Option<Value> {
    let whole = source.get("example")?.as_object()?;
    let (kept, optional): (Vec<_>, Vec<_>) = whole
        .iter()
        .partition(|(name, _)| required.contains(&name.as_str()));
    let some = optional.into_iter().chain(kept).take(EXAMPLE_MEMBERS);
    let members: Map<String, Value> = some
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    Some(Value::Object(members))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_within_a_patch_can_lose_members_too() {
        let mut document = json!({
            "paths": {"/things/{id}": {"patch": {"requestBody": {"content": {
                "application/merge-patch+json": {"schema": {"$ref": "#/components/schemas/ThingInput"}}
            }}}}},
            "components": {"schemas": {
                "ThingInput": {
                    "type": "object", "required": ["name", "place"],
                    "properties": {
                        "name": {"type": "string"},
                        "place": {"$ref": "#/components/schemas/Place"},
                        "contacts": {"oneOf": [{"$ref": "#/components/schemas/ContactsInput", "description": "How."}, {"type": "null"}]},
                        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                        "title": {"$ref": "#/components/schemas/Title"},
                    },
                    "example": {"name": "A", "contacts": {"email": "a@example.org"}},
                },
                "Title": {"type": "object", "additionalProperties": {"type": "string"}},
                "Place": {"type": "object", "required": ["street"], "properties": {"street": {"type": "string"}, "notes": {"type": ["string", "null"]}}},
                "ContactsInput": {"type": "object", "properties": {"email": {"type": ["string", "null"]}}},
            }},
        });
        add_patch_schemas(&mut document);
        let schemas = &document["components"]["schemas"];
        let patch = &schemas["ThingPatch"]["properties"];
        assert_eq!(patch["name"], json!({"type": "string"}));
        assert_eq!(
            patch["place"]["$ref"],
            json!("#/components/schemas/PlacePatch")
        );
        assert_eq!(
            patch["contacts"],
            json!({"oneOf": [{"$ref": "#/components/schemas/ContactsPatch"}, {"type": "null"}], "description": "How."})
        );
        assert_eq!(
            schemas["ContactsPatch"]["properties"]["email"],
            json!({"oneOf": [{"type": "string"}, {"type": "null"}]})
        );
        assert_eq!(
            schemas["PlacePatch"]["properties"]["street"],
            json!({"type": "string"})
        );
        assert_eq!(
            patch["labels"]["oneOf"][0]["additionalProperties"]["oneOf"][1],
            json!({"type": "null"})
        );
        assert_eq!(
            patch["title"]["oneOf"][0]["$ref"],
            json!("#/components/schemas/TitlePatch")
        );
        assert_eq!(
            schemas["TitlePatch"]["additionalProperties"]["oneOf"][1],
            json!({"type": "null"})
        );
        assert!(schemas["ThingPatch"].get("required").is_none());
    }
}
