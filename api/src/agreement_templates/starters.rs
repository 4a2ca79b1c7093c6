//! The templates that the hub ships with.

use std::collections::HashSet;

use actix_web::{HttpResponse, post};
use domain_accounts::{Action, Permit};
use domain_agreements::Template;
use domain_shared::{DefinitionStatus, NetworkBodyId, TextValue as _, fold};
use persistence::agreements::{starter_templates, template_names_taken};

use super::{
    dto::{AgreementTemplateStartersInput, NewTemplate},
    resource::add,
    view::AgreementTemplateStartersView,
};
use crate::{
    http::{Ctx, UnitOfWork, ValidJson, reply},
    network::permit_for,
    problem::Outcome,
};

/// Add the templates that the hub ships with
///
/// Four of them in Italian, active at once: a framework agreement with a provider, an agreement on services with
/// a discount for members, a memorandum with a public body, and an agreement among points. Every new network
/// has them; this adds those whose names it has no template of, so it may be repeated.
#[utoipa::path(
    tag = "agreement-templates", operation_id = "add_agreement_template_starters",
    request_body = AgreementTemplateStartersInput,
    responses((status = 200, description = "What was added.", body = AgreementTemplateStartersView)),
    security(("bearer" = [])), extensions(("x-action" = json!("agreement_template.write"))),
)]
#[post("/agreement-templates/starters")]
pub(super) async fn add_agreement_template_starters(
    ctx: Ctx,
    body: ValidJson<AgreementTemplateStartersInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let network = body.into_inner()?.network_id.0;
    let added = ctx
        .write(move |unit| {
            let permit = permit_for(unit, Action::AgreementTemplateWrite, network)?;
            let added = add_missing(unit, &permit, network)?;
            if added.is_empty() {
                unit.tx().bookkeeping();
            }
            Ok(added)
        })
        .await?;
    reply::personal(&AgreementTemplateStartersView::from(added))
}

/// Gives a new network the templates to start with.
pub(crate) fn install_starters(
    unit: &mut UnitOfWork<'_, '_>,
    network: NetworkBodyId,
) -> Outcome<()> {
    let permit = Permit::system(Action::AgreementTemplateWrite);
    add_missing(unit, &permit, network).map(|_| ())
}

fn add_missing(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    network: NetworkBodyId,
) -> Outcome<Vec<Template>> {
    let starters = starter_templates()?;
    let names: Vec<&str> = starters.iter().map(|one| one.name.as_str()).collect();
    let taken = template_names_taken(unit.connection(), network, &names)?;
    let taken: HashSet<String> = taken.iter().map(|name| fold(name.as_str())).collect();
    let missing = starters
        .into_iter()
        .filter(|one| !taken.contains(&fold(one.name.as_str())));
    missing
        .map(|one| {
            let new = NewTemplate {
                network_id: network,
                kind: one.kind,
                name: one.name,
                content: one.content,
            };
            add(unit, permit, new, DefinitionStatus::Active)
        })
        .collect()
}
