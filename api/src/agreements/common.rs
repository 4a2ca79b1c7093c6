//! What every endpoint of an agreement needs: the agreement, who may do what with it, the history, the audit
//! log.

use chrono::{DateTime, Utc};
use domain_accounts::{Action, Actor, Denied, Permit, Target, authorize};
use domain_agreements::{
    Agreement, AgreementContent, AgreementEvent, AgreementStatus, AgreementStep, PartyRef,
    status_after,
};
use domain_shared::{AgreementId, PointId, ProviderId, Reason};
use persistence::{
    AnyConnection,
    agreements::{
        agreement_find, agreement_update, event_append, points_of_agreement, revision_last_sent,
    },
};
use serde::Serialize;

use crate::{
    http::{IfMatch, Snapshot, UnitOfWork},
    problem::{Outcome, Problem},
};

/// As whom somebody looks at an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    /// As the network's people, who see the working copy.
    ByNetwork,
    /// As people of these of its providers, who see what was sent to them.
    ByProviders(Vec<ProviderId>),
}

/// An agreement as somebody may see it.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) agreement: Agreement,
    /// What it says, to whoever looks.
    pub(super) content: AgreementContent,
    pub(super) seen: Seen,
}

/// The agreement with this identifier, or 404.
pub(super) fn agreement_of(connection: &mut AnyConnection, id: AgreementId) -> Outcome<Agreement> {
    agreement_find(connection, id)?.ok_or_else(Problem::not_found)
}

/// The points that are parties themselves.
pub(super) fn own_points(content: &AgreementContent) -> impl Iterator<Item = PointId> + '_ {
    content
        .parties
        .iter()
        .filter_map(|party| match party.party {
            PartyRef::Point(id) => Some(id),
            PartyRef::NetworkBody(_)
            | PartyRef::Association(_)
            | PartyRef::Provider(_)
            | PartyRef::PublicBody(_) => None,
        })
}

/// What the policy decides on when an agreement is read by the network's people: the points it is of.
fn target_of_network(connection: &mut AnyConnection, agreement: &Agreement) -> Outcome<Target> {
    let points = points_of_agreement(connection, agreement)?;
    Ok(Target::private_in(agreement.network_id).at_points(points))
}

/// What the policy decides on when an agreement is written, reviewed, signed for the network or ended: only
/// the points that are parties themselves.
pub(super) fn write_target(agreement: &Agreement) -> Target {
    Target::private_in(agreement.network_id).at_points(own_points(&agreement.content))
}

/// As whom the caller sees an agreement; 404 for whoever must not know of it.
pub(super) fn seen_by(
    actor: &Actor,
    connection: &mut AnyConnection,
    agreement: &Agreement,
) -> Outcome<Seen> {
    let target = target_of_network(connection, agreement)?;
    let Err(denied) = authorize(actor, Action::AgreementRead, &target) else {
        return Ok(Seen::ByNetwork);
    };
    let network = agreement.network_id;
    let mut own: Vec<ProviderId> = Vec::new();
    if agreement.sent_at.is_some() {
        own.extend(agreement.content.providers().filter(|provider| {
            let theirs = Target::private_in(network).of_provider(*provider);
            authorize(actor, Action::AgreementRead, &theirs).is_ok()
        }));
    }
    if own.is_empty() {
        return Err(denied.into());
    }
    Ok(Seen::ByProviders(own))
}

/// The agreement as the caller may see it, or 404.
pub(super) fn shown_to(
    actor: &Actor,
    connection: &mut AnyConnection,
    agreement: Agreement,
) -> Outcome<Shown> {
    let seen = seen_by(actor, connection, &agreement)?;
    let content = if seen == Seen::ByNetwork || !is_written_anew(agreement.status) {
        agreement.content.clone()
    } else {
        let sent = revision_last_sent(connection, agreement.id)?;
        let missing = || Problem::internal(format!("no text was sent of {}", agreement.id));
        sent.ok_or_else(missing)?.content
    };
    Ok(Shown {
        agreement,
        content,
        seen,
    })
}

/// The agreement as the caller may see it, or 404.
pub(super) fn read_agreement(snapshot: &mut Snapshot<'_>, id: AgreementId) -> Outcome<Shown> {
    let agreement = agreement_of(snapshot.connection(), id)?;
    let actor = snapshot.actor().clone();
    shown_to(&actor, snapshot.connection(), agreement)
}

/// Whether the caller, who must be able to read the agreement, may do this to it: 404 or 403.
pub(super) fn permitted(
    actor: &Actor,
    connection: &mut AnyConnection,
    agreement: &Agreement,
    action: Action,
    target: &Target,
) -> Outcome<Permit> {
    let _ = seen_by(actor, connection, agreement)?;
    authorize(actor, action, target).map_err(|denied| match denied {
        // Whoever reads it knows that it exists.
        Denied::Hidden => Denied::Forbidden.into(),
        Denied::Unauthenticated | Denied::Forbidden => denied.into(),
    })
}

/// The agreement in the version the caller read, for a step the network's people take.
pub(super) fn begin(
    unit: &mut UnitOfWork<'_, '_>,
    id: AgreementId,
    expected: IfMatch,
    action: Action,
) -> Outcome<(Agreement, Permit)> {
    let agreement = agreement_of(unit.connection(), id)?;
    let actor = unit.actor().clone();
    let target = write_target(&agreement);
    let permit = permitted(&actor, unit.connection(), &agreement, action, &target)?;
    expected.check(agreement.version)?;
    Ok((agreement, permit))
}

/// The agreement after a step, but for what is particular to it; 409 with the allowed steps where the state
/// does not allow it.
pub(super) fn advanced(
    before: &Agreement,
    step: AgreementStep,
    all_signed: bool,
    now: DateTime<Utc>,
) -> Outcome<Agreement> {
    let status = status_after(before.status, step, all_signed)
        .map_err(|refused| Problem::invalid_transition(refused.allowed_codes()))?;
    Ok(Agreement {
        status,
        version: before.version.next(),
        updated_at: now,
        ..before.clone()
    })
}

/// Writes an agreement after a step, with its history and the audit log.
pub(super) fn finish(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    (before, after): (&Agreement, &Agreement),
    step: AgreementStep,
    reason: Option<&Reason>,
) -> Outcome<()> {
    agreement_update(unit.tx(), permit, before.version, after)?;
    note(unit, permit, after, step, reason)?;
    record(unit, permit, Some(before), Some(after))
}

/// Appends a step to the history of an agreement.
pub(super) fn note(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    agreement: &Agreement,
    step: AgreementStep,
    reason: Option<&Reason>,
) -> Outcome<()> {
    let is_of_revision = match step {
        AgreementStep::Send
        | AgreementStep::Recall
        | AgreementStep::Accept
        | AgreementStep::Propose
        | AgreementStep::Refuse
        | AgreementStep::Sign => true,
        AgreementStep::Create
        | AgreementStep::Edit
        | AgreementStep::Submit
        | AgreementStep::SendBack
        | AgreementStep::Terminate
        | AgreementStep::Complete
        | AgreementStep::Cancel => false,
    };
    let event = AgreementEvent {
        step,
        reason: reason.cloned(),
        revision: agreement.revision.filter(|_| is_of_revision),
        by: permit.user(),
        at: unit.now(),
    };
    Ok(event_append(unit.tx(), permit, agreement.id, &event)?)
}

/// An agreement as the audit log keeps it.
#[derive(Debug, Serialize)]
struct Audited<'a> {
    status: &'static str,
    revision: Option<u16>,
    sent_at: Option<DateTime<Utc>>,
    signed_on: Option<chrono::NaiveDate>,
    ended_on: Option<chrono::NaiveDate>,
    superseded_from: Option<chrono::NaiveDate>,
    predecessor_id: Option<AgreementId>,
    version: i32,
    content: &'a AgreementContent,
}

impl<'a> From<&'a Agreement> for Audited<'a> {
    fn from(agreement: &'a Agreement) -> Self {
        use domain_shared::Code as _;
        Self {
            status: agreement.status.code(),
            revision: agreement.revision.map(domain_shared::BoundedNumber::number),
            sent_at: agreement.sent_at,
            signed_on: agreement.signed_on,
            ended_on: agreement.ended_on,
            superseded_from: agreement.superseded_from,
            predecessor_id: agreement.predecessor.map(|one| one.agreement_id),
            version: agreement.version.number(),
            content: &agreement.content,
        }
    }
}

/// Writes a change of an agreement to the audit log.
pub(super) fn record(
    unit: &mut UnitOfWork<'_, '_>,
    permit: &Permit,
    before: Option<&Agreement>,
    after: Option<&Agreement>,
) -> Outcome<()> {
    let Some(agreement) = after.or(before) else {
        return Ok(());
    };
    let about = ("agreement", agreement.id);
    let network = Some(agreement.network_id);
    let (before, after) = (before.map(Audited::from), after.map(Audited::from));
    unit.audit(permit, about, network, before.as_ref(), after.as_ref())
}

/// Whether what a provider sees of an agreement in this state is what was last sent, and not what it says now.
pub(super) const fn is_written_anew(status: AgreementStatus) -> bool {
    match status {
        AgreementStatus::Draft | AgreementStatus::InReview | AgreementStatus::Cancelled => true,
        AgreementStatus::Sent
        | AgreementStatus::Signed
        | AgreementStatus::Terminated
        | AgreementStatus::Completed => false,
    }
}
