//! Keeps in line what results count of responses.

use domain_accounts::Permit;
use domain_surveys::{CampaignStatus, CheckedAnswers, SurveyCampaign, SurveyResponse};
use persistence::surveys::{
    quota_give_back, quota_take, response_insert, survey_facts_count, survey_facts_delete,
    survey_facts_put,
};

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

/// Forgets what results count of a response, and says whether it was counted.
pub(super) fn forget(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    response: &SurveyResponse,
) -> Outcome<bool> {
    let (campaign, id) = (response.campaign_id, response.id);
    Ok(survey_facts_delete(unit.tx(), permit, campaign, id)?)
}

/// Takes a response out of what is counted, or in again, as far as a review changes that. Rejected answers give their place
/// back. Once the campaign is closed its results are published, so nothing changes what they count: the difference of two
/// readings would be the answers.
pub(super) fn recount(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    campaign: &SurveyCampaign,
    (before, after): (&SurveyResponse, &SurveyResponse),
) -> Outcome<()> {
    if before.counts() == after.counts() {
        return Ok(());
    }
    if campaign.status == CampaignStatus::Closed {
        return Err(Problem::new(ProblemCode::ResultsPublished));
    }
    let (point, category) = (after.point_id, &after.category);
    if !after.counts() {
        quota_give_back(unit.tx(), permit, campaign.id, point, category)?;
    } else if !quota_take(unit.tx(), permit, campaign.id, point, category)? {
        return Err(Problem::new(ProblemCode::QuotaFull));
    }
    let ids = (campaign.id, after.id);
    survey_facts_count(unit.tx(), permit, ids, after.counts())?;
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
