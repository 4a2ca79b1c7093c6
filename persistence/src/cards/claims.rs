//! Who reviews which card.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_cards::{Claim, DraftStatus};
use domain_shared::{CardId, UserKind};

use crate::{
    AnyConnection, DbError, DbResult, Tx,
    schema::cards,
    sql_types::{DbCode, DbId},
};

/// Claims a card under review over the claim that was read. The version stays: what the card says is
/// not changed by it.
///
/// # Errors
/// [`DbError::Stale`] when it was claimed, released or left the review meanwhile.
pub fn claim_put(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    card: CardId,
    read: Option<Claim>,
    claim: Claim,
) -> DbResult<()> {
    swap(tx, card, read, Some(claim))
}

/// Gives a card under review back.
///
/// # Errors
/// As [`claim_put`].
pub fn claim_release(tx: &mut Tx<'_>, _permit: &Permit, card: CardId, read: Claim) -> DbResult<()> {
    swap(tx, card, Some(read), None)
}

fn swap(
    connection: &mut AnyConnection,
    card: CardId,
    read: Option<Claim>,
    claim: Option<Claim>,
) -> DbResult<()> {
    let mut row = diesel::update(cards::table.find(DbId(card)))
        .filter(cards::draft_status.eq(DbCode(DraftStatus::Submitted)))
        .set((
            cards::claimed_by.eq(claim.map(|claim| DbId(claim.by))),
            cards::claimed_at.eq(claim.map(|claim| claim.at.naive_utc())),
        ))
        .into_boxed();
    row = match read {
        Some(read) => row.filter(cards::claimed_by.eq(DbId(read.by))),
        None => row.filter(cards::claimed_by.is_null()),
    };
    DbError::stale_unless(row.execute(connection)? == 1)
}

/// A claim as it is stored.
pub(super) fn claim_of(by: Option<DbId<UserKind>>, at: Option<NaiveDateTime>) -> Option<Claim> {
    by.zip(at).map(|(by, at)| Claim {
        by: by.0,
        at: at.and_utc(),
    })
}
