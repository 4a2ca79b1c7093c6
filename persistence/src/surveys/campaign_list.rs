//! Lists of survey campaigns.

use diesel::prelude::*;
use domain_accounts::Scope;
use domain_shared::{PointId, QuestionnaireId};
use domain_surveys::{CampaignStatus, SurveyCampaign};

use super::campaigns::CampaignRow;
use crate::{
    AnyConnection, Cursor, DbResult, Listing, PageRequest,
    schema::{survey_campaigns, survey_points},
    sql_types::{DbCode, DbId},
};

/// Which campaigns to list; an empty list does not filter.
#[derive(Debug, Clone, Default)]
pub struct CampaignFilter {
    /// Where they stand.
    pub statuses: Vec<CampaignStatus>,
    /// What is asked.
    pub questionnaires: Vec<QuestionnaireId>,
    /// Where they run.
    pub points: Vec<PointId>,
}

/// Campaigns within the scope, those that begin last first.
///
/// # Errors
/// When the database does not answer.
pub fn campaign_list(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: &CampaignFilter,
    page: &PageRequest,
) -> DbResult<Listing<SurveyCampaign>> {
    let mut query = survey_campaigns::table.into_boxed();
    if !scope.everything {
        let networks: Vec<_> = scope.networks.iter().copied().map(DbId).collect();
        query = query.filter(survey_campaigns::network_id.eq_any(networks));
    }
    if !filter.statuses.is_empty() {
        let statuses: Vec<_> = filter.statuses.iter().copied().map(DbCode).collect();
        query = query.filter(survey_campaigns::status.eq_any(statuses));
    }
    if !filter.questionnaires.is_empty() {
        let asked: Vec<_> = filter.questionnaires.iter().copied().map(DbId).collect();
        query = query.filter(survey_campaigns::questionnaire_id.eq_any(asked));
    }
    if !filter.points.is_empty() {
        let points: Vec<_> = filter.points.iter().copied().map(DbId).collect();
        let there = survey_points::table
            .filter(survey_points::point_id.eq_any(points))
            .select(survey_points::campaign_id);
        query = query.filter(survey_campaigns::id.eq_any(there));
    }
    if let Some(after) = &page.after {
        let day = after.day()?;
        query = query.filter(
            survey_campaigns::first_day
                .lt(day)
                .or(survey_campaigns::first_day
                    .eq(day)
                    .and(survey_campaigns::id.lt(after.id.clone()))),
        );
    }
    let rows: Vec<CampaignRow> = query
        .order((
            survey_campaigns::first_day.desc(),
            survey_campaigns::id.desc(),
        ))
        .limit(page.fetch())
        .select(CampaignRow::as_select())
        .load(connection)?;
    let cursor = |row: &CampaignRow| Cursor {
        key: row.first_day.to_string(),
        id: row.id.0.to_string(),
    };
    Listing::cut(rows, page, cursor).try_map(SurveyCampaign::try_from)
}
