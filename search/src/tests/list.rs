//! Filters, orders, pages and counts, one by one.

use std::collections::BTreeSet;

use domain_shared::Coordinates;

use super::*;
use crate::{Facet, Near, OpenAt, PlaceCover, Price, PriceFilter, Sort};

fn cards() -> Vec<CardEntry> {
    let mut cards: Vec<CardEntry> = (1..=4).map(|n| card(n, "Servizio")).collect();
    let [a, b, c, d] = &mut cards[..] else {
        unreachable!()
    };
    a.categories = codes(&["cura", "cura-casa"]);
    b.categories = codes(&["cura"]);
    c.categories = codes(&["scuola"]);
    a.provider = id(2_000);
    a.coverage.municipalities = codes(&["F205"]);
    b.coverage.provinces = codes(&["MI"]);
    c.coverage.regions = codes(&["03"]);
    d.coverage.national = true;
    a.provinces = codes(&["MI"]);
    b.provinces = codes(&["MI", "RM"]);
    c.provinces = codes(&["RM"]);
    a.sites = vec![(45.4643, 9.1895), (41.9, 12.5)];
    b.sites = vec![(45.5, 9.2)];
    a.recipients = codes(&["anziani"]);
    b.recipients = codes(&["anziani", "disabili"]);
    a.delivery = codes(&["casa"]);
    b.delivery = codes(&["sede", "online"]);
    a.languages = codes(&["it"]);
    b.languages = codes(&["it", "en"]);
    c.accessibility = codes(&["rampa"]);
    a.age_from = Some(65);
    b.age_to = Some(17);
    c.age_from = Some(18);
    c.age_to = Some(30);
    a.free = true;
    b.prices = vec![
        Price {
            unit: 1,
            cents: 900,
        },
        Price { unit: 2, cents: 40 },
    ];
    c.prices = vec![Price {
        unit: 1,
        cents: 500,
    }];
    b.shared = true;
    a.waiting_days = Some(30);
    b.waiting_days = Some(2);
    a.weekly_hours = vec![(540, 780), (10_000, 10_080)];
    b.weekly_hours = vec![(540, 600)];
    b.closed_on_holidays = true;
    a.verified_on = today().pred_opt();
    b.verified_on = Some(today());
    cards
}

fn check(filters: Filters, wanted: &[u128]) {
    let shown = format!("{filters:?}");
    assert_eq!(index_of(&cards()).filter(filters), wanted, "{shown}");
}

fn none() -> Filters {
    Filters::default()
}

#[test]
fn codes_filter() {
    check(none(), &[1, 2, 3, 4]);
    check(
        Filters {
            categories: codes(&["cura"]),
            ..none()
        },
        &[1, 2],
    );
    check(
        Filters {
            categories: codes(&["cura-casa", "scuola"]),
            ..none()
        },
        &[1, 3],
    );
    check(
        Filters {
            categories: codes(&["altro"]),
            ..none()
        },
        &[],
    );
    check(
        Filters {
            providers: vec![id(2_000)],
            ..none()
        },
        &[1],
    );
    check(
        Filters {
            recipients: codes(&["disabili"]),
            ..none()
        },
        &[2],
    );
    check(
        Filters {
            delivery: codes(&["online", "casa"]),
            ..none()
        },
        &[1, 2],
    );
    check(
        Filters {
            languages: codes(&["en"]),
            ..none()
        },
        &[2],
    );
    check(
        Filters {
            accessibility: codes(&["rampa"]),
            ..none()
        },
        &[3],
    );
    check(
        Filters {
            free: Some(true),
            ..none()
        },
        &[1],
    );
    check(
        Filters {
            free: Some(false),
            ..none()
        },
        &[2, 3, 4],
    );
    check(
        Filters {
            shared: Some(true),
            ..none()
        },
        &[2],
    );
    check(
        Filters {
            ids: Some(vec![id(3), id(8)]),
            ..none()
        },
        &[3],
    );
    check(
        Filters {
            ids: Some(vec![]),
            ..none()
        },
        &[],
    );
    check(
        Filters {
            categories: codes(&["cura"]),
            languages: codes(&["en"]),
            ..none()
        },
        &[2],
    );
}

#[test]
fn places_filter() {
    let place = |municipality: &str, province: &str, region: &str| PlaceCover {
        municipality: municipality.to_owned(),
        province: province.to_owned(),
        region: region.to_owned(),
    };
    let covering = |places: &[PlaceCover]| Filters {
        covering: places.to_vec(),
        ..none()
    };
    check(covering(&[place("F205", "MI", "03")]), &[1, 2, 3, 4]);
    check(covering(&[place("A010", "MI", "03")]), &[2, 3, 4]);
    check(covering(&[place("H501", "RM", "12")]), &[4]);
    check(
        covering(&[place("H501", "RM", "12"), place("A794", "BG", "03")]),
        &[3, 4],
    );
    let near = |lat, lon, radius_km| {
        let center = Coordinates::new(lat, lon).unwrap();
        Filters {
            near: Some(Near { center, radius_km }),
            ..none()
        }
    };
    check(near(45.46, 9.19, 2.0), &[1]);
    check(near(45.46, 9.19, 8.0), &[1, 2]);
    check(near(45.46, 9.19, 5_000.0), &[1, 2]);
    check(near(0.0, 179.95, 50.0), &[]);
}

#[test]
fn amounts_days_and_hours_filter() {
    check(
        Filters {
            age: Some(70),
            ..none()
        },
        &[1, 4],
    );
    check(
        Filters {
            age: Some(17),
            ..none()
        },
        &[2, 4],
    );
    check(
        Filters {
            age: Some(18),
            ..none()
        },
        &[3, 4],
    );
    let price = |max_cents, units: &[u8]| Filters {
        price: Some(PriceFilter {
            max_cents,
            units: units.to_vec(),
        }),
        ..none()
    };
    check(price(Some(500), &[]), &[1, 2, 3]);
    check(price(Some(500), &[1]), &[1, 3]);
    check(price(Some(0), &[1]), &[1]);
    check(price(None, &[1]), &[2, 3]);
    check(price(None, &[2, 7]), &[2]);
    check(price(None, &[]), &[1, 2, 3, 4]);
    check(
        Filters {
            max_waiting_days: Some(30),
            ..none()
        },
        &[1, 2],
    );
    check(
        Filters {
            max_waiting_days: Some(29),
            ..none()
        },
        &[2],
    );
    let open = |minute_of_week, is_holiday| Filters {
        open_at: Some(OpenAt {
            minute_of_week,
            is_holiday,
        }),
        ..none()
    };
    check(open(540, false), &[1, 2]);
    check(open(539, false), &[]);
    check(open(600, false), &[1]);
    check(open(10_079, false), &[1]);
    check(open(540, true), &[1]);
    check(
        Filters {
            verified_since: Some(today()),
            ..none()
        },
        &[2],
    );
    check(
        Filters {
            verified_since: today().pred_opt(),
            ..none()
        },
        &[1, 2],
    );
    check(
        Filters {
            published_since: Some(instant(1).date_naive()),
            ..none()
        },
        &[1, 2, 3, 4],
    );
    check(
        Filters {
            published_since: instant(1).date_naive().succ_opt(),
            ..none()
        },
        &[],
    );
}

#[test]
fn only_what_is_shown_today_is_found() {
    let mut cards = cards();
    cards[0].visible_from = Some(today());
    cards[1].visible_from = today().succ_opt();
    cards[2].visible_until = Some(today());
    cards[3].visible_until = today().pred_opt();
    let index = index_of(&cards);
    assert_eq!(index.filter(none()), [1, 3]);
    assert_eq!(index.find("servizio").len(), 2);
}

#[test]
fn orders_put_what_is_missing_last() {
    let index = index_of(&cards());
    let sorted = |sort| {
        let mut request = SearchRequest::new(today(), 3).sort(sort);
        request.total = true;
        assert_eq!(index.search(&request).total, Some(4));
        all_pages(&index.index, &request)
    };
    assert_eq!(sorted(Sort::Newest), [4, 3, 2, 1]);
    assert_eq!(sorted(Sort::Relevance), [4, 3, 2, 1]);
    assert_eq!(sorted(Sort::Distance), [4, 3, 2, 1]);
    assert_eq!(sorted(Sort::WaitingTime), [2, 1, 3, 4]);
    assert_eq!(sorted(Sort::Price), [1, 2, 3, 4]);
    let mut request = SearchRequest::new(today(), 9).sort(Sort::Price);
    request.filters.price = Some(PriceFilter {
        max_cents: Some(1_000),
        units: vec![1],
    });
    assert_eq!(numbers(&index.search(&request)), [1, 3, 2]);
    let mut request = SearchRequest::new(today(), 1).sort(Sort::Distance);
    let center = Coordinates::new(45.51, 9.2).unwrap();
    request.filters.near = Some(Near {
        center,
        radius_km: 50.0,
    });
    let hit = index.search(&request).hits[0];
    assert!((hit.distance_km.unwrap() - 1.112).abs() < 0.01);
    assert_eq!(all_pages(&index.index, &request), [2, 1]);
}

#[test]
fn pages_neither_skip_nor_repeat_while_cards_come() {
    let mut many: Vec<CardEntry> = (1..=20).map(|n| card(n, "Servizio")).collect();
    for card in &mut many {
        card.published_at = instant(0);
    }
    let index = index_of(&many);
    let mut request = SearchRequest::new(today(), 6);
    let first = index.search(&request);
    assert_eq!(numbers(&first), [1, 2, 3, 4, 5, 6]);
    index
        .index
        .apply(&[card(30, "Nuovo")], &[id(3), id(6)], 99)
        .unwrap();
    request.after = first.next;
    assert_eq!(
        all_pages(&index.index, &request),
        (7..=20).collect::<Vec<_>>()
    );
}

#[test]
fn ranked_pages_end() {
    let many: Vec<CardEntry> = (1..=1_020).map(|n| card(n, "Servizio")).collect();
    let folder = tempfile::tempdir().unwrap();
    let index = CardIndex::open(folder.path()).unwrap();
    index.apply(&many, &[], 1).unwrap();
    let request = SearchRequest::new(today(), 300).text("servizio");
    let mut request = request;
    let mut found = BTreeSet::new();
    for wanted in [300, 300, 300, 100] {
        let answer = index.search(&request).unwrap();
        assert_eq!(answer.hits.len(), wanted);
        found.extend(numbers(&answer));
        assert_eq!(answer.next.is_none(), wanted == 100);
        request.after = answer.next;
    }
    assert_eq!(found.len(), 1_000);
}

#[test]
fn facets_count_all_pages() {
    let index = index_of(&cards());
    let mut request = SearchRequest::new(today(), 1);
    request.facets = BTreeSet::from([Facet::Category, Facet::Province, Facet::Recipient]);
    let facets = index.search(&request).facets;
    let counts = |facet| {
        facets
            .iter()
            .find(|f| f.facet == facet)
            .unwrap()
            .counts
            .clone()
    };
    let named = |pairs: &[(&str, u64)]| -> Vec<(String, u64)> {
        pairs
            .iter()
            .map(|(code, count)| ((*code).to_owned(), *count))
            .collect()
    };
    assert_eq!(
        counts(Facet::Category),
        named(&[("cura", 2), ("cura-casa", 1), ("scuola", 1)])
    );
    assert_eq!(counts(Facet::Province), named(&[("MI", 3), ("RM", 3)]));
    assert_eq!(
        counts(Facet::Recipient),
        named(&[("anziani", 2), ("disabili", 1)])
    );
    assert_eq!(facets[1].everywhere, 1);
    request.filters.categories = codes(&["scuola"]);
    let facets = index.search(&request).facets;
    assert_eq!(facets[1].counts, named(&[("RM", 1)]));
    assert!(facets[2].counts.is_empty());
}
