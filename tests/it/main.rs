//! The end-to-end tests, by context. Each runs on SQLite and, where one answers, on PostgreSQL.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on should say so at once"
)]

mod accounts;
mod agreement_care;
mod agreement_templates;
mod agreements;
mod agreements_use;
mod card_files;
mod card_import;
mod card_reports;
mod card_review;
mod cards;
mod categories;
mod contract;
mod invitations;
mod network;
mod points;
mod protection;
mod providers;
mod questionnaires;
mod schema;
mod services;
mod specialists;
mod survey_campaigns;
mod survey_demo;
mod survey_links;
mod survey_respondents;
mod survey_responses;
mod survey_results;
mod territory;
mod together;
mod training;

fn main() -> std::process::ExitCode {
    tests::run()
}
