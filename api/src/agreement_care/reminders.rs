//! Letters to those who have to look after agreements.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain_accounts::{Action, Permit};
use domain_agreements::Side;
use domain_shared::{
    AgreementId, EmailAddress, Locale, NetworkBodyId, PointId, ProviderId, TextValue as _,
    civil_date,
};
use persistence::{
    AnyConnection, Tx,
    accounts::{admins_of_networks, coordinators_by_point, managers_of_providers},
    agreements::{
        AgreementAddressees, DueReminder, NamedParty, addressees_of_agreements, parties_named,
        reminders_due, reminders_put,
    },
    cards::addressees,
    outbox::{OutboxMessage, outbox_append_all},
};

use crate::{
    clock,
    hub::Hub,
    mail::{Deadline, Letter},
    problem::{Outcome, Problem, ProblemCode},
};

/// Reminders of each sort that are sent in one transaction.
const BATCH: u16 = 100;
/// How often another process may come first before the rest is left for the next time.
const MOST_CROSSINGS: usize = 20;

/// Reminds of deadlines that come near, of signed documents that are missing, and of providers that are not
/// accredited, each once. Answers how many letters were written.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_reminders_send(hub: &Hub, now: DateTime<Utc>) -> Outcome<usize> {
    let (mut sent, mut crossed) = (0, 0);
    loop {
        match hub.db.write(|tx| remind(tx, now)) {
            Ok(None) => break,
            Ok(Some(letters)) => sent += letters,
            // Another process sent some of them meanwhile; what is left is asked for again.
            Err(problem)
                if problem.code == ProblemCode::StaleVersion && crossed < MOST_CROSSINGS =>
            {
                crossed += 1;
            }
            Err(problem) => return Err(problem),
        }
    }
    if sent > 0 {
        hub.outbox.wake();
    }
    Ok(sent)
}

/// Writes the next letters; `None` when nothing is due.
fn remind(tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<Option<usize>, Problem> {
    tx.bookkeeping();
    let today = civil_date(now);
    let due = reminders_due(tx, today, BATCH)?;
    if due.is_empty() {
        return Ok(None);
    }
    let permit = Permit::system(Action::AgreementWrite);
    reminders_put(tx, &permit, &due, now)?;
    let told = Told::of(tx, &due)?;
    let letters = due.iter().flat_map(|one| told.letters(one, today));
    let messages: Vec<OutboxMessage> = letters
        .map(|letter| OutboxMessage {
            id: clock::new_id(),
            recipient: letter.recipient,
            subject: letter.subject,
            body: letter.body,
            attempts: 0,
        })
        .collect();
    outbox_append_all(tx, &messages, now)?;
    Ok(Some(messages.len()))
}

type Person = (EmailAddress, Locale);

/// Everything the letters of some reminders need.
struct Told {
    addressees: BTreeMap<AgreementId, AgreementAddressees>,
    parties: BTreeMap<AgreementId, Vec<NamedParty>>,
    coordinators: BTreeMap<PointId, Vec<Person>>,
    admins: BTreeMap<NetworkBodyId, Vec<Person>>,
    managers: BTreeMap<ProviderId, Vec<Person>>,
    /// Names of the providers.
    names: BTreeMap<ProviderId, String>,
}

impl Told {
    fn of(connection: &mut AnyConnection, due: &[DueReminder]) -> Outcome<Self> {
        fn grouped<K: Ord>(
            people: Vec<(K, persistence::accounts::Recipient)>,
        ) -> BTreeMap<K, Vec<Person>> {
            let mut by_place: BTreeMap<K, Vec<Person>> = BTreeMap::new();
            for (place, person) in people {
                let one = (person.email, person.locale);
                by_place.entry(place).or_default().push(one);
            }
            by_place
        }
        let ids: BTreeSet<_> = due.iter().map(|one| one.agreement_id).collect();
        let ids: Vec<_> = ids.into_iter().collect();
        let networks: BTreeSet<_> = due.iter().map(|one| one.network_id).collect();
        let networks: Vec<_> = networks.into_iter().collect();
        let of = addressees_of_agreements(connection, &ids)?;
        let points: BTreeSet<_> = of.values().flat_map(|one| &one.points).copied().collect();
        let points: Vec<_> = points.into_iter().collect();
        let providers: BTreeSet<_> = of.values().flat_map(|one| &one.providers).collect();
        let providers: Vec<_> = providers.into_iter().copied().collect();
        let mut managers = grouped(managers_of_providers(connection, &providers)?);
        let mut names = BTreeMap::new();
        for addressee in addressees(connection, &providers)? {
            names.insert(addressee.id, addressee.name.as_str().to_owned());
            // One that nobody works with in the hub is told at its own address.
            let own = addressee.email.map(|email| (email, Locale::default()));
            let people = managers.entry(addressee.id).or_default();
            if people.is_empty() {
                people.extend(own);
            }
        }
        Ok(Self {
            parties: parties_named(connection, &ids)?,
            coordinators: grouped(coordinators_by_point(connection, &points)?),
            admins: grouped(admins_of_networks(connection, &networks)?),
            addressees: of,
            managers,
            names,
        })
    }

    /// The letters of a reminder: to the coordinators of the points, to the network's administrators where there
    /// are none, and to the managers of the providers; nobody gets two.
    fn letters(&self, due: &DueReminder, today: NaiveDate) -> Vec<Letter> {
        let of = self.addressees.get(&due.agreement_id);
        let points = of.iter().flat_map(|of| &of.points);
        let mut people: Vec<&Person> = points
            .filter_map(|point| self.coordinators.get(point))
            .flatten()
            .collect();
        if people.is_empty() {
            people.extend(self.admins.get(&due.network_id).into_iter().flatten());
        }
        let providers = of.iter().flat_map(|of| &of.providers);
        people.extend(
            providers
                .filter_map(|provider| self.managers.get(provider))
                .flatten(),
        );
        let provider = due.provider_id.and_then(|id| self.names.get(&id));
        let parties = self.parties.get(&due.agreement_id);
        let parties = parties.map_or(&[][..], Vec::as_slice);
        let sides: Vec<&str> = [Side::Network, Side::Counterpart]
            .into_iter()
            .flat_map(|side| parties.iter().filter(move |party| party.side == side))
            .map(|party| party.name.as_str())
            .collect();
        let deadline = Deadline {
            kind: due.deadline,
            on: due.on,
            days: (due.on - today).num_days(),
            provider: provider.map_or("", String::as_str),
        };
        let mut told = BTreeSet::new();
        people.retain(|(email, _)| told.insert(email.as_str()));
        let letter = |(email, locale): &Person| {
            Letter::agreement_deadline(email, *locale, (&due.title, &sides), &deadline)
        };
        people.into_iter().map(letter).collect()
    }
}
