//! Quotas of campaigns, and what counts towards them.

use std::collections::BTreeMap;

use diesel::{dsl::count_star, prelude::*, sql_types::Bool, upsert::excluded};
use domain_accounts::Permit;
use domain_shared::{
    BoundedNumber, PointId, PointKind, StableCode, SurveyCampaignId, TextValue as _,
};
use domain_surveys::{
    CampaignProgress, PointProgress, PointQuota, Quota, QuotaCount, SlotProgress, SlotQuota,
};

use crate::{
    AnyConnection, DbError, DbResult, Tx,
    dialect::{INSERT_BATCH, on_each},
    schema::{survey_points, survey_responses, survey_slots},
    sql_types::{DbId, DbText},
};

/// Point, minimum, cap, and how many are completed.
type PointRow = (DbId<PointKind>, i32, Option<i32>, i32);
/// Point, category, minimum, cap, and how many are completed.
type SlotRow = (DbId<PointKind>, DbText<StableCode>, i32, Option<i32>, i32);

fn number<N: BoundedNumber>(stored: i32) -> DbResult<N> {
    N::from_number(i64::from(stored)).ok_or_else(|| DbError::corrupt("quota"))
}

fn quota(minimum: i32, cap: Option<i32>) -> DbResult<Quota> {
    Ok(Quota {
        minimum: number(minimum)?,
        cap: cap.map(number).transpose()?,
    })
}

fn rows(
    connection: &mut AnyConnection,
    id: SurveyCampaignId,
) -> DbResult<(Vec<PointRow>, Vec<SlotRow>)> {
    let points = survey_points::table
        .filter(survey_points::campaign_id.eq(DbId(id)))
        .order(survey_points::point_id)
        .select((
            survey_points::point_id,
            survey_points::minimum,
            survey_points::cap,
            survey_points::completed,
        ))
        .load(connection)?;
    let slots = survey_slots::table
        .filter(survey_slots::campaign_id.eq(DbId(id)))
        .order((survey_slots::point_id, survey_slots::category))
        .select((
            survey_slots::point_id,
            survey_slots::category,
            survey_slots::minimum,
            survey_slots::cap,
            survey_slots::completed,
        ))
        .load(connection)?;
    Ok((points, slots))
}

/// The quotas of a campaign, by point and category.
///
/// # Errors
/// When the database does not answer.
pub fn campaign_quotas(
    connection: &mut AnyConnection,
    id: SurveyCampaignId,
) -> DbResult<Vec<PointQuota>> {
    let (points, slots) = rows(connection, id)?;
    let mut of_points: BTreeMap<PointId, Vec<SlotQuota>> = BTreeMap::new();
    for (point, category, minimum, cap, _) in slots {
        of_points.entry(point.0).or_default().push(SlotQuota {
            category: category.0,
            quota: quota(minimum, cap)?,
        });
    }
    let points = points.into_iter().map(|(point, minimum, cap, _)| {
        Ok(PointQuota {
            point_id: point.0,
            quota: quota(minimum, cap)?,
            slots: of_points.remove(&point.0).unwrap_or_default(),
        })
    });
    points.collect()
}

/// How far a campaign has come, by point and category.
///
/// # Errors
/// When the database does not answer.
pub fn campaign_progress(
    connection: &mut AnyConnection,
    id: SurveyCampaignId,
) -> DbResult<CampaignProgress> {
    type Partial = (DbId<PointKind>, DbText<StableCode>, i64);
    let (points, slots) = rows(connection, id)?;
    // Written out, because a bound value would not find the index of partial responses.
    let is_partial = diesel::dsl::sql::<Bool>("survey_responses.status = 'partial'");
    let partial: Vec<Partial> = survey_responses::table
        .filter(survey_responses::campaign_id.eq(DbId(id)))
        .filter(is_partial)
        .group_by((survey_responses::point_id, survey_responses::category))
        .select((
            survey_responses::point_id,
            survey_responses::category,
            count_star(),
        ))
        .load(connection)?;
    let partial = partial.into_iter().map(|(point, category, count)| {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        ((point.0, category.0), count)
    });
    let partial: BTreeMap<(PointId, StableCode), u32> = partial.collect();
    let completed = |stored: i32| u32::try_from(stored).map_err(|_| DbError::corrupt("quota"));
    let mut of_points: BTreeMap<PointId, Vec<SlotProgress>> = BTreeMap::new();
    for (point, category, minimum, cap, done) in slots {
        let key = (point.0, category.0);
        let count = QuotaCount {
            quota: quota(minimum, cap)?,
            completed: completed(done)?,
            partial: partial.get(&key).copied().unwrap_or_default(),
        };
        let (point, category) = key;
        let slots = of_points.entry(point).or_default();
        slots.push(SlotProgress { category, count });
    }
    let points = points.into_iter().map(|(point, minimum, cap, done)| {
        let slots = of_points.remove(&point.0).unwrap_or_default();
        Ok(PointProgress {
            point_id: point.0,
            count: QuotaCount {
                quota: quota(minimum, cap)?,
                completed: completed(done)?,
                partial: slots.iter().map(|slot| slot.count.partial).sum(),
            },
            slots,
        })
    });
    let points: DbResult<Vec<PointProgress>> = points.collect();
    Ok(CampaignProgress { points: points? })
}

/// Writes the quotas of a campaign in place of those it has. What counts already stays; points and categories
/// that nothing counts for are dropped where they are not named.
///
/// # Errors
/// [`DbError::Reference`] when a point does not exist.
pub fn campaign_quotas_write(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: SurveyCampaignId,
    quotas: &[PointQuota],
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let cap = |quota: &Quota| quota.cap.map(|cap| i32::from(cap.number()));
    diesel::delete(survey_slots::table)
        .filter(survey_slots::campaign_id.eq(DbId(id)))
        .filter(survey_slots::completed.eq(0))
        .execute(connection)?;
    diesel::delete(survey_points::table)
        .filter(survey_points::campaign_id.eq(DbId(id)))
        .filter(survey_points::completed.eq(0))
        .execute(connection)?;
    let points = quotas.iter().map(|point| {
        (
            survey_points::campaign_id.eq(DbId(id)),
            survey_points::point_id.eq(DbId(point.point_id)),
            survey_points::minimum.eq(i32::from(point.quota.minimum.number())),
            survey_points::cap.eq(cap(&point.quota)),
            survey_points::completed.eq(0),
        )
    });
    let points: Vec<_> = points.collect();
    for batch in points.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(
            survey_points::table
        )
        .values(batch)
        .on_conflict((survey_points::campaign_id, survey_points::point_id))
        .do_update()
        .set((
            survey_points::minimum.eq(excluded(survey_points::minimum)),
            survey_points::cap.eq(excluded(survey_points::cap)),
        ))
        .execute(inner))?;
    }
    let slots = quotas.iter().flat_map(|point| {
        point.slots.iter().map(move |slot| {
            (
                survey_slots::campaign_id.eq(DbId(id)),
                survey_slots::point_id.eq(DbId(point.point_id)),
                survey_slots::category.eq(DbText(slot.category.clone())),
                survey_slots::minimum.eq(i32::from(slot.quota.minimum.number())),
                survey_slots::cap.eq(cap(&slot.quota)),
                survey_slots::completed.eq(0),
            )
        })
    });
    let slots: Vec<_> = slots.collect();
    for batch in slots.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(survey_slots::table)
            .values(batch)
            .on_conflict((
                survey_slots::campaign_id,
                survey_slots::point_id,
                survey_slots::category
            ))
            .do_update()
            .set((
                survey_slots::minimum.eq(excluded(survey_slots::minimum)),
                survey_slots::cap.eq(excluded(survey_slots::cap)),
            ))
            .execute(inner))?;
    }
    Ok(())
}

/// Whether a category is asked at a point of a campaign.
///
/// # Errors
/// When the database does not answer.
pub fn quota_of_slot(
    connection: &mut AnyConnection,
    id: SurveyCampaignId,
    point: PointId,
    category: &StableCode,
) -> DbResult<bool> {
    let slot = survey_slots::table.find((DbId(id), DbId(point), category.as_str()));
    Ok(diesel::select(diesel::dsl::exists(slot)).get_result(connection)?)
}

/// Counts a completed answer, unless the quota of its category or of its point is full: then nothing is counted.
///
/// # Errors
/// When the database does not answer.
pub fn quota_take(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: SurveyCampaignId,
    point: PointId,
    category: &StableCode,
) -> DbResult<bool> {
    let connection: &mut AnyConnection = tx;
    let slot = || survey_slots::table.find((DbId(id), DbId(point), category.as_str()));
    let room = survey_slots::cap
        .is_null()
        .or(survey_slots::cap.gt(survey_slots::completed.nullable()));
    let taken = diesel::update(slot())
        .filter(room)
        .set(survey_slots::completed.eq(survey_slots::completed + 1))
        .execute(connection)?;
    if taken == 0 {
        return Ok(false);
    }
    let room = survey_points::cap
        .is_null()
        .or(survey_points::cap.gt(survey_points::completed.nullable()));
    let taken = diesel::update(survey_points::table.find((DbId(id), DbId(point))))
        .filter(room)
        .set(survey_points::completed.eq(survey_points::completed + 1))
        .execute(connection)?;
    if taken == 0 {
        diesel::update(slot())
            .set(survey_slots::completed.eq(survey_slots::completed - 1))
            .execute(connection)?;
    }
    Ok(taken == 1)
}

/// Takes a completed answer out of the count.
///
/// # Errors
/// When the database does not answer.
pub fn quota_give_back(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: SurveyCampaignId,
    point: PointId,
    category: &StableCode,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::update(survey_slots::table.find((DbId(id), DbId(point), category.as_str())))
        .set(survey_slots::completed.eq(survey_slots::completed - 1))
        .execute(connection)?;
    diesel::update(survey_points::table.find((DbId(id), DbId(point))))
        .set(survey_points::completed.eq(survey_points::completed - 1))
        .execute(connection)?;
    Ok(())
}
