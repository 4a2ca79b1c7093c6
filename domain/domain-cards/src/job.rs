//! Long work over many cards: how an import goes, and what becomes of each of its rows.

use chrono::{DateTime, Utc};
use domain_shared::{
    CardId, JobId, JobStatus, NetworkBodyId, Note, ProviderId, UserId, Version, codes,
};
use serde::{Deserialize, Serialize};

codes! {
    /// What a job does.
    pub enum JobTask {
        /// Imports cards from a table.
        CardImport = "card_import", "importazione di schede", "import of cards";
    }
}

codes! {
    /// What an import does about rows with mistakes.
    pub enum ImportMode {
        /// Nothing is written unless every row is right.
        AllOrNothing = "all_or_nothing", "tutto o niente", "all or nothing";
        /// The other rows are written.
        SkipBadRows = "skip_bad_rows", "salta le righe errate", "skip bad rows";
    }
}

codes! {
    /// What becomes of a row.
    pub enum RowOutcome {
        /// A card was made.
        Created = "created", "creata", "created";
        /// The card was changed.
        Updated = "updated", "aggiornata", "updated";
        /// The card says it all already.
        Unchanged = "unchanged", "invariata", "unchanged";
        /// The row has mistakes.
        Failed = "failed", "errata", "failed";
        /// The row is right, but was not written because others are not.
        Skipped = "skipped", "non scritta", "skipped";
    }
}

/// What an import was asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportOrder {
    /// About rows with mistakes.
    pub mode: ImportMode,
    /// Whether to report only what would become of each row.
    pub dry_run: bool,
    /// Whether complete cards go to review.
    pub submit: bool,
    /// Whether complete cards are published at once.
    pub publish: bool,
}

/// Something to say about a row: a mistake, or what is missing for the next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// JSON Pointer into the card as a line of JSON; empty for the whole row.
    pub pointer: String,
    /// Header of the column, where the table has columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What is wrong.
    #[serde(flatten)]
    pub note: Note,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// Line of the file or row of the sheet, from 1.
    pub line: i32,
    /// What became of it.
    pub outcome: RowOutcome,
    /// The card, where there is one.
    pub card_id: Option<CardId>,
    /// What there is to say.
    pub problems: Vec<RowProblem>,
}

/// Long work that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Identifier.
    pub id: JobId,
    /// What it does.
    pub task: JobTask,
    /// The network of the provider.
    pub network_id: NetworkBodyId,
    /// The provider whose cards it is about.
    pub provider_id: ProviderId,
    /// How far it is.
    pub status: JobStatus,
    /// What exactly.
    pub order: ImportOrder,
    /// Code of the form of the table.
    pub format: String,
    /// Key of the stored table; none once the job is over, or when the table lies elsewhere.
    pub file_key: Option<String>,
    /// Rows of the table, once they are counted.
    pub rows_total: Option<i32>,
    /// Rows whose outcome is known.
    pub rows_done: i32,
    /// Rows with mistakes among them.
    pub rows_failed: i32,
    /// Why it ended before its end, or wrote nothing.
    pub message: Option<Note>,
    /// Who asked for it; nobody when it was the operator.
    pub created_by: Option<UserId>,
    /// Version, for optimistic concurrency: a worker that lost the job cannot write any more.
    pub version: Version,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it last gave a sign of life.
    pub updated_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_kept_flat() {
        let problem = RowProblem {
            pointer: "/content/title/it".to_owned(),
            column: Some("titolo".to_owned()),
            note: Note {
                code: "too_long".to_owned(),
                it: "Il testo è troppo lungo.".to_owned(),
                en: "The text is too long.".to_owned(),
            },
        };
        let text = serde_json::to_string(&problem).unwrap();
        assert!(text.contains(r#""code":"too_long""#));
        assert_eq!(serde_json::from_str::<RowProblem>(&text).unwrap(), problem);
    }
}
