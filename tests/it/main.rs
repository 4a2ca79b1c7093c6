//! The end-to-end tests, by context. Each runs on SQLite and, where one answers, on PostgreSQL.

mod accounts;
mod contract;
mod network;
mod points;
mod schema;
mod territory;

fn main() -> std::process::ExitCode {
    tests::run()
}
