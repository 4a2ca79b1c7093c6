//! `/municipalities`.

use actix_web::{HttpResponse, get, web};
use domain_territory::MunicipalityRef;
use persistence::territory::{municipality_list, municipality_resolve};

use super::dto::{
    MunicipalityCodeField, MunicipalityParams, MunicipalitySummary, MunicipalityView,
};
use crate::{
    http::{
        Ctx, ListQuery, Page, PageParams,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
};

/// List municipalities
///
/// With `near`, nearest first. Else with `q`, first those whose name is what was asked for, then
/// those whose name begins with it, then those with a word that does; among equals the capitals of
/// regions, those of provinces, and the rest by name. Else by name. Sources: ISTAT (CC BY), ANPR
/// (CC BY 4.0), coordinates of the seat by GeoNames (CC BY 4.0).
#[utoipa::path(
    tag = "territory", operation_id = "list_municipalities",
    params(MunicipalityParams, PageParams),
    responses((status = 200, description = "A page of municipalities.", body = Page<MunicipalitySummary>)),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/municipalities")]
pub(super) async fn list_municipalities(
    ctx: Ctx,
    query: ListQuery<MunicipalityParams>,
) -> Outcome<HttpResponse> {
    let (params, page, list) = query.split();
    let filter = params.filter()?;
    let municipalities = ctx
        .read(move |snapshot| Ok(municipality_list(snapshot.connection(), &filter, &page)?))
        .await?;
    let views = municipalities.map(|placed| MunicipalitySummary::from(&placed));
    list.answer(&ctx, views, Caching::Public)
}

/// Find a municipality
///
/// By any of its codes: the cadastral one, or an ISTAT code present or former. A code given to
/// several means the existing one that bears it today, else the one that bore it, else the one
/// suppressed last. Suppressed municipalities are found too and say so in `status`.
#[utoipa::path(
    tag = "territory", operation_id = "find_municipality",
    params(("municipality_code" = MunicipalityCodeField, Path, description = "The municipality.")),
    responses((status = 200, description = "The municipality.", body = MunicipalityView)),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/municipalities/{municipality_code}")]
pub(super) async fn find_municipality(ctx: Ctx, code: web::Path<String>) -> Outcome<HttpResponse> {
    let reference = MunicipalityRef::parse(&code).map_err(|_| Problem::not_found())?;
    let placed = ctx
        .read(move |snapshot| {
            municipality_resolve(snapshot.connection(), &reference)?.ok_or_else(Problem::not_found)
        })
        .await?;
    reply::document(&ctx, &MunicipalityView::from(&placed), Caching::Public)
}
