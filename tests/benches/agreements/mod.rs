//! What signed agreements cost the lists of the catalogue: the same lists before and after there are any.

use std::{collections::BTreeSet, sync::Arc, time::Instant};

use api::{clock::new_id, services::publication};
use domain_accounts::{Action, Permit};
use domain_agreements::{
    Agreement, AgreementContent, AgreementDraft, AgreementStatus, BenefitDraft, PeriodDraft,
    SignatoryDraft, deadlines,
};
use domain_points::Point;
use domain_shared::{AgreementId, TextValue as _, Version, civil_date};
use persistence::agreements::{
    AgreementEffects, CardLink, agreement_effects_put, agreement_insert, agreement_links_put,
};
use serde_json::json;
use tests::{TestApp, party};

use crate::{
    common::{Measure, ROUNDS, ask, median, request},
    seed::Seeded,
};

/// Most agreements.
const MOST: usize = 50_000;
/// Cards that each of them covers.
const COVERED: usize = 4;
/// Agreements of one transaction.
const BATCH: usize = 500;

/// Asks for lists, signs an agreement for every two cards (each card then has two), and asks for the same lists: 2,000 in turns,
/// which are kept the more the faster they come again, and each of them from twenty days on, long before the first card, which finds
/// the same and is never kept, so that it tells what making a list costs.
#[expect(
    clippy::print_stdout,
    reason = "a measuring program reports to a terminal"
)]
pub(crate) fn measure(app: &TestApp, sample: &[&Seeded], cards: &[Seeded]) {
    let lists = |more: &str| -> Vec<String> {
        let list = |card: &&Seeded| {
            let (category, municipality) = (&card.category, &card.municipality);
            let filters = format!("category={category}&municipality={municipality}");
            request(&format!("/api/v1/services?{filters}{more}"), "")
        };
        sample.iter().map(list).collect()
    };
    let in_turns = |more: &str| -> Arc<[String]> { lists(more).into() };
    let none_kept = |more: &str| -> Arc<[String]> {
        let since = |year| lists(&format!("&published_since={year}-01-01{more}"));
        (1970..1990).flat_map(since).collect::<Vec<_>>().into()
    };
    let without = rounds(app, &in_turns(""));
    let without_kept = rounds(app, &none_kept(""));
    let started = Instant::now();
    let count = sign(app, cards);
    println!(
        "{count} agreements signed in {:.1} s",
        started.elapsed().as_secs_f64()
    );
    app.hub()
        .catalogue
        .rebuild(&app.hub().db, &mut |_, _| ())
        .expect("the index is built");
    for (name, more) in [
        ("with benefits", ""),
        ("with_agreement", "&with_agreement=true"),
        ("on another day", "&benefits_on=2020-01-01"),
    ] {
        tell(
            &format!("20 {name}"),
            &without,
            &rounds(app, &in_turns(more)),
        );
        let name = format!("20 {name}, none kept");
        tell(&name, &without_kept, &rounds(app, &none_kept(more)));
    }
}

/// A line of the table.
#[expect(
    clippy::print_stdout,
    reason = "a measuring program reports to a terminal"
)]
fn tell(name: &str, without: &Measure, with: &Measure) {
    println!(
        "{name:<28} {:>10.0} {:>10.0} {:>7.2} {:>7.2} ms {:>7.2} ms",
        without.per_second,
        with.per_second,
        with.per_second / without.per_second,
        without.p99.as_secs_f64() * 1000.0,
        with.p99.as_secs_f64() * 1000.0,
    );
}

/// The median of all rounds but the first, which warms up.
fn rounds(app: &TestApp, requests: &Arc<[String]>) -> Measure {
    let all: Vec<Measure> = (0..=ROUNDS).map(|_| ask(app.address(), requests)).collect();
    median(all.into_iter().skip(1).collect())
}

/// Stores signed agreements with what follows from them, without working out again which cards they cover.
fn sign(app: &TestApp, cards: &[Seeded]) -> usize {
    let world = app.world();
    let network = world.network();
    let (point, provider) = (world.point(network), world.accredited_provider(network));
    let count = (cards.len() / 2).min(MOST);
    let agreements: Vec<Agreement> = (0..count)
        .map(|number| agreement(app, number, &point, &provider.id.to_string()))
        .collect();
    for (batch, chunk) in agreements.chunks(BATCH).enumerate() {
        world.arrange(|unit| {
            let permit = Permit::system(Action::AgreementWrite);
            for (place, agreement) in chunk.iter().enumerate() {
                agreement_insert(unit.tx(), &permit, agreement)?;
                agreement_effects_put(unit.tx(), agreement, &effects(agreement, &point))?;
                let first = (batch * BATCH + place) * COVERED;
                let links: Vec<CardLink> = (first..first + COVERED)
                    .map(|card| link(cards, card, agreement.id))
                    .collect();
                agreement_links_put(unit.tx(), agreement.id, &links)?;
            }
            let first = batch * BATCH * COVERED;
            let covered =
                (first..first + chunk.len() * COVERED).map(|card| cards[card % cards.len()].id);
            publication::store_agreements(
                unit,
                &covered
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .collect::<Vec<_>>(),
            )
        });
    }
    count
}

fn link(cards: &[Seeded], card: usize, agreement_id: AgreementId) -> CardLink {
    CardLink {
        card_id: cards[card % cards.len()].id,
        agreement_id,
        benefits: vec![0, 1],
    }
}

fn agreement(app: &TestApp, number: usize, point: &Point, provider: &str) -> Agreement {
    let now = app.hub().clock.now();
    let signatory = |party| SignatoryDraft {
        party,
        given_name: "Anna".to_owned(),
        family_name: "Bianchi".to_owned(),
        capacity: "Legale rappresentante".to_owned(),
    };
    let benefit = |kind: &str, percentage: Option<&str>| BenefitDraft {
        kind: kind.to_owned(),
        percentage: percentage.map(str::to_owned),
        audience: "member".to_owned(),
        ..BenefitDraft::default()
    };
    let draft = AgreementDraft {
        title: format!("Convenzione per i soci numero {number}"),
        kind: "service_convention".to_owned(),
        parties: vec![
            party("network", "point", &point.id),
            party("counterpart", "provider", &provider),
        ],
        signatories: [0, 1].map(signatory).into(),
        validity: Some(PeriodDraft {
            from: "2026-01-01".to_owned(),
            until: Some("2027-12-31".to_owned()),
        }),
        benefits: vec![benefit("percentage", Some("10")), benefit("priority", None)],
        ..AgreementDraft::default()
    };
    Agreement {
        id: new_id(),
        network_id: point.network_id,
        predecessor: None,
        status: AgreementStatus::Signed,
        content: AgreementContent::parse(&draft).expect("a valid agreement"),
        revision: None,
        sent_at: Some(now),
        signed_on: Some(civil_date(now)),
        ended_on: None,
        superseded_from: None,
        version: Version::FIRST,
        created_at: now,
        updated_at: now,
    }
}

fn effects(agreement: &Agreement, point: &Point) -> AgreementEffects {
    let term = agreement.term().expect("it is signed");
    let days = term.in_force().expect("it is in force");
    let benefit = |number: u16, kind: &str| {
        json!({
            "number": number, "kind": kind, "percentage": (number == 0).then_some("10"), "audience": "member",
            "from": days.from(), "until": days.until(),
        })
    };
    let view = json!({
        "id": agreement.id, "kind": agreement.content.kind, "title": agreement.content.title.as_str(),
        "of": [{"kind": "point", "id": point.id, "name": point.profile.name.as_str()}],
        "from": days.from(), "until": days.until(),
        "benefits": [benefit(0, "percentage"), benefit(1, "priority")],
    });
    AgreementEffects {
        benefits: vec![(0, days), (1, days)],
        deadlines: deadlines(&term),
        public_view: Some(view.to_string()),
    }
}
