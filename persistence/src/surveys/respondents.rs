//! People to be asked.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_shared::{
    PointId, PointKind, StableCode, SurveyCampaignId, SurveyCampaignKind, SurveyRespondentId,
    SurveyRespondentKind, UserKind, Version,
};
use domain_surveys::{Disposition, Respondent, RespondentContact};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::{idempotency_keys, survey_call_attempts, survey_respondents},
    sql_types::{DbCode, DbId, DbJson, DbText, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = survey_respondents)]
struct RespondentRow {
    id: DbId<SurveyRespondentKind>,
    campaign_id: DbId<SurveyCampaignKind>,
    point_id: DbId<PointKind>,
    category: DbText<StableCode>,
    disposition: DbCode<Disposition>,
    content: DbJson<RespondentContact>,
    attempts: i32,
    next_call_at: Option<NaiveDateTime>,
    version: DbVersion,
    erased_at: Option<NaiveDateTime>,
    created_by: Option<DbId<UserKind>>,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

impl TryFrom<RespondentRow> for Respondent {
    type Error = DbError;

    fn try_from(row: RespondentRow) -> DbResult<Self> {
        let attempts = u16::try_from(row.attempts);
        Ok(Self {
            id: row.id.0,
            campaign_id: row.campaign_id.0,
            point_id: row.point_id.0,
            category: row.category.0,
            disposition: row.disposition.0,
            contact: row.content.0,
            attempts: attempts.map_err(|_| DbError::corrupt("calls to a respondent"))?,
            next_call_at: row.next_call_at.map(|at| at.and_utc()),
            version: row.version.0,
            erased_at: row.erased_at.map(|at| at.and_utc()),
            created_by: row.created_by.map(|id| id.0),
            created_at: row.created_at.and_utc(),
            updated_at: row.updated_at.and_utc(),
        })
    }
}

/// Adds a respondent.
///
/// # Errors
/// [`DbError::Reference`] when the campaign or the point does not exist.
pub fn respondent_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    respondent: &Respondent,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(survey_respondents::table)
        .values((
            survey_respondents::id.eq(DbId(respondent.id)),
            survey_respondents::campaign_id.eq(DbId(respondent.campaign_id)),
            survey_respondents::point_id.eq(DbId(respondent.point_id)),
            survey_respondents::category.eq(DbText(respondent.category.clone())),
            survey_respondents::disposition.eq(DbCode(respondent.disposition)),
            survey_respondents::content.eq(DbJson(respondent.contact.clone())),
            survey_respondents::attempts.eq(i32::from(respondent.attempts)),
            survey_respondents::next_call_at.eq(respondent.next_call_at.map(|at| at.naive_utc())),
            survey_respondents::version.eq(DbVersion(respondent.version)),
            survey_respondents::created_by.eq(respondent.created_by.map(DbId)),
            survey_respondents::created_at.eq(respondent.created_at.naive_utc()),
            survey_respondents::updated_at.eq(respondent.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes a respondent over the version they were read in.
///
/// # Errors
/// [`DbError::Stale`] when they were changed meanwhile.
pub fn respondent_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    respondent: &Respondent,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(survey_respondents::table.find(DbId(respondent.id)))
        .filter(survey_respondents::version.eq(DbVersion(read)))
        .set((
            survey_respondents::disposition.eq(DbCode(respondent.disposition)),
            survey_respondents::content.eq(DbJson(respondent.contact.clone())),
            survey_respondents::attempts.eq(i32::from(respondent.attempts)),
            survey_respondents::next_call_at.eq(respondent.next_call_at.map(|at| at.naive_utc())),
            survey_respondents::version.eq(DbVersion(respondent.version)),
            survey_respondents::erased_at.eq(respondent.erased_at.map(|at| at.naive_utc())),
            survey_respondents::updated_at.eq(respondent.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// Removes what was noted of the calls to a respondent, and the answers to requests that are kept to be repeated and may say
/// who they are. The respondent is written besides.
///
/// # Errors
/// When the database does not answer.
pub fn respondent_notes_erase(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    respondent: SurveyRespondentId,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::update(survey_call_attempts::table)
        .filter(survey_call_attempts::respondent_id.eq(DbId(respondent)))
        .set(survey_call_attempts::note.eq(None::<String>))
        .execute(connection)?;
    // All that is kept there is of the last day.
    diesel::delete(idempotency_keys::table)
        .filter(idempotency_keys::body.like(format!("%{respondent}%")))
        .execute(connection)?;
    Ok(())
}

/// A respondent of a campaign.
///
/// # Errors
/// When the database does not answer.
pub fn respondent_find(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
    id: SurveyRespondentId,
) -> DbResult<Option<Respondent>> {
    survey_respondents::table
        .find(DbId(id))
        .filter(survey_respondents::campaign_id.eq(DbId(campaign)))
        .select(RespondentRow::as_select())
        .first(connection)
        .optional()?
        .map(Respondent::try_from)
        .transpose()
}

/// Which respondents to list; an empty list does not filter.
#[derive(Debug, Clone, Default)]
pub struct RespondentFilter {
    /// How far asking them has come.
    pub dispositions: Vec<Disposition>,
    /// Who asks them.
    pub points: Vec<PointId>,
    /// Their categories.
    pub categories: Vec<StableCode>,
    /// Only those to be called by then, in the order of their calls.
    pub call_before: Option<DateTime<Utc>>,
}

/// The respondents of a campaign, of all points or only of `within`: in the order in which they were put on the list,
/// or of their next calls.
///
/// # Errors
/// When the database does not answer.
pub fn respondent_list(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
    within: Option<&[PointId]>,
    filter: &RespondentFilter,
    page: &PageRequest,
) -> DbResult<Listing<Respondent>> {
    let mut query = survey_respondents::table
        .filter(survey_respondents::campaign_id.eq(DbId(campaign)))
        .select(RespondentRow::as_select())
        .into_boxed();
    if let Some(points) = within {
        let points: Vec<_> = points.iter().copied().map(DbId).collect();
        query = query.filter(survey_respondents::point_id.eq_any(points));
    }
    if !filter.dispositions.is_empty() {
        let codes: Vec<_> = filter.dispositions.iter().copied().map(DbCode).collect();
        query = query.filter(survey_respondents::disposition.eq_any(codes));
    }
    if !filter.points.is_empty() {
        let points: Vec<_> = filter.points.iter().copied().map(DbId).collect();
        query = query.filter(survey_respondents::point_id.eq_any(points));
    }
    if !filter.categories.is_empty() {
        let codes: Vec<_> = filter.categories.iter().cloned().map(DbText).collect();
        query = query.filter(survey_respondents::category.eq_any(codes));
    }
    let Some(before) = filter.call_before else {
        if let Some(after) = &page.after {
            query = query.filter(survey_respondents::id.gt(after.id.clone()));
        }
        let rows: Vec<RespondentRow> = query
            .order(survey_respondents::id)
            .limit(page.fetch())
            .load(connection)?;
        let cursor = |row: &RespondentRow| Cursor {
            key: String::new(),
            id: row.id.0.to_string(),
        };
        return Listing::cut(rows, page, cursor).try_map(Respondent::try_from);
    };
    query = query.filter(survey_respondents::next_call_at.le(before.naive_utc()));
    if let Some(after) = &page.after {
        let at = after.time()?;
        query = query.filter(
            survey_respondents::next_call_at
                .gt(at)
                .or(survey_respondents::next_call_at
                    .eq(at)
                    .and(survey_respondents::id.gt(after.id.clone()))),
        );
    }
    let rows: Vec<RespondentRow> = query
        .order((survey_respondents::next_call_at, survey_respondents::id))
        .limit(page.fetch())
        .load(connection)?;
    let cursor =
        |row: &RespondentRow| Cursor::at_time(row.next_call_at.unwrap_or_default(), &row.id.0);
    Listing::cut(rows, page, cursor).try_map(Respondent::try_from)
}
