//! What follows from signed agreements for the cards they cover, kept in line with agreements and cards.

use std::collections::BTreeSet;

use domain_agreements::{
    Agreement, CardFacts, Deadline, DeadlineKind, Footprint, PartyRef, Side, deadlines,
};
use domain_cards::CardContent;
use domain_categories::CategoryTree;
use domain_shared::{CardId, Coverage, Period, ProviderId};
use persistence::{
    agreements::{
        AgreementEffects, CardLink, PlacesAround, agreement_effects_put, agreement_has_signed_file,
        agreement_links, agreement_links_put, agreement_public_view, agreements_signed_by,
        card_links_put, network_party_names, places_around, published_cards,
    },
    categories::category_tree,
};

use super::in_force::AgreementInForce;
use crate::{http::UnitOfWork, problem::Outcome, services::publication};

/// Cards looked at together.
const BATCH: i64 = 500;

/// Brings in line what follows from an agreement: the days of its benefits, its deadlines, what the catalogue
/// shows of it, the cards it covers, and the log of changes that search indexes follow. To be called in the
/// same transaction after it was signed, ended or superseded, or its signed document came or went.
///
/// # Errors
/// When the database does not answer.
pub fn bring_in_line(unit: &mut UnitOfWork<'_, '_>, agreement: &Agreement) -> Outcome<()> {
    let in_force = agreement.term().and_then(|term| term.in_force());
    let (effects, links) = match in_force {
        Some(days) => (
            effects_of(unit, agreement, days)?,
            links_of(unit, agreement)?,
        ),
        None => (AgreementEffects::default(), Vec::new()),
    };
    let shown = agreement_public_view(unit.connection(), agreement.id)?;
    let former = agreement_links(unit.connection(), agreement.id)?;
    let is_same = shown == effects.public_view;
    let (before, after): (BTreeSet<_>, BTreeSet<_>) =
        (former.iter().collect(), links.iter().collect());
    let touched: BTreeSet<CardId> = if is_same {
        let changed = before.symmetric_difference(&after);
        changed.map(|link| link.card_id).collect()
    } else {
        before.union(&after).map(|link| link.card_id).collect()
    };
    agreement_effects_put(unit.tx(), agreement, &effects)?;
    if former != links {
        agreement_links_put(unit.tx(), agreement.id, &links)?;
    }
    let touched: Vec<CardId> = touched.into_iter().collect();
    publication::store_agreements(unit, &touched)?;
    publication::touch(unit, &touched)
}

/// What is written down of an agreement that is in force on these days, beside its cards.
fn effects_of(
    unit: &mut UnitOfWork<'_, '_>,
    agreement: &Agreement,
    in_force: Period,
) -> Outcome<AgreementEffects> {
    let content = &agreement.content;
    let owners: Vec<PartyRef> = content.side(Side::Network).cloned().collect();
    let names = network_party_names(unit.connection(), &owners)?;
    let view = AgreementInForce::of(agreement, in_force, &names);
    let benefits = (0..).zip(&content.benefits);
    let mut due = agreement
        .term()
        .map_or_else(Vec::new, |term| deadlines(&term));
    if let Some(on) = agreement.signed_on
        && !agreement_has_signed_file(unit.connection(), agreement.id)?
    {
        let kind = DeadlineKind::SignedFile;
        due.push(Deadline { on, kind });
    }
    Ok(AgreementEffects {
        benefits: benefits
            .filter_map(|(number, benefit)| Some((number, benefit.days_within(in_force)?)))
            .collect(),
        deadlines: due,
        public_view: Some(view.written()?),
    })
}

/// The cards an agreement covers, by identifier.
fn links_of(unit: &mut UnitOfWork<'_, '_>, agreement: &Agreement) -> Outcome<Vec<CardLink>> {
    let parties = agreement.content.parties.iter();
    let providers: Vec<ProviderId> = parties
        .filter_map(|party| match party.party {
            PartyRef::Provider(id) => Some(id),
            PartyRef::NetworkBody(_)
            | PartyRef::Association(_)
            | PartyRef::Point(_)
            | PartyRef::PublicBody(_) => None,
        })
        .collect();
    if providers.is_empty() {
        return Ok(Vec::new());
    }
    let tree = category_tree(unit.connection())?;
    let (mut links, mut after) = (Vec::new(), None);
    loop {
        let cards = published_cards(unit.connection(), &providers, after, BATCH)?;
        let Some(last) = cards.last() else {
            return Ok(links);
        };
        after = Some(last.card_id);
        let cards = cards
            .iter()
            .map(|card| (card.card_id, card.provider_id, &card.content));
        links.extend(coverage(
            unit,
            &tree,
            std::slice::from_ref(agreement),
            cards,
        )?);
    }
}

/// Writes which agreements cover cards, as they are now. To be called in the same transaction after their public
/// view was written; nothing covers those that left it.
///
/// # Errors
/// When the database does not answer.
pub(crate) fn link_cards(
    unit: &mut UnitOfWork<'_, '_>,
    shown: &[(CardId, ProviderId, &CardContent)],
    gone: &[CardId],
) -> Outcome<()> {
    if shown.is_empty() && gone.is_empty() {
        return Ok(());
    }
    let mut providers: Vec<ProviderId> = shown.iter().map(|(_, provider, _)| *provider).collect();
    providers.sort_unstable();
    providers.dedup();
    let signed = agreements_signed_by(unit.connection(), &providers)?;
    let links = if signed.is_empty() {
        Vec::new()
    } else {
        let tree = category_tree(unit.connection())?;
        coverage(unit, &tree, &signed, shown.iter().copied())?
    };
    let cards: Vec<CardId> = shown.iter().map(|(card, ..)| *card).collect();
    card_links_put(unit.tx(), &[&cards, gone].concat(), &links)?;
    if links.is_empty() {
        // The public view was written without any.
        return Ok(());
    }
    publication::store_agreements(unit, &cards)
}

/// Which of these agreements cover which of these cards.
fn coverage<'a>(
    unit: &mut UnitOfWork<'_, '_>,
    tree: &CategoryTree,
    agreements: &[Agreement],
    cards: impl Iterator<Item = (CardId, ProviderId, &'a CardContent)> + Clone,
) -> Outcome<Vec<CardLink>> {
    let scopes = agreements.iter().map(|one| &one.content.scope.territory);
    let narrow: Vec<&Coverage> = scopes.filter(|one| !one.is_empty()).collect();
    let around = if narrow.is_empty() {
        PlacesAround::default()
    } else {
        let named: Vec<&Coverage> = cards
            .clone()
            .map(|(.., content)| &content.coverage)
            .chain(narrow)
            .collect();
        places_around(unit.connection(), &named)?
    };
    let territories: Vec<Footprint> = agreements
        .iter()
        .map(|one| around.footprint(&one.content.scope.territory))
        .collect();
    let mut links = Vec::new();
    for (card_id, provider_id, content) in cards {
        let facts = facts_of(card_id, provider_id, content, tree, &around);
        for (agreement, territory) in agreements.iter().zip(&territories) {
            // One that never came into force covers nothing.
            let comes = agreement.term().and_then(|term| term.in_force()).is_some();
            let benefits = agreement.content.benefits_for(&facts, territory);
            links.extend(benefits.filter(|_| comes).map(|benefits| CardLink {
                card_id,
                agreement_id: agreement.id,
                benefits,
            }));
        }
    }
    Ok(links)
}

/// What decides whether agreements cover a card.
pub(super) fn facts_of(
    card_id: CardId,
    provider_id: ProviderId,
    content: &CardContent,
    tree: &CategoryTree,
    around: &PlacesAround,
) -> CardFacts {
    let above = content.categories().flat_map(|code| tree.counted_for(code));
    let mut categories: BTreeSet<_> = above.map(|category| category.code.clone()).collect();
    categories.extend(content.categories().cloned());
    CardFacts {
        card_id,
        provider_id,
        categories,
        territory: around.footprint(&content.coverage),
    }
}
