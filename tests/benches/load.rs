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

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    time::{Duration, Instant},
};

use actix_web::{App, HttpResponse, HttpServer, web};
use tests::{Backend, TestApp};

const CONNECTIONS: usize = 16;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(2);

/// One thing to ask for.
struct Question {
    name: &'static str,
    path: String,
}

/// Requests a second, and how long one in a hundred takes at least.
struct Measure {
    per_second: f64,
    p99: Duration,
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

/// Lets the clock of the hub run: kept answers grow old as in production.
fn run_clock(app: &TestApp) {
    let clock = Arc::clone(&app.clock);
    std::thread::spawn(move || {
        let mut last = Instant::now();
        loop {
            std::thread::park_timeout(Duration::from_millis(10));
            let passed = last.elapsed();
            last += passed;
            clock.advance(chrono::Duration::from_std(passed).expect("a short time"));
        }
    });
}

/// Logs as in production, but into nothing.
fn quiet_log() {
    let nowhere = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/null")
        .expect("/dev/null");
    env_logger::Builder::new()
        .parse_filters(&std::env::var("HUB_LOG").unwrap_or_else(|_| "info".to_owned()))
        .target(env_logger::Target::Pipe(Box::new(nowhere)))
        .init();
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
        let (mut bare_rounds, mut hub_rounds) = (Vec::new(), Vec::new());
        for round in 0..=ROUNDS {
            let one = ask(bare.address, &question.path);
            let other = ask(app.address(), &question.path);
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

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn median(mut rounds: Vec<Measure>) -> Measure {
    rounds.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
    rounds.swap_remove(rounds.len() / 2)
}

/// A bare actix-web server that answers one body from memory.
struct Bare {
    address: SocketAddr,
}

impl Bare {
    fn start(body: String) -> Self {
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let body = web::Bytes::from(body);
                let server = HttpServer::new(move || {
                    let body = body.clone();
                    App::new().default_service(web::to(move || {
                        let answer = HttpResponse::Ok()
                            .content_type("application/json")
                            .body(body.clone());
                        std::future::ready(answer)
                    }))
                })
                .bind("127.0.0.1:0")
                .expect("a free port");
                tell.send(*server.addrs().first().expect("one address"))
                    .expect("the measure waits");
                server.run().await.expect("the server ends well");
            });
        });
        Self {
            address: told.recv().expect("the server starts"),
        }
    }
}

/// Asks on all connections at once for one round.
fn ask(address: SocketAddr, path: &str) -> Measure {
    let request: Arc<str> =
        format!("GET {path} HTTP/1.1\r\nhost: hub.test\r\naccept: application/json\r\n\r\n").into();
    let over = Arc::new(AtomicBool::new(false));
    let answered = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let askers: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let (request, over, answered) = (
                Arc::clone(&request),
                Arc::clone(&over),
                Arc::clone(&answered),
            );
            std::thread::spawn(move || {
                let mut times = Vec::new();
                let mut connection = Connection::open(address);
                while !over.load(Ordering::Relaxed) {
                    let asked = Instant::now();
                    connection.ask(&request);
                    times.push(asked.elapsed());
                    answered.fetch_add(1, Ordering::Relaxed);
                }
                times
            })
        })
        .collect();
    std::thread::park_timeout(ROUND);
    over.store(true, Ordering::Relaxed);
    let elapsed = started.elapsed();
    let total = answered.load(Ordering::Relaxed);
    let mut times: Vec<Duration> = askers
        .into_iter()
        .flat_map(|asker| asker.join().expect("an asker ends well"))
        .collect();
    times.sort_unstable();
    let p99 = times
        .get(times.len() * 99 / 100)
        .copied()
        .unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 requests")]
    let per_second = total as f64 / elapsed.as_secs_f64();
    Measure { per_second, p99 }
}

/// A connection that is kept alive.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("TCP_NODELAY");
        Self {
            stream,
            buffer: vec![0; 256 * 1024],
        }
    }

    /// Asks once and reads the whole answer, which must be a 200.
    fn ask(&mut self, request: &str) {
        self.stream
            .write_all(request.as_bytes())
            .expect("the server reads");
        let mut filled = 0;
        let mut whole = None;
        loop {
            let read = self
                .stream
                .read(&mut self.buffer[filled..])
                .expect("the server answers");
            assert!(read > 0, "the server closed the connection");
            filled += read;
            if whole.is_none() {
                whole = length(&self.buffer[..filled]);
            }
            if whole.is_some_and(|whole| filled >= whole) {
                assert!(self.buffer.starts_with(b"HTTP/1.1 200"), "not a 200");
                return;
            }
        }
    }
}

/// Length of the whole answer, once its headers are complete.
fn length(answer: &[u8]) -> Option<usize> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let headers = std::str::from_utf8(&answer[..end])
        .expect("readable headers")
        .to_ascii_lowercase();
    let length = headers
        .split("\r\n")
        .find_map(|line| line.strip_prefix("content-length: "))?;
    Some(end + length.trim().parse::<usize>().expect("a number"))
}
