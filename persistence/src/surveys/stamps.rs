//! Numbers that tell whether what results are made from has changed since it was read.

use diesel::prelude::*;
use domain_shared::SurveyCampaignId;

use crate::{
    AnyConnection, DbResult, dialect::on_each, schema::survey_result_stamps, sql_types::DbId,
};

/// What results of a closed campaign are made from, numbered: as long as a number is the same, so is what it stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ResultStamp {
    /// Of the answers that are counted.
    pub facts: i32,
    /// Of the codes that open answers were given.
    pub codes: i32,
}

/// What a change is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamped {
    Facts,
    Codes,
}

/// The numbers of a campaign.
///
/// # Errors
/// When the database does not answer.
pub fn survey_result_stamp(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
) -> DbResult<ResultStamp> {
    let found: Option<(i32, i32)> = survey_result_stamps::table
        .find(DbId(campaign))
        .select((survey_result_stamps::facts, survey_result_stamps::codes))
        .first(connection)
        .optional()?;
    let (facts, codes) = found.unwrap_or_default();
    Ok(ResultStamp { facts, codes })
}

/// Counts a change.
pub(super) fn survey_result_stamp_advance(
    connection: &mut AnyConnection,
    campaign: SurveyCampaignId,
    what: Stamped,
) -> DbResult<()> {
    let (facts, codes) = match what {
        Stamped::Facts => (1, 0),
        Stamped::Codes => (0, 1),
    };
    on_each!(connection, |inner| diesel::insert_into(
        survey_result_stamps::table
    )
    .values((
        survey_result_stamps::campaign_id.eq(DbId(campaign)),
        survey_result_stamps::facts.eq(facts),
        survey_result_stamps::codes.eq(codes),
    ))
    .on_conflict(survey_result_stamps::campaign_id)
    .do_update()
    .set((
        survey_result_stamps::facts.eq(survey_result_stamps::facts + facts),
        survey_result_stamps::codes.eq(survey_result_stamps::codes + codes),
    ))
    .execute(inner))?;
    Ok(())
}
