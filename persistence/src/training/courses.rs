//! Training courses.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain_accounts::{Permit, Scope};
use domain_shared::{
    CourseId, CourseKind, NetworkBodyId, NetworkBodyKind, TextValue as _, Version, fold,
};
use domain_specialists::{Course, CourseStatus, CourseTerms, TrainingKind};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::training_courses,
    sql_types::{DbCode, DbId, DbJson, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = training_courses)]
struct CourseRow {
    id: DbId<CourseKind>,
    network_id: DbId<NetworkBodyKind>,
    status: DbCode<CourseStatus>,
    sort_name: String,
    profile: DbJson<CourseTerms>,
    version: DbVersion,
}

impl From<CourseRow> for Course {
    fn from(row: CourseRow) -> Self {
        Self {
            id: row.id.0,
            version: row.version.0,
            network_id: row.network_id.0,
            status: row.status.0,
            terms: row.profile.0,
        }
    }
}

/// Adds a course.
///
/// # Errors
/// [`DbError::Unique`] when the network has a course with the code.
pub fn course_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    course: &Course,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(training_courses::table)
        .values((
            training_courses::id.eq(DbId(course.id)),
            training_courses::network_id.eq(DbId(course.network_id)),
            training_courses::code.eq(course.terms.code.as_str()),
            training_courses::kind.eq(DbCode(course.terms.kind)),
            training_courses::status.eq(DbCode(course.status)),
            training_courses::sort_name.eq(fold(course.terms.title.it.as_str())),
            training_courses::profile.eq(DbJson(course.terms.clone())),
            training_courses::version.eq(DbVersion(course.version)),
            training_courses::created_at.eq(now.naive_utc()),
            training_courses::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes a course over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile, [`DbError::Unique`] when the code is taken.
pub fn course_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    course: &Course,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(training_courses::table.find(DbId(course.id)))
        .filter(training_courses::version.eq(DbVersion(read)))
        .set((
            training_courses::code.eq(course.terms.code.as_str()),
            training_courses::kind.eq(DbCode(course.terms.kind)),
            training_courses::status.eq(DbCode(course.status)),
            training_courses::sort_name.eq(fold(course.terms.title.it.as_str())),
            training_courses::profile.eq(DbJson(course.terms.clone())),
            training_courses::version.eq(DbVersion(course.version)),
            training_courses::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// The course with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn course_find(connection: &mut AnyConnection, id: CourseId) -> DbResult<Option<Course>> {
    Ok(training_courses::table
        .find(DbId(id))
        .select(CourseRow::as_select())
        .first(connection)
        .optional()?
        .map(Course::from))
}

/// Which courses to list.
#[derive(Debug, Clone, Default)]
pub struct CourseFilter {
    /// Those of this network.
    pub network_id: Option<NetworkBodyId>,
    /// Those of these kinds; of any when empty.
    pub kinds: Vec<TrainingKind>,
    /// Those in these states; in any when empty.
    pub statuses: Vec<CourseStatus>,
}

/// Courses within the scope, by Italian title.
///
/// # Errors
/// When the database does not answer.
pub fn course_list(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: &CourseFilter,
    page: &PageRequest,
) -> DbResult<Listing<Course>> {
    let mut query = training_courses::table
        .select(CourseRow::as_select())
        .into_boxed();
    if !scope.everything {
        let networks: Vec<_> = scope.networks.iter().copied().map(DbId).collect();
        query = query.filter(training_courses::network_id.eq_any(networks));
    }
    if let Some(network_id) = filter.network_id {
        query = query.filter(training_courses::network_id.eq(DbId(network_id)));
    }
    if !filter.kinds.is_empty() {
        let kinds: Vec<_> = filter.kinds.iter().copied().map(DbCode).collect();
        query = query.filter(training_courses::kind.eq_any(kinds));
    }
    if !filter.statuses.is_empty() {
        let statuses: Vec<_> = filter.statuses.iter().copied().map(DbCode).collect();
        query = query.filter(training_courses::status.eq_any(statuses));
    }
    if let Some(after) = &page.after {
        query = query.filter(
            training_courses::sort_name
                .gt(&after.key)
                .or(training_courses::sort_name
                    .eq(&after.key)
                    .and(training_courses::id.gt(&after.id))),
        );
    }
    let rows: Vec<CourseRow> = query
        .order((training_courses::sort_name, training_courses::id))
        .limit(page.fetch())
        .load(connection)?;
    let cursor = |row: &CourseRow| Cursor {
        key: row.sort_name.clone(),
        id: row.id.0.to_string(),
    };
    Ok(Listing::cut(rows, page, cursor).map(Course::from))
}
