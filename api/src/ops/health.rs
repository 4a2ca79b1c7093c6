//! Health for whoever starts and stops the program, and metrics.

use actix_web::{HttpResponse, web::Data};
use persistence::outbox::outbox_counts;

use crate::{
    hub::{Hub, off_thread},
    problem::{Outcome, Problem, ProblemCode},
};

/// The process runs.
pub(super) async fn live() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))
}

/// The database answers and is migrated: requests may come.
pub(super) async fn ready(hub: Data<Hub>) -> Outcome<HttpResponse> {
    let pending = off_thread(move || {
        hub.db.pending_migrations().map_err(|error| {
            log::warn!("not ready: {error}");
            not_ready()
        })
    })
    .await?;
    if pending.is_empty() {
        Ok(HttpResponse::Ok().json(serde_json::json!({ "status": "ok" })))
    } else {
        log::warn!("not ready: migrations pending: {}", pending.join(", "));
        Err(not_ready())
    }
}

fn not_ready() -> Problem {
    Problem::new(ProblemCode::ServiceUnavailable).retry_after(5)
}

/// Metrics for Prometheus.
pub(super) async fn metrics(hub: Data<Hub>) -> Outcome<HttpResponse> {
    let text = off_thread(move || -> Outcome<String> {
        let mail = hub
            .db
            .read(|connection| -> Outcome<_> { Ok(outbox_counts(connection)?) })?;
        Ok(hub.metrics.render(hub.db.pool_state(), mail))
    })
    .await?;
    Ok(HttpResponse::Ok()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .body(text))
}
