//! One card, read and written whole.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_cards::{
    Card, CardContent, CardState, Claim, DraftStatus, ExternalId, Publication, RevisionNumber,
    Verification,
};
use domain_shared::{
    Belfiore, BoundedNumber as _, CardId, CardKind, NetworkBodyKind, ProviderId, ProviderKind,
    TextValue as _, UserKind, Version, fold,
};

use crate::{
    AnyConnection, DbError, DbResult, Tx,
    dialect::on_each,
    schema::{card_places, cards},
    sql_types::{DbCode, DbId, DbJson, DbText, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = cards)]
pub(super) struct CardRow {
    pub(super) id: DbId<CardKind>,
    provider_id: DbId<ProviderKind>,
    network_id: DbId<NetworkBodyKind>,
    external_id: Option<DbText<ExternalId>>,
    publication: DbCode<Publication>,
    draft_status: Option<DbCode<DraftStatus>>,
    draft: Option<DbJson<CardContent>>,
    revision: Option<i32>,
    submitted_at: Option<NaiveDateTime>,
    claimed_by: Option<DbId<UserKind>>,
    claimed_at: Option<NaiveDateTime>,
    verified_on: Option<NaiveDate>,
    verified_by: Option<DbId<UserKind>>,
    version: DbVersion,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// The number of a revision as it is stored.
pub(super) fn revision_number(number: i32) -> DbResult<RevisionNumber> {
    RevisionNumber::from_number(i64::from(number))
        .ok_or_else(|| DbError::corrupt("revision number"))
}

impl TryFrom<CardRow> for Card {
    type Error = DbError;

    fn try_from(row: CardRow) -> DbResult<Self> {
        let claim = row.claimed_by.zip(row.claimed_at);
        let by = row.verified_by.map(|by| by.0);
        Ok(Self {
            id: row.id.0,
            provider_id: row.provider_id.0,
            network_id: row.network_id.0,
            external_id: row.external_id.map(|id| id.0),
            state: CardState {
                publication: row.publication.0,
                draft: row.draft_status.map(|status| status.0),
            },
            draft: row.draft.map(|draft| draft.0),
            revision: row.revision.map(revision_number).transpose()?,
            submitted_at: row.submitted_at.map(|at| at.and_utc()),
            claim: claim.map(|(by, at)| Claim {
                by: by.0,
                at: at.and_utc(),
            }),
            verification: row.verified_on.map(|on| Verification { on, by }),
            version: row.version.0,
            created_at: row.created_at.and_utc(),
            updated_at: row.updated_at.and_utc(),
        })
    }
}

/// The title a list of cards shows; empty while there is none.
pub(super) fn title_of(content: Option<&CardContent>) -> &str {
    content
        .and_then(CardContent::best_title)
        .map_or("", |title| title.as_str())
}

/// Adds a card with its working copy.
///
/// # Errors
/// [`DbError::Unique`] when the provider has a card with this external identifier,
/// [`DbError::Reference`] when a municipality of a place does not exist.
pub fn card_insert(tx: &mut Tx<'_>, _permit: &Permit, card: &Card) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let title = title_of(card.draft.as_ref());
    let category = main_category(card.draft.as_ref());
    diesel::insert_into(cards::table)
        .values((
            (
                cards::id.eq(DbId(card.id)),
                cards::provider_id.eq(DbId(card.provider_id)),
                cards::network_id.eq(DbId(card.network_id)),
                cards::external_id.eq(card.external_id.clone().map(DbText)),
                cards::status.eq(DbCode(card.state.status())),
                cards::publication.eq(DbCode(card.state.publication)),
                cards::draft_status.eq(card.state.draft.map(DbCode)),
                cards::title.eq(title),
                cards::sort_title.eq(fold(title)),
                cards::main_category.eq(category),
                cards::draft.eq(card.draft.clone().map(DbJson)),
            ),
            (
                cards::revision.eq(card.revision.map(|number| i32::from(number.number()))),
                cards::submitted_at.eq(card.submitted_at.map(|at| at.naive_utc())),
                cards::verified_on.eq(card.verification.map(|one| one.on)),
                cards::verified_by.eq(card.verification.and_then(|one| one.by).map(DbId)),
                cards::version.eq(DbVersion(card.version)),
                cards::created_at.eq(card.created_at.naive_utc()),
                cards::updated_at.eq(card.updated_at.naive_utc()),
            ),
        ))
        .execute(connection)?;
    places_put(connection, card.id, card.draft.as_ref(), false)
}

/// Writes a card over the version it was read in. `shown` is what lists show of it: the working copy, or
/// the last revision where there is none.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile, and as [`card_insert`].
pub fn card_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    card: &Card,
    shown: Option<&CardContent>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let title = title_of(shown);
    let updated = diesel::update(cards::table.find(DbId(card.id)))
        .filter(cards::version.eq(DbVersion(read)))
        .set((
            (
                cards::external_id.eq(card.external_id.clone().map(DbText)),
                cards::status.eq(DbCode(card.state.status())),
                cards::publication.eq(DbCode(card.state.publication)),
                cards::draft_status.eq(card.state.draft.map(DbCode)),
                cards::title.eq(title),
                cards::sort_title.eq(fold(title)),
                cards::main_category.eq(main_category(shown)),
                cards::draft.eq(card.draft.clone().map(DbJson)),
            ),
            (
                cards::revision.eq(card.revision.map(|number| i32::from(number.number()))),
                cards::submitted_at.eq(card.submitted_at.map(|at| at.naive_utc())),
                cards::claimed_by.eq(card.claim.map(|claim| DbId(claim.by))),
                cards::claimed_at.eq(card.claim.map(|claim| claim.at.naive_utc())),
                cards::verified_on.eq(card.verification.map(|one| one.on)),
                cards::verified_by.eq(card.verification.and_then(|one| one.by).map(DbId)),
                cards::version.eq(DbVersion(card.version)),
                cards::updated_at.eq(card.updated_at.naive_utc()),
            ),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)?;
    places_put(connection, card.id, shown, true)
}

pub(super) fn main_category(content: Option<&CardContent>) -> Option<&str> {
    content
        .and_then(|content| content.main_category.as_ref())
        .map(domain_shared::TextValue::as_str)
}

/// Writes where a card is given, which its duplicates are looked for by.
fn places_put(
    connection: &mut AnyConnection,
    card: CardId,
    content: Option<&CardContent>,
    replace: bool,
) -> DbResult<()> {
    if replace {
        diesel::delete(card_places::table.filter(card_places::card_id.eq(DbId(card))))
            .execute(connection)?;
    }
    let places: BTreeSet<&Belfiore> = content
        .into_iter()
        .flat_map(|content| &content.places)
        .map(|place| &place.address.municipality)
        .collect();
    if places.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = places
        .into_iter()
        .map(|municipality| {
            (
                card_places::card_id.eq(DbId(card)),
                card_places::municipality.eq(municipality.as_str()),
            )
        })
        .collect();
    on_each!(connection, |inner| diesel::insert_into(card_places::table)
        .values(&rows)
        .execute(inner))?;
    Ok(())
}

/// The card with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn card_find(connection: &mut AnyConnection, id: CardId) -> DbResult<Option<Card>> {
    cards::table
        .find(DbId(id))
        .select(CardRow::as_select())
        .first(connection)
        .optional()?
        .map(Card::try_from)
        .transpose()
}

/// The card of a provider that another system knows by this name.
///
/// # Errors
/// When the database does not answer.
pub fn card_find_external(
    connection: &mut AnyConnection,
    provider: ProviderId,
    external_id: &ExternalId,
) -> DbResult<Option<Card>> {
    cards::table
        .filter(cards::provider_id.eq(DbId(provider)))
        .filter(cards::external_id.eq(external_id.as_str()))
        .select(CardRow::as_select())
        .first(connection)
        .optional()?
        .map(Card::try_from)
        .transpose()
}

/// Removes a card and everything that hangs on it.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile.
pub fn card_delete(tx: &mut Tx<'_>, _permit: &Permit, id: CardId, read: Version) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let deleted = diesel::delete(cards::table.find(DbId(id)))
        .filter(cards::version.eq(DbVersion(read)))
        .execute(connection)?;
    DbError::stale_unless(deleted == 1)
}
