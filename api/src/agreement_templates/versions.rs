//! `/agreement-templates/{template_id}/versions`: what a template said, says and will say.

use actix_web::{HttpResponse, get, post, put};
use domain_accounts::Action;
use domain_agreements::{Template, TemplateContent, TemplateVersion};
use domain_shared::{
    AgreementTemplateId, BoundedNumber as _, DefinitionNumber, DefinitionStatus, DefinitionStep,
};
use persistence::agreements::{
    template_update, template_version_insert, template_version_list, template_version_update,
};

use super::{
    common::{after, read_template, record, target, template_of, version_of},
    dto::{AgreementTemplateVersionInput, NextAgreementTemplateVersionInput, NoParams},
    view::{AgreementTemplateVersionSummary, AgreementTemplateVersionView},
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, Page, PageParams, PathId, PathNumber, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem, ProblemCode},
    wire::AgreementTemplateIdField,
};

domain_shared::define_messages! {
    /// A template has a draft already.
    TEMPLATE_HAS_DRAFT = "template_has_draft",
        "Il modello ha già una versione in bozza: modificarla o attivarla.",
        "The template has a draft already: change it or activate it.";
    /// A template has all the versions it can have.
    TEMPLATE_IS_FULL = "template_is_full",
        "Il modello ha già tutte le versioni possibili.",
        "The template has all the versions it can have.";
}

/// List the versions of a template of agreements
///
/// Newest first.
#[utoipa::path(
    tag = "agreement-templates", operation_id = "list_agreement_template_versions",
    params(("template_id" = AgreementTemplateIdField, Path, description = "The template."), PageParams),
    responses((status = 200, description = "A page of versions.", body = Page<AgreementTemplateVersionSummary>)),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement_template.read"))),
)]
#[get("/agreement-templates/{template_id}/versions")]
pub(super) async fn list_agreement_template_versions(
    ctx: Ctx,
    id: PathId<AgreementTemplateId>,
    query: ListQuery<NoParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (_, page, list) = query.split();
    let versions = ctx
        .read(move |snapshot| {
            let template = read_template(snapshot, id.0)?;
            Ok(template_version_list(
                snapshot.connection(),
                template.id,
                &page,
            )?)
        })
        .await?;
    let items = versions.map(AgreementTemplateVersionSummary::from);
    list.answer(&ctx, items, Caching::Private)
}

/// Create the next version of a template of agreements
///
/// A draft that says the same as the last version, or what the body says. A template has one draft at a time.
#[utoipa::path(
    tag = "agreement-templates", operation_id = "create_agreement_template_version",
    params(("template_id" = AgreementTemplateIdField, Path, description = "The template.")),
    request_body = NextAgreementTemplateVersionInput,
    responses(
        (status = 201, description = "The new version.", body = AgreementTemplateVersionView),
        (status = 409, description = "The template has a draft already, or the same request still runs."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement_template.write"))),
)]
#[post("/agreement-templates/{template_id}/versions")]
pub(super) async fn create_agreement_template_version(
    ctx: Ctx,
    id: PathId<AgreementTemplateId>,
    body: ValidJson<NextAgreementTemplateVersionInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let content = body.read(|input| input.read())?;
    ctx.create(move |unit| {
        let (template, version) = create(unit, id.0, content.clone())?;
        let number = version.number.number();
        Ok(Created {
            path: format!("/agreement-templates/{}/versions/{number}", template.id),
            version: Some(template.version),
            view: AgreementTemplateVersionView::from(&version),
        })
    })
    .await
}

fn create(
    unit: &mut UnitOfWork<'_, '_>,
    id: AgreementTemplateId,
    content: Option<TemplateContent>,
) -> Outcome<(Template, TemplateVersion)> {
    let before = template_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::AgreementTemplateWrite, &target(&before))?;
    let last = version_of(unit.connection(), &before, before.last)?;
    let conflict = || Problem::new(ProblemCode::Conflict);
    if last.status == DefinitionStatus::Draft {
        return Err(conflict().saying(&TEMPLATE_HAS_DRAFT));
    }
    let number = DefinitionNumber::from_number(i64::from(before.last.number()) + 1)
        .ok_or_else(|| conflict().saying(&TEMPLATE_IS_FULL))?;
    let now = unit.now();
    let template = Template {
        last: number,
        version: before.version.next(),
        updated_at: now,
        ..before.clone()
    };
    let version = TemplateVersion {
        template_id: template.id,
        number,
        status: DefinitionStatus::Draft,
        content: content.unwrap_or(last.content),
        created_at: now,
        activated_at: None,
        retired_at: None,
    };
    template_update(unit.tx(), &permit, before.version, &template)?;
    template_version_insert(unit.tx(), &permit, &version)?;
    record(
        unit,
        &permit,
        Some((&before, None)),
        (&template, Some(&version)),
    )?;
    Ok((template, version))
}

/// Find a version of a template of agreements
///
/// With the ETag that a change needs: it is the template's, whichever of its versions is read.
#[utoipa::path(
    tag = "agreement-templates", operation_id = "find_agreement_template_version",
    params(
        ("template_id" = AgreementTemplateIdField, Path, description = "The template."),
        ("number" = u16, Path, description = "Number of the version.", minimum = 1, maximum = 10_000, example = 1),
    ),
    responses((status = 200, description = "The version.", body = AgreementTemplateVersionView)),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement_template.read"))),
)]
#[get("/agreement-templates/{template_id}/versions/{number}")]
pub(super) async fn find_agreement_template_version(
    ctx: Ctx,
    id: PathId<AgreementTemplateId>,
    number: PathNumber<DefinitionNumber>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (template, version) = ctx
        .read(move |snapshot| {
            let template = read_template(snapshot, id.0)?;
            let version = version_of(snapshot.connection(), &template, number.0)?;
            Ok((template, version))
        })
        .await?;
    let view = AgreementTemplateVersionView::from(&version);
    reply::resource(&ctx, &view, template.version, Caching::Private)
}

/// Replace what a draft of a template of agreements says
///
/// Of a draft only: a version that was ever active does not change, the next one does.
#[utoipa::path(
    tag = "agreement-templates", operation_id = "replace_agreement_template_version",
    params(
        ("template_id" = AgreementTemplateIdField, Path, description = "The template."),
        ("number" = u16, Path, description = "Number of the version.", minimum = 1, maximum = 10_000, example = 1),
    ),
    request_body = AgreementTemplateVersionInput,
    responses(
        (status = 200, description = "The changed version.", body = AgreementTemplateVersionView),
        (status = 409, description = "It is no draft."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement_template.write")), ("x-if-match" = json!(true))),
)]
#[put("/agreement-templates/{template_id}/versions/{number}")]
pub(super) async fn replace_agreement_template_version(
    ctx: Ctx,
    id: PathId<AgreementTemplateId>,
    number: PathNumber<DefinitionNumber>,
    expected: IfMatch,
    body: ValidJson<AgreementTemplateVersionInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let content = body.read(|input| input.read())?;
    let (template, version) = ctx
        .write(move |unit| replace(unit, (id.0, number.0), expected, content.clone()))
        .await?;
    let view = AgreementTemplateVersionView::from(&version);
    reply::changed(&view, template.version)
}

fn replace(
    unit: &mut UnitOfWork<'_, '_>,
    (id, number): (AgreementTemplateId, DefinitionNumber),
    expected: IfMatch,
    content: TemplateContent,
) -> Outcome<(Template, TemplateVersion)> {
    let before = template_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::AgreementTemplateWrite, &target(&before))?;
    let former = version_of(unit.connection(), &before, number)?;
    expected.check(before.version)?;
    let version = TemplateVersion {
        status: after(&former, DefinitionStep::Edit)?,
        content,
        ..former.clone()
    };
    let template = Template {
        version: before.version.next(),
        updated_at: unit.now(),
        ..before.clone()
    };
    template_update(unit.tx(), &permit, before.version, &template)?;
    template_version_update(unit.tx(), &permit, former.status, &version)?;
    let was = (&before, Some(&former));
    record(unit, &permit, Some(was), (&template, Some(&version)))?;
    Ok((template, version))
}
