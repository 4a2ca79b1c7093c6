//! `PATCH /points/{point_id}`.

use actix_web::{HttpResponse, patch};
use domain_accounts::Action;
use domain_points::{Point, PointProfile};
use domain_shared::PointId;
use persistence::points::{PointDetail, point_update};

use super::{
    dto::{PointForm, PointInput, PointView},
    point_of, record, target, unknown_municipality,
};
use crate::{
    http::{Ctx, IfMatch, MergePatch, PathId, UnitOfWork, reply},
    problem::Outcome,
    wire::PointIdField,
};

/// Change a point
///
/// Its association stays, and its state changes only by the steps below it. Its phase is for the
/// administrators of the network to change.
#[utoipa::path(
    tag = "points", operation_id = "update_point",
    params(("point_id" = PointIdField, Path, description = "The point.")),
    request_body(content = PointInput, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The changed point.", body = PointView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("point.write")), ("x-if-match" = json!(true))),
)]
#[patch("/points/{point_id}")]
pub(super) async fn update_point(
    ctx: Ctx,
    id: PathId<PointId>,
    expected: IfMatch,
    patch: MergePatch<PointInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let now = ctx.now();
    let detail = ctx
        .write(move |unit| update(unit, id.0, expected, &patch))
        .await?;
    reply::changed(&PointView::at(&detail, now), detail.point.version)
}

fn update(
    unit: &mut UnitOfWork<'_, '_>,
    id: PointId,
    expected: IfMatch,
    patch: &MergePatch<PointInput>,
) -> Outcome<PointDetail> {
    let before = point_of(unit.connection(), id)?.point;
    let permit = unit.authorize(Action::PointWrite, &target(&before))?;
    expected.check(before.version)?;
    let form = PointForm {
        phase: before.phase,
        profile: &before.profile,
    };
    let (phase, profile) = patch.apply(&form, |input| {
        let phase = input.phase.0;
        Ok((phase, PointProfile::parse(&input.into())?))
    })?;
    if phase != before.phase {
        unit.authorize(Action::PointManage, &target(&before))?;
    }
    let after = Point {
        version: before.version.next(),
        phase,
        profile,
        updated_at: unit.now(),
        ..before.clone()
    };
    point_update(unit.tx(), &permit, before.version, &after).map_err(unknown_municipality)?;
    record(unit, &permit, (Some(&before), Some(&after)), None)?;
    point_of(unit.connection(), id)
}
