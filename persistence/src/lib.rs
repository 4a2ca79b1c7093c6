//! Storage: the one crate that knows diesel, SQL and the two databases behind it.
//!
//! Queries are named `noun_verb` and live in a module per context. They return domain values; row
//! structs stay private. Every difference between PostgreSQL and SQLite is in `dialect.rs`.

// Linked for their build features only: both clients and TLS are compiled in, so that a fresh
// machine needs no system library.
use libsqlite3_sys as _;
use openssl_sys as _;
use pq_sys as _;

pub mod accounts;
pub mod agreements;
pub mod audit;
pub mod cards;
pub mod categories;
mod connection;
mod db;
mod dialect;
mod error;
mod held_lock;
pub mod idempotency;
pub mod jobs;
mod migrate;
pub mod network;
pub mod outbox;
mod page;
pub mod points;
pub mod providers;
mod reference;
mod schema;
pub mod services;
pub mod settings;
pub mod specialists;
mod sql_types;
pub mod surveys;
pub mod territory;
mod together;
pub mod training;
mod tx;

pub use connection::{AnyConnection, DatabaseUrl, InvalidDatabaseUrl};
pub use db::{Db, PoolSizes};
pub use error::{DbError, DbResult};
pub use migrate::migration_names;
pub use page::{Cursor, Listing, PageRequest};
pub use tx::{Tx, TxError};
