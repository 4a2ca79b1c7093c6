//! The public view as it is read: details and list items ready to send.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain_cards::PublicWindow;
use domain_shared::{CardId, CardKind};

use super::AgreementsOfDay;
use crate::{
    AnyConnection, DbResult,
    dialect::{OneOf, on_each},
    schema::services,
    sql_types::DbId,
};

/// Narrows to what is shown on a day.
macro_rules! shown_on {
    ($query:expr, $today:expr) => {
        $query
            .filter(
                services::visible_from
                    .is_null()
                    .or(services::visible_from.le($today)),
            )
            .filter(
                services::visible_until
                    .is_null()
                    .or(services::visible_until.ge($today)),
            )
    };
}

pub(crate) use shown_on;

/// The columns of [`AgreementsOfDay`].
macro_rules! agreement_columns {
    () => {
        (
            (services::agreements_from, services::agreements_until),
            services::agreements,
        )
    };
}

/// First and last day, as columns have them.
type Days = (Option<NaiveDate>, Option<NaiveDate>);

/// Whether a day is one of these; they are open where there is no bound, as those of the public view are.
fn is_among((from, until): Days, day: NaiveDate) -> bool {
    PublicWindow { from, until }.contains(day)
}

impl AgreementsOfDay {
    fn of((days, list): (Days, Option<String>), day: NaiveDate) -> Self {
        Self {
            is_of_day: is_among(days, day),
            list,
        }
    }
}

/// A detail ready to send.
#[derive(Debug)]
pub struct StoredDetail {
    /// The document.
    pub document: String,
    /// The last line of the log of changes about the card; 0 while there is none.
    pub change_number: i64,
    /// The agreements it is shown with.
    pub agreements: AgreementsOfDay,
}

/// The item of a list ready to send.
#[derive(Debug)]
pub struct StoredItem {
    /// The item.
    pub summary: String,
    /// The agreements it is shown with.
    pub agreements: AgreementsOfDay,
}

/// The detail of a card that is shown today, with its agreements on a day. The days are compared here, because the statement that finds
/// one row by its key alone is the fastest there is, and this is what the hub is asked most.
///
/// # Errors
/// When the database does not answer.
pub fn service_find(
    connection: &mut AnyConnection,
    card: CardId,
    today: NaiveDate,
    day: NaiveDate,
) -> DbResult<Option<StoredDetail>> {
    type Row = (String, i64, Days, (Days, Option<String>));
    let found: Option<Row> = on_each!(connection, |inner| services::table
        .filter(services::card_id.eq(DbId(card)))
        .select((
            services::document,
            services::change_number,
            (services::visible_from, services::visible_until),
            agreement_columns!(),
        ))
        .first(inner)
        .optional())?;
    let shown = found.filter(|(_, _, visible, _)| is_among(*visible, today));
    Ok(
        shown.map(|(document, change_number, _, agreements)| StoredDetail {
            document,
            change_number,
            agreements: AgreementsOfDay::of(agreements, day),
        }),
    )
}

/// Whether a card is shown on a day.
///
/// # Errors
/// When the database does not answer.
pub fn service_is_public(
    connection: &mut AnyConnection,
    card: CardId,
    today: NaiveDate,
) -> DbResult<bool> {
    let found: Option<i32> = shown_on!(services::table.find(DbId(card)), today)
        .select(services::revision)
        .first(connection)
        .optional()?;
    Ok(found.is_some())
}

/// The list items of cards as far as they are shown today, with their agreements on a day, in no order.
///
/// # Errors
/// When the database does not answer.
pub fn services_by_ids(
    connection: &mut AnyConnection,
    cards: &[CardId],
    today: NaiveDate,
    day: NaiveDate,
) -> DbResult<Vec<(CardId, StoredItem)>> {
    type Row = (DbId<CardKind>, String, (Days, Option<String>));
    let rows: Vec<Row> = on_each!(connection, |inner| {
        let query = services::table.filter(OneOf::new(services::card_id, cards));
        shown_on!(query, today)
            .select((services::card_id, services::summary, agreement_columns!()))
            .load(inner)
    })?;
    let items = rows.into_iter().map(|(id, summary, agreements)| {
        let agreements = AgreementsOfDay::of(agreements, day);
        (
            id.0,
            StoredItem {
                summary,
                agreements,
            },
        )
    });
    Ok(items.collect())
}

/// How many cards are in the public view, days permitting.
///
/// # Errors
/// When the database does not answer.
pub fn service_count(connection: &mut AnyConnection) -> DbResult<usize> {
    let count: i64 = services::table.count().get_result(connection)?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// The details of cards in the public view, ready to send, in no order.
///
/// # Errors
/// When the database does not answer.
pub fn service_documents(
    connection: &mut AnyConnection,
    cards: &[CardId],
) -> DbResult<Vec<(CardId, String)>> {
    let rows: Vec<(DbId<CardKind>, String)> = on_each!(connection, |inner| services::table
        .filter(OneOf::new(services::card_id, cards))
        .select((services::card_id, services::document))
        .load(inner))?;
    Ok(rows
        .into_iter()
        .map(|(id, document)| (id.0, document))
        .collect())
}
