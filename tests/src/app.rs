//! The production application in this process, listening on a port of its own.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, mpsc},
    thread::JoinHandle,
    time::Duration,
};

use actix_web::dev::ServerHandle;
use api::{
    app,
    config::{CardsConfig, Config, FilesConfig, Limits, TokenConfig},
    hub::Hub,
    mail::deliver_due,
};
use domain_cards::FreshnessRules;
use persistence::DatabaseUrl;
use tempfile::TempDir;

use crate::{
    Backend, Client, TestClock, World,
    database::{POOL, TestDatabase},
};

/// A running hub with a database, a clock and a mail directory of its own.
#[derive(Debug)]
pub struct TestApp {
    /// The clock all of it goes by.
    pub clock: Arc<TestClock>,
    hub: Arc<Hub>,
    address: SocketAddr,
    server: ServerHandle,
    thread: Option<JoinHandle<()>>,
    backend: Backend,
    data_dir: TempDir,
    // Dropped last: the hub must have closed its connections.
    _database: Option<TestDatabase>,
}

/// The configuration of a test's hub.
pub(crate) fn config(database_url: DatabaseUrl, data_dir: PathBuf) -> Config {
    const DAY: u64 = 24 * 3600;
    Config {
        database_url,
        pool: POOL,
        bind: SocketAddr::from(([127, 0, 0, 1], 0)),
        workers: Some(1),
        files: FilesConfig::Local(data_dir.join("files")),
        data_dir,
        public_url: "http://hub.test".to_owned(),
        cors_origins: vec!["https://front.example".to_owned()],
        smtp_url: None,
        mail_from: "Welfare Hub <noreply@hub.test>".to_owned(),
        tokens: TokenConfig {
            access: Duration::from_mins(15),
            refresh: Duration::from_secs(30 * DAY),
            key_rotation: Duration::from_secs(90 * DAY),
        },
        limits: Limits {
            requests_per_minute: 1_000_000,
            sensitive_per_minute: 1_000_000,
            body_bytes: 1024 * 1024,
            file_bytes: 10 * 1024 * 1024,
            import_bytes: 8 * 1024 * 1024,
        },
        answer_cache: Duration::from_secs(1),
        cards: CardsConfig {
            freshness: FreshnessRules::DEFAULT,
        },
        behind_proxy: true,
    }
}

impl TestApp {
    /// Starts a hub on a fresh database.
    #[must_use]
    pub fn spawn(backend: Backend) -> Self {
        Self::spawn_with(backend, |_| {})
    }

    /// Starts a hub on a fresh database with some settings changed.
    #[must_use]
    pub fn spawn_with(backend: Backend, change: impl FnOnce(&mut Config)) -> Self {
        let database = TestDatabase::create(backend);
        let url = database.url();
        let clock = Arc::new(TestClock::standard());
        Self::start(backend, url, Some(database), clock, change)
    }

    /// Starts another hub on the database of one that runs, as a second process would.
    #[must_use]
    pub fn beside(app: &Self) -> Self {
        let url = app.hub.db.url().clone();
        Self::start(app.backend, url, None, Arc::clone(&app.clock), |_| {})
    }

    fn start(
        backend: Backend,
        url: DatabaseUrl,
        database: Option<TestDatabase>,
        clock: Arc<TestClock>,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let data_dir = tempfile::tempdir().expect("a temporary directory");
        let mut config = config(url, data_dir.path().to_owned());
        change(&mut config);
        let hub = Hub::start(config, Arc::clone(&clock) as _).expect("the hub starts");
        let (tell, told) = mpsc::channel();
        let shared = Arc::clone(&hub);
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let (server, addresses) = app::serve(shared).expect("a free port");
                let address = *addresses.first().expect("one address");
                tell.send((address, server.handle()))
                    .expect("the test waits");
                server.await.expect("the server ends well");
            });
        });
        let (address, server) = told.recv().expect("the server starts");
        Self {
            clock,
            hub,
            address,
            server,
            thread: Some(thread),
            backend,
            data_dir,
            _database: database,
        }
    }

    /// Which database it runs on.
    #[must_use]
    pub const fn backend(&self) -> Backend {
        self.backend
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The hub itself, to arrange what HTTP cannot.
    #[must_use]
    pub const fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// A client who is nobody in particular.
    #[must_use]
    pub fn anonymous(&self) -> Client {
        Client::new(self.address, None)
    }

    /// Networks, bodies, points and people to test with, made afresh.
    #[must_use]
    pub fn world(&self) -> World<'_> {
        World::new(self)
    }

    /// A client with an access token.
    pub(crate) fn client(&self, token: &str) -> Client {
        Client::new(self.address, Some(token.to_owned()))
    }

    /// Sends all mail that is due, as the worker would, and returns every message sent so far as the
    /// text of its file, its soft line breaks joined, oldest first.
    #[must_use]
    pub fn mail(&self) -> Vec<String> {
        deliver_due(&self.hub).expect("the outbox can be read");
        let directory = self.data_dir.path().join("mail");
        let mut files: Vec<PathBuf> = std::fs::read_dir(directory)
            .expect("the mail directory is there")
            .map(|entry| entry.expect("a directory entry").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
            .collect();
        files.sort();
        files
            .iter()
            .map(|file| std::fs::read_to_string(file).expect("a readable message"))
            .map(|message| message.replace("=\r\n", ""))
            .collect()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // Sending the command is enough; the thread ends when the server does.
        drop(self.server.stop(false));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
