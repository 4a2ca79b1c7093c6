//! Several cards at once.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_cards::{Card, CardStatus, DraftStatus, Publication, Verification};
use domain_shared::{CardId, UserKind};

use super::record::CardRow;
use crate::{
    AnyConnection, DbError, DbResult, Tx,
    schema::cards,
    sql_types::{DbCode, DbId},
};

/// The cards with these identifiers, in no order; those that do not exist are left out.
///
/// # Errors
/// When the database does not answer.
pub fn card_find_many(connection: &mut AnyConnection, ids: &[CardId]) -> DbResult<Vec<Card>> {
    cards::table
        .filter(cards::id.eq_any(ids.iter().copied().map(DbId)))
        .select(CardRow::as_select())
        .load::<CardRow>(connection)?
        .into_iter()
        .map(Card::try_from)
        .collect()
}

/// Sends the working copies of cards to review, each of which was read in this transaction and can be
/// sent.
///
/// # Errors
/// [`DbError::Stale`] when one of them has no working copy that can be sent.
pub fn cards_submit(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    ids: &[CardId],
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let wanted = || cards::id.eq_any(ids.iter().copied().map(DbId));
    let open = [DraftStatus::Draft, DraftStatus::ChangesRequested];
    let updated = diesel::update(cards::table)
        .filter(wanted())
        .filter(cards::draft_status.eq_any(open.map(DbCode)))
        .set((
            cards::draft_status.eq(DbCode(DraftStatus::Submitted)),
            cards::submitted_at.eq(now.naive_utc()),
            cards::claimed_by.eq(None::<DbId<UserKind>>),
            cards::claimed_at.eq(None::<chrono::NaiveDateTime>),
            cards::version.eq(cards::version + 1),
            cards::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == ids.len())?;
    diesel::update(cards::table)
        .filter(wanted())
        .filter(cards::publication.eq(DbCode(Publication::Unpublished)))
        .set(cards::status.eq(DbCode(CardStatus::Submitted)))
        .execute(connection)?;
    Ok(())
}

/// Writes that cards were found true, each of which was read in this transaction.
///
/// # Errors
/// [`DbError::Stale`] when one of them is gone.
pub fn cards_verify(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    ids: &[CardId],
    verification: Verification,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(cards::table)
        .filter(cards::id.eq_any(ids.iter().copied().map(DbId)))
        .set((
            cards::verified_on.eq(verification.on),
            cards::verified_by.eq(verification.by.map(DbId)),
            cards::version.eq(cards::version + 1),
            cards::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == ids.len())
}
