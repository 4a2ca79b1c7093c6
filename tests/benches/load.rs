//! Measures the hub against a bare actix-web server that answers the same bytes from memory, both in
//! one run on one machine: `cargo bench -p tests`.
//!
//! Sixteen connections ask as fast as they can, first one server, then the other, in turns; the
//! ratio of the medians is what counts, because the machine may be slow or busy.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a measure that cannot go on should say so at once"
)]

#[expect(dead_code, reason = "the measure of memory uses more of it")]
mod common;

use std::{sync::Arc, time::Duration};

use common::{Bare, CONNECTIONS, ROUNDS, ask, median, processors, quiet_log, request, run_clock};
use tests::{Backend, TestApp};

/// One thing to ask for.
struct Question {
    name: &'static str,
    path: String,
}

fn main() {
    quiet_log();
    for backend in backends() {
        for (title, kept) in [
            ("as it runs", Duration::from_secs(1)),
            ("keeping no answers", Duration::ZERO),
        ] {
            let app = TestApp::spawn_with(backend, |config| {
                config.workers = None;
                config.limits.requests_per_minute = 10_000_000;
                config.answer_cache = kept;
            });
            api::demo::prepare(app.hub())
                .map_err(|problem| problem.to_string())
                .expect("the demo loads");
            run_clock(&app);
            measure(&app, title);
        }
    }
}

fn backends() -> Vec<Backend> {
    match std::env::args().nth(1).as_deref() {
        Some("postgres") => vec![Backend::Postgres],
        _ => vec![Backend::Sqlite],
    }
}

#[expect(
    clippy::print_stdout,
    reason = "a measuring program reports to a terminal"
)]
fn measure(app: &TestApp, title: &str) {
    let id = app
        .anonymous()
        .get("/points?limit=1")
        .expect(200)
        .ids()
        .remove(0);
    let questions = [
        Question {
            name: "GET /points/{id}",
            path: format!("/api/v1/points/{id}"),
        },
        Question {
            name: "GET /points",
            path: "/api/v1/points".to_owned(),
        },
        Question {
            name: "GET /municipalities?q=",
            path: "/api/v1/municipalities?q=reggio".to_owned(),
        },
    ];
    println!(
        "{}, {title}: {} processors, {CONNECTIONS} connections, median of {ROUNDS} rounds",
        app.backend().name(),
        processors()
    );
    println!(
        "{:<26} {:>10} {:>10} {:>7} {:>9} {:>9}",
        "", "bare/s", "hub/s", "ratio", "bare p99", "hub p99"
    );
    for question in &questions {
        let body = app
            .anonymous()
            .get(question.path.trim_start_matches("/api/v1"))
            .expect(200)
            .text;
        let bare = Bare::start(body);
        let requests: Arc<[String]> = [request(&question.path, "")].into();
        let (mut bare_rounds, mut hub_rounds) = (Vec::new(), Vec::new());
        for round in 0..=ROUNDS {
            let one = ask(bare.address, &requests);
            let other = ask(app.address(), &requests);
            // The first round warms both up.
            if round > 0 {
                bare_rounds.push(one);
                hub_rounds.push(other);
            }
        }
        let (bare, hub) = (median(bare_rounds), median(hub_rounds));
        println!(
            "{:<26} {:>10.0} {:>10.0} {:>7.2} {:>6.2} ms {:>6.2} ms",
            question.name,
            bare.per_second,
            hub.per_second,
            hub.per_second / bare.per_second,
            bare.p99.as_secs_f64() * 1000.0,
            hub.p99.as_secs_f64() * 1000.0,
        );
    }
}
