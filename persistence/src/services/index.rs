//! What the search index is fed with.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain_cards::{CardContent, PublicWindow};
use domain_providers::ProviderProfile;
use domain_shared::{CardId, CardKind, DisplayName, ProviderId, ProviderKind};

use crate::{
    AnyConnection, DbResult,
    agreements::{CardSpan, card_spans},
    dialect::{OneOf, on_each},
    schema::{card_revisions, changes, providers, services},
    sql_types::{DbId, DbJson},
};

/// A card in the public view as it is indexed.
#[derive(Debug, Clone)]
pub struct IndexSource {
    /// The card.
    pub card_id: CardId,
    /// Its provider.
    pub provider_id: ProviderId,
    /// The name of the provider.
    pub provider_name: DisplayName,
    /// What it says.
    pub content: CardContent,
    /// The days on which it is shown.
    pub window: PublicWindow,
    /// When the revision was published.
    pub published_at: DateTime<Utc>,
    /// When the card was last found true.
    pub verified_on: Option<NaiveDate>,
    /// When which agreements cover it.
    pub agreements: Vec<CardSpan>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = services)]
struct IndexRow {
    card_id: DbId<CardKind>,
    provider_id: DbId<ProviderKind>,
    visible_from: Option<NaiveDate>,
    visible_until: Option<NaiveDate>,
    published_at: NaiveDateTime,
    verified_on: Option<NaiveDate>,
}

/// The cards that lines of the log after a number are about, with the number of the last line looked at.
/// Looks at `limit` lines at most.
///
/// # Errors
/// When the database does not answer.
pub fn services_changed(
    connection: &mut AnyConnection,
    after: i64,
    limit: i64,
) -> DbResult<(Vec<CardId>, i64)> {
    let rows: Vec<(i64, DbId<CardKind>)> = changes::table
        .filter(changes::number.gt(after))
        .order(changes::number)
        .limit(limit)
        .select((changes::number, changes::card_id))
        .load(connection)?;
    let last = rows.last().map_or(after, |(number, _)| *number);
    let mut cards: Vec<CardId> = rows.into_iter().map(|(_, card)| card.0).collect();
    cards.sort_unstable();
    cards.dedup();
    Ok((cards, last))
}

/// These cards as far as they are announced as being in the public view.
///
/// # Errors
/// When the database does not answer.
pub fn index_sources(
    connection: &mut AnyConnection,
    cards: &[CardId],
) -> DbResult<Vec<IndexSource>> {
    let rows: Vec<(IndexRow, String)> = on_each!(connection, |inner| services::table
        .inner_join(
            card_revisions::table.on(card_revisions::card_id
                .eq(services::card_id)
                .and(card_revisions::number.eq(services::revision))),
        )
        .filter(OneOf::new(services::card_id, cards))
        .filter(services::announced)
        .select((IndexRow::as_select(), card_revisions::content))
        .load(inner))?;
    complete(connection, rows)
}

/// All cards announced as being in the public view, by identifier, at most `limit` after `after`.
///
/// # Errors
/// When the database does not answer.
pub fn index_sources_after(
    connection: &mut AnyConnection,
    after: Option<CardId>,
    limit: i64,
) -> DbResult<Vec<IndexSource>> {
    let mut query = services::table
        .inner_join(
            card_revisions::table.on(card_revisions::card_id
                .eq(services::card_id)
                .and(card_revisions::number.eq(services::revision))),
        )
        .filter(services::announced)
        .select((IndexRow::as_select(), card_revisions::content))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(services::card_id.gt(DbId(after)));
    }
    let rows = query
        .order(services::card_id)
        .limit(limit)
        .load(connection)?;
    complete(connection, rows)
}

/// Adds names of providers, and agreements.
fn complete(
    connection: &mut AnyConnection,
    rows: Vec<(IndexRow, String)>,
) -> DbResult<Vec<IndexSource>> {
    let mut ids: Vec<_> = rows.iter().map(|(row, _)| row.provider_id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let names: Vec<(DbId<ProviderKind>, DbJson<ProviderProfile>)> = providers::table
        .filter(providers::id.eq_any(ids.into_iter().map(DbId).collect::<Vec<_>>()))
        .select((providers::id, providers::profile))
        .load(connection)?;
    let names: HashMap<ProviderId, DisplayName> = names
        .into_iter()
        .map(|(id, profile)| (id.0, profile.0.public_name().clone()))
        .collect();
    let cards: Vec<CardId> = rows.iter().map(|(row, _)| row.card_id.0).collect();
    let mut agreements = card_spans(connection, &cards)?;
    Ok(rows
        .into_iter()
        .filter_map(|(row, content)| {
            let content = match serde_json::from_str(&content) {
                Ok(content) => content,
                Err(error) => {
                    log::error!("content of card {} is not readable: {error}", row.card_id.0);
                    return None;
                }
            };
            Some(IndexSource {
                card_id: row.card_id.0,
                provider_id: row.provider_id.0,
                provider_name: names.get(&row.provider_id.0)?.clone(),
                content,
                window: PublicWindow {
                    from: row.visible_from,
                    until: row.visible_until,
                },
                published_at: row.published_at.and_utc(),
                verified_on: row.verified_on,
                agreements: agreements.remove(&row.card_id.0).unwrap_or_default(),
            })
        })
        .collect())
}
