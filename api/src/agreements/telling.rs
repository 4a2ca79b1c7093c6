//! Letters to those an agreement concerns.

use std::collections::BTreeSet;

use domain_agreements::{Agreement, AgreementStep, PartyRef};
use domain_shared::{ProviderId, Reason, TextValue as _};
use persistence::{
    accounts::{Recipient, coordinators_of_points, recipients_of_providers, reviewers_of_network},
    agreements::parties_known,
};

use super::common::own_points;
use crate::{
    http::UnitOfWork,
    mail::{AgreementNews, Letter},
    problem::Outcome,
};

/// Who is told of a step.
#[derive(Debug, Clone, Copy)]
struct Told {
    /// The coordinators of the points that are parties; where there are none, the review.
    desk: bool,
    /// Managers and editors of the providers, once it was sent to them.
    providers: bool,
    /// The reviewers of the network.
    review: bool,
}

const fn told_of(step: AgreementStep) -> Told {
    let (desk, providers, review) = match step {
        AgreementStep::Create | AgreementStep::Edit => (false, false, false),
        AgreementStep::Submit => (false, false, true),
        AgreementStep::SendBack => (true, false, false),
        AgreementStep::Accept | AgreementStep::Propose => (true, false, true),
        AgreementStep::Send
        | AgreementStep::Recall
        | AgreementStep::Refuse
        | AgreementStep::Sign
        | AgreementStep::Terminate
        | AgreementStep::Complete
        | AgreementStep::Cancel => (true, true, false),
    };
    Told {
        desk,
        providers,
        review,
    }
}

/// Tells those concerned, but who did it, of a step. `party` took it, where it was a party.
pub(super) fn tell(
    unit: &mut UnitOfWork<'_, '_>,
    agreement: &Agreement,
    step: AgreementStep,
    party: Option<&PartyRef>,
    reason: Option<&Reason>,
) -> Outcome<()> {
    let people = recipients(unit, agreement, told_of(step))?;
    if people.is_empty() {
        return Ok(());
    }
    let name = match party {
        Some(party) => {
            let wanted = BTreeSet::from([party.clone()]);
            let known = parties_known(unit.connection(), &wanted)?;
            known.into_values().next().map(|known| known.name)
        }
        None => None,
    };
    let news = AgreementNews {
        title: agreement.content.title.as_str(),
        step,
        party: name.as_deref(),
        all_signed: agreement.status.was_signed(),
        reason: reason.map(Reason::as_str),
    };
    for person in people {
        let letter = Letter::agreement_step(&person.email, person.locale, news);
        unit.send(letter)?;
    }
    Ok(())
}

/// The people to tell, each once, without the caller.
fn recipients(
    unit: &mut UnitOfWork<'_, '_>,
    agreement: &Agreement,
    told: Told,
) -> Outcome<Vec<Recipient>> {
    let mut people: Vec<Recipient> = Vec::new();
    if told.desk {
        let points: Vec<_> = own_points(&agreement.content).collect();
        let desk = coordinators_of_points(unit.connection(), &points)?;
        if desk.is_empty() {
            people.extend(reviewers_of_network(
                unit.connection(),
                agreement.network_id,
            )?);
        }
        people.extend(desk);
    }
    if told.review {
        let review = reviewers_of_network(unit.connection(), agreement.network_id)?;
        people.extend(review);
    }
    if told.providers && agreement.sent_at.is_some() {
        let providers: Vec<ProviderId> = agreement.content.providers().collect();
        let theirs = recipients_of_providers(unit.connection(), &providers)?;
        people.extend(theirs.into_iter().map(|(_, person)| person));
    }
    let actor = unit.actor().user_id();
    let mut seen = BTreeSet::new();
    people.retain(|person| Some(person.user) != actor && seen.insert(person.user));
    Ok(people)
}
