//! Published cards that nobody verified for long, and whose provider was not told yet.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_cards::Publication;
use domain_providers::ProviderProfile;
use domain_shared::{
    CardId, CardKind, DisplayName, EmailAddress, NetworkBodyId, ProviderId, ProviderKind,
};

use crate::{
    AnyConnection, DbError, DbResult, Tx,
    connection::MultiBackend,
    schema::{cards, providers},
    sql_types::{DbCode, DbId, DbJson},
};

/// Since when cards must have been verified: one day for most networks, others for those with rules
/// of their own. A card verified on that day or before is due.
#[derive(Debug, Clone)]
pub struct DueDays {
    /// For every network that is not named below.
    pub default: NaiveDate,
    /// For networks with rules of their own; each is named once.
    pub own: Vec<(NaiveDate, Vec<NetworkBodyId>)>,
}

/// A card that is to be verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueCard {
    /// The card.
    pub id: CardId,
    /// Its provider.
    pub provider_id: ProviderId,
    /// Its title.
    pub title: String,
    /// When it was last verified.
    pub verified_on: Option<NaiveDate>,
}

type Condition = Box<
    dyn BoxableExpression<
            cards::table,
            MultiBackend,
            SqlType = diesel::sql_types::Nullable<diesel::sql_types::Bool>,
        >,
>;

/// Whether a card is due and its provider was not told since it was last verified.
fn is_due(days: &DueDays) -> Condition {
    let own = days.own.iter().flat_map(|(_, networks)| networks);
    let own: Vec<_> = own.copied().map(DbId).collect();
    let mut is_old: Condition = Box::new(
        cards::network_id
            .ne_all(own)
            .and(cards::verified_on.le(days.default)),
    );
    for (day, networks) in &days.own {
        let networks: Vec<_> = networks.iter().copied().map(DbId).collect();
        is_old = Box::new(
            is_old.or(cards::network_id
                .eq_any(networks)
                .and(cards::verified_on.le(*day))),
        );
    }
    Box::new(
        cards::publication
            .eq(DbCode(Publication::Published))
            .and(is_old)
            .and(
                cards::reminded_on
                    .is_null()
                    .or(cards::reminded_on.le(cards::verified_on)),
            ),
    )
}

/// Some providers with cards that are due, at most `most` of them.
///
/// # Errors
/// When the database does not answer.
pub fn due_providers(
    connection: &mut AnyConnection,
    days: &DueDays,
    most: u16,
) -> DbResult<Vec<ProviderId>> {
    let rows: Vec<DbId<ProviderKind>> = cards::table
        .filter(is_due(days))
        .select(cards::provider_id)
        .distinct()
        .order(cards::provider_id)
        .limit(i64::from(most))
        .load(connection)?;
    Ok(rows.into_iter().map(|id| id.0).collect())
}

/// The cards of these providers that are due, by title.
///
/// # Errors
/// When the database does not answer.
pub fn due_cards(
    connection: &mut AnyConnection,
    days: &DueDays,
    providers: &[ProviderId],
) -> DbResult<Vec<DueCard>> {
    type Row = (
        DbId<CardKind>,
        DbId<ProviderKind>,
        String,
        Option<NaiveDate>,
    );
    let providers: Vec<_> = providers.iter().copied().map(DbId).collect();
    let rows: Vec<Row> = cards::table
        .filter(is_due(days))
        .filter(cards::provider_id.eq_any(providers))
        .order((cards::sort_title, cards::id))
        .select((
            cards::id,
            cards::provider_id,
            cards::title,
            cards::verified_on,
        ))
        .load(connection)?;
    let read = |(id, provider_id, title, verified_on): Row| DueCard {
        id: id.0,
        provider_id: provider_id.0,
        title,
        verified_on,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// A provider as a letter names and reaches it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// The provider.
    pub id: ProviderId,
    /// The name it is known by.
    pub name: DisplayName,
    /// Its own address, for when nobody works with it in the hub.
    pub email: Option<EmailAddress>,
}

/// Names and addresses of these providers.
///
/// # Errors
/// When the database does not answer.
pub fn addressees(
    connection: &mut AnyConnection,
    providers: &[ProviderId],
) -> DbResult<Vec<Addressee>> {
    let asked: Vec<_> = providers.iter().copied().map(DbId).collect();
    let rows: Vec<(DbId<ProviderKind>, DbJson<ProviderProfile>)> = providers::table
        .filter(providers::id.eq_any(asked))
        .order(providers::id)
        .select((providers::id, providers::profile))
        .load(connection)?;
    let read = |(id, profile): (DbId<ProviderKind>, DbJson<ProviderProfile>)| Addressee {
        id: id.0,
        name: profile.0.public_name().clone(),
        email: profile.0.contacts.email.clone(),
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Notes that the providers of the due cards are told today: of two processes, one succeeds.
///
/// # Errors
/// [`DbError::Stale`] when another process told them meanwhile.
pub fn reminded_put(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    days: &DueDays,
    providers: &[ProviderId],
    (told, today): (usize, NaiveDate),
) -> DbResult<()> {
    tx.bookkeeping();
    let connection: &mut AnyConnection = tx;
    let providers: Vec<_> = providers.iter().copied().map(DbId).collect();
    let updated = diesel::update(cards::table)
        .filter(is_due(days))
        .filter(cards::provider_id.eq_any(providers))
        .set(cards::reminded_on.eq(today))
        .execute(connection)?;
    DbError::stale_unless(updated == told)
}
