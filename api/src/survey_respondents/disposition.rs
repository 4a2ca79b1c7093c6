//! How far asking somebody has come, set by hand.

use actix_web::{HttpResponse, post};
use chrono::{DateTime, Utc};
use domain_shared::{SurveyCampaignId, SurveyRespondentId};
use domain_surveys::{Disposition, Respondent};
use persistence::surveys::respondent_update;

use super::{
    common::{change_respondent, record},
    dto::SurveyDispositionInput,
    fields::{SurveyCampaignIdField, SurveyRespondentIdField},
    view::SurveyRespondentView,
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, ValidJson, reply},
    problem::{Outcome, Problem},
};

/// Set how far asking a respondent has come
///
/// By hand: back to those who are to be called, or one of the ways in which asking ends without an answer. What follows
/// from calls and answers is not set by hand.
#[utoipa::path(
    tag = "survey-respondents", operation_id = "set_survey_respondent_disposition",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("respondent_id" = SurveyRespondentIdField, Path, description = "The respondent."),
    ),
    request_body = SurveyDispositionInput,
    responses(
        (status = 200, description = "The changed respondent.", body = SurveyRespondentView),
        (status = 409, description = "That cannot follow."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_response.write")), ("x-if-match" = json!(true))),
)]
#[post("/survey-campaigns/{campaign_id}/respondents/{respondent_id}/disposition")]
pub(super) async fn set_survey_respondent_disposition(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyRespondentId)>,
    expected: IfMatch,
    body: ValidJson<SurveyDispositionInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let now = ctx.now();
    let (to, next_call_at) = body.read(|input| input.read(now))?;
    let respondent = ctx
        .write(move |unit| set(unit, ids.0, expected, (to, next_call_at)))
        .await?;
    reply::changed(&SurveyRespondentView::from(&respondent), respondent.version)
}

fn set(
    unit: &mut UnitOfWork<'_, '_>,
    ids: (SurveyCampaignId, SurveyRespondentId),
    expected: IfMatch,
    (to, next_call_at): (Disposition, Option<DateTime<Utc>>),
) -> Outcome<Respondent> {
    let (campaign, before, permit) = change_respondent(unit, ids)?;
    expected.check(before.version)?;
    let disposition = before
        .disposition
        .changed(to)
        .map_err(|refused| Problem::invalid_transition(refused.allowed_codes()))?;
    let after = Respondent {
        disposition,
        next_call_at,
        version: before.version.next(),
        updated_at: unit.now(),
        ..before.clone()
    };
    respondent_update(unit.tx(), &permit, before.version, &after)?;
    record(unit, &permit, &campaign, Some(&before), &after)?;
    Ok(after)
}
