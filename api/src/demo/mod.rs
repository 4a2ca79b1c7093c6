//! Demonstration data: fills an empty database with a believable network.
//!
//! Each context loads its own file from `persistence/data/demo`; the order below is the order in
//! which they refer to each other.

mod accounts;
mod agreements;
mod cards;
mod network;
mod points;
mod providers;
mod specialists;
mod surveys;
mod training;

pub use accounts::{PASSWORD, accounts};
use persistence::{
    accounts::user_count,
    settings::{setting_find, setting_put},
};
use secrecy::SecretString;

use crate::{
    auth::hash_password,
    http::UnitOfWork,
    hub::Hub,
    problem::{Outcome, Problem},
};

/// Setting that marks a database filled with demonstration data.
const MARK: &str = "demo.filled_at";

/// What became of the wish for demonstration data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prepared {
    /// The database was empty and is filled now.
    Filled,
    /// It was filled before and stays as it is.
    AlreadyThere,
    /// It holds other data and was not touched.
    Refused,
}

/// Fills an empty database, all or nothing.
///
/// # Errors
/// When a record does not fit the rules or the database: the data shipped are wrong.
pub fn prepare(hub: &Hub) -> Outcome<Prepared> {
    let hash = hash_password(&SecretString::from(PASSWORD))?;
    let (now, url) = (hub.clock.now(), hub.config.public_url.clone());
    hub.db.write(|tx| {
        tx.bookkeeping();
        if setting_find(tx, MARK)?.is_some() {
            return Ok(Prepared::AlreadyThere);
        }
        if user_count(tx)? > 0 {
            return Ok(Prepared::Refused);
        }
        log::info!("loading demonstration data");
        fill(&mut UnitOfWork::of_system(tx, now, url.clone()), &hash)?;
        setting_put(tx, MARK, &now.to_rfc3339())?;
        Ok(Prepared::Filled)
    })
}

fn fill(unit: &mut UnitOfWork<'_, '_>, password_hash: &str) -> Outcome<()> {
    network::load(unit)?;
    points::load(unit)?;
    let editions = training::load(unit)?;
    specialists::load(unit, &editions)?;
    providers::load(unit)?;
    cards::load(unit)?;
    agreements::load(unit)?;
    surveys::load(unit)?;
    accounts::load(unit, password_hash)
}

/// Reads a file of demonstration data.
fn read<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Outcome<T> {
    serde_json::from_str(text).map_err(|error| Problem::internal(format!("demo {name}: {error}")))
}
