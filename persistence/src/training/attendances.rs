//! Who attends an edition.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{dsl::count_star, prelude::*};
use domain_accounts::{Permit, Scope};
use domain_shared::{EditionId, EditionKind, PersonName, SpecialistId, SpecialistKind, Version};
use domain_specialists::{Attendance, AttendanceOutcome, AttendanceRecord};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::{attendances, specialists},
    specialists::within_scope,
    sql_types::{DbCode, DbId, DbText, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = attendances)]
struct AttendanceRow {
    edition_id: DbId<EditionKind>,
    specialist_id: DbId<SpecialistKind>,
    hours: i32,
    outcome: DbCode<AttendanceOutcome>,
    version: DbVersion,
}

impl TryFrom<AttendanceRow> for Attendance {
    type Error = DbError;

    fn try_from(row: AttendanceRow) -> DbResult<Self> {
        let record = u16::try_from(row.hours)
            .ok()
            .and_then(|hours| AttendanceRecord::from_stored(hours, row.outcome.0));
        Ok(Self {
            version: row.version.0,
            edition_id: row.edition_id.0,
            specialist_id: row.specialist_id.0,
            record: record.ok_or_else(|| DbError::corrupt("record of an attendance"))?,
        })
    }
}

/// Adds an attendance.
///
/// # Errors
/// [`DbError::Unique`] when the specialist is enrolled already.
pub fn attendance_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    attendance: &Attendance,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(attendances::table)
        .values((
            attendances::edition_id.eq(DbId(attendance.edition_id)),
            attendances::specialist_id.eq(DbId(attendance.specialist_id)),
            attendances::hours.eq(i32::from(attendance.record.hours())),
            attendances::outcome.eq(DbCode(attendance.record.outcome())),
            attendances::version.eq(DbVersion(attendance.version)),
            attendances::created_at.eq(now.naive_utc()),
            attendances::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes an attendance over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile.
pub fn attendance_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    attendance: &Attendance,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let key = (DbId(attendance.edition_id), DbId(attendance.specialist_id));
    let updated = diesel::update(attendances::table.find(key))
        .filter(attendances::version.eq(DbVersion(read)))
        .set((
            attendances::hours.eq(i32::from(attendance.record.hours())),
            attendances::outcome.eq(DbCode(attendance.record.outcome())),
            attendances::version.eq(DbVersion(attendance.version)),
            attendances::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// The attendance of a specialist.
///
/// # Errors
/// When the database does not answer.
pub fn attendance_find(
    connection: &mut AnyConnection,
    edition_id: EditionId,
    specialist_id: SpecialistId,
) -> DbResult<Option<Attendance>> {
    attendances::table
        .find((DbId(edition_id), DbId(specialist_id)))
        .select(AttendanceRow::as_select())
        .first(connection)
        .optional()?
        .map(Attendance::try_from)
        .transpose()
}

/// Everybody who is enrolled in an edition: as many as its seats at most.
///
/// # Errors
/// When the database does not answer.
pub fn attendances_of(
    connection: &mut AnyConnection,
    edition_id: EditionId,
) -> DbResult<Vec<Attendance>> {
    let rows: Vec<AttendanceRow> = attendances::table
        .filter(attendances::edition_id.eq(DbId(edition_id)))
        .select(AttendanceRow::as_select())
        .load(connection)?;
    rows.into_iter().map(Attendance::try_from).collect()
}

/// How many people are enrolled in each of these editions.
///
/// # Errors
/// When the database does not answer.
pub fn attendees_count(
    connection: &mut AnyConnection,
    ids: &[EditionId],
) -> DbResult<BTreeMap<EditionId, i64>> {
    let asked: Vec<_> = ids.iter().copied().map(DbId).collect();
    let rows: Vec<(DbId<EditionKind>, i64)> = attendances::table
        .filter(attendances::edition_id.eq_any(asked))
        .group_by(attendances::edition_id)
        .select((attendances::edition_id, count_star()))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, count)| (id.0, count)).collect())
}

/// Somebody who attends, with their name.
#[derive(Debug, Clone)]
pub struct Attendee {
    /// The attendance.
    pub attendance: Attendance,
    /// Given name.
    pub given_name: PersonName,
    /// Family name.
    pub family_name: PersonName,
}

/// Attendances of an edition, by name, of the specialists within the scope.
///
/// # Errors
/// When the database does not answer.
pub fn attendance_list(
    connection: &mut AnyConnection,
    edition_id: EditionId,
    scope: &Scope,
    outcomes: &[AttendanceOutcome],
    today: NaiveDate,
    page: &PageRequest,
) -> DbResult<Listing<Attendee>> {
    type Row = (
        AttendanceRow,
        DbText<PersonName>,
        DbText<PersonName>,
        String,
    );
    let query = attendances::table
        .inner_join(specialists::table)
        .filter(attendances::edition_id.eq(DbId(edition_id)))
        .select((
            AttendanceRow::as_select(),
            specialists::given_name,
            specialists::family_name,
            specialists::sort_name,
        ))
        .into_boxed();
    let mut query = within_scope!(query, scope, today);
    if !outcomes.is_empty() {
        let outcomes: Vec<_> = outcomes.iter().copied().map(DbCode).collect();
        query = query.filter(attendances::outcome.eq_any(outcomes));
    }
    if let Some(after) = &page.after {
        query = query.filter(
            specialists::sort_name
                .gt(&after.key)
                .or(specialists::sort_name
                    .eq(&after.key)
                    .and(specialists::id.gt(&after.id))),
        );
    }
    let rows: Vec<Row> = query
        .order((specialists::sort_name, specialists::id))
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |(row, _, _, sort_name)| Cursor {
        key: sort_name.clone(),
        id: row.specialist_id.0.to_string(),
    })
    .try_map(|(row, given_name, family_name, _)| {
        Ok(Attendee {
            attendance: row.try_into()?,
            given_name: given_name.0,
            family_name: family_name.0,
        })
    })
}
