//! `/agreement-templates`: list, create, find, rename.

use actix_web::{HttpResponse, get, patch, post};
use domain_accounts::{Action, Permit};
use domain_agreements::{Template, TemplateVersion};
use domain_shared::{AgreementTemplateId, BoundedNumber as _, DefinitionStatus, Version};
use persistence::agreements::{
    template_insert, template_list, template_update, template_version_insert,
};

use super::{
    common::{read_template, record, target, template_of},
    dto::{
        AgreementTemplateInput, NewAgreementTemplateInput, NewTemplate, TemplateForm,
        TemplateParams,
    },
    view::AgreementTemplateView,
};
use crate::{
    http::{
        Created, Ctx, IfMatch, ListQuery, MergePatch, Page, PageParams, PathId, UnitOfWork,
        ValidJson,
        reply::{self, Caching},
    },
    network::permit_for,
    problem::{Outcome, Problem},
    wire::AgreementTemplateIdField,
};

/// List templates of agreements
///
/// Those of one's own networks, by name.
#[utoipa::path(
    tag = "agreement-templates", operation_id = "list_agreement_templates",
    params(TemplateParams, PageParams),
    responses((status = 200, description = "A page of templates.", body = Page<AgreementTemplateView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement_template.read"))),
)]
#[get("/agreement-templates")]
pub(super) async fn list_agreement_templates(
    ctx: Ctx,
    query: ListQuery<TemplateParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let filter = params.into();
    let templates = ctx
        .read(move |snapshot| {
            let scope = snapshot.scope(Action::AgreementTemplateRead)?;
            Ok(template_list(
                snapshot.connection(),
                &scope,
                &filter,
                &page,
            )?)
        })
        .await?;
    let items = templates.map(|template| AgreementTemplateView::from(&template));
    list.answer(&ctx, items, Caching::Private)
}

/// Create a template of agreements
///
/// With its first version, a draft: agreements can be made from it once it is activated. Pointers lead into
/// the body (`/content/clauses/0/text`).
#[utoipa::path(
    tag = "agreement-templates", operation_id = "create_agreement_template",
    request_body = NewAgreementTemplateInput,
    responses((status = 201, description = "The new template.", body = AgreementTemplateView)),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement_template.write"))),
)]
#[post("/agreement-templates")]
pub(super) async fn create_agreement_template(
    ctx: Ctx,
    body: ValidJson<NewAgreementTemplateInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let new = body.read(NewAgreementTemplateInput::read)?;
    ctx.create(move |unit| {
        let permit = permit_for(unit, Action::AgreementTemplateWrite, new.network_id)?;
        let template = add(unit, &permit, new.clone(), DefinitionStatus::Draft)?;
        Ok(Created {
            path: format!("/agreement-templates/{}", template.id),
            version: Some(template.version),
            view: AgreementTemplateView::from(&template),
        })
    })
    .await
}

/// Adds a template with its first version.
pub(super) fn add(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    new: NewTemplate,
    status: DefinitionStatus,
) -> Outcome<Template> {
    let number = domain_shared::DefinitionNumber::from_number(1)
        .ok_or_else(|| Problem::internal("templates have no first number"))?;
    let is_active = status == DefinitionStatus::Active;
    let now = unit.now();
    let template = Template {
        id: unit.new_id(),
        network_id: new.network_id,
        kind: new.kind,
        name: new.name,
        last: number,
        active: is_active.then_some(number),
        version: Version::FIRST,
        created_at: now,
        updated_at: now,
    };
    let version = TemplateVersion {
        template_id: template.id,
        number,
        status,
        content: new.content,
        created_at: now,
        activated_at: is_active.then_some(now),
        retired_at: None,
    };
    template_insert(unit.tx(), permit, &template)?;
    template_version_insert(unit.tx(), permit, &version)?;
    record(unit, permit, None, (&template, Some(&version)))?;
    Ok(template)
}

/// Find a template of agreements
///
/// With the ETag that a change of it, or of one of its versions, needs.
#[utoipa::path(
    tag = "agreement-templates", operation_id = "find_agreement_template",
    params(("template_id" = AgreementTemplateIdField, Path, description = "The template.")),
    responses((status = 200, description = "The template.", body = AgreementTemplateView)),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement_template.read"))),
)]
#[get("/agreement-templates/{template_id}")]
pub(super) async fn find_agreement_template(
    ctx: Ctx,
    id: PathId<AgreementTemplateId>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let template = ctx
        .read(move |snapshot| read_template(snapshot, id.0))
        .await?;
    let view = AgreementTemplateView::from(&template);
    reply::resource(&ctx, &view, template.version, Caching::Private)
}

/// Rename a template of agreements
///
/// What it says is changed in a version.
#[utoipa::path(
    tag = "agreement-templates", operation_id = "update_agreement_template",
    params(("template_id" = AgreementTemplateIdField, Path, description = "The template.")),
    request_body(content = AgreementTemplateInput, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The changed template.", body = AgreementTemplateView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement_template.write")), ("x-if-match" = json!(true))),
)]
#[patch("/agreement-templates/{template_id}")]
pub(super) async fn update_agreement_template(
    ctx: Ctx,
    id: PathId<AgreementTemplateId>,
    expected: IfMatch,
    patch: MergePatch<AgreementTemplateInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let template = ctx
        .write(move |unit| update(unit, id.0, expected, &patch))
        .await?;
    reply::changed(&AgreementTemplateView::from(&template), template.version)
}

fn update(
    unit: &mut UnitOfWork<'_, '_>,
    id: AgreementTemplateId,
    expected: IfMatch,
    patch: &MergePatch<AgreementTemplateInput>,
) -> Outcome<Template> {
    let before = template_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::AgreementTemplateWrite, &target(&before))?;
    expected.check(before.version)?;
    let name = patch.apply(&TemplateForm::named(&before.name), |input| input.read())?;
    let after = Template {
        name,
        version: before.version.next(),
        updated_at: unit.now(),
        ..before.clone()
    };
    template_update(unit.tx(), &permit, before.version, &after)?;
    record(unit, &permit, Some((&before, None)), (&after, None))?;
    Ok(after)
}
