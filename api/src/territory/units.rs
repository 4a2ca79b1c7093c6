//! `/regions` and `/provinces`.

use actix_web::{HttpResponse, get, web};
use domain_shared::{ProvinceCode, RegionCode, TextValue as _};
use persistence::territory::{province_find, province_list, region_find, region_list};

use super::dto::{
    ProvinceCodeField, ProvinceParams, ProvinceView, RegionCodeField, RegionParams, RegionView,
};
use crate::{
    http::{
        Ctx, ListQuery, Page, PageParams,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
};

/// List regions
///
/// By name. Source: ISTAT, CC BY.
#[utoipa::path(
    tag = "territory", operation_id = "list_regions",
    params(PageParams),
    responses((status = 200, description = "A page of regions.", body = Page<RegionView>)),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/regions")]
pub(super) async fn list_regions(
    ctx: Ctx,
    query: ListQuery<RegionParams>,
) -> Outcome<HttpResponse> {
    let (RegionParams {}, page, list) = query.split();
    let regions = ctx
        .read(move |snapshot| Ok(region_list(snapshot.connection(), &page)?))
        .await?;
    let views = regions.map(|region| RegionView::from(&region));
    list.answer(&ctx, views, Caching::Public)
}

/// Find a region
///
/// By its ISTAT code.
#[utoipa::path(
    tag = "territory", operation_id = "find_region",
    params(("region_code" = RegionCodeField, Path, description = "The region.")),
    responses((status = 200, description = "The region.", body = RegionView)),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/regions/{region_code}")]
pub(super) async fn find_region(ctx: Ctx, code: web::Path<String>) -> Outcome<HttpResponse> {
    let code = RegionCode::parse(&code).map_err(|_| Problem::not_found())?;
    let region = ctx
        .read(move |snapshot| {
            region_find(snapshot.connection(), &code)?.ok_or_else(Problem::not_found)
        })
        .await?;
    reply::document(&ctx, &RegionView::from(&region), Caching::Public)
}

/// List provinces
///
/// By name; metropolitan cities, free consortia and the like among them. Source: ISTAT, CC BY.
#[utoipa::path(
    tag = "territory", operation_id = "list_provinces",
    params(ProvinceParams, PageParams),
    responses((status = 200, description = "A page of provinces.", body = Page<ProvinceView>)),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/provinces")]
pub(super) async fn list_provinces(
    ctx: Ctx,
    query: ListQuery<ProvinceParams>,
) -> Outcome<HttpResponse> {
    let (params, page, list) = query.split();
    let filter = params.into();
    let provinces = ctx
        .read(move |snapshot| Ok(province_list(snapshot.connection(), &filter, &page)?))
        .await?;
    let views = provinces.map(|province| ProvinceView::from(&province));
    list.answer(&ctx, views, Caching::Public)
}

/// Find a province
///
/// By its ISTAT code.
#[utoipa::path(
    tag = "territory", operation_id = "find_province",
    params(("province_code" = ProvinceCodeField, Path, description = "The province.")),
    responses((status = 200, description = "The province.", body = ProvinceView)),
    security(()), extensions(("x-action" = json!("reference.read"))),
)]
#[get("/provinces/{province_code}")]
pub(super) async fn find_province(ctx: Ctx, code: web::Path<String>) -> Outcome<HttpResponse> {
    let code = ProvinceCode::parse(&code).map_err(|_| Problem::not_found())?;
    let province = ctx
        .read(move |snapshot| {
            province_find(snapshot.connection(), &code)?.ok_or_else(Problem::not_found)
        })
        .await?;
    reply::document(&ctx, &ProvinceView::from(&province), Caching::Public)
}
