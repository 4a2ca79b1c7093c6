//! The agreements that cards are shown with, ready to send, and the days on which that is so.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain_shared::{CardId, CardKind};
use serde::Serialize;

use crate::{
    AnyConnection, DbError, DbResult, Tx,
    dialect::{INSERT_BATCH, put_ready_agreements},
    schema::services,
    sql_types::DbId,
};

/// The agreements of a card as they are stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadyAgreements {
    /// The card.
    pub card: CardId,
    /// The first of the days on which this is so; none where there is no first.
    pub from: Option<NaiveDate>,
    /// The last of those days; none where there is no last.
    pub until: Option<NaiveDate>,
    /// The list as JSON; none where no agreement is in force.
    pub list: Option<String>,
}

/// The agreements of a card as they are read for a day.
#[derive(Debug)]
pub struct AgreementsOfDay {
    /// Whether this is what holds on the day. If not, the agreements themselves must be asked.
    pub is_of_day: bool,
    /// The list as JSON; none where no agreement is in force.
    pub list: Option<String>,
}

/// Writes the agreements of cards that are in the public view, in place of what was written before.
///
/// # Errors
/// When the database does not answer.
pub fn service_agreements_put(tx: &mut Tx<'_>, ready: &[ReadyAgreements]) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    for batch in ready.chunks(INSERT_BATCH) {
        let rows = serde_json::to_string(batch)
            .map_err(|error| DbError::Other(format!("agreements: {error}")))?;
        put_ready_agreements(connection, &rows)?;
    }
    Ok(())
}

/// Cards whose agreements are stored for days that are over, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub fn service_agreements_due(
    connection: &mut AnyConnection,
    today: NaiveDate,
    limit: i64,
) -> DbResult<Vec<CardId>> {
    let rows: Vec<DbId<CardKind>> = services::table
        .filter(services::agreements_until.lt(today))
        .order((services::agreements_until, services::card_id))
        .limit(limit)
        .select(services::card_id)
        .load(connection)?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}
