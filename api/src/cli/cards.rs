//! `welfare-hub import cards` and `welfare-hub export cards`.

use std::{fs::File, io::BufWriter, path::PathBuf};

use api::{
    card_import::{Export, run},
    clock::new_id,
    http::UnitOfWork,
    hub::Hub,
    problem::{Outcome, Problem},
    tables::TableFormat,
};
use clap::{Args, Subcommand};
use domain_accounts::{Action, Permit, Scope};
use domain_cards::{ImportMode, ImportOrder, Job, JobRow, JobTask, RowOutcome};
use domain_shared::{Code as _, JobStatus, NetworkBodyId, ProviderId, Version};
use persistence::{cards::ExportFilter, jobs::job_insert, providers::provider_find};

use super::{say, users::explain};

/// What can be imported.
#[derive(Subcommand)]
pub(super) enum Import {
    /// Import service cards from FILE (.csv, .xlsx or .ndjson); the exit code tells whether a row failed.
    Cards(ImportOptions),
}

/// What can be exported.
#[derive(Subcommand)]
pub(super) enum Exporting {
    /// Export service cards to FILE (.csv, .xlsx or .ndjson), which must not exist.
    Cards(ExportOptions),
}

/// How to import cards.
#[derive(Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own"
)]
pub(super) struct ImportOptions {
    /// The table.
    file: PathBuf,
    /// Identifier of the provider whose cards they are.
    #[arg(long)]
    provider: String,
    /// Write nothing unless every row is right (what happens without either option).
    #[arg(long, conflicts_with = "skip_bad_rows")]
    all_or_nothing: bool,
    /// Write the rows that are right.
    #[arg(long)]
    skip_bad_rows: bool,
    /// Only report what would become of each row.
    #[arg(long)]
    dry_run: bool,
    /// Send complete cards to review.
    #[arg(long)]
    submit: bool,
    /// Publish complete cards.
    #[arg(long)]
    publish: bool,
}

/// Which cards to export.
#[derive(Args)]
pub(super) struct ExportOptions {
    /// The file to write.
    file: PathBuf,
    /// Identifier of the provider whose cards to export.
    #[arg(long, required_unless_present = "network")]
    provider: Option<String>,
    /// Identifier of the network whose cards to export.
    #[arg(long)]
    network: Option<String>,
    /// The last revision of published cards, instead of working copies.
    #[arg(long)]
    published: bool,
}

fn format_of(file: &std::path::Path) -> Result<TableFormat, String> {
    let name = file.to_string_lossy();
    TableFormat::of_name(&name)
        .ok_or_else(|| format!("{name}: the name must end in .csv, .xlsx or .ndjson"))
}

/// Imports in the foreground, saying how far it is and what is wrong with which row.
pub(super) fn import(hub: &Hub, Import::Cards(options): Import) -> Result<(), String> {
    let format = format_of(&options.file)?;
    let provider: ProviderId = options
        .provider
        .parse()
        .map_err(|_| "--provider: no identifier".to_owned())?;
    if !options.file.is_file() {
        return Err(format!("{}: no such file", options.file.display()));
    }
    let job = begin(hub, &options, provider, format)?;
    let mut told = 0;
    let mut progress = |job: &Job, rows: &[JobRow]| {
        for row in rows {
            report(row);
        }
        let total = job.rows_total.unwrap_or(0).max(1);
        let percent = i64::from(job.rows_done) * 100 / i64::from(total);
        if percent != told {
            told = percent;
            say(&format!(
                "{percent:>3} % ({} of {total} rows)",
                job.rows_done
            ));
        }
    };
    let job = run(hub, job, &options.file, &mut progress).map_err(|problem| explain(&problem))?;
    let message = job.message.as_ref().map(|note| note.en.clone());
    if let Some(message) = &message {
        say(message);
    }
    say(&format!(
        "job {}: {}, {} rows, {} with mistakes",
        job.id,
        job.status.label(domain_shared::Locale::English),
        job.rows_done,
        job.rows_failed
    ));
    match (job.status, job.rows_failed) {
        (JobStatus::Done, 0) => Ok(()),
        (JobStatus::Done, failed) => Err(format!("{failed} rows have mistakes")),
        (_, _) => Err(message.unwrap_or_else(|| "the import did not finish".to_owned())),
    }
}

fn report(row: &JobRow) {
    if row.outcome == RowOutcome::Failed {
        for problem in &row.problems {
            let column = problem.column.as_deref().unwrap_or("-");
            say(&format!(
                "line {}: {} ({column}): {}",
                row.line, problem.pointer, problem.note.en
            ));
        }
    }
}

/// Adds a job that is at work already, so that no other process takes it.
fn begin(
    hub: &Hub,
    options: &ImportOptions,
    provider: ProviderId,
    format: TableFormat,
) -> Result<Job, String> {
    let (now, url) = (hub.clock.now(), hub.config.public_url.clone());
    let mode = if options.skip_bad_rows {
        ImportMode::SkipBadRows
    } else {
        ImportMode::AllOrNothing
    };
    let written: Outcome<Job> = hub.db.write(|tx| {
        let found = provider_find(tx, provider)?.ok_or_else(Problem::not_found)?;
        let job = Job {
            id: new_id(),
            task: JobTask::CardImport,
            network_id: found.network_id,
            provider_id: found.id,
            status: JobStatus::Running,
            order: ImportOrder {
                mode,
                dry_run: options.dry_run,
                submit: options.submit,
                publish: options.publish,
            },
            format: format.code().to_owned(),
            file_key: None,
            rows_total: None,
            rows_done: 0,
            rows_failed: 0,
            message: None,
            created_by: None,
            version: Version::FIRST,
            created_at: now,
            updated_at: now,
            finished_at: None,
        };
        let permit = Permit::system(Action::CardImport);
        let unit = &mut UnitOfWork::of_system(tx, now, url.clone());
        job_insert(unit.tx(), &permit, &job)?;
        let order = Some(&job.order);
        unit.audit(&permit, ("job", job.id), Some(job.network_id), None, order)?;
        Ok(job)
    });
    written.map_err(|problem| match problem.code {
        api::problem::ProblemCode::NotFound => "--provider: no such provider".to_owned(),
        _ => explain(&problem),
    })
}

/// Exports into a new file.
pub(super) fn export(hub: &Hub, Exporting::Cards(options): Exporting) -> Result<(), String> {
    let format = format_of(&options.file)?;
    let provider: Option<ProviderId> = parsed("--provider", options.provider.as_deref())?;
    let network: Option<NetworkBodyId> = parsed("--network", options.network.as_deref())?;
    let file = File::create_new(&options.file)
        .map_err(|error| format!("{}: {error}", options.file.display()))?;
    let everything = Scope {
        everything: true,
        ..Scope::default()
    };
    let filter = ExportFilter {
        provider,
        network,
        published: options.published,
    };
    let write = || -> Outcome<usize> {
        let mut export =
            Export::begin(&hub.db, BufWriter::new(file), format, (everything, filter))?;
        while export.page(&hub.db)? {}
        let count = export.count();
        export
            .finish()?
            .into_inner()
            .map_err(|error| Problem::internal(error.to_string()))?;
        Ok(count)
    };
    let count = write().map_err(|problem| explain(&problem))?;
    say(&format!(
        "{count} cards written to {}",
        options.file.display()
    ));
    Ok(())
}

fn parsed<K>(option: &str, text: Option<&str>) -> Result<Option<domain_shared::Id<K>>, String> {
    text.map(|text| text.parse().map_err(|_| format!("{option}: no identifier")))
        .transpose()
}
