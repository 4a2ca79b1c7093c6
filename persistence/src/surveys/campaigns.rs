//! Survey campaigns, one by one.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_shared::{
    BoundedNumber as _, DefinitionNumber, DisplayName, NetworkBodyId, NetworkBodyKind, PointId,
    PointKind, QuestionnaireIdKind, SurveyCampaignId, SurveyCampaignKind, TextValue as _, Version,
    fold,
};
use domain_surveys::{CampaignContent, CampaignStatus, SurveyCampaign};

use crate::{
    AnyConnection, DbError, DbResult, Tx,
    schema::{points, survey_campaigns},
    sql_types::{DbCode, DbId, DbJson, DbText, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = survey_campaigns)]
pub(super) struct CampaignRow {
    pub(super) id: DbId<SurveyCampaignKind>,
    network_id: DbId<NetworkBodyKind>,
    questionnaire_id: DbId<QuestionnaireIdKind>,
    questionnaire_number: i32,
    status: DbCode<CampaignStatus>,
    title: DbText<DisplayName>,
    anonymous: bool,
    pub(super) first_day: NaiveDate,
    last_day: NaiveDate,
    content: DbJson<CampaignContent>,
    version: DbVersion,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

impl TryFrom<CampaignRow> for SurveyCampaign {
    type Error = DbError;

    fn try_from(row: CampaignRow) -> DbResult<Self> {
        let number = DefinitionNumber::from_number(i64::from(row.questionnaire_number));
        Ok(Self {
            id: row.id.0,
            network_id: row.network_id.0,
            questionnaire_id: row.questionnaire_id.0,
            questionnaire_number: number
                .ok_or_else(|| DbError::corrupt("number of a questionnaire"))?,
            status: row.status.0,
            title: row.title.0,
            anonymous: row.anonymous,
            first_day: row.first_day,
            last_day: row.last_day,
            content: row.content.0,
            version: row.version.0,
            created_at: row.created_at.and_utc(),
            updated_at: row.updated_at.and_utc(),
        })
    }
}

/// Adds a campaign.
///
/// # Errors
/// [`DbError::Reference`] when its network or questionnaire does not exist.
pub fn campaign_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    campaign: &SurveyCampaign,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(survey_campaigns::table)
        .values((
            survey_campaigns::id.eq(DbId(campaign.id)),
            survey_campaigns::network_id.eq(DbId(campaign.network_id)),
            survey_campaigns::questionnaire_id.eq(DbId(campaign.questionnaire_id)),
            survey_campaigns::questionnaire_number
                .eq(i32::from(campaign.questionnaire_number.number())),
            survey_campaigns::status.eq(DbCode(campaign.status)),
            survey_campaigns::title.eq(DbText(campaign.title.clone())),
            survey_campaigns::sort_title.eq(fold(campaign.title.as_str())),
            survey_campaigns::anonymous.eq(campaign.anonymous),
            survey_campaigns::first_day.eq(campaign.first_day),
            survey_campaigns::last_day.eq(campaign.last_day),
            survey_campaigns::content.eq(DbJson(campaign.content.clone())),
            survey_campaigns::version.eq(DbVersion(campaign.version)),
            survey_campaigns::created_at.eq(campaign.created_at.naive_utc()),
            survey_campaigns::updated_at.eq(campaign.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes a campaign over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile.
pub fn campaign_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    campaign: &SurveyCampaign,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(survey_campaigns::table.find(DbId(campaign.id)))
        .filter(survey_campaigns::version.eq(DbVersion(read)))
        .set((
            survey_campaigns::questionnaire_id.eq(DbId(campaign.questionnaire_id)),
            survey_campaigns::questionnaire_number
                .eq(i32::from(campaign.questionnaire_number.number())),
            survey_campaigns::status.eq(DbCode(campaign.status)),
            survey_campaigns::title.eq(DbText(campaign.title.clone())),
            survey_campaigns::sort_title.eq(fold(campaign.title.as_str())),
            survey_campaigns::anonymous.eq(campaign.anonymous),
            survey_campaigns::first_day.eq(campaign.first_day),
            survey_campaigns::last_day.eq(campaign.last_day),
            survey_campaigns::content.eq(DbJson(campaign.content.clone())),
            survey_campaigns::version.eq(DbVersion(campaign.version)),
            survey_campaigns::updated_at.eq(campaign.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// The campaign with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn campaign_find(
    connection: &mut AnyConnection,
    id: SurveyCampaignId,
) -> DbResult<Option<SurveyCampaign>> {
    survey_campaigns::table
        .find(DbId(id))
        .select(CampaignRow::as_select())
        .first(connection)
        .optional()?
        .map(SurveyCampaign::try_from)
        .transpose()
}

/// Which of these points are points of a network.
///
/// # Errors
/// When the database does not answer.
pub fn points_of_network(
    connection: &mut AnyConnection,
    network: NetworkBodyId,
    ids: &[PointId],
) -> DbResult<Vec<PointId>> {
    let rows: Vec<DbId<PointKind>> = points::table
        .filter(points::network_id.eq(DbId(network)))
        .filter(points::id.eq_any(ids.iter().copied().map(DbId)))
        .select(points::id)
        .load(connection)?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}
