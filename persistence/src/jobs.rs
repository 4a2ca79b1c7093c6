//! Long work over many cards, and what became of each row.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain_accounts::{Permit, Scope};
use domain_cards::{ImportOrder, Job, JobRow, JobTask, RowOutcome, RowProblem};
use domain_shared::{
    CardKind, Code as _, JobId, JobKind, JobStatus, NetworkBodyKind, Note, ProviderId,
    ProviderKind, UserKind, Version,
};
use serde::{Deserialize, Serialize};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    dialect::{INSERT_BATCH, on_each},
    schema::{agreement_files, files, job_rows, jobs, survey_reports},
    sql_types::{DbCode, DbId, DbJson, DbVersion},
};

/// What a job was asked to do, as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Params {
    #[serde(flatten)]
    order: ImportOrder,
    format: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = jobs)]
struct Row {
    id: DbId<JobKind>,
    kind: DbCode<JobTask>,
    network_id: DbId<NetworkBodyKind>,
    provider_id: Option<DbId<ProviderKind>>,
    status: DbCode<JobStatus>,
    params: DbJson<Params>,
    file_key: Option<String>,
    rows_total: Option<i32>,
    rows_done: i32,
    rows_failed: i32,
    message: Option<DbJson<Note>>,
    created_by: Option<DbId<UserKind>>,
    version: DbVersion,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
    finished_at: Option<NaiveDateTime>,
}

impl TryFrom<Row> for Job {
    type Error = DbError;

    fn try_from(row: Row) -> DbResult<Self> {
        let provider = row.provider_id.map(|id| id.0);
        Ok(Self {
            id: row.id.0,
            task: row.kind.0,
            network_id: row.network_id.0,
            provider_id: provider.ok_or_else(|| DbError::corrupt("a job without provider"))?,
            status: row.status.0,
            order: row.params.0.order,
            format: row.params.0.format,
            file_key: row.file_key,
            rows_total: row.rows_total,
            rows_done: row.rows_done,
            rows_failed: row.rows_failed,
            message: row.message.map(|message| message.0),
            created_by: row.created_by.map(|id| id.0),
            version: row.version.0,
            created_at: row.created_at.and_utc(),
            updated_at: row.updated_at.and_utc(),
            finished_at: row.finished_at.map(|at| at.and_utc()),
        })
    }
}

/// Adds a job.
///
/// # Errors
/// [`DbError::Reference`] when its provider does not exist.
pub fn job_insert(tx: &mut Tx<'_>, _permit: &Permit, job: &Job) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(jobs::table)
        .values((
            jobs::id.eq(DbId(job.id)),
            jobs::kind.eq(DbCode(job.task)),
            jobs::network_id.eq(DbId(job.network_id)),
            jobs::provider_id.eq(DbId(job.provider_id)),
            jobs::status.eq(DbCode(job.status)),
            jobs::params.eq(DbJson(Params {
                order: job.order,
                format: job.format.clone(),
            })),
            jobs::file_key.eq(&job.file_key),
            jobs::rows_total.eq(job.rows_total),
            jobs::rows_done.eq(job.rows_done),
            jobs::rows_failed.eq(job.rows_failed),
            jobs::message.eq(job.message.clone().map(DbJson)),
            jobs::created_by.eq(job.created_by.map(DbId)),
            jobs::version.eq(DbVersion(job.version)),
            jobs::created_at.eq(job.created_at.naive_utc()),
            jobs::updated_at.eq(job.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes how far a job is over the version it was read in. What it was asked to do never changes.
///
/// # Errors
/// [`DbError::Stale`] when somebody else took or cancelled it meanwhile.
pub fn job_update(tx: &mut Tx<'_>, read: Version, job: &Job) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(jobs::table.find(DbId(job.id)))
        .filter(jobs::version.eq(DbVersion(read)))
        .set((
            jobs::status.eq(DbCode(job.status)),
            jobs::file_key.eq(&job.file_key),
            jobs::rows_total.eq(job.rows_total),
            jobs::rows_done.eq(job.rows_done),
            jobs::rows_failed.eq(job.rows_failed),
            jobs::message.eq(job.message.clone().map(DbJson)),
            jobs::version.eq(DbVersion(job.version)),
            jobs::updated_at.eq(job.updated_at.naive_utc()),
            jobs::finished_at.eq(job.finished_at.map(|at| at.naive_utc())),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// The job with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn job_find(connection: &mut AnyConnection, id: JobId) -> DbResult<Option<Job>> {
    jobs::table
        .find(DbId(id))
        .select(Row::as_select())
        .first(connection)
        .optional()?
        .map(Job::try_from)
        .transpose()
}

/// The next row of a table of long work for a worker: one that is at work and has given no sign of life since a moment, or the
/// oldest that waits.
macro_rules! next_work {
    ($connection:expr, $table:ident, $row:ty, $lost_before:expr) => {{
        let oldest = |status: domain_shared::JobStatus, connection: &mut $crate::AnyConnection| {
            $table::table
                .filter($table::status.eq($crate::sql_types::DbCode(status)))
                .filter($table::updated_at.lt($lost_before.naive_utc()).or(
                    $table::status.eq($crate::sql_types::DbCode(domain_shared::JobStatus::Queued)),
                ))
                .order(($table::created_at, $table::id))
                .select(<$row>::as_select())
                .first(connection)
                .optional()
        };
        match oldest(domain_shared::JobStatus::Running, $connection)? {
            Some(row) => Some(row),
            None => oldest(domain_shared::JobStatus::Queued, $connection)?,
        }
    }};
}
pub(crate) use next_work;

/// The next job for a worker: the oldest that waits, or one that is at work and has given no sign of
/// life since `lost_before`. To be taken by updating it over its version.
///
/// # Errors
/// When the database does not answer.
pub fn job_next(
    connection: &mut AnyConnection,
    lost_before: DateTime<Utc>,
) -> DbResult<Option<Job>> {
    let row: Option<Row> = next_work!(connection, jobs, Row, lost_before);
    row.map(Job::try_from).transpose()
}

/// Whether a stored file is still referred to.
///
/// # Errors
/// When the database does not answer.
pub fn stored_file_is_needed(connection: &mut AnyConnection, key: &str) -> DbResult<bool> {
    let by_job: Option<String> = jobs::table
        .filter(jobs::file_key.eq(key))
        .filter(jobs::status.eq_any([JobStatus::Queued, JobStatus::Running].map(DbCode)))
        .select(jobs::id)
        .first(connection)
        .optional()?;
    let by_report: Option<String> = survey_reports::table
        .filter(
            survey_reports::page_key
                .eq(key)
                .or(survey_reports::document_key.eq(key)),
        )
        .select(survey_reports::id)
        .first(connection)
        .optional()?;
    let digest = key.replace('/', "");
    let by_card: Option<String> = files::table
        .filter(files::sha256.eq_any([key, digest.as_str()]))
        .select(files::id)
        .first(connection)
        .optional()?;
    let by_agreement: Option<String> = agreement_files::table
        .filter(agreement_files::sha256.eq_any([key, digest.as_str()]))
        .select(agreement_files::id)
        .first(connection)
        .optional()?;
    let all = [by_job, by_report, by_card, by_agreement];
    Ok(all.iter().any(Option::is_some))
}

/// Which jobs to list.
#[derive(Debug, Clone, Default)]
pub struct JobFilter {
    /// Those of these providers; of any when empty.
    pub providers: Vec<ProviderId>,
    /// Those in these states; in any when empty.
    pub statuses: Vec<JobStatus>,
}

/// Jobs within the scope, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn job_list(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: &JobFilter,
    page: &PageRequest,
) -> DbResult<Listing<Job>> {
    let mut query = jobs::table.select(Row::as_select()).into_boxed();
    if !scope.everything {
        let networks = scope.networks.iter().copied().map(DbId);
        let owner = scope.owner.map(DbId);
        query = query.filter(
            jobs::network_id.eq_any(networks).or(jobs::created_by
                .is_not_null()
                .and(jobs::created_by.eq(owner))),
        );
    }
    if !filter.providers.is_empty() {
        let providers = filter.providers.iter().copied().map(DbId).map(Some);
        query = query.filter(jobs::provider_id.eq_any(providers.collect::<Vec<_>>()));
    }
    if !filter.statuses.is_empty() {
        query = query.filter(jobs::status.eq_any(filter.statuses.iter().copied().map(DbCode)));
    }
    if let Some(after) = &page.after {
        query = query.filter(jobs::id.lt(&after.id));
    }
    // Identifiers are in the order of time.
    let rows: Vec<Row> = query
        .order(jobs::id.desc())
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |row| Cursor {
        key: String::new(),
        id: row.id.0.to_string(),
    })
    .try_map(Job::try_from)
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = job_rows)]
// Else every row of a batch would be a statement of its own on SQLite.
#[diesel(treat_none_as_default_value = false)]
struct RowRow {
    job_id: DbId<JobKind>,
    line: i32,
    outcome: DbCode<RowOutcome>,
    card_id: Option<DbId<CardKind>>,
    problems: DbJson<Vec<RowProblem>>,
}

impl From<RowRow> for JobRow {
    fn from(row: RowRow) -> Self {
        Self {
            line: row.line,
            outcome: row.outcome.0,
            card_id: row.card_id.map(|id| id.0),
            problems: row.problems.0,
        }
    }
}

/// Notes what became of rows.
///
/// # Errors
/// [`DbError::Unique`] when something is noted of one of these lines already.
pub fn job_rows_append(tx: &mut Tx<'_>, job: JobId, rows: &[JobRow]) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let rows: Vec<RowRow> = rows
        .iter()
        .map(|row| RowRow {
            job_id: DbId(job),
            line: row.line,
            outcome: DbCode(row.outcome),
            card_id: row.card_id.map(DbId),
            problems: DbJson(row.problems.clone()),
        })
        .collect();
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(job_rows::table)
            .values(batch)
            .execute(inner))?;
    }
    Ok(())
}

/// The last line of which the outcome is noted; 0 before the first.
///
/// # Errors
/// When the database does not answer.
pub fn job_rows_last(connection: &mut AnyConnection, job: JobId) -> DbResult<i32> {
    let last: Option<i32> = job_rows::table
        .filter(job_rows::job_id.eq(DbId(job)))
        .select(diesel::dsl::max(job_rows::line))
        .first(connection)?;
    Ok(last.unwrap_or(0))
}

/// What became of the rows of a job, by line, of any outcome when none is named.
///
/// # Errors
/// When the database does not answer.
pub fn job_row_list(
    connection: &mut AnyConnection,
    job: JobId,
    outcomes: &[RowOutcome],
    page: &PageRequest,
) -> DbResult<Listing<JobRow>> {
    let mut query = job_rows::table
        .filter(job_rows::job_id.eq(DbId(job)))
        .select(RowRow::as_select())
        .into_boxed();
    if !outcomes.is_empty() {
        let codes: Vec<&str> = outcomes.iter().map(|outcome| outcome.code()).collect();
        query = query.filter(job_rows::outcome.eq_any(codes));
    }
    if let Some(after) = &page.after {
        let line: i32 = after.id.parse().map_err(|_| DbError::Cursor)?;
        query = query.filter(job_rows::line.gt(line));
    }
    let rows: Vec<RowRow> = query
        .order(job_rows::line)
        .limit(page.fetch())
        .load(connection)?;
    Ok(Listing::cut(rows, page, |row| Cursor {
        key: String::new(),
        id: row.line.to_string(),
    })
    .map(JobRow::from))
}
