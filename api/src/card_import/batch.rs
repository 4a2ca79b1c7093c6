//! A few hundred rows together: what would become of each, and writing that.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain_accounts::Permit;
use domain_cards::{
    Card, CardContent, CardEvent, CardRevision, CardState, CardStep, DraftStatus, ImportOrder, Job,
    JobRow, Publication, References, RevisionNumber, RowOutcome, RowProblem, Verification,
};
use domain_shared::{
    BoundedNumber as _, CardId, Locale, TextValue, Version, Violation, Violations, civil_date,
    messages as shared,
};
use persistence::{
    AnyConnection,
    cards::{
        card_find_many, cards_find_external, cards_put, histories_append, references_existing,
        revisions_insert, revisions_last,
    },
};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{
    lines::{Candidate, Reading},
    messages,
};
use crate::{
    cards::{common::Shown, suspicion},
    clock,
    http::UnitOfWork,
    problem::{Outcome, Problem},
    services::publication::{Affected, refresh},
};

/// Most problems kept of one row.
const MAX_PROBLEMS: usize = 100;
/// Most rows of an import whose cards are compared with all others when they are submitted.
pub(crate) const COMPARED: i32 = 1000;

/// A row as far as it was read.
pub(crate) type Line = Result<Candidate, (i32, Violations)>;

/// The cards of earlier rows: each card may be in a table once.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    all: HashSet<u128>,
    /// What came in since the last batch that was kept.
    fresh: Vec<u128>,
}

impl Seen {
    fn is_new(&mut self, kind: &str, name: &str) -> bool {
        let digest = Sha256::new()
            .chain_update(kind)
            .chain_update(name)
            .finalize();
        let mut short = [0; 16];
        for (to, from) in short.iter_mut().zip(digest) {
            *to = from;
        }
        let key = u128::from_be_bytes(short);
        let is_new = self.all.insert(key);
        if is_new {
            self.fresh.push(key);
        }
        is_new
    }

    /// Forgets the rows of a batch that is judged again.
    pub(crate) fn again(&mut self) {
        for key in self.fresh.drain(..) {
            self.all.remove(&key);
        }
    }

    /// Keeps the rows of a batch for good.
    pub(crate) fn keep(&mut self) {
        self.fresh.clear();
    }

    /// Takes a row in that was done before.
    pub(crate) fn remember(&mut self, candidate: &Candidate) {
        if let Some(external_id) = &candidate.external_id {
            self.is_new("external", external_id.as_str());
        }
        if let Some(id) = candidate.id {
            self.is_new("card", &id.to_string());
        }
    }
}

/// What is to be done with a card.
#[derive(Debug)]
pub(crate) struct Plan {
    before: Option<Shown>,
    after: Shown,
    steps: Vec<CardStep>,
}

/// What becomes of a row.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) row: JobRow,
    plan: Option<Plan>,
}

/// What rows are judged by.
#[derive(Debug)]
pub(crate) struct Judging<'a> {
    pub(crate) reading: Reading<'a>,
    pub(crate) job: &'a Job,
    pub(crate) now: DateTime<Utc>,
}

/// A row that was read, with the card it is about.
struct Read {
    line: i32,
    id: Option<CardId>,
    external_id: Option<domain_cards::ExternalId>,
    known: Option<Shown>,
    content: CardContent,
}

impl Judging<'_> {
    /// Decides what becomes of each row; writes nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) fn judge(
        &self,
        connection: &mut AnyConnection,
        lines: Vec<Line>,
        seen: &mut Seen,
    ) -> Outcome<Vec<Verdict>> {
        let known = self.known(connection, &lines)?;
        let mut verdicts: Vec<Result<Read, JobRow>> = Vec::with_capacity(lines.len());
        let mut wanted = References::default();
        for line in lines {
            let read = self.read(line, &known, seen);
            if let Ok(read) = &read
                && !says_the_same(read)
            {
                let id = read.known.as_ref().map(|known| known.card.id).or(read.id);
                let id = id.unwrap_or_else(nobody);
                wanted.want(id, self.job.provider_id, &read.content);
            }
            verdicts.push(read);
        }
        let there = references_existing(connection, &wanted)?;
        Ok(verdicts
            .into_iter()
            .map(|read| match read {
                Ok(read) => self.decide(read, &there),
                Err(row) => Verdict { row, plan: None },
            })
            .collect())
    }

    /// The cards that rows may be about, with what they say.
    fn known(&self, connection: &mut AnyConnection, lines: &[Line]) -> Outcome<Known> {
        let candidates = || lines.iter().filter_map(|line| line.as_ref().ok());
        let names: Vec<_> = candidates()
            .filter_map(|one| one.external_id.as_ref())
            .collect();
        let ids: Vec<CardId> = candidates().filter_map(|one| one.id).collect();
        let provider = self.job.provider_id;
        let mut cards = Vec::new();
        if !names.is_empty() {
            cards = cards_find_external(connection, provider, &names)?;
        }
        if !ids.is_empty() {
            let found = card_find_many(connection, &ids)?.into_iter();
            cards.extend(found.filter(|card| card.provider_id == provider));
        }
        let copyless = cards.iter().filter(|card| card.draft.is_none());
        let copyless: Vec<CardId> = copyless.map(|card| card.id).collect();
        let mut last: HashMap<CardId, CardContent> = HashMap::new();
        if !copyless.is_empty() {
            let revisions = revisions_last(connection, &copyless)?.into_iter();
            last.extend(revisions.map(|revision| (revision.card_id, revision.content)));
        }
        let mut known = Known::default();
        for card in cards {
            let content = card.draft.clone().or_else(|| last.get(&card.id).cloned());
            let content = content
                .ok_or_else(|| Problem::internal(format!("card {} says nothing", card.id)))?;
            if let Some(name) = &card.external_id {
                known.by_name.insert(name.as_str().to_owned(), card.id);
            }
            known.cards.insert(card.id, Shown { card, content });
        }
        Ok(known)
    }

    fn read(&self, line: Line, known: &Known, seen: &mut Seen) -> Result<Read, JobRow> {
        let candidate = line.map_err(|(line, wrong)| self.failed(line, None, &wrong))?;
        let line = candidate.line;
        let name = candidate.external_id.as_ref();
        let by_name = name.and_then(|name| known.by_name.get(name.as_str()).copied());
        let refuse = |pointer: &str, message| {
            let wrong = Violations::from(Violation::new(pointer, message));
            self.failed(line, None, &wrong)
        };
        let card = match (candidate.id, by_name) {
            (Some(id), _) if !known.cards.contains_key(&id) => {
                return Err(refuse("/id", &shared::UNKNOWN_REFERENCE));
            }
            (Some(id), Some(other)) if id != other => {
                return Err(refuse("/external_id", &shared::ALREADY_TAKEN));
            }
            (Some(id), _) => Some(id),
            (None, by_name) => by_name,
        };
        let is_new_name = name.is_none_or(|name| seen.is_new("external", name.as_str()));
        let is_new_card = card.is_none_or(|id| seen.is_new("card", &id.to_string()));
        if !is_new_name || !is_new_card {
            let pointer = if candidate.id.is_some() {
                "/id"
            } else {
                "/external_id"
            };
            return Err(refuse(pointer, &messages::REPEATED_CARD));
        }
        let known = card.and_then(|id| known.cards.get(&id)).cloned();
        let content = self
            .reading
            .content(&candidate, known.as_ref().map(|known| &known.content))
            .map_err(|wrong| self.failed(line, card, &wrong))?;
        Ok(Read {
            line,
            id: candidate.id,
            external_id: candidate.external_id,
            known,
            content,
        })
    }

    fn failed(&self, line: i32, card_id: Option<CardId>, wrong: &Violations) -> JobRow {
        JobRow {
            line,
            outcome: RowOutcome::Failed,
            card_id,
            problems: self.told(wrong),
        }
    }

    fn told(&self, wrong: &Violations) -> Vec<RowProblem> {
        let told = wrong.iter().map(|one| self.reading.told(one));
        told.take(MAX_PROBLEMS).collect()
    }

    /// What becomes of a row that was read.
    fn decide(&self, read: Read, there: &References) -> Verdict {
        let ImportOrder {
            submit, publish, ..
        } = self.job.order;
        let same = says_the_same(&read);
        let line = read.line;
        let no_name = read.external_id.is_none() && read.known.is_none();
        let (before, mut after, outcome) = match read.known {
            Some(known) if same => (Some(known.clone()), known, RowOutcome::Unchanged),
            Some(known) => {
                let mut after = known.clone();
                after.content = read.content;
                after.card.external_id = read.external_id.or(after.card.external_id);
                (Some(known), after, RowOutcome::Updated)
            }
            None => {
                let after = self.fresh(read.external_id, read.content);
                (None, after, RowOutcome::Created)
            }
        };
        let id = after.card.id;
        let fail = |wrong: &Violations| Verdict {
            row: self.failed(line, before.as_ref().map(|before| before.card.id), wrong),
            plan: None,
        };
        let mut steps = Vec::new();
        if !same {
            let names = after
                .content
                .check_references(id, self.job.provider_id, there);
            let mut wrong = Violations::new();
            if wrong.keep_part("/content", names).is_none() {
                return fail(&wrong);
            }
            if before.is_some() {
                let open = after.card.state.after(CardStep::Edit);
                let Ok(state) = open else {
                    let status = status_of(after.card.state);
                    let closed = Violation::new("", &messages::CARD_NOT_OPEN);
                    return fail(&closed.with("status", &status).into());
                };
                after.card.state = state;
                steps.push(CardStep::Edit);
            } else {
                steps.push(CardStep::Create);
            }
            after.card.draft = Some(after.content.clone());
        }
        let mut problems = Vec::new();
        if no_name {
            let name = Violation::new("/external_id", &messages::NO_EXTERNAL_ID);
            problems.push(self.reading.told(&name));
        }
        if submit || publish {
            let mut lacking = Violations::new();
            lacking.keep_part("/content", after.content.check_complete());
            if lacking.is_empty() {
                self.send(&mut after, &mut steps, publish);
            } else if after.card.draft.is_some() {
                problems.extend(self.told(&lacking));
            }
        }
        let outcome = match outcome {
            RowOutcome::Unchanged if !steps.is_empty() => RowOutcome::Updated,
            other => other,
        };
        if before.is_some() && !steps.is_empty() {
            after.card.version = after.card.version.next();
            after.card.updated_at = self.now;
        }
        let is_there = before.is_some();
        Verdict {
            row: JobRow {
                line,
                outcome,
                card_id: (is_there || !self.job.order.dry_run).then_some(id),
                problems,
            },
            plan: (!steps.is_empty()).then_some(Plan {
                before,
                after,
                steps,
            }),
        }
    }

    fn fresh(&self, external_id: Option<domain_cards::ExternalId>, content: CardContent) -> Shown {
        Shown {
            card: Card {
                id: clock::new_id(),
                provider_id: self.job.provider_id,
                network_id: self.job.network_id,
                external_id,
                state: CardState::NEW,
                draft: Some(content.clone()),
                revision: None,
                submitted_at: None,
                claim: None,
                verification: None,
                version: Version::FIRST,
                created_at: self.now,
                updated_at: self.now,
            },
            content,
        }
    }

    /// Submits a complete working copy, and publishes it if that was asked for.
    fn send(&self, shown: &mut Shown, steps: &mut Vec<CardStep>, publish: bool) {
        let card = &mut shown.card;
        if let Ok(state) = card.state.after(CardStep::Submit) {
            card.state = state;
            card.submitted_at = Some(self.now);
            card.claim = None;
            steps.push(CardStep::Submit);
        }
        if !publish {
            return;
        }
        let next = card
            .revision
            .map_or(1, |number| i64::from(number.number()) + 1);
        if let (Ok(state), Some(number)) = (
            card.state.after(CardStep::Publish),
            RevisionNumber::from_number(next),
        ) {
            card.state = state;
            card.submitted_at = None;
            card.claim = None;
            card.draft = None;
            card.revision = Some(number);
            card.verification = Some(Verification {
                on: civil_date(self.now),
                by: self.job.created_by,
            });
            steps.push(CardStep::Publish);
        }
    }
}

/// The cards rows may be about.
#[derive(Default)]
struct Known {
    cards: HashMap<CardId, Shown>,
    by_name: HashMap<String, CardId>,
}

/// Whether a card says already what a row says.
fn says_the_same(read: &Read) -> bool {
    read.known.as_ref().is_some_and(|known| {
        let same_name = read.external_id.is_none() || known.card.external_id == read.external_id;
        same_name && known.content == read.content
    })
}

/// The owner of no file: what a card that does not exist yet can show.
fn nobody() -> CardId {
    clock::new_id()
}

fn status_of(state: CardState) -> &'static str {
    use domain_shared::Code as _;
    match (state.publication, state.draft) {
        (Publication::Archived, _) => Publication::Archived.label(Locale::Italian),
        (_, Some(draft)) => draft.label(Locale::Italian),
        (publication, None) => publication.label(Locale::Italian),
    }
}

/// Writes what was decided, with one audit event for all of it.
///
/// # Errors
/// When the database does not answer.
pub(crate) fn write(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    job: &Job,
    verdicts: &[Verdict],
) -> Outcome<Vec<Shown>> {
    let now = unit.now();
    let plans: Vec<&Plan> = verdicts
        .iter()
        .filter_map(|one| one.plan.as_ref())
        .collect();
    if plans.is_empty() {
        unit.tx().bookkeeping();
        return Ok(Vec::new());
    }
    let written: Vec<(&Card, &CardContent)> = plans
        .iter()
        .map(|plan| (&plan.after.card, &plan.after.content))
        .collect();
    cards_put(unit.tx(), permit, &written)?;
    let mut events = Vec::new();
    for plan in &plans {
        for step in &plan.steps {
            let card = &plan.after.card;
            let event = CardEvent {
                step: *step,
                reason: None,
                revision: card.revision.filter(|_| *step == CardStep::Publish),
                by: permit.user(),
                at: now,
            };
            events.push((card.id, event));
        }
    }
    histories_append(unit.tx(), permit, &events)?;
    let took = |step: CardStep| plans.iter().filter(move |plan| plan.steps.contains(&step));
    let revisions: Vec<CardRevision> = took(CardStep::Publish)
        .filter_map(|plan| {
            Some(CardRevision {
                card_id: plan.after.card.id,
                number: plan.after.card.revision?,
                content: plan.after.content.clone(),
                published_at: now,
                published_by: permit.user(),
            })
        })
        .collect();
    revisions_insert(unit.tx(), permit, &revisions)?;
    let waiting: Vec<Shown> = took(CardStep::Submit)
        .filter(|plan| plan.after.card.state.draft == Some(DraftStatus::Submitted))
        .map(|plan| plan.after.clone())
        .collect();
    if !waiting.is_empty() && job.rows_total.is_some_and(|rows| rows <= COMPARED) {
        suspicion::note(unit, permit, &waiting)?;
    }
    if !revisions.is_empty() {
        let ids = revisions.iter().map(|revision| revision.card_id).collect();
        refresh(unit, &Affected::Cards(ids))?;
    }
    record(unit, permit, job, &plans)?;
    Ok(waiting)
}

/// One audit event for many cards: each with its version and the steps it took.
fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    job: &Job,
    plans: &[&Plan],
) -> Outcome<()> {
    use domain_shared::Code as _;
    let cards: Vec<_> = plans
        .iter()
        .map(|plan| {
            let card = &plan.after.card;
            let steps: Vec<&str> = plan.steps.iter().map(|step| step.code()).collect();
            json!({
                "id": card.id,
                "external_id": card.external_id.as_ref().map(TextValue::as_str),
                "version": card.version.number(),
                "version_before": plan.before.as_ref().map(|before| before.card.version.number()),
                "steps": steps,
            })
        })
        .collect();
    let view = json!({ "cards": cards });
    unit.audit(
        permit,
        ("card_import", job.id),
        Some(job.network_id),
        None,
        Some(&view),
    )
}
