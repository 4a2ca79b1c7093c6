//! What a campaign names: its questionnaire and its points.

use std::collections::BTreeSet;

use domain_accounts::{Action, Permit, Target};
use domain_shared::{
    DefinitionNumber, NetworkBodyId, PointId, QuestionnaireId, Violations, messages,
};
use domain_surveys::{CampaignPlan, Questionnaire, QuestionnaireVersion};
use persistence::surveys::{points_of_network, questionnaire_find, questionnaire_version_find};

use super::dto::Planned;
use crate::{
    http::UnitOfWork,
    problem::{Outcome, Problem, ProblemCode},
};

/// The questionnaire that a body names, and whether the caller may plan campaigns of its network.
pub(super) fn asked(
    unit: &mut UnitOfWork<'_, '_>,
    id: QuestionnaireId,
) -> Outcome<(Questionnaire, Permit)> {
    let unknown = || Problem::invalid("/questionnaire_id", &messages::UNKNOWN_REFERENCE);
    let questionnaire = questionnaire_find(unit.connection(), id)?.ok_or_else(unknown)?;
    let target = Target::private_in(questionnaire.network_id);
    let permit = unit.authorize(Action::SurveyCampaignWrite, &target);
    let permit = permit.map_err(|problem| match problem.code {
        // The body names it, not the path: as for one that does not exist.
        ProblemCode::NotFound => unknown(),
        _ => problem,
    })?;
    Ok((questionnaire, permit))
}

/// The version of a questionnaire that a plan names, or the one that is meant without.
pub(super) fn number_of(
    unit: &mut UnitOfWork<'_, '_>,
    questionnaire: &Questionnaire,
    planned: &Planned,
) -> Outcome<DefinitionNumber> {
    let Some(number) = planned.questionnaire_number else {
        return Ok(questionnaire.active.unwrap_or(questionnaire.last));
    };
    version(unit, questionnaire.id, number)?
        .map(|version| version.number)
        .ok_or_else(|| Problem::invalid("/questionnaire_number", &messages::UNKNOWN_REFERENCE))
}

/// A version of a questionnaire.
pub(super) fn version(
    unit: &mut UnitOfWork<'_, '_>,
    id: QuestionnaireId,
    number: DefinitionNumber,
) -> Outcome<Option<QuestionnaireVersion>> {
    Ok(questionnaire_version_find(unit.connection(), id, number)?)
}

/// Refuses points that are not of the network.
pub(super) fn check_points(
    unit: &mut UnitOfWork<'_, '_>,
    network: NetworkBodyId,
    plan: &CampaignPlan,
) -> Outcome<()> {
    let ids: Vec<PointId> = plan.points.iter().map(|point| point.point_id).collect();
    let known = points_of_network(unit.connection(), network, &ids)?;
    let known: BTreeSet<PointId> = known.into_iter().collect();
    let mut wrong = Violations::new();
    for (index, id) in ids.iter().enumerate() {
        if !known.contains(id) {
            let pointer = format!("/points/{index}/point_id");
            wrong.add(pointer, &messages::UNKNOWN_REFERENCE);
        }
    }
    Ok(wrong.into_result()?)
}
