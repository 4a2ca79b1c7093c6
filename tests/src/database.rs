//! A fresh database for every test, copied from a template made once for the whole run.

use std::{
    path::PathBuf,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use diesel::{Connection as _, PgConnection, RunQueryDsl as _, connection::SimpleConnection as _};
use persistence::{DatabaseUrl, PoolSizes};
use tempfile::TempDir;

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// The embedded one, always there.
    Sqlite,
    /// The server named by `HUB_TEST_POSTGRES_URL`.
    Postgres,
}

impl Backend {
    /// Name in test names and in the last line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// The administrative URL of the PostgreSQL server.
fn server_url() -> String {
    std::env::var("HUB_TEST_POSTGRES_URL")
        .unwrap_or_else(|_| "postgres://postgres@127.0.0.1:5432/postgres".to_owned())
}

/// The same server, another database.
fn url_of(database: &str) -> String {
    let url = server_url();
    let (base, query) = url.split_once('?').unwrap_or((&url, ""));
    let server = base.rsplit_once('/').map_or(base, |(server, _)| server);
    if query.is_empty() {
        format!("{server}/{database}")
    } else {
        format!("{server}/{database}?{query}")
    }
}

/// Whether the PostgreSQL server answers.
#[must_use]
pub(crate) fn postgres_answers() -> bool {
    static ANSWERS: OnceLock<bool> = OnceLock::new();
    *ANSWERS.get_or_init(|| PgConnection::establish(&server_url()).is_ok())
}

/// A database of one test's own; gone when dropped.
#[derive(Debug)]
pub(crate) enum TestDatabase {
    Sqlite { file: PathBuf, _directory: TempDir },
    Postgres { name: String },
}

/// How many connections a test's hub keeps.
pub(crate) const POOL: PoolSizes = PoolSizes {
    read: 4,
    timeout: Duration::from_secs(30),
};

static NUMBER: AtomicU32 = AtomicU32::new(0);

impl TestDatabase {
    pub(crate) fn create(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => {
                let directory = tempfile::tempdir().expect("a temporary directory");
                let file = directory.path().join("hub.db");
                std::fs::copy(sqlite_template(), &file).expect("the template is there");
                Self::Sqlite {
                    file,
                    _directory: directory,
                }
            }
            Backend::Postgres => {
                let number = NUMBER.fetch_add(1, Ordering::Relaxed);
                let name = format!("hub_test_{}_{number}", std::process::id());
                on_server(&format!(
                    "CREATE DATABASE {name} TEMPLATE {}",
                    postgres_template()
                ));
                Self::Postgres { name }
            }
        }
    }

    pub(crate) fn url(&self) -> DatabaseUrl {
        match self {
            Self::Sqlite { file, .. } => DatabaseUrl::Sqlite(file.clone()),
            Self::Postgres { name } => DatabaseUrl::Postgres(url_of(name)),
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Self::Postgres { name } = self {
            on_server(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// Runs a statement on the server's own database. One at a time: copying a template wants it alone.
fn on_server(statement: &str) {
    static SERVER: Mutex<()> = Mutex::new(());
    let guard = SERVER.lock();
    let mut connection = PgConnection::establish(&server_url()).expect("the server answers");
    connection
        .batch_execute(statement)
        .expect("the server does it");
    drop(guard);
}

/// The SQLite file every test starts from: migrated, with the reference data.
fn sqlite_template() -> &'static PathBuf {
    static TEMPLATE: OnceLock<(PathBuf, TempDir)> = OnceLock::new();
    &TEMPLATE
        .get_or_init(|| {
            let directory = tempfile::tempdir().expect("a temporary directory");
            let file = directory.path().join("template.db");
            prepare(&DatabaseUrl::Sqlite(file.clone()));
            (file, directory)
        })
        .0
}

/// The PostgreSQL database every test starts from.
fn postgres_template() -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        sweep();
        let name = format!("hub_test_{}_template", std::process::id());
        on_server(&format!("CREATE DATABASE {name}"));
        prepare(&DatabaseUrl::Postgres(url_of(&name)));
        name
    })
}

/// Removes the template at the end of the run.
pub(crate) fn remove_template() {
    if postgres_answers() {
        let name = format!("hub_test_{}_template", std::process::id());
        on_server(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }
}

/// Drops what runs that were killed left behind.
fn sweep() {
    #[derive(diesel::QueryableByName)]
    struct Name {
        #[diesel(sql_type = diesel::sql_types::Text)]
        datname: String,
    }
    let mut connection = PgConnection::establish(&server_url()).expect("the server answers");
    let names: Vec<Name> = diesel::sql_query(
        "SELECT datname::text AS datname FROM pg_database WHERE datname LIKE 'hub\\_test\\_%'",
    )
    .load(&mut connection)
    .expect("the server lists its databases");
    for Name { datname } in names {
        let owner = datname.split('_').nth(2).unwrap_or_default();
        if !std::path::Path::new("/proc").join(owner).exists() {
            on_server(&format!("DROP DATABASE IF EXISTS {datname} WITH (FORCE)"));
        }
    }
}

/// Brings a database to where a first start leaves it.
fn prepare(url: &DatabaseUrl) {
    let config = crate::app::config(url.clone(), std::env::temp_dir());
    let db = api::hub::open_database(&config).expect("the template can be made");
    // The write-ahead log must be in the file before it is copied.
    drop(db);
    if let DatabaseUrl::Sqlite(file) = url {
        let mut connection = diesel::SqliteConnection::establish(&file.to_string_lossy())
            .expect("the template opens");
        connection
            .batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")
            .expect("the log is written back");
    }
}
