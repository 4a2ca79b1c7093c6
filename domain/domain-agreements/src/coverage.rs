//! Which cards an agreement covers, and which of its benefits are for them.

use std::collections::BTreeSet;

use domain_shared::{
    Belfiore, CardId, Coverage, ProviderId, ProvinceCode, RegionCode, StableCode, ZoneId,
};

use crate::{AgreementContent, Benefit, BenefitTarget, PartyRef};

/// A place of a coverage.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A zone of a municipality.
    Zone(ZoneId),
    /// A municipality.
    Municipality(Belfiore),
    /// A province.
    Province(ProvinceCode),
    /// A region.
    Region(RegionCode),
}

/// A coverage with everything its places lie in, so that two can be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Footprint {
    national: bool,
    named: BTreeSet<Place>,
    /// The named places and what they lie in.
    within: BTreeSet<Place>,
}

/// Levels of the territory: zone, municipality, province, region.
const LEVELS: usize = 4;

impl Footprint {
    /// That of a coverage; `around` answers the next larger place a place lies in.
    pub fn new(coverage: &Coverage, around: impl Fn(&Place) -> Option<Place>) -> Self {
        let named: BTreeSet<Place> = places_of(coverage).collect();
        let within = named.iter().flat_map(|place| {
            std::iter::successors(Some(place.clone()), |place| around(place)).take(LEVELS)
        });
        Self {
            national: coverage.national,
            within: within.collect(),
            named,
        }
    }

    /// Whether a place belongs to both, wholly or in part.
    #[must_use]
    pub fn shares_place_with(&self, other: &Self) -> bool {
        let is_anywhere = |one: &Self| one.national || !one.named.is_empty();
        if self.national || other.national {
            return is_anywhere(self) && is_anywhere(other);
        }
        !self.named.is_disjoint(&other.within) || !self.within.is_disjoint(&other.named)
    }
}

/// The places a coverage names.
fn places_of(coverage: &Coverage) -> impl Iterator<Item = Place> + '_ {
    let zones = coverage.zones.iter().copied().map(Place::Zone);
    let municipalities = coverage.municipalities.iter().cloned();
    let provinces = coverage.provinces.iter().cloned();
    let regions = coverage.regions.iter().cloned();
    zones
        .chain(municipalities.map(Place::Municipality))
        .chain(provinces.map(Place::Province))
        .chain(regions.map(Place::Region))
}

/// What decides whether an agreement covers a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardFacts {
    /// The card.
    pub card_id: CardId,
    /// Its provider.
    pub provider_id: ProviderId,
    /// Its categories with all above them.
    pub categories: BTreeSet<StableCode>,
    /// Where it holds.
    pub territory: Footprint,
}

impl CardFacts {
    fn is_among(&self, categories: &BTreeSet<StableCode>, cards: &BTreeSet<CardId>) -> bool {
        cards.contains(&self.card_id) || !categories.is_disjoint(&self.categories)
    }
}

impl AgreementContent {
    /// The places (from 0) of the benefits that are for a card, nothing where the agreement does not cover it.
    /// `territory` is that of the agreement's scope.
    #[must_use]
    pub fn benefits_for(&self, card: &CardFacts, territory: &Footprint) -> Option<Vec<u16>> {
        let scope = &self.scope;
        let of_party = |party: &PartyRef| *party == PartyRef::Provider(card.provider_id);
        let covers = self.parties.iter().any(|party| of_party(&party.party))
            && (scope.names_nothing() || card.is_among(&scope.categories, &scope.cards))
            && (scope.territory.is_empty() || territory.shares_place_with(&card.territory));
        let numbered = (0..).zip(&self.benefits);
        let of_card = numbered.filter(|(_, benefit)| benefit.is_for(card));
        covers.then(|| of_card.map(|(number, _)| number).collect())
    }
}

impl Benefit {
    /// Whether it is for a card that its agreement covers.
    #[must_use]
    pub fn is_for(&self, card: &CardFacts) -> bool {
        self.targets().iter().any(|target| match target {
            BenefitTarget::Whole => true,
            BenefitTarget::Category(code) => card.categories.contains(code),
            BenefitTarget::Card(id) => *id == card.card_id,
        })
    }
}

#[cfg(test)]
mod tests {
    use domain_shared::{CoverageDraft, TextValue as _};

    use super::*;
    use crate::{AgreementDraft, AgreementScopeDraft, BenefitDraft, PartyDraft};

    const PROVIDER: &str = "01930000-0000-7000-8000-000000000001";
    const CARD: &str = "01930000-0000-7000-8000-000000000002";
    const ZONE: &str = "01930000-0000-7000-8000-000000000003";

    fn footprint(draft: &CoverageDraft) -> Footprint {
        Footprint::new(&Coverage::parse(draft).unwrap(), |place| {
            Some(match place {
                Place::Zone(_) => Place::Municipality(Belfiore::parse("C573").unwrap()),
                Place::Municipality(_) => Place::Province(ProvinceCode::parse("040").unwrap()),
                Place::Province(_) => Place::Region(RegionCode::parse("08").unwrap()),
                Place::Region(_) => return None,
            })
        })
    }

    fn named(kind: &str, code: &str) -> Footprint {
        let mut draft = CoverageDraft::default();
        match kind {
            "zone" => draft.zones = vec![code.to_owned()],
            "municipality" => draft.municipalities = vec![code.to_owned()],
            "province" => draft.provinces = vec![code.to_owned()],
            "region" => draft.regions = vec![code.to_owned()],
            _ => draft.national = true,
        }
        footprint(&draft)
    }

    #[test]
    fn larger_places_hold_smaller_ones_and_neighbours_share_nothing() {
        let up = [
            named("zone", ZONE),
            named("municipality", "C573"),
            named("province", "040"),
            named("region", "08"),
            named("national", ""),
        ];
        for one in &up {
            for other in &up {
                assert!(one.shares_place_with(other));
            }
            assert!(!one.shares_place_with(&footprint(&CoverageDraft::default())));
        }
        for (one, other) in [
            (named("municipality", "C573"), named("municipality", "D704")),
            (
                named("zone", ZONE),
                named("zone", "01930000-0000-7000-8000-000000000009"),
            ),
            (named("region", "08"), named("region", "09")),
            (named("zone", ZONE), named("municipality", "D704")),
        ] {
            assert!(!one.shares_place_with(&other) && !other.shares_place_with(&one));
        }
    }

    fn card(categories: &[&str]) -> CardFacts {
        CardFacts {
            card_id: CARD.parse().unwrap(),
            provider_id: PROVIDER.parse().unwrap(),
            categories: categories
                .iter()
                .map(|code| StableCode::parse(code).unwrap())
                .collect(),
            territory: named("municipality", "C573"),
        }
    }

    fn agreement(scope: AgreementScopeDraft, targets: &[(&[&str], &[&str])]) -> AgreementContent {
        let texts = |all: &[&str]| all.iter().map(|&one| one.to_owned()).collect();
        let benefits = targets.iter().map(|(categories, cards)| BenefitDraft {
            kind: "free".to_owned(),
            audience: "member".to_owned(),
            categories: texts(categories),
            cards: texts(cards),
            ..BenefitDraft::default()
        });
        let party = |side: &str, kind: &str, id: &str| PartyDraft {
            side: side.to_owned(),
            kind: kind.to_owned(),
            id: Some(id.to_owned()),
            ..PartyDraft::default()
        };
        AgreementContent::parse(&AgreementDraft {
            title: "Convenzione".to_owned(),
            kind: "service_convention".to_owned(),
            parties: vec![
                party("network", "point", CARD),
                party("counterpart", "provider", PROVIDER),
            ],
            scope,
            benefits: benefits.collect(),
            ..AgreementDraft::default()
        })
        .unwrap()
    }

    #[test]
    fn the_scope_names_cards_categories_or_nothing() {
        let mine = card(&["family", "childcare"]);
        let covers = |scope: AgreementScopeDraft| {
            let territory = footprint(&scope.territory);
            let found = agreement(scope, &[]).benefits_for(&mine, &territory);
            found.is_some()
        };
        let scope = AgreementScopeDraft::default;
        assert!(covers(scope()));
        let of = |code: &str| AgreementScopeDraft {
            categories: vec![code.to_owned()],
            ..scope()
        };
        assert!(covers(of("family")) && covers(of("childcare")) && !covers(of("health")));
        let one = |id: &str| AgreementScopeDraft {
            cards: vec![id.to_owned()],
            ..of("health")
        };
        assert!(covers(one(CARD)) && !covers(one(ZONE)));
        let at = |code: &str| AgreementScopeDraft {
            territory: CoverageDraft {
                regions: vec![code.to_owned()],
                ..CoverageDraft::default()
            },
            ..of("family")
        };
        assert!(covers(at("08")) && !covers(at("09")));
    }

    #[test]
    fn another_provider_is_not_bound() {
        let other = CardFacts {
            provider_id: ZONE.parse().unwrap(),
            ..card(&["family"])
        };
        let whole = agreement(AgreementScopeDraft::default(), &[(&[], &[])]);
        assert_eq!(whole.benefits_for(&other, &Footprint::default()), None);
    }

    #[test]
    fn benefits_are_for_what_they_name() {
        let whole = agreement(
            AgreementScopeDraft::default(),
            &[
                (&[], &[]),
                (&["family"], &[]),
                (&["health"], &[]),
                (&[], &[CARD]),
            ],
        );
        let found = whole.benefits_for(&card(&["family"]), &Footprint::default());
        assert_eq!(found, Some(vec![0, 1, 3]));
    }
}
