//! Responses to campaigns, and the submissions they came in.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_shared::{
    LanguageTag, PointKind, StableCode, SurveyCampaignId, SurveyCampaignKind, SurveyRespondentId,
    SurveyRespondentKind, SurveyResponseId, SurveyResponseKind, UserKind, Version,
};
use domain_surveys::{
    InstanceId, RawAnswers, SurveyChannel, SurveyResponse, SurveyResponseStatus, SurveyReview,
};

use crate::{
    AnyConnection, DbError, DbResult, Tx,
    schema::{survey_answer_codings, survey_responses, survey_submissions},
    sql_types::{DbCode, DbId, DbJson, DbText, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = survey_responses)]
pub(super) struct ResponseRow {
    pub(super) id: DbId<SurveyResponseKind>,
    campaign_id: DbId<SurveyCampaignKind>,
    point_id: DbId<PointKind>,
    category: DbText<StableCode>,
    respondent_id: Option<DbId<SurveyRespondentKind>>,
    status: DbCode<SurveyResponseStatus>,
    review: DbCode<SurveyReview>,
    channel: DbCode<SurveyChannel>,
    interviewer_id: Option<DbId<UserKind>>,
    language: DbText<LanguageTag>,
    instance_id: DbText<InstanceId>,
    answers: DbJson<RawAnswers>,
    consented_at: Option<NaiveDateTime>,
    completed_at: Option<NaiveDateTime>,
    version: DbVersion,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

impl From<ResponseRow> for SurveyResponse {
    fn from(row: ResponseRow) -> Self {
        Self {
            id: row.id.0,
            campaign_id: row.campaign_id.0,
            point_id: row.point_id.0,
            category: row.category.0,
            respondent_id: row.respondent_id.map(|id| id.0),
            status: row.status.0,
            review: row.review.0,
            channel: row.channel.0,
            interviewer_id: row.interviewer_id.map(|id| id.0),
            language: row.language.0,
            instance_id: row.instance_id.0,
            answers: row.answers.0,
            consented_at: row.consented_at.map(|at| at.and_utc()),
            completed_at: row.completed_at.map(|at| at.and_utc()),
            version: row.version.0,
            created_at: row.created_at.and_utc(),
            updated_at: row.updated_at.and_utc(),
        }
    }
}

/// Adds a response.
///
/// # Errors
/// [`DbError::Unique`] when its respondent has one already.
pub fn response_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    response: &SurveyResponse,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(survey_responses::table)
        .values((
            survey_responses::id.eq(DbId(response.id)),
            survey_responses::campaign_id.eq(DbId(response.campaign_id)),
            survey_responses::point_id.eq(DbId(response.point_id)),
            survey_responses::category.eq(DbText(response.category.clone())),
            survey_responses::respondent_id.eq(response.respondent_id.map(DbId)),
            survey_responses::status.eq(DbCode(response.status)),
            survey_responses::review.eq(DbCode(response.review)),
            survey_responses::channel.eq(DbCode(response.channel)),
            survey_responses::interviewer_id.eq(response.interviewer_id.map(DbId)),
            survey_responses::language.eq(DbText(response.language.clone())),
            survey_responses::instance_id.eq(DbText(response.instance_id.clone())),
            survey_responses::answers.eq(DbJson(response.answers.clone())),
            survey_responses::consented_at.eq(response.consented_at.map(|at| at.naive_utc())),
            survey_responses::completed_at.eq(response.completed_at.map(|at| at.naive_utc())),
            survey_responses::version.eq(DbVersion(response.version)),
            survey_responses::created_at.eq(response.created_at.naive_utc()),
            survey_responses::updated_at.eq(response.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes a response over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile.
pub fn response_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    response: &SurveyResponse,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(survey_responses::table.find(DbId(response.id)))
        .filter(survey_responses::version.eq(DbVersion(read)))
        .set((
            survey_responses::status.eq(DbCode(response.status)),
            survey_responses::review.eq(DbCode(response.review)),
            survey_responses::channel.eq(DbCode(response.channel)),
            survey_responses::interviewer_id.eq(response.interviewer_id.map(DbId)),
            survey_responses::language.eq(DbText(response.language.clone())),
            survey_responses::instance_id.eq(DbText(response.instance_id.clone())),
            survey_responses::answers.eq(DbJson(response.answers.clone())),
            survey_responses::consented_at.eq(response.consented_at.map(|at| at.naive_utc())),
            survey_responses::completed_at.eq(response.completed_at.map(|at| at.naive_utc())),
            survey_responses::version.eq(DbVersion(response.version)),
            survey_responses::updated_at.eq(response.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// Writes that a response was deleted, over the version it was read in, and removes the codes its open answers were
/// given.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile.
pub fn response_delete(
    tx: &mut Tx<'_>,
    permit: &Permit,
    read: Version,
    tombstone: &SurveyResponse,
) -> DbResult<()> {
    response_update(tx, permit, read, tombstone)?;
    let connection: &mut AnyConnection = tx;
    diesel::delete(survey_answer_codings::table)
        .filter(survey_answer_codings::response_id.eq(DbId(tombstone.id)))
        .execute(connection)?;
    Ok(())
}

/// A response of a campaign, unless it was deleted.
///
/// # Errors
/// When the database does not answer.
pub fn response_find(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
    id: SurveyResponseId,
) -> DbResult<Option<SurveyResponse>> {
    let row: Option<ResponseRow> = survey_responses::table
        .find(DbId(id))
        .filter(survey_responses::campaign_id.eq(DbId(campaign)))
        .filter(survey_responses::status.ne(DbCode(SurveyResponseStatus::Deleted)))
        .select(ResponseRow::as_select())
        .first(connection)
        .optional()?;
    Ok(row.map(SurveyResponse::from))
}

/// The response of a respondent, unless it was deleted.
///
/// # Errors
/// When the database does not answer.
pub fn response_of_respondent(
    connection: &mut AnyConnection,
    respondent: SurveyRespondentId,
) -> DbResult<Option<SurveyResponse>> {
    let row: Option<ResponseRow> = survey_responses::table
        .filter(survey_responses::respondent_id.eq(DbId(respondent)))
        .filter(survey_responses::status.ne(DbCode(SurveyResponseStatus::Deleted)))
        .select(ResponseRow::as_select())
        .first(connection)
        .optional()?;
    Ok(row.map(SurveyResponse::from))
}

/// A body that was taken, by the identifier its front end gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The campaign.
    pub campaign_id: SurveyCampaignId,
    /// The identifier.
    pub instance_id: InstanceId,
    /// The response it belongs to.
    pub response_id: SurveyResponseId,
    /// The identifier of the body it replaced.
    pub deprecated_id: Option<InstanceId>,
    /// The hash of the body.
    pub sha256: String,
    /// When it was taken.
    pub made_at: DateTime<Utc>,
}

/// Notes that a body was taken.
///
/// # Errors
/// [`DbError::Unique`] when one with this identifier was taken.
pub fn submission_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    submission: &Submission,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(survey_submissions::table)
        .values((
            survey_submissions::campaign_id.eq(DbId(submission.campaign_id)),
            survey_submissions::instance_id.eq(DbText(submission.instance_id.clone())),
            survey_submissions::response_id.eq(DbId(submission.response_id)),
            survey_submissions::deprecated_id.eq(submission.deprecated_id.clone().map(DbText)),
            survey_submissions::sha256.eq(&submission.sha256),
            survey_submissions::made_at.eq(submission.made_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The hash of the body that was taken under an identifier, and the response it belongs to.
///
/// # Errors
/// When the database does not answer.
pub fn submission_find(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
    instance: &InstanceId,
) -> DbResult<Option<(String, SurveyResponse)>> {
    let row: Option<(String, ResponseRow)> = survey_submissions::table
        .inner_join(
            survey_responses::table.on(survey_responses::id.eq(survey_submissions::response_id)),
        )
        .filter(survey_submissions::campaign_id.eq(DbId(campaign)))
        .filter(survey_submissions::instance_id.eq(DbText(instance.clone())))
        .select((survey_submissions::sha256, ResponseRow::as_select()))
        .first(connection)
        .optional()?;
    Ok(row.map(|(sha256, row)| (sha256, row.into())))
}

/// Whether a body with this hash was taken for a response.
///
/// # Errors
/// When the database does not answer.
pub fn submission_was_made(
    connection: &mut AnyConnection,
    response: SurveyResponseId,
    sha256: &str,
) -> DbResult<bool> {
    let same = survey_submissions::table
        .filter(survey_submissions::response_id.eq(DbId(response)))
        .filter(survey_submissions::sha256.eq(sha256));
    Ok(diesel::select(diesel::dsl::exists(same)).get_result(connection)?)
}
