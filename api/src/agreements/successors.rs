//! New agreements that change or follow another.

use actix_web::{HttpResponse, post};
use domain_agreements::{
    Agreement, AgreementRelation, AgreementStatus, Predecessor, allowed_steps,
};
use domain_shared::{AgreementId, Code as _, civil_date};

use super::{
    common::begin,
    fields::AgreementIdField,
    overlap::check_open,
    resource::{made, write_down},
    view::AgreementView,
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork},
    problem::{Outcome, Problem},
};
use domain_accounts::Action;

/// Write an amendment of an agreement
///
/// A new draft that says the same as the signed one and points at it, valid for what is left of the running
/// period from today on; all of this can be changed. When it is signed, it takes the place of the old one from
/// its first day on, which cannot be before that of the old one.
#[utoipa::path(
    tag = "agreements", operation_id = "amend_agreement",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement to change.")),
    responses(
        (status = 201, description = "The new draft.", body = AgreementView),
        (status = 409, description = "It is not signed, or another agreement took its place, or the same request still runs."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.write")), ("x-if-match" = json!(true))),
)]
#[post("/agreements/{agreement_id}/amendments")]
pub(super) async fn amend_agreement(
    ctx: Ctx,
    id: PathId<AgreementId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    let relation = AgreementRelation::Amendment;
    succeed(ctx, id.0, expected, relation).await
}

/// Write a renewal of an agreement
///
/// A new draft that says the same as the signed one and points at it, valid for as long from the day after its
/// end on; all of this can be changed. When it is signed, it takes the place of the old one from its first day
/// on, which cannot be before that of the old one.
#[utoipa::path(
    tag = "agreements", operation_id = "renew_agreement",
    params(("agreement_id" = AgreementIdField, Path, description = "The agreement to renew.")),
    responses(
        (status = 201, description = "The new draft.", body = AgreementView),
        (status = 409, description = "It was never signed, or another agreement took its place, or the same request still runs."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement.write")), ("x-if-match" = json!(true))),
)]
#[post("/agreements/{agreement_id}/renewals")]
pub(super) async fn renew_agreement(
    ctx: Ctx,
    id: PathId<AgreementId>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    succeed(ctx, id.0, expected, AgreementRelation::Renewal).await
}

async fn succeed(
    ctx: Ctx,
    id: AgreementId,
    expected: IfMatch,
    relation: AgreementRelation,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    ctx.create(move |unit| {
        let agreement = successor(unit, id, expected, relation)?;
        made(unit, agreement)
    })
    .await
}

fn successor(
    unit: &mut UnitOfWork<'_, '_>,
    id: AgreementId,
    expected: IfMatch,
    relation: AgreementRelation,
) -> Outcome<Agreement> {
    let (former, permit) = begin(unit, id, expected, Action::AgreementWrite)?;
    let is_open = match relation {
        AgreementRelation::Amendment => former.status == AgreementStatus::Signed,
        AgreementRelation::Renewal => former.status.was_signed(),
    };
    if !is_open {
        let allowed = allowed_steps(former.status).iter();
        let allowed = allowed.map(|step| step.code()).collect();
        return Err(Problem::invalid_transition(allowed));
    }
    check_open(&former)?;
    let content = former.proposed_successor(relation, civil_date(unit.now()));
    let predecessor = Predecessor {
        agreement_id: former.id,
        relation,
    };
    write_down(unit, &permit, former.network_id, content, Some(predecessor))
}
