//! `/providers/{provider_id}/sites`.

use actix_web::{HttpResponse, delete, get, patch, post};
use domain_accounts::{Action, Permit};
use domain_providers::{Provider, ProviderSite, SiteDraft, SiteProfile};
use domain_shared::{ProviderId, SiteId, Version, messages};
use persistence::{
    AnyConnection, DbError,
    providers::{SiteFilter, site_delete, site_find, site_insert, site_list, site_update},
};

use super::{
    common::{provider_of, read_provider, target},
    dto::{SiteInput, SiteParams},
    view::{Eye, ProviderSiteView},
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    wire::{ProviderIdField, SiteIdField},
};

/// List the sites of a provider
///
/// By name. They are public when the provider is.
#[utoipa::path(
    tag = "providers", operation_id = "list_provider_sites",
    params(("provider_id" = ProviderIdField, Path, description = "The provider."), SiteParams, PageParams),
    responses((status = 200, description = "A page of sites.", body = Page<ProviderSiteView>)),
    security(()), extensions(("x-action" = json!("provider.read"))),
)]
#[get("/providers/{provider_id}/sites")]
pub(super) async fn list_provider_sites(
    ctx: Ctx,
    id: PathId<ProviderId>,
    query: ListQuery<SiteParams>,
) -> Outcome<HttpResponse> {
    let (params, page, list) = query.split();
    let filter = SiteFilter::from(params);
    let (sites, eye) = ctx
        .read(move |snapshot| {
            let (provider, eye) = read_provider(snapshot, id.0)?;
            let sites = site_list(snapshot.connection(), provider.id, &filter, &page)?;
            Ok((sites, eye))
        })
        .await?;
    list.answer(
        &ctx,
        sites.map(|site| ProviderSiteView::of(&site, eye)),
        Caching::for_caller(&ctx),
    )
}

/// Find a site of a provider
///
/// With the ETag that a change needs.
#[utoipa::path(
    tag = "providers", operation_id = "find_provider_site",
    params(
        ("provider_id" = ProviderIdField, Path, description = "The provider."),
        ("site_id" = SiteIdField, Path, description = "The site."),
    ),
    responses((status = 200, description = "The site.", body = ProviderSiteView)),
    security(()), extensions(("x-action" = json!("provider.read"))),
)]
#[get("/providers/{provider_id}/sites/{site_id}")]
pub(super) async fn find_provider_site(
    ctx: Ctx,
    ids: PathId<(ProviderId, SiteId)>,
) -> Outcome<HttpResponse> {
    let (provider, site) = ids.0;
    let (site, eye) = ctx
        .read(move |snapshot| {
            let (provider, eye) = read_provider(snapshot, provider)?;
            Ok((site_of(snapshot.connection(), &provider, site)?, eye))
        })
        .await?;
    reply::resource(
        &ctx,
        &ProviderSiteView::of(&site, eye),
        site.version,
        Caching::for_caller(&ctx),
    )
}

/// Add a site to a provider
///
/// A place where it works, besides its legal seat or at it.
#[utoipa::path(
    tag = "providers", operation_id = "create_provider_site",
    params(("provider_id" = ProviderIdField, Path, description = "The provider.")),
    request_body = SiteInput,
    responses((status = 201, description = "The new site.", body = ProviderSiteView)),
    security(("bearer" = [])), extensions(("x-action" = json!("provider.write"))),
)]
#[post("/providers/{provider_id}/sites")]
pub(super) async fn create_provider_site(
    ctx: Ctx,
    id: PathId<ProviderId>,
    body: ValidJson<SiteInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let profile = body.read(|input| SiteProfile::parse(&SiteDraft::from(input)))?;
    ctx.create(move |unit| {
        let site = create(unit, id.0, profile.clone())?;
        Ok(Created {
            path: format!("/providers/{}/sites/{}", site.provider, site.id),
            version: Some(site.version),
            view: ProviderSiteView::of(&site, Eye::Inside),
        })
    })
    .await
}

fn create(
    unit: &mut UnitOfWork<'_, '_>,
    id: ProviderId,
    profile: SiteProfile,
) -> Outcome<ProviderSite> {
    let provider = provider_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::ProviderWrite, &target(&provider))?;
    let now = unit.now();
    let site = ProviderSite {
        id: unit.new_id(),
        provider: provider.id,
        profile,
        version: Version::FIRST,
        created_at: now,
        updated_at: now,
    };
    site_insert(unit.tx(), &permit, &site).map_err(unknown_municipality)?;
    record(unit, &permit, &provider, None, Some(&site))?;
    Ok(site)
}

/// Change a site of a provider
///
/// All of it can be changed.
#[utoipa::path(
    tag = "providers", operation_id = "update_provider_site",
    params(
        ("provider_id" = ProviderIdField, Path, description = "The provider."),
        ("site_id" = SiteIdField, Path, description = "The site."),
    ),
    request_body(content = SiteInput, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The changed site.", body = ProviderSiteView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("provider.write")), ("x-if-match" = json!(true))),
)]
#[patch("/providers/{provider_id}/sites/{site_id}")]
pub(super) async fn update_provider_site(
    ctx: Ctx,
    ids: PathId<(ProviderId, SiteId)>,
    expected: IfMatch,
    patch: MergePatch<SiteInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let site = ctx
        .write(move |unit| update(unit, ids.0, expected, &patch))
        .await?;
    reply::changed(&ProviderSiteView::of(&site, Eye::Inside), site.version)
}

fn update(
    unit: &mut UnitOfWork<'_, '_>,
    (provider, site): (ProviderId, SiteId),
    expected: IfMatch,
    patch: &MergePatch<SiteInput>,
) -> Outcome<ProviderSite> {
    let provider = provider_of(unit.connection(), provider)?;
    let permit = unit.authorize(Action::ProviderWrite, &target(&provider))?;
    let before = site_of(unit.connection(), &provider, site)?;
    expected.check(before.version)?;
    let profile = patch.apply(&before.profile, |input| {
        SiteProfile::parse(&SiteDraft::from(input))
    })?;
    let after = ProviderSite {
        version: before.version.next(),
        updated_at: unit.now(),
        profile,
        ..before.clone()
    };
    site_update(unit.tx(), &permit, before.version, &after).map_err(unknown_municipality)?;
    record(unit, &permit, &provider, Some(&before), Some(&after))?;
    Ok(after)
}

/// Remove a site of a provider
///
/// For good.
#[utoipa::path(
    tag = "providers", operation_id = "remove_provider_site",
    params(
        ("provider_id" = ProviderIdField, Path, description = "The provider."),
        ("site_id" = SiteIdField, Path, description = "The site."),
    ),
    responses(
        (status = 204, description = "It is removed."),
        (status = 409, description = "It is still used."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("provider.write")), ("x-if-match" = json!(true))),
)]
#[delete("/providers/{provider_id}/sites/{site_id}")]
pub(super) async fn remove_provider_site(
    ctx: Ctx,
    ids: PathId<(ProviderId, SiteId)>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (provider, site) = ids.0;
    ctx.write(move |unit| {
        let provider = provider_of(unit.connection(), provider)?;
        let permit = unit.authorize(Action::ProviderWrite, &target(&provider))?;
        let site = site_of(unit.connection(), &provider, site)?;
        expected.check(site.version)?;
        site_delete(unit.tx(), &permit, site.id, site.version)?;
        record(unit, &permit, &provider, Some(&site), None)
    })
    .await?;
    Ok(reply::nothing())
}

/// The site of this provider, or 404.
fn site_of(
    connection: &mut AnyConnection,
    provider: &Provider,
    id: SiteId,
) -> Outcome<ProviderSite> {
    site_find(connection, provider.id, id)?.ok_or_else(Problem::not_found)
}

/// The only reference a valid site can break is its municipality.
fn unknown_municipality(error: DbError) -> Problem {
    match error {
        DbError::Reference => {
            Problem::invalid("/address/municipality", &messages::UNKNOWN_REFERENCE)
        }
        other => other.into(),
    }
}

fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    provider: &Provider,
    before: Option<&ProviderSite>,
    after: Option<&ProviderSite>,
) -> Outcome<()> {
    let Some(site) = after.or(before) else {
        return Ok(());
    };
    let view = |site: &ProviderSite| ProviderSiteView::of(site, Eye::Inside);
    unit.audit(
        permit,
        ("provider_site", site.id),
        Some(provider.network_id),
        before.map(view).as_ref(),
        after.map(view).as_ref(),
    )
}
