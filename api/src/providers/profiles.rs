//! `/providers`: reading and changing.

use actix_web::{HttpResponse, get, patch};
use domain_accounts::Action;
use domain_providers::{Provider, ProviderProfile};
use domain_shared::{ProviderId, civil_date};
use persistence::providers::{ProviderFilter, provider_list, provider_update};

use super::{
    common::{provider_of, read_provider, record, refused, target},
    dto::{ProviderInput, ProviderParams},
    view::{Eye, ProviderSummary, ProviderView},
};
use crate::{
    http::{
        Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        reply::{self, Caching},
    },
    problem::Outcome,
    services::publication::{self, Affected},
    wire::ProviderIdField,
};

/// List providers
///
/// By the name they are known by. Anybody sees those whose registration was approved; members see
/// their own provider too, and reviewers and administrators all those of their network.
#[utoipa::path(
    tag = "providers", operation_id = "list_providers",
    params(ProviderParams, PageParams),
    responses((status = 200, description = "A page of providers.", body = Page<ProviderSummary>)),
    security(()), extensions(("x-action" = json!("provider.read"))),
)]
#[get("/providers")]
pub(super) async fn list_providers(
    ctx: Ctx,
    query: ListQuery<ProviderParams>,
) -> Outcome<HttpResponse> {
    let (params, page, list) = query.split();
    let filter = ProviderFilter::from(params);
    let today = civil_date(ctx.now());
    let providers = ctx
        .read(move |snapshot| {
            let scope = snapshot.scope(Action::ProviderRead)?;
            let connection = snapshot.connection();
            Ok(provider_list(connection, &scope, &filter, today, &page)?)
        })
        .await?;
    list.answer(
        &ctx,
        providers.map(|provider| ProviderSummary::of(&provider, today)),
        Caching::for_caller(&ctx),
    )
}

/// Find a provider
///
/// With the ETag that a change needs. Members and the network see more of it than others.
#[utoipa::path(
    tag = "providers", operation_id = "find_provider",
    params(("provider_id" = ProviderIdField, Path, description = "The provider.")),
    responses((status = 200, description = "The provider.", body = ProviderView)),
    security(()), extensions(("x-action" = json!("provider.read"))),
)]
#[get("/providers/{provider_id}")]
pub(super) async fn find_provider(ctx: Ctx, id: PathId<ProviderId>) -> Outcome<HttpResponse> {
    let (provider, eye) = ctx
        .read(move |snapshot| read_provider(snapshot, id.0))
        .await?;
    reply::resource(
        &ctx,
        &ProviderView::of(&provider, eye, ctx.now()),
        provider.version,
        Caching::for_caller(&ctx),
    )
}

/// Change a provider
///
/// What it says about itself. Network, registration and accreditation are not changed here.
#[utoipa::path(
    tag = "providers", operation_id = "update_provider",
    params(("provider_id" = ProviderIdField, Path, description = "The provider.")),
    request_body(content = ProviderInput, content_type = "application/merge-patch+json"),
    responses(
        (status = 200, description = "The changed provider.", body = ProviderView),
        (status = 409, description = "Another provider of the network has this tax code."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("provider.write")), ("x-if-match" = json!(true))),
)]
#[patch("/providers/{provider_id}")]
pub(super) async fn update_provider(
    ctx: Ctx,
    id: PathId<ProviderId>,
    expected: IfMatch,
    patch: MergePatch<ProviderInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let provider = ctx
        .write(move |unit| update(unit, id.0, expected, &patch))
        .await?;
    let view = ProviderView::of(&provider, Eye::Inside, ctx.now());
    reply::changed(&view, provider.version)
}

fn update(
    unit: &mut UnitOfWork<'_, '_>,
    id: ProviderId,
    expected: IfMatch,
    patch: &MergePatch<ProviderInput>,
) -> Outcome<Provider> {
    let before = provider_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::ProviderWrite, &target(&before))?;
    expected.check(before.version)?;
    let profile = patch.apply(&before.profile, |input| {
        ProviderProfile::parse(&input.into())
    })?;
    let after = Provider {
        version: before.version.next(),
        updated_at: unit.now(),
        profile,
        ..before.clone()
    };
    provider_update(unit.tx(), &permit, before.version, &after).map_err(refused)?;
    publication::refresh(unit, &Affected::Provider(after.id))?;
    record(unit, &permit, Some(&before), &after)?;
    Ok(after)
}
