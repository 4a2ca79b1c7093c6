//! `/specialists/{specialist_id}/leave`, `/activation`, `/deactivation`.

use actix_web::{HttpResponse, post};
use domain_accounts::Action;
use domain_shared::SpecialistId;
use domain_specialists::{Specialist, SpecialistStatus};

use super::{Known, dto::SpecialistView, people::store};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, reply},
    problem::{Outcome, Problem},
    wire::SpecialistIdField,
};

/// Begin a leave
///
/// An active specialist is away for a while; assignments stay.
#[utoipa::path(
    tag = "specialists", operation_id = "begin_specialist_leave",
    params(("specialist_id" = SpecialistIdField, Path, description = "The specialist.")),
    responses(
        (status = 200, description = "The specialist, on leave.", body = SpecialistView),
        (status = 409, description = "The state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("specialist.manage")), ("x-if-match" = json!(true))),
)]
#[post("/specialists/{specialist_id}/leave")]
pub(super) async fn begin_specialist_leave(
    ctx: Ctx,
    id: PathId<SpecialistId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    change(&ctx, id.0, expected, SpecialistStatus::OnLeave).await
}

/// Activate a specialist
///
/// Back from a leave, or back with the network.
#[utoipa::path(
    tag = "specialists", operation_id = "activate_specialist",
    params(("specialist_id" = SpecialistIdField, Path, description = "The specialist.")),
    responses(
        (status = 200, description = "The specialist, at work.", body = SpecialistView),
        (status = 409, description = "The state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("specialist.manage")), ("x-if-match" = json!(true))),
)]
#[post("/specialists/{specialist_id}/activation")]
pub(super) async fn activate_specialist(
    ctx: Ctx,
    id: PathId<SpecialistId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    change(&ctx, id.0, expected, SpecialistStatus::Active).await
}

/// Deactivate a specialist
///
/// The person is no longer with the network. Assignments stay as they are; nobody new is assigned.
#[utoipa::path(
    tag = "specialists", operation_id = "deactivate_specialist",
    params(("specialist_id" = SpecialistIdField, Path, description = "The specialist.")),
    responses(
        (status = 200, description = "The specialist, inactive.", body = SpecialistView),
        (status = 409, description = "The state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("specialist.manage")), ("x-if-match" = json!(true))),
)]
#[post("/specialists/{specialist_id}/deactivation")]
pub(super) async fn deactivate_specialist(
    ctx: Ctx,
    id: PathId<SpecialistId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    change(&ctx, id.0, expected, SpecialistStatus::Inactive).await
}

async fn change(
    ctx: &Ctx,
    id: SpecialistId,
    expected: IfMatch,
    to: SpecialistStatus,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let known = ctx
        .write(move |unit| transition(unit, id, expected, to))
        .await?;
    reply::changed(
        &SpecialistView::of(&known.specialist, &known.state),
        known.specialist.version,
    )
}

fn transition(
    unit: &mut UnitOfWork<'_, '_>,
    id: SpecialistId,
    expected: IfMatch,
    to: SpecialistStatus,
) -> Outcome<Known> {
    let known = Known::readable(unit, id)?;
    let permit = unit.authorize(Action::SpecialistManage, &known.target())?;
    let before = &known.specialist;
    expected.check(before.version)?;
    let changed = before
        .clone()
        .change_status(to)
        .map_err(|refused| Problem::invalid_transition(refused.allowed_codes()))?;
    let after = Specialist {
        version: before.version.next(),
        ..changed
    };
    store(unit, &permit, known, after)
}
