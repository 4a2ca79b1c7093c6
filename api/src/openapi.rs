//! The description of the API: collected from the code, then brought to the rules every document
//! of the national catalogue is checked against.
#![expect(
    clippy::indexing_slicing,
    reason = "a JSON value is indexed by member name, which makes the member when it is missing"
)]

mod binary;
mod bounds;
mod examples;
mod flatten;
mod names;
mod patches;
mod responses;

use domain_accounts::{Action, allowed_roles, is_public};
use domain_shared::{Code as _, Locale};
use serde_json::{Map, Value, json};
use utoipa::OpenApi as _;
use utoipa_actix_web::AppExt as _;

/// Version of the API, independent of the program's.
pub const API_VERSION: &str = "1.0.0";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Welfare Hub",
        version = "1.0.0",
        description = "Hub aperto del welfare di prossimità: sportelli, specialisti, enti e servizi del territorio.\n\n\
                       Open hub of proximity welfare: desks, specialists, providers and local services.",
        terms_of_service = "https://example.org/welfare-hub/terms",
        contact(name = "Welfare Hub", url = "https://example.org/welfare-hub", email = "api@example.org"),
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    tags(
        (name = "service", description = "State and description of the service."),
        (name = "sessions", description = "Signing in and out."),
        (name = "me", description = "One's own account."),
        (name = "users", description = "User accounts and roles."),
        (name = "audit", description = "Who changed what, when."),
        (name = "territory", description = "Regions, provinces, municipalities, zones."),
        (name = "categories", description = "Service categories."),
        (name = "network", description = "Network bodies and territorial associations."),
        (name = "points", description = "Welfare points."),
        (name = "specialists", description = "Specialists and their assignments."),
        (name = "training", description = "Courses, editions, attendance, certificates."),
        (name = "providers", description = "Providers, their sites, members and accreditation."),
        (name = "review", description = "Review and care of service cards: queue, claims, comments, rules of verification."),
        (name = "files", description = "Images and documents of service cards."),
        (name = "reports", description = "Reports that a published card is wrong."),
        (name = "services", description = "The public catalogue: published service cards, their search, what became of them."),
        (name = "cards", description = "Service cards as their editors and reviewers see them: drafts, review, revisions."),
        (name = "agreements", description = "Agreements with providers and public bodies: parties, text, benefits, life, files, what is due, what they cover."),
        (name = "calendar-feeds", description = "Agreements in calendar programs, behind secret links."),
        (name = "agreement-templates", description = "Templates of agreements (*modulario*): versions with numbered clauses and placeholders, and their texts filled in."),
        (name = "questionnaires", description = "Questionnaires and their versions: what they ask, their checks, their exchange with other programs."),
        (name = "survey-campaigns", description = "Survey campaigns: where and when a questionnaire is asked, quotas and progress."),
        (name = "survey-respondents", description = "People to be asked in a campaign, and calls to them."),
        (name = "survey-links", description = "Single-use links for answering by oneself."),
        (name = "survey-responses", description = "Responses to campaigns: submissions, edits, batches, review."),
        (name = "survey-results", description = "Results of campaigns: frequencies, cross-tables, trends, open answers, exports."),
        (name = "jobs", description = "Import and export of service cards, and how far imports are."),
        (name = "invitations", description = "Accepting an invitation to take a role."),
    ),
)]
struct Base;

/// The finished document. Its server is the one clients reach.
#[must_use]
pub fn document(public_url: &str) -> Value {
    let (_, collected) = actix_web::App::new()
        .into_utoipa_app()
        .service(utoipa_actix_web::scope("").configure(crate::app::endpoints))
        .split_for_parts();
    let mut base = Base::openapi();
    base.merge(collected);
    let mut document = serde_json::to_value(base).unwrap_or_default();
    finish(&mut document, public_url);
    document
}

/// Applies the rules that hold for every operation and schema alike.
fn finish(document: &mut Value, public_url: &str) {
    names::refer_to_items(document);
    flatten::merge_all_of(document);
    patches::add_patch_schemas(document);
    responses::components(document);
    names::make_pascal_case(document);
    strip_null_members(document);
    bounds::close_objects(document);
    examples::compose(document);
    info(document, public_url);
    security(document);
    for_each_operation(document, |path, method, operation| {
        roles(operation);
        binary::describe(operation);
        binary::describe_tables(operation);
        binary::describe_texts(operation);
        binary::describe_documents(operation);
        responses::complete(path, method, operation);
    });
}

/// Title page: what utoipa has no member for.
fn info(document: &mut Value, public_url: &str) {
    let local = !public_url.starts_with("https://");
    let mut server = Map::new();
    server.insert("url".to_owned(), json!(format!("{public_url}/api/v1")));
    server.insert("description".to_owned(), json!("This installation."));
    if local {
        server.insert("x-sandbox".to_owned(), json!(true));
    }
    document["servers"] = json!([server]);
    let info = &mut document["info"];
    info["x-summary"] = json!("Sportelli, specialisti, enti e servizi del welfare di prossimità");
    info["summary"] = json!("Desks, specialists, providers and services of proximity welfare");
    info["x-api-id"] = json!("6f0c1a52-6d0e-4b7e-9d7a-2f6a4c1b8e10");
}

/// The one way to prove identity.
fn security(document: &mut Value) {
    document["components"]["securitySchemes"] = json!({
        "bearer": {
            "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "Short-lived access token from POST /sessions: a JWT signed with EdDSA, used as \
                            RFC8725 advises (algorithm, issuer, audience and expiry pinned; keys at /.well-known/jwks.json).",
        }
    });
}

/// Writes who may call an operation into its description, from the policy table.
fn roles(operation: &mut Value) {
    let Some(action) = operation
        .get("x-action")
        .and_then(Value::as_str)
        .and_then(Action::from_code)
    else {
        return;
    };
    let roles: Vec<_> = allowed_roles(action)
        .iter()
        .map(|role| role.code())
        .collect();
    let who = match (is_public(action), roles.is_empty()) {
        (true, true) => "anybody".to_owned(),
        (true, false) => format!("anybody where public; otherwise {}", roles.join(", ")),
        (false, true) => "the signed-in user, for themselves".to_owned(),
        (false, false) => format!("{} (within their place)", roles.join(", ")),
    };
    let text = operation
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let label = action.label(Locale::English);
    operation["description"] = json!(format!(
        "{text}\n\nAllowed: {who}. Permission: `{}` ({label}).",
        action.code()
    ));
    operation["x-roles"] = json!(roles);
}

/// A reference to a schema among the components.
fn reference(schema: &str) -> String {
    format!("#/components/schemas/{schema}")
}

/// Visits every operation.
fn for_each_operation(document: &mut Value, mut visit: impl FnMut(&str, &str, &mut Value)) {
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else {
        return;
    };
    for (path, item) in paths.iter_mut() {
        let Some(item) = item.as_object_mut() else {
            continue;
        };
        for method in ["get", "post", "put", "patch", "delete"] {
            if let Some(operation) = item.get_mut(method) {
                visit(path, method, operation);
            }
        }
    }
}

/// An optional member is left out, never null: takes null out of every schema but those of merge
/// patches, where it means removal.
fn strip_null_members(document: &mut Value) {
    let Some(schemas) = document
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
    else {
        return;
    };
    for (name, schema) in schemas.iter_mut() {
        if !name.ends_with("Patch") {
            strip_null(schema);
        }
    }
    if let Some(paths) = document.get_mut("paths") {
        strip_null(paths);
    }
}

/// Takes null out of one schema and everything within it.
pub(crate) fn strip_null(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Array(types)) = members.get_mut("type") {
                types.retain(|one| one != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    members.insert("type".to_owned(), only);
                }
            }
            let null = json!({ "type": "null" });
            if let Some(Value::Array(options)) = members.get_mut("oneOf") {
                options.retain(|option| *option != null);
                if let [only] = options.as_slice() {
                    let only = only.clone();
                    members.remove("oneOf");
                    if let Value::Object(only) = only {
                        members.extend(only);
                    }
                }
            }
            members.values_mut().for_each(strip_null);
        }
        Value::Array(items) => items.iter_mut().for_each(strip_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
