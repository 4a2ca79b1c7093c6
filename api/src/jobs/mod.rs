//! Long work: how far it is, what became of each row, and giving it up.

mod dto;
pub(crate) mod files;
pub(crate) mod life;
mod worker;

use actix_web::{HttpResponse, get, post};
use chrono::{DateTime, Utc};
use domain_accounts::{Action, Target};
use domain_cards::Job;
use domain_shared::{JobId, Version};
use persistence::{
    AnyConnection, DbResult, Tx,
    jobs::{job_find, job_list, job_next, job_row_list, job_update},
};
use utoipa_actix_web::service_config::ServiceConfig;

pub use crate::survey_results::reports_run_due;
pub(crate) use dto::{
    ImportModeField, JobIdField, JobMessage, JobStatusField, JobView, TableFormatField,
};
use dto::{JobParams, JobRowParams, JobRowView};
pub use life::LOST_AFTER;
use life::{Life, Work};
pub use worker::{JobBell, JobWorker, start};

use crate::{
    http::{
        Ctx, ListQuery, Page, PageParams, PathId, Snapshot, UnitOfWork,
        reply::{self, Caching},
    },
    hub::off_thread,
    problem::{Outcome, Problem},
};

/// The endpoints of this context.
pub(crate) fn endpoints(config: &mut ServiceConfig<'_>) {
    config
        .service(list_jobs)
        .service(find_job)
        .service(list_job_rows)
        .service(cancel_job);
}

impl Work for Job {
    fn life(&mut self) -> Life<'_> {
        Life {
            status: &mut self.status,
            version: &mut self.version,
            updated_at: &mut self.updated_at,
            finished_at: &mut self.finished_at,
            message: &mut self.message,
        }
    }

    fn next(connection: &mut AnyConnection, lost_before: DateTime<Utc>) -> DbResult<Option<Self>> {
        job_next(connection, lost_before)
    }

    fn write(&self, tx: &mut Tx<'_>, read: Version) -> DbResult<()> {
        job_update(tx, read, self)
    }
}

/// What the policy decides on: whoever asked for a job reads it, and the administrators of its network.
fn target(job: &Job) -> Target {
    Target::private_in(job.network_id).about(job.created_by)
}

fn job_of(connection: &mut AnyConnection, id: JobId) -> Outcome<Job> {
    job_find(connection, id)?.ok_or_else(Problem::not_found)
}

fn read_job(snapshot: &mut Snapshot<'_>, id: JobId) -> Outcome<Job> {
    let job = job_of(snapshot.connection(), id)?;
    snapshot.authorize(Action::JobRead, &target(&job))?;
    Ok(job)
}

/// List jobs
///
/// Newest first: one's own, and for administrators all those of their network.
#[utoipa::path(
    tag = "jobs", operation_id = "list_jobs",
    params(JobParams, PageParams),
    responses((status = 200, description = "A page of jobs.", body = Page<JobView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("job.read"))),
)]
#[get("/jobs")]
async fn list_jobs(ctx: Ctx, query: ListQuery<JobParams>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let filter = params.into();
    let jobs = ctx
        .read(move |snapshot| {
            let scope = snapshot.scope(Action::JobRead)?;
            Ok(job_list(snapshot.connection(), &scope, &filter, &page)?)
        })
        .await?;
    let locale = ctx.locale();
    list.answer(
        &ctx,
        jobs.map(|job| JobView::of(&job, locale)),
        Caching::Private,
    )
}

/// Find a job
///
/// How far it is: rows in all, done and failed. It changes without anybody's doing, so ask again every
/// few seconds while its status is `queued` or `running`.
#[utoipa::path(
    tag = "jobs", operation_id = "find_job",
    params(("job_id" = JobIdField, Path, description = "The job.")),
    responses((status = 200, description = "The job.", body = JobView)),
    security(("bearer" = [])), extensions(("x-action" = json!("job.read"))),
)]
#[get("/jobs/{job_id}")]
async fn find_job(ctx: Ctx, id: PathId<JobId>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let job = ctx.read(move |snapshot| read_job(snapshot, id.0)).await?;
    let locale = ctx.locale();
    reply::document(&ctx, &JobView::of(&job, locale), Caching::Private)
}

/// List what became of the rows of a job
///
/// By line, of the outcomes asked for. Problems name the member by JSON Pointer and, where the table
/// has columns, the column; those of a row that did not fail say what is still missing.
#[utoipa::path(
    tag = "jobs", operation_id = "list_job_rows",
    params(("job_id" = JobIdField, Path, description = "The job."), JobRowParams, PageParams),
    responses((status = 200, description = "A page of rows.", body = Page<JobRowView>)),
    security(("bearer" = [])), extensions(("x-action" = json!("job.read"))),
)]
#[get("/jobs/{job_id}/rows")]
async fn list_job_rows(
    ctx: Ctx,
    id: PathId<JobId>,
    query: ListQuery<JobRowParams>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (params, page, list) = query.split();
    let outcomes = params.outcomes();
    let rows = ctx
        .read(move |snapshot| {
            let job = read_job(snapshot, id.0)?;
            Ok(job_row_list(
                snapshot.connection(),
                job.id,
                &outcomes,
                &page,
            )?)
        })
        .await?;
    let locale = ctx.locale();
    list.answer(
        &ctx,
        rows.map(|row| JobRowView::of(row, locale)),
        Caching::Private,
    )
}

/// Cancel a job
///
/// One that waits or is at work. What it wrote before stays, unless it was to write all or nothing.
#[utoipa::path(
    tag = "jobs", operation_id = "cancel_job",
    params(("job_id" = JobIdField, Path, description = "The job.")),
    responses(
        (status = 200, description = "The cancelled job.", body = JobView),
        (status = 409, description = "It is over."),
    ),
    security(("bearer" = [])), extensions(("x-action" = json!("job.read"))),
)]
#[post("/jobs/{job_id}/cancellation")]
async fn cancel_job(ctx: Ctx, id: PathId<JobId>) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let (job, key) = ctx.write(move |unit| cancel(unit, id.0)).await?;
    if let Some(key) = key {
        let hub = std::sync::Arc::clone(ctx.hub());
        off_thread(move || {
            files::forget_file(&hub, &key);
            Outcome::Ok(())
        })
        .await?;
    }
    let locale = ctx.locale();
    reply::personal(&JobView::of(&job, locale))
}

fn cancel(unit: &mut UnitOfWork<'_, '_>, id: JobId) -> Outcome<(Job, Option<String>)> {
    let before = job_of(unit.connection(), id)?;
    let permit = unit.authorize(Action::JobRead, &target(&before))?;
    let mut after = before.clone();
    let read = life::cancel(&mut after, unit.now())?;
    let key = after.file_key.take();
    job_update(unit.tx(), read, &after)?;
    let locale = unit.locale();
    unit.audit(
        &permit,
        ("job", after.id),
        Some(after.network_id),
        Some(&JobView::of(&before, locale)),
        Some(&JobView::of(&after, locale)),
    )?;
    Ok((after, key))
}
