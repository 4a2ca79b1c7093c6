//! The harness of the end-to-end tests: the production application over HTTP, on both databases.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::return_self_not_must_use,
    clippy::missing_panics_doc,
    clippy::panic,
    reason = "a test that cannot go on should say so at once"
)]

mod app;
#[cfg(test)]
mod architecture;
mod client;
mod clock;
mod database;
mod description;
#[cfg(test)]
mod documentation;
pub mod generator;
mod runner;
mod world;

pub use app::TestApp;
pub use client::{Client, Reply};
pub use clock::TestClock;
pub use database::Backend;
pub use description::{Description, Operation};
pub use inventory;
pub use runner::{Case, run};
pub use world::{
    Person, World, card_content, open_campaign, party, survey_answers, survey_definition,
    survey_plan, tax_code,
};

/// Declares an end-to-end test, which runs once on each database with an application of its own.
#[macro_export]
macro_rules! e2e {
    ($(#[$meta:meta])* fn $name:ident($app:ident) $body:block) => {
        $(#[$meta])*
        fn $name($app: &$crate::TestApp) $body

        $crate::inventory::submit! { $crate::Case::new(module_path!(), stringify!($name), $name) }
    };
}
