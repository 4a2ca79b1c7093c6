//! `/card-imports`: asking for an import, and the template.

use actix_web::{
    FromRequest as _, HttpResponse, get, post,
    web::{Bytes, Payload},
};
use domain_accounts::{Action, Target};
use domain_cards::{ImportMode, ImportOrder, Job, JobTask};
use domain_shared::{Code as _, JobStatus, ProviderId, Version};
use persistence::{jobs::job_insert, providers::provider_find};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{lines::headers, template};
use crate::{
    files::FileContent,
    http::{Created, Ctx, UnitOfWork, ValidQuery},
    hub::off_thread,
    jobs::{ImportModeField, JobView, TableFormatField},
    problem::{Outcome, Problem, ProblemCode},
    tables::{TableFormat, TableReader},
    wire::{Coded, ProviderIdField},
};

/// What to import, and how.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ImportParams {
    /// The provider whose cards they are.
    #[param(inline, value_type = ProviderIdField)]
    provider_id: ProviderIdField,
    /// What to do about rows with mistakes; nothing is written then without this.
    #[param(inline, value_type = Option<ImportModeField>)]
    mode: Option<ImportModeField>,
    /// Whether to report only what would become of each row.
    dry_run: Option<bool>,
    /// Whether complete cards go to review at once.
    submit: Option<bool>,
    /// Whether complete cards are published at once; for reviewers.
    publish: Option<bool>,
    /// Form of the table; without it the Content-Type tells.
    #[param(inline, value_type = Option<TableFormatField>)]
    format: Option<TableFormatField>,
}

impl ImportParams {
    fn order(&self) -> ImportOrder {
        let publish = self.publish.unwrap_or(false);
        ImportOrder {
            mode: self.mode.map_or(ImportMode::AllOrNothing, |mode| mode.0),
            dry_run: self.dry_run.unwrap_or(false),
            submit: self.submit.unwrap_or(false),
            publish,
        }
    }
}

/// Import service cards
///
/// From a table in the columns of the template (CSV or XLSX) or from lines of JSON in the members `id`,
/// `external_id` and `content`, sent as it is; at most 64 MiB, or what this installation allows. The
/// answer is a job: ask it how far it is and what became of each row. A row whose `external_id` the
/// provider has already changes that card, one that says what is there already is left alone, and
/// imported cards become drafts. What the file as a whole has wrong is told at once.
#[utoipa::path(
    tag = "jobs", operation_id = "import_cards",
    params(ImportParams),
    responses(
        (status = 202, description = "The job, which waits for a worker.", body = JobView,
            headers(("Location" = crate::wire::WebUrlField, description = "URL of the job."))),
        (status = 404, description = "There is no such provider, or the caller must not know of it."),
    ),
    security(("bearer" = [])),
    extensions(("x-action" = json!("card.import")), ("x-table-body" = json!(true))),
)]
#[post("/card-imports")]
pub(super) async fn import_cards(ctx: Ctx, payload: Payload) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let params = ValidQuery::<ImportParams>::extract(ctx.request()).await?.0;
    let (provider, order) = (params.provider_id.0, params.order());
    // Nobody sends megabytes for a provider they cannot import for.
    ctx.read(move |snapshot| {
        let found = provider_find(snapshot.connection(), provider)?;
        let target = target(&found.ok_or_else(Problem::not_found)?);
        snapshot.authorize(Action::CardImport, &target)?;
        if order.publish {
            snapshot.authorize(Action::CardReview, &target)?;
        }
        Ok(())
    })
    .await?;
    let declared = ctx.media_type().and_then(TableFormat::of_media_type);
    let format = params.format.map(|format| format.0).or(declared);
    let format = format.ok_or_else(|| Problem::new(ProblemCode::UnsupportedMediaType))?;
    let most = ctx.hub().config.limits.import_bytes;
    let bytes = ctx.file_body(payload, most).await?;
    let content = off_thread(move || {
        check(bytes.clone(), format)?;
        Outcome::Ok(FileContent::new(bytes))
    })
    .await?;
    // The table goes first: without a job that names it, it is merely not found.
    ctx.hub().files.put(&content).await?;
    let key = content.key().to_string();
    let hub = ctx.hub().clone();
    let accepted = ctx
        .accept(move |unit| {
            let job = create(unit, provider, order, format, &key)?;
            Ok(Created {
                path: format!("/jobs/{}", job.id),
                version: None,
                view: JobView::of(&job, unit.locale()),
            })
        })
        .await;
    hub.jobs.wake();
    accepted
}

fn target(provider: &domain_providers::Provider) -> Target {
    Target::private_in(provider.network_id).of_provider(provider.id)
}

/// Refuses a file that is no such table, and headers that no column has.
fn check(bytes: Bytes, format: TableFormat) -> Outcome<()> {
    let reader = TableReader::open(std::io::Cursor::new(bytes), format)?;
    if format != TableFormat::Ndjson {
        headers(reader.columns())?;
    }
    Ok(())
}

fn create(
    unit: &mut UnitOfWork<'_, '_>,
    provider: ProviderId,
    order: ImportOrder,
    format: TableFormat,
    key: &str,
) -> Outcome<Job> {
    let provider = provider_find(unit.connection(), provider)?.ok_or_else(Problem::not_found)?;
    let permit = unit.authorize(Action::CardImport, &target(&provider))?;
    if order.publish {
        unit.authorize(Action::CardReview, &target(&provider))?;
    }
    let now = unit.now();
    let job = Job {
        id: unit.new_id(),
        task: JobTask::CardImport,
        network_id: provider.network_id,
        provider_id: provider.id,
        status: JobStatus::Queued,
        order,
        format: format.code().to_owned(),
        file_key: Some(key.to_owned()),
        rows_total: None,
        rows_done: 0,
        rows_failed: 0,
        message: None,
        created_by: permit.user(),
        version: Version::FIRST,
        created_at: now,
        updated_at: now,
        finished_at: None,
    };
    job_insert(unit.tx(), &permit, &job)?;
    let view = JobView::of(&job, unit.locale());
    unit.audit(
        &permit,
        ("job", job.id),
        Some(job.network_id),
        None,
        Some(&view),
    )?;
    Ok(job)
}

/// Which template.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TemplateParams {
    /// Its form; a workbook without this.
    #[param(inline, value_type = Option<TableFormatField>)]
    format: Option<TableFormatField>,
}

/// Download the template of a table of cards
///
/// With its Italian headers and one row as an example; the workbook has a sheet of instructions too.
/// As lines of JSON it is the example alone.
#[utoipa::path(
    tag = "jobs", operation_id = "download_import_template",
    params(TemplateParams),
    responses((status = 200, description = "The template.")),
    security(()),
    extensions(("x-action" = json!("reference.read")), ("x-table-answer" = json!(true))),
)]
#[get("/card-imports/template")]
pub(super) async fn download_import_template(
    _ctx: Ctx,
    query: ValidQuery<TemplateParams>,
) -> Outcome<HttpResponse> {
    let format = query.0.format.unwrap_or(Coded(TableFormat::Xlsx)).0;
    let bytes = off_thread(move || template::build(format)).await?;
    let bytes = Bytes::from(bytes);
    Ok(super::export::attachment("schede-modello", format, bytes))
}
