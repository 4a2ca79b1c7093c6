//! Keeps in line what results count of responses.

use domain_accounts::Permit;
use domain_surveys::{CheckedAnswers, SurveyResponse};
use persistence::surveys::{quota_take, response_insert, survey_facts_delete, survey_facts_put};

use crate::{
    http::UnitOfWork,
    problem::{Outcome, Problem, ProblemCode},
    survey_forms::ReadyForm,
    survey_results::facts_of,
};

/// Notes what results count of a completed response, in place of what was noted before.
pub(super) fn note(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    ready: &ReadyForm,
    (response, answers): (&SurveyResponse, &CheckedAnswers),
) -> Outcome<()> {
    if let Some(facts) = facts_of(ready, response, answers) {
        survey_facts_put(unit.tx(), permit, &facts)?;
    }
    Ok(())
}

/// Forgets what results count of a response.
pub(super) fn forget(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    response: &SurveyResponse,
) -> Outcome<()> {
    survey_facts_delete(unit.tx(), permit, response.campaign_id, response.id)?;
    Ok(())
}

/// Puts completed answers in as they are, counted: the demonstration makes its own.
pub(crate) fn lay_in(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    ready: &ReadyForm,
    (response, answers): (&SurveyResponse, &CheckedAnswers),
) -> Outcome<()> {
    let (campaign, point) = (response.campaign_id, response.point_id);
    if !quota_take(unit.tx(), permit, campaign, point, &response.category)? {
        return Err(Problem::new(ProblemCode::QuotaFull));
    }
    response_insert(unit.tx(), permit, response)?;
    note(unit, permit, ready, (response, answers))
}
