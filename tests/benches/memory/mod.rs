//! How much memory the program itself needs on the same cards, in a process of its own.

use std::{
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use persistence::DatabaseUrl;
use tests::TestApp;

use crate::common::{ask, get_text, memory_of, request};

/// How long the program may take to build its index.
const PATIENCE: Duration = Duration::from_mins(20);
/// Rounds of mixed requests.
const ROUNDS: usize = 3;

/// The program, if `cargo build --release` has made it.
fn program() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let built = own.parent()?.parent()?.join("welfare-hub");
    built.exists().then_some(built)
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // A program that ended by itself has nothing left to end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(program: &Path, database: &Path, data: &Path) -> (Running, SocketAddr) {
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = free.local_addr().expect("an address");
    drop(free);
    let child = Command::new(program)
        .arg("serve")
        .env(
            "HUB_DATABASE_URL",
            format!("sqlite://{}", database.display()),
        )
        .env("HUB_DATA_DIR", data)
        .env("HUB_BIND", address.to_string())
        .env("HUB_REQUESTS_PER_MINUTE", "10000000")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    (Running(child), address)
}

/// Waits until something is found, which is when the index is there.
fn wait(address: SocketAddr) {
    let started = Instant::now();
    let question = request("/api/v1/services?q=assistenza&limit=1", "");
    while !get_text(address, &question).is_some_and(|answer| answer.contains("\"published_at\"")) {
        assert!(started.elapsed() < PATIENCE, "the program does not answer");
        std::thread::park_timeout(Duration::from_millis(100));
    }
}

/// Prints how much memory the program has after a start that builds its index, and after one that finds it, each
/// after mixed requests from sixteen connections.
#[expect(
    clippy::print_stdout,
    reason = "a measuring program reports to a terminal"
)]
pub(crate) fn measure(app: &TestApp, requests: &[String]) {
    let DatabaseUrl::Sqlite(database) = app.hub().db.url() else {
        return;
    };
    let Some(program) = program() else {
        println!("memory: not measured, as `cargo build --release` has made no program");
        return;
    };
    let data = tempfile::tempdir().expect("a folder");
    let requests: Arc<[String]> = requests.into();
    for what in ["a start that built the index", "a start that found it"] {
        let (running, address) = start(&program, database, data.path());
        wait(address);
        for _ in 0..ROUNDS {
            let _ = ask(address, &requests);
        }
        println!("memory after {what}: {}", memory_of(running.0.id()));
    }
}
