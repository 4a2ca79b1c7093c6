//! Single-use links for answering by oneself; only hashes of their secrets are kept.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_shared::{
    PointId, PointKind, StableCode, SurveyCampaignId, SurveyCampaignKind, SurveyLinkId,
    SurveyLinkKind, SurveyRespondentId, SurveyRespondentKind, SurveyResponseId, SurveyResponseKind,
    UserKind,
};
use domain_surveys::SurveyLink;

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    dialect::{INSERT_BATCH, on_each},
    schema::survey_links,
    sql_types::{DbId, DbText},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = survey_links)]
struct LinkRow {
    id: DbId<SurveyLinkKind>,
    campaign_id: DbId<SurveyCampaignKind>,
    point_id: DbId<PointKind>,
    category: DbText<StableCode>,
    respondent_id: Option<DbId<SurveyRespondentKind>>,
    response_id: Option<DbId<SurveyResponseKind>>,
    expires_at: NaiveDateTime,
    used_at: Option<NaiveDateTime>,
    revoked_at: Option<NaiveDateTime>,
    created_by: Option<DbId<UserKind>>,
    created_at: NaiveDateTime,
}

impl From<LinkRow> for SurveyLink {
    fn from(row: LinkRow) -> Self {
        Self {
            id: row.id.0,
            campaign_id: row.campaign_id.0,
            point_id: row.point_id.0,
            category: row.category.0,
            respondent_id: row.respondent_id.map(|id| id.0),
            response_id: row.response_id.map(|id| id.0),
            expires_at: row.expires_at.and_utc(),
            used_at: row.used_at.map(|at| at.and_utc()),
            revoked_at: row.revoked_at.map(|at| at.and_utc()),
            created_by: row.created_by.map(|id| id.0),
            created_at: row.created_at.and_utc(),
        }
    }
}

/// Adds links, each with the hash of its secret.
///
/// # Errors
/// [`DbError::Reference`] when the campaign, the point or the respondent does not exist.
pub fn survey_links_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    links: &[(SurveyLink, String)],
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let rows = links.iter().map(|(link, hash)| {
        (
            survey_links::id.eq(DbId(link.id)),
            survey_links::campaign_id.eq(DbId(link.campaign_id)),
            survey_links::point_id.eq(DbId(link.point_id)),
            survey_links::category.eq(DbText(link.category.clone())),
            survey_links::respondent_id.eq(link.respondent_id.map(DbId)),
            survey_links::token_hash.eq(hash),
            survey_links::expires_at.eq(link.expires_at.naive_utc()),
            survey_links::created_by.eq(link.created_by.map(DbId)),
            survey_links::created_at.eq(link.created_at.naive_utc()),
        )
    });
    let rows: Vec<_> = rows.collect();
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(survey_links::table)
            .values(batch)
            .execute(inner))?;
    }
    Ok(())
}

/// A link of a campaign.
///
/// # Errors
/// When the database does not answer.
pub fn survey_link_find(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
    id: SurveyLinkId,
) -> DbResult<Option<SurveyLink>> {
    let row: Option<LinkRow> = survey_links::table
        .find(DbId(id))
        .filter(survey_links::campaign_id.eq(DbId(campaign)))
        .select(LinkRow::as_select())
        .first(connection)
        .optional()?;
    Ok(row.map(SurveyLink::from))
}

/// The link behind the hash of a secret.
///
/// # Errors
/// When the database does not answer.
pub fn survey_link_of_token(
    connection: &mut AnyConnection,
    token_hash: &str,
) -> DbResult<Option<SurveyLink>> {
    let row: Option<LinkRow> = survey_links::table
        .filter(survey_links::token_hash.eq(token_hash))
        .select(LinkRow::as_select())
        .first(connection)
        .optional()?;
    Ok(row.map(SurveyLink::from))
}

/// Which links to list; an empty list does not filter.
#[derive(Debug, Clone, Default)]
pub struct LinkFilter {
    /// The points they count for.
    pub points: Vec<PointId>,
    /// Whom they are for.
    pub respondent: Option<SurveyRespondentId>,
    /// Whether they were used.
    pub used: Option<bool>,
}

/// The links of a campaign, of all points or only of `within`, in the order in which they were made.
///
/// # Errors
/// When the database does not answer.
pub fn survey_link_list(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
    within: Option<&[PointId]>,
    filter: &LinkFilter,
    page: &PageRequest,
) -> DbResult<Listing<SurveyLink>> {
    let mut query = survey_links::table
        .filter(survey_links::campaign_id.eq(DbId(campaign)))
        .select(LinkRow::as_select())
        .into_boxed();
    if let Some(points) = within {
        let points: Vec<_> = points.iter().copied().map(DbId).collect();
        query = query.filter(survey_links::point_id.eq_any(points));
    }
    if !filter.points.is_empty() {
        let points: Vec<_> = filter.points.iter().copied().map(DbId).collect();
        query = query.filter(survey_links::point_id.eq_any(points));
    }
    if let Some(respondent) = filter.respondent {
        query = query.filter(survey_links::respondent_id.eq(DbId(respondent)));
    }
    query = match filter.used {
        Some(true) => query.filter(survey_links::used_at.is_not_null()),
        Some(false) => query.filter(survey_links::used_at.is_null()),
        None => query,
    };
    if let Some(after) = &page.after {
        query = query.filter(survey_links::id.gt(after.id.clone()));
    }
    let rows: Vec<LinkRow> = query
        .order(survey_links::id)
        .limit(page.fetch())
        .load(connection)?;
    Ok(Listing::cut(rows, page, |row| Cursor {
        key: String::new(),
        id: row.id.0.to_string(),
    })
    .map(SurveyLink::from))
}

/// Takes a link back.
///
/// # Errors
/// [`DbError::Stale`] when it was used or taken back meanwhile.
pub fn survey_link_revoke(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: SurveyLinkId,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let revoked = diesel::update(survey_links::table.find(DbId(id)))
        .filter(survey_links::used_at.is_null())
        .filter(survey_links::revoked_at.is_null())
        .set(survey_links::revoked_at.eq(now.naive_utc()))
        .execute(connection)?;
    DbError::stale_unless(revoked == 1)
}

/// Remembers the response that was begun with a link.
///
/// # Errors
/// [`DbError::Stale`] when it was used or taken back meanwhile.
pub fn survey_link_begin(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: SurveyLinkId,
    response: SurveyResponseId,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let begun = diesel::update(survey_links::table.find(DbId(id)))
        .filter(survey_links::used_at.is_null())
        .filter(survey_links::revoked_at.is_null())
        .set(survey_links::response_id.eq(DbId(response)))
        .execute(connection)?;
    DbError::stale_unless(begun == 1)
}

/// Notes that somebody answered with a link, and with which response; nothing of that where answers are anonymous.
///
/// # Errors
/// [`DbError::Stale`] when it was used or taken back meanwhile.
pub fn survey_link_use(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: SurveyLinkId,
    response: Option<SurveyResponseId>,
    at: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let used = diesel::update(survey_links::table.find(DbId(id)))
        .filter(survey_links::used_at.is_null())
        .filter(survey_links::revoked_at.is_null())
        .set((
            survey_links::used_at.eq(at.naive_utc()),
            survey_links::response_id.eq(response.map(DbId)),
        ))
        .execute(connection)?;
    DbError::stale_unless(used == 1)
}
