//! Many cards at once, as an import finds and writes them and an export reads them.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{prelude::*, upsert::excluded};
use domain_accounts::{Permit, Scope};
use domain_cards::{
    Card, CardContent, CardEvent, CardRevision, CardStatus, DraftStatus, ExternalId, Publication,
};
use domain_shared::{
    BoundedNumber as _, CardId, CardKind, NetworkBodyId, NetworkBodyKind, ProviderId, ProviderKind,
    TextValue as _, UserKind, fold,
};

use super::record::{CardRow, main_category, title_of};
use crate::{
    AnyConnection, DbResult, Tx,
    dialect::{INSERT_BATCH, on_each},
    schema::{card_events, card_places, card_revisions, cards},
    sql_types::{DbCode, DbId, DbText, DbVersion},
};

/// The cards of a provider that another system knows by these names, in no order.
///
/// # Errors
/// When the database does not answer.
pub fn cards_find_external(
    connection: &mut AnyConnection,
    provider: ProviderId,
    external_ids: &[&ExternalId],
) -> DbResult<Vec<Card>> {
    let names: Vec<Option<&str>> = external_ids.iter().map(|id| Some(id.as_str())).collect();
    cards::table
        .filter(cards::provider_id.eq(DbId(provider)))
        .filter(cards::external_id.eq_any(names))
        .select(CardRow::as_select())
        .load::<CardRow>(connection)?
        .into_iter()
        .map(Card::try_from)
        .collect()
}

#[derive(Insertable)]
#[diesel(table_name = cards)]
// Else every row of a batch would be a statement of its own on SQLite.
#[diesel(treat_none_as_default_value = false)]
struct NewCard<'a> {
    id: DbId<CardKind>,
    provider_id: DbId<ProviderKind>,
    network_id: DbId<NetworkBodyKind>,
    external_id: Option<DbText<ExternalId>>,
    status: DbCode<CardStatus>,
    publication: DbCode<Publication>,
    draft_status: Option<DbCode<DraftStatus>>,
    title: &'a str,
    sort_title: String,
    main_category: Option<&'a str>,
    draft: Option<String>,
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

impl<'a> NewCard<'a> {
    fn of(card: &Card, shown: &'a CardContent) -> DbResult<Self> {
        let title = title_of(Some(shown));
        let draft = card.draft.as_ref().map(serde_json::to_string).transpose();
        let draft = draft.map_err(|error| crate::DbError::Other(error.to_string()))?;
        Ok(Self {
            id: DbId(card.id),
            provider_id: DbId(card.provider_id),
            network_id: DbId(card.network_id),
            external_id: card.external_id.clone().map(DbText),
            status: DbCode(card.state.status()),
            publication: DbCode(card.state.publication),
            draft_status: card.state.draft.map(DbCode),
            title,
            sort_title: fold(title),
            main_category: main_category(Some(shown)),
            draft,
            revision: card.revision.map(|number| i32::from(number.number())),
            submitted_at: card.submitted_at.map(|at| at.naive_utc()),
            claimed_by: card.claim.map(|claim| DbId(claim.by)),
            claimed_at: card.claim.map(|claim| claim.at.naive_utc()),
            verified_on: card.verification.map(|one| one.on),
            verified_by: card.verification.and_then(|one| one.by).map(DbId),
            version: DbVersion(card.version),
            created_at: card.created_at.naive_utc(),
            updated_at: card.updated_at.naive_utc(),
        })
    }
}

/// Writes cards, each with what lists show of it: new ones, and ones over what was read of them in this
/// transaction.
///
/// # Errors
/// [`crate::DbError::Unique`] when a provider would have two cards with one external identifier,
/// [`crate::DbError::Reference`] when a municipality of a place does not exist.
pub fn cards_put(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    written: &[(&Card, &CardContent)],
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let rows: Vec<NewCard<'_>> = written
        .iter()
        .map(|(card, shown)| NewCard::of(card, shown))
        .collect::<DbResult<_>>()?;
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(cards::table)
            .values(batch)
            .on_conflict(cards::id)
            .do_update()
            .set((
                cards::external_id.eq(excluded(cards::external_id)),
                cards::status.eq(excluded(cards::status)),
                cards::publication.eq(excluded(cards::publication)),
                cards::draft_status.eq(excluded(cards::draft_status)),
                cards::title.eq(excluded(cards::title)),
                cards::sort_title.eq(excluded(cards::sort_title)),
                cards::main_category.eq(excluded(cards::main_category)),
                cards::draft.eq(excluded(cards::draft)),
                cards::revision.eq(excluded(cards::revision)),
                cards::submitted_at.eq(excluded(cards::submitted_at)),
                cards::claimed_by.eq(excluded(cards::claimed_by)),
                cards::claimed_at.eq(excluded(cards::claimed_at)),
                cards::verified_on.eq(excluded(cards::verified_on)),
                cards::verified_by.eq(excluded(cards::verified_by)),
                cards::version.eq(excluded(cards::version)),
                cards::updated_at.eq(excluded(cards::updated_at)),
            ))
            .execute(inner))?;
    }
    places_put(connection, written)
}

fn places_put(connection: &mut AnyConnection, written: &[(&Card, &CardContent)]) -> DbResult<()> {
    for batch in written.chunks(INSERT_BATCH) {
        let ids = batch.iter().map(|(card, _)| DbId(card.id));
        diesel::delete(card_places::table.filter(card_places::card_id.eq_any(ids)))
            .execute(connection)?;
    }
    let places: BTreeSet<(CardId, &str)> = written
        .iter()
        .flat_map(|(card, shown)| {
            let places = shown.places.iter();
            places.map(|place| (card.id, place.address.municipality.as_str()))
        })
        .collect();
    let rows: Vec<_> = places
        .into_iter()
        .map(|(card, municipality)| {
            (
                card_places::card_id.eq(DbId(card)),
                card_places::municipality.eq(municipality),
            )
        })
        .collect();
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(card_places::table)
            .values(batch)
            .execute(inner))?;
    }
    Ok(())
}

/// Appends to the histories of many cards, in the order given.
///
/// # Errors
/// [`crate::DbError::Reference`] when one of the cards does not exist.
pub fn histories_append(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    events: &[(CardId, CardEvent)],
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let ids: BTreeSet<CardId> = events.iter().map(|(card, _)| *card).collect();
    let ids: Vec<CardId> = ids.into_iter().collect();
    let mut last: std::collections::HashMap<CardId, i32> = std::collections::HashMap::new();
    for batch in ids.chunks(INSERT_BATCH) {
        let numbers: Vec<(DbId<CardKind>, Option<i32>)> = card_events::table
            .filter(card_events::card_id.eq_any(batch.iter().copied().map(DbId)))
            .group_by(card_events::card_id)
            .select((card_events::card_id, diesel::dsl::max(card_events::number)))
            .load(connection)?;
        last.extend(
            numbers
                .into_iter()
                .map(|(card, number)| (card.0, number.unwrap_or(0))),
        );
    }
    let mut rows = Vec::with_capacity(events.len());
    for (card, event) in events {
        let number = last.entry(*card).or_insert(0);
        *number = number.saturating_add(1);
        rows.push(NewEvent {
            card_id: DbId(*card),
            number: *number,
            step: DbCode(event.step),
            reason: event.reason.clone().map(DbText),
            revision: event.revision.map(|number| i32::from(number.number())),
            done_by: event.by.map(DbId),
            done_at: event.at.naive_utc(),
        });
    }
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(card_events::table)
            .values(batch)
            .execute(inner))?;
    }
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = card_events)]
#[diesel(treat_none_as_default_value = false)]
struct NewEvent {
    card_id: DbId<CardKind>,
    number: i32,
    step: DbCode<domain_cards::CardStep>,
    reason: Option<DbText<domain_shared::Reason>>,
    revision: Option<i32>,
    done_by: Option<DbId<UserKind>>,
    done_at: NaiveDateTime,
}

#[derive(Insertable)]
#[diesel(table_name = card_revisions)]
#[diesel(treat_none_as_default_value = false)]
struct NewRevision {
    card_id: DbId<CardKind>,
    number: i32,
    content: String,
    published_at: NaiveDateTime,
    published_by: Option<DbId<UserKind>>,
}

/// Keeps revisions of many cards for good.
///
/// # Errors
/// [`crate::DbError::Unique`] when a card has one with its number.
pub fn revisions_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    revisions: &[CardRevision],
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let mut rows = Vec::with_capacity(revisions.len());
    for revision in revisions {
        let content = serde_json::to_string(&revision.content)
            .map_err(|error| crate::DbError::Other(error.to_string()))?;
        rows.push(NewRevision {
            card_id: DbId(revision.card_id),
            number: i32::from(revision.number.number()),
            content,
            published_at: revision.published_at.naive_utc(),
            published_by: revision.published_by.map(DbId),
        });
    }
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(
            card_revisions::table
        )
        .values(batch)
        .execute(inner))?;
    }
    Ok(())
}

/// Which cards to export.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExportFilter {
    /// Those of this provider; of any without one.
    pub provider: Option<ProviderId>,
    /// Those of this network; of any without one.
    pub network: Option<NetworkBodyId>,
    /// Those that are published only.
    pub published: bool,
}

/// Cards within the scope that follow one in the order of their identifiers, archived ones left out.
///
/// # Errors
/// When the database does not answer.
pub fn cards_after(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: ExportFilter,
    after: Option<CardId>,
    limit: i64,
) -> DbResult<Vec<Card>> {
    let mut query = cards::table
        .select(CardRow::as_select())
        .filter(cards::publication.ne(DbCode(Publication::Archived)))
        .into_boxed();
    if !scope.everything {
        let networks = scope.networks.iter().copied().map(DbId);
        let providers = scope.providers.iter().copied().map(DbId);
        query = query.filter(
            cards::network_id
                .eq_any(networks)
                .or(cards::provider_id.eq_any(providers)),
        );
    }
    if let Some(provider) = filter.provider {
        query = query.filter(cards::provider_id.eq(DbId(provider)));
    }
    if let Some(network) = filter.network {
        query = query.filter(cards::network_id.eq(DbId(network)));
    }
    if filter.published {
        query = query.filter(cards::publication.eq(DbCode(Publication::Published)));
    }
    if let Some(after) = after {
        query = query.filter(cards::id.gt(DbId(after)));
    }
    query
        .order(cards::id)
        .limit(limit)
        .load::<CardRow>(connection)?
        .into_iter()
        .map(Card::try_from)
        .collect()
}
