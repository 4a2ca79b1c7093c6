//! Answers, headers and parameters that operations share.

use serde_json::{Map, Value, json};

const PROBLEM: &str = "#/components/schemas/ProblemDocument";

/// Answers that are the same wherever they can happen: status, name among the components, meaning.
const SHARED: &[(&str, &str, &str)] = &[
    ("304", "NotModified", "Not modified."),
    (
        "400",
        "BadRequest",
        "Malformed body, or unknown or wrong parameters.",
    ),
    (
        "401",
        "Unauthorized",
        "The access token is missing or not good.",
    ),
    (
        "403",
        "Forbidden",
        "The role of the caller does not allow it.",
    ),
    (
        "404",
        "NotFound",
        "It does not exist, or must not be known.",
    ),
    (
        "409",
        "Conflict",
        "It conflicts with what is there, or with a running request.",
    ),
    (
        "412",
        "PreconditionFailed",
        "The resource changed since it was read.",
    ),
    ("413", "ContentTooLarge", "The body is too large."),
    (
        "415",
        "UnsupportedMediaType",
        "The media type is not read here.",
    ),
    (
        "422",
        "UnprocessableContent",
        "The content is not valid; errors lists every mistake.",
    ),
    ("428", "PreconditionRequired", "If-Match is missing."),
    ("429", "TooManyRequests", "Too many requests."),
    ("500", "InternalServerError", "A fault of the hub."),
    ("503", "ServiceUnavailable", "Not now; try again."),
];

/// Headers a client may send: name among the components, name, whether it must be there, longest
/// value, meaning.
const PARAMETERS: &[(&str, &str, bool, u32, &str)] = &[
    (
        "IfMatch",
        "If-Match",
        true,
        200,
        "The ETag that was read, or * for any version.",
    ),
    (
        "IfNoneMatch",
        "If-None-Match",
        false,
        1000,
        "ETags already known; the answer is then 304.",
    ),
    (
        "IdempotencyKey",
        "Idempotency-Key",
        false,
        255,
        "The same key and body within 24 hours get the first answer.",
    ),
];

/// The shared headers, parameters and answers.
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
        "Cache-Control": text("How long the answer may be kept: public with max-age and revalidation for what anybody may read, no-store for anything else.", 200),
        "ETag": text("Version of the representation, for If-Match and If-None-Match.", 200),
        "Location": text("URL of the new resource.", 500),
        "Link": text("URL of the next page, with rel=\"next\" (RFC 8288); absent on the last one.", 5000),
        "WWW-Authenticate": text("How to prove identity.", 200),
        "X-Request-Id": text("Identifier of the request, also in the log.", 64),
    });
    for (component, name, required, longest, description) in PARAMETERS {
        document["components"]["parameters"][component] = json!({
            "name": name, "in": "header", "required": required, "description": description,
            "schema": { "type": "string", "maxLength": longest },
        });
    }
    for (status, component, description) in SHARED {
        let mut response = json!({ "description": description });
        finish(status, &mut response, Carries::default());
        document["components"]["responses"][component] = response;
    }
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
    let guarded = operation.get("x-if-match") == Some(&json!(true));
    // Answers that hold a secret are never kept, so no key can bring them back.
    let is_keyed = method == "post"
        && ["201", "202"]
            .iter()
            .any(|status| operation["responses"].get(status).is_some())
        && operation.get("x-idempotency-key") != Some(&json!(false));
    let is_list = has_query_parameter(operation, |name| name == "cursor");
    // The state of the service is never kept, so it has no tag.
    let is_tagged = path != "/status";
    if !operation["responses"].is_object() {
        operation["responses"] = json!({});
    }
    let statuses = possible(path, method, operation, guarded, is_tagged);
    let Some(members) = operation.as_object_mut() else {
        return;
    };
    members.remove("x-if-match");
    members.remove("x-idempotency-key");
    let wanted = [
        (guarded, "IfMatch"),
        (method == "get" && is_tagged, "IfNoneMatch"),
        (is_keyed, "IdempotencyKey"),
    ];
    let parameters = members.entry("parameters").or_insert_with(|| json!([]));
    if let Some(parameters) = parameters.as_array_mut() {
        let added = wanted.iter().filter(|(is_wanted, _)| *is_wanted);
        parameters.extend(
            added.map(|(_, name)| json!({ "$ref": format!("#/components/parameters/{name}") })),
        );
    }
    let Some(responses) = members.get_mut("responses").and_then(Value::as_object_mut) else {
        return;
    };
    for (status, response) in responses.iter_mut() {
        let tag = is_tagged && matches!(status.as_str(), "200" | "201") && method != "delete";
        let link = is_list && status == "200";
        finish(status, response, Carries { tag, link });
    }
    for (status, component, _) in SHARED {
        if statuses.contains(status) {
            let shared = json!({ "$ref": format!("#/components/responses/{component}") });
            responses.entry((*status).to_owned()).or_insert(shared);
        }
    }
}

fn has_query_parameter(operation: &Value, named: impl Fn(&str) -> bool) -> bool {
    operation
        .get("parameters")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .any(|one| one["in"] == "query" && one["name"].as_str().is_some_and(&named))
}

/// The shared answers an operation can give.
fn possible(
    path: &str,
    method: &str,
    operation: &Value,
    guarded: bool,
    is_tagged: bool,
) -> Vec<&'static str> {
    let has_body = operation.get("requestBody").is_some();
    let is_public = operation
        .get("security")
        .and_then(Value::as_array)
        .is_some_and(|all| all.contains(&json!({})));
    // A token that is not good and a parameter that is not known are refused everywhere.
    let mut statuses = vec!["400", "401", "429", "500", "503"];
    let mut add = |applies: bool, more: &[&'static str]| {
        if applies {
            statuses.extend(more);
        }
    };
    add(!is_public, &["403"]);
    add(path.contains('{'), &["404"]);
    add(has_body, &["413", "415", "422"]);
    add(guarded, &["412", "428"]);
    add(method == "post" && has_body, &["409"]);
    add(method == "get" && is_tagged, &["304"]);
    statuses
}

/// What an answer carries besides what all do.
#[derive(Debug, Clone, Copy, Default)]
struct Carries {
    tag: bool,
    link: bool,
}

/// Headers, and the problem document on errors.
fn finish(status: &str, response: &mut Value, carries: Carries) {
    let is_error = status.starts_with('4') || status.starts_with('5');
    let is_success = status.starts_with('2');
    let mut names = vec![
        "RateLimit-Limit",
        "RateLimit-Remaining",
        "RateLimit-Reset",
        "X-Request-Id",
    ];
    let mut add = |applies: bool, name: &'static str| {
        if applies {
            names.push(name);
        }
    };
    add(is_success || status == "304", "Cache-Control");
    add(carries.tag || status == "304", "ETag");
    add(carries.link, "Link");
    add(status == "201", "Location");
    add(status == "401", "WWW-Authenticate");
    add(status == "429" || status == "503", "Retry-After");
    let mut headers: Map<String, Value> = response
        .get("headers")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    for name in names {
        let reference = json!({ "$ref": format!("#/components/headers/{name}") });
        headers.insert(name.to_owned(), reference);
    }
    response["headers"] = Value::Object(headers);
    if is_error {
        response["content"] =
            json!({ "application/problem+json": { "schema": { "$ref": PROBLEM } } });
    }
}
