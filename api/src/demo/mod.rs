//! Demonstration data: fills an empty database with a believable network.
//!
//! Each context loads its own file from `persistence/data/demo`; the order below is the order in
//! which they refer to each other.

mod network;
mod providers;

use crate::{http::UnitOfWork, problem::Outcome};

/// Fills an empty database, all or nothing.
///
/// # Errors
/// When a record does not fit the rules or the database: the data shipped are wrong.
pub fn fill(unit: &mut UnitOfWork<'_, '_>) -> Outcome<()> {
    network::load(unit)?;
    providers::load(unit)
}

/// Reads a file of demonstration data.
pub(super) fn read<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Outcome<T> {
    serde_json::from_str(text)
        .map_err(|error| crate::problem::Problem::internal(format!("demo {name}: {error}")))
}
