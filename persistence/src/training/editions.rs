//! Editions of courses.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_shared::{
    CourseId, CourseKind, EditionId, EditionKind, NetworkBodyId, TextValue as _, Version,
};
use domain_specialists::{Edition, EditionStatus, EditionTerms, Venue};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::training_editions,
    sql_types::{DbCode, DbId, DbJson, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = training_editions)]
struct EditionRow {
    id: DbId<EditionKind>,
    course_id: DbId<CourseKind>,
    starts_on: NaiveDate,
    status: DbCode<EditionStatus>,
    profile: DbJson<EditionTerms>,
    version: DbVersion,
}

impl From<EditionRow> for Edition {
    fn from(row: EditionRow) -> Self {
        Self {
            id: row.id.0,
            version: row.version.0,
            course_id: row.course_id.0,
            status: row.status.0,
            terms: row.profile.0,
        }
    }
}

/// The municipality it is held in, if it is held in one.
fn municipality(terms: &EditionTerms) -> Option<&str> {
    match &terms.venue {
        Venue::Municipality(code) => Some(code.as_str()),
        Venue::Online => None,
    }
}

/// Adds an edition within a network.
///
/// # Errors
/// [`DbError::Reference`] when the municipality is missing.
pub fn edition_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    network_id: NetworkBodyId,
    edition: &Edition,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(training_editions::table)
        .values((
            training_editions::id.eq(DbId(edition.id)),
            training_editions::network_id.eq(DbId(network_id)),
            training_editions::course_id.eq(DbId(edition.course_id)),
            training_editions::starts_on.eq(edition.terms.period.from()),
            training_editions::ends_on.eq(edition.terms.last_day()),
            training_editions::municipality.eq(municipality(&edition.terms)),
            training_editions::status.eq(DbCode(edition.status)),
            training_editions::profile.eq(DbJson(edition.terms.clone())),
            training_editions::version.eq(DbVersion(edition.version)),
            training_editions::created_at.eq(now.naive_utc()),
            training_editions::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes an edition over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile, [`DbError::Reference`] when the municipality
/// is missing.
pub fn edition_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    edition: &Edition,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(training_editions::table.find(DbId(edition.id)))
        .filter(training_editions::version.eq(DbVersion(read)))
        .set((
            training_editions::starts_on.eq(edition.terms.period.from()),
            training_editions::ends_on.eq(edition.terms.last_day()),
            training_editions::municipality.eq(municipality(&edition.terms)),
            training_editions::status.eq(DbCode(edition.status)),
            training_editions::profile.eq(DbJson(edition.terms.clone())),
            training_editions::version.eq(DbVersion(edition.version)),
            training_editions::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// This edition of a course.
///
/// # Errors
/// When the database does not answer.
pub fn edition_find(
    connection: &mut AnyConnection,
    course_id: CourseId,
    id: EditionId,
) -> DbResult<Option<Edition>> {
    Ok(training_editions::table
        .find(DbId(id))
        .filter(training_editions::course_id.eq(DbId(course_id)))
        .select(EditionRow::as_select())
        .first(connection)
        .optional()?
        .map(Edition::from))
}

/// Which editions of a course to list.
#[derive(Debug, Clone, Default)]
pub struct EditionFilter {
    /// Those in these states; in any when empty.
    pub statuses: Vec<EditionStatus>,
}

/// Editions of a course by first day.
///
/// # Errors
/// When the database does not answer.
pub fn edition_list(
    connection: &mut AnyConnection,
    course_id: CourseId,
    filter: &EditionFilter,
    page: &PageRequest,
) -> DbResult<Listing<Edition>> {
    let mut query = training_editions::table
        .filter(training_editions::course_id.eq(DbId(course_id)))
        .select(EditionRow::as_select())
        .into_boxed();
    if !filter.statuses.is_empty() {
        let statuses: Vec<_> = filter.statuses.iter().copied().map(DbCode).collect();
        query = query.filter(training_editions::status.eq_any(statuses));
    }
    if let Some(after) = &page.after {
        let day = after.day()?;
        query = query.filter(
            training_editions::starts_on
                .gt(day)
                .or(training_editions::starts_on
                    .eq(day)
                    .and(training_editions::id.gt(&after.id))),
        );
    }
    let rows: Vec<EditionRow> = query
        .order((training_editions::starts_on, training_editions::id))
        .limit(page.fetch())
        .load(connection)?;
    let cursor = |row: &EditionRow| Cursor {
        key: row.starts_on.to_string(),
        id: row.id.0.to_string(),
    };
    Ok(Listing::cut(rows, page, cursor).map(Edition::from))
}
