//! What is true of specialists on a day: where they are assigned, whether they are trained.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::{dsl::auto_type, prelude::*};
use domain_shared::{PointId, PointKind, SpecialistId, SpecialistKind};
use domain_specialists::TrainingKind;

use crate::{
    AnyConnection, DbResult,
    schema::{assignments, certificates},
    sql_types::{DbCode, DbId},
};

/// The training of a *Welf@re Specialist*.
pub(super) const BASE: DbCode<TrainingKind> = DbCode(TrainingKind::WelfareSpecialistBase);

/// What is true of a specialist on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpecialistToday {
    /// The points of the assignments that hold, without repetition.
    pub points: Vec<PointId>,
    /// Whether the training of a *Welf@re Specialist* is complete.
    pub trained: bool,
}

/// Identifiers of the specialists assigned to one of these points on a day.
#[auto_type(no_type_alias)]
pub(crate) fn assigned_on(points: Vec<DbId<PointKind>>, day: NaiveDate) -> _ {
    assignments::table
        .filter(assignments::point_id.eq_any(points))
        .filter(assignments::starts_on.le(day))
        .filter(
            assignments::ends_on
                .is_null()
                .or(assignments::ends_on.ge(day)),
        )
        .select(assignments::specialist_id)
}

/// Identifiers of the specialists who hold a certificate of a kind on a day.
#[auto_type(no_type_alias)]
pub(super) fn certified_on(kind: DbCode<TrainingKind>, day: NaiveDate) -> _ {
    certificates::table
        .filter(certificates::kind.eq(kind))
        .filter(certificates::issued_on.le(day))
        .filter(
            certificates::expires_on
                .is_null()
                .or(certificates::expires_on.ge(day)),
        )
        .filter(
            certificates::revoked_on
                .is_null()
                .or(certificates::revoked_on.gt(day)),
        )
        .select(certificates::specialist_id)
}

/// What is true on a day of each of these specialists.
///
/// # Errors
/// When the database does not answer.
pub fn specialists_today(
    connection: &mut AnyConnection,
    ids: &[SpecialistId],
    day: NaiveDate,
) -> DbResult<BTreeMap<SpecialistId, SpecialistToday>> {
    type Pair = (DbId<SpecialistKind>, DbId<PointKind>);
    let asked: Vec<_> = ids.iter().copied().map(DbId).collect();
    let assigned: Vec<Pair> = assignments::table
        .filter(assignments::specialist_id.eq_any(asked.clone()))
        .filter(assignments::starts_on.le(day))
        .filter(
            assignments::ends_on
                .is_null()
                .or(assignments::ends_on.ge(day)),
        )
        .select((assignments::specialist_id, assignments::point_id))
        .order((assignments::starts_on, assignments::id))
        .load(connection)?;
    let trained: Vec<DbId<SpecialistKind>> = certified_on(BASE, day)
        .filter(certificates::specialist_id.eq_any(asked))
        .load(connection)?;
    let mut today: BTreeMap<_, SpecialistToday> = ids
        .iter()
        .map(|id| (*id, SpecialistToday::default()))
        .collect();
    for (specialist, point) in assigned {
        let points = &mut today.entry(specialist.0).or_default().points;
        if !points.contains(&point.0) {
            points.push(point.0);
        }
    }
    for specialist in trained {
        today.entry(specialist.0).or_default().trained = true;
    }
    Ok(today)
}
