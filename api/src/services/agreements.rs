//! The agreements in force that services are shown with.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

use chrono::NaiveDate;
use domain_shared::{CardId, MoneyDraft};
use persistence::{AnyConnection, agreements::card_agreements};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::problem::{Outcome, Problem};

/// The agreements that cover a card on a day, ready to send.
#[derive(Debug)]
pub(super) struct Shown {
    /// The list, as JSON.
    pub(super) list: String,
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
        self.benefits.retain(|one| {
            let is_over = one.until.is_some_and(|until| until < day);
            numbers.contains(&one.number) && one.from <= day && !is_over
        });
        self
    }

    /// Whether one of these made it on the network's side.
    fn is_of(&self, owners: &[String]) -> bool {
        self.of
            .iter()
            .any(|party| owners.iter().any(|owner| owner == party.id))
    }
}

/// The agreements that cover these cards on a day, with the benefits that are for each card on that day; cards
/// without any are left out.
///
/// # Errors
/// When the database does not answer.
pub(super) fn shown(
    connection: &mut AnyConnection,
    cards: &[CardId],
    day: NaiveDate,
    owners: &[Uuid],
) -> Outcome<HashMap<CardId, Shown>> {
    let found = card_agreements(connection, cards, day)?;
    let (day, owners) = (day.to_string(), texts(owners));
    let mut by_card: HashMap<CardId, (Vec<Stored<'_>>, bool)> = HashMap::new();
    for one in &found {
        let agreement = Stored::read(&one.public_view)?;
        let (list, is_of_owner) = by_card.entry(one.card_id).or_default();
        *is_of_owner |= agreement.is_of(&owners);
        list.push(agreement.narrowed(&one.benefits, &day));
    }
    let written = |(card, (list, is_of_owner)): (CardId, (Vec<Stored<'_>>, bool))| {
        let list = serde_json::to_string(&list)
            .map_err(|error| Problem::internal(format!("agreements: {error}")))?;
        Ok((card, Shown { list, is_of_owner }))
    };
    by_card.into_iter().map(written).collect()
}

/// Identifiers as they are written.
fn texts(ids: &[Uuid]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// A stored detail with the agreements that cover its card.
pub(super) fn added(mut document: String, shown: &Shown) -> String {
    if document.ends_with('}') {
        document.pop();
        document.push_str(",\"agreements\":");
        document.push_str(&shown.list);
        document.push('}');
    }
    document
}
