//! What was published of a card.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_cards::{CardContent, CardRevision, RevisionNumber};
use domain_shared::{BoundedNumber as _, CardId, CardKind, UserKind};

use super::record::revision_number;
use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::{card_revisions, cards},
    sql_types::{DbId, DbJson},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = card_revisions)]
struct RevisionRow {
    card_id: DbId<CardKind>,
    number: i32,
    content: DbJson<CardContent>,
    published_at: NaiveDateTime,
    published_by: Option<DbId<UserKind>>,
}

impl TryFrom<RevisionRow> for CardRevision {
    type Error = DbError;

    fn try_from(row: RevisionRow) -> DbResult<Self> {
        Ok(Self {
            card_id: row.card_id.0,
            number: revision_number(row.number)?,
            content: row.content.0,
            published_at: row.published_at.and_utc(),
            published_by: row.published_by.map(|by| by.0),
        })
    }
}

/// Keeps a revision for good.
///
/// # Errors
/// [`DbError::Unique`] when the card has one with this number.
pub fn revision_insert(tx: &mut Tx<'_>, _permit: &Permit, revision: &CardRevision) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(card_revisions::table)
        .values((
            card_revisions::card_id.eq(DbId(revision.card_id)),
            card_revisions::number.eq(i32::from(revision.number.number())),
            card_revisions::content.eq(DbJson(revision.content.clone())),
            card_revisions::published_at.eq(revision.published_at.naive_utc()),
            card_revisions::published_by.eq(revision.published_by.map(DbId)),
        ))
        .execute(connection)?;
    Ok(())
}

/// A revision of a card by its number.
///
/// # Errors
/// When the database does not answer.
pub fn revision_find(
    connection: &mut AnyConnection,
    card: CardId,
    number: RevisionNumber,
) -> DbResult<Option<CardRevision>> {
    card_revisions::table
        .find((DbId(card), i32::from(number.number())))
        .select(RevisionRow::as_select())
        .first(connection)
        .optional()?
        .map(CardRevision::try_from)
        .transpose()
}

/// The last revision of each of these cards that has one.
///
/// # Errors
/// When the database does not answer.
pub fn revisions_last(
    connection: &mut AnyConnection,
    ids: &[CardId],
) -> DbResult<Vec<CardRevision>> {
    card_revisions::table
        .inner_join(cards::table)
        .filter(cards::id.eq_any(ids.iter().copied().map(DbId)))
        .filter(cards::revision.eq(card_revisions::number.nullable()))
        .select(RevisionRow::as_select())
        .load::<RevisionRow>(connection)?
        .into_iter()
        .map(CardRevision::try_from)
        .collect()
}

/// The revisions of a card, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn revision_list(
    connection: &mut AnyConnection,
    card: CardId,
    page: &PageRequest,
) -> DbResult<Listing<CardRevision>> {
    let mut query = card_revisions::table
        .filter(card_revisions::card_id.eq(DbId(card)))
        .select(RevisionRow::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        let number: i32 = after.id.parse().map_err(|_| DbError::Cursor)?;
        query = query.filter(card_revisions::number.lt(number));
    }
    let rows: Vec<RevisionRow> = query
        .order(card_revisions::number.desc())
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |row| Cursor {
        key: String::new(),
        id: row.number.to_string(),
    })
    .try_map(CardRevision::try_from)
}
