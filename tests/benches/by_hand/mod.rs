//! The same cards in one plain SQLite table with FTS5 beside it, answered by SQL written by hand.

use std::{
    cell::RefCell,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::mpsc,
};

use actix_web::{App, HttpResponse, HttpServer, web};
use diesel::{
    Connection as _, QueryableByName, RunQueryDsl as _, SqliteConnection,
    connection::SimpleConnection as _,
    sql_query,
    sql_types::{Double, Nullable, Text},
};
use serde::{Deserialize, Serialize};

use crate::seed::Seeded;

/// The running server and its file.
pub(crate) struct ByHand {
    pub(crate) address: SocketAddr,
    _folder: tempfile::TempDir,
}

#[derive(QueryableByName, Serialize)]
struct Row {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    summary: String,
    #[diesel(sql_type = Text)]
    provider: String,
    #[diesel(sql_type = Text)]
    category: String,
    #[diesel(sql_type = Text)]
    municipality: String,
    #[diesel(sql_type = Nullable<Double>)]
    lat: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    lon: Option<f64>,
    #[diesel(sql_type = Text)]
    recipients: String,
    #[diesel(sql_type = Text)]
    delivery: String,
    #[diesel(sql_type = Text)]
    phone: String,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Text)]
    price: String,
    #[diesel(sql_type = Text)]
    unit: String,
    #[diesel(sql_type = Text)]
    published_at: String,
}

#[derive(Deserialize)]
struct Asked {
    category: Option<String>,
    municipality: Option<String>,
    q: Option<String>,
    near: Option<String>,
    radius_km: Option<f64>,
}

const COLUMNS: &str = "c.id, c.title, c.summary, c.provider, c.category, c.municipality, c.lat, c.lon, c.recipients, \
     c.delivery, c.phone, c.email, c.price, c.unit, c.published_at";

thread_local! {
    static CONNECTION: RefCell<Option<SqliteConnection>> = const { RefCell::new(None) };
}

/// The connection of this thread.
fn with<T>(path: &Path, work: impl FnOnce(&mut SqliteConnection) -> T) -> T {
    CONNECTION.with_borrow_mut(|kept| {
        let connection = kept.get_or_insert_with(|| {
            let mut connection =
                SqliteConnection::establish(&path.to_string_lossy()).expect("the file opens");
            connection
                .batch_execute("PRAGMA journal_mode = WAL; PRAGMA cache_size = -4000; PRAGMA mmap_size = 2147418112;")
                .expect("settings");
            connection
        });
        work(connection)
    })
}

impl ByHand {
    /// Fills the table and serves it.
    pub(crate) fn start(cards: &[Seeded]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("by-hand.db");
        with(&path, |connection| fill(connection, cards));
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = HttpServer::new(move || {
                    App::new()
                        .app_data(web::Data::new(path.clone()))
                        .route("/list", web::get().to(list))
                        .route("/search", web::get().to(search))
                        .route("/near", web::get().to(near))
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
            _folder: folder,
        }
    }
}

fn fill(connection: &mut SqliteConnection, cards: &[Seeded]) {
    connection
        .batch_execute(
            "CREATE TABLE cards (number INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL, \
             provider TEXT NOT NULL, category TEXT NOT NULL, municipality TEXT NOT NULL, lat DOUBLE, lon DOUBLE, \
             recipients TEXT NOT NULL, delivery TEXT NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL, \
             price TEXT NOT NULL, unit TEXT NOT NULL, published_at TEXT NOT NULL); \
             CREATE VIRTUAL TABLE words USING fts5(title, summary, text, content='', tokenize='unicode61 remove_diacritics 2');",
        )
        .expect("the tables");
    connection
        .transaction(|connection| {
            for (number, card) in (1_i64..).zip(cards) {
                sql_query("INSERT INTO cards VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'elderly,disabled', 'home', '+39 02 123456', 'info@example.org', '12.50', 'hour', '2026-11-21T09:00:00Z')")
                    .bind::<diesel::sql_types::BigInt, _>(number)
                    .bind::<Text, _>(card.id.to_string())
                    .bind::<Text, _>(&card.title)
                    .bind::<Text, _>(&card.summary)
                    .bind::<Text, _>(&card.provider)
                    .bind::<Text, _>(&card.category)
                    .bind::<Text, _>(&card.municipality)
                    .bind::<Nullable<Double>, _>(card.at.map(|at| at.0))
                    .bind::<Nullable<Double>, _>(card.at.map(|at| at.1))
                    .execute(connection)?;
                sql_query("INSERT INTO words (rowid, title, summary, text) VALUES (?, ?, ?, ?)")
                    .bind::<diesel::sql_types::BigInt, _>(number)
                    .bind::<Text, _>(&card.title)
                    .bind::<Text, _>(&card.summary)
                    .bind::<Text, _>(&card.text)
                    .execute(connection)?;
            }
            diesel::QueryResult::Ok(())
        })
        .expect("the cards");
    connection
        .batch_execute(
            "CREATE INDEX cards_list ON cards (category, municipality, published_at DESC, id); \
             CREATE INDEX cards_near ON cards (lat, lon); INSERT INTO words (words) VALUES ('optimize'); ANALYZE;",
        )
        .expect("the indexes");
}

async fn answer(
    path: web::Data<PathBuf>,
    work: impl FnOnce(&mut SqliteConnection) -> Vec<Row> + Send + 'static,
) -> HttpResponse {
    let rows = web::block(move || with(&path, work))
        .await
        .expect("the query ends");
    HttpResponse::Ok().json(serde_json::json!({ "items": rows }))
}

async fn list(path: web::Data<PathBuf>, asked: web::Query<Asked>) -> HttpResponse {
    let (category, municipality) = (asked.category.clone(), asked.municipality.clone());
    answer(path, move |connection| {
        sql_query(format!(
            "SELECT {COLUMNS} FROM cards c WHERE category = ? AND municipality = ? ORDER BY published_at DESC, id LIMIT 20"
        ))
        .bind::<Text, _>(category.unwrap_or_default())
        .bind::<Text, _>(municipality.unwrap_or_default())
        .load(connection)
        .expect("the list")
    })
    .await
}

async fn search(path: web::Data<PathBuf>, asked: web::Query<Asked>) -> HttpResponse {
    let words = asked.q.clone().unwrap_or_default();
    let quoted: Vec<String> = words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{word}\""))
        .collect();
    answer(path, move |connection| {
        sql_query(format!(
            "SELECT {COLUMNS} FROM words JOIN cards c ON c.number = words.rowid WHERE words MATCH ? \
             ORDER BY bm25(words, 8.0, 3.0, 1.0) LIMIT 20"
        ))
        .bind::<Text, _>(quoted.join(" "))
        .load(connection)
        .expect("the search")
    })
    .await
}

async fn near(path: web::Data<PathBuf>, asked: web::Query<Asked>) -> HttpResponse {
    let place = asked.near.clone().unwrap_or_default();
    let (lat, lon) = place.split_once(',').expect("a place");
    let at: (f64, f64) = (
        lat.parse().expect("a latitude"),
        lon.parse().expect("a longitude"),
    );
    let radius = asked.radius_km.unwrap_or(10.0);
    answer(path, move |connection| {
        let (dlat, dlon) = (radius / 111.2, radius / (111.2 * at.0.to_radians().cos()));
        // Squared equirectangular distance: what one writes by hand for a circle of some kilometres.
        sql_query(format!(
            "SELECT {COLUMNS} FROM cards c WHERE lat BETWEEN ?1 - ?3 AND ?1 + ?3 AND lon BETWEEN ?2 - ?4 AND ?2 + ?4 \
             AND (lat - ?1) * (lat - ?1) / (?3 * ?3) + (lon - ?2) * (lon - ?2) / (?4 * ?4) <= 1 \
             ORDER BY (lat - ?1) * (lat - ?1) / (?3 * ?3) + (lon - ?2) * (lon - ?2) / (?4 * ?4), id LIMIT 20"
        ))
        .bind::<Double, _>(at.0)
        .bind::<Double, _>(at.1)
        .bind::<Double, _>(dlat)
        .bind::<Double, _>(dlon)
        .load(connection)
        .expect("the circle")
    })
    .await
}
