//! `/specialists/{specialist_id}/account`.

use actix_web::{HttpResponse, delete, put};
use domain_accounts::{Action, Permit};
use domain_shared::{SpecialistId, UserId, messages};
use domain_specialists::Specialist;
use persistence::accounts::user_find;

use super::{
    Known,
    dto::{SpecialistAccountInput, SpecialistView},
    people::store,
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, ValidJson, reply},
    problem::{Outcome, Problem},
    wire::SpecialistIdField,
};

/// Link an account to a specialist
///
/// The person then reads and changes their own profile. The ETag is that of the specialist.
#[utoipa::path(
    tag = "specialists", operation_id = "link_specialist_account",
    params(("specialist_id" = SpecialistIdField, Path, description = "The specialist.")),
    request_body = SpecialistAccountInput,
    responses(
        (status = 200, description = "The specialist with the account.", body = SpecialistView),
        (status = 409, description = "The account is another specialist's."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("user.write")), ("x-if-match" = json!(true))),
)]
#[put("/specialists/{specialist_id}/account")]
pub(super) async fn link_specialist_account(
    ctx: Ctx,
    id: PathId<SpecialistId>,
    expected: IfMatch,
    body: ValidJson<SpecialistAccountInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let user = body.into_inner()?.user_id();
    let known = ctx
        .write(move |unit| {
            let (known, permit) = managed(unit, id.0, expected)?;
            check_account(unit, &known, user)?;
            link(unit, &permit, known, Some(user))
        })
        .await?;
    reply::changed(
        &SpecialistView::of(&known.specialist, &known.state),
        known.specialist.version,
    )
}

/// Unlink the account of a specialist
///
/// The account stays; it only no longer speaks for the specialist.
#[utoipa::path(
    tag = "specialists", operation_id = "unlink_specialist_account",
    params(("specialist_id" = SpecialistIdField, Path, description = "The specialist.")),
    responses((status = 204, description = "There is no account any more.")),
    security(("bearer" = [])),
    extensions(("x-action" = json!("user.write")), ("x-if-match" = json!(true))),
)]
#[delete("/specialists/{specialist_id}/account")]
pub(super) async fn unlink_specialist_account(
    ctx: Ctx,
    id: PathId<SpecialistId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    ctx.write(move |unit| {
        let (known, permit) = managed(unit, id.0, expected)?;
        if known.specialist.user_id.is_none() {
            return Err(Problem::not_found());
        }
        link(unit, &permit, known, None)
    })
    .await?;
    Ok(reply::nothing())
}

/// The specialist, if the caller may manage the accounts of the network.
fn managed(
    unit: &mut UnitOfWork<'_, '_>,
    id: SpecialistId,
    expected: IfMatch,
) -> Outcome<(Known, Permit)> {
    let known = Known::readable(unit, id)?;
    let permit = unit.authorize(Action::UserWrite, &known.part(None))?;
    expected.check(known.specialist.version)?;
    Ok((known, permit))
}

/// An account of another network is unknown here.
fn check_account(unit: &mut UnitOfWork<'_, '_>, known: &Known, user: UserId) -> Outcome<()> {
    let user = user_find(unit.connection(), user)?;
    if user.is_some_and(|user| user.network_id == Some(known.specialist.network_id)) {
        Ok(())
    } else {
        Err(Problem::invalid("/user_id", &messages::UNKNOWN_REFERENCE))
    }
}

fn link(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    known: Known,
    user_id: Option<UserId>,
) -> Outcome<Known> {
    let after = Specialist {
        version: known.specialist.version.next(),
        user_id,
        ..known.specialist.clone()
    };
    store(unit, permit, known, after)
}
