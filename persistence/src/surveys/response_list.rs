//! Lists of responses.

use diesel::prelude::*;
use domain_shared::{PointId, StableCode, SurveyCampaignId, SurveyRespondentId};
use domain_surveys::{SurveyChannel, SurveyResponse, SurveyResponseStatus, SurveyReview};

use super::responses::ResponseRow;
use crate::{
    AnyConnection, Cursor, DbResult, Listing, PageRequest,
    schema::survey_responses,
    sql_types::{DbCode, DbId, DbText},
};

/// Which responses to list; an empty list does not filter. Deleted ones are never listed.
#[derive(Debug, Clone, Default)]
pub struct ResponseFilter {
    /// Whether they are final.
    pub statuses: Vec<SurveyResponseStatus>,
    /// What is thought of them.
    pub reviews: Vec<SurveyReview>,
    /// How they were given.
    pub channels: Vec<SurveyChannel>,
    /// Where.
    pub points: Vec<PointId>,
    /// By whom, roughly.
    pub categories: Vec<StableCode>,
    /// By whom.
    pub respondent: Option<SurveyRespondentId>,
}

/// The responses to a campaign, of all points or only of `within`, by identifier.
///
/// # Errors
/// When the database does not answer.
pub fn response_list(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
    within: Option<&[PointId]>,
    filter: &ResponseFilter,
    page: &PageRequest,
) -> DbResult<Listing<SurveyResponse>> {
    let mut query = survey_responses::table
        .filter(survey_responses::campaign_id.eq(DbId(campaign)))
        .filter(survey_responses::status.ne(DbCode(SurveyResponseStatus::Deleted)))
        .select(ResponseRow::as_select())
        .into_boxed();
    if let Some(points) = within {
        let points: Vec<_> = points.iter().copied().map(DbId).collect();
        query = query.filter(survey_responses::point_id.eq_any(points));
    }
    if !filter.statuses.is_empty() {
        let codes: Vec<_> = filter.statuses.iter().copied().map(DbCode).collect();
        query = query.filter(survey_responses::status.eq_any(codes));
    }
    if !filter.reviews.is_empty() {
        let codes: Vec<_> = filter.reviews.iter().copied().map(DbCode).collect();
        query = query.filter(survey_responses::review.eq_any(codes));
    }
    if !filter.channels.is_empty() {
        let codes: Vec<_> = filter.channels.iter().copied().map(DbCode).collect();
        query = query.filter(survey_responses::channel.eq_any(codes));
    }
    if !filter.points.is_empty() {
        let points: Vec<_> = filter.points.iter().copied().map(DbId).collect();
        query = query.filter(survey_responses::point_id.eq_any(points));
    }
    if !filter.categories.is_empty() {
        let codes: Vec<_> = filter.categories.iter().cloned().map(DbText).collect();
        query = query.filter(survey_responses::category.eq_any(codes));
    }
    if let Some(respondent) = filter.respondent {
        query = query.filter(survey_responses::respondent_id.eq(DbId(respondent)));
    }
    if let Some(after) = &page.after {
        query = query.filter(survey_responses::id.gt(after.id.clone()));
    }
    let rows: Vec<ResponseRow> = query
        .order(survey_responses::id)
        .limit(page.fetch())
        .load(connection)?;
    Ok(Listing::cut(rows, page, |row| Cursor {
        key: String::new(),
        id: row.id.0.to_string(),
    })
    .map(SurveyResponse::from))
}
