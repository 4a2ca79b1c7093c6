//! Calls to people to be asked.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_shared::{Code as _, LongText, SurveyRespondentId, UserKind};
use domain_surveys::{Call, CallAttempt, CallOutcome};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::survey_call_attempts,
    sql_types::{DbCode, DbId, DbText},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = survey_call_attempts)]
struct CallRow {
    number: i32,
    outcome: DbCode<CallOutcome>,
    note: Option<DbText<LongText>>,
    next_call_at: Option<NaiveDateTime>,
    called_by: Option<DbId<UserKind>>,
    called_at: NaiveDateTime,
}

impl TryFrom<CallRow> for CallAttempt {
    type Error = DbError;

    fn try_from(row: CallRow) -> DbResult<Self> {
        let number = u16::try_from(row.number);
        Ok(Self {
            number: number.map_err(|_| DbError::corrupt("number of a call"))?,
            call: Call {
                outcome: row.outcome.0,
                note: row.note.map(|note| note.0),
                next_call_at: row.next_call_at.map(|at| at.and_utc()),
            },
            called_by: row.called_by.map(|id| id.0),
            called_at: row.called_at.and_utc(),
        })
    }
}

/// Adds a call.
///
/// # Errors
/// [`DbError::Unique`] when there is one with this number.
pub fn call_attempt_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    respondent: SurveyRespondentId,
    attempt: &CallAttempt,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let next = attempt.call.next_call_at.map(|at| at.naive_utc());
    diesel::insert_into(survey_call_attempts::table)
        .values((
            survey_call_attempts::respondent_id.eq(DbId(respondent)),
            survey_call_attempts::number.eq(i32::from(attempt.number)),
            survey_call_attempts::outcome.eq(DbCode(attempt.call.outcome)),
            survey_call_attempts::note.eq(attempt.call.note.clone().map(DbText)),
            survey_call_attempts::next_call_at.eq(next),
            survey_call_attempts::called_by.eq(attempt.called_by.map(DbId)),
            survey_call_attempts::called_at.eq(attempt.called_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// How many calls to somebody reached nobody.
///
/// # Errors
/// When the database does not answer.
pub fn vain_call_count(
    connection: &mut AnyConnection,
    respondent: SurveyRespondentId,
) -> DbResult<u16> {
    let vain = CallOutcome::ALL.iter().filter(|one| one.is_vain());
    let vain: Vec<_> = vain.copied().map(DbCode).collect();
    let count: i64 = survey_call_attempts::table
        .filter(survey_call_attempts::respondent_id.eq(DbId(respondent)))
        .filter(survey_call_attempts::outcome.eq_any(vain))
        .count()
        .get_result(connection)?;
    Ok(u16::try_from(count).unwrap_or(u16::MAX))
}

/// The calls to somebody, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn call_attempt_list(
    connection: &mut AnyConnection,
    respondent: SurveyRespondentId,
    page: &PageRequest,
) -> DbResult<Listing<CallAttempt>> {
    let mut query = survey_call_attempts::table
        .filter(survey_call_attempts::respondent_id.eq(DbId(respondent)))
        .select(CallRow::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        let number: i32 = after.id.parse().map_err(|_| DbError::Cursor)?;
        query = query.filter(survey_call_attempts::number.lt(number));
    }
    let rows: Vec<CallRow> = query
        .order(survey_call_attempts::number.desc())
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |row| Cursor {
        key: String::new(),
        id: row.number.to_string(),
    })
    .try_map(CallAttempt::try_from)
}
