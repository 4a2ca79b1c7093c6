//! Codes of open answers, and which answers were given them.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_shared::{
    ShortText, StableCode, SurveyCampaignId, SurveyResponseId, SurveyResponseKind, UserId, Version,
};
use domain_surveys::RawAnswers;

use super::stamps::{Stamped, survey_result_stamp_advance};
use crate::{
    AnyConnection, DbResult, Tx,
    dialect::{OneOf, on_each},
    schema::{
        survey_answer_codes, survey_answer_codings, survey_code_lists, survey_coded_answers,
        survey_responses,
    },
    sql_types::{DbId, DbJson, DbText, DbVersion},
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

/// The version of the codes of a question; the first while nobody wrote any.
///
/// # Errors
/// When the database does not answer.
pub fn answer_codes_version(
    connection: &mut AnyConnection,
    (campaign, question): (SurveyCampaignId, &str),
) -> DbResult<Version> {
    let found: Option<DbVersion> = survey_code_lists::table
        .find((DbId(campaign), question))
        .select(survey_code_lists::version)
        .first(connection)
        .optional()?;
    Ok(found.map_or(Version::FIRST, |version| version.0))
}

/// Writes the codes of a question in place of those there were, as the next version after the one read. Codes that go away go
/// away from answers too.
///
/// # Errors
/// When the database does not answer.
pub fn answer_codes_write(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    (campaign, question, read): (SurveyCampaignId, &str, Version),
    codes: &[AnswerCode],
    by: Option<UserId>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    on_each!(connection, |inner| diesel::insert_into(
        survey_code_lists::table
    )
    .values((
        survey_code_lists::campaign_id.eq(DbId(campaign)),
        survey_code_lists::question.eq(question),
        survey_code_lists::version.eq(DbVersion(read.next())),
    ))
    .on_conflict((survey_code_lists::campaign_id, survey_code_lists::question))
    .do_update()
    .set(survey_code_lists::version.eq(DbVersion(read.next())))
    .execute(inner))?;
    survey_result_stamp_advance(connection, campaign, Stamped::Codes)?;
    let kept: Vec<DbText<StableCode>> = codes.iter().map(|one| DbText(one.code.clone())).collect();
    let losing = survey_answer_codings::table
        .filter(survey_answer_codings::campaign_id.eq(DbId(campaign)))
        .filter(survey_answer_codings::question.eq(question))
        .filter(survey_answer_codings::code.ne_all(kept.clone()))
        .select(survey_answer_codings::response_id);
    diesel::update(survey_coded_answers::table)
        .filter(survey_coded_answers::question.eq(question))
        .filter(survey_coded_answers::response_id.eq_any(losing))
        .set(survey_coded_answers::version.eq(survey_coded_answers::version + 1))
        .execute(connection)?;
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

/// The codes that an answer was given, and their version; the first while nobody gave it any.
///
/// # Errors
/// When the database does not answer.
pub fn answer_coding_find(
    connection: &mut AnyConnection,
    (response, question): (SurveyResponseId, &str),
) -> DbResult<(Vec<StableCode>, Version)> {
    let version: Option<DbVersion> = survey_coded_answers::table
        .find((DbId(response), question))
        .select(survey_coded_answers::version)
        .first(connection)
        .optional()?;
    let codes: Vec<DbText<StableCode>> = survey_answer_codings::table
        .filter(survey_answer_codings::response_id.eq(DbId(response)))
        .filter(survey_answer_codings::question.eq(question))
        .order(survey_answer_codings::code)
        .select(survey_answer_codings::code)
        .load(connection)?;
    let version = version.map_or(Version::FIRST, |version| version.0);
    Ok((codes.into_iter().map(|code| code.0).collect(), version))
}

/// Gives an answer codes, in place of those it had, as the next version after the one read.
///
/// # Errors
/// When the database does not answer.
pub fn answer_codings_write(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    (campaign, response, question, read): (SurveyCampaignId, SurveyResponseId, &str, Version),
    codes: &[StableCode],
    (by, at): (Option<UserId>, DateTime<Utc>),
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    on_each!(connection, |inner| diesel::insert_into(
        survey_coded_answers::table
    )
    .values((
        survey_coded_answers::response_id.eq(DbId(response)),
        survey_coded_answers::question.eq(question),
        survey_coded_answers::version.eq(DbVersion(read.next())),
    ))
    .on_conflict((
        survey_coded_answers::response_id,
        survey_coded_answers::question
    ))
    .do_update()
    .set(survey_coded_answers::version.eq(DbVersion(read.next())))
    .execute(inner))?;
    survey_result_stamp_advance(connection, campaign, Stamped::Codes)?;
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

/// The codes that these responses' answers to a question were given: response, code; by response and code.
///
/// # Errors
/// When the database does not answer.
pub fn answer_codings_of(
    connection: &mut AnyConnection,
    question: &str,
    responses: &[String],
) -> DbResult<Vec<(String, String)>> {
    Ok(on_each!(connection, |inner| survey_answer_codings::table
        .filter(OneOf::new(survey_answer_codings::response_id, responses))
        .filter(survey_answer_codings::question.eq(question))
        .order((
            survey_answer_codings::response_id,
            survey_answer_codings::code,
        ))
        .select((
            survey_answer_codings::response_id,
            survey_answer_codings::code,
        ))
        .load(inner))?)
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
