//! Forgetting who a respondent is.

use actix_web::{HttpResponse, delete};
use domain_shared::{SurveyCampaignId, SurveyRespondentId};
use domain_surveys::{Respondent, RespondentContact};
use persistence::surveys::{respondent_notes_erase, respondent_update};

use super::{
    common::{change_respondent, record},
    fields::{SurveyCampaignIdField, SurveyRespondentIdField},
};
use crate::{
    http::{Ctx, IfMatch, PathId, UnitOfWork, reply},
    problem::Outcome,
};

/// Erase the personal data of a respondent
///
/// Name, telephone number, e-mail address and notes, also those of calls, for good and also after the campaign ended. How far asking
/// them came, their calls, and what they answered still count. They are not called again.
#[utoipa::path(
    tag = "survey-respondents", operation_id = "erase_survey_respondent",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("respondent_id" = SurveyRespondentIdField, Path, description = "The respondent."),
    ),
    responses((status = 204, description = "They are erased.")),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_response.write")), ("x-if-match" = json!(true))),
)]
#[delete("/survey-campaigns/{campaign_id}/respondents/{respondent_id}/contact")]
pub(super) async fn erase_survey_respondent(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyRespondentId)>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    ctx.write(move |unit| erase(unit, ids.0, expected)).await?;
    Ok(reply::nothing())
}

fn erase(
    unit: &mut UnitOfWork<'_, '_>,
    ids: (SurveyCampaignId, SurveyRespondentId),
    expected: IfMatch,
) -> Outcome<()> {
    let (campaign, before, permit) = change_respondent(unit, ids)?;
    expected.check(before.version)?;
    let now = unit.now();
    let after = Respondent {
        contact: RespondentContact::ERASED,
        next_call_at: None,
        erased_at: before.erased_at.or(Some(now)),
        version: before.version.next(),
        updated_at: now,
        ..before.clone()
    };
    respondent_update(unit.tx(), &permit, before.version, &after)?;
    respondent_notes_erase(unit.tx(), &permit, before.id)?;
    record(unit, &permit, &campaign, Some(&before), &after)
}
