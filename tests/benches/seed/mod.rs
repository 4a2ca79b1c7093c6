//! Fills a hub with generated cards, as published by an import.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use api::{clock::new_id, services::publication};
use domain_accounts::{Action, Permit};
use domain_cards::{
    Card, CardContent, CardRevision, CardState, Publication, RevisionNumber, Verification,
};
use domain_providers::Provider;
use domain_shared::{BoundedNumber as _, CardId, TextValue as _, Version, civil_date};
use persistence::{
    cards::{card_insert, card_update, revision_insert},
    services::change_last,
};
use serde_json::json;
use tests::{
    Client, TestApp,
    generator::{Places, card},
};

use crate::PATIENCE;

/// Providers that share the cards.
const PROVIDERS: usize = 200;
/// Cards of one transaction.
const BATCH: u64 = 500;
/// Cards published while reading.
const PUBLISHED: usize = 1_000;

/// What the measures need to know of a card.
pub(crate) struct Seeded {
    pub(crate) id: CardId,
    pub(crate) provider: String,
    pub(crate) category: String,
    pub(crate) municipality: String,
    pub(crate) at: Option<(f64, f64)>,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) text: String,
}

fn accredited(app: &TestApp) -> Vec<Provider> {
    let network = app.world().network();
    let providers = std::iter::repeat_with(|| app.world().accredited_provider(network));
    providers.take(PROVIDERS).collect()
}

/// Publishes so many cards.
#[expect(
    clippy::print_stdout,
    reason = "a measuring program reports to a terminal"
)]
pub(crate) fn publish(app: &TestApp, count: u64, places: &Places) -> Vec<Seeded> {
    let started = Instant::now();
    let providers = accredited(app);
    let mut seeded = Vec::new();
    let mut begin = 0;
    while begin < count {
        let end = (begin + BATCH).min(count);
        let batch: Vec<(CardId, &Provider, CardContent)> = (begin..end)
            .map(|number| {
                let provider = &providers[usize::try_from(number).expect("a number") % PROVIDERS];
                (new_id(), provider, card(number, places))
            })
            .collect();
        app.world().arrange(|unit| {
            for (id, provider, content) in &batch {
                insert(unit, *id, provider, content)?;
            }
            let ids = batch.iter().map(|(id, _, _)| *id).collect();
            publication::refresh(unit, &publication::Affected::Cards(ids))
        });
        seeded.extend(
            batch
                .into_iter()
                .map(|(id, provider, content)| seen(id, provider, &content)),
        );
        begin = end;
    }
    println!(
        "{count} cards published in {:.1} s",
        started.elapsed().as_secs_f64()
    );
    seeded
}

fn insert(
    unit: &mut api::http::UnitOfWork<'_, '_>,
    id: CardId,
    provider: &Provider,
    content: &CardContent,
) -> api::problem::Outcome<()> {
    let now = unit.now();
    let first = RevisionNumber::from_number(1).expect("a number");
    let permit = Permit::system(Action::CardReview);
    let written = Card {
        id,
        provider_id: provider.id,
        network_id: provider.network_id,
        external_id: None,
        state: CardState::NEW,
        draft: Some(content.clone()),
        revision: None,
        submitted_at: None,
        claim: None,
        verification: None,
        version: Version::FIRST,
        created_at: now,
        updated_at: now,
    };
    card_insert(unit.tx(), &permit, &written)?;
    let revision = CardRevision {
        card_id: id,
        number: first,
        content: content.clone(),
        published_at: now,
        published_by: None,
    };
    revision_insert(unit.tx(), &permit, &revision)?;
    let published = Card {
        state: CardState {
            publication: Publication::Published,
            draft: None,
        },
        draft: None,
        revision: Some(first),
        verification: Some(Verification {
            on: civil_date(now),
            by: None,
        }),
        version: Version::FIRST.next(),
        ..written
    };
    Ok(card_update(
        unit.tx(),
        &permit,
        Version::FIRST,
        &published,
        Some(content),
    )?)
}

fn seen(id: CardId, provider: &Provider, content: &CardContent) -> Seeded {
    let text = |parts: Vec<&str>| parts.join("\n");
    let municipality = content.coverage.municipalities.iter().next();
    let long = content
        .description
        .texts()
        .filter_map(|text| text.best())
        .map(domain_shared::TextValue::as_str);
    Seeded {
        id,
        provider: provider.profile.public_name().as_str().to_owned(),
        category: content
            .main_category
            .as_ref()
            .map_or_else(String::new, |code| code.as_str().to_owned()),
        municipality: municipality
            .map_or_else(|| "F205".to_owned(), |code| code.as_str().to_owned()),
        at: content
            .places
            .iter()
            .find_map(|place| place.coordinates)
            .map(|at| (at.lat(), at.lon())),
        title: content
            .best_title()
            .map_or_else(String::new, |title| title.as_str().to_owned()),
        summary: content
            .summary
            .as_ref()
            .and_then(|one| one.best())
            .map_or_else(String::new, |one| one.as_str().to_owned()),
        text: text(long.collect()),
    }
}

/// Cards that wait for review.
fn submitted(app: &TestApp, admin: &Client, provider: &Provider, places: &Places) -> Vec<CardId> {
    let world = app.world();
    let waiting: Vec<CardId> = (5_000_000..)
        .take(PUBLISHED)
        .map(|number| {
            let content = serde_json::to_value(card(number, places)).expect("JSON");
            world.card_with(provider, |card| *card = content).id
        })
        .collect();
    for chunk in waiting.chunks(100) {
        let cards: Vec<_> = chunk.iter().map(|id| json!({"id": id})).collect();
        let _ = admin
            .post("/card-submissions", &json!({"cards": cards}))
            .expect(200);
    }
    waiting
}

fn publication(admin: &Client, id: CardId) {
    let path = format!("/cards/{id}/publication");
    let _ = admin
        .send("POST", &path, &[("if-match", "*")], b"")
        .expect(200);
}

/// Publishes one card after the other over HTTP, from four connections, while four others search; then
/// measures how long the last one takes until it is found.
#[expect(
    clippy::print_stdout,
    reason = "a measuring program reports to a terminal"
)]
pub(crate) fn publish_while_reading(app: &TestApp, places: &Places) {
    let provider = accredited(app).remove(0);
    let admin = app.world().admin(provider.network_id).client;
    let feeder = api::services::catalogue::start(app.hub());
    let waiting = submitted(app, &admin, &provider, places);
    let over = AtomicBool::new(false);
    let (searches, took) = std::thread::scope(|scope| {
        let read = || {
            let client = app.anonymous();
            let mut searches = 0_u32;
            while !over.load(Ordering::Relaxed) {
                let age = searches % 100;
                let _ = client
                    .get(&format!("/services?q=assistenza&age={age}"))
                    .expect(200);
                searches += 1;
            }
            searches
        };
        let readers: Vec<_> = (0..4).map(|_| scope.spawn(read)).collect();
        let started = Instant::now();
        let publish = |chunk: &[CardId]| chunk.iter().for_each(|id| publication(&admin, *id));
        let chunks = waiting.chunks(PUBLISHED / 4);
        let writers: Vec<_> = chunks
            .map(|chunk| scope.spawn(move || publish(chunk)))
            .collect();
        for writer in writers {
            writer.join().expect("a writer ends well");
        }
        let took = started.elapsed();
        over.store(true, Ordering::Relaxed);
        let readers = readers
            .into_iter()
            .map(|one| one.join().expect("a reader ends well"));
        (readers.sum::<u32>(), took)
    });
    let published = u32::try_from(waiting.len()).expect("a thousand or so");
    println!(
        "{:.0} publications a second over HTTP from 4 connections, while 4 others made {:.0} searches a second",
        f64::from(published) / took.as_secs_f64(),
        f64::from(searches) / took.as_secs_f64(),
    );
    let hub = app.hub();
    let last = hub
        .db
        .read(change_last)
        .expect("the log of changes")
        .unsigned_abs();
    let started = Instant::now();
    while hub.catalogue.position() < last {
        assert!(started.elapsed() < PATIENCE, "the index does not follow");
        std::thread::park_timeout(Duration::from_millis(1));
    }
    println!(
        "all of them in the index {:.0} ms after the last",
        millis(started.elapsed())
    );
    publish_and_find(app, &admin, &provider);
    feeder.stop();
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[expect(
    clippy::print_stdout,
    reason = "a measuring program reports to a terminal"
)]
fn publish_and_find(app: &TestApp, admin: &Client, provider: &Provider) {
    let world = app.world();
    let card = world.card_after(&world.card(provider), &["submission"]);
    let title = card.draft.as_ref().and_then(CardContent::best_title);
    let title = title.map_or_else(String::new, |title| title.as_str().replace(' ', "%20"));
    let started = Instant::now();
    publication(admin, card.id);
    let committed = Instant::now();
    let path = format!("/services?q={title}&provider_id={}", provider.id);
    while !app
        .anonymous()
        .get(&path)
        .expect(200)
        .text
        .contains(&card.id.to_string())
    {
        assert!(started.elapsed() < PATIENCE, "not found");
    }
    println!(
        "a publication takes {:.0} ms and is found {:.0} ms later",
        millis(committed - started),
        millis(committed.elapsed())
    );
}
