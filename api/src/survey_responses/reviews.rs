//! What reviewers say of responses.

use actix_web::{HttpResponse, get, post};
use domain_accounts::Action;
use domain_shared::{LongText, SurveyCampaignId, SurveyResponseId};
use domain_surveys::{
    ReviewNote, SurveyCampaign, SurveyResponse, SurveyResponseStatus, SurveyReview,
};
use persistence::surveys::{response_update, review_note_insert, review_note_list};

use super::{
    common::{record, response_of},
    dto::{NoParams, SurveyReviewInput},
    facts,
    fields::{SurveyCampaignIdField, SurveyResponseIdField},
    view::{SurveyResponseView, SurveyReviewNoteView},
};
use crate::{
    http::{
        Ctx, IfMatch, ListQuery, Page, PageParams, PathId, UnitOfWork, ValidJson,
        reply::{self, Caching},
    },
    problem::{Outcome, Problem},
    survey_campaigns::common::{campaign_of, may_at, read_campaign, target},
};

/// Review a survey response
///
/// A completed one: that something must be cleared up, that it is good, or that it is not. What was said stays. An edit
/// makes the review state `edited`. Rejected answers count no more, neither towards quotas nor in results, until something else
/// is said of them. Results are published when the campaign is closed; after that nobody can reject answers or take that back.
#[utoipa::path(
    tag = "survey-responses", operation_id = "review_survey_response",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("response_id" = SurveyResponseIdField, Path, description = "The response."),
    ),
    request_body = SurveyReviewInput,
    responses(
        (status = 200, description = "The reviewed response.", body = SurveyResponseView),
        (status = 409, description = "It is not completed, that was said of it already, results are published, or the quota is full."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("survey_response.review")), ("x-if-match" = json!(true))),
)]
#[post("/survey-campaigns/{campaign_id}/responses/{response_id}/reviews")]
pub(super) async fn review_survey_response(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyResponseId)>,
    expected: IfMatch,
    body: ValidJson<SurveyReviewInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (campaign_id, id) = ids.0;
    let said = body.read(SurveyReviewInput::read)?;
    let response = ctx
        .write(move |unit| {
            let campaign = campaign_of(unit.connection(), campaign_id)?;
            let response = response_of(unit.connection(), campaign_id, id)?;
            reviewed(unit, &campaign, &response, expected, said.clone())
        })
        .await?;
    reply::changed(&SurveyResponseView::from(&response), response.version)
}

fn reviewed(
    unit: &mut UnitOfWork<'_, '_>,
    campaign: &SurveyCampaign,
    before: &SurveyResponse,
    expected: IfMatch,
    (review, comment): (SurveyReview, Option<LongText>),
) -> Outcome<SurveyResponse> {
    let action = Action::SurveyResponseReview;
    let permit = may_at(unit, campaign, before.point_id, action)?;
    expected.check(before.version)?;
    if before.status != SurveyResponseStatus::Completed {
        return Err(Problem::invalid_transition(Vec::new()));
    }
    let review = before
        .review
        .changed(review)
        .map_err(|refused| Problem::invalid_transition(refused.allowed_codes()))?;
    let now = unit.now();
    let after = SurveyResponse {
        review,
        version: before.version.next(),
        ..before.clone()
    };
    let note = ReviewNote {
        number: 0,
        review,
        comment,
        made_by: permit.user(),
        made_at: now,
    };
    facts::recount(unit, &permit, campaign, (before, &after))?;
    response_update(unit.tx(), &permit, before.version, &after)?;
    review_note_insert(unit.tx(), &permit, before.id, note)?;
    record(unit, &permit, campaign, Some(before), &after)?;
    Ok(after)
}

/// List the reviews of a survey response
///
/// Newest first.
#[utoipa::path(
    tag = "survey-responses", operation_id = "list_survey_response_reviews",
    params(
        ("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign."),
        ("response_id" = SurveyResponseIdField, Path, description = "The response."),
        PageParams,
    ),
    responses((status = 200, description = "A page of reviews.", body = Page<SurveyReviewNoteView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_response.read"))),
)]
#[get("/survey-campaigns/{campaign_id}/responses/{response_id}/reviews")]
pub(super) async fn list_survey_response_reviews(
    ctx: Ctx,
    ids: PathId<(SurveyCampaignId, SurveyResponseId)>,
    query: ListQuery<NoParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (campaign_id, id) = ids.0;
    let (NoParams {}, page, list) = query.split();
    let notes = ctx
        .read(move |snapshot| {
            let campaign = read_campaign(snapshot, campaign_id)?;
            let response = response_of(snapshot.connection(), campaign_id, id)?;
            let there = target(&campaign).at_point(response.point_id);
            snapshot.authorize(Action::SurveyResponseRead, &there)?;
            Ok(review_note_list(snapshot.connection(), response.id, &page)?)
        })
        .await?;
    let items = notes.map(|note| SurveyReviewNoteView::from(&note));
    list.answer(&ctx, items, Caching::Private)
}
