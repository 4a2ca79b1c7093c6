//! `GET /status`, as the Italian interoperability rules want it.

use actix_web::{HttpResponse, get, http::header};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    http::Ctx,
    problem::{Outcome, Problem, ProblemCode},
};

/// The state of the service.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StatusView {
    /// Always `ok`; any other state is a problem document.
    #[schema(max_length = 8, pattern = "^ok$", example = "ok")]
    status: &'static str,
    /// Version of the API.
    #[schema(max_length = 32, example = "1.0.0")]
    api_version: &'static str,
    /// Version of the program.
    #[schema(max_length = 32, example = "0.1.0")]
    program_version: &'static str,
}

/// Show the state of the service
///
/// Answers 200 when the service and its database work, 503 otherwise.
#[utoipa::path(
    tag = "service", operation_id = "show_status",
    responses((status = 200, description = "The service works.", body = StatusView)),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/status")]
pub(super) async fn show_status(ctx: Ctx) -> Outcome<HttpResponse> {
    let db = ctx.hub().db.clone();
    crate::hub::off_thread(move || {
        db.ping()
            .map_err(|_| Problem::new(ProblemCode::ServiceUnavailable).retry_after(5))
    })
    .await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(StatusView {
            status: "ok",
            api_version: crate::openapi::API_VERSION,
            program_version: env!("CARGO_PKG_VERSION"),
        }))
}
