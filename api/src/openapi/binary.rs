//! Bodies that are files: the derives know JSON only, so operations mark theirs, and it is described
//! here.

use domain_agreements::SignedFormat;
use domain_cards::MediaKind;
use domain_shared::Code as _;
use serde_json::{Map, Value, json};

use crate::{
    config::{MAX_FILE_BYTES, MAX_IMPORT_BYTES},
    files::ENVELOPE_MEDIA,
    tables::TableFormat,
};

/// Longest calendar, in bytes.
const MAX_CALENDAR_BYTES: usize = 8 * 1024 * 1024;

/// Writes the bodies of operations marked with `x-file-body` and `x-file-answer`; marked `"signed"`, envelopes
/// with signed documents are among them.
pub(super) fn describe(operation: &mut Value) {
    let Some(members) = operation.as_object_mut() else {
        return;
    };
    if let Some(mark) = members.remove("x-file-body") {
        let body = json!({
            "description": "The bytes of the file; what it is is told by its content.",
            "required": true,
            "content": media(&mark),
        });
        members.insert("requestBody".to_owned(), body);
    }
    if let Some(mark) = members.remove("x-file-answer")
        && let Some(answer) = members
            .get_mut("responses")
            .and_then(|responses| responses.get_mut("200"))
    {
        answer["content"] = media(&mark);
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

/// Writes the bodies of operations marked with `x-table-body` and `x-table-answer`; marked `"xlsx"`, workbooks only.
pub(super) fn describe_tables(operation: &mut Value) {
    let Some(members) = operation.as_object_mut() else {
        return;
    };
    if let Some(mark) = members.remove("x-table-body") {
        let body = json!({
            "description": "The bytes of the table.",
            "required": true,
            "content": tables(&mark),
        });
        members.insert("requestBody".to_owned(), body);
    }
    if let Some(mark) = members.remove("x-table-answer")
        && let Some(answer) = members
            .get_mut("responses")
            .and_then(|responses| responses.get_mut("200"))
    {
        answer["content"] = tables(&mark);
        answer["headers"] = json!({
            "Content-Disposition": {
                "description": "The name to save it under (RFC 6266).",
                "schema": { "type": "string", "maxLength": 200 },
            },
        });
    }
}

/// Writes the answers of operations marked with `x-calendar-answer`, `x-page-answer` or `x-pdf-answer`, and of those marked with
/// `x-csv-answer`, which have CSV beside JSON.
pub(super) fn describe_texts(operation: &mut Value) {
    let Some(members) = operation.as_object_mut() else {
        return;
    };
    for (mark, media_type, longest) in [
        ("x-calendar-answer", "text/calendar", MAX_CALENDAR_BYTES),
        ("x-csv-answer", "text/csv", MAX_IMPORT_BYTES),
        ("x-page-answer", "text/html", MAX_FILE_BYTES),
        ("x-pdf-answer", "application/pdf", MAX_FILE_BYTES),
    ] {
        if members.remove(mark) == Some(json!(true))
            && let Some(answer) = members
                .get_mut("responses")
                .and_then(|responses| responses.get_mut("200"))
        {
            let mut schema = json!({ "type": "string", "maxLength": longest });
            if mark == "x-pdf-answer" {
                schema["format"] = json!("binary");
            }
            answer["content"][media_type] = json!({ "schema": schema });
        }
    }
}

/// Writes the other forms of the answers of operations marked with `x-document-answer`.
pub(super) fn describe_documents(operation: &mut Value) {
    let Some(members) = operation.as_object_mut() else {
        return;
    };
    if members.remove("x-document-answer") != Some(json!(true)) {
        return;
    }
    let Some(responses) = members.get_mut("responses").and_then(Value::as_object_mut) else {
        return;
    };
    responses.insert(
        "406".to_owned(),
        json!({ "description": "None of the media types in Accept can be served." }),
    );
    let Some(answer) = responses.get_mut("200") else {
        return;
    };
    answer["content"]["text/html"] = json!({ "schema": {
        "type": "string", "maxLength": MAX_FILE_BYTES,
        "description": "A complete page in Italian that loads and runs nothing.",
    } });
    answer["content"]["application/pdf"] = json!({ "schema": {
        "type": "string", "format": "binary", "maxLength": MAX_FILE_BYTES,
        "description": "A PDF for screen, paper and assistive technology; the same text gives the same bytes.",
    } });
    answer["headers"] = json!({
        "Content-Disposition": {
            "description": "The name to save a page or a PDF under (RFC 6266).",
            "schema": { "type": "string", "maxLength": 200 },
        },
    });
}

/// Every form of table, or the one that is marked, as bytes.
fn tables(mark: &Value) -> Value {
    let is_meant = |format: &&TableFormat| mark.as_str().is_none_or(|one| one == format.code());
    let formats = TableFormat::ALL.iter().filter(is_meant);
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
fn media(mark: &Value) -> Value {
    let bytes = |label: &str| {
        let schema = json!({
            "type": "string", "format": "binary", "maxLength": MAX_FILE_BYTES,
            "description": label,
        });
        json!({ "schema": schema })
    };
    let kinds = MediaKind::ALL.iter();
    let mut content: Map<String, Value> = kinds
        .map(|kind| {
            let label = kind.label(domain_shared::Locale::English);
            (kind.media_type().to_owned(), bytes(label))
        })
        .collect();
    if *mark == json!("signed") {
        let label = SignedFormat::Cades.label(domain_shared::Locale::English);
        content.insert(ENVELOPE_MEDIA.to_owned(), bytes(label));
    }
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
