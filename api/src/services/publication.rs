//! Keeps the public view in line with cards, providers and rules.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain_cards::{CardContent, ChangeKind};
use domain_shared::{CardId, NetworkBodyId, ProviderId, civil_date};
use persistence::AnyConnection;
pub use persistence::services::Affected;
use persistence::services::{
    NewChange, PublicService, PublicSource, ServiceDocument, changes_append, public_sources,
    service_agreements_due, services_announced, services_due, services_of, services_put,
    services_remove, services_renumber,
};

use super::{agreements, view};
use crate::{agreements::effects::link_cards, http::UnitOfWork, hub::Hub, problem::Outcome};

/// Cards looked at together.
const BATCH: i64 = 500;
/// Cards the log is told of together.
const TOUCHED: usize = 500;

/// Brings the public view of the affected cards in line with what is stored of them, and writes what
/// changed to the log of changes. To be called in the same transaction, after the change.
///
/// # Errors
/// When the database does not answer.
pub fn refresh(unit: &mut UnitOfWork<'_, '_>, affected: &Affected) -> Outcome<()> {
    let rules = unit.freshness();
    let mut after: Option<CardId> = None;
    loop {
        let sources = public_sources(unit.connection(), affected, after, BATCH, rules)?;
        let Some(last) = sources.last() else {
            return Ok(());
        };
        after = Some(last.card_id);
        let is_full = i64::try_from(sources.len()).is_ok_and(|count| count == BATCH);
        // What cards are found by depends on the tree, though nothing they show changes with it.
        let is_found_otherwise = matches!(affected, Affected::Categories(_));
        bring_in_line(unit, &sources, is_found_otherwise)?;
        if !is_full {
            return Ok(());
        }
    }
}

/// Writes that a card is gone for good. To be called before it is deleted.
///
/// # Errors
/// When the database does not answer.
pub(crate) fn forget(
    unit: &mut UnitOfWork<'_, '_>,
    card_id: CardId,
    provider_id: ProviderId,
    network_id: NetworkBodyId,
) -> Outcome<()> {
    let now = unit.now();
    services_remove(unit.tx(), &[card_id])?;
    let change = NewChange {
        kind: ChangeKind::Deleted,
        card_id,
        provider_id,
        network_id,
    };
    changes_append(unit.tx(), &[change], now)?;
    Ok(())
}

/// Writes to the log that what belongs to these cards changed, though they themselves did not.
///
/// # Errors
/// When the database does not answer.
pub(crate) fn touch(unit: &mut UnitOfWork<'_, '_>, cards: &[CardId]) -> Outcome<()> {
    let now = unit.now();
    for cards in cards.chunks(TOUCHED) {
        let announced = services_announced(unit.connection(), cards)?.into_iter();
        let lines: Vec<NewChange> = announced
            .map(|(card_id, provider_id, network_id)| NewChange {
                kind: ChangeKind::Updated,
                card_id,
                provider_id,
                network_id,
            })
            .collect();
        changes_append(unit.tx(), &lines, now)?;
        let ids: Vec<CardId> = lines.iter().map(|line| line.card_id).collect();
        services_renumber(unit.tx(), &ids)?;
    }
    Ok(())
}

/// Stores the agreements that these cards are shown with. To be called in the same transaction after agreements that cover
/// them changed, or which ones do.
///
/// # Errors
/// When the database does not answer.
pub fn store_agreements(unit: &mut UnitOfWork<'_, '_>, cards: &[CardId]) -> Outcome<()> {
    let today = civil_date(unit.now());
    agreements::store(unit.tx(), cards, today)
}

/// What is to be done with the public view of one card.
enum Plan {
    Put(Box<ServiceDocument>),
    Remove(CardId),
}

fn bring_in_line(
    unit: &mut UnitOfWork<'_, '_>,
    sources: &[PublicSource],
    is_found_otherwise: bool,
) -> Outcome<()> {
    let today = civil_date(unit.now());
    let ids: Vec<CardId> = sources.iter().map(|source| source.card_id).collect();
    let shown: HashMap<CardId, PublicService> = services_of(unit.connection(), &ids)?
        .into_iter()
        .map(|service| (service.card_id, service))
        .collect();
    let (mut plans, mut news) = (Vec::new(), Vec::new());
    for source in sources {
        let before = shown.get(&source.card_id);
        let after = wanted(source, before, today)?;
        let is_same = after.as_ref().map(|after| &after.service) == before;
        if is_same && !(is_found_otherwise && before.is_some()) {
            continue;
        }
        let was = before.is_some_and(|before| before.announced);
        let is = after.as_ref().is_some_and(|after| after.service.announced);
        news.push(change_between(was, is).map(|kind| NewChange {
            kind,
            card_id: source.card_id,
            provider_id: source.provider.id,
            network_id: source.network_id,
        }));
        plans.push(match after {
            Some(document) => Plan::Put(Box::new(document)),
            None => Plan::Remove(source.card_id),
        });
    }
    let (shown, gone) = by_card(sources, &plans);
    carry_out(unit, plans, &news)?;
    link_cards(unit, &shown, &gone)
}

/// What is put into the public view, with what it says, and what leaves it.
fn by_card<'a>(
    sources: &'a [PublicSource],
    plans: &[Plan],
) -> (Vec<(CardId, ProviderId, &'a CardContent)>, Vec<CardId>) {
    let (mut shown, mut gone) = (Vec::new(), Vec::new());
    let mut sources = sources.iter();
    for plan in plans {
        match plan {
            Plan::Remove(card) => gone.push(*card),
            Plan::Put(document) => {
                let card = document.service.card_id;
                let source = sources.find(|source| source.card_id == card);
                let content = source.and_then(|source| Some((source, source.content.as_ref()?)));
                shown.extend(content.map(|(source, content)| (card, source.provider.id, content)));
            }
        }
    }
    (shown, gone)
}

/// The line of the log between being shown or not before and after.
const fn change_between(was: bool, is: bool) -> Option<ChangeKind> {
    match (was, is) {
        (false, true) => Some(ChangeKind::Published),
        (true, true) => Some(ChangeKind::Updated),
        (true, false) => Some(ChangeKind::Withdrawn),
        (false, false) => None,
    }
}

/// The row a card should have in the public view.
fn wanted(
    source: &PublicSource,
    before: Option<&PublicService>,
    today: NaiveDate,
) -> Outcome<Option<ServiceDocument>> {
    let Some((content, window)) = source.shown() else {
        return Ok(None);
    };
    let mut files: Vec<_> = content.files().collect();
    files.sort_unstable();
    files.dedup();
    Ok(Some(ServiceDocument {
        service: PublicService {
            card_id: source.card_id,
            provider_id: source.provider.id,
            network_id: source.network_id,
            revision: source.revision,
            window,
            announced: window.contains(today),
            change_number: before.map_or(0, |before| before.change_number),
            published_at: source.published_at,
            verified_on: source.verified_on,
            document: view::document(source, content)?,
            summary: view::summary(source, content)?,
        },
        files,
        categories: content.categories().cloned().collect(),
    }))
}

fn carry_out(
    unit: &mut UnitOfWork<'_, '_>,
    plans: Vec<Plan>,
    news: &[Option<NewChange>],
) -> Outcome<()> {
    let now = unit.now();
    let lines: Vec<NewChange> = news.iter().copied().flatten().collect();
    let mut number = changes_append(unit.tx(), &lines, now)?;
    let (mut puts, mut removes) = (Vec::new(), Vec::new());
    for (plan, line) in plans.into_iter().zip(news) {
        match plan {
            Plan::Put(mut document) => {
                if line.is_some() {
                    document.service.change_number = number;
                }
                puts.push(*document);
            }
            Plan::Remove(card) => removes.push(card),
        }
        if line.is_some() {
            number += 1;
        }
    }
    services_remove(unit.tx(), &removes)?;
    services_put(unit.tx(), &puts)?;
    Ok(())
}

/// Writes to the log what came into the public view, or went out of it, because of the day alone.
/// Answers how many cards that were.
///
/// # Errors
/// When the database does not answer.
pub fn announce_due(hub: &Hub) -> Outcome<usize> {
    let (now, url) = (hub.clock.now(), hub.config.public_url.clone());
    let today = civil_date(now);
    let mut announced = 0;
    loop {
        if hub
            .db
            .read(|connection| services_due(connection, today, 1))?
            .is_empty()
        {
            return Ok(announced);
        }
        let count = hub.db.write(|tx| {
            tx.bookkeeping();
            let due = services_due(tx, today, BATCH)?;
            let cards: Vec<CardId> = due.iter().map(|service| service.card_id).collect();
            let count = cards.len();
            let unit = UnitOfWork::of_system(tx, now, url.clone());
            let mut unit = unit.verifying(hub.config.cards.freshness);
            refresh(&mut unit, &Affected::Cards(cards))?;
            Outcome::Ok(count)
        })?;
        announced += count;
        if i64::try_from(count).is_ok_and(|count| count < BATCH) {
            return Ok(announced);
        }
    }
}

/// Stores for the coming days the agreements that cards are shown with, where they were stored for days that are over.
/// Answers how many cards that were. Nothing is shown otherwise before: what is stored for other days is not used.
///
/// # Errors
/// When the database does not answer.
pub fn renew_agreements(hub: &Hub) -> Outcome<usize> {
    let today = civil_date(hub.clock.now());
    let due = |connection: &mut AnyConnection| service_agreements_due(connection, today, BATCH);
    let mut renewed = 0;
    while !hub.db.read(due)?.is_empty() {
        renewed += hub.db.write(|tx| {
            tx.bookkeeping();
            let cards = due(tx)?;
            agreements::store(tx, &cards, today)?;
            Outcome::Ok(cards.len())
        })?;
    }
    Ok(renewed)
}
