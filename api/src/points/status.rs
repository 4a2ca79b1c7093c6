//! The steps in the life of a point: `/points/{point_id}/activation` and the others.

use actix_web::{HttpResponse, post};
use domain_accounts::Action;
use domain_points::{NotReady, Point, PointStep, check_activation};
use domain_shared::{Message, PointId, Reason, TextValue as _, Violation, Violations, civil_date};
use persistence::points::{PointDetail, point_set_status, staff_readiness};

use super::{
    dto::{PointReasonInput, PointView},
    point_of, record, target,
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, ValidJson, reply},
    problem::{Outcome, Problem, ProblemCode},
    wire::PointIdField,
};

/// How many specialists the point has, and how many it needs.
static TOO_FEW_SPECIALISTS: Message = Message {
    code: "staff_not_ready",
    it: "Gli specialisti attivi assegnati oggi al punto sono {active}, di cui {trained} con la formazione completa: ne servono almeno {required} attivi e formati.",
    en: "The point has {active} active specialists assigned today, {trained} of them with complete training: at least {required} active and trained ones are needed.",
};

/// Activate a point
///
/// A planned point opens to people. It needs at least two active specialists, assigned today, whose
/// training is complete.
#[utoipa::path(
    tag = "points", operation_id = "activate_point",
    params(("point_id" = PointIdField, Path, description = "The point.")),
    responses(
        (status = 200, description = "The active point.", body = PointView),
        (status = 409, description = "It is not planned, or it lacks trained staff."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("point.write")), ("x-if-match" = json!(true))),
)]
#[post("/points/{point_id}/activation")]
pub(super) async fn activate_point(
    ctx: Ctx,
    id: PathId<PointId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    take(ctx, id.0, expected, PointStep::Activation, None).await
}

/// Suspend a point
///
/// An active point closes its doors for some time.
#[utoipa::path(
    tag = "points", operation_id = "suspend_point",
    params(("point_id" = PointIdField, Path, description = "The point.")),
    request_body = PointReasonInput,
    responses(
        (status = 200, description = "The suspended point.", body = PointView),
        (status = 409, description = "It is not active."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("point.write")), ("x-if-match" = json!(true))),
)]
#[post("/points/{point_id}/suspension")]
pub(super) async fn suspend_point(
    ctx: Ctx,
    id: PathId<PointId>,
    expected: IfMatch,
    body: ValidJson<PointReasonInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let reason = body.read(read_reason)?;
    take(ctx, id.0, expected, PointStep::Suspension, Some(reason)).await
}

/// Reopen a point
///
/// A suspended point opens again, under the same conditions as for the first time.
#[utoipa::path(
    tag = "points", operation_id = "reopen_point",
    params(("point_id" = PointIdField, Path, description = "The point.")),
    responses(
        (status = 200, description = "The active point.", body = PointView),
        (status = 409, description = "It is not suspended, or it lacks trained staff."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("point.write")), ("x-if-match" = json!(true))),
)]
#[post("/points/{point_id}/reopening")]
pub(super) async fn reopen_point(
    ctx: Ctx,
    id: PathId<PointId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    take(ctx, id.0, expected, PointStep::Reopening, None).await
}

/// Close a point
///
/// For good, from any other state. It stays readable.
#[utoipa::path(
    tag = "points", operation_id = "close_point",
    params(("point_id" = PointIdField, Path, description = "The point.")),
    request_body = PointReasonInput,
    responses(
        (status = 200, description = "The closed point.", body = PointView),
        (status = 409, description = "It is closed already."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("point.write")), ("x-if-match" = json!(true))),
)]
#[post("/points/{point_id}/closure")]
pub(super) async fn close_point(
    ctx: Ctx,
    id: PathId<PointId>,
    expected: IfMatch,
    body: ValidJson<PointReasonInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let reason = body.read(read_reason)?;
    take(ctx, id.0, expected, PointStep::Closure, Some(reason)).await
}

fn read_reason(input: PointReasonInput) -> Result<Reason, Violations> {
    let text = String::from(input.reason);
    Reason::parse(&text).map_err(|message| Violation::new("/reason", message).into())
}

/// Takes a step and answers with the point after it.
async fn take(
    ctx: Ctx,
    id: PointId,
    expected: IfMatch,
    step: PointStep,
    reason: Option<Reason>,
) -> Outcome<HttpResponse> {
    let now = ctx.now();
    let detail = ctx
        .write(move |unit| step_in(unit, id, expected, step, reason.as_ref()))
        .await?;
    reply::changed(&PointView::at(&detail, now), detail.point.version)
}

fn step_in(
    unit: &mut UnitOfWork<'_, '_>,
    id: PointId,
    expected: IfMatch,
    step: PointStep,
    reason: Option<&Reason>,
) -> Outcome<PointDetail> {
    let mut detail = point_of(unit.connection(), id)?;
    let before = detail.point.clone();
    let permit = unit.authorize(Action::PointWrite, &target(&before))?;
    expected.check(before.version)?;
    let status = before
        .status
        .after(step)
        .map_err(|refused| Problem::invalid_transition(refused.allowed_codes()))?;
    if step.needs_staff() {
        let today = civil_date(unit.now());
        let staff = staff_readiness(unit.connection(), id, today)?;
        check_activation(&staff, today).map_err(not_ready)?;
    }
    detail.point = Point {
        version: before.version.next(),
        status,
        updated_at: unit.now(),
        ..before.clone()
    };
    let after = &detail.point;
    point_set_status(unit.tx(), &permit, before.version, after)?;
    record(unit, &permit, (Some(&before), Some(after)), reason)?;
    Ok(detail)
}

fn not_ready(lack: NotReady) -> Problem {
    Problem::new(ProblemCode::StaffNotReady).detailed(
        Violation::new("", &TOO_FEW_SPECIALISTS)
            .with("active", &lack.active)
            .with("trained", &lack.trained)
            .with("required", &lack.required),
    )
}
