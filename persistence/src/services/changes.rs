//! The log of changes: a line for everything that became of a published card, in the order of commits.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{dsl::max, prelude::*};
use domain_cards::{Change, ChangeKind};
use domain_shared::{CardId, CardKind, NetworkBodyId, NetworkBodyKind, ProviderId, ProviderKind};

use crate::{
    AnyConnection, DbResult, Tx,
    dialect::{self, INSERT_BATCH, on_each},
    schema::changes,
    sql_types::{DbCode, DbId},
};

/// A line to append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewChange {
    /// What happened.
    pub kind: ChangeKind,
    /// The card.
    pub card_id: CardId,
    /// Its provider.
    pub provider_id: ProviderId,
    /// Its network.
    pub network_id: NetworkBodyId,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = changes)]
struct ChangeRow {
    number: i64,
    kind: DbCode<ChangeKind>,
    card_id: DbId<CardKind>,
    provider_id: DbId<ProviderKind>,
    network_id: DbId<NetworkBodyKind>,
    at: NaiveDateTime,
}

impl From<ChangeRow> for Change {
    fn from(row: ChangeRow) -> Self {
        Self {
            number: row.number,
            kind: row.kind.0,
            card_id: row.card_id.0,
            provider_id: row.provider_id.0,
            network_id: row.network_id.0,
            at: row.at.and_utc(),
        }
    }
}

/// Appends lines in their order and answers the number of the first; the others follow one by one.
///
/// # Errors
/// When the database does not answer.
pub fn changes_append(tx: &mut Tx<'_>, new: &[NewChange], at: DateTime<Utc>) -> DbResult<i64> {
    let connection: &mut AnyConnection = tx;
    let count = i64::try_from(new.len()).unwrap_or(i64::MAX);
    if count == 0 {
        return Ok(0);
    }
    let first = dialect::take_change_numbers(connection, count)?;
    let rows: Vec<_> = (first..)
        .zip(new)
        .map(|(number, change)| {
            (
                changes::number.eq(number),
                changes::kind.eq(DbCode(change.kind)),
                changes::card_id.eq(DbId(change.card_id)),
                changes::provider_id.eq(DbId(change.provider_id)),
                changes::network_id.eq(DbId(change.network_id)),
                changes::at.eq(at.naive_utc()),
            )
        })
        .collect();
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(changes::table)
            .values(batch)
            .execute(inner))?;
    }
    Ok(first)
}

/// The lines after a number, oldest first, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub fn change_list(
    connection: &mut AnyConnection,
    after: i64,
    limit: u16,
) -> DbResult<Vec<Change>> {
    let rows: Vec<ChangeRow> = changes::table
        .filter(changes::number.gt(after))
        .order(changes::number)
        .limit(i64::from(limit))
        .select(ChangeRow::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(Change::from).collect())
}

/// The number of the last line; 0 without any.
///
/// # Errors
/// When the database does not answer.
pub fn change_last(connection: &mut AnyConnection) -> DbResult<i64> {
    let last: Option<i64> = changes::table
        .select(max(changes::number))
        .first(connection)?;
    Ok(last.unwrap_or(0))
}
