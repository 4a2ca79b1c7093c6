//! Names of schemas: the derives join the parts of a generic one with an underscore, and write the
//! inner part out in full instead of referring to it.

use serde_json::{Map, Value, json};

/// How the name of every page begins.
const PAGE: &str = "Page_";

/// Makes the items of a page refer to their schema, so that a client has one type for both.
pub(super) fn refer_to_items(document: &mut Value) {
    let Some(schemas) = document
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    let pages: Vec<String> = schemas
        .keys()
        .filter(|name| name.starts_with(PAGE))
        .cloned()
        .collect();
    for page in pages {
        let item = page.trim_start_matches(PAGE).to_owned();
        let place = schemas
            .get_mut(&page)
            .and_then(|page| page.pointer_mut("/properties/items/items"))
            .filter(|place| place.get("$ref").is_none());
        if let Some(place) = place {
            let written_out = place.take();
            *place = json!({ "$ref": super::reference(&item) });
            schemas.entry(item).or_insert(written_out);
        }
    }
}

/// Renames `Page_PointView` to `PointViewPage` and the like, wherever it is referred to.
pub(super) fn make_pascal_case(document: &mut Value) {
    let Some(schemas) = document
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    let old = std::mem::take(schemas);
    *schemas = old
        .into_iter()
        .map(|(name, schema)| (pascal(&name), schema))
        .collect();
    refer(document);
}

/// The inner part first, as one would say it.
fn pascal(name: &str) -> String {
    name.rsplit('_').collect()
}

/// Follows the renaming in every reference.
fn refer(value: &mut Value) {
    match value {
        Value::Object(members) => refer_in(members),
        Value::Array(items) => items.iter_mut().for_each(refer),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn refer_in(members: &mut Map<String, Value>) {
    for (name, member) in members {
        let old = member
            .as_str()
            .filter(|_| name == "$ref")
            .and_then(|text| text.strip_prefix("#/components/schemas/"));
        match old.map(|old| super::reference(&pascal(old))) {
            Some(new) => *member = json!(new),
            None => refer(member),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_refer_to_their_items() {
        let mut document = json!({"components": {"schemas": {
            "Page_PointView": {"properties": {"items": {"items": {"type": "object"}}}},
        }}});
        refer_to_items(&mut document);
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["PointView"]["type"], "object");
        let items = &schemas["Page_PointView"]["properties"]["items"]["items"];
        assert_eq!(items["$ref"], "#/components/schemas/PointView");
    }

    #[test]
    fn references_follow() {
        let mut document = json!({
            "components": {"schemas": {"Page_PointView": {}, "PointView": {}}},
            "paths": {"/points": {"schema": {"$ref": "#/components/schemas/Page_PointView"}}},
        });
        make_pascal_case(&mut document);
        assert!(
            document["components"]["schemas"]
                .get("PointViewPage")
                .is_some()
        );
        assert_eq!(
            document["paths"]["/points"]["schema"]["$ref"],
            "#/components/schemas/PointViewPage"
        );
    }
}
