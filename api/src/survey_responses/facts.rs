//! Keeps in line what results count of responses.

use domain_accounts::Permit;
use domain_surveys::{CheckedAnswers, SurveyResponse};
use persistence::surveys::{survey_facts_delete, survey_facts_put};

use crate::{
    http::UnitOfWork, problem::Outcome, survey_forms::ReadyForm, survey_results::facts_of,
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
