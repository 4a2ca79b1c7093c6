//! Assignments of specialists to points.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_shared::{
    AssignmentId, AssignmentKind, Belfiore, NetworkBodyId, NetworkBodyKind, Period, PointId,
    PointKind, SpecialistId, SpecialistKind, TextValue as _, Version,
};
use domain_specialists::{Assignment, AssignmentTerms, SpecialistRole};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::{assignments, points},
    sql_types::{DbCode, DbId, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = assignments)]
struct AssignmentRow {
    id: DbId<AssignmentKind>,
    specialist_id: DbId<SpecialistKind>,
    point_id: DbId<PointKind>,
    role: DbCode<SpecialistRole>,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    version: DbVersion,
}

impl TryFrom<AssignmentRow> for Assignment {
    type Error = DbError;

    fn try_from(row: AssignmentRow) -> DbResult<Self> {
        let period = Period::new(row.starts_on, row.ends_on)
            .map_err(|message| DbError::corrupt(message.code))?;
        Ok(Self {
            id: row.id.0,
            version: row.version.0,
            specialist_id: row.specialist_id.0,
            terms: AssignmentTerms {
                point_id: row.point_id.0,
                role: row.role.0,
                period,
            },
        })
    }
}

/// The network a point belongs to.
///
/// # Errors
/// When the database does not answer.
pub fn point_network_find(
    connection: &mut AnyConnection,
    id: PointId,
) -> DbResult<Option<NetworkBodyId>> {
    let network: Option<DbId<NetworkBodyKind>> = points::table
        .find(DbId(id))
        .select(points::network_id)
        .first(connection)
        .optional()?;
    Ok(network.map(|id| id.0))
}

/// The first point of a network in a municipality, by name.
///
/// # Errors
/// When the database does not answer.
pub fn point_at_find(
    connection: &mut AnyConnection,
    network_id: NetworkBodyId,
    municipality: &Belfiore,
) -> DbResult<Option<PointId>> {
    let point: Option<DbId<PointKind>> = points::table
        .filter(points::network_id.eq(DbId(network_id)))
        .filter(points::municipality.eq(municipality.as_str()))
        .order((points::sort_name, points::id))
        .select(points::id)
        .first(connection)
        .optional()?;
    Ok(point.map(|id| id.0))
}

/// Adds an assignment within a network.
///
/// # Errors
/// [`DbError::Reference`] when the point is missing.
pub fn assignment_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    network_id: NetworkBodyId,
    assignment: &Assignment,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let terms = &assignment.terms;
    diesel::insert_into(assignments::table)
        .values((
            assignments::id.eq(DbId(assignment.id)),
            assignments::network_id.eq(DbId(network_id)),
            assignments::specialist_id.eq(DbId(assignment.specialist_id)),
            assignments::point_id.eq(DbId(terms.point_id)),
            assignments::role.eq(DbCode(terms.role)),
            assignments::starts_on.eq(terms.period.from()),
            assignments::ends_on.eq(terms.period.until()),
            assignments::version.eq(DbVersion(assignment.version)),
            assignments::created_at.eq(now.naive_utc()),
            assignments::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes the end of an assignment over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile.
pub fn assignment_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    assignment: &Assignment,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(assignments::table.find(DbId(assignment.id)))
        .filter(assignments::version.eq(DbVersion(read)))
        .set((
            assignments::ends_on.eq(assignment.terms.period.until()),
            assignments::version.eq(DbVersion(assignment.version)),
            assignments::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// Removes an assignment.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile.
pub fn assignment_delete(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: AssignmentId,
    read: Version,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let deleted = diesel::delete(assignments::table.find(DbId(id)))
        .filter(assignments::version.eq(DbVersion(read)))
        .execute(connection)?;
    DbError::stale_unless(deleted == 1)
}

/// This assignment of a specialist.
///
/// # Errors
/// When the database does not answer.
pub fn assignment_find(
    connection: &mut AnyConnection,
    specialist_id: SpecialistId,
    id: AssignmentId,
) -> DbResult<Option<Assignment>> {
    assignments::table
        .find(DbId(id))
        .filter(assignments::specialist_id.eq(DbId(specialist_id)))
        .select(AssignmentRow::as_select())
        .first(connection)
        .optional()?
        .map(Assignment::try_from)
        .transpose()
}

/// Every assignment of a specialist, past ones too.
///
/// # Errors
/// When the database does not answer.
pub fn assignments_of(
    connection: &mut AnyConnection,
    specialist_id: SpecialistId,
) -> DbResult<Vec<Assignment>> {
    let rows: Vec<AssignmentRow> = assignments::table
        .filter(assignments::specialist_id.eq(DbId(specialist_id)))
        .select(AssignmentRow::as_select())
        .order((assignments::starts_on, assignments::id))
        .load(connection)?;
    rows.into_iter().map(Assignment::try_from).collect()
}

/// Which assignments to list.
#[derive(Debug, Clone, Default)]
pub struct AssignmentFilter {
    /// Those to these points; to any when empty.
    pub points: Vec<PointId>,
    /// Those in these roles; in any when empty.
    pub roles: Vec<SpecialistRole>,
    /// Those that hold on this day.
    pub on: Option<NaiveDate>,
}

/// Assignments of a specialist by first day.
///
/// # Errors
/// When the database does not answer.
pub fn assignment_list(
    connection: &mut AnyConnection,
    specialist_id: SpecialistId,
    filter: &AssignmentFilter,
    page: &PageRequest,
) -> DbResult<Listing<Assignment>> {
    let mut query = assignments::table
        .filter(assignments::specialist_id.eq(DbId(specialist_id)))
        .select(AssignmentRow::as_select())
        .into_boxed();
    if !filter.points.is_empty() {
        let points: Vec<_> = filter.points.iter().copied().map(DbId).collect();
        query = query.filter(assignments::point_id.eq_any(points));
    }
    if !filter.roles.is_empty() {
        let roles: Vec<_> = filter.roles.iter().copied().map(DbCode).collect();
        query = query.filter(assignments::role.eq_any(roles));
    }
    if let Some(day) = filter.on {
        query = query.filter(assignments::starts_on.le(day)).filter(
            assignments::ends_on
                .is_null()
                .or(assignments::ends_on.ge(day)),
        );
    }
    if let Some(after) = &page.after {
        let day = after.day()?;
        query = query.filter(
            assignments::starts_on.gt(day).or(assignments::starts_on
                .eq(day)
                .and(assignments::id.gt(&after.id))),
        );
    }
    let rows: Vec<AssignmentRow> = query
        .order((assignments::starts_on, assignments::id))
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |row| Cursor {
        key: row.starts_on.to_string(),
        id: row.id.0.to_string(),
    })
    .try_map(Assignment::try_from)
}
