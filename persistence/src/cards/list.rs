//! Lists of cards as their editors and reviewers see them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::{dsl, prelude::*};
use domain_accounts::Scope;
use domain_cards::{
    CardState, CardStatus, Claim, DraftStatus, ExternalId, Publication, RevisionNumber,
    Verification,
};
use domain_shared::{
    CardId, CardKind, Code, NetworkBodyId, NetworkBodyKind, ProviderId, ProviderKind, StableCode,
    TextValue as _, UserKind, Version, fold,
};

use super::record::revision_number;
use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest,
    connection::MultiBackend,
    schema::cards,
    sql_types::{DbCode, DbId, DbText, DbVersion},
};

/// Which cards to list; an empty list does not filter.
#[derive(Debug, Clone, Default)]
pub struct CardFilter {
    /// Beginning of the title or of a word in it; accents and case do not matter.
    pub title: Option<String>,
    /// Providers.
    pub providers: Vec<ProviderId>,
    /// Where the card stands.
    pub statuses: Vec<CardStatus>,
    /// Where the working copy stands.
    pub draft_statuses: Vec<DraftStatus>,
    /// Main categories, by code.
    pub categories: Vec<StableCode>,
    /// The name another system has for it.
    pub external_id: Option<ExternalId>,
    /// Changed at this instant or later.
    pub updated_since: Option<DateTime<Utc>>,
}

/// A card without what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardItem {
    /// Identifier.
    pub id: CardId,
    /// The provider it belongs to.
    pub provider_id: ProviderId,
    /// The network of the provider.
    pub network_id: NetworkBodyId,
    /// The name another system has for it.
    pub external_id: Option<ExternalId>,
    /// Where it stands.
    pub state: CardState,
    /// Title of the working copy, or of the last revision; empty while there is none.
    pub title: String,
    /// Code of the main category.
    pub main_category: Option<StableCode>,
    /// Number of the last published revision.
    pub revision: Option<RevisionNumber>,
    /// When the working copy went to review, while it is there.
    pub submitted_at: Option<DateTime<Utc>>,
    /// The reviewer who took it.
    pub claim: Option<Claim>,
    /// When it was last found true.
    pub verification: Option<Verification>,
    /// Version.
    pub version: Version,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = cards)]
pub(super) struct ItemRow {
    pub(super) id: DbId<CardKind>,
    provider_id: DbId<ProviderKind>,
    network_id: DbId<NetworkBodyKind>,
    external_id: Option<DbText<ExternalId>>,
    publication: DbCode<Publication>,
    draft_status: Option<DbCode<DraftStatus>>,
    title: String,
    pub(super) sort_title: String,
    main_category: Option<DbText<StableCode>>,
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

impl TryFrom<ItemRow> for CardItem {
    type Error = DbError;

    fn try_from(row: ItemRow) -> DbResult<Self> {
        let by = row.verified_by.map(|by| by.0);
        let claim = row.claimed_by.zip(row.claimed_at);
        Ok(Self {
            id: row.id.0,
            provider_id: row.provider_id.0,
            network_id: row.network_id.0,
            external_id: row.external_id.map(|id| id.0),
            state: CardState {
                publication: row.publication.0,
                draft: row.draft_status.map(|status| status.0),
            },
            title: row.title,
            main_category: row.main_category.map(|code| code.0),
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

/// Cards within the scope, by title.
///
/// # Errors
/// When the database does not answer.
pub fn card_list(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: &CardFilter,
    page: &PageRequest,
) -> DbResult<Listing<CardItem>> {
    let mut query = narrowed(within(scope), filter);
    if let Some(title) = &filter.title {
        let start = fold(title);
        if start.is_empty() {
            return Ok(Listing {
                items: Vec::new(),
                next: None,
            });
        }
        // A folded text holds nothing that LIKE takes for a wildcard.
        let first = cards::sort_title.like(format!("{start}%"));
        query = query.filter(first.or(cards::sort_title.like(format!("% {start}%"))));
    }
    if let Some(after) = &page.after {
        query = query.filter(
            cards::sort_title.gt(after.key.clone()).or(cards::sort_title
                .eq(after.key.clone())
                .and(cards::id.gt(after.id.clone()))),
        );
    }
    let rows: Vec<ItemRow> = query
        .order((cards::sort_title, cards::id))
        .limit(page.fetch())
        .select(ItemRow::as_select())
        .load(connection)?;
    let cursor = |row: &ItemRow| Cursor {
        key: row.sort_title.clone(),
        id: row.id.0.to_string(),
    };
    Listing::cut(rows, page, cursor).try_map(CardItem::try_from)
}

type Query = dsl::IntoBoxed<'static, cards::table, MultiBackend>;

/// The cards within a scope.
fn within(scope: &Scope) -> Query {
    let query = cards::table.into_boxed();
    if scope.everything {
        return query;
    }
    let networks: Vec<_> = scope.networks.iter().copied().map(DbId).collect();
    let providers: Vec<_> = scope.providers.iter().copied().map(DbId).collect();
    let of_network = cards::network_id.eq_any(networks);
    query.filter(of_network.or(cards::provider_id.eq_any(providers)))
}

/// Applies the filters that are plain values.
fn narrowed(mut query: Query, filter: &CardFilter) -> Query {
    fn codes<C: Code>(list: &[C]) -> Vec<DbCode<C>> {
        list.iter().copied().map(DbCode).collect()
    }
    if !filter.providers.is_empty() {
        let ids: Vec<_> = filter.providers.iter().copied().map(DbId).collect();
        query = query.filter(cards::provider_id.eq_any(ids));
    }
    if !filter.statuses.is_empty() {
        query = query.filter(cards::status.eq_any(codes(&filter.statuses)));
    }
    if !filter.draft_statuses.is_empty() {
        query = query.filter(cards::draft_status.eq_any(codes(&filter.draft_statuses)));
    }
    if !filter.categories.is_empty() {
        let codes = filter.categories.iter();
        let codes: Vec<_> = codes.map(|code| code.as_str().to_owned()).collect();
        query = query.filter(cards::main_category.eq_any(codes));
    }
    if let Some(external_id) = &filter.external_id {
        query = query.filter(cards::external_id.eq(external_id.as_str().to_owned()));
    }
    if let Some(since) = filter.updated_since {
        query = query.filter(cards::updated_at.ge(since.naive_utc()));
    }
    query
}
