//! `DELETE /points/{point_id}`.

use actix_web::{HttpResponse, delete};
use domain_accounts::Action;
use domain_points::PointStatus;
use domain_shared::PointId;
use persistence::points::point_delete;

use super::{point_of, record, target};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, reply},
    problem::{Outcome, Problem, ProblemCode},
    wire::PointIdField,
};

/// Remove a point
///
/// Only a planned one that nobody is assigned to or has a role at. A point that was open stays for
/// the record: it is closed instead.
#[utoipa::path(
    tag = "points", operation_id = "remove_point",
    params(("point_id" = PointIdField, Path, description = "The point.")),
    responses(
        (status = 204, description = "It is removed."),
        (status = 409, description = "It was open once, or it is still used."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("point.manage")), ("x-if-match" = json!(true))),
)]
#[delete("/points/{point_id}")]
pub(super) async fn remove_point(
    ctx: Ctx,
    id: PathId<PointId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    ctx.write(move |unit| remove(unit, id.0, expected)).await?;
    Ok(reply::nothing())
}

fn remove(unit: &mut UnitOfWork<'_, '_>, id: PointId, expected: IfMatch) -> Outcome<()> {
    let point = point_of(unit.connection(), id)?.point;
    let permit = unit.authorize(Action::PointManage, &target(&point))?;
    expected.check(point.version)?;
    match point.status {
        PointStatus::Planned => {}
        PointStatus::Active | PointStatus::Suspended | PointStatus::Closed => {
            return Err(Problem::new(ProblemCode::InUse));
        }
    }
    point_delete(unit.tx(), &permit, point.id, point.version)?;
    record(unit, &permit, (Some(&point), None), None)
}
