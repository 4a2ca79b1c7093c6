//! What the load programs share: connections that ask as fast as they can, a bare server to compare with.

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
use tests::TestApp;

/// Connections that ask at the same time.
pub(crate) const CONNECTIONS: usize = 16;
/// Rounds of which the median counts.
pub(crate) const ROUNDS: usize = 5;
/// How long a round lasts.
const ROUND: Duration = Duration::from_secs(2);

/// A bare actix-web server that answers one body from memory.
pub(crate) struct Bare {
    pub(crate) address: SocketAddr,
}

impl Bare {
    pub(crate) fn start(body: String) -> Self {
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

/// A request as it goes over the wire, with further header lines.
pub(crate) fn request(path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: hub.test\r\naccept: application/json\r\n{headers}\r\n")
}

/// The answer to one request on a connection of its own; none while nobody listens.
pub(crate) fn get_text(address: SocketAddr, request: &str) -> Option<String> {
    TcpStream::connect(address).ok()?;
    let mut connection = Connection::open(address);
    connection.stream.write_all(request.as_bytes()).ok()?;
    let mut filled = 0;
    loop {
        let read = connection.stream.read(&mut connection.buffer[filled..]);
        filled += read.ok().filter(|read| *read > 0)?;
        let answer = &connection.buffer[..filled];
        if length(answer).is_some_and(|whole| filled >= whole) {
            return Some(String::from_utf8_lossy(answer).into_owned());
        }
    }
}

/// Asks on all connections at once for one round, the requests in turns.
pub(crate) fn ask(address: SocketAddr, requests: &Arc<[String]>) -> Measure {
    let over = Arc::new(AtomicBool::new(false));
    let answered = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let askers: Vec<_> = (0..CONNECTIONS)
        .map(|number| {
            let (requests, over, answered) = (
                Arc::clone(requests),
                Arc::clone(&over),
                Arc::clone(&answered),
            );
            std::thread::spawn(move || {
                let mut times = Vec::new();
                let mut connection = Connection::open(address);
                let mut turn = number * requests.len() / CONNECTIONS;
                while !over.load(Ordering::Relaxed) {
                    let asked = Instant::now();
                    connection.ask(&requests[turn % requests.len()]);
                    turn += 1;
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
                let good = [&b"HTTP/1.1 200"[..], b"HTTP/1.1 304"];
                let answer = &self.buffer[..filled];
                assert!(
                    good.iter().any(|good| answer.starts_with(good)),
                    "{request}{}",
                    String::from_utf8_lossy(answer)
                );
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
    // A 304 has no body, whatever length it names.
    if headers.starts_with("http/1.1 304") {
        return Some(end);
    }
    let length = headers
        .split("\r\n")
        .find_map(|line| line.strip_prefix("content-length: "))?;
    Some(end + length.trim().parse::<usize>().expect("a number"))
}

pub(crate) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

pub(crate) fn median(mut rounds: Vec<Measure>) -> Measure {
    rounds.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
    rounds.swap_remove(rounds.len() / 2)
}

/// Requests a second, and how long one in a hundred takes at least.
pub(crate) struct Measure {
    pub(crate) per_second: f64,
    pub(crate) p99: Duration,
}

/// Lets the clock of the hub run: kept answers grow old as in production.
pub(crate) fn run_clock(app: &TestApp) {
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
pub(crate) fn quiet_log() {
    let nowhere = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/null")
        .expect("/dev/null");
    let filter = std::env::var("HUB_LOG").unwrap_or_else(|_| "info".to_owned());
    api::log_lines::start(&filter, Some(nowhere)).expect("nothing logs yet");
}

/// What the system says of the memory of a process, in MiB: the most it had, what it has, and how much of that is its own and
/// how much are pages of files that can be taken back.
pub(crate) fn memory_of(process: u32) -> String {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"));
    let status = status.unwrap_or_default();
    let line = |line: &str| {
        let (name, rest) = line.split_once(':')?;
        let kilobytes: u64 = rest.trim().strip_suffix(" kB")?.trim().parse().ok()?;
        ["VmHWM", "VmRSS", "RssAnon", "RssFile"]
            .contains(&name)
            .then(|| format!("{name} {} MiB", kilobytes / 1024))
    };
    let lines: Vec<String> = status.lines().filter_map(line).collect();
    lines.join(", ")
}
