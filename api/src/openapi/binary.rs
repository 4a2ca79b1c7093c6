//! Bodies that are files: the derives know JSON only, so operations mark theirs, and it is described
//! here.

use domain_cards::MediaKind;
use domain_shared::Code as _;
use serde_json::{Map, Value, json};

use crate::{
    config::{MAX_FILE_BYTES, MAX_IMPORT_BYTES},
    tables::TableFormat,
};

/// Writes the bodies of operations marked with `x-file-body` and `x-file-answer`.
pub(super) fn describe(operation: &mut Value) {
    let Some(members) = operation.as_object_mut() else {
        return;
    };
    if members.remove("x-file-body") == Some(json!(true)) {
        let body = json!({
            "description": "The bytes of the file; what it is is told by its content.",
            "required": true,
            "content": media(),
        });
        members.insert("requestBody".to_owned(), body);
    }
    if members.remove("x-file-answer") == Some(json!(true))
        && let Some(answer) = members
            .get_mut("responses")
            .and_then(|responses| responses.get_mut("200"))
    {
        answer["content"] = media();
        answer["headers"] = json!({
            "Content-Disposition": {
                "description": "Whether to show the file or to save it, and under which name (RFC 6266).",
                "schema": { "type": "string", "maxLength": 1000 },
            },
            "Content-Security-Policy": {
                "description": "Nothing within the file may run or load anything.",
                "schema": { "type": "string", "maxLength": 200 },
            },
        });
    }
}

/// Writes the bodies of operations marked with `x-table-body` and `x-table-answer`.
pub(super) fn describe_tables(operation: &mut Value) {
    let Some(members) = operation.as_object_mut() else {
        return;
    };
    if members.remove("x-table-body") == Some(json!(true)) {
        let body = json!({
            "description": "The bytes of the table.",
            "required": true,
            "content": tables(),
        });
        members.insert("requestBody".to_owned(), body);
    }
    if members.remove("x-table-answer") == Some(json!(true))
        && let Some(answer) = members
            .get_mut("responses")
            .and_then(|responses| responses.get_mut("200"))
    {
        answer["content"] = tables();
        answer["headers"] = json!({
            "Content-Disposition": {
                "description": "The name to save it under (RFC 6266).",
                "schema": { "type": "string", "maxLength": 200 },
            },
        });
    }
}

/// Every form of table, as bytes.
fn tables() -> Value {
    let formats = TableFormat::ALL.iter();
    let content: Map<String, Value> = formats
        .map(|format| {
            let bytes = json!({
                "type": "string", "format": "binary", "maxLength": MAX_IMPORT_BYTES,
                "description": format.label(domain_shared::Locale::English),
            });
            let bare = format.media_type().split(';').next().unwrap_or_default();
            (bare.to_owned(), json!({ "schema": bytes }))
        })
        .collect();
    Value::Object(content)
}

/// Every kind of file, as bytes.
fn media() -> Value {
    let kinds = MediaKind::ALL.iter();
    let content: Map<String, Value> = kinds
        .map(|kind| {
            let bytes = json!({
                "type": "string", "format": "binary", "maxLength": MAX_FILE_BYTES,
                "description": kind.label(domain_shared::Locale::English),
            });
            (kind.media_type().to_owned(), json!({ "schema": bytes }))
        })
        .collect();
    Value::Object(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_bodies() {
        let mut operation = json!({
            "x-file-body": true, "x-file-answer": true, "responses": {"200": {"description": "The file."}},
        });
        describe(&mut operation);
        let bytes = &operation["requestBody"]["content"]["application/pdf"]["schema"];
        assert_eq!(bytes["format"], "binary");
        let answer = &operation["responses"]["200"];
        assert_eq!(answer["content"]["image/png"]["schema"]["type"], "string");
        assert!(answer["headers"].get("Content-Disposition").is_some());
        assert!(operation.get("x-file-body").is_none() && operation.get("x-file-answer").is_none());
    }
}
