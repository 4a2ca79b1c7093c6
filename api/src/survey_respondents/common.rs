//! What every endpoint of respondents needs: the respondent, the audit log.

use domain_accounts::{Action, Permit};
use domain_shared::{Code as _, SurveyCampaignId, SurveyRespondentId};
use domain_surveys::{RESPONDENT_ERASED, RESPONDENT_IN_ANONYMOUS, Respondent, SurveyCampaign};
use persistence::{AnyConnection, surveys::respondent_find};
use serde::Serialize;

use crate::{
    http::{Snapshot, UnitOfWork},
    problem::{Outcome, Problem, ProblemCode},
    survey_campaigns::common::{campaign_of, may_at, read_campaign, target},
};

/// Name of the resource in the audit log.
const RESOURCE: &str = "survey_respondent";

fn respondent_of(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
    id: SurveyRespondentId,
) -> Outcome<Respondent> {
    respondent_find(connection, campaign, id)?.ok_or_else(Problem::not_found)
}

/// The respondent, whom the caller may read.
pub(super) fn read_respondent(
    snapshot: &mut Snapshot<'_>,
    (campaign, id): (SurveyCampaignId, SurveyRespondentId),
) -> Outcome<Respondent> {
    let campaign = read_campaign(snapshot, campaign)?;
    let respondent = respondent_of(snapshot.connection(), campaign.id, id)?;
    let there = target(&campaign).at_point(respondent.point_id);
    snapshot.authorize(Action::SurveyResponseRead, &there)?;
    Ok(respondent)
}

/// The campaign and the respondent, whom the caller may change.
pub(super) fn change_respondent(
    unit: &mut UnitOfWork<'_, '_>,
    (campaign, id): (SurveyCampaignId, SurveyRespondentId),
) -> Outcome<(SurveyCampaign, Respondent, Permit)> {
    let campaign = campaign_of(unit.connection(), campaign)?;
    let respondent = respondent_of(unit.connection(), campaign.id, id)?;
    let action = Action::SurveyResponseWrite;
    let permit = may_at(unit, &campaign, respondent.point_id, action)?;
    Ok((campaign, respondent, permit))
}

/// Refuses a list of people where answers are anonymous.
pub(crate) fn has_list(campaign: &SurveyCampaign) -> Outcome<()> {
    if campaign.anonymous {
        return Err(Problem::new(ProblemCode::Conflict).saying(&RESPONDENT_IN_ANONYMOUS));
    }
    Ok(())
}

/// Refuses to write about somebody of whom nothing is kept any more.
pub(super) fn is_known(respondent: &Respondent) -> Outcome<()> {
    if respondent.erased_at.is_some() {
        return Err(Problem::new(ProblemCode::Conflict).saying(&RESPONDENT_ERASED));
    }
    Ok(())
}

/// A respondent as the audit log keeps them: not by what they are known and reached.
#[derive(Debug, Serialize)]
struct Audited<'a> {
    campaign_id: SurveyCampaignId,
    point_id: domain_shared::PointId,
    category: &'a domain_shared::StableCode,
    disposition: &'static str,
    attempts: u16,
    version: i32,
}

impl<'a> From<&'a Respondent> for Audited<'a> {
    fn from(respondent: &'a Respondent) -> Self {
        Self {
            campaign_id: respondent.campaign_id,
            point_id: respondent.point_id,
            category: &respondent.category,
            disposition: respondent.disposition.code(),
            attempts: respondent.attempts,
            version: respondent.version.number(),
        }
    }
}

/// Writes a change of a respondent to the audit log.
pub(crate) fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    campaign: &SurveyCampaign,
    before: Option<&Respondent>,
    after: &Respondent,
) -> Outcome<()> {
    let before = before.map(Audited::from);
    let network = Some(campaign.network_id);
    let about = (RESOURCE, after.id);
    unit.audit(permit, about, network, before.as_ref(), Some(&after.into()))
}
