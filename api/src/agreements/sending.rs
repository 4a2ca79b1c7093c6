//! Sending an agreement to the other side.

use actix_web::{HttpResponse, post};
use domain_agreements::{Agreement, AgreementStep};
use domain_shared::AgreementId;
use persistence::agreements::revision_insert;

use super::{
    common::{advanced, begin, finish},
    fields::AgreementIdField,
    overlap::check_free,
    steps::{answer, lacks},
    telling::tell,
    text::{next_revision, text_of},
    view::{AgreementView, permission},
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork},
    problem::Outcome,
};

/// Send an agreement to the other side
///
/// While it is in review. What it says becomes the next revision, which never changes, with its text and a
/// hash of both and of the attachments. Managers and editors of the providers that are parties, and the
/// coordinators of the points, are told by e-mail. What was removed since the submission is refused as there.
/// So that nobody is surprised when it is signed, it is refused already now where another signed agreement
/// stands in its way.
#[utoipa::path(
    tag = "agreements", operation_id = "send_agreement",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement.")),
    responses(
        (status = 200, description = "The agreement.", body = AgreementView),
        (status = 409, description = "Its state does not allow it, or another signed agreement gives the same (`benefit_overlap`) or says the same (`agreement_overlap`) on the same days, or took the place of the one it changes or follows."),
        (status = 422, description = "It is not complete (any more); errors lists everything it lacks."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.review")), ("x-if-match" = json!(true))),
)]
#[post("/agreements/{agreement_id}/sending")]
pub(super) async fn send_agreement(
    ctx: Ctx,
    id: PathId<AgreementId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    answer(ctx, move |unit| send(unit, id.0, expected)).await
}

fn send(unit: &mut UnitOfWork<'_, '_>, id: AgreementId, expected: IfMatch) -> Outcome<Agreement> {
    let step = AgreementStep::Send;
    let (before, permit) = begin(unit, id, expected, permission(step))?;
    let mut after = advanced(&before, step, false, unit.now())?;
    lacks(unit, &after)?.into_result()?;
    check_free(unit.connection(), &after)?;
    let text = text_of(unit.connection(), &after.content)??;
    let revision = next_revision(unit, &after, text, None)?;
    after.revision = Some(revision.number);
    after.sent_at = before.sent_at.or(Some(unit.now()));
    revision_insert(unit.tx(), &permit, &revision)?;
    finish(unit, &permit, (&before, &after), step, None)?;
    tell(unit, &after, step, None, None)?;
    Ok(after)
}
