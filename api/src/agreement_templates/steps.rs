//! Bringing versions of templates into use, and taking them out of it.

use actix_web::{HttpResponse, post};
use domain_accounts::{Action, Permit};
use domain_agreements::{Template, TemplateVersion};
use domain_shared::{AgreementTemplateId, DefinitionNumber, DefinitionStep};
use persistence::agreements::{template_update, template_version_update};

use super::{
    common::{after, record, target, template_of, version_of},
    view::AgreementTemplateVersionView,
};
use crate::{
    http::{Ctx, IfMatch, PathId, PathNumber, UnitOfWork, reply},
    problem::Outcome,
    wire::AgreementTemplateIdField,
};

/// Activate a version of a template of agreements
///
/// From `draft` only. Agreements are made from it from now on, and it does not change any more; the version
/// that was active is retired.
#[utoipa::path(
    tag = "agreement-templates", operation_id = "activate_agreement_template_version",
    params(
        ("template_id" = AgreementTemplateIdField, Path, description = "The template."),
        ("number" = u16, Path, description = "Number of the version.", minimum = 1, maximum = 10_000, example = 1),
    ),
    responses(
        (status = 200, description = "The active version.", body = AgreementTemplateVersionView),
        (status = 409, description = "It is no draft."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement_template.write")), ("x-if-match" = json!(true))),
)]
#[post("/agreement-templates/{template_id}/versions/{number}/activation")]
pub(super) async fn activate_agreement_template_version(
    ctx: Ctx,
    id: PathId<AgreementTemplateId>,
    number: PathNumber<DefinitionNumber>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    take(ctx, (id.0, number.0), expected, DefinitionStep::Activate).await
}

/// Retire a version of a template of agreements
///
/// From `active` only. No more agreements are made from it; those that were stay as they are.
#[utoipa::path(
    tag = "agreement-templates", operation_id = "retire_agreement_template_version",
    params(
        ("template_id" = AgreementTemplateIdField, Path, description = "The template."),
        ("number" = u16, Path, description = "Number of the version.", minimum = 1, maximum = 10_000, example = 1),
    ),
    responses(
        (status = 200, description = "The retired version.", body = AgreementTemplateVersionView),
        (status = 409, description = "It is not active."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement_template.write")), ("x-if-match" = json!(true))),
)]
#[post("/agreement-templates/{template_id}/versions/{number}/retirement")]
pub(super) async fn retire_agreement_template_version(
    ctx: Ctx,
    id: PathId<AgreementTemplateId>,
    number: PathNumber<DefinitionNumber>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    take(ctx, (id.0, number.0), expected, DefinitionStep::Retire).await
}

async fn take(
    ctx: Ctx,
    place: (AgreementTemplateId, DefinitionNumber),
    expected: IfMatch,
    step: DefinitionStep,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (template, version) = ctx
        .write(move |unit| step_taken(unit, place, expected, step))
        .await?;
    let view = AgreementTemplateVersionView::from(&version);
    reply::changed(&view, template.version)
}

fn step_taken(
    unit: &mut UnitOfWork<'_, '_>,
    (id, number): (AgreementTemplateId, DefinitionNumber),
    expected: IfMatch,
    step: DefinitionStep,
) -> Outcome<(Template, TemplateVersion)> {
    let before = template_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::AgreementTemplateWrite, &target(&before))?;
    let former = version_of(unit.connection(), &before, number)?;
    expected.check(before.version)?;
    let status = after(&former, step)?;
    let now = unit.now();
    let is_activation = step == DefinitionStep::Activate;
    if let Some(active) = before.active.filter(|_| is_activation) {
        retire(unit, &permit, &before, active)?;
    }
    let version = TemplateVersion {
        status,
        activated_at: former.activated_at.or(is_activation.then_some(now)),
        retired_at: (!is_activation).then_some(now),
        ..former.clone()
    };
    let template = Template {
        active: is_activation.then_some(number),
        version: before.version.next(),
        updated_at: now,
        ..before.clone()
    };
    template_update(unit.tx(), &permit, before.version, &template)?;
    template_version_update(unit.tx(), &permit, former.status, &version)?;
    let was = (&before, Some(&former));
    record(unit, &permit, Some(was), (&template, Some(&version)))?;
    Ok((template, version))
}

/// Takes the version out of use that another one follows.
fn retire(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    template: &Template,
    number: DefinitionNumber,
) -> Outcome<()> {
    let former = version_of(unit.connection(), template, number)?;
    let retired = TemplateVersion {
        status: after(&former, DefinitionStep::Retire)?,
        retired_at: Some(unit.now()),
        ..former.clone()
    };
    template_version_update(unit.tx(), permit, former.status, &retired)?;
    Ok(())
}
