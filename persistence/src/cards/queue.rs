//! The reviewers' queue: cards under review, oldest first, with all a reviewer chooses by.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::{dsl::count_star, prelude::*};
use domain_accounts::Scope;
use domain_cards::{Claim, DraftStatus, Publication};
use domain_providers::ProviderProfile;
use domain_shared::{
    CardId, CardKind, DisplayName, NetworkBodyKind, PersonName, ProviderId, ProviderKind,
    StableCode, TextValue as _, UserId, UserKind,
};

use super::claims::claim_of;
use crate::{
    AnyConnection, Cursor, DbResult, Listing, PageRequest,
    schema::{card_comments, card_suspects, cards, providers, users},
    sql_types::{DbCode, DbId, DbJson, DbText},
};

/// Whose cards to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimFilter {
    /// Those this reviewer claimed.
    By(UserId),
    /// Those another than this reviewer claimed.
    ByOthersThan(UserId),
    /// Those nobody claimed.
    Nobody,
}

/// Which cards under review to list; an empty list does not filter.
#[derive(Debug, Clone, Default)]
pub struct QueueFilter {
    /// Providers.
    pub providers: Vec<ProviderId>,
    /// Main categories, by code.
    pub categories: Vec<StableCode>,
    /// Claims; several widen.
    pub claims: Vec<ClaimFilter>,
}

/// A card under review.
#[derive(Debug, Clone)]
pub struct QueueItem {
    /// The card.
    pub card_id: CardId,
    /// Its network.
    pub network_id: domain_shared::NetworkBodyId,
    /// Its provider.
    pub provider_id: ProviderId,
    /// The name the provider is known by.
    pub provider_name: DisplayName,
    /// Title; empty while there is none.
    pub title: String,
    /// Main category.
    pub main_category: Option<StableCode>,
    /// What the public sees of it meanwhile.
    pub publication: Publication,
    /// When it went to review.
    pub submitted_at: DateTime<Utc>,
    /// Who took it, with the name.
    pub claim: Option<(Claim, Option<(PersonName, PersonName)>)>,
    /// How many cards look like the same service.
    pub suspects: i64,
    /// How many threads of comments are open.
    pub open_threads: i64,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = cards)]
struct QueueRow {
    id: DbId<CardKind>,
    network_id: DbId<NetworkBodyKind>,
    provider_id: DbId<ProviderKind>,
    title: String,
    main_category: Option<DbText<StableCode>>,
    publication: DbCode<Publication>,
    submitted_at: Option<NaiveDateTime>,
    claimed_by: Option<DbId<UserKind>>,
    claimed_at: Option<NaiveDateTime>,
}

type Query<'q> = diesel::dsl::IntoBoxed<
    'q,
    diesel::dsl::InnerJoin<cards::table, providers::table>,
    crate::connection::MultiBackend,
>;

/// The cards under review within the scope, oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn review_queue(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: &QueueFilter,
    page: &PageRequest,
) -> DbResult<Listing<QueueItem>> {
    let mut query = narrowed(scope, filter);
    if let Some(after) = &page.after {
        let at = after.time()?;
        query = query.filter(
            cards::submitted_at
                .gt(at)
                .or(cards::submitted_at.eq(at).and(cards::id.gt(&after.id))),
        );
    }
    let rows: Vec<(QueueRow, DbJson<ProviderProfile>)> = query
        .order((cards::submitted_at, cards::id))
        .limit(page.fetch())
        .select((QueueRow::as_select(), providers::profile))
        .load(connection)?;
    let rows = Listing::cut(rows, page, |(row, _)| {
        Cursor::at_time(row.submitted_at.unwrap_or_default(), &row.id.0)
    });
    let cards: Vec<_> = rows.items.iter().map(|(row, _)| row.id.clone()).collect();
    let claimers = rows
        .items
        .iter()
        .filter_map(|(row, _)| row.claimed_by.clone());
    let names = names_of(connection, claimers.collect())?;
    let suspects = suspects_of(connection, &cards)?;
    let threads = open_threads_of(connection, cards)?;
    Ok(rows.map(|(row, provider)| {
        let id = row.id.0;
        let claim = claim_of(row.claimed_by, row.claimed_at);
        QueueItem {
            card_id: id,
            network_id: row.network_id.0,
            provider_id: row.provider_id.0,
            provider_name: provider.0.public_name().clone(),
            title: row.title,
            main_category: row.main_category.map(|code| code.0),
            publication: row.publication.0,
            submitted_at: row.submitted_at.unwrap_or_default().and_utc(),
            claim: claim.map(|claim| (claim, names.get(&claim.by).cloned())),
            suspects: suspects.get(&id).copied().unwrap_or(0),
            open_threads: threads.get(&id).copied().unwrap_or(0),
        }
    }))
}

fn narrowed<'q>(scope: &Scope, filter: &QueueFilter) -> Query<'q> {
    let mut query = cards::table
        .inner_join(providers::table)
        .into_boxed()
        .filter(cards::draft_status.eq(DbCode(DraftStatus::Submitted)));
    if !scope.everything {
        let networks: Vec<_> = scope.networks.iter().copied().map(DbId).collect();
        query = query.filter(cards::network_id.eq_any(networks));
    }
    if !filter.providers.is_empty() {
        let providers: Vec<_> = filter.providers.iter().copied().map(DbId).collect();
        query = query.filter(cards::provider_id.eq_any(providers));
    }
    if !filter.categories.is_empty() {
        let codes = filter.categories.iter();
        let codes: Vec<_> = codes.map(|code| code.as_str().to_owned()).collect();
        query = query.filter(cards::main_category.eq_any(codes));
    }
    if filter.claims.is_empty() {
        return query;
    }
    let has = |wanted: fn(&ClaimFilter) -> Option<UserId>| {
        let users = filter.claims.iter().filter_map(wanted);
        users.map(DbId).collect::<Vec<_>>()
    };
    let own = has(|one| match one {
        ClaimFilter::By(user) => Some(*user),
        ClaimFilter::ByOthersThan(_) | ClaimFilter::Nobody => None,
    });
    let not_own = has(|one| match one {
        ClaimFilter::ByOthersThan(user) => Some(*user),
        ClaimFilter::By(_) | ClaimFilter::Nobody => None,
    });
    let nobody = filter.claims.contains(&ClaimFilter::Nobody);
    let by_own = cards::claimed_by.eq_any(own);
    let free = cards::claimed_by.is_null();
    // Nobody's claim is no other's: a comparison with nothing is never true.
    match (not_own.into_iter().next(), nobody) {
        (None, false) => query.filter(by_own),
        (None, true) => query.filter(by_own.or(free)),
        (Some(user), false) => query.filter(by_own.or(cards::claimed_by.ne(user))),
        (Some(user), true) => query.filter(by_own.or(free).or(cards::claimed_by.ne(user))),
    }
}

fn names_of(
    connection: &mut AnyConnection,
    people: Vec<DbId<UserKind>>,
) -> DbResult<BTreeMap<UserId, (PersonName, PersonName)>> {
    type Row = (DbId<UserKind>, DbText<PersonName>, DbText<PersonName>);
    let rows: Vec<Row> = users::table
        .filter(users::id.eq_any(people))
        .select((users::id, users::given_name, users::family_name))
        .load(connection)?;
    let named = rows.into_iter();
    Ok(named
        .map(|(id, given, family)| (id.0, (given.0, family.0)))
        .collect())
}

fn suspects_of(
    connection: &mut AnyConnection,
    cards: &[DbId<CardKind>],
) -> DbResult<BTreeMap<CardId, i64>> {
    let rows: Vec<(DbId<CardKind>, i64)> = card_suspects::table
        .filter(card_suspects::card_id.eq_any(cards.to_vec()))
        .group_by(card_suspects::card_id)
        .select((card_suspects::card_id, count_star()))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, count)| (id.0, count)).collect())
}

fn open_threads_of(
    connection: &mut AnyConnection,
    cards: Vec<DbId<CardKind>>,
) -> DbResult<BTreeMap<CardId, i64>> {
    let rows: Vec<(DbId<CardKind>, i64)> = card_comments::table
        .filter(card_comments::card_id.eq_any(cards))
        .filter(card_comments::thread_id.is_null())
        .filter(card_comments::resolved_at.is_null())
        .group_by(card_comments::card_id)
        .select((card_comments::card_id, count_star()))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, count)| (id.0, count)).collect())
}
