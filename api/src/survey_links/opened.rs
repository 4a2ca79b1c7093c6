//! A link that somebody opened: what it leads to.

use chrono::{DateTime, Utc};
use domain_accounts::Target;
use domain_surveys::{
    Respondent, SurveyCampaign, SurveyLink, SurveyLinkState, SurveyResponse, SurveyResponseStatus,
};
use persistence::{
    AnyConnection,
    surveys::{respondent_find, response_find, response_of_respondent, survey_link_of_token},
};

use crate::{
    http::Ctx,
    problem::{Outcome, Problem, ProblemCode},
    survey_campaigns::common::{campaign_of, takes_answers},
};

/// What a link that works leads to.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    pub(super) link: SurveyLink,
    pub(super) campaign: SurveyCampaign,
    pub(super) respondent: Option<Respondent>,
    /// The answers begun with it, or begun otherwise by whom it is for.
    pub(super) begun: Option<SurveyResponse>,
}

/// What the policy decides on: whoever has the secret may answer.
pub(super) fn anybody() -> Target {
    Target {
        public: true,
        ..Target::default()
    }
}

/// The secret of the path.
pub(super) fn secret(ctx: &Ctx) -> &str {
    ctx.request().match_info().get("link").unwrap_or_default()
}

/// The link behind the hash of a secret; an unknown, an expired and a revoked one are alike.
pub(super) fn link_of(
    connection: &mut AnyConnection,
    hash: &str,
    now: DateTime<Utc>,
) -> Outcome<SurveyLink> {
    let link = survey_link_of_token(connection, hash)?.ok_or_else(Problem::not_found)?;
    match link.state(now) {
        SurveyLinkState::Pending | SurveyLinkState::Used => Ok(link),
        SurveyLinkState::Revoked | SurveyLinkState::Expired => Err(Problem::not_found()),
    }
}

/// What a link leads to, if it still works and its campaign takes answers.
pub(super) fn open(
    connection: &mut AnyConnection,
    link: SurveyLink,
    now: DateTime<Utc>,
) -> Outcome<Opened> {
    if link.used_at.is_some() {
        return Err(Problem::new(ProblemCode::LinkUsed));
    }
    let campaign = campaign_of(connection, link.campaign_id)?;
    takes_answers(&campaign, now)?;
    let respondent = match link.respondent_id {
        Some(id) => respondent_find(connection, campaign.id, id)?,
        None => None,
    };
    let begun = match (link.response_id, &respondent) {
        (Some(id), _) => response_find(connection, campaign.id, id)?,
        (None, Some(respondent)) => response_of_respondent(connection, respondent.id)?,
        (None, None) => None,
    };
    // Somebody else finished the answers meanwhile.
    let is_done = |response: &SurveyResponse| response.status == SurveyResponseStatus::Completed;
    if begun.as_ref().is_some_and(is_done) {
        return Err(Problem::new(ProblemCode::LinkUsed));
    }
    Ok(Opened {
        link,
        campaign,
        respondent,
        begun,
    })
}

/// Counts a link that leads nowhere against the stricter rate, so that nobody tries them out.
pub(super) fn missed<T>(ctx: &Ctx, outcome: Outcome<T>) -> Outcome<T> {
    if let Err(problem) = &outcome
        && problem.code == ProblemCode::NotFound
    {
        ctx.check_sensitive_rate()?;
    }
    outcome
}
