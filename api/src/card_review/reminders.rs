//! Letters to providers whose published cards are to be verified.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain_accounts::{Action, Permit};
use domain_cards::FreshnessRules;
use domain_shared::{EmailAddress, Locale, ProviderId, TextValue as _, civil_date};
use persistence::{
    AnyConnection, Tx,
    accounts::recipients_of_providers,
    cards::{
        Addressee, DueDays, addressees, card_rules_list, due_cards, due_providers, reminded_put,
    },
    outbox::{OutboxMessage, outbox_append_all},
};

use crate::{
    clock,
    hub::Hub,
    mail::Letter,
    problem::{Outcome, Problem, ProblemCode},
};

/// Providers that are told in one transaction.
const BATCH: u16 = 100;
/// How often another process may come first before the rest is left for the next time.
const MOST_CROSSINGS: usize = 20;

/// Tells each provider by one letter which of its published cards are to be verified, unless it was
/// told since they were verified last. Answers how many letters were written.
///
/// # Errors
/// When the database does not answer.
pub fn card_reminders_send(hub: &Hub, now: DateTime<Utc>) -> Outcome<usize> {
    let default = hub.config.cards.freshness;
    let (mut sent, mut crossed) = (0, 0);
    loop {
        match hub.db.write(|tx| remind(tx, default, now)) {
            Ok(None) => break,
            Ok(Some(letters)) => sent += letters,
            // Another process told some of them meanwhile; what is left is asked for again.
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

/// Writes the letters to the next providers; `None` when no card is due.
fn remind(
    tx: &mut Tx<'_>,
    default: FreshnessRules,
    now: DateTime<Utc>,
) -> Result<Option<usize>, Problem> {
    tx.bookkeeping();
    let today = civil_date(now);
    let days = days(tx, default, today)?;
    let providers = due_providers(tx, &days, BATCH)?;
    if providers.is_empty() {
        return Ok(None);
    }
    let cards = due_cards(tx, &days, &providers)?;
    let mut titles: BTreeMap<ProviderId, Vec<&str>> = BTreeMap::new();
    for card in &cards {
        titles
            .entry(card.provider_id)
            .or_default()
            .push(&card.title);
    }
    let mut people: BTreeMap<ProviderId, Vec<(EmailAddress, Locale)>> = BTreeMap::new();
    for (provider, person) in recipients_of_providers(tx, &providers)? {
        let one = (person.email, person.locale);
        people.entry(provider).or_default().push(one);
    }
    let mut messages = Vec::new();
    for addressee in addressees(tx, &providers)? {
        let people = people.remove(&addressee.id).unwrap_or_default();
        let titles = titles.get(&addressee.id).map_or(&[][..], Vec::as_slice);
        messages.extend(letters(addressee, people, titles));
    }
    outbox_append_all(tx, &messages, now)?;
    let permit = Permit::system(Action::CardKeep);
    reminded_put(tx, &permit, &days, &providers, (cards.len(), today))?;
    Ok(Some(messages.len()))
}

/// The letter of one provider, to each of its people; to its own address where there are none.
fn letters(
    addressee: Addressee,
    mut people: Vec<(EmailAddress, Locale)>,
    titles: &[&str],
) -> Vec<OutboxMessage> {
    if people.is_empty() {
        people.extend(addressee.email.map(|email| (email, Locale::default())));
    }
    let name = addressee.name.as_str();
    let letters = people.into_iter().map(|(email, locale)| {
        let letter = Letter::cards_due(&email, locale, name, titles);
        OutboxMessage {
            id: clock::new_id(),
            recipient: letter.recipient,
            subject: letter.subject,
            body: letter.body,
            attempts: 0,
        }
    });
    letters.collect()
}

/// Since when cards must have been verified, by network.
fn days(
    connection: &mut AnyConnection,
    default: FreshnessRules,
    today: NaiveDate,
) -> Outcome<DueDays> {
    let last_day = |rules: FreshnessRules| rules.last_day_before(rules.remind_after, today);
    let mut own: BTreeMap<NaiveDate, Vec<_>> = BTreeMap::new();
    for stored in card_rules_list(connection)? {
        let day = last_day(stored.rules.freshness);
        own.entry(day).or_default().push(stored.network_id);
    }
    Ok(DueDays {
        default: last_day(default),
        own: own.into_iter().collect(),
    })
}
