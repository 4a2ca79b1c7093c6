//! What every endpoint of a questionnaire needs: the questionnaire, a version of it, the audit log.

use domain_accounts::{Action, Permit, Target};
use domain_shared::{
    DefinitionNumber, DefinitionStatus, DefinitionStep, QuestionnaireId, definition_status_after,
};
use domain_surveys::{Questionnaire, QuestionnaireVersion};
use persistence::{
    AnyConnection,
    surveys::{questionnaire_find, questionnaire_version_find},
};

use super::view::AuditedQuestionnaire;
use crate::{
    http::{Snapshot, UnitOfWork},
    problem::{Outcome, Problem},
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "questionnaire";

/// A questionnaire as it was or is, with the version that matters.
pub(super) type Shown<'a> = (&'a Questionnaire, Option<&'a QuestionnaireVersion>);

/// The questionnaire with this identifier, or 404.
pub(super) fn questionnaire_of(
    connection: &mut AnyConnection,
    id: QuestionnaireId,
) -> Outcome<Questionnaire> {
    questionnaire_find(connection, id)?.ok_or_else(Problem::not_found)
}

/// What the policy decides on: only the network's people may know of its questionnaires.
pub(super) fn target(questionnaire: &Questionnaire) -> Target {
    Target::private_in(questionnaire.network_id)
}

/// The questionnaire, which the caller may read.
pub(super) fn read_questionnaire(
    snapshot: &mut Snapshot<'_>,
    id: QuestionnaireId,
) -> Outcome<Questionnaire> {
    let questionnaire = questionnaire_of(snapshot.connection(), id)?;
    snapshot.authorize(Action::QuestionnaireRead, &target(&questionnaire))?;
    Ok(questionnaire)
}

/// A version of a questionnaire, or 404.
pub(super) fn version_of(
    connection: &mut AnyConnection,
    questionnaire: &Questionnaire,
    number: DefinitionNumber,
) -> Outcome<QuestionnaireVersion> {
    let version = questionnaire_version_find(connection, questionnaire.id, number)?;
    version.ok_or_else(Problem::not_found)
}

/// Where a version stands after a step, or 409 with the steps that can be taken.
pub(super) fn after(
    version: &QuestionnaireVersion,
    step: DefinitionStep,
) -> Outcome<DefinitionStatus> {
    definition_status_after(version.status, step)
        .map_err(|refused| Problem::invalid_transition(refused.allowed_codes()))
}

/// Writes a change of a questionnaire to the audit log.
pub(super) fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    before: Option<Shown<'_>>,
    after: Shown<'_>,
) -> Outcome<()> {
    let network = after.0.network_id;
    let resource = (RESOURCE, after.0.id);
    let before = before.map(AuditedQuestionnaire::of).transpose()?;
    let after = AuditedQuestionnaire::of(after)?;
    unit.audit(
        permit,
        resource,
        Some(network),
        before.as_ref(),
        Some(&after),
    )
}
