//! The history of a card.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::{dsl::max, prelude::*};
use domain_accounts::Permit;
use domain_cards::{CardEvent, CardStep};
use domain_shared::{BoundedNumber as _, CardId, CardKind, Reason, UserKind};

use super::record::revision_number;
use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    dialect::{INSERT_BATCH, on_each},
    schema::card_events,
    sql_types::{DbCode, DbId, DbText},
};

/// An event with its place in the history of the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedEvent {
    /// From 1, oldest first.
    pub number: i32,
    /// What was done.
    pub event: CardEvent,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = card_events)]
struct EventRow {
    number: i32,
    step: DbCode<CardStep>,
    reason: Option<DbText<Reason>>,
    revision: Option<i32>,
    done_by: Option<DbId<UserKind>>,
    done_at: NaiveDateTime,
}

impl TryFrom<EventRow> for NumberedEvent {
    type Error = DbError;

    fn try_from(row: EventRow) -> DbResult<Self> {
        Ok(Self {
            number: row.number,
            event: CardEvent {
                step: row.step.0,
                reason: row.reason.map(|reason| reason.0),
                revision: row.revision.map(revision_number).transpose()?,
                by: row.done_by.map(|by| by.0),
                at: row.done_at.and_utc(),
            },
        })
    }
}

/// Appends to the history of a card.
///
/// # Errors
/// [`DbError::Reference`] when there is no such card.
pub fn event_append(
    tx: &mut Tx<'_>,
    permit: &Permit,
    card: CardId,
    event: &CardEvent,
) -> DbResult<()> {
    events_append(tx, permit, &[card], event)
}

/// Appends the same event to the history of several cards.
///
/// # Errors
/// [`DbError::Reference`] when there is no such card.
pub fn events_append(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    cards: &[CardId],
    event: &CardEvent,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let ids = cards.iter().copied().map(DbId);
    let last: Vec<(DbId<CardKind>, Option<i32>)> = card_events::table
        .filter(card_events::card_id.eq_any(ids))
        .group_by(card_events::card_id)
        .select((card_events::card_id, max(card_events::number)))
        .load(connection)?;
    let last: HashMap<CardId, i32> = last
        .into_iter()
        .map(|(card, number)| (card.0, number.unwrap_or(0)))
        .collect();
    let rows: Vec<_> = cards
        .iter()
        .map(|card| {
            let number = last.get(card).copied().unwrap_or(0);
            (
                card_events::card_id.eq(DbId(*card)),
                card_events::number.eq(number.saturating_add(1)),
                card_events::step.eq(DbCode(event.step)),
                card_events::reason.eq(event.reason.clone().map(DbText)),
                card_events::revision.eq(event.revision.map(|one| i32::from(one.number()))),
                card_events::done_by.eq(event.by.map(DbId)),
                card_events::done_at.eq(event.at.naive_utc()),
            )
        })
        .collect();
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(card_events::table)
            .values(batch)
            .execute(inner))?;
    }
    Ok(())
}

/// The history of a card, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn event_list(
    connection: &mut AnyConnection,
    card: CardId,
    page: &PageRequest,
) -> DbResult<Listing<NumberedEvent>> {
    let mut query = card_events::table
        .filter(card_events::card_id.eq(DbId(card)))
        .select(EventRow::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        let number: i32 = after.id.parse().map_err(|_| DbError::Cursor)?;
        query = query.filter(card_events::number.lt(number));
    }
    let rows: Vec<EventRow> = query
        .order(card_events::number.desc())
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |row| Cursor {
        key: String::new(),
        id: row.number.to_string(),
    })
    .try_map(NumberedEvent::try_from)
}
