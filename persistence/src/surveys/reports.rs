//! Reports of survey campaigns, and how asking people went in all.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{dsl::count_star, prelude::*};
use domain_accounts::Permit;
use domain_shared::{
    JobStatus, Note, SurveyCampaignId, SurveyCampaignKind, SurveyReportId, SurveyReportKind,
    UserKind, Version,
};
use domain_surveys::{Disposition, SurveyReport};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    jobs::next_work,
    schema::{survey_reports, survey_respondents},
    sql_types::{DbCode, DbId, DbJson, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = survey_reports)]
struct ReportRow {
    id: DbId<SurveyReportKind>,
    campaign_id: DbId<SurveyCampaignKind>,
    status: DbCode<JobStatus>,
    page_key: Option<String>,
    document_key: Option<String>,
    message: Option<DbJson<Note>>,
    created_by: Option<DbId<UserKind>>,
    version: DbVersion,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
    finished_at: Option<NaiveDateTime>,
}

impl From<ReportRow> for SurveyReport {
    fn from(row: ReportRow) -> Self {
        Self {
            id: row.id.0,
            campaign_id: row.campaign_id.0,
            status: row.status.0,
            page_key: row.page_key,
            document_key: row.document_key,
            message: row.message.map(|message| message.0),
            created_by: row.created_by.map(|id| id.0),
            version: row.version.0,
            created_at: row.created_at.and_utc(),
            updated_at: row.updated_at.and_utc(),
            finished_at: row.finished_at.map(|at| at.and_utc()),
        }
    }
}

/// Adds a report that was asked for.
///
/// # Errors
/// [`DbError::Reference`] when the campaign does not exist.
pub fn survey_report_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    report: &SurveyReport,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(survey_reports::table)
        .values((
            survey_reports::id.eq(DbId(report.id)),
            survey_reports::campaign_id.eq(DbId(report.campaign_id)),
            survey_reports::status.eq(DbCode(report.status)),
            survey_reports::created_by.eq(report.created_by.map(DbId)),
            survey_reports::version.eq(DbVersion(report.version)),
            survey_reports::created_at.eq(report.created_at.naive_utc()),
            survey_reports::updated_at.eq(report.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes how far a report is over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when somebody else took or cancelled it meanwhile.
pub fn survey_report_update(tx: &mut Tx<'_>, read: Version, report: &SurveyReport) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(survey_reports::table.find(DbId(report.id)))
        .filter(survey_reports::version.eq(DbVersion(read)))
        .set((
            survey_reports::status.eq(DbCode(report.status)),
            survey_reports::page_key.eq(&report.page_key),
            survey_reports::document_key.eq(&report.document_key),
            survey_reports::message.eq(report.message.clone().map(DbJson)),
            survey_reports::version.eq(DbVersion(report.version)),
            survey_reports::updated_at.eq(report.updated_at.naive_utc()),
            survey_reports::finished_at.eq(report.finished_at.map(|at| at.naive_utc())),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// A report of a campaign.
///
/// # Errors
/// When the database does not answer.
pub fn survey_report_find(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
    id: SurveyReportId,
) -> DbResult<Option<SurveyReport>> {
    let row: Option<ReportRow> = survey_reports::table
        .find(DbId(id))
        .filter(survey_reports::campaign_id.eq(DbId(campaign)))
        .select(ReportRow::as_select())
        .first(connection)
        .optional()?;
    Ok(row.map(SurveyReport::from))
}

/// The report of a campaign that waits or is being made.
///
/// # Errors
/// When the database does not answer.
pub fn survey_report_under_way(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
) -> DbResult<Option<SurveyReport>> {
    let row: Option<ReportRow> = survey_reports::table
        .filter(survey_reports::campaign_id.eq(DbId(campaign)))
        .filter(survey_reports::status.eq_any([JobStatus::Queued, JobStatus::Running].map(DbCode)))
        .select(ReportRow::as_select())
        .first(connection)
        .optional()?;
    Ok(row.map(SurveyReport::from))
}

/// The next report for a worker: the oldest that waits, or one that is being made and has given no sign of life since
/// `lost_before`. To be taken by updating it over its version.
///
/// # Errors
/// When the database does not answer.
pub fn survey_report_next(
    connection: &mut AnyConnection,
    lost_before: DateTime<Utc>,
) -> DbResult<Option<SurveyReport>> {
    let row: Option<ReportRow> = next_work!(connection, survey_reports, ReportRow, lost_before);
    Ok(row.map(SurveyReport::from))
}

/// The reports of a campaign, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn survey_report_list(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
    page: &PageRequest,
) -> DbResult<Listing<SurveyReport>> {
    let mut query = survey_reports::table
        .filter(survey_reports::campaign_id.eq(DbId(campaign)))
        .select(ReportRow::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        query = query.filter(survey_reports::id.lt(&after.id));
    }
    // Identifiers are in the order of time.
    let rows: Vec<ReportRow> = query
        .order(survey_reports::id.desc())
        .limit(page.fetch())
        .load(connection)?;
    Ok(Listing::cut(rows, page, |row| Cursor {
        key: String::new(),
        id: row.id.0.to_string(),
    })
    .map(SurveyReport::from))
}

/// How many respondents of a campaign stand where, without those nobody is at.
///
/// # Errors
/// When the database does not answer.
pub fn respondent_dispositions(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
) -> DbResult<Vec<(Disposition, u32)>> {
    let rows: Vec<(DbCode<Disposition>, i64)> = survey_respondents::table
        .filter(survey_respondents::campaign_id.eq(DbId(campaign)))
        .group_by(survey_respondents::disposition)
        .select((survey_respondents::disposition, count_star()))
        .load(connection)?;
    let count = |(code, count): (DbCode<Disposition>, i64)| {
        (code.0, u32::try_from(count).unwrap_or(u32::MAX))
    };
    Ok(rows.into_iter().map(count).collect())
}
