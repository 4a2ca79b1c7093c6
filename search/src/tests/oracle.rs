//! The same search, done naively over a list of cards.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain_shared::Coordinates;

use crate::analysis::{Stems, TextLanguage, words};
use crate::{CardEntry, Days, Facet, Filters, SearchRequest, Sort, typos};

/// The words of a card with their languages.
fn words_of(card: &CardEntry) -> Vec<(TextLanguage, String)> {
    let mut found = Vec::new();
    let mut add = |language: &str, text: &str| {
        let language = TextLanguage::of_tag(language);
        found.extend(words(text).into_iter().map(|word| (language, word.form)));
    };
    for text in &card.texts {
        add(&text.language, &text.title);
        add(&text.language, &text.summary);
        add(&text.language, &text.body);
    }
    for (language, text) in &card.keywords {
        add(language, text);
    }
    add("it", &card.provider_name);
    found
}

/// Whether a card has a word, or (as the last one) a word beginning so.
fn has(stems: &mut Stems, card: &[(TextLanguage, String)], form: &str, is_last: bool) -> bool {
    card.iter().any(|(language, word)| {
        let stem = stems.of(*language, word).to_owned();
        word == form
            || (is_last && form.len() >= 2 && word.starts_with(form))
            || (*language != TextLanguage::Other && stem == stems.of(*language, form))
    })
}

/// For every word of the query, which cards have it.
fn by_word(cards: &[CardEntry], text: &str) -> Vec<Vec<bool>> {
    let mut stems = Stems::default();
    let forms: Vec<String> = words(text).into_iter().map(|word| word.form).collect();
    let texts: Vec<_> = cards.iter().map(words_of).collect();
    let mut result = Vec::new();
    for (at, form) in forms.iter().enumerate() {
        let is_last = at + 1 == forms.len();
        let mut found: Vec<bool> = texts
            .iter()
            .map(|card| has(&mut stems, card, form, is_last))
            .collect();
        if !found.contains(&true) && typos::allowed(form) > 0 {
            let allowed = usize::from(typos::allowed(form));
            let is_like = |(_, word): &(_, String)| typos::distance(word, form) <= allowed;
            found = texts.iter().map(|card| card.iter().any(is_like)).collect();
        }
        result.push(found);
    }
    result
}

fn shares(wanted: &[String], codes: &[String]) -> bool {
    wanted.is_empty() || wanted.iter().any(|code| codes.contains(code))
}

fn nearest(card: &CardEntry, center: Coordinates) -> Option<f64> {
    let distances = card
        .sites
        .iter()
        .map(|(lat, lon)| Coordinates::new(*lat, *lon).unwrap().distance_km(center));
    distances.min_by(f64::total_cmp)
}

fn is_agreed(card: &CardEntry, filters: &Filters) -> bool {
    let Some(filter) = &filters.agreements else {
        return true;
    };
    let has = |days: &Days| days.from <= filter.day && days.until.is_none_or(|u| filter.day <= u);
    let mine: Vec<_> = card
        .agreements
        .iter()
        .filter(|one| {
            filter.owners.is_empty() || filter.owners.iter().any(|id| one.owners.contains(id))
        })
        .collect();
    let agreed = mine.iter().any(|one| has(&one.in_force));
    let benefit = mine.iter().any(|one| one.benefits.iter().any(has));
    filter.agreed.is_none_or(|wanted| wanted == agreed)
        && filter.benefit.is_none_or(|wanted| wanted == benefit)
}

fn passes(card: &CardEntry, filters: &Filters, today: NaiveDate) -> bool {
    let cover = &card.coverage;
    let covers = filters.covering.is_empty()
        || cover.national
        || filters.covering.iter().any(|place| {
            cover.municipalities.contains(&place.municipality)
                || cover.provinces.contains(&place.province)
                || cover.regions.contains(&place.region)
        });
    let is_payable = filters.price.as_ref().is_none_or(|price| {
        let unit = |unit: &u8| price.units.is_empty() || price.units.contains(unit);
        let mut prices = card.prices.iter().filter(|p| unit(&p.unit));
        match price.max_cents {
            Some(max) => card.free || prices.any(|p| p.cents <= max),
            None => price.units.is_empty() || prices.next().is_some(),
        }
    });
    let is_open = filters.open_at.is_none_or(|at| {
        let mut hours = card.weekly_hours.iter();
        hours.any(|(start, end)| (*start..*end).contains(&at.minute_of_week))
            && !(at.is_holiday && card.closed_on_holidays)
    });
    let is_near = filters.near.is_none_or(|near| {
        nearest(card, near.center).is_some_and(|distance| distance <= near.radius_km)
    });
    shares(&filters.categories, &card.categories)
        && (filters.providers.is_empty() || filters.providers.contains(&card.provider))
        && covers
        && is_near
        && shares(&filters.recipients, &card.recipients)
        && filters.age.is_none_or(|age| {
            card.age_from.is_none_or(|from| from <= age) && card.age_to.is_none_or(|to| age <= to)
        })
        && shares(&filters.delivery, &card.delivery)
        && shares(&filters.languages, &card.languages)
        && shares(&filters.accessibility, &card.accessibility)
        && filters.free.is_none_or(|free| free == card.free)
        && filters.shared.is_none_or(|shared| shared == card.shared)
        && is_payable
        && filters
            .max_waiting_days
            .is_none_or(|max| card.waiting_days.is_some_and(|d| d <= max))
        && is_open
        && filters
            .verified_since
            .is_none_or(|since| card.verified_on.is_some_and(|on| on >= since))
        && filters
            .published_since
            .is_none_or(|since| card.published_at.date_naive() >= since)
        && is_agreed(card, filters)
        && filters
            .ids
            .as_ref()
            .is_none_or(|ids| ids.contains(&card.id))
        && card.visible_from.is_none_or(|from| from <= today)
        && card.visible_until.is_none_or(|until| today <= until)
}

/// The cards found, in order (of no meaning when ranked).
pub(crate) fn search<'a>(cards: &'a [CardEntry], request: &SearchRequest) -> Vec<&'a CardEntry> {
    let by_word = by_word(cards, request.text.as_deref().unwrap_or_default());
    let passing: Vec<usize> = (0..cards.len())
        .filter(|at| passes(&cards[*at], &request.filters, request.today))
        .collect();
    let with_all: Vec<usize> = passing
        .iter()
        .copied()
        .filter(|at| by_word.iter().all(|found| found[*at]))
        .collect();
    let found = if with_all.is_empty() {
        let any = |at: &usize| by_word.iter().any(|found| found[*at]);
        passing.into_iter().filter(any).collect()
    } else {
        with_all
    };
    let mut found: Vec<&CardEntry> = found.into_iter().map(|at| &cards[at]).collect();
    found.sort_by(|a, b| {
        let newest = || b.published_at.cmp(&a.published_at);
        let filters = &request.filters;
        let order = match (request.sort, filters.near) {
            (Sort::Relevance | Sort::Newest, _) | (Sort::Distance, None) => newest(),
            (Sort::Distance, Some(near)) => {
                let key = |card| nearest(card, near.center).unwrap_or(f64::INFINITY);
                key(a).total_cmp(&key(b))
            }
            (Sort::WaitingTime, _) => {
                let key = |card: &CardEntry| card.waiting_days.map_or(u32::MAX, u32::from);
                key(a).cmp(&key(b))
            }
            (Sort::Price, _) => price(a, filters).cmp(&price(b, filters)),
        };
        order.then_with(|| a.id.cmp(&b.id))
    });
    found
}

fn price(card: &CardEntry, filters: &Filters) -> u64 {
    let units = filters.price.as_ref().map_or(&[][..], |price| &price.units);
    let in_units = |unit: u8| units.is_empty() || units.contains(&unit);
    let prices = card
        .prices
        .iter()
        .filter(|p| in_units(p.unit))
        .map(|p| p.cents);
    prices
        .chain(card.free.then_some(0))
        .min()
        .unwrap_or(u64::MAX)
}

/// The counts of a facet over the cards found.
pub(crate) fn counts(found: &[&CardEntry], facet: Facet) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for card in found {
        let codes = match facet {
            Facet::Category => &card.categories,
            Facet::Province => &card.provinces,
            Facet::Recipient => &card.recipients,
            Facet::Delivery => &card.delivery,
        };
        for code in codes.iter().collect::<BTreeSet<_>>() {
            *counts.entry(code.clone()).or_default() += 1;
        }
    }
    if facet == Facet::Province {
        let national = found.iter().filter(|card| card.coverage.national).count();
        for count in counts.values_mut() {
            *count += u64::try_from(national).unwrap();
        }
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}
