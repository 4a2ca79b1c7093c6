//! The history of a card.

use chrono::NaiveDateTime;
use diesel::{dsl::max, prelude::*};
use domain_accounts::Permit;
use domain_cards::{CardEvent, CardStep};
use domain_shared::{BoundedNumber as _, CardId, Reason, UserKind};

use super::record::revision_number;
use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
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
    _permit: &Permit,
    card: CardId,
    event: &CardEvent,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let last: Option<i32> = card_events::table
        .filter(card_events::card_id.eq(DbId(card)))
        .select(max(card_events::number))
        .first(connection)?;
    diesel::insert_into(card_events::table)
        .values((
            card_events::card_id.eq(DbId(card)),
            card_events::number.eq(last.unwrap_or(0).saturating_add(1)),
            card_events::step.eq(DbCode(event.step)),
            card_events::reason.eq(event.reason.clone().map(DbText)),
            card_events::revision.eq(event.revision.map(|number| i32::from(number.number()))),
            card_events::done_by.eq(event.by.map(DbId)),
            card_events::done_at.eq(event.at.naive_utc()),
        ))
        .execute(connection)?;
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
