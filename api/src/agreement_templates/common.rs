//! What every endpoint of a template needs: the template, a version of it, the audit log.

use domain_accounts::{Action, Permit, Target};
use domain_agreements::{Template, TemplateVersion};
use domain_shared::{
    AgreementTemplateId, DefinitionNumber, DefinitionStatus, DefinitionStep,
    definition_status_after,
};
use persistence::{
    AnyConnection,
    agreements::{template_find, template_version_find},
};

use super::view::AuditedTemplate;
use crate::{
    http::{Snapshot, UnitOfWork},
    problem::{Outcome, Problem},
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "agreement_template";

/// A template as it was or is, with the version that matters.
pub(super) type Shown<'a> = (&'a Template, Option<&'a TemplateVersion>);

/// The template with this identifier, or 404.
pub(super) fn template_of(
    connection: &mut AnyConnection,
    id: AgreementTemplateId,
) -> Outcome<Template> {
    template_find(connection, id)?.ok_or_else(Problem::not_found)
}

/// What the policy decides on: only the network's people may know of its templates.
pub(super) fn target(template: &Template) -> Target {
    Target::private_in(template.network_id)
}

/// The template, which the caller may read.
pub(super) fn read_template(
    snapshot: &mut Snapshot<'_>,
    id: AgreementTemplateId,
) -> Outcome<Template> {
    let template = template_of(snapshot.connection(), id)?;
    snapshot.authorize(Action::AgreementTemplateRead, &target(&template))?;
    Ok(template)
}

/// A version of a template, or 404.
pub(super) fn version_of(
    connection: &mut AnyConnection,
    template: &Template,
    number: DefinitionNumber,
) -> Outcome<TemplateVersion> {
    let version = template_version_find(connection, template.id, number)?;
    version.ok_or_else(Problem::not_found)
}

/// Where a version stands after a step, or 409 with the steps that can be taken.
pub(super) fn after(version: &TemplateVersion, step: DefinitionStep) -> Outcome<DefinitionStatus> {
    definition_status_after(version.status, step)
        .map_err(|refused| Problem::invalid_transition(refused.allowed_codes()))
}

/// Writes a change of a template to the audit log.
pub(super) fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    before: Option<Shown<'_>>,
    (template, version): Shown<'_>,
) -> Outcome<()> {
    let before = before.map(|(template, version)| AuditedTemplate::of(template, version));
    unit.audit(
        permit,
        (RESOURCE, template.id),
        Some(template.network_id),
        before.as_ref(),
        Some(&AuditedTemplate::of(template, version)),
    )
}
