//! `GET /points/{point_id}`.

use actix_web::{HttpResponse, get};
use domain_shared::PointId;

use super::{dto::PointView, point_of};
use crate::{
    http::{
        Ctx, PathId,
        reply::{self, Caching},
    },
    problem::Outcome,
    wire::PointIdField,
};

/// Find a point
///
/// With the ETag that a change needs.
#[utoipa::path(
    tag = "points", operation_id = "find_point",
    params(("point_id" = PointIdField, Path, description = "The point.")),
    responses((status = 200, description = "The point.", body = PointView)),
    security(()), extensions(("x-action" = json!("point.read"))),
)]
#[get("/points/{point_id}")]
pub(super) async fn find_point(ctx: Ctx, id: PathId<PointId>) -> Outcome<HttpResponse> {
    let detail = ctx
        .read(move |snapshot| point_of(snapshot.connection(), id.0))
        .await?;
    reply::resource(
        &ctx,
        &PointView::at(&detail, ctx.now()),
        detail.point.version,
        Caching::Public,
    )
}
