//! The agreements in force that services are shown with.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

use chrono::NaiveDate;
use domain_shared::{CardId, MoneyDraft};
use persistence::{
    AnyConnection, Tx,
    agreements::{CardAgreement, card_agreements, card_agreements_ever},
    services::{AgreementsOfDay, ReadyAgreements, service_agreements_put},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::problem::{Outcome, Problem};

/// The agreements that cover a card on a day, ready to send.
#[derive(Debug)]
pub(super) struct Shown<'a> {
    /// The list, as JSON.
    pub(super) list: Cow<'a, str>,
    /// Whether one of them is of one of the owners asked about.
    pub(super) is_of_owner: bool,
}

/// An agreement as it is stored, read without copying what is only passed on. Dates stay texts, whose order is that of
/// the days.
#[derive(Debug, Deserialize, Serialize)]
struct Stored<'a> {
    id: &'a str,
    kind: &'a str,
    #[serde(borrow)]
    title: Cow<'a, str>,
    #[serde(borrow)]
    of: Vec<StoredOwner<'a>>,
    from: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'a str>,
    #[serde(borrow)]
    benefits: Vec<StoredBenefit<'a>>,
}

#[derive(Debug, Deserialize, Serialize)]
struct StoredOwner<'a> {
    kind: &'a str,
    id: &'a str,
    #[serde(borrow)]
    name: Cow<'a, str>,
}

#[derive(Debug, Deserialize, Serialize)]
struct StoredBenefit<'a> {
    number: u16,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    percentage: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<MoneyDraft>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    audience: &'a str,
    from: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<BTreeMap<&'a str, String>>,
}

impl<'a> Stored<'a> {
    fn read(stored: &'a str) -> Outcome<Self> {
        serde_json::from_str(stored)
            .map_err(|error| Problem::internal(format!("stored agreement: {error}")))
    }

    /// With only those of the numbered benefits that hold on a day.
    fn narrowed(mut self, numbers: &[u16], day: &str) -> Self {
        self.benefits
            .retain(|one| numbers.contains(&one.number) && is_on(one.from, one.until, day));
        self
    }
}

/// The agreements that each of these cards is shown with on a day, those of cards without any left out: as they are stored where
/// that is for the day, else asked anew.
///
/// # Errors
/// When the database does not answer.
pub(super) fn shown<'a>(
    connection: &mut AnyConnection,
    cards: impl Iterator<Item = (CardId, &'a AgreementsOfDay)>,
    day: NaiveDate,
    owners: &[Uuid],
) -> Outcome<HashMap<CardId, Shown<'a>>> {
    let owners = texts(owners);
    let (mut shown, mut asked) = (HashMap::new(), Vec::new());
    for (card, ready) in cards {
        match &ready.list {
            _ if !ready.is_of_day => asked.push(card),
            Some(list) => {
                let is_of_owner = !owners.is_empty() && is_of(&read_list(list)?, &owners);
                let list = Cow::Borrowed(list.as_str());
                shown.insert(card, Shown { list, is_of_owner });
            }
            None => {}
        }
    }
    if !asked.is_empty() {
        let found = card_agreements(connection, &asked, day)?;
        for (card, agreements) in by_card(&found)? {
            let list = narrowed(agreements, day);
            let is_of_owner = is_of(&list, &owners);
            let list = Cow::Owned(written(&list)?);
            shown.insert(card, Shown { list, is_of_owner });
        }
    }
    Ok(shown)
}

/// Stores the agreements that cards are shown with today, and how long that is so. To be called in the same
/// transaction after agreements that cover them changed, or which ones do.
///
/// # Errors
/// When the database does not answer.
pub(super) fn store(tx: &mut Tx<'_>, cards: &[CardId], today: NaiveDate) -> Outcome<()> {
    let found = card_agreements_ever(tx, cards)?;
    let mut by_card = by_card(&found)?;
    let ready = |card: &CardId| {
        // Without any agreement the empty list holds on all days.
        let agreements = by_card.remove(card).unwrap_or_default();
        let (from, until) = around(today, &agreements)?;
        let list = narrowed(agreements, today);
        Ok(ReadyAgreements {
            card: *card,
            from,
            until,
            list: (!list.is_empty()).then(|| written(&list)).transpose()?,
        })
    };
    let ready = cards.iter().map(ready).collect::<Outcome<Vec<_>>>()?;
    Ok(service_agreements_put(tx, &ready)?)
}

/// Agreements by card, each with the places of the benefits that are for the card.
type ByCard<'a> = BTreeMap<CardId, Vec<(Stored<'a>, &'a [u16])>>;

fn by_card(found: &[CardAgreement]) -> Outcome<ByCard<'_>> {
    let mut by_card = ByCard::new();
    for one in found {
        let agreement = (Stored::read(&one.public_view)?, one.benefits.as_slice());
        by_card.entry(one.card_id).or_default().push(agreement);
    }
    Ok(by_card)
}

/// The agreements that are in force on a day, with the benefits that hold on it.
fn narrowed<'a>(agreements: Vec<(Stored<'a>, &[u16])>, day: NaiveDate) -> Vec<Stored<'a>> {
    let day = day.to_string();
    agreements
        .into_iter()
        .filter(|(agreement, _)| is_on(agreement.from, agreement.until, &day))
        .map(|(agreement, numbers)| agreement.narrowed(numbers, &day))
        .collect()
}

/// The days around one on which neither an agreement nor a benefit begins or ends; without a first or a last one if there
/// is none.
fn around(
    day: NaiveDate,
    agreements: &[(Stored<'_>, &[u16])],
) -> Outcome<(Option<NaiveDate>, Option<NaiveDate>)> {
    let spans = agreements.iter().flat_map(|(agreement, numbers)| {
        let benefits = agreement.benefits.iter();
        let own = benefits.filter(|one| numbers.contains(&one.number));
        let own = own.map(|one| (one.from, one.until));
        std::iter::once((agreement.from, agreement.until)).chain(own)
    });
    let (mut first, mut last) = (None, None);
    for (from, until) in spans {
        // Something is otherwise from a first day on, and again from the day after a last one.
        let after = until.map(read_day).transpose()?;
        let after = after.and_then(|until| until.succ_opt());
        for change in [Some(read_day(from)?), after].into_iter().flatten() {
            if change <= day {
                first = first.max(Some(change));
            } else {
                let before = change.pred_opt();
                last = last.map_or(before, |last: NaiveDate| before.map(|one| one.min(last)));
            }
        }
    }
    Ok((first, last))
}

fn read_day(text: &str) -> Outcome<NaiveDate> {
    text.parse()
        .map_err(|error| Problem::internal(format!("day of a stored agreement: {error}")))
}

/// Whether a day, as it is written, lies between two others.
fn is_on(from: &str, until: Option<&str>, day: &str) -> bool {
    from <= day && until.is_none_or(|until| day <= until)
}

/// Whether one of these made one of the agreements on the network's side.
fn is_of(agreements: &[Stored<'_>], owners: &[String]) -> bool {
    let mut parties = agreements.iter().flat_map(|agreement| &agreement.of);
    parties.any(|party| owners.iter().any(|owner| owner == party.id))
}

fn read_list(list: &str) -> Outcome<Vec<Stored<'_>>> {
    serde_json::from_str(list)
        .map_err(|error| Problem::internal(format!("stored agreements: {error}")))
}

fn written(list: &[Stored<'_>]) -> Outcome<String> {
    serde_json::to_string(list).map_err(|error| Problem::internal(format!("agreements: {error}")))
}

/// Identifiers as they are written.
fn texts(ids: &[Uuid]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// A stored detail with the agreements that cover its card.
pub(super) fn added(mut document: String, shown: &Shown<'_>) -> String {
    if document.ends_with('}') {
        document.pop();
        document.reserve(shown.list.len() + ",\"agreements\":}".len());
        document.push_str(",\"agreements\":");
        document.push_str(&shown.list);
        document.push('}');
    }
    document
}
