//! `/providers/{provider_id}/decisions`.

use actix_web::{HttpResponse, get};
use domain_accounts::Action;
use domain_shared::ProviderId;
use persistence::providers::decision_list;

use super::{common::provider_inside, dto::NoParams, view::ProviderDecisionView};
use crate::{
    http::{Ctx, ListQuery, Page, PageParams, PathId, reply::Caching},
    problem::Outcome,
    wire::ProviderIdField,
};

/// List the decisions on a provider
///
/// On its registration and its accreditation, newest first.
#[utoipa::path(
    tag = "providers", operation_id = "list_provider_decisions",
    params(("provider_id" = ProviderIdField, Path, description = "The provider."), PageParams),
    responses((status = 200, description = "A page of decisions.", body = Page<ProviderDecisionView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("provider.inside"))),
)]
#[get("/providers/{provider_id}/decisions")]
pub(super) async fn list_provider_decisions(
    ctx: Ctx,
    id: PathId<ProviderId>,
    query: ListQuery<NoParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (_, page, list) = query.split();
    let decisions = ctx
        .read(move |snapshot| {
            let provider = provider_inside(snapshot, Action::ProviderInside, id.0)?;
            Ok(decision_list(snapshot.connection(), provider.id, &page)?)
        })
        .await?;
    list.answer(
        &ctx,
        decisions.map(|decision| ProviderDecisionView::from(&decision)),
        Caching::Private,
    )
}
