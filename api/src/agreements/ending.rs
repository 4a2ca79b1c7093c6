//! Ending a signed agreement.

use actix_web::{HttpResponse, post};
use domain_agreements::{Agreement, AgreementStep};
use domain_shared::{AgreementId, Reason, civil_date};

use super::{
    common::{advanced, begin, finish},
    dto::AgreementTerminationInput,
    effects::bring_in_line,
    fields::AgreementIdField,
    steps::answer,
    telling::tell,
    view::{AgreementView, permission},
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, ValidJson},
    problem::{Outcome, Problem},
};

/// End an agreement before its time
///
/// A signed one, with a last day in force that is not in the past and not after its end. Those concerned are
/// told why by e-mail.
#[utoipa::path(
    tag = "agreements", operation_id = "terminate_agreement",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement.")),
    request_body = AgreementTerminationInput,
    responses(
        (status = 200, description = "The agreement.", body = AgreementView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.end")), ("x-if-match" = json!(true))),
)]
#[post("/agreements/{agreement_id}/termination")]
pub(super) async fn terminate_agreement(
    ctx: Ctx,
    id: PathId<AgreementId>,
    expected: IfMatch,
    body: ValidJson<AgreementTerminationInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (last, reason) = body.read(|input| input.read())?;
    answer(ctx, move |unit| {
        let step = AgreementStep::Terminate;
        let (before, permit) = begin(unit, id.0, expected, permission(step))?;
        let mut after = advanced(&before, step, false, unit.now())?;
        before
            .check_end(last, civil_date(unit.now()))
            .map_err(|message| Problem::invalid("/ended_on", message))?;
        after.ended_on = Some(last);
        finish(unit, &permit, (&before, &after), step, Some(&reason))?;
        ended(unit, after, step, Some(&reason))
    })
    .await
}

/// Close an agreement
///
/// A signed one, everything in it done; today (in Rome) is its last day in force. Those concerned are told by
/// e-mail.
#[utoipa::path(
    tag = "agreements", operation_id = "complete_agreement",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement.")),
    responses(
        (status = 200, description = "The agreement.", body = AgreementView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.end")), ("x-if-match" = json!(true))),
)]
#[post("/agreements/{agreement_id}/completion")]
pub(super) async fn complete_agreement(
    ctx: Ctx,
    id: PathId<AgreementId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    answer(ctx, move |unit| {
        let step = AgreementStep::Complete;
        let (before, permit) = begin(unit, id.0, expected, permission(step))?;
        let mut after = advanced(&before, step, false, unit.now())?;
        after.ended_on = Some(civil_date(unit.now()));
        finish(unit, &permit, (&before, &after), step, None)?;
        ended(unit, after, step, None)
    })
    .await
}

/// What follows from the end of an agreement.
fn ended(
    unit: &mut UnitOfWork<'_, '_>,
    after: Agreement,
    step: AgreementStep,
    reason: Option<&Reason>,
) -> Outcome<Agreement> {
    bring_in_line(unit, &after)?;
    tell(unit, &after, step, None, reason)?;
    Ok(after)
}
