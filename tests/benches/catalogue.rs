//! Measures the public catalogue with many cards: `cargo bench -p tests --bench catalogue -- 100000`, or only what agreements
//! cost its lists (`-- 100000 agreements`), publications while others read (`-- 100000 publications`), or ranked searches
//! (`-- 1000000 searches`).
//!
//! Generated cards are published on SQLite. Sixteen connections then ask the hub, a bare actix-web server
//! that answers bytes from memory, and one that runs plain indexed SQL (or FTS5) by hand on the same cards,
//! in turns; the ratio of the medians is what counts.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measuring program reports to a terminal, and one that cannot go on says so at once"
)]

mod agreements;
mod by_hand;
mod common;
mod memory;
mod seed;

use std::{
    hash::{Hash as _, Hasher as _},
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use by_hand::ByHand;
use common::{
    Bare, CONNECTIONS, Measure, ROUNDS, ask, median, processors, quiet_log, request, run_clock,
};
use tests::{
    Backend, TestApp,
    generator::{Places, queries},
};

/// Different requests of one kind.
const KINDS: usize = 2_000;

fn main() {
    quiet_log();
    let count: u64 = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(10_000);
    let app = TestApp::spawn_with(Backend::Sqlite, |config| {
        config.workers = None;
        config.limits.requests_per_minute = 10_000_000;
    });
    run_clock(&app);
    println!(
        "{count} cards on SQLite, {} processors, {CONNECTIONS} connections, median of {ROUNDS} rounds",
        processors()
    );
    let places = Places::shipped();
    let cards = seed::publish(&app, count, &places);
    let started = Instant::now();
    app.hub()
        .catalogue
        .rebuild(&app.hub().db, &mut |_, _| ())
        .expect("the index is built");
    println!(
        "index of {count} cards built in {:.1} s",
        started.elapsed().as_secs_f64()
    );
    let is_only = |part: &str| std::env::args().any(|argument| argument == part);
    if is_only("agreements") {
        return agreements::measure(&app, &sample(&cards), &cards);
    }
    if is_only("publications") {
        return seed::publish_while_reading(&app, &places);
    }
    if is_only("details") {
        heads();
        measure_details(&app, &cards, &sample(&cards));
        return;
    }
    let hand = ByHand::start(&cards);
    heads();
    if is_only("searches") {
        return compare_searches(app.address(), &hand, &queries(KINDS, &places));
    }
    let mixed = measure(&app, &hand, &cards, &places);
    agreements::measure(&app, &sample(&cards), &cards);
    memory::measure(&app, &mixed);
    seed::publish_while_reading(&app, &places);
}

/// The heads of the table.
fn heads() {
    println!(
        "{:<28} {:>10} {:>10} {:>7} {:>10} {:>10}",
        "", "other/s", "hub/s", "ratio", "other p99", "hub p99"
    );
}

/// The same rounds for two servers.
fn compare(
    name: &str,
    (one, ones): (SocketAddr, Vec<String>),
    (hub, hubs): (SocketAddr, Vec<String>),
) {
    let (ones, hubs): (Arc<[String]>, Arc<[String]>) = (ones.into(), hubs.into());
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let (a, b) = (ask(one, &ones), ask(hub, &hubs));
        // The first round warms both up.
        if round > 0 {
            left.push(a);
            right.push(b);
        }
    }
    let (left, right) = (median(left), median(right));
    let millis = |measure: &Measure| measure.p99.as_secs_f64() * 1000.0;
    println!(
        "{name:<28} {:>10.0} {:>10.0} {:>7.2} {:>7.2} ms {:>7.2} ms",
        left.per_second,
        right.per_second,
        right.per_second / left.per_second,
        millis(&left),
        millis(&right),
    );
}

/// Every n-th card, so that a sample covers them all.
fn sample(cards: &[seed::Seeded]) -> Vec<&seed::Seeded> {
    let step = (cards.len() / KINDS).max(1);
    cards.iter().step_by(step).take(KINDS).collect()
}

/// Most cards asked for without order.
const ANY: usize = 200_000;

/// Cards in no order, so that what is asked for next is nowhere near.
fn shuffled(cards: &[seed::Seeded]) -> Vec<&seed::Seeded> {
    let mut cards: Vec<&seed::Seeded> = cards.iter().collect();
    cards.sort_by_cached_key(|card| {
        let mut hash = std::hash::DefaultHasher::new();
        card.id.hash(&mut hash);
        hash.finish()
    });
    cards.truncate(ANY);
    cards
}

/// Details by identifier, and what is known of them; the bare server they were compared with, and requests to the hub.
fn measure_details(
    app: &TestApp,
    cards: &[seed::Seeded],
    sample: &[&seed::Seeded],
) -> (Bare, Vec<String>) {
    let hub = app.address();
    let first = app
        .anonymous()
        .get(&format!("/services/{}", sample[0].id))
        .expect(200);
    let bare = Bare::start(first.text.clone());
    let get = |path: String| request(&path, "");
    let details: Vec<String> = sample
        .iter()
        .map(|card| get(format!("/api/v1/services/{}", card.id)))
        .collect();
    let mixed = details.clone();
    compare(
        "detail / bare",
        (bare.address, details.clone()),
        (hub, details),
    );
    let any: Vec<String> = shuffled(cards)
        .iter()
        .map(|card| get(format!("/api/v1/services/{}", card.id)))
        .collect();
    compare(
        "detail, any of all / bare",
        (bare.address, any.clone()),
        (hub, any),
    );
    let popular: Vec<String> = sample
        .iter()
        .take(100)
        .map(|card| get(format!("/api/v1/services/{}", card.id)))
        .collect();
    compare(
        "detail, popular / bare",
        (bare.address, popular.clone()),
        (hub, popular),
    );
    let known: Vec<String> = sample
        .iter()
        .take(500)
        .map(|card| {
            let path = format!("/services/{}", card.id);
            let etag = app.anonymous().get(&path).expect(200).etag();
            request(
                &format!("/api/v1{path}"),
                &format!("if-none-match: {etag}\r\n"),
            )
        })
        .collect();
    compare("304 / bare", (bare.address, known.clone()), (hub, known));
    (bare, mixed)
}

/// All ways of asking; answers some requests of each kind to the hub.
fn measure(app: &TestApp, hand: &ByHand, cards: &[seed::Seeded], places: &Places) -> Vec<String> {
    let hub = app.address();
    let sample = sample(cards);
    let (bare, mut mixed) = measure_details(app, cards, &sample);
    let get = |path: String| request(&path, "");
    let lists = |path: &str| -> Vec<String> {
        sample
            .iter()
            .map(|card| {
                get(format!(
                    "{path}?category={}&municipality={}",
                    card.category, card.municipality
                ))
            })
            .collect()
    };
    mixed.extend(lists("/api/v1/services"));
    compare(
        "list of 20 / SQL",
        (hand.address, lists("/list")),
        (hub, lists("/api/v1/services")),
    );
    let words = queries(KINDS, places);
    compare_searches(hub, hand, &words);
    mixed.extend(searches("/api/v1/services", &words));
    let typed: Vec<String> = words
        .iter()
        .map(|words| words.chars().take(5).collect::<String>())
        .filter(|typed| !typed.trim().is_empty())
        .map(|typed| {
            get(format!(
                "/api/v1/services/suggest?q={}",
                escape(typed.trim())
            ))
        })
        .collect();
    mixed.extend(typed.iter().cloned());
    compare(
        "suggest / bare",
        (bare.address, typed.clone()),
        (hub, typed),
    );
    let near = |path: &str| -> Vec<String> {
        sample
            .iter()
            .filter_map(|card| card.at)
            .map(|(lat, lon)| get(format!("{path}?near={lat:.4},{lon:.4}&radius_km=10")))
            .collect()
    };
    compare(
        "radius of 10 km / SQL",
        (hand.address, near("/near")),
        (hub, near("/api/v1/services")),
    );
    mixed.extend(near("/api/v1/services"));
    // In turns, so that sixteen connections ask of everything at the same time.
    let kinds = mixed.len().div_ceil(KINDS);
    (0..KINDS)
        .flat_map(|at| (0..kinds).map(move |kind| kind * KINDS + at))
        .filter_map(|at| mixed.get(at).cloned())
        .collect()
}

fn searches(path: &str, words: &[String]) -> Vec<String> {
    let search = |words: &String| request(&format!("{path}?q={}", escape(words)), "");
    words.iter().map(search).collect()
}

/// Ranked searches, as the hub runs and without kept answers.
fn compare_searches(hub: SocketAddr, hand: &ByHand, words: &[String]) {
    let by_hand = searches("/search", words);
    compare(
        "search / FTS5",
        (hand.address, by_hand.clone()),
        (hub, searches("/api/v1/services", words)),
    );
    // Published after days long before the first card: the same cards are found, but no answer was kept.
    let new = (1970..1990).flat_map(|year| words.iter().map(move |words| (year, escape(words))));
    let new = new.map(|(year, words)| {
        let since = format!("/api/v1/services?q={words}&published_since={year}-01-01");
        request(&since, "")
    });
    compare(
        "search, none kept / FTS5",
        (hand.address, by_hand),
        (hub, new.collect()),
    );
}

fn escape(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// How long something may take before the measure gives up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
