//! What differs between two contents, member by member.

use serde::Serialize;
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr,
        schema::{Schema, SchemaType},
    },
};

/// A member of a content, of whatever kind. Describes only; nothing is one.
pub(crate) enum MemberValue {}

impl PartialSchema for MemberValue {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::AnyValue)
            .description(Some(
                "The member as the content has it: a text, a number, a list, an object.",
            ))
            .examples([serde_json::json!("Assistenza domiciliare per anziani")])
            .into()
    }
}

impl ToSchema for MemberValue {
    fn name() -> std::borrow::Cow<'static, str> {
        std::borrow::Cow::Borrowed("MemberValue")
    }
}

/// A member that changed.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[schema(example = json!({"pointer": "/title/it", "before": "Aiuto a casa", "after": "Assistenza domiciliare per anziani"}))]
pub(crate) struct ChangedMember {
    /// JSON Pointer (RFC 6901) into the content.
    #[schema(max_length = 500, example = "/title/it")]
    pointer: String,
    /// What it was; absent when it was not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<MemberValue>)]
    before: Option<Value>,
    /// What it is; absent when it is not there any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<MemberValue>)]
    after: Option<Value>,
}

/// Where two contents differ, in the order of the pointers: objects by member, anything else as a whole.
/// A member that is there on one side only is named as a whole.
pub(crate) fn changes(before: &Value, after: &Value) -> Vec<ChangedMember> {
    let mut changes = Vec::new();
    collect(&mut changes, "", Some(before), Some(after));
    changes
}

fn collect(
    changes: &mut Vec<ChangedMember>,
    pointer: &str,
    before: Option<&Value>,
    after: Option<&Value>,
) {
    if before == after {
        return;
    }
    if let (Some(Value::Object(old)), Some(Value::Object(new))) = (before, after) {
        let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let escaped = name.replace('~', "~0").replace('/', "~1");
            let place = format!("{pointer}/{escaped}");
            collect(changes, &place, old.get(name), new.get(name));
        }
        return;
    }
    changes.push(ChangedMember {
        pointer: pointer.to_owned(),
        before: before.cloned(),
        after: after.cloned(),
    });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_are_compared_by_member_and_lists_as_a_whole() {
        let before = json!({"title": {"it": "A", "en": "B"}, "delivery": ["home"], "pricing": {"free": true}, "a/b": 1});
        let after = json!({"title": {"it": "C", "en": "B"}, "delivery": ["home", "site"], "pricing": {"free": true}, "summary": {"it": "D"}});
        let expected = json!([
            {"pointer": "/a~1b", "before": 1},
            {"pointer": "/delivery", "before": ["home"], "after": ["home", "site"]},
            {"pointer": "/summary", "after": {"it": "D"}},
            {"pointer": "/title/it", "before": "A", "after": "C"},
        ]);
        assert_eq!(
            serde_json::to_value(changes(&before, &after)).unwrap(),
            expected
        );
    }
}
