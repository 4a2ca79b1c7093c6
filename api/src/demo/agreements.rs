//! Agreements in every state, with what follows from those that were signed.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain_accounts::{Action, Permit, Scope};
use domain_agreements::{
    Agreement, AgreementContent, AgreementDraft, AgreementEvent, AgreementKind, AgreementRelation,
    AgreementStatus, AgreementStep, Answer, AnswerKind, ClauseText, ClauseTextDraft, PartyIndex,
    PeriodDraft, Predecessor, Signature, TemplateChoice, TemplateChoiceDraft,
};
use domain_shared::{
    AgreementId, BoundedNumber as _, NetworkBodyId, ProviderId, Reason, Version, Violations,
    civil_date,
};
use persistence::{
    PageRequest,
    agreements::{
        TemplateFilter, agreement_find, agreement_insert, agreement_update, answer_put,
        event_append, revision_insert, signature_insert, template_list, template_version_find,
    },
    network::network_find_by_code,
};
use serde::Deserialize;

use super::read;
use crate::{
    agreements::{check_free, effects::bring_in_line, next_revision, text_of},
    http::UnitOfWork,
    problem::{Outcome, Problem},
};

/// The files, in the order in which what they hold refers to each other.
const FILES: [&str; 2] = [
    include_str!("../../../persistence/data/demo/agreements/conventions.json"),
    include_str!("../../../persistence/data/demo/agreements/others.json"),
];
/// Placeholders that stand for the first and the last day.
const FIRST_DAY: &str = "data-inizio";
const LAST_DAY: &str = "data-fine";

#[derive(Deserialize)]
struct File {
    agreements: Vec<AgreementRecord>,
}

/// How far an agreement got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Draft,
    InReview,
    Sent,
    /// A draft again, because a provider proposed a change.
    Proposed,
    /// Cancelled, because a provider refused.
    Refused,
    Signed,
    Terminated,
    Completed,
}

/// An agreement; days are counted from the day of filling.
#[derive(Deserialize)]
struct AgreementRecord {
    id: AgreementId,
    /// Code of the root of its network.
    network: String,
    state: State,
    written_day: i64,
    sent_day: Option<i64>,
    signed_day: Option<i64>,
    from_day: Option<i64>,
    until_day: Option<i64>,
    /// When it ended or was refused.
    ended_day: Option<i64>,
    predecessor: Option<PredecessorRecord>,
    /// Providers that accepted the text, where not everybody signed.
    #[serde(default)]
    accepted_by: Vec<ProviderId>,
    proposal: Option<ProposalRecord>,
    reason: Option<Reason>,
    content: AgreementDraft,
}

#[derive(Deserialize)]
struct PredecessorRecord {
    agreement_id: AgreementId,
    relation: AgreementRelation,
}

#[derive(Deserialize)]
struct ProposalRecord {
    provider: ProviderId,
    day: i64,
    reason: Reason,
    texts: Vec<ClauseTextDraft>,
}

/// Loads the agreements, each brought to its state by the steps that lead there.
pub(super) fn load(unit: &mut UnitOfWork<'_, '_>) -> Outcome<()> {
    for file in FILES {
        let file: File = read("agreements", file)?;
        for record in file.agreements {
            let id = record.id;
            let made = Made::of(unit, record)?;
            made.write(unit).map_err(|problem| {
                let why = problem.log_text().unwrap_or_default();
                Problem::internal(format!("demo agreement {id}: {problem} {why}"))
            })?;
        }
    }
    Ok(())
}

/// An agreement as it is today, with how it came there.
struct Made {
    agreement: Agreement,
    record: AgreementRecord,
    now: DateTime<Utc>,
}

impl Made {
    fn of(unit: &mut UnitOfWork<'_, '_>, mut record: AgreementRecord) -> Outcome<Self> {
        let now = unit.now();
        let id = record.id;
        let wrong = move |what: &str| Problem::internal(format!("demo agreement {id}: {what}"));
        let refused =
            |wrong: Violations| Problem::internal(format!("demo agreement {id}: {wrong:?}"));
        let network = network_find_by_code(unit.connection(), &record.network)?;
        let network_id = network.ok_or_else(|| wrong("unknown network"))?.id;
        let mut draft = record.content.clone();
        let day = |days: i64| civil_date(now + Duration::days(days)).to_string();
        draft.validity = record.from_day.map(|from| PeriodDraft {
            from: day(from),
            until: record.until_day.map(day),
        });
        let kind = AgreementContent::parse(&draft).map_err(refused)?.kind;
        if let Some(validity) = &draft.validity {
            let template = template(unit, network_id, kind)?;
            let days = [
                (FIRST_DAY, Some(&validity.from)),
                (LAST_DAY, validity.until.as_ref()),
            ];
            for (code, day) in days {
                let day = day.filter(|_| template.codes.iter().any(|one| one == code));
                draft
                    .values
                    .extend(day.map(|day| (code.to_owned(), day.clone())));
            }
            draft.template = Some(TemplateChoiceDraft {
                template_id: template.choice.template_id.to_string(),
                number: template.choice.number.number().into(),
            });
        }
        let content = AgreementContent::parse(&draft).map_err(refused)?;
        record.content = draft;
        let written = now + Duration::days(record.written_day);
        let agreement = Agreement {
            id,
            network_id,
            predecessor: record.predecessor.as_ref().map(|one| Predecessor {
                agreement_id: one.agreement_id,
                relation: one.relation,
            }),
            status: status(record.state),
            content,
            revision: None,
            sent_at: record.sent_day.map(|days| now + Duration::days(days)),
            signed_on: record.signed_day.map(|days| on(now, days)),
            ended_on: ended_on(&record, now),
            superseded_from: None,
            version: Version::FIRST,
            created_at: written,
            updated_at: written,
        };
        Ok(Self {
            agreement,
            record,
            now,
        })
    }

    fn write(mut self, unit: &mut UnitOfWork<'_, '_>) -> Outcome<()> {
        let permit = Permit::system(Action::AgreementWrite);
        if self.agreement.status == AgreementStatus::Signed {
            check_free(unit.connection(), &self.agreement)?;
        }
        let written = self.agreement.created_at;
        self.agreement.updated_at = [
            self.record.sent_day,
            self.record.ended_day,
            self.record.signed_day,
        ]
        .into_iter()
        .flatten()
        .map(|days| self.at(days))
        .fold(written, DateTime::max);
        agreement_insert(unit.tx(), &permit, &self.agreement)?;
        self.step(unit, AgreementStep::Create, written, None)?;
        if self.record.state == State::Draft {
            return Ok(());
        }
        let submitted = written + Duration::hours(26);
        self.step(unit, AgreementStep::Submit, submitted, None)?;
        let Some(sent_at) = self.agreement.sent_at else {
            return Ok(());
        };
        self.revise(unit, None, sent_at)?;
        self.step(unit, AgreementStep::Send, sent_at, None)?;
        self.answers(unit, sent_at)?;
        self.signatures(unit)?;
        self.end(unit)?;
        let read = self.agreement.version;
        self.agreement.version = read.next();
        agreement_update(unit.tx(), &permit, read, &self.agreement)?;
        self.supersede(unit)?;
        bring_in_line(unit, &self.agreement)
    }

    fn at(&self, days: i64) -> DateTime<Utc> {
        self.now + Duration::days(days)
    }

    /// Writes a step into the history.
    fn step(
        &self,
        unit: &mut UnitOfWork<'_, '_>,
        step: AgreementStep,
        at: DateTime<Utc>,
        reason: Option<&Reason>,
    ) -> Outcome<()> {
        let event = AgreementEvent {
            step,
            reason: reason.cloned(),
            revision: self.agreement.revision,
            by: None,
            at,
        };
        let permit = Permit::system(Action::AgreementWrite);
        Ok(event_append(unit.tx(), &permit, self.agreement.id, &event)?)
    }

    /// Fixes the text as it is.
    fn revise(
        &mut self,
        unit: &mut UnitOfWork<'_, '_>,
        by: Option<ProviderId>,
        at: DateTime<Utc>,
    ) -> Outcome<()> {
        let text = text_of(unit.connection(), &self.agreement.content)?;
        let text = text.map_err(|wrong| Problem::internal(format!("its text: {wrong:?}")))?;
        let mut revision = next_revision(unit, &self.agreement, text, by)?;
        revision.made_at = at;
        self.agreement.revision = Some(revision.number);
        let permit = Permit::system(Action::AgreementWrite);
        Ok(revision_insert(unit.tx(), &permit, &revision)?)
    }

    /// What the providers said to the text that was sent.
    fn answers(&mut self, unit: &mut UnitOfWork<'_, '_>, sent_at: DateTime<Utc>) -> Outcome<()> {
        let all: Vec<ProviderId> = self.agreement.content.providers().collect();
        let day_after = sent_at + Duration::days(2);
        match self.record.state {
            State::Draft | State::InReview => Ok(()),
            State::Sent => {
                for provider in self.record.accepted_by.clone() {
                    self.answer(unit, (provider, AnswerKind::Accepted), day_after, None)?;
                }
                Ok(())
            }
            State::Signed | State::Terminated | State::Completed => {
                for provider in all {
                    self.answer(unit, (provider, AnswerKind::Accepted), day_after, None)?;
                }
                Ok(())
            }
            State::Refused => {
                let at = self.at(self.record.ended_day.unwrap_or_default());
                let reason = self.record.reason.clone();
                let provider = all.first().copied();
                let provider = provider.ok_or_else(|| Problem::internal("nobody refuses"))?;
                self.answer(unit, (provider, AnswerKind::Refused), at, reason.as_ref())
            }
            State::Proposed => {
                let proposal = self.record.proposal.take();
                let proposal = proposal.ok_or_else(|| Problem::internal("nothing is proposed"))?;
                let at = self.at(proposal.day);
                let by = (proposal.provider, AnswerKind::Proposed);
                self.answer(unit, by, at, Some(&proposal.reason))?;
                for text in &proposal.texts {
                    let text = ClauseText::parse(text);
                    let text = text.map_err(|_| Problem::internal("a text that is none"))?;
                    self.agreement.content.clause_texts.push(text);
                }
                self.agreement.updated_at = at;
                self.revise(unit, Some(proposal.provider), at)
            }
        }
    }

    fn answer(
        &self,
        unit: &mut UnitOfWork<'_, '_>,
        (provider_id, kind): (ProviderId, AnswerKind),
        at: DateTime<Utc>,
        reason: Option<&Reason>,
    ) -> Outcome<()> {
        let Some(revision) = self.agreement.revision else {
            return Ok(());
        };
        let answer = Answer {
            revision,
            provider_id,
            kind,
            reason: reason.cloned(),
            by: None,
            at,
        };
        let permit = Permit::system(Action::AgreementAnswer);
        answer_put(unit.tx(), &permit, self.agreement.id, &answer)?;
        let step = match kind {
            AnswerKind::Accepted => AgreementStep::Accept,
            AnswerKind::Proposed => AgreementStep::Propose,
            AnswerKind::Refused => AgreementStep::Refuse,
        };
        self.step(unit, step, at, reason)
    }

    /// Every party signs on the same day.
    fn signatures(&self, unit: &mut UnitOfWork<'_, '_>) -> Outcome<()> {
        let (Some(days), Some(revision)) = (self.record.signed_day, self.agreement.revision) else {
            return Ok(());
        };
        let permit = Permit::system(Action::AgreementSign);
        for place in 0..self.agreement.content.parties.len() {
            let place = i64::try_from(place).ok();
            let party = place.and_then(PartyIndex::from_number);
            let signature = Signature {
                party: party.ok_or_else(|| Problem::internal("too many parties"))?,
                revision,
                on: on(self.now, days),
                by: None,
                at: self.at(days),
            };
            signature_insert(unit.tx(), &permit, self.agreement.id, &signature)?;
            self.step(unit, AgreementStep::Sign, signature.at, None)?;
        }
        Ok(())
    }

    fn end(&self, unit: &mut UnitOfWork<'_, '_>) -> Outcome<()> {
        let step = match self.record.state {
            State::Terminated => AgreementStep::Terminate,
            State::Completed => AgreementStep::Complete,
            State::Draft
            | State::InReview
            | State::Sent
            | State::Proposed
            | State::Refused
            | State::Signed => return Ok(()),
        };
        let at = self.at(self.record.ended_day.unwrap_or_default());
        self.step(unit, step, at, self.record.reason.as_ref())
    }

    /// The agreement it follows makes room for it from its first day on.
    fn supersede(&self, unit: &mut UnitOfWork<'_, '_>) -> Outcome<()> {
        let Some(predecessor) = self.agreement.predecessor else {
            return Ok(());
        };
        let former = agreement_find(unit.connection(), predecessor.agreement_id)?;
        let former = former.ok_or_else(|| Problem::internal("it follows nothing"))?;
        let after = Agreement {
            superseded_from: self.agreement.term().map(|term| term.first_day()),
            version: former.version.next(),
            updated_at: self.agreement.updated_at,
            ..former.clone()
        };
        let permit = Permit::system(Action::AgreementWrite);
        agreement_update(unit.tx(), &permit, former.version, &after)?;
        bring_in_line(unit, &after)
    }
}

fn on(now: DateTime<Utc>, days: i64) -> NaiveDate {
    civil_date(now + Duration::days(days))
}

fn ended_on(record: &AgreementRecord, now: DateTime<Utc>) -> Option<NaiveDate> {
    match record.state {
        State::Terminated | State::Completed => record.ended_day.map(|days| on(now, days)),
        State::Draft
        | State::InReview
        | State::Sent
        | State::Proposed
        | State::Refused
        | State::Signed => None,
    }
}

const fn status(state: State) -> AgreementStatus {
    match state {
        State::Draft | State::Proposed => AgreementStatus::Draft,
        State::InReview => AgreementStatus::InReview,
        State::Sent => AgreementStatus::Sent,
        State::Refused => AgreementStatus::Cancelled,
        State::Signed => AgreementStatus::Signed,
        State::Terminated => AgreementStatus::Terminated,
        State::Completed => AgreementStatus::Completed,
    }
}

/// A template in use, with the codes of its placeholders.
struct Chosen {
    choice: TemplateChoice,
    codes: Vec<String>,
}

/// The template that a network has for a kind.
fn template(
    unit: &mut UnitOfWork<'_, '_>,
    network: NetworkBodyId,
    kind: AgreementKind,
) -> Outcome<Chosen> {
    let filter = TemplateFilter {
        kinds: vec![kind],
        active: Some(true),
    };
    let scope = Scope {
        networks: vec![network],
        ..Scope::default()
    };
    let page = PageRequest {
        limit: 1,
        after: None,
    };
    let found = template_list(unit.connection(), &scope, &filter, &page)?;
    let found = found.items.into_iter().next();
    let found = found.and_then(|one| Some((one.id, one.active?)));
    let missing = || Problem::internal("demo agreements: no template");
    let (template_id, number) = found.ok_or_else(missing)?;
    let version = template_version_find(unit.connection(), template_id, number)?;
    let placeholders = version.ok_or_else(missing)?.content.placeholders;
    let codes = placeholders.iter().map(|one| &one.code);
    Ok(Chosen {
        choice: TemplateChoice {
            template_id,
            number,
        },
        codes: codes
            .map(|code| domain_shared::TextValue::as_str(code).to_owned())
            .collect(),
    })
}
