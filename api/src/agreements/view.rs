//! What clients get of agreements.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain_accounts::{Action, Actor, Target, authorize};
use domain_agreements::{
    Agreement, AgreementContent, AgreementFile, AgreementStep, Answer, Party, PartyRef,
    Predecessor, Signature, Term, allowed_steps,
};
use domain_shared::{BoundedNumber as _, Period, civil_date};
use persistence::{
    AnyConnection, PageRequest,
    agreements::{
        KnownParty, agreement_file_list, agreement_successors, answer_list, parties_known,
        signature_list,
    },
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    common::{Seen, Shown, write_target},
    fields::{
        AgreementIdField, AgreementKindField, AgreementStatusField, AgreementStepField,
        AnswerKindField, PartyKindField, RelationField, SideField, StandingField,
    },
    file_view::AgreementFileView,
    schema::AgreementContentView,
};
use crate::{
    problem::Outcome,
    wire::{
        Coded, DisplayNameField, Ident, NetworkBodyIdField, ProviderIdField, ReasonField, Text,
        UserIdField, optional,
    },
};

/// Days from the first to the last, both included.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementDaysView {
    /// First day.
    from: NaiveDate,
    /// Last day, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<NaiveDate>,
}

impl From<Period> for AgreementDaysView {
    fn from(period: Period) -> Self {
        Self {
            from: period.from(),
            until: period.until(),
        }
    }
}

/// When a signed agreement is in force, as its dates say today.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementTermView {
    /// First day in force.
    first_day: NaiveDate,
    /// Last day in force; absent while no end is in sight. Before the first day where it never came into force.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_day: Option<NaiveDate>,
    /// The period that runs today: the first one, or the renewal today lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    current_period: Option<AgreementDaysView>,
    /// Whether a renewal comes after that period unless notice is given.
    renews: bool,
    /// The next day, from today on, until which notice can be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    notice_by: Option<NaiveDate>,
}

impl AgreementTermView {
    fn of(term: &Term, today: NaiveDate) -> Self {
        // The last day to give notice lies before the end of the running or of the next period.
        let horizon = today.checked_add_months(chrono::Months::new(360));
        let notice = term.notice_days(today, horizon.unwrap_or(NaiveDate::MAX));
        Self {
            first_day: term.first_day(),
            last_day: term.last_day(),
            current_period: term.period_on(today).map(Into::into),
            renews: term.renews_after(today),
            notice_by: notice.first().copied(),
        }
    }
}

/// A party with its name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementPartyView {
    /// Where it stands.
    side: SideField,
    /// What it is.
    kind: PartyKindField,
    /// Its identifier in the hub; a public body has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 36, example = "01930000-0000-7000-8000-000000000002")]
    id: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<DisplayNameField>,
}

/// What is known of parties, by party.
pub(super) type Known = BTreeMap<PartyRef, KnownParty>;

impl AgreementPartyView {
    fn of(party: &Party, known: &Known) -> Self {
        let name = known.get(&party.party).map(|known| known.name.clone());
        Self {
            side: Coded(party.side),
            kind: Coded(party.party.kind()),
            id: party.party.id(),
            name: name.map(Text::raw),
        }
    }

    fn all(content: &AgreementContent, known: &Known) -> Vec<Self> {
        let parties = content.parties.iter();
        parties.map(|party| Self::of(party, known)).collect()
    }
}

/// The agreement another one changes or follows.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementPredecessorView {
    /// Which.
    agreement_id: AgreementIdField,
    /// Why.
    relation: RelationField,
}

impl From<Predecessor> for AgreementPredecessorView {
    fn from(former: Predecessor) -> Self {
        Self {
            agreement_id: Ident(former.agreement_id),
            relation: Coded(former.relation),
        }
    }
}

/// An agreement that changes or follows this one.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementSuccessorView {
    /// Which.
    agreement_id: AgreementIdField,
    /// Why.
    relation: RelationField,
    /// Where it stands.
    status: AgreementStatusField,
}

/// What a provider answered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementAnswerView {
    /// The provider.
    provider_id: ProviderIdField,
    /// The revision it answered.
    #[schema(minimum = 1, maximum = 10_000)]
    revision: u16,
    /// What.
    kind: AnswerKindField,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<ReasonField>,
    /// Who.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<UserIdField>,
    /// When.
    at: DateTime<Utc>,
}

impl From<&Answer> for AgreementAnswerView {
    fn from(answer: &Answer) -> Self {
        Self {
            provider_id: Ident(answer.provider_id),
            revision: answer.revision.number(),
            kind: Coded(answer.kind),
            reason: optional(answer.reason.as_ref()),
            by: answer.by.map(Ident),
            at: answer.at,
        }
    }
}

/// That a party signed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementSignatureView {
    /// Place of the party in the list, from 0.
    #[schema(minimum = 0, maximum = 59)]
    party: u16,
    /// The revision it signed.
    #[schema(minimum = 1, maximum = 10_000)]
    revision: u16,
    /// The day on the paper.
    signed_on: NaiveDate,
    /// Who wrote it down.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<UserIdField>,
    /// When.
    at: DateTime<Utc>,
}

impl From<&Signature> for AgreementSignatureView {
    fn from(signature: &Signature) -> Self {
        Self {
            party: signature.party.number(),
            revision: signature.revision.number(),
            signed_on: signature.on,
            by: signature.by.map(Ident),
            at: signature.at,
        }
    }
}

/// An agreement with what it says.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementView {
    /// Identifier.
    id: AgreementIdField,
    /// The network it belongs to.
    network_id: NetworkBodyIdField,
    /// Where it stands, as somebody left it.
    status: AgreementStatusField,
    /// What it is worth today (in Rome), as its state and its dates say.
    standing: StandingField,
    /// When it is in force, once it is signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    term: Option<AgreementTermView>,
    /// The steps that its state allows and the caller may take.
    #[schema(max_items = 20)]
    allowed_steps: Vec<AgreementStepField>,
    /// The agreement it changes or follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    predecessor: Option<AgreementPredecessorView>,
    /// The agreements that change or follow it, oldest first.
    #[schema(max_items = 1000)]
    successors: Vec<AgreementSuccessorView>,
    /// Number of the last revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000)]
    revision: Option<u16>,
    /// When it first went to the other side.
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_at: Option<DateTime<Utc>>,
    /// The day on which the last party signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_on: Option<NaiveDate>,
    /// Its last day in force where somebody ended it.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_on: Option<NaiveDate>,
    /// The first day of the agreement that takes its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    superseded_from: Option<NaiveDate>,
    /// The parties with their names, in their order.
    #[schema(max_items = 60)]
    parties: Vec<AgreementPartyView>,
    /// What providers answered, to the newest revision first; to a provider's people theirs only.
    #[schema(max_items = 1000)]
    answers: Vec<AgreementAnswerView>,
    /// Who signed the last revision, in the order of the parties.
    #[schema(max_items = 60)]
    signatures: Vec<AgreementSignatureView>,
    /// Its first hundred files, oldest first.
    #[schema(max_items = 100)]
    files: Vec<AgreementFileView>,
    /// Version, as in the ETag.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    version: i32,
    /// When it was written down.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
    /// What it says. To a provider's people what was last sent to them.
    content: AgreementContentView,
}

/// An agreement with all there is to show of it, to whoever looks.
pub(super) fn detail(
    connection: &mut AnyConnection,
    actor: &Actor,
    shown: &Shown,
    now: DateTime<Utc>,
) -> Outcome<AgreementView> {
    let agreement = &shown.agreement;
    let today = civil_date(now);
    let successors = agreement_successors(connection, agreement.id)?;
    let mut answers = answer_list(connection, agreement.id)?;
    if let Seen::ByProviders(own) = &shown.seen {
        answers.retain(|answer| own.contains(&answer.provider_id));
    }
    let signatures = match agreement.revision {
        Some(revision) => signature_list(connection, agreement.id, revision)?,
        None => Vec::new(),
    };
    let page = PageRequest {
        limit: 100,
        after: None,
    };
    let files = agreement_file_list(connection, agreement.id, &page)?;
    let known = parties_known(connection, &parties_of([&shown.content]))?;
    Ok(AgreementView {
        id: Ident(agreement.id),
        network_id: Ident(agreement.network_id),
        status: Coded(agreement.status),
        standing: Coded(agreement.standing(today)),
        term: agreement
            .term()
            .map(|term| AgreementTermView::of(&term, today)),
        allowed_steps: steps_open_to(actor, agreement).map(Coded).collect(),
        predecessor: agreement.predecessor.map(Into::into),
        successors: successors
            .iter()
            .filter(|one| is_known_to(&shown.seen, one))
            .filter_map(successor)
            .collect(),
        revision: agreement.revision.map(domain_shared::BoundedNumber::number),
        sent_at: agreement.sent_at,
        signed_on: agreement.signed_on,
        ended_on: agreement.ended_on,
        superseded_from: agreement.superseded_from,
        parties: AgreementPartyView::all(&shown.content, &known),
        answers: answers.iter().map(Into::into).collect(),
        signatures: signatures.iter().map(Into::into).collect(),
        files: files
            .items
            .iter()
            .map(|file: &AgreementFile| file.into())
            .collect(),
        version: agreement.version.number(),
        created_at: agreement.created_at,
        updated_at: agreement.updated_at,
        content: AgreementContentView(shown.content.clone()),
    })
}

/// Whether whoever sees an agreement like this may know of one that changes or follows it.
fn is_known_to(seen: &Seen, successor: &Agreement) -> bool {
    match seen {
        Seen::ByNetwork => true,
        Seen::ByProviders(own) => {
            let mut providers = successor.content.providers();
            successor.sent_at.is_some() && providers.any(|one| own.contains(&one))
        }
    }
}

fn successor(agreement: &Agreement) -> Option<AgreementSuccessorView> {
    let relation = agreement.predecessor?.relation;
    Some(AgreementSuccessorView {
        agreement_id: Ident(agreement.id),
        relation: Coded(relation),
        status: Coded(agreement.status),
    })
}

/// The parties that contents name.
pub(super) fn parties_of<'a>(
    contents: impl IntoIterator<Item = &'a AgreementContent>,
) -> BTreeSet<PartyRef> {
    let parties = contents.into_iter().flat_map(|one| &one.parties);
    parties.map(|one| one.party.clone()).collect()
}

/// The permission a step needs.
pub(super) const fn permission(step: AgreementStep) -> Action {
    match step {
        AgreementStep::Create
        | AgreementStep::Edit
        | AgreementStep::Submit
        | AgreementStep::Cancel => Action::AgreementWrite,
        AgreementStep::SendBack | AgreementStep::Send | AgreementStep::Recall => {
            Action::AgreementReview
        }
        AgreementStep::Accept | AgreementStep::Propose | AgreementStep::Refuse => {
            Action::AgreementAnswer
        }
        AgreementStep::Sign => Action::AgreementSign,
        AgreementStep::Terminate | AgreementStep::Complete => Action::AgreementEnd,
    }
}

/// The steps that the state of an agreement allows and somebody may take.
fn steps_open_to<'a>(
    actor: &'a Actor,
    agreement: &'a Agreement,
) -> impl Iterator<Item = AgreementStep> + 'a {
    let network = write_target(agreement);
    let providers =
        Target::private_in(agreement.network_id).of_providers(agreement.content.providers());
    let steps = allowed_steps(agreement.status).iter().copied();
    steps.filter(move |step| {
        let action = permission(*step);
        let may = |target: &Target| authorize(actor, action, target).is_ok();
        match step {
            AgreementStep::Accept | AgreementStep::Propose | AgreementStep::Refuse => {
                may(&providers)
            }
            AgreementStep::Sign => may(&network) || may(&providers),
            AgreementStep::Create
            | AgreementStep::Edit
            | AgreementStep::Submit
            | AgreementStep::SendBack
            | AgreementStep::Send
            | AgreementStep::Recall
            | AgreementStep::Terminate
            | AgreementStep::Complete
            | AgreementStep::Cancel => may(&network),
        }
    })
}

/// An agreement in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementSummary {
    /// Identifier.
    id: AgreementIdField,
    /// The network it belongs to.
    network_id: NetworkBodyIdField,
    /// Title; to a provider's people that of the text that was last sent to them.
    title: DisplayNameField,
    /// What kind of paper it is.
    kind: AgreementKindField,
    /// Where it stands, as somebody left it.
    status: AgreementStatusField,
    /// What it is worth today (in Rome), as its state and its dates say.
    standing: StandingField,
    /// The parties with their names, in their order.
    #[schema(max_items = 60)]
    parties: Vec<AgreementPartyView>,
    /// First day in force, once it is signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_day: Option<NaiveDate>,
    /// Last day in force, once it is signed, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_day: Option<NaiveDate>,
    /// The agreement it changes or follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    predecessor: Option<AgreementPredecessorView>,
    /// When it first went to the other side.
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_at: Option<DateTime<Utc>>,
    /// The day on which the last party signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_on: Option<NaiveDate>,
    /// Version, as in the ETag.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    version: i32,
    /// When it was written down.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl AgreementSummary {
    /// An agreement that says this to whoever looks.
    pub(super) fn of(
        agreement: &Agreement,
        content: &AgreementContent,
        known: &Known,
        today: NaiveDate,
    ) -> Self {
        let term = agreement.term();
        Self {
            id: Ident(agreement.id),
            network_id: Ident(agreement.network_id),
            title: Text::of(&content.title),
            kind: Coded(content.kind),
            status: Coded(agreement.status),
            standing: Coded(agreement.standing(today)),
            parties: AgreementPartyView::all(content, known),
            first_day: term.map(|term| term.first_day()),
            last_day: term.and_then(|term| term.last_day()),
            predecessor: agreement.predecessor.map(Into::into),
            sent_at: agreement.sent_at,
            signed_on: agreement.signed_on,
            version: agreement.version.number(),
            created_at: agreement.created_at,
            updated_at: agreement.updated_at,
        }
    }
}
