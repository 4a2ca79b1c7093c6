//! Steps in the life of an agreement that change nothing but its state, each a resource below the agreement.

use actix_web::{HttpResponse, post};
use domain_agreements::{Agreement, AgreementStep};
use domain_shared::{AgreementId, Reason, Violations};

use super::{
    common::{advanced, begin, finish},
    dto::AgreementReasonInput,
    fields::AgreementIdField,
    overlap::check_start,
    references::{check, written},
    resource,
    telling::tell,
    text::text_of,
    view::{AgreementView, permission},
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, ValidJson, reply},
    problem::Outcome,
};

/// Submit an agreement to the network's review
///
/// While it is a draft. It must be complete, what it names must exist, and its template must be filled in:
/// every member that is missing or wrong is named in one answer, by JSON Pointer into its content. The
/// reviewers of the network are told by e-mail.
#[utoipa::path(
    tag = "agreements", operation_id = "submit_agreement",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement.")),
    responses(
        (status = 200, description = "The agreement.", body = AgreementView),
        (status = 409, description = "Its state does not allow it."),
        (status = 422, description = "It is not complete; errors lists everything it lacks."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.write")), ("x-if-match" = json!(true))),
)]
#[post("/agreements/{agreement_id}/review-submission")]
pub(super) async fn submit_agreement(
    ctx: Ctx,
    id: PathId<AgreementId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    answer(ctx, move |unit| {
        let step = AgreementStep::Submit;
        let (before, permit) = begin(unit, id.0, expected, permission(step))?;
        let after = advanced(&before, step, false, unit.now())?;
        lacks(unit, &after)?.into_result()?;
        finish(unit, &permit, (&before, &after), step, None)?;
        tell(unit, &after, step, None, None)?;
        Ok(after)
    })
    .await
}

/// Send an agreement back from review
///
/// To whoever writes it; the coordinators of its points are told why by e-mail.
#[utoipa::path(
    tag = "agreements", operation_id = "send_agreement_back",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement.")),
    request_body = AgreementReasonInput,
    responses(
        (status = 200, description = "The agreement.", body = AgreementView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.review")), ("x-if-match" = json!(true))),
)]
#[post("/agreements/{agreement_id}/review-return")]
pub(super) async fn send_agreement_back(
    ctx: Ctx,
    id: PathId<AgreementId>,
    expected: IfMatch,
    body: ValidJson<AgreementReasonInput>,
) -> Outcome<HttpResponse> {
    explained(ctx, id.0, expected, AgreementStep::SendBack, body).await
}

/// Take an agreement back from the other side
///
/// Before everybody signed: it is a draft again, and what was accepted or signed so far counts no more. Those
/// concerned are told why by e-mail.
#[utoipa::path(
    tag = "agreements", operation_id = "recall_agreement",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement.")),
    request_body = AgreementReasonInput,
    responses(
        (status = 200, description = "The agreement.", body = AgreementView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.review")), ("x-if-match" = json!(true))),
)]
#[post("/agreements/{agreement_id}/recall")]
pub(super) async fn recall_agreement(
    ctx: Ctx,
    id: PathId<AgreementId>,
    expected: IfMatch,
    body: ValidJson<AgreementReasonInput>,
) -> Outcome<HttpResponse> {
    explained(ctx, id.0, expected, AgreementStep::Recall, body).await
}

/// Give an agreement up
///
/// Before everybody signed, for good. Those concerned, the other side too if it was sent there, are told why
/// by e-mail.
#[utoipa::path(
    tag = "agreements", operation_id = "cancel_agreement",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement.")),
    request_body = AgreementReasonInput,
    responses(
        (status = 200, description = "The agreement.", body = AgreementView),
        (status = 409, description = "Its state does not allow it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.write")), ("x-if-match" = json!(true))),
)]
#[post("/agreements/{agreement_id}/cancellation")]
pub(super) async fn cancel_agreement(
    ctx: Ctx,
    id: PathId<AgreementId>,
    expected: IfMatch,
    body: ValidJson<AgreementReasonInput>,
) -> Outcome<HttpResponse> {
    explained(ctx, id.0, expected, AgreementStep::Cancel, body).await
}

/// Takes a step that must be explained and changes nothing but the state.
async fn explained(
    ctx: Ctx,
    id: AgreementId,
    expected: IfMatch,
    step: AgreementStep,
    body: ValidJson<AgreementReasonInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let reason: Reason = body.read(|input| input.read())?;
    answer(ctx, move |unit| {
        let (before, permit) = begin(unit, id, expected, permission(step))?;
        let after = advanced(&before, step, false, unit.now())?;
        finish(unit, &permit, (&before, &after), step, Some(&reason))?;
        tell(unit, &after, step, None, Some(&reason))?;
        Ok(after)
    })
    .await
}

/// Runs a step and answers with the agreement as the caller sees it afterwards.
pub(super) async fn answer(
    ctx: Ctx,
    mut step: impl FnMut(&mut UnitOfWork<'_, '_>) -> Outcome<Agreement> + Send + 'static,
) -> Outcome<HttpResponse> {
    let (view, version) = ctx
        .write(move |unit| {
            let after = step(unit)?;
            let version = after.version;
            Ok((resource::view(unit, after)?, version))
        })
        .await?;
    reply::changed(&view, version)
}

/// What an agreement lacks before the other side sees it: every missing or wrong member by JSON Pointer into
/// its content.
pub(super) fn lacks(unit: &mut UnitOfWork<'_, '_>, agreement: &Agreement) -> Outcome<Violations> {
    let content = &agreement.content;
    let mut wrong = Violations::new();
    wrong.keep_part("", content.check_complete());
    let network = agreement.network_id;
    let named = check(
        unit.connection(),
        network,
        &written(content)?,
        content.template,
    )?;
    // Parties that do not exist have no names to fill in.
    if content.template.is_some() && named.is_empty() {
        wrong.keep_part("", text_of(unit.connection(), content)?);
    }
    wrong.absorb("", named);
    check_start(unit.connection(), agreement, &mut wrong)?;
    Ok(wrong)
}
