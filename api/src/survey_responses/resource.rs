//! `/survey-campaigns/{campaign_id}/responses`: list, find, delete.

use actix_web::{HttpResponse, delete, get};
use domain_accounts::Action;
use domain_shared::{SurveyCampaignId, SurveyResponseId};
use domain_surveys::{
    Disposition, RawAnswers, Respondent, SurveyCampaign, SurveyResponse, SurveyResponseStatus,
};
use persistence::surveys::{
    quota_give_back, respondent_find, respondent_update, response_delete, response_list,
};

use super::{
    anonymity::time_of,
    common::{record, response_of},
    dto::ResponseParams,
    facts,
    fields::{SurveyCampaignIdField, SurveyResponseIdField},
    view::{SurveyResponseSummary, SurveyResponseView},
};
use crate::{
    http::{
        Ctx, IfMatch, ListQuery, Page, PageParams, PathId, UnitOfWork,
        reply::{self, Caching},
    },
    problem::Outcome,
    survey_campaigns::common::{campaign_of, may_at, read_campaign, read_within, target},
};

/// List survey responses
///
/// Those of one's own points, for administrators all: partial and completed ones, without what was answered. By
/// identifier: in the order in which they were begun, but in no particular order where the campaign is anonymous.
#[utoipa::path(
    tag = "survey-responses", operation_id = "list_survey_responses",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ResponseParams, PageParams,
    ),
    responses((status = 200, description = "A page of responses.", body = Page<SurveyResponseSummary>)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_response.read"))),
)]
#[get("/survey-campaigns/{campaign_id}/responses")]
pub(super) async fn list_survey_responses(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
    query: ListQuery<ResponseParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let filter = params.into();
    let responses = ctx
        .read(move |snapshot| {
            let action = Action::SurveyResponseRead;
            let (campaign, within) = read_within(snapshot, id.0, action)?;
            let connection = snapshot.connection();
            let within = within.as_deref();
            Ok(response_list(
                connection,
                campaign.id,
                within,
                &filter,
                &page,
            )?)
        })
        .await?;
    let items = responses.map(|response| SurveyResponseSummary::from(&response));
    list.answer(&ctx, items, Caching::Private)
}

/// Find a survey response
///
/// With what was answered and the ETag that review and deletion need.
#[utoipa::path(
    tag = "survey-responses", operation_id = "find_survey_response",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("response_id" = SurveyResponseIdField, Path, description = "The response."),
    ),
    responses((status = 200, description = "The response.", body = SurveyResponseView)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_response.read"))),
)]
#[get("/survey-campaigns/{campaign_id}/responses/{response_id}")]
pub(super) async fn find_survey_response(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyResponseId)>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (campaign_id, id) = ids.0;
    let response = ctx
        .read(move |snapshot| {
            let campaign = read_campaign(snapshot, campaign_id)?;
            let response = response_of(snapshot.connection(), campaign_id, id)?;
            let there = target(&campaign).at_point(response.point_id);
            snapshot.authorize(Action::SurveyResponseRead, &there)?;
            Ok(response)
        })
        .await?;
    let view = SurveyResponseView::from(&response);
    reply::resource(&ctx, &view, response.version, Caching::Private)
}

/// Delete a survey response
///
/// What was answered is forgotten for good and counts no more, also after the campaign ended; that there was a response is
/// kept, so that it does not come back when a front end sends it again. A respondent counts as contacted again.
#[utoipa::path(
    tag = "survey-responses", operation_id = "remove_survey_response",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("response_id" = SurveyResponseIdField, Path, description = "The response."),
    ),
    responses((status = 204, description = "It is deleted.")),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_response.review")), ("x-if-match" = json!(true))),
)]
#[delete("/survey-campaigns/{campaign_id}/responses/{response_id}")]
pub(super) async fn remove_survey_response(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyResponseId)>,
    expected: IfMatch,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (campaign_id, id) = ids.0;
    ctx.write(move |unit| {
        let campaign = campaign_of(unit.connection(), campaign_id)?;
        let response = response_of(unit.connection(), campaign_id, id)?;
        remove(unit, &campaign, &response, expected)
    })
    .await?;
    Ok(reply::nothing())
}

fn remove(
    unit: &mut UnitOfWork<'_, '_>,
    campaign: &SurveyCampaign,
    before: &SurveyResponse,
    expected: IfMatch,
) -> Outcome<()> {
    let action = Action::SurveyResponseReview;
    let permit = may_at(unit, campaign, before.point_id, action)?;
    expected.check(before.version)?;
    let after = SurveyResponse {
        status: SurveyResponseStatus::Deleted,
        interviewer_id: None,
        answers: RawAnswers::new(),
        version: before.version.next(),
        updated_at: time_of(campaign, unit.now()),
        ..before.clone()
    };
    response_delete(unit.tx(), &permit, before.version, &after)?;
    if before.status == SurveyResponseStatus::Completed {
        let (point, category) = (before.point_id, &before.category);
        if facts::forget(unit, &permit, before)? {
            quota_give_back(unit.tx(), &permit, campaign.id, point, category)?;
        }
    }
    record(unit, &permit, campaign, Some(before), &after)?;
    let Some(id) = before.respondent_id else {
        return Ok(());
    };
    let Some(respondent) = respondent_find(unit.connection(), campaign.id, id)? else {
        return Ok(());
    };
    let Ok(disposition) = respondent.disposition.changed(Disposition::Contacted) else {
        return Ok(());
    };
    let changed = Respondent {
        disposition,
        version: respondent.version.next(),
        updated_at: unit.now(),
        ..respondent.clone()
    };
    respondent_update(unit.tx(), &permit, respondent.version, &changed)?;
    crate::survey_respondents::common::record(unit, &permit, campaign, Some(&respondent), &changed)
}
