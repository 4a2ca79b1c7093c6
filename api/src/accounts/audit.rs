//! `/audit-events`.

use actix_web::{HttpResponse, get};
use domain_accounts::Action;
use persistence::audit::{AuditFilter, audit_list};

use super::dto::{AuditEventView, AuditParams};
use crate::{
    http::{Ctx, ListQuery, Page, PageParams, reply::Caching},
    problem::Outcome,
};

/// List audit events
///
/// Every write within the caller's network, newest first: who, what, when, from which request,
/// before and after.
#[utoipa::path(
    tag = "audit", operation_id = "list_audit_events",
    params(AuditParams, PageParams),
    responses((status = 200, description = "A page of audit events.", body = Page<AuditEventView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("audit.read"))),
)]
#[get("/audit-events")]
pub(super) async fn list_audit_events(
    ctx: Ctx,
    query: ListQuery<AuditParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let filter = AuditFilter {
        resource_type: params.resource_type,
        resource_id: params.resource_id,
        actor_id: params.actor_id.map(|id| id.0),
    };
    let events = ctx
        .read(move |snapshot| {
            let scope = snapshot.scope(Action::AuditRead)?;
            Ok(audit_list(snapshot.connection(), &scope, &filter, &page)?)
        })
        .await?;
    list.answer(&ctx, events.map(AuditEventView::from), Caching::Private)
}
