//! `GET /points`.

use actix_web::{HttpResponse, get};
use persistence::points::point_list;

use super::dto::{PointParams, PointSummary};
use crate::{
    http::{Ctx, ListQuery, Page, PageParams, reply::Caching},
    problem::{Outcome, Problem, ProblemCode},
};

/// List points
///
/// By name, or nearest first when `near` is given; equal ones by identifier. Whether a point is open
/// depends on the moment, so a page of `open_now` may overlap or miss points that opened or closed
/// since the page before.
#[utoipa::path(
    tag = "points", operation_id = "list_points",
    params(PointParams, PageParams),
    responses((status = 200, description = "A page of points.", body = Page<PointSummary>)),
    security(()), extensions(("x-action" = json!("point.read"))),
)]
#[get("/points")]
pub(super) async fn list_points(ctx: Ctx, query: ListQuery<PointParams>) -> Outcome<HttpResponse> {
    let (params, page, list) = query.split();
    let now = ctx.now();
    let filter = params.filter_at(now)?;
    let is_distance = |key: &str| key.parse().is_ok_and(f64::is_finite);
    if filter.near.is_some() && page.after.as_ref().is_some_and(|at| !is_distance(&at.key)) {
        return Err(Problem::new(ProblemCode::InvalidCursor));
    }
    let points = ctx
        .read(move |snapshot| Ok(point_list(snapshot.connection(), &filter, &page)?))
        .await?;
    list.answer(
        &ctx,
        points.map(|item| PointSummary::at(&item, now)),
        Caching::Public,
    )
}
