//! What was said of responses in review.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_shared::{LongText, SurveyResponseId, UserKind};
use domain_surveys::{ReviewNote, SurveyReview};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::survey_review_notes,
    sql_types::{DbCode, DbId, DbText},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = survey_review_notes)]
struct NoteRow {
    number: i32,
    review: DbCode<SurveyReview>,
    comment: Option<DbText<LongText>>,
    made_by: Option<DbId<UserKind>>,
    made_at: NaiveDateTime,
}

impl TryFrom<NoteRow> for ReviewNote {
    type Error = DbError;

    fn try_from(row: NoteRow) -> DbResult<Self> {
        let number = u16::try_from(row.number);
        Ok(Self {
            number: number.map_err(|_| DbError::corrupt("number of a review"))?,
            review: row.review.0,
            comment: row.comment.map(|comment| comment.0),
            made_by: row.made_by.map(|id| id.0),
            made_at: row.made_at.and_utc(),
        })
    }
}

/// Adds what somebody says of a response; answers it with its number.
///
/// # Errors
/// [`DbError::Reference`] when there is no such response.
pub fn review_note_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    response: SurveyResponseId,
    note: ReviewNote,
) -> DbResult<ReviewNote> {
    let connection: &mut AnyConnection = tx;
    let last: Option<i32> = survey_review_notes::table
        .filter(survey_review_notes::response_id.eq(DbId(response)))
        .select(diesel::dsl::max(survey_review_notes::number))
        .first(connection)?;
    let number = last.unwrap_or_default().saturating_add(1);
    diesel::insert_into(survey_review_notes::table)
        .values((
            survey_review_notes::response_id.eq(DbId(response)),
            survey_review_notes::number.eq(number),
            survey_review_notes::review.eq(DbCode(note.review)),
            survey_review_notes::comment.eq(note.comment.clone().map(DbText)),
            survey_review_notes::made_by.eq(note.made_by.map(DbId)),
            survey_review_notes::made_at.eq(note.made_at.naive_utc()),
        ))
        .execute(connection)?;
    let number = u16::try_from(number).map_err(|_| DbError::corrupt("number of a review"))?;
    Ok(ReviewNote { number, ..note })
}

/// What was said of a response, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn review_note_list(
    connection: &mut AnyConnection,
    response: SurveyResponseId,
    page: &PageRequest,
) -> DbResult<Listing<ReviewNote>> {
    let mut query = survey_review_notes::table
        .filter(survey_review_notes::response_id.eq(DbId(response)))
        .select(NoteRow::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        let number: i32 = after.id.parse().map_err(|_| DbError::Cursor)?;
        query = query.filter(survey_review_notes::number.lt(number));
    }
    let rows: Vec<NoteRow> = query
        .order(survey_review_notes::number.desc())
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |row| Cursor {
        key: String::new(),
        id: row.number.to_string(),
    })
    .try_map(ReviewNote::try_from)
}
