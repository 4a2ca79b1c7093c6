//! The agreements that cards are shown with, ready to send, and the days on which that is so.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain_shared::{CardId, CardKind};

use crate::{
    AnyConnection, DbResult, Tx,
    dialect::{INSERT_BATCH, OneOf, on_each},
    schema::service_agreements,
    sql_types::DbId,
};

/// The agreements of a card as they are stored. Those of a card without any hold on all days.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable)]
pub struct ReadyAgreements {
    /// The first of the days on which this is so; none where there is no first.
    pub from: Option<NaiveDate>,
    /// The last of those days; none where there is no last.
    pub until: Option<NaiveDate>,
    /// The list as JSON; none where no agreement is in force.
    pub list: Option<String>,
}

impl ReadyAgreements {
    /// Whether this is what holds on a day. If not, the agreements themselves must be asked.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// Writes the agreements of cards in place of what was written before. Cards that are not among the rows have none.
///
/// # Errors
/// When the database does not answer.
pub fn service_agreements_put(
    tx: &mut Tx<'_>,
    cards: &[CardId],
    rows: &[(CardId, ReadyAgreements)],
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    for batch in cards.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::delete(
            service_agreements::table.filter(OneOf::new(service_agreements::card_id, batch))
        )
        .execute(inner))?;
    }
    let rows: Vec<_> = rows
        .iter()
        .map(|(card, ready)| {
            (
                service_agreements::card_id.eq(DbId(*card)),
                service_agreements::first_day.eq(ready.from),
                service_agreements::last_day.eq(ready.until),
                service_agreements::list.eq(ready.list.as_deref()),
            )
        })
        .collect();
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(
            service_agreements::table
        )
        .values(batch)
        .execute(inner))?;
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
    let rows: Vec<DbId<CardKind>> = service_agreements::table
        .filter(service_agreements::last_day.lt(today))
        .order((service_agreements::last_day, service_agreements::card_id))
        .limit(limit)
        .select(service_agreements::card_id)
        .load(connection)?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}
