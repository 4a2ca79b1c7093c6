//! Making reports: what waits, or was lost by a worker that died.

use actix_web::web::Bytes;
use chrono::{DateTime, Utc};
use domain_accounts::{Action, authorize};
use domain_shared::{JobStep, Note, Version, Violation};
use domain_surveys::SurveyReport;
use persistence::{
    AnyConnection, DbResult, Tx,
    surveys::{campaign_find, survey_report_next, survey_report_update},
};

use super::content::Content;
use crate::{
    documents::{REPORT, page, pdf},
    files::FileContent,
    hub::Hub,
    jobs::{
        files::{block_on, forget_file},
        life::{self, Life, Work, actor_of},
    },
    problem::{Outcome, Problem, ProblemCode},
    survey_campaigns::common::target,
    survey_results::survey::Survey,
};

domain_shared::define_messages! {
    /// The one who asked lost the right to.
    NOT_ALLOWED = "not_allowed",
        "Chi ha chiesto il report non ha più il permesso di leggere i risultati.",
        "Whoever asked for the report may not read results any more.";
    /// The hub failed.
    REPORT_FAILED = "report_failed",
        "Si è verificato un errore imprevisto: il report non è stato prodotto.",
        "An unexpected error occurred: the report was not made.";
}

impl Work for SurveyReport {
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
        survey_report_next(connection, lost_before)
    }

    fn write(&self, tx: &mut Tx<'_>, read: Version) -> DbResult<()> {
        survey_report_update(tx, read, self)
    }
}

/// Makes every report that waits, or was lost by a worker that died. Answers how many those were.
///
/// # Errors
/// When the database does not answer.
pub fn reports_run_due(hub: &Hub) -> Outcome<usize> {
    let mut count = 0;
    while let Some(report) = life::claim::<SurveyReport>(hub)? {
        count += 1;
        run(hub, report)?;
        if hub.jobs.is_stopping() {
            break;
        }
    }
    Ok(count)
}

/// Makes a report that was taken, unless somebody else takes or cancels it meanwhile.
fn run(hub: &Hub, mut report: SurveyReport) -> Outcome<()> {
    let message = match make(hub, &mut report) {
        Ok(()) => return ended(hub, &report, JobStep::Finish, None),
        Err(problem) => match problem.code {
            ProblemCode::StaleVersion => {
                log::info!("report {}: somebody else has it", report.id);
                forget(hub, &report);
                return Ok(());
            }
            ProblemCode::Forbidden | ProblemCode::NotFound | ProblemCode::Unauthenticated => {
                &NOT_ALLOWED
            }
            _ => {
                let text = problem.log_text().unwrap_or("no answer");
                log::error!("report {}: {text}", report.id);
                &REPORT_FAILED
            }
        },
    };
    let made = report.clone();
    report.page_key = None;
    report.document_key = None;
    let note = Note::of(&Violation::new("", message));
    ended(hub, &report, JobStep::Fail, Some(note))?;
    forget(hub, &made);
    Ok(())
}

/// Ends a report that somebody may have cancelled at its very end.
fn ended(hub: &Hub, report: &SurveyReport, last: JobStep, message: Option<Note>) -> Outcome<()> {
    match life::finish(hub, report.clone(), last, message) {
        Err(problem) if problem.code == ProblemCode::StaleVersion => {
            forget(hub, report);
            Ok(())
        }
        other => other.map(|_| ()),
    }
}

/// Removes what was made of a report that is none.
fn forget(hub: &Hub, report: &SurveyReport) {
    for key in report.page_key.iter().chain(&report.document_key) {
        forget_file(hub, key);
    }
}

/// Makes and stores the page and the PDF, with a sign of life after each step.
fn make(hub: &Hub, report: &mut SurveyReport) -> Outcome<()> {
    let content = hub.db.read(|connection| read(connection, hub, report))?;
    *report = life::sign(hub, report)?;
    let document = content.document();
    drop(content);
    report.page_key = Some(store(hub, page(&document).into())?);
    *report = life::sign(hub, report)?;
    report.document_key = Some(store(hub, pdf(&document, &REPORT)?.into())?);
    Ok(())
}

/// Reads what the report is made from, if whoever asked for it may read results still.
fn read(connection: &mut AnyConnection, hub: &Hub, report: &SurveyReport) -> Outcome<Content> {
    let campaign = campaign_find(connection, report.campaign_id)?;
    let campaign = campaign.ok_or_else(Problem::not_found)?;
    let actor = actor_of(connection, report.created_by)?;
    authorize(&actor, Action::SurveyResultRead, &target(&campaign)).map_err(Problem::from)?;
    let survey = Survey::load(connection, hub, campaign)?;
    Content::read(connection, survey)
}

/// Keeps bytes, and answers their key.
fn store(hub: &Hub, bytes: Bytes) -> Outcome<String> {
    let content = FileContent::new(bytes);
    block_on(hub.files.put(&content))??;
    Ok(content.key().to_string())
}
