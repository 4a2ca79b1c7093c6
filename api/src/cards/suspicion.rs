//! Notes which cards look like the same service as those that are submitted.

use std::collections::{BTreeMap, BTreeSet};

use domain_accounts::Permit;
use domain_cards::{NEAR_SAME, TitleShape};
use domain_shared::{Belfiore, CardId};
use persistence::cards::{Candidate, suspect_candidates, suspects_put};

use super::common::Shown;
use crate::{http::UnitOfWork, problem::Outcome};

/// Most cards noted for one: the most alike.
const NOTED: usize = 20;

/// Compares each card with those of its provider, and those of its network in the municipalities it
/// is given in, and notes those with a near-same title.
pub(crate) fn note(unit: &mut UnitOfWork<'_, '_>, permit: &Permit, cards: &[Shown]) -> Outcome<()> {
    let providers = cards.iter().map(|shown| shown.card.provider_id).collect();
    let networks = cards.iter().map(|shown| shown.card.network_id).collect();
    let places: BTreeSet<Belfiore> = cards.iter().flat_map(places).cloned().collect();
    let candidates = suspect_candidates(unit.connection(), &providers, &networks, &places)?;
    let mut shapes: BTreeMap<&str, TitleShape> = BTreeMap::new();
    for candidate in &candidates {
        let title = candidate.title.as_str();
        shapes.entry(title).or_insert_with(|| TitleShape::of(title));
    }
    let mut suspects = Vec::new();
    for shown in cards {
        let shape = TitleShape::of(shown.title());
        let mut alike: Vec<(u8, CardId)> = candidates
            .iter()
            .filter(|candidate| is_comparable(shown, candidate))
            .filter_map(|candidate| {
                let other = shapes.get(candidate.title.as_str())?;
                Some((shape.similarity(other), candidate.card))
            })
            .filter(|(similarity, _)| *similarity >= NEAR_SAME)
            .collect();
        alike.sort_unstable_by(|one, other| other.cmp(one));
        let noted = alike.into_iter().take(NOTED);
        suspects.extend(noted.map(|(similarity, other)| (shown.card.id, other, similarity)));
    }
    let ids: Vec<CardId> = cards.iter().map(|shown| shown.card.id).collect();
    Ok(suspects_put(unit.tx(), permit, &ids, &suspects)?)
}

/// The municipalities a card is given in.
fn places(shown: &Shown) -> impl Iterator<Item = &Belfiore> {
    let places = shown.content.places.iter();
    places.map(|place| &place.address.municipality)
}

/// Whether another card is one this card may be compared with.
fn is_comparable(shown: &Shown, other: &Candidate) -> bool {
    let card = &shown.card;
    let is_near = || places(shown).any(|place| other.places.contains(place));
    card.id != other.card
        && card.network_id == other.network
        && (card.provider_id == other.provider || is_near())
}
