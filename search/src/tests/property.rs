//! The index against the naive search, over random small sets of cards.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use domain_shared::Coordinates;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use super::*;
use crate::{
    AgreementFilter, CardAgreement, Coverage, Days, Facet, Near, OpenAt, PlaceCover, Price,
    PriceFilter, Sort, tests::oracle,
};

const VOCABULARY: [&str; 22] = [
    "assistenza",
    "assistenze",
    "dell'assistenza",
    "domicilio",
    "domiciliare",
    "anziani",
    "anziano",
    "città",
    "citta",
    "asilo",
    "asili",
    "nido",
    "il",
    "per",
    "trasporto",
    "trasporti",
    "caring",
    "care",
    "cares",
    "home",
    "maison",
    "asl",
];
const TYPED: [&str; 14] = [
    "assist",
    "asistenza",
    "asistensa",
    "domiciliari",
    "anzaini",
    "ci",
    "a",
    "nid",
    "trasp",
    "traspotro",
    "car",
    "the",
    "xyz",
    "homes",
];
const CODES: [&str; 4] = ["a", "b", "c", "d"];

fn words(max: usize) -> impl Strategy<Value = String> {
    vec(select(&VOCABULARY[..]), 0..max).prop_map(|words| words.join(" "))
}

fn some_codes() -> impl Strategy<Value = Vec<String>> {
    subsequence(&CODES[..], 0..=3).prop_map(|chosen| codes(&chosen))
}

fn few_codes() -> impl Strategy<Value = Vec<String>> {
    prop_oneof![3 => Just(Vec::new()), 1 => subsequence(&CODES[..], 1..=2).prop_map(|c| codes(&c))]
}

fn rarely<S: Strategy>(strategy: S) -> impl Strategy<Value = Option<S::Value>> {
    option::weighted(0.15, strategy)
}

prop_compose! {
    fn a_text()(language in select(&["it", "it", "en", "fr"][..]), title in words(4),
        summary in words(3), body in words(4)) -> CardText {
        CardText { language: language.to_owned(), title, summary, body }
    }
}

prop_compose! {
    fn a_coverage()(national in prop::bool::weighted(0.2), regions in few_codes(),
        provinces in few_codes(), municipalities in few_codes()) -> Coverage {
        Coverage { national, regions, provinces, municipalities }
    }
}

prop_compose! {
    fn some_days()(from in -4..4i64, length in option::of(0..5i64)) -> Days {
        let from = today() + TimeDelta::days(from);
        Days { from, until: length.map(|days| from + TimeDelta::days(days)) }
    }
}

prop_compose! {
    fn an_agreement()(owners in vec(0..4u128, 0..3), in_force in some_days(),
        benefits in vec(some_days(), 0..3)) -> CardAgreement {
        let owners = owners.into_iter().map(|number| id(2_000 + number)).collect();
        CardAgreement { owners, in_force, benefits }
    }
}

prop_compose! {
    fn agreement_filter()(day in -5..5i64, owners in vec(0..4u128, 0..3),
        agreed in option::of(prop::bool::weighted(0.8)),
        benefit in option::of(prop::bool::weighted(0.8))) -> AgreementFilter {
        AgreementFilter {
            day: today() + TimeDelta::days(day),
            owners: owners.into_iter().map(|number| id(2_000 + number)).collect(),
            agreed,
            benefit,
        }
    }
}

prop_compose! {
    fn amounts(card: CardEntry)(card in Just(card),
        ages in (option::of(0..60u8), option::of(40..100u8)),
        prices in vec(0..500u64, 0..3), flags in any::<[bool; 3]>(),
        waiting_days in option::of(0..50u16), hours in vec((0..9_000u16, 1..1_000u16), 0..3),
        verified in option::of(-9..0i64), published in -3_000..0i64,
        visible in (rarely(-2..3i64), rarely(-2..3i64)),
        sites in vec((45.0..45.3f64, 9.0..9.3f64), 0..3),
        agreements in vec(an_agreement(), 0..3)) -> CardEntry {
        let day = |days: i64| today() + TimeDelta::days(days);
        let prices = (0..).zip(prices).map(|(unit, cents)| Price { unit, cents });
        CardEntry {
            age_from: ages.0, age_to: ages.1, prices: prices.collect(),
            free: flags[0], shared: flags[1], closed_on_holidays: flags[2], waiting_days,
            weekly_hours: hours.into_iter().map(|(start, long)| (start, start + long)).collect(),
            verified_on: verified.map(day), published_at: instant(published / 10 * 10),
            visible_from: visible.0.map(day), visible_until: visible.1.map(day), sites, agreements,
            ..card
        }
    }
}

fn a_card() -> impl Strategy<Value = CardEntry> {
    let texts = (vec(a_text(), 1..3), words(3), words(2));
    let chosen = (
        some_codes(),
        some_codes(),
        some_codes(),
        some_codes(),
        some_codes(),
        some_codes(),
    );
    (texts, chosen, a_coverage(), 0..3u128)
        .prop_map(
            |((texts, keywords, provider_name), chosen, coverage, provider)| {
                let is_national = coverage.national;
                CardEntry {
                    texts,
                    provider_name,
                    keywords: vec![("it".to_owned(), keywords)],
                    categories: chosen.0,
                    provinces: if is_national { Vec::new() } else { chosen.1 },
                    recipients: chosen.2,
                    delivery: chosen.3,
                    languages: chosen.4,
                    accessibility: chosen.5,
                    coverage,
                    ..CardEntry::new(id(0), id(1_000 + provider), instant(0))
                }
            },
        )
        .prop_flat_map(amounts)
}

prop_compose! {
    fn more_filters(filters: Filters)(filters in Just(filters), age in rarely(0..100u8),
        price in rarely((option::of(0..500u64), vec(0..3u8, 0..2))),
        max_waiting_days in rarely(0..50u16), open in rarely((0..9_500u16, any::<bool>())),
        verified in rarely(-9..0i64), published in rarely(-3..0i64),
        ids in rarely(vec(0..20u128, 0..50)),
        near in option::weighted(0.3, (45.0..45.3f64, 9.0..9.3f64, 0.5..30.0f64)),
        agreements in option::weighted(0.3, agreement_filter())) -> Filters {
        let day = |days: i64| today() + TimeDelta::days(days);
        Filters {
            age,
            price: price.map(|(max_cents, units)| PriceFilter { max_cents, units }),
            max_waiting_days,
            open_at: open.map(|(minute_of_week, is_holiday)| OpenAt { minute_of_week, is_holiday }),
            verified_since: verified.map(day),
            published_since: published.map(day),
            agreements,
            ids: ids.map(|ids| ids.into_iter().map(id).collect()),
            near: near.map(|(lat, lon, radius_km)| {
                Near { center: Coordinates::new(lat, lon).unwrap(), radius_km }
            }),
            ..filters
        }
    }
}

fn some_filters() -> impl Strategy<Value = Filters> {
    let place = (select(&CODES[..]), select(&CODES[..]), select(&CODES[..]));
    let place = place.prop_map(|(municipality, province, region)| PlaceCover {
        municipality: municipality.to_owned(),
        province: province.to_owned(),
        region: region.to_owned(),
    });
    let chosen = (
        few_codes(),
        few_codes(),
        few_codes(),
        few_codes(),
        few_codes(),
    );
    let flags = (rarely(any::<bool>()), rarely(any::<bool>()));
    let provider = rarely((0..3u128).prop_map(|n| id(1_000 + n)));
    (chosen, flags, provider, rarely(vec(place, 1..3)))
        .prop_map(|(chosen, (free, shared), provider, covering)| Filters {
            categories: chosen.0,
            recipients: chosen.1,
            delivery: chosen.2,
            languages: chosen.3,
            accessibility: if chosen.4.len() > 1 {
                chosen.4
            } else {
                Vec::new()
            },
            providers: provider.into_iter().collect(),
            covering: covering.unwrap_or_default(),
            free,
            shared,
            ..Filters::default()
        })
        .prop_flat_map(more_filters)
}

fn a_request() -> impl Strategy<Value = SearchRequest> {
    let typed = prop_oneof![2 => select(&VOCABULARY[..]), 1 => select(&TYPED[..])];
    let text = option::weighted(0.7, vec(typed, 0..4).prop_map(|words| words.join(" ")));
    let sort = select(
        &[
            Sort::Relevance,
            Sort::Distance,
            Sort::Newest,
            Sort::WaitingTime,
            Sort::Price,
        ][..],
    );
    let filters = prop_oneof![Just(Filters::default()), some_filters()];
    (text, filters, sort, 1..6usize).prop_map(|(text, filters, sort, limit)| {
        let facets = [
            Facet::Category,
            Facet::Province,
            Facet::Recipient,
            Facet::Delivery,
        ];
        SearchRequest {
            text,
            filters,
            sort,
            facets: BTreeSet::from(facets),
            total: true,
            ..SearchRequest::new(today(), limit)
        }
    })
}

/// What happens to an index: cards by number come or go, some at a time.
fn changes() -> impl Strategy<Value = Vec<Vec<(u128, Option<CardEntry>)>>> {
    let change = (0..20u128, option::weighted(0.85, a_card()));
    vec(vec(change, 1..8), 1..8)
}

fn is_borderline(cards: &[CardEntry], near: &Near) -> bool {
    let mut sites = cards.iter().flat_map(|card| &card.sites);
    sites.any(|(lat, lon)| {
        let there = Coordinates::new(*lat, *lon).unwrap();
        (there.distance_km(near.center) - near.radius_km).abs() < 1e-4
    })
}

fn check(index: &CardIndex, cards: &[CardEntry], request: &SearchRequest) {
    if request
        .filters
        .near
        .is_some_and(|near| is_borderline(cards, &near))
    {
        return;
    }
    let wanted = oracle::search(cards, request);
    let mut numbers: Vec<u128> = wanted.iter().map(|card| card.id.as_u128()).collect();
    let mut found = all_pages(index, request);
    let is_ranked = request.sort == Sort::Relevance;
    if is_ranked && !crate::analysis::words(request.text.as_deref().unwrap_or_default()).is_empty()
    {
        numbers.sort_unstable();
        found.sort_unstable();
    }
    assert_eq!(found, numbers, "{request:?}");
    let answer = index.search(request).unwrap();
    assert_eq!(answer.total, Some(u64::try_from(wanted.len()).unwrap()));
    for facet in answer.facets {
        assert_eq!(
            facet.counts,
            oracle::counts(&wanted, facet.facet),
            "{facet:?} {request:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn search_filters_and_facets_agree_with_a_naive_search(
        changes in changes(), requests in vec(a_request(), 40), reopened in any::<Index>()) {
        let folder = tempfile::tempdir().unwrap();
        let mut index = CardIndex::open(folder.path()).unwrap();
        let mut cards: BTreeMap<u128, CardEntry> = BTreeMap::new();
        let reopened = reopened.index(changes.len());
        for (at, change) in changes.into_iter().enumerate() {
            let last: BTreeMap<u128, Option<CardEntry>> = change.into_iter().collect();
            let mut puts = Vec::new();
            let mut deletes = Vec::new();
            for (number, card) in last {
                if let Some(card) = card {
                    let card = CardEntry { id: id(number), ..card };
                    puts.push(card.clone());
                    cards.insert(number, card);
                } else {
                    deletes.push(id(number));
                    cards.remove(&number);
                }
            }
            index.apply(&puts, &deletes, u64::try_from(at).unwrap()).unwrap();
            if at == reopened {
                drop(index);
                index = CardIndex::open(folder.path()).unwrap();
            }
        }
        let cards: Vec<CardEntry> = cards.into_values().collect();
        for request in &requests {
            check(&index, &cards, request);
        }
    }
}
