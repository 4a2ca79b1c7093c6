//! Whether what an agreement names is there and belongs together.

use std::collections::{BTreeMap, BTreeSet};

use domain_agreements::{
    AgreementContent, AgreementDraft, BENEFIT_OUTSIDE_SCOPE, CARD_OF_NO_PARTY, CardFacts,
    Footprint, PartyRef, TEMPLATE_NOT_ACTIVE, TEMPLATE_OF_OTHER_KIND, TemplateChoice,
};
use domain_cards::{CardContent, References};
use domain_categories::CategoryTree;
use domain_shared::{
    CardId, Code as _, DefinitionStatus, Message, NetworkBodyId, ProviderId, StableCode,
    TextValue as _, Violations, messages,
};
use persistence::{
    AnyConnection,
    agreements::{parties_known, places_around, template_find, template_version_find},
    cards::{card_find_many, references_existing, revisions_last},
    categories::category_tree,
};

use super::{dto::Written, effects::facts_of};
use crate::problem::{Outcome, Problem};

/// What was typed, of a content that was read before.
pub(super) fn written(content: &AgreementContent) -> Outcome<Written> {
    let wrong = |error: serde_json::Error| Problem::internal(format!("content: {error}"));
    let value = serde_json::to_value(content).map_err(wrong)?;
    let draft: AgreementDraft = serde_json::from_value(value).map_err(wrong)?;
    Ok(Written {
        content: content.clone(),
        draft,
    })
}

/// What is wrong with what an agreement of a network names, by pointer into its content. A template that was
/// chosen before (`former`) may have gone out of use since.
pub(super) fn check(
    connection: &mut AnyConnection,
    network: NetworkBodyId,
    written: &Written,
    former: Option<TemplateChoice>,
) -> Outcome<Violations> {
    let Written { content, draft } = written;
    let mut wrong = Violations::new();
    if content.template != former {
        check_template(connection, network, content, &mut wrong)?;
    }
    let parties: BTreeSet<PartyRef> = content
        .parties
        .iter()
        .map(|one| one.party.clone())
        .collect();
    let known = parties_known(connection, &parties)?;
    for (index, party) in content.parties.iter().enumerate() {
        let is_ours = known
            .get(&party.party)
            .is_some_and(|known| known.network_id.is_none_or(|of| of == network));
        if !is_ours {
            let pointer = format!("/parties/{index}/id");
            wrong.add(pointer, &messages::UNKNOWN_REFERENCE);
        }
    }
    check_named(connection, content, draft, &mut wrong)?;
    check_covered(connection, network, written, &mut wrong)?;
    Ok(wrong)
}

fn check_template(
    connection: &mut AnyConnection,
    network: NetworkBodyId,
    content: &AgreementContent,
    wrong: &mut Violations,
) -> Outcome<()> {
    let Some(choice) = content.template else {
        return Ok(());
    };
    let template = template_find(connection, choice.template_id)?;
    let Some(template) = template.filter(|one| one.network_id == network) else {
        wrong.add("/template/template_id", &messages::UNKNOWN_REFERENCE);
        return Ok(());
    };
    if template.kind != content.kind {
        wrong.add("/template/template_id", &TEMPLATE_OF_OTHER_KIND);
    }
    match template_version_find(connection, template.id, choice.number)? {
        None => wrong.add("/template/number", &messages::UNKNOWN_REFERENCE),
        Some(version) if version.status != DefinitionStatus::Active => {
            wrong.add("/template/number", &TEMPLATE_NOT_ACTIVE);
        }
        Some(_) => {}
    }
    Ok(())
}

/// Records every item of a list as it was typed that is not among what there is.
fn need_all(
    wrong: &mut Violations,
    pointer: &str,
    typed: &[String],
    message: &'static Message,
    is_there: impl Fn(&str) -> bool,
) {
    for (index, item) in typed.iter().enumerate() {
        if !is_there(item) {
            wrong.add(format!("{pointer}/{index}"), message);
        }
    }
}

/// Categories and places exist.
fn check_named(
    connection: &mut AnyConnection,
    content: &AgreementContent,
    draft: &AgreementDraft,
    wrong: &mut Violations,
) -> Outcome<()> {
    let territory = &content.scope.territory;
    let of_benefits = content.benefits.iter().flat_map(|one| &one.categories);
    let categories = content.scope.categories.iter().chain(of_benefits);
    let wanted = References {
        categories: categories.cloned().collect(),
        regions: territory.regions.clone(),
        provinces: territory.provinces.clone(),
        municipalities: territory.municipalities.clone(),
        zones: territory.zones.clone(),
        ..References::default()
    };
    let there = references_existing(connection, &wanted)?;
    let unknown = &messages::UNKNOWN_REFERENCE;
    let categories: BTreeSet<&str> = there.categories.iter().map(StableCode::as_str).collect();
    let is_category = |code: &str| categories.contains(code);
    let typed = &draft.scope.categories;
    need_all(wrong, "/scope/categories", typed, unknown, is_category);
    for (index, benefit) in draft.benefits.iter().enumerate() {
        let pointer = format!("/benefits/{index}/categories");
        need_all(wrong, &pointer, &benefit.categories, unknown, is_category);
    }
    let typed = &draft.scope.territory;
    let at = |name: &str| format!("/scope/territory/{name}");
    need_all(wrong, &at("regions"), &typed.regions, unknown, |code| {
        there.regions.iter().any(|one| one.as_str() == code)
    });
    need_all(wrong, &at("provinces"), &typed.provinces, unknown, |code| {
        there.provinces.iter().any(|one| one.as_str() == code)
    });
    let municipalities = &typed.municipalities;
    need_all(
        wrong,
        &at("municipalities"),
        municipalities,
        unknown,
        |code| there.municipalities.iter().any(|one| one.as_str() == code),
    );
    need_all(wrong, &at("zones"), &typed.zones, unknown, |id| {
        there.zones.iter().any(|one| one.to_string() == id)
    });
    Ok(())
}

/// Cards belong to providers that are parties, and benefits are for what the scope covers.
fn check_covered(
    connection: &mut AnyConnection,
    network: NetworkBodyId,
    written: &Written,
    wrong: &mut Violations,
) -> Outcome<()> {
    let Written { content, draft } = written;
    let tree = category_tree(connection)?;
    let cards = NamedCards::load(connection, &tree, content)?;
    let providers: BTreeSet<ProviderId> = content.providers().collect();
    let judge = |id: &str| match cards.get(id) {
        Some((_, of)) if *of != network => Some(&messages::UNKNOWN_REFERENCE),
        None => Some(&messages::UNKNOWN_REFERENCE),
        Some((facts, _)) if !providers.contains(&facts.provider_id) => Some(&CARD_OF_NO_PARTY),
        Some(_) => None,
    };
    for (index, card) in draft.scope.cards.iter().enumerate() {
        if let Some(message) = judge(card) {
            wrong.add(format!("/scope/cards/{index}"), message);
        }
    }
    for (index, benefit) in draft.benefits.iter().enumerate() {
        for (place, card) in benefit.cards.iter().enumerate() {
            let message = judge(card).or_else(|| {
                let facts = cards.get(card).map(|(facts, _)| facts);
                let covered = facts.and_then(|facts| content.benefits_for(facts, &cards.territory));
                covered.is_none().then_some(&BENEFIT_OUTSIDE_SCOPE)
            });
            if let Some(message) = message {
                wrong.add(format!("/benefits/{index}/cards/{place}"), message);
            }
        }
        check_categories(index, &benefit.categories, content, &tree, wrong);
    }
    Ok(())
}

/// The categories of a benefit are those of the scope, or below them.
fn check_categories(
    index: usize,
    typed: &[String],
    content: &AgreementContent,
    tree: &CategoryTree,
    wrong: &mut Violations,
) {
    // A scope of cards alone was looked at when the content was read.
    if content.scope.categories.is_empty() {
        return;
    }
    let pointer = format!("/benefits/{index}/categories");
    need_all(wrong, &pointer, typed, &BENEFIT_OUTSIDE_SCOPE, |text| {
        // One that does not exist was named before.
        StableCode::parse(text).is_ok_and(|code| {
            let above = tree.counted_for(&code);
            let covered = |one: &StableCode| content.scope.categories.contains(one);
            above.is_empty() || above.iter().any(|one| covered(&one.code))
        })
    });
}

/// The cards an agreement names, with what decides whether it covers them.
struct NamedCards {
    cards: BTreeMap<String, (CardFacts, NetworkBodyId)>,
    /// That of the scope.
    territory: Footprint,
}

impl NamedCards {
    fn get(&self, id: &str) -> Option<&(CardFacts, NetworkBodyId)> {
        self.cards.get(id)
    }

    fn load(
        connection: &mut AnyConnection,
        tree: &CategoryTree,
        content: &AgreementContent,
    ) -> Outcome<Self> {
        let of_benefits = content.benefits.iter().flat_map(|one| &one.cards);
        let ids: BTreeSet<CardId> = content
            .scope
            .cards
            .iter()
            .chain(of_benefits)
            .copied()
            .collect();
        let mut named = Vec::new();
        if !ids.is_empty() {
            let ids: Vec<CardId> = ids.into_iter().collect();
            let cards = card_find_many(connection, &ids)?;
            let revisions = revisions_last(connection, &ids)?;
            let published: BTreeMap<CardId, CardContent> = revisions
                .into_iter()
                .map(|one| (one.card_id, one.content))
                .collect();
            for card in cards {
                // What the public sees counts; the working copy of a card that was never published.
                let said = published
                    .get(&card.id)
                    .cloned()
                    .or_else(|| card.draft.clone());
                named.extend(said.map(|said| (card, said)));
            }
        }
        let scope = &content.scope.territory;
        let coverages = named.iter().map(|(_, said)| &said.coverage);
        let coverages: Vec<_> = coverages.chain([scope]).collect();
        let around = places_around(connection, &coverages)?;
        let cards = named.iter().map(|(card, said)| {
            let facts = facts_of(card.id, card.provider_id, said, tree, &around);
            (card.id.to_string(), (facts, card.network_id))
        });
        Ok(Self {
            cards: cards.collect(),
            territory: around.footprint(scope),
        })
    }
}

/// How a party is called in the text of an agreement: name, tax code, seat.
pub(super) fn party_lines(
    connection: &mut AnyConnection,
    content: &AgreementContent,
) -> Outcome<Vec<String>> {
    let parties: BTreeSet<PartyRef> = content
        .parties
        .iter()
        .map(|one| one.party.clone())
        .collect();
    let known = parties_known(connection, &parties)?;
    let line = |party: &PartyRef| {
        let known = known
            .get(party)
            .ok_or_else(|| Problem::internal(format!("no party {}", party.kind().code())))?;
        let mut line = known.name.clone();
        if let Some(code) = &known.tax_code {
            line.push_str(", codice fiscale ");
            line.push_str(code.as_str());
        }
        if let Some(municipality) = &known.municipality {
            line.push_str(", con sede in ");
            line.push_str(municipality);
            if let Some(street) = &known.street {
                line.push_str(", ");
                line.push_str(street);
            }
        }
        Outcome::Ok(line)
    };
    content.parties.iter().map(|one| line(&one.party)).collect()
}
