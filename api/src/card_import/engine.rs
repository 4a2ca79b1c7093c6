//! Running an import: counting, checking, writing, reporting; going on where a lost worker stopped.

use std::io::{Read, Seek};

use domain_accounts::{Action, Permit, Target, authorize};
use domain_cards::{ImportMode, Job, JobRow, RowOutcome};
use domain_shared::{Code as _, JobStep, Note, Violation};
use persistence::{
    Tx,
    jobs::{job_rows_append, job_rows_last},
};

use super::{
    batch::{Judging, Line, Seen, Verdict, write},
    lexicon::Lexicon,
    lines::{Reading, headers},
    messages,
    sheet::Header,
};
use crate::{
    cards::common::{Shown, tell_reviewers},
    files::FileKey,
    http::UnitOfWork,
    hub::Hub,
    jobs::{
        files::{block_on, forget_file},
        life::{self, actor_of, beat},
    },
    problem::{Outcome, Problem, ProblemCode},
    tables::{ReadFault, TableFault, TableFormat, TableReader},
};

/// Rows judged and written together.
const BATCH: usize = 500;
/// Batches between two signs of life while nothing is written.
const SIGN_EVERY: usize = 20;
/// Most rows of one table.
pub const MAX_ROWS: i32 = 1_000_000;
/// Most titles in the letter to the reviewers.
const MAX_TOLD: usize = 20;

/// A table that can be opened again and again.
pub trait Source {
    /// Opens it at its beginning.
    ///
    /// # Errors
    /// An internal problem when it cannot be read any more.
    fn open(&self) -> Outcome<Box<dyn TableFile>>;
}

/// An open table.
pub trait TableFile: Read + Seek + Send {}
impl<T: Read + Seek + Send> TableFile for T {}

impl Source for actix_web::web::Bytes {
    fn open(&self) -> Outcome<Box<dyn TableFile>> {
        Ok(Box::new(std::io::Cursor::new(self.clone())))
    }
}

impl Source for std::path::PathBuf {
    fn open(&self) -> Outcome<Box<dyn TableFile>> {
        let file = std::fs::File::open(self)
            .map_err(|error| Problem::internal(format!("{}: {error}", self.display())))?;
        Ok(Box::new(file))
    }
}

/// Why a job stops before its end.
enum Stop {
    /// It is given up, for this reason.
    Fail(Note),
    /// Somebody else has it now, or cancelled it.
    Lost,
    /// A fault of the hub.
    Broken(Problem),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        match problem.code {
            ProblemCode::StaleVersion => Self::Lost,
            ProblemCode::Forbidden | ProblemCode::NotFound | ProblemCode::Unauthenticated => {
                Self::Fail(Note::of(&Violation::new("", &messages::NOT_ALLOWED)))
            }
            _ => Self::Broken(problem),
        }
    }
}

impl From<TableFault> for Stop {
    fn from(fault: TableFault) -> Self {
        match fault {
            TableFault::Wrong(violation) => Self::Fail(Note::of(&violation)),
            TableFault::TooLarge => Self::Fail(Note::of(&Violation::new(
                "",
                &crate::tables::messages::TABLE_TOO_LARGE,
            ))),
            TableFault::Internal(text) => Self::Broken(Problem::internal(text)),
        }
    }
}

/// What is done with rows that are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Their cards are written.
    Write,
    /// It is said what would become of them.
    Report,
    /// It is said that others are wrong.
    Refuse,
}

/// Told of every step: how far the job is, and the rows just done.
pub type Progress<'a> = &'a mut dyn FnMut(&Job, &[JobRow]);

/// A running import.
struct Import<'a> {
    hub: &'a Hub,
    job: Job,
    source: &'a dyn Source,
    format: TableFormat,
    lexicon: Lexicon,
    header: Option<Header>,
    submitted: Vec<Shown>,
    progress: Progress<'a>,
}

/// Runs everything that waits, or was lost by a worker that died. Answers how many jobs that were.
///
/// # Errors
/// When the database does not answer.
pub fn run_due(hub: &Hub) -> Outcome<usize> {
    let mut count = 0;
    while let Some(job) = life::claim::<Job>(hub)? {
        count += 1;
        let source = match &job.file_key {
            Some(key) => fetch(hub, key),
            None => Err(Problem::internal("a job without a table")),
        };
        match source {
            Ok(source) => {
                run(hub, job, &source, &mut |_, _| {})?;
            }
            Err(problem) => {
                log::warn!(
                    "job {}: {}",
                    job.id,
                    problem.log_text().unwrap_or("no answer")
                );
                let gone = Violation::new("", &messages::INTERRUPTED).with("done", &job.rows_done);
                finish(hub, job, JobStep::Fail, Some(Note::of(&gone)))?;
            }
        }
        if hub.jobs.is_stopping() {
            break;
        }
    }
    Ok(count)
}

fn fetch(hub: &Hub, key: &str) -> Outcome<actix_web::web::Bytes> {
    let key: FileKey = key
        .parse()
        .map_err(|error| Problem::internal(format!("table: {error}")))?;
    block_on(hub.files.read(&key))?
}

/// Ends a job, and forgets its table unless something else needs it.
fn finish(hub: &Hub, mut job: Job, last: JobStep, message: Option<Note>) -> Outcome<Job> {
    let key = job.file_key.take();
    let kept = life::finish(hub, job, last, message)?;
    if let Some(key) = key {
        forget_file(hub, &key);
    }
    Ok(kept)
}

/// Runs a job that was taken, to its end, and answers it as it is then; as it was when somebody else
/// took or cancelled it meanwhile.
///
/// # Errors
/// When the database does not answer.
pub fn run(hub: &Hub, job: Job, source: &dyn Source, progress: Progress<'_>) -> Outcome<Job> {
    let format = TableFormat::from_code(&job.format)
        .ok_or_else(|| Problem::internal("a job of an unknown format"))?;
    let lexicon = hub.db.read(Lexicon::load)?;
    let mut import = Import {
        hub,
        job,
        source,
        format,
        lexicon,
        header: None,
        submitted: Vec::new(),
        progress,
    };
    let outcome = import.run();
    let Import { job, .. } = import;
    let message = match outcome {
        Ok(message) => return ended(hub, job, JobStep::Finish, message),
        Err(Stop::Lost) => {
            log::info!("job {}: somebody else has it", job.id);
            return Ok(job);
        }
        Err(Stop::Fail(message)) => message,
        Err(Stop::Broken(problem)) => {
            log::error!(
                "job {}: {}",
                job.id,
                problem.log_text().unwrap_or("no answer")
            );
            let undone = job.order.dry_run || job.order.mode == ImportMode::AllOrNothing;
            let message = if undone {
                &messages::JOB_UNDONE
            } else {
                &messages::JOB_FAILED
            };
            Note::of(&Violation::new("", message).with("done", &job.rows_done))
        }
    };
    ended(hub, job, JobStep::Fail, Some(message))
}

/// As [`finish`], of a job that somebody may have cancelled at its very end.
fn ended(hub: &Hub, job: Job, last: JobStep, message: Option<Note>) -> Outcome<Job> {
    match finish(hub, job.clone(), last, message) {
        Err(problem) if problem.code == ProblemCode::StaleVersion => Ok(job),
        other => other,
    }
}

impl Import<'_> {
    fn run(&mut self) -> Result<Option<Note>, Stop> {
        self.check_permission()?;
        self.open()?;
        let wrong = self.survey()?;
        let whole = self.job.order.mode == ImportMode::AllOrNothing;
        let fate = match (whole && wrong > 0, self.job.order.dry_run) {
            (true, _) => Fate::Refuse,
            (false, true) => Fate::Report,
            (false, false) => Fate::Write,
        };
        if whole && fate == Fate::Write {
            self.write_whole()?;
        } else {
            self.write_by_batches(fate)?;
        }
        self.tell()?;
        let failed = self.job.rows_failed;
        let nothing =
            || Note::of(&Violation::new("", &messages::NOTHING_WRITTEN).with("failed", &failed));
        Ok((fate == Fate::Refuse).then(nothing))
    }

    /// Whoever asked for the import must still be allowed it.
    fn check_permission(&self) -> Result<(), Stop> {
        let job = &self.job;
        let actor = self
            .hub
            .db
            .read(|connection| actor_of(connection, job.created_by))?;
        let decide = |action| authorize(&actor, action, &target(job)).map_err(Problem::from);
        if job.order.publish {
            decide(Action::CardReview)?;
        }
        decide(Action::CardImport)?;
        Ok(())
    }

    /// Opens the table, and knows its columns afterwards.
    fn open(&mut self) -> Result<TableReader, Stop> {
        let reader = TableReader::open(self.source.open()?, self.format)?;
        if self.format != TableFormat::Ndjson {
            let header = headers(reader.columns()).map_err(|wrong| {
                let first = wrong.iter().next().cloned();
                let first = first.unwrap_or_else(|| Violation::new("", &messages::NO_COLUMNS));
                Stop::Fail(Note::of(&first))
            })?;
            self.header = Some(header);
        }
        Ok(reader)
    }

    fn judging(&self) -> Judging<'_> {
        Judging {
            reading: Reading {
                header: self.header.as_ref(),
                lexicon: &self.lexicon,
                schemas: &self.hub.schemas,
            },
            job: &self.job,
            now: self.hub.clock.now(),
        }
    }

    /// Reads the whole table once: counts the rows, and for all or nothing judges them. Answers how
    /// many are wrong.
    fn survey(&mut self) -> Result<i32, Stop> {
        let mut batches = Batches::of(self.open()?);
        let judges = self.job.order.mode == ImportMode::AllOrNothing;
        let (mut total, mut wrong, mut count) = (0_i32, 0_i32, 0_usize);
        let mut seen = Seen::default();
        loop {
            let lines = batches.next(&self.judging().reading)?;
            if lines.is_empty() {
                break;
            }
            total = total.saturating_add(i32::try_from(lines.len()).unwrap_or(i32::MAX));
            if total > MAX_ROWS {
                let many = Violation::new("", &messages::TOO_MANY_ROWS).with("max", &MAX_ROWS);
                return Err(Stop::Fail(Note::of(&many)));
            }
            if judges {
                let judging = self.judging();
                let mut lines = Some(lines);
                let verdicts = self.hub.db.read(|connection| {
                    judging.judge(connection, lines.take().unwrap_or_default(), &mut seen)
                })?;
                let failed = verdicts.iter().filter(|one| is_failed(&one.row)).count();
                wrong = wrong.saturating_add(i32::try_from(failed).unwrap_or(i32::MAX));
            }
            count += 1;
            if count.is_multiple_of(SIGN_EVERY) {
                self.sign()?;
            }
        }
        self.job.rows_total = Some(total);
        self.sign()?;
        Ok(wrong)
    }

    /// Gives a sign of life.
    fn sign(&mut self) -> Result<(), Stop> {
        self.job = life::sign(self.hub, &self.job)?;
        (self.progress)(&self.job, &[]);
        Ok(())
    }

    /// Writes batch by batch, each with what is noted of its rows in one transaction, from the first
    /// row of which nothing is noted yet.
    fn write_by_batches(&mut self, fate: Fate) -> Result<(), Stop> {
        let id = self.job.id;
        let done = self
            .hub
            .db
            .read(|connection| Outcome::Ok(job_rows_last(connection, id)?))?;
        if done == 0 {
            (self.job.rows_done, self.job.rows_failed) = (0, 0);
        }
        let mut batches = Batches::of(self.open()?);
        let mut seen = Seen::default();
        loop {
            let mut lines = batches.next(&self.judging().reading)?;
            if lines.is_empty() {
                return Ok(());
            }
            lines.retain(|line| {
                let is_done = line_of(line) <= done;
                if let (true, Ok(candidate)) = (is_done, line) {
                    seen.remember(candidate);
                }
                !is_done
            });
            if lines.is_empty() {
                continue;
            }
            seen.keep();
            let (job, rows, submitted) = self.hub.db.write(|tx| {
                // A repetition of the transaction must see what made it necessary.
                seen.again();
                let verdicts = self.judging().judge(tx, lines.clone(), &mut seen)?;
                self.put(tx, &self.job, &verdicts, fate)
            })?;
            seen.keep();
            self.job = job;
            self.keep(submitted);
            (self.progress)(&self.job, &rows);
        }
    }

    /// Writes all rows in one transaction.
    fn write_whole(&mut self) -> Result<(), Stop> {
        let mut stop = None;
        let written = self.hub.db.write(|tx| {
            stop = None;
            let mut job = self.job.clone();
            (job.rows_done, job.rows_failed) = (0, 0);
            let (mut seen, mut all) = (Seen::default(), Vec::new());
            let reader = TableReader::open(self.source.open()?, self.format)?;
            let mut batches = Batches::of(reader);
            loop {
                let lines = match batches.next(&self.judging().reading) {
                    Ok(lines) => lines,
                    Err(fault) => {
                        stop = Some(fault);
                        return Err(Problem::internal("the table changed"));
                    }
                };
                if lines.is_empty() {
                    break;
                }
                let verdicts = self.judging().judge(tx, lines, &mut seen)?;
                if verdicts.iter().any(|one| is_failed(&one.row)) {
                    // Right a moment ago: somebody changed the cards in between.
                    let failed = Violation::new("", &messages::NOTHING_WRITTEN).with("failed", &1);
                    stop = Some(Stop::Fail(Note::of(&failed)));
                    return Err(Problem::internal("a row is wrong now"));
                }
                let (next, _, submitted) = self.put(tx, &job, &verdicts, Fate::Write)?;
                job = next;
                all.extend(submitted);
                all.truncate(MAX_TOLD);
            }
            tx.bookkeeping();
            Outcome::Ok((job, all))
        });
        match (written, stop) {
            (Ok((job, submitted)), _) => {
                self.job = job;
                self.keep(submitted);
                (self.progress)(&self.job, &[]);
                Ok(())
            }
            (Err(_), Some(stop)) => Err(stop),
            (Err(problem), None) => Err(problem.into()),
        }
    }

    /// Writes what was decided of a batch, what is noted of its rows, and how far the job is then.
    fn put(
        &self,
        tx: &mut Tx<'_>,
        job: &Job,
        verdicts: &[Verdict],
        fate: Fate,
    ) -> Outcome<(Job, Vec<JobRow>, Vec<Shown>)> {
        let now = self.hub.clock.now();
        let mut job = job.clone();
        let mut rows: Vec<JobRow> = verdicts.iter().map(|one| one.row.clone()).collect();
        let mut submitted = Vec::new();
        match fate {
            Fate::Write => {
                let actor = actor_of(tx, job.created_by)?;
                let url = self.hub.config.public_url.clone();
                let freshness = self.hub.config.cards.freshness;
                let unit =
                    &mut UnitOfWork::of_job(tx, actor, now, url, job.id).verifying(freshness);
                let permit = permitted(unit, &job)?;
                submitted = write(unit, &permit, &job, verdicts)?;
            }
            Fate::Report => {}
            Fate::Refuse => {
                for row in rows.iter_mut().filter(|row| !is_failed(row)) {
                    row.outcome = RowOutcome::Skipped;
                    row.card_id = None;
                    row.problems = Vec::new();
                }
            }
        }
        tx.bookkeeping();
        job_rows_append(tx, job.id, &rows)?;
        let count = |some: usize| i32::try_from(some).unwrap_or(i32::MAX);
        let failed = rows.iter().filter(|row| is_failed(row)).count();
        job.rows_done = job.rows_done.saturating_add(count(rows.len()));
        job.rows_failed = job.rows_failed.saturating_add(count(failed));
        beat(tx, &mut job, now)?;
        Ok((job, rows, submitted))
    }

    fn keep(&mut self, submitted: Vec<Shown>) {
        let room = MAX_TOLD.saturating_sub(self.submitted.len());
        self.submitted.extend(submitted.into_iter().take(room));
    }

    /// Tells the reviewers of the first cards that wait for them, in one letter.
    fn tell(&mut self) -> Result<(), Stop> {
        if self.submitted.is_empty() {
            return Ok(());
        }
        let (now, url) = (self.hub.clock.now(), self.hub.config.public_url.clone());
        let submitted = std::mem::take(&mut self.submitted);
        self.hub.db.write(|tx| {
            tx.bookkeeping();
            let unit = &mut UnitOfWork::of_system(tx, now, url.clone());
            tell_reviewers(unit, &submitted.iter().collect::<Vec<_>>())
        })?;
        self.hub.outbox.wake();
        Ok(())
    }
}

fn is_failed(row: &JobRow) -> bool {
    row.outcome == RowOutcome::Failed
}

const fn line_of(line: &Line) -> i32 {
    match line {
        Ok(candidate) => candidate.line,
        Err((line, _)) => *line,
    }
}

/// The permit for everything an import does, checked again with every batch.
fn permitted(unit: &UnitOfWork<'_, '_>, job: &Job) -> Outcome<Permit> {
    let target = target(job);
    if job.order.publish {
        unit.authorize(Action::CardReview, &target)?;
    }
    unit.authorize(Action::CardImport, &target)
}

/// What the policy decides on.
pub(crate) fn target(job: &Job) -> Target {
    Target::private_in(job.network_id).of_provider(job.provider_id)
}

/// The rows of a table, a batch at a time.
struct Batches {
    reader: TableReader,
}

impl Batches {
    const fn of(reader: TableReader) -> Self {
        Self { reader }
    }

    /// The next rows; none at the end.
    fn next(&mut self, reading: &Reading<'_>) -> Result<Vec<Line>, Stop> {
        let mut lines = Vec::new();
        while lines.len() < BATCH {
            match self.reader.next() {
                None => break,
                Some(Ok(row)) => lines.push(reading.identify(row)),
                Some(Err(ReadFault::Row(fault))) => {
                    let line = i32::try_from(fault.line).unwrap_or(i32::MAX);
                    lines.push(Err((line, fault.violation.into())));
                }
                Some(Err(ReadFault::Table(fault))) => return Err(fault.into()),
            }
        }
        Ok(lines)
    }
}
