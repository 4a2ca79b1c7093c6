//! The wire form of a problem, and the pages that explain each code.

use actix_web::{HttpResponse, get, http::header, web};
use domain_shared::{Code, Locale};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Problem, ProblemCode};
use crate::{
    http::{Ctx, reply},
    problem::Outcome,
    wire,
};

/// An error answer (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "type": "https://hub.example.org/api/v1/problems/invalid_content",
    "title": "Contenuto non valido",
    "status": 422,
    "detail": "Il contenuto è leggibile ma non valido; l'elenco errors nomina ogni errore.",
    "instance": "01930000-0000-7000-8000-000000000000",
    "code": "invalid_content",
    "errors": [{"pointer": "/name", "code": "required", "message": "Il valore è obbligatorio."}],
}))]
pub struct ProblemDocument {
    /// URI that explains the code.
    #[serde(rename = "type")]
    #[schema(
        format = "uri",
        max_length = 500,
        example = "http://127.0.0.1:8080/api/v1/problems/not_found"
    )]
    pub kind: String,
    /// What kind of problem, for people.
    #[schema(max_length = 200, example = "Risorsa non trovata")]
    pub title: String,
    /// HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 404)]
    pub status: u16,
    /// What happened here, for people.
    #[schema(
        max_length = 2000,
        example = "La risorsa non esiste o non è accessibile."
    )]
    pub detail: String,
    /// The request it happened in.
    #[schema(
        format = "uri-reference",
        max_length = 100,
        example = "01930000-0000-7000-8000-000000000000"
    )]
    pub instance: String,
    /// Stable code.
    pub code: wire::ProblemCodeField,
    /// Every mistake of the input.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 1000)]
    pub errors: Vec<ProblemItem>,
    /// Codes of the transitions that are allowed from the current state.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20, value_type = Option<Vec<wire::TransitionCode>>)]
    pub allowed: Option<Vec<&'static str>>,
    /// Identifier of the other thing that is in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        format = "uuid",
        max_length = 36,
        example = "01930000-0000-7000-8000-000000000000"
    )]
    pub conflicting_id: Option<String>,
}

/// One mistake of the input: at a place in the body, or in a parameter of the query.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"pointer": "/name", "code": "required", "message": "Il valore è obbligatorio."}))]
pub struct ProblemItem {
    /// JSON Pointer (RFC 6901) into the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500, example = "/name")]
    pub pointer: Option<String>,
    /// Name of the query parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100, example = "limit")]
    pub parameter: Option<String>,
    /// Stable code of the mistake.
    #[schema(max_length = 64, pattern = "^[a-z0-9_]+$", example = "required")]
    pub code: String,
    /// The mistake, for people.
    #[schema(max_length = 1000, example = "Il valore è obbligatorio.")]
    pub message: String,
}

impl ProblemDocument {
    /// What is told of a problem.
    #[must_use]
    pub fn of(problem: &Problem, public_url: &str, locale: Locale, request_id: &str) -> Self {
        let (code, more) = (problem.code, &problem.more);
        let mistakes = more
            .violations
            .iter()
            .map(|violation| (Some(violation.pointer.clone()), None, violation))
            .chain(
                more.parameters
                    .iter()
                    .map(|mistake| (None, Some(mistake.parameter.clone()), &mistake.violation)),
            )
            .take(1000);
        Self {
            kind: format!("{public_url}/api/v1/problems/{}", code.code()),
            title: code.label(locale).to_owned(),
            status: code.status().as_u16(),
            detail: more.detail.as_ref().map_or_else(
                || code.explanation(locale).to_owned(),
                |detail| detail.text(locale),
            ),
            instance: request_id.to_owned(),
            code: wire::Coded(code),
            errors: mistakes
                .map(|(pointer, parameter, violation)| ProblemItem {
                    pointer,
                    parameter,
                    code: violation.message.code.to_owned(),
                    message: violation.text(locale),
                })
                .collect(),
            allowed: more.allowed.clone(),
            conflicting_id: more.conflicting_id.clone(),
        }
    }
}

/// Writes a problem as an answer.
#[must_use]
pub fn render(
    problem: &Problem,
    public_url: &str,
    locale: Locale,
    request_id: &str,
) -> HttpResponse {
    let (code, more) = (problem.code, &problem.more);
    let document = ProblemDocument::of(problem, public_url, locale, request_id);
    let mut response = HttpResponse::build(code.status());
    response.content_type("application/problem+json");
    response.insert_header((header::CONTENT_LANGUAGE, locale.tag()));
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    if code.status() == actix_web::http::StatusCode::UNAUTHORIZED {
        response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    if let Some(seconds) = more.retry_after {
        response.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    if let Some(allow) = &more.allow {
        response.insert_header((header::ALLOW, allow.clone()));
    }
    response.body(serde_json::to_vec(&document).unwrap_or_default())
}

/// What an error code means.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "code": "not_found",
    "status": 404,
    "title": "Risorsa non trovata",
    "explanation": "La risorsa non esiste o non è accessibile.",
}))]
pub struct ProblemTypeView {
    /// The code.
    pub code: wire::ProblemCodeField,
    /// HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 404)]
    pub status: u16,
    /// Title, in the language asked for.
    #[schema(max_length = 200, example = "Risorsa non trovata")]
    pub title: String,
    /// What it means and what to do, in the language asked for.
    #[schema(
        max_length = 2000,
        example = "La risorsa non esiste o non è accessibile."
    )]
    pub explanation: String,
}

/// Explain an error code
///
/// The page behind the `type` of every error answer.
#[utoipa::path(
    tag = "service", operation_id = "find_problem_type",
    params(("code" = wire::ProblemCodeField, Path, description = "The error code.")),
    responses((status = 200, description = "What the code means.", body = ProblemTypeView)),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/problems/{code}")]
pub(crate) async fn find_problem_type(ctx: Ctx, code: web::Path<String>) -> Outcome<HttpResponse> {
    let code = ProblemCode::from_code(&code).ok_or_else(Problem::not_found)?;
    let locale = ctx.locale();
    let view = ProblemTypeView {
        code: wire::Coded(code),
        status: code.status().as_u16(),
        title: code.label(locale).to_owned(),
        explanation: code.explanation(locale).to_owned(),
    };
    reply::document(&ctx, &view, reply::Caching::Public)
}
