//! Completed responses as results count them.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_shared::{PointId, PointKind, StableCode, SurveyCampaignId, SurveyResponseId};
use domain_surveys::SurveyChannel;

use super::stamps::{Stamped, survey_result_stamp_advance};
use crate::{
    AnyConnection, DbResult, Tx,
    dialect::{OneOf, on_each},
    schema::{points, provinces, regions, survey_facts, survey_points},
    sql_types::{DbCode, DbId, DbText},
};

/// Rows read together.
const BATCH: i64 = 10_000;

/// What results count of a completed response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseFacts {
    /// The campaign.
    pub campaign_id: SurveyCampaignId,
    /// The response.
    pub response_id: SurveyResponseId,
    /// The point.
    pub point_id: PointId,
    /// The category of whoever answered.
    pub category: StableCode,
    /// How it was given.
    pub channel: SurveyChannel,
    /// The day in Rome on which it was completed.
    pub completed_on: NaiveDate,
    /// The answers, packed.
    pub packed: Vec<u8>,
}

/// What results count of a response as it is read back, in the form it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Fact {
    /// The response.
    pub response_id: String,
    /// The point.
    pub point_id: String,
    /// Code of the category.
    pub category: String,
    /// Code of the channel.
    pub channel: String,
    /// The day in Rome on which it was completed.
    pub completed_on: NaiveDate,
    /// The answers, packed.
    pub packed: Vec<u8>,
}

/// Notes what results count of a response, in place of what was noted before.
///
/// # Errors
/// [`crate::DbError::Reference`] when the response does not exist.
pub fn survey_facts_put(tx: &mut Tx<'_>, _permit: &Permit, facts: &ResponseFacts) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let row = survey_facts::table.find((DbId(facts.campaign_id), DbId(facts.response_id)));
    let values = (
        survey_facts::point_id.eq(DbId(facts.point_id)),
        survey_facts::category.eq(DbText(facts.category.clone())),
        survey_facts::channel.eq(DbCode(facts.channel)),
        survey_facts::completed_on.eq(facts.completed_on),
        survey_facts::packed.eq(facts.packed.clone()),
        survey_facts::is_counted.eq(true),
    );
    if diesel::update(row)
        .set(values.clone())
        .execute(connection)?
        == 0
    {
        let ids = (
            survey_facts::campaign_id.eq(DbId(facts.campaign_id)),
            survey_facts::response_id.eq(DbId(facts.response_id)),
        );
        diesel::insert_into(survey_facts::table)
            .values((ids, values))
            .execute(connection)?;
    }
    Ok(())
}

/// Forgets what results count of a response, and says whether it was counted.
///
/// # Errors
/// When the database does not answer.
pub fn survey_facts_delete(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    campaign: SurveyCampaignId,
    response: SurveyResponseId,
) -> DbResult<bool> {
    let connection: &mut AnyConnection = tx;
    let own = || survey_facts::table.find((DbId(campaign), DbId(response)));
    let was_counted = diesel::delete(own().filter(survey_facts::is_counted)).execute(connection)?;
    diesel::delete(own()).execute(connection)?;
    survey_result_stamp_advance(connection, campaign, Stamped::Facts)?;
    Ok(was_counted > 0)
}

/// Notes whether a completed response is counted.
///
/// # Errors
/// When the database does not answer.
pub fn survey_facts_count(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    (campaign, response): (SurveyCampaignId, SurveyResponseId),
    is_counted: bool,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::update(survey_facts::table.find((DbId(campaign), DbId(response))))
        .set(survey_facts::is_counted.eq(is_counted))
        .execute(connection)?;
    survey_result_stamp_advance(connection, campaign, Stamped::Facts)
}

/// What results count of the next responses of a campaign, by identifier; nothing after the last.
///
/// # Errors
/// When the database does not answer.
pub fn survey_facts_after(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
    after: &str,
) -> DbResult<Vec<Fact>> {
    Ok(on_each!(connection, |inner| survey_facts::table
        .filter(survey_facts::campaign_id.eq(DbId(campaign)))
        .filter(survey_facts::response_id.gt(after))
        .filter(survey_facts::is_counted)
        .order(survey_facts::response_id)
        .limit(BATCH)
        .select((
            survey_facts::response_id,
            survey_facts::point_id,
            survey_facts::category,
            survey_facts::channel,
            survey_facts::completed_on,
            survey_facts::packed,
        ))
        .load(inner))?)
}

/// Gives each response of a campaign to `with`, some thousands read at a time.
///
/// # Errors
/// When the database does not answer.
pub fn survey_facts_scan(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
    mut with: impl FnMut(&Fact),
) -> DbResult<()> {
    let mut after = String::new();
    loop {
        let batch = survey_facts_after(connection, campaign, &after)?;
        batch.iter().for_each(&mut with);
        match batch.last() {
            Some(last) => after.clone_from(&last.response_id),
            None => return Ok(()),
        }
    }
}

/// What results count of these responses of a campaign, in no particular order; nothing of those that are not counted.
///
/// # Errors
/// When the database does not answer.
pub fn survey_facts_of(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
    responses: &[SurveyResponseId],
) -> DbResult<Vec<Fact>> {
    Ok(on_each!(connection, |inner| survey_facts::table
        .filter(survey_facts::campaign_id.eq(DbId(campaign)))
        .filter(OneOf::new(survey_facts::response_id, responses))
        .filter(survey_facts::is_counted)
        .select((
            survey_facts::response_id,
            survey_facts::point_id,
            survey_facts::category,
            survey_facts::channel,
            survey_facts::completed_on,
            survey_facts::packed,
        ))
        .load(inner))?)
}

/// A point of a campaign, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyPlace {
    /// The point.
    pub point_id: PointId,
    /// Its name.
    pub name: String,
    /// ISTAT code and name of its province.
    pub province: (String, String),
    /// ISTAT code and name of its region.
    pub region: (String, String),
}

/// The points of a campaign by region, province and name.
///
/// # Errors
/// When the database does not answer.
pub fn survey_places(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
) -> DbResult<Vec<SurveyPlace>> {
    type Row = (DbId<PointKind>, String, String, String, String, String);
    let rows: Vec<Row> = survey_points::table
        .inner_join(points::table)
        .inner_join(provinces::table.on(provinces::code.eq(points::province_code)))
        .inner_join(regions::table.on(regions::code.eq(points::region_code)))
        .filter(survey_points::campaign_id.eq(DbId(campaign)))
        .order((
            points::region_code,
            points::province_code,
            points::sort_name,
            points::id,
        ))
        .select((
            points::id,
            points::name,
            provinces::code,
            provinces::name,
            regions::code,
            regions::name,
        ))
        .load(connection)?;
    let place = |(id, name, province, province_name, region, region_name): Row| SurveyPlace {
        point_id: id.0,
        name,
        province: (province, province_name),
        region: (region, region_name),
    };
    Ok(rows.into_iter().map(place).collect())
}
