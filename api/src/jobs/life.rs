//! The life of long work, whatever it does: taken by one worker, kept by signs of life, taken up again when they stop, ended or
//! cancelled once.

use chrono::{DateTime, Duration, Utc};
use domain_accounts::Actor;
use domain_shared::{JobStatus, JobStep, Note, UserId, Version};
use persistence::{AnyConnection, DbResult, Tx, accounts::actor_of_user};

use crate::{
    hub::Hub,
    problem::{Outcome, Problem, ProblemCode},
};

/// After how long without a sign of life work counts as lost.
pub const LOST_AFTER: Duration = Duration::minutes(10);

/// What all kinds of long work have.
pub(crate) struct Life<'a> {
    pub(crate) status: &'a mut JobStatus,
    /// Counted with every sign of life, so that a worker that lost the work cannot write any more.
    pub(crate) version: &'a mut Version,
    pub(crate) updated_at: &'a mut DateTime<Utc>,
    pub(crate) finished_at: &'a mut Option<DateTime<Utc>>,
    pub(crate) message: &'a mut Option<Note>,
}

/// A kind of long work.
pub(crate) trait Work: Clone {
    /// What it has like all others.
    fn life(&mut self) -> Life<'_>;

    /// The next one for a worker: the oldest that waits, or one that gave no sign of life since `lost_before`.
    ///
    /// # Errors
    /// When the database does not answer.
    fn next(connection: &mut AnyConnection, lost_before: DateTime<Utc>) -> DbResult<Option<Self>>;

    /// Writes how far it is over the version it was read in.
    ///
    /// # Errors
    /// As stale when somebody else took or cancelled it meanwhile.
    fn write(&self, tx: &mut Tx<'_>, read: Version) -> DbResult<()>;
}

/// Takes the next work: nobody else gets it as long as it gives signs of life.
pub(crate) fn claim<W: Work>(hub: &Hub) -> Outcome<Option<W>> {
    let now = hub.clock.now();
    let lost_before = now - LOST_AFTER;
    let waiting = hub.db.read(|connection| W::next(connection, lost_before))?;
    if waiting.is_none() {
        return Ok(None);
    }
    let taken = hub.db.write(|tx| {
        tx.bookkeeping();
        let Some(mut work) = W::next(tx, lost_before)? else {
            return Outcome::Ok(None);
        };
        step(&mut work, JobStep::Start)?;
        beat(tx, &mut work, now)?;
        Ok(Some(work))
    });
    match taken {
        Err(problem) if problem.code == ProblemCode::StaleVersion => Ok(None),
        other => other,
    }
}

fn step<W: Work>(work: &mut W, step: JobStep) -> Outcome<()> {
    let refused = |_| Problem::internal("long work in the wrong state");
    let life = work.life();
    *life.status = life.status.after(step).map_err(refused)?;
    Ok(())
}

/// Writes how far work is; fails as stale when somebody else has it.
pub(crate) fn beat<W: Work>(tx: &mut Tx<'_>, work: &mut W, now: DateTime<Utc>) -> Outcome<()> {
    let life = work.life();
    let read = *life.version;
    *life.version = read.next();
    *life.updated_at = now;
    Ok(work.write(tx, read)?)
}

/// Gives a sign of life in a transaction of its own.
pub(crate) fn sign<W: Work>(hub: &Hub, work: &W) -> Outcome<W> {
    let now = hub.clock.now();
    hub.db.write(|tx| {
        tx.bookkeeping();
        let mut work = work.clone();
        beat(tx, &mut work, now)?;
        Outcome::Ok(work)
    })
}

/// Ends work.
pub(crate) fn finish<W: Work>(
    hub: &Hub,
    mut work: W,
    last: JobStep,
    message: Option<Note>,
) -> Outcome<W> {
    step(&mut work, last)?;
    let life = work.life();
    *life.message = message;
    *life.finished_at = Some(hub.clock.now());
    sign(hub, &work)
}

/// Cancels work that waits or is at work, and answers the version it was read in: 409 when it is over.
pub(crate) fn cancel<W: Work>(work: &mut W, now: DateTime<Utc>) -> Outcome<Version> {
    let life = work.life();
    *life.status = life
        .status
        .after(JobStep::Cancel)
        .map_err(|refused| Problem::invalid_transition(refused.allowed_codes()))?;
    let read = *life.version;
    *life.version = read.next();
    *life.updated_at = now;
    *life.finished_at = Some(now);
    Ok(read)
}

/// Who asked for work, with what they may do today.
pub(crate) fn actor_of(connection: &mut AnyConnection, asked_by: Option<UserId>) -> Outcome<Actor> {
    match asked_by {
        None => Ok(Actor::System),
        Some(user) => Ok(actor_of_user(connection, user)?.unwrap_or(Actor::Anonymous)),
    }
}
