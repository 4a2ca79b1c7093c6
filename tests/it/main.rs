//! The end-to-end tests, by context. Each runs on SQLite and, where one answers, on PostgreSQL.

mod invitations;
mod network;
mod providers;
mod territory;

fn main() -> std::process::ExitCode {
    tests::run()
}
