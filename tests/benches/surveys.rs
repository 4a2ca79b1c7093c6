//! Measures a large survey campaign: `cargo bench -p tests --bench surveys -- 100000`.
//!
//! So many responses of sixty questions are sent over HTTP on SQLite, one request each; then the campaign is closed, cross-tables
//! are asked for, each for the first time, and a report is made.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measuring program reports to a terminal, and one that cannot go on says so at once"
)]

#[expect(dead_code, reason = "this program needs a part of what they share")]
mod common;

use std::time::{Duration, Instant};

use api::jobs::reports_run_due;
use common::{CONNECTIONS, memory_of, processors, quiet_log};
use domain_shared::{DefinitionStatus, NetworkBodyId, PointId};
use serde_json::{Value, json};
use tests::{Backend, Client, TestApp, open_campaign, survey_plan};

/// Points of the campaign.
const POINTS: usize = 26;
/// Questions of each type: one of five, a scale of ten, several of six, a number.
const QUESTIONS: [(&str, usize); 4] = [
    ("select_one", 40),
    ("range", 10),
    ("select_multiple", 5),
    ("integer", 5),
];

fn main() {
    quiet_log();
    let count: usize = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(10_000);
    let app = TestApp::spawn_with(Backend::Sqlite, |config| {
        config.workers = None;
        config.limits.requests_per_minute = 10_000_000;
    });
    println!(
        "{count} responses of 60 questions on SQLite, {} processors, {CONNECTIONS} connections",
        processors()
    );
    let world = app.world();
    let network = world.network();
    let points: Vec<PointId> = (0..POINTS).map(|_| world.point(network).id).collect();
    let admin = world.admin(network).client;
    let id = campaign(&app, &admin, network, &points);
    submit(&admin, &id, &points, count);
    close(&admin, &id);
    memory();
    tables(&admin, &id);
    memory();
    report(&app, &admin, &id);
    memory();
}

/// Random numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        // Constants of Knuth's MMIX generator; the high bits are the good ones.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn names() -> impl Iterator<Item = (String, &'static str)> {
    QUESTIONS
        .into_iter()
        .flat_map(|(kind, count)| (0..count).map(move |number| (format!("{kind}_{number}"), kind)))
}

fn definition() -> Value {
    let label = |text: &str| json!({"it": text});
    let items = names().map(|(name, kind)| {
        let mut item = json!({"name": name, "type": kind, "label": label(&name)});
        match kind {
            "range" => item["scale"] = json!({"from": 1.0, "to": 10.0}),
            "integer" => item["constraint"] = json!(". >= 0"),
            _ => item["choices"] = json!("scelte"),
        }
        item
    });
    let choices = ["a", "b", "c", "d", "e"].map(|code| json!({"code": code, "label": label(code)}));
    json!({
        "title": label("Indagine di prova"), "items": items.collect::<Vec<_>>(), "choices": {"scelte": choices},
    })
}

fn campaign(app: &TestApp, admin: &Client, network: NetworkBodyId, points: &[PointId]) -> String {
    let questionnaire =
        app.world()
            .questionnaire_with(network, DefinitionStatus::Active, &definition());
    open_campaign(admin, &survey_plan(questionnaire, points))
}

/// One submission, by its number.
fn submission(number: usize, points: &[PointId]) -> Value {
    let mut dice = Dice(number as u64);
    let answers: serde_json::Map<String, Value> = names()
        .map(|(name, kind)| {
            let code = |one: u64| {
                ["a", "b", "c", "d", "e"]
                    .get(usize::try_from(one).unwrap_or(0))
                    .copied()
            };
            let answer = match kind {
                "range" => json!(1 + dice.below(10)),
                "integer" => json!(dice.below(100)),
                "select_multiple" => {
                    let first = dice.below(4);
                    json!([code(first), code(4)])
                }
                _ => json!(code(dice.below(5))),
            };
            (name, answer)
        })
        .collect();
    json!({
        "instance_id": format!("6f0c1a52-6d0e-4b7e-9d7a-{number:012x}"),
        "point_id": points.get(number % points.len()), "channel": "desk", "consent": true, "complete": true,
        "category": if number.is_multiple_of(3) { "students" } else { "elderly" }, "answers": answers,
    })
}

fn submit(admin: &Client, id: &str, points: &[PointId], count: usize) {
    let path = format!("/survey-campaigns/{id}/responses");
    let started = Instant::now();
    let send = |first: usize| {
        let mut times = Vec::new();
        for number in (first..count).step_by(CONNECTIONS) {
            let body = submission(number, points).to_string();
            let headers = [("content-type", "application/json")];
            let asked = Instant::now();
            let _ = admin
                .send("POST", &path, &headers, body.as_bytes())
                .expect(201);
            times.push(asked.elapsed());
        }
        times
    };
    let send = &send;
    let mut times: Vec<Duration> = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..CONNECTIONS)
            .map(|first| scope.spawn(move || send(first)))
            .collect();
        let ended = senders
            .into_iter()
            .map(|one| one.join().expect("a sender ends well"));
        ended.flatten().collect()
    });
    let took = started.elapsed();
    times.sort_unstable();
    let p99 = times
        .get(times.len() * 99 / 100)
        .copied()
        .unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 responses")]
    let per_second = count as f64 / took.as_secs_f64();
    println!(
        "{per_second:.0} submissions a second, p99 {:.1} ms",
        millis(p99)
    );
}

fn close(admin: &Client, id: &str) {
    let path = format!("/survey-campaigns/{id}/closing");
    let _ = admin
        .send("POST", &path, &[("if-match", "*")], b"")
        .expect(200);
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn timed(name: &str, paths: &[String], admin: &Client) {
    let mut times: Vec<Duration> = paths
        .iter()
        .map(|path| {
            let asked = Instant::now();
            let _ = admin.get(path).expect(200);
            asked.elapsed()
        })
        .collect();
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    let longest = times.last().copied().unwrap_or_default();
    println!(
        "{name}: median {:.0} ms, longest {:.0} ms",
        millis(median),
        millis(longest)
    );
}

/// Cross-tables nobody asked for before, and all results.
fn tables(admin: &Client, id: &str) {
    let base = format!("/survey-campaigns/{id}");
    let pairs: Vec<String> = (0..20)
        .map(|number| {
            let (row, column) = (number, number + 20);
            format!("{base}/cross-table?row=select_one_{row}&column=select_one_{column}")
        })
        .collect();
    timed("cross-table of two questions", &pairs, admin);
    let points: Vec<String> = (0..20)
        .map(|number| format!("{base}/cross-table?row=select_one_{number}&column=point"))
        .collect();
    timed("cross-table by point", &points, admin);
    timed("all results", &[format!("{base}/results")], admin);
    timed("report", &[format!("{base}/report")], admin);
}

/// The report as a worker makes it, page and PDF.
fn report(app: &TestApp, admin: &Client, id: &str) {
    let path = format!("/survey-campaigns/{id}/reports");
    let started = Instant::now();
    let asked = admin.send("POST", &path, &[], b"").expect(202);
    let made = reports_run_due(app.hub()).expect("a report");
    let took = started.elapsed();
    let done = admin.get(&format!("{path}/{}", asked.text_at("/id")));
    println!(
        "report as page and PDF: {made} {} after {:.0} ms",
        done.expect(200).text_at("/status"),
        millis(took)
    );
}

/// How much memory this process needs, with the program in it.
fn memory() {
    println!("{}", memory_of(std::process::id()));
}
