//! How far a campaign has come.

use actix_web::{HttpResponse, get};
use domain_shared::{SurveyCampaignId, civil_date};
use persistence::surveys::campaign_progress;

use super::{common::read_campaign, fields::SurveyCampaignIdField, view::SurveyProgressView};
use crate::{
    http::{
        Ctx, PathId,
        reply::{self, Caching},
    },
    problem::Outcome,
};

/// Find the progress of a survey campaign
///
/// By point and category: how many answers are needed, taken at most, completed, begun. A point is complete when its
/// total and each of its categories reach their minimums, the campaign when every point does; a point is behind when
/// fewer are completed than the share of the days gone by asks for.
#[utoipa::path(
    tag = "survey-campaigns", operation_id = "find_survey_campaign_progress",
    params(("campaign_id" = SurveyCampaignIdField, Path, description = "The campaign.")),
    responses((status = 200, description = "The progress.", body = SurveyProgressView)),
    security(("bearer" = [])), extensions(("x-action" = json!("survey_campaign.read"))),
)]
#[get("/survey-campaigns/{campaign_id}/progress")]
pub(super) async fn find_survey_campaign_progress(
    ctx: Ctx,
    id: PathId<SurveyCampaignId>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (campaign, progress) = ctx
        .read(move |snapshot| {
            let campaign = read_campaign(snapshot, id.0)?;
            let progress = campaign_progress(snapshot.connection(), campaign.id)?;
            Ok((campaign, progress))
        })
        .await?;
    let view = SurveyProgressView::of(&campaign, &progress, civil_date(ctx.now()));
    reply::document(&ctx, &view, Caching::Private)
}
