//! What clients see of jobs.

use chrono::{DateTime, Utc};
use domain_cards::{ImportMode, Job, JobRow, JobTask, RowOutcome};
use domain_shared::{JobKind, JobStatus, Locale, Note};
use persistence::jobs::JobFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    tables::TableFormat,
    wire::{CardIdField, Coded, Ident, NetworkBodyIdField, ProviderIdField, UserIdField},
};

/// Identifier of a job.
pub(crate) type JobIdField = Ident<JobKind>;
/// What a job does.
pub(crate) type JobTaskField = Coded<JobTask>;
/// How far a job is.
pub(crate) type JobStatusField = Coded<JobStatus>;
/// What becomes of a row.
pub(crate) type RowOutcomeField = Coded<RowOutcome>;
/// What an import does about rows with mistakes.
pub(crate) type ImportModeField = Coded<ImportMode>;
/// The form of a table.
pub(crate) type TableFormatField = Coded<TableFormat>;

/// Which jobs to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct JobParams {
    /// Those of these providers.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<ProviderIdField>>, max_items = 20)]
    provider: Vec<ProviderIdField>,
    /// Those in these states.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<JobStatusField>>, max_items = 5)]
    status: Vec<JobStatusField>,
}

impl From<JobParams> for JobFilter {
    fn from(params: JobParams) -> Self {
        Self {
            providers: params.provider.into_iter().map(|id| id.0).collect(),
            statuses: params.status.into_iter().map(|status| status.0).collect(),
        }
    }
}

/// Which rows to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct JobRowParams {
    /// Those of these outcomes.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<RowOutcomeField>>, max_items = 5)]
    outcome: Vec<RowOutcomeField>,
}

impl JobRowParams {
    pub(super) fn outcomes(&self) -> Vec<RowOutcome> {
        self.outcome.iter().map(|outcome| outcome.0).collect()
    }
}

/// A sentence about a job.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"code": "nothing_written", "text": "Nessuna scheda è stata scritta: 2 righe contengono errori."}))]
pub(crate) struct JobMessage {
    /// Stable code.
    #[schema(max_length = 64, pattern = "^[a-z0-9_]+$", example = "nothing_written")]
    code: String,
    /// The sentence, in the language asked for.
    #[schema(
        max_length = 2000,
        example = "Nessuna scheda è stata scritta: 2 righe contengono errori."
    )]
    text: String,
}

impl JobMessage {
    pub(crate) fn of(note: &Note, locale: Locale) -> Self {
        Self {
            code: note.code.clone(),
            text: note.text(locale).to_owned(),
        }
    }
}

/// Long work over many cards.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobView {
    /// Identifier.
    id: JobIdField,
    /// What it does.
    kind: JobTaskField,
    /// How far it is.
    status: JobStatusField,
    /// The network of the provider.
    network_id: NetworkBodyIdField,
    /// The provider whose cards it is about.
    provider_id: ProviderIdField,
    /// What it does about rows with mistakes.
    mode: ImportModeField,
    /// Whether it only reports what would become of each row.
    dry_run: bool,
    /// Whether complete cards go to review.
    submit: bool,
    /// Whether complete cards are published.
    publish: bool,
    /// Form of the table.
    #[schema(max_length = 10, example = "csv")]
    format: String,
    /// Rows of the table, once they are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1_000_000, example = 120)]
    rows_total: Option<i32>,
    /// Rows whose outcome is known.
    #[schema(minimum = 0, maximum = 1_000_000, example = 118)]
    rows_done: i32,
    /// Rows with mistakes among them.
    #[schema(minimum = 0, maximum = 1_000_000, example = 2)]
    rows_failed: i32,
    /// Why it ended before its end, or wrote nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<JobMessage>,
    /// Who asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<UserIdField>,
    /// When it was asked for.
    created_at: DateTime<Utc>,
    /// When it last gave a sign of life.
    updated_at: DateTime<Utc>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<DateTime<Utc>>,
}

impl JobView {
    pub(crate) fn of(job: &Job, locale: Locale) -> Self {
        Self {
            id: Ident(job.id),
            kind: Coded(job.task),
            status: Coded(job.status),
            network_id: Ident(job.network_id),
            provider_id: Ident(job.provider_id),
            mode: Coded(job.order.mode),
            dry_run: job.order.dry_run,
            submit: job.order.submit,
            publish: job.order.publish,
            format: job.format.clone(),
            rows_total: job.rows_total,
            rows_done: job.rows_done,
            rows_failed: job.rows_failed,
            message: job
                .message
                .as_ref()
                .map(|note| JobMessage::of(note, locale)),
            created_by: job.created_by.map(Ident),
            created_at: job.created_at,
            updated_at: job.updated_at,
            finished_at: job.finished_at,
        }
    }
}

/// What became of a row.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "line": 7, "outcome": "failed",
    "problems": [{"pointer": "/content/places/0/address/postal_code", "column": "sede1_cap", "code": "invalid_format", "message": "Il valore non ha il formato richiesto."}],
}))]
pub(super) struct JobRowView {
    /// Line of the file or row of the sheet, from 1.
    #[schema(minimum = 1, maximum = 2_147_483_647, example = 7)]
    line: i32,
    /// What became of it.
    outcome: RowOutcomeField,
    /// The card, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    card_id: Option<CardIdField>,
    /// Mistakes of a row that failed; of others, what is missing for the next step.
    #[schema(max_items = 100)]
    problems: Vec<JobRowProblem>,
}

/// Something to say about a row.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"pointer": "/content/title/it", "column": "titolo", "code": "too_long", "message": "Il testo è troppo lungo."}))]
pub(super) struct JobRowProblem {
    /// JSON Pointer into the card as a line of JSON; empty for the whole row.
    #[schema(max_length = 500, example = "/content/title/it")]
    pointer: String,
    /// Header of the column, where the table has columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100, example = "titolo")]
    column: Option<String>,
    /// Stable code.
    #[schema(max_length = 64, pattern = "^[a-z0-9_]+$", example = "too_long")]
    code: String,
    /// What is wrong, in the language asked for.
    #[schema(max_length = 2000, example = "Il testo è troppo lungo.")]
    message: String,
}

impl JobRowView {
    pub(super) fn of(row: JobRow, locale: Locale) -> Self {
        let problems = row.problems.into_iter().map(|problem| JobRowProblem {
            message: problem.note.text(locale).to_owned(),
            pointer: problem.pointer,
            column: problem.column,
            code: problem.note.code,
        });
        Self {
            line: row.line,
            outcome: Coded(row.outcome),
            card_id: row.card_id.map(Ident),
            problems: problems.collect(),
        }
    }
}
