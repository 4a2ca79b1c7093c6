//! Who works at a point.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain_points::StaffReadiness;
use domain_shared::{
    AssignmentId, AssignmentKind, Period, PersonName, PointId, SpecialistId, SpecialistKind,
};
use domain_specialists::{SpecialistRole, SpecialistStatus, TrainingKind};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest,
    schema::{assignments, certificates, specialists},
    sql_types::{DbCode, DbId, DbText},
};

/// Somebody assigned to a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffMember {
    /// The assignment.
    pub assignment_id: AssignmentId,
    /// The specialist.
    pub specialist_id: SpecialistId,
    /// Given name.
    pub given_name: PersonName,
    /// Family name.
    pub family_name: PersonName,
    /// What the specialist does at the point.
    pub role: SpecialistRole,
    /// Whether the specialist is at work.
    pub status: SpecialistStatus,
    /// The days of the assignment.
    pub period: Period,
}

#[derive(Queryable)]
struct StaffRow {
    assignment_id: DbId<AssignmentKind>,
    specialist_id: DbId<SpecialistKind>,
    given_name: DbText<PersonName>,
    family_name: DbText<PersonName>,
    sort_name: String,
    role: DbCode<SpecialistRole>,
    status: DbCode<SpecialistStatus>,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
}

impl TryFrom<StaffRow> for StaffMember {
    type Error = DbError;

    fn try_from(row: StaffRow) -> DbResult<Self> {
        Ok(Self {
            assignment_id: row.assignment_id.0,
            specialist_id: row.specialist_id.0,
            given_name: row.given_name.0,
            family_name: row.family_name.0,
            role: row.role.0,
            status: row.status.0,
            period: period(row.starts_on, row.ends_on)?,
        })
    }
}

fn period(from: NaiveDate, until: Option<NaiveDate>) -> DbResult<Period> {
    Period::new(from, until).map_err(|_| DbError::corrupt("period of an assignment"))
}

/// Who is assigned to a point on a day, by name; somebody with two roles comes twice.
///
/// # Errors
/// When the database does not answer.
pub fn staff_list(
    connection: &mut AnyConnection,
    point: PointId,
    day: NaiveDate,
    page: &PageRequest,
) -> DbResult<Listing<StaffMember>> {
    let mut query = assignments::table
        .inner_join(specialists::table)
        .filter(assignments::point_id.eq(DbId(point)))
        .filter(assignments::starts_on.le(day))
        .filter(
            assignments::ends_on
                .is_null()
                .or(assignments::ends_on.ge(day)),
        )
        .select((
            assignments::id,
            assignments::specialist_id,
            specialists::given_name,
            specialists::family_name,
            specialists::sort_name,
            assignments::role,
            specialists::status,
            assignments::starts_on,
            assignments::ends_on,
        ))
        .into_boxed();
    if let Some(after) = &page.after {
        let tie = specialists::sort_name
            .eq(&after.key)
            .and(assignments::id.gt(&after.id));
        query = query.filter(specialists::sort_name.gt(&after.key).or(tie));
    }
    let rows: Vec<StaffRow> = query
        .order((specialists::sort_name, assignments::id))
        .limit(page.fetch())
        .load(connection)?;
    let cursor = |row: &StaffRow| Cursor {
        key: row.sort_name.clone(),
        id: row.assignment_id.0.to_string(),
    };
    Listing::cut(rows, page, cursor).try_map(StaffMember::try_from)
}

/// What activation needs to know of everybody assigned to a point on a day: a line for every
/// certificate of the base course, or one line without training.
///
/// # Errors
/// When the database does not answer.
pub fn staff_readiness(
    connection: &mut AnyConnection,
    point: PointId,
    day: NaiveDate,
) -> DbResult<Vec<StaffReadiness>> {
    type Line = (
        DbId<SpecialistKind>,
        DbCode<SpecialistStatus>,
        (NaiveDate, Option<NaiveDate>),
        Option<CertifiedRow>,
    );
    let base = DbCode(TrainingKind::WelfareSpecialistBase);
    let lines: Vec<Line> = assignments::table
        .inner_join(specialists::table)
        .left_join(
            certificates::table.on(certificates::specialist_id
                .eq(assignments::specialist_id)
                .and(certificates::kind.eq(base))),
        )
        .filter(assignments::point_id.eq(DbId(point)))
        .filter(assignments::starts_on.le(day))
        .filter(
            assignments::ends_on
                .is_null()
                .or(assignments::ends_on.ge(day)),
        )
        .select((
            assignments::specialist_id,
            specialists::status,
            (assignments::starts_on, assignments::ends_on),
            Option::<CertifiedRow>::as_select(),
        ))
        .load(connection)?;
    lines
        .into_iter()
        .map(|(specialist_id, status, (starts_on, ends_on), certified)| {
            Ok(StaffReadiness {
                specialist_id: specialist_id.0,
                active: match status.0 {
                    SpecialistStatus::Active => true,
                    SpecialistStatus::OnLeave | SpecialistStatus::Inactive => false,
                },
                assignment: period(starts_on, ends_on)?,
                training: certified.and_then(CertifiedRow::holds),
            })
        })
        .collect()
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = certificates)]
#[expect(clippy::struct_field_names, reason = "the names of the columns")]
struct CertifiedRow {
    issued_on: NaiveDate,
    expires_on: Option<NaiveDate>,
    revoked_on: Option<NaiveDate>,
}

impl CertifiedRow {
    /// The days on which it counts: the day of revocation is the first on which it no longer does.
    fn holds(self) -> Option<Period> {
        let revoked = self.revoked_on.map(|day| day.pred_opt().unwrap_or(day));
        let last = [self.expires_on, revoked].into_iter().flatten().min();
        Period::new(self.issued_on, last).ok()
    }
}
