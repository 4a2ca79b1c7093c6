//! Codes of open answers, and which answers were given them.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_shared::{
    ShortText, StableCode, SurveyCampaignId, SurveyResponseId, SurveyResponseKind, UserId,
};
use domain_surveys::RawAnswers;

use crate::{
    AnyConnection, DbResult, Tx,
    dialect::on_each,
    schema::{survey_answer_codes, survey_answer_codings, survey_responses},
    sql_types::{DbId, DbJson, DbText},
};

/// A code for open answers to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerCode {
    /// Name of the question.
    pub question: String,
    /// The code, unique for the question.
    pub code: StableCode,
    /// What it means.
    pub label: ShortText,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// The codes of a campaign, by question and code.
///
/// # Errors
/// When the database does not answer.
pub fn answer_code_list(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
) -> DbResult<Vec<AnswerCode>> {
    type Row = (String, DbText<StableCode>, DbText<ShortText>, NaiveDateTime);
    let rows: Vec<Row> = survey_answer_codes::table
        .filter(survey_answer_codes::campaign_id.eq(DbId(campaign)))
        .order((survey_answer_codes::question, survey_answer_codes::code))
        .select((
            survey_answer_codes::question,
            survey_answer_codes::code,
            survey_answer_codes::label,
            survey_answer_codes::created_at,
        ))
        .load(connection)?;
    let code = |(question, code, label, at): Row| AnswerCode {
        question,
        code: code.0,
        label: label.0,
        created_at: at.and_utc(),
    };
    Ok(rows.into_iter().map(code).collect())
}

/// Writes the codes of a question in place of those there were. Codes that go away go away from answers too.
///
/// # Errors
/// When the database does not answer.
pub fn answer_codes_write(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    (campaign, question): (SurveyCampaignId, &str),
    codes: &[AnswerCode],
    by: Option<UserId>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let kept: Vec<DbText<StableCode>> = codes.iter().map(|one| DbText(one.code.clone())).collect();
    diesel::delete(survey_answer_codings::table)
        .filter(survey_answer_codings::campaign_id.eq(DbId(campaign)))
        .filter(survey_answer_codings::question.eq(question))
        .filter(survey_answer_codings::code.ne_all(kept))
        .execute(connection)?;
    diesel::delete(survey_answer_codes::table)
        .filter(survey_answer_codes::campaign_id.eq(DbId(campaign)))
        .filter(survey_answer_codes::question.eq(question))
        .execute(connection)?;
    let rows: Vec<_> = codes
        .iter()
        .map(|one| {
            (
                survey_answer_codes::campaign_id.eq(DbId(campaign)),
                survey_answer_codes::question.eq(question),
                survey_answer_codes::code.eq(DbText(one.code.clone())),
                survey_answer_codes::label.eq(DbText(one.label.clone())),
                survey_answer_codes::created_by.eq(by.map(DbId)),
                survey_answer_codes::created_at.eq(one.created_at.naive_utc()),
            )
        })
        .collect();
    if !rows.is_empty() {
        on_each!(connection, |inner| diesel::insert_into(
            survey_answer_codes::table
        )
        .values(&rows)
        .execute(inner))?;
    }
    Ok(())
}

/// Gives an answer codes, in place of those it had.
///
/// # Errors
/// When the database does not answer.
pub fn answer_codings_write(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    (campaign, response, question): (SurveyCampaignId, SurveyResponseId, &str),
    codes: &[StableCode],
    (by, at): (Option<UserId>, DateTime<Utc>),
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::delete(survey_answer_codings::table)
        .filter(survey_answer_codings::response_id.eq(DbId(response)))
        .filter(survey_answer_codings::question.eq(question))
        .execute(connection)?;
    let rows: Vec<_> = codes
        .iter()
        .map(|code| {
            (
                survey_answer_codings::response_id.eq(DbId(response)),
                survey_answer_codings::question.eq(question),
                survey_answer_codings::code.eq(DbText(code.clone())),
                survey_answer_codings::campaign_id.eq(DbId(campaign)),
                survey_answer_codings::coded_by.eq(by.map(DbId)),
                survey_answer_codings::coded_at.eq(at.naive_utc()),
            )
        })
        .collect();
    if !rows.is_empty() {
        on_each!(connection, |inner| diesel::insert_into(
            survey_answer_codings::table
        )
        .values(&rows)
        .execute(inner))?;
    }
    Ok(())
}

/// The codes that answers of a campaign were given: response, question, code; by response.
///
/// # Errors
/// When the database does not answer.
pub fn answer_coding_list(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
) -> DbResult<Vec<(String, String, String)>> {
    Ok(survey_answer_codings::table
        .filter(survey_answer_codings::campaign_id.eq(DbId(campaign)))
        .order((
            survey_answer_codings::response_id,
            survey_answer_codings::question,
            survey_answer_codings::code,
        ))
        .select((
            survey_answer_codings::response_id,
            survey_answer_codings::question,
            survey_answer_codings::code,
        ))
        .load(connection)?)
}

/// The answers of these responses, by response.
///
/// # Errors
/// When the database does not answer.
pub fn survey_answers_of(
    connection: &mut AnyConnection,
    responses: &[String],
) -> DbResult<Vec<(SurveyResponseId, RawAnswers)>> {
    type Row = (DbId<SurveyResponseKind>, DbJson<RawAnswers>);
    let rows: Vec<Row> = survey_responses::table
        .filter(survey_responses::id.eq_any(responses))
        .order(survey_responses::id)
        .select((survey_responses::id, survey_responses::answers))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(id, answers)| (id.0, answers.0))
        .collect())
}
