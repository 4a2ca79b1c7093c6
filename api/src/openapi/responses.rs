//! Answers and headers that every operation shares.

use serde_json::{Map, Value, json};

const PROBLEM: &str = "#/components/schemas/ProblemDocument";

/// The shared headers.
pub(super) fn components(document: &mut Value) {
    let number = |description: &str| {
        json!({ "description": description,
                "schema": { "type": "integer", "format": "int64", "minimum": 0, "maximum": 1_000_000_000_i64 } })
    };
    let text = |description: &str, longest: u32| json!({ "description": description, "schema": { "type": "string", "maxLength": longest } });
    document["components"]["headers"] = json!({
        "RateLimit-Limit": number("Requests allowed at once."),
        "RateLimit-Remaining": number("Requests still free."),
        "RateLimit-Reset": number("Seconds until all are free again."),
        "Retry-After": number("Seconds to wait before trying again."),
        "Cache-Control": text("How long the answer may be kept.", 200),
        "ETag": text("Version of the representation, for If-Match and If-None-Match.", 200),
        "Location": text("URL of the new resource.", 500),
        "Link": text("URL of the next page, with rel=\"next\" (RFC 8288).", 5000),
        "X-Request-Id": text("Identifier of the request, also in the log.", 64),
    });
    // Collected schemas hold it only if an operation refers to it by type; all do by name.
    let mut schemas = Vec::new();
    <crate::problem::ProblemDocument as utoipa::ToSchema>::schemas(&mut schemas);
    schemas.push((
        "ProblemDocument".to_owned(),
        <crate::problem::ProblemDocument as utoipa::PartialSchema>::schema(),
    ));
    for (name, schema) in schemas {
        document["components"]["schemas"][name] = serde_json::to_value(schema).unwrap_or_default();
    }
}

/// Adds what every operation can answer and carries, and the parameters its method implies.
pub(super) fn complete(path: &str, method: &str, operation: &mut Value) {
    let has_body = operation.get("requestBody").is_some();
    let has_id = path.contains('{');
    let is_public = operation
        .get("security")
        .and_then(Value::as_array)
        .is_some_and(|all| all.contains(&json!({})));
    let has_query = operation
        .get("parameters")
        .and_then(Value::as_array)
        .is_some_and(|all| all.iter().any(|one| one["in"] == "query"));
    let guarded = needs_version(operation);
    if !operation["responses"].is_object() {
        operation["responses"] = json!({});
    }
    let mut errors = vec![
        (429, "Too many requests."),
        (500, "A fault of the hub."),
        (503, "Not now; try again."),
    ];
    // An access token that is not good is refused everywhere, also where none is needed.
    errors.push((401, "The access token is missing or not good."));
    if !is_public {
        errors.push((403, "The role of the caller does not allow it."));
    }
    if has_id {
        errors.push((404, "It does not exist, or must not be known."));
    }
    if has_query || has_body {
        errors.push((400, "Malformed body, or unknown or wrong parameters."));
    }
    if has_body {
        errors.push((413, "The body is too large."));
        errors.push((415, "The media type is not read here."));
        errors.push((422, "The content is not valid; errors lists every mistake."));
    }
    if guarded {
        errors.push((412, "The resource changed since it was read."));
        errors.push((428, "If-Match is missing."));
    }
    if method == "post" && has_body {
        errors.push((
            409,
            "It conflicts with what is there, or with a running request.",
        ));
    }
    for (status, description) in errors {
        operation["responses"].as_object_mut().map(|all| {
            all.entry(status.to_string())
                .or_insert_with(|| json!({ "description": description }))
        });
    }
    parameters(method, operation, guarded);
    let Some(responses) = operation["responses"].as_object_mut() else {
        return;
    };
    for (status, response) in responses.iter_mut() {
        finish(status, method, response);
    }
}

/// Whether the operation changes a versioned resource.
fn needs_version(operation: &Value) -> bool {
    operation
        .get("x-if-match")
        .is_some_and(|value| value == &json!(true))
}

fn parameters(method: &str, operation: &mut Value, guarded: bool) {
    let creates = operation["responses"].get("201").is_some();
    let mut add = |name: &str, required: bool, longest: u32, description: &str| {
        let parameter = json!({
            "name": name, "in": "header", "required": required, "description": description,
            "schema": { "type": "string", "maxLength": longest },
        });
        match operation
            .get_mut("parameters")
            .and_then(Value::as_array_mut)
        {
            Some(parameters) => parameters.push(parameter),
            None => operation["parameters"] = json!([parameter]),
        }
    };
    if guarded {
        add("If-Match", true, 200, "The ETag that was read.");
    }
    if method == "get" {
        add(
            "If-None-Match",
            false,
            1000,
            "ETags already known; the answer is then 304.",
        );
    }
    if method == "post" && creates {
        add(
            "Idempotency-Key",
            false,
            255,
            "The same key and body within 24 hours get the first answer.",
        );
    }
    if method == "get" {
        operation["responses"].as_object_mut().map(|all| {
            all.entry("304")
                .or_insert_with(|| json!({ "description": "Not modified." }))
        });
    }
    if let Some(members) = operation.as_object_mut() {
        members.remove("x-if-match");
    }
}

/// Headers, and the problem document on errors.
fn finish(status: &str, method: &str, response: &mut Value) {
    let is_error = status.starts_with('4') || status.starts_with('5');
    let is_success = status.starts_with('2');
    let reference = |name: &str| json!({ "$ref": format!("#/components/headers/{name}") });
    let mut headers: Map<String, Value> = response
        .get("headers")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    for name in [
        "RateLimit-Limit",
        "RateLimit-Remaining",
        "RateLimit-Reset",
        "X-Request-Id",
    ] {
        headers.insert(name.to_owned(), reference(name));
    }
    if is_success || status == "304" {
        headers.insert("Cache-Control".to_owned(), reference("Cache-Control"));
    }
    if status == "304" || (is_success && status != "204" && method != "delete") {
        headers.insert("ETag".to_owned(), reference("ETag"));
    }
    if status == "201" {
        headers.insert("Location".to_owned(), reference("Location"));
    }
    if status == "429" || status == "503" {
        headers.insert("Retry-After".to_owned(), reference("Retry-After"));
    }
    response["headers"] = Value::Object(headers);
    if is_error {
        response["content"] =
            json!({ "application/problem+json": { "schema": { "$ref": PROBLEM } } });
    }
}
