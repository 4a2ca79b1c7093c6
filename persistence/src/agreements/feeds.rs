//! Calendar feeds behind secret links, and what they show.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_agreements::{AgreementKind, DeadlineKind};
use domain_shared::{
    AgreementId, AgreementIdKind, CalendarFeedId, CalendarFeedKind, NetworkBodyId, NetworkBodyKind,
    PointId, PointKind, ProviderId, ProviderKind, ShortText, UserId, UserKind,
};

use super::{
    list::{hosts_of_points, of_points, some, with_provider},
    named::{NamedParty, parties_named},
};
use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    connection::MultiBackend,
    schema::{agreement_deadlines, agreements, calendar_feeds},
    sql_types::{DbCode, DbId, DbText},
};

/// Most agreements, and most days to give notice, that a feed shows: the earliest.
const MOST_SHOWN: i64 = 2_000;

/// Whose agreements a feed shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedOwner {
    /// Those of a point.
    Point(PointId),
    /// Those of a provider, as far as they were sent to it.
    Provider(ProviderId),
}

/// A calendar feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFeed {
    /// Identifier.
    pub id: CalendarFeedId,
    /// The network of its owner.
    pub network_id: NetworkBodyId,
    /// Whose agreements it shows.
    pub owner: FeedOwner,
    /// What it is called.
    pub label: ShortText,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = calendar_feeds)]
struct FeedRow {
    id: DbId<CalendarFeedKind>,
    network_id: DbId<NetworkBodyKind>,
    point_id: Option<DbId<PointKind>>,
    provider_id: Option<DbId<ProviderKind>>,
    label: DbText<ShortText>,
    created_by: Option<DbId<UserKind>>,
    created_at: NaiveDateTime,
}

impl TryFrom<FeedRow> for CalendarFeed {
    type Error = DbError;

    fn try_from(row: FeedRow) -> DbResult<Self> {
        let owner = match (row.point_id, row.provider_id) {
            (Some(point), None) => FeedOwner::Point(point.0),
            (None, Some(provider)) => FeedOwner::Provider(provider.0),
            (Some(_), Some(_)) | (None, None) => {
                return Err(DbError::corrupt("owner of a calendar feed"));
            }
        };
        Ok(Self {
            id: row.id.0,
            network_id: row.network_id.0,
            owner,
            label: row.label.0,
            created_by: row.created_by.map(|id| id.0),
            created_at: row.created_at.and_utc(),
        })
    }
}

type Feeds = diesel::dsl::IntoBoxed<'static, calendar_feeds::table, MultiBackend>;

/// The feeds of an owner that are not revoked.
fn of_owner(owner: FeedOwner) -> Feeds {
    let query = calendar_feeds::table
        .filter(calendar_feeds::revoked_at.is_null())
        .into_boxed();
    match owner {
        FeedOwner::Point(id) => query.filter(calendar_feeds::point_id.eq(DbId(id))),
        FeedOwner::Provider(id) => query.filter(calendar_feeds::provider_id.eq(DbId(id))),
    }
}

/// Adds a feed with the hash of its secret.
///
/// # Errors
/// [`DbError::Reference`] when its owner does not exist.
pub fn calendar_feed_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    feed: &CalendarFeed,
    token_hash: &str,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let (point, provider) = match feed.owner {
        FeedOwner::Point(id) => (Some(DbId(id)), None),
        FeedOwner::Provider(id) => (None, Some(DbId(id))),
    };
    diesel::insert_into(calendar_feeds::table)
        .values((
            calendar_feeds::id.eq(DbId(feed.id)),
            calendar_feeds::network_id.eq(DbId(feed.network_id)),
            calendar_feeds::point_id.eq(point),
            calendar_feeds::provider_id.eq(provider),
            calendar_feeds::token_hash.eq(token_hash),
            calendar_feeds::label.eq(DbText(feed.label.clone())),
            calendar_feeds::created_by.eq(feed.created_by.map(DbId)),
            calendar_feeds::created_at.eq(feed.created_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The feeds of an owner that work, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn calendar_feed_list(
    connection: &mut AnyConnection,
    owner: FeedOwner,
    page: &PageRequest,
) -> DbResult<Listing<CalendarFeed>> {
    let mut query = of_owner(owner);
    if let Some(after) = &page.after {
        let at = after.time()?;
        query = query.filter(
            calendar_feeds::created_at
                .lt(at)
                .or(calendar_feeds::created_at
                    .eq(at)
                    .and(calendar_feeds::id.lt(after.id.clone()))),
        );
    }
    let rows: Vec<FeedRow> = query
        .order((calendar_feeds::created_at.desc(), calendar_feeds::id.desc()))
        .limit(page.fetch())
        .select(FeedRow::as_select())
        .load(connection)?;
    Listing::cut(rows, page, |row| Cursor::at_time(row.created_at, &row.id.0))
        .try_map(CalendarFeed::try_from)
}

/// A feed of an owner, unless it is revoked.
///
/// # Errors
/// When the database does not answer.
pub fn calendar_feed_find(
    connection: &mut AnyConnection,
    owner: FeedOwner,
    id: CalendarFeedId,
) -> DbResult<Option<CalendarFeed>> {
    of_owner(owner)
        .filter(calendar_feeds::id.eq(DbId(id)))
        .select(FeedRow::as_select())
        .first(connection)
        .optional()?
        .map(CalendarFeed::try_from)
        .transpose()
}

/// The feed behind the hash of a secret, unless it is revoked.
///
/// # Errors
/// When the database does not answer.
pub fn calendar_feed_of_token(
    connection: &mut AnyConnection,
    token_hash: &str,
) -> DbResult<Option<CalendarFeed>> {
    calendar_feeds::table
        .filter(calendar_feeds::token_hash.eq(token_hash))
        .filter(calendar_feeds::revoked_at.is_null())
        .select(FeedRow::as_select())
        .first(connection)
        .optional()?
        .map(CalendarFeed::try_from)
        .transpose()
}

/// Revokes a feed: its link works no more.
///
/// # Errors
/// [`DbError::Stale`] when it was revoked meanwhile.
pub fn calendar_feed_revoke(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: CalendarFeedId,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let revoked = diesel::update(calendar_feeds::table.find(DbId(id)))
        .filter(calendar_feeds::revoked_at.is_null())
        .set(calendar_feeds::revoked_at.eq(now.naive_utc()))
        .execute(connection)?;
    DbError::stale_unless(revoked == 1)
}

/// An agreement that was signed, with the days of it that a feed shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedAgreement {
    /// The agreement.
    pub id: AgreementId,
    /// Its title.
    pub title: String,
    /// What kind of paper it is.
    pub kind: AgreementKind,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// First day in force.
    pub first_day: NaiveDate,
    /// Last day in force.
    pub last_day: Option<NaiveDate>,
    /// The last days to give notice, within the days asked for.
    pub notice_days: Vec<NaiveDate>,
    /// Who makes it.
    pub parties: Vec<NamedParty>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = agreements)]
struct ShownRow {
    id: DbId<AgreementIdKind>,
    title: String,
    kind: DbCode<AgreementKind>,
    updated_at: NaiveDateTime,
    first_day: Option<NaiveDate>,
    last_day: Option<NaiveDate>,
}

impl ShownRow {
    /// Nothing where it never came into force.
    fn shown(self) -> Option<FeedAgreement> {
        let first_day = self.first_day?;
        let comes = self.last_day.is_none_or(|last| first_day <= last);
        comes.then(|| FeedAgreement {
            id: self.id.0,
            title: self.title,
            kind: self.kind.0,
            updated_at: self.updated_at.and_utc(),
            first_day,
            last_day: self.last_day,
            notice_days: Vec::new(),
            parties: Vec::new(),
        })
    }
}

/// Narrows a query that has agreements to those a feed is about.
macro_rules! about {
    ($query:expr, $owner:expr, $hosts:expr) => {
        match $owner {
            FeedOwner::Point(_) => $query.filter(agreements::id.eq_any(of_points($hosts))),
            FeedOwner::Provider(id) => $query
                .filter(agreements::sent_at.is_not_null())
                .filter(agreements::id.eq_any(with_provider(some(&[id])))),
        }
    };
}

/// The agreements of an owner that begin, end, or can be given notice of between two days, by first day.
///
/// # Errors
/// When the database does not answer.
pub fn feed_agreements(
    connection: &mut AnyConnection,
    owner: FeedOwner,
    (from, until): (NaiveDate, NaiveDate),
) -> DbResult<Vec<FeedAgreement>> {
    let points = match owner {
        FeedOwner::Point(id) => vec![id],
        FeedOwner::Provider(_) => Vec::new(),
    };
    let hosts = hosts_of_points(connection, &points)?;
    let dated = agreements::table
        .filter(
            agreements::first_day
                .between(from, until)
                .or(agreements::last_day.between(from, until)),
        )
        .filter(agreements::first_day.is_not_null())
        .into_boxed();
    let rows: Vec<ShownRow> = about!(dated, owner, &hosts)
        .order((agreements::first_day, agreements::id))
        .limit(MOST_SHOWN)
        .select(ShownRow::as_select())
        .load(connection)?;
    let told = agreement_deadlines::table
        .inner_join(agreements::table)
        .filter(agreement_deadlines::kind.eq(DbCode(DeadlineKind::Notice)))
        .filter(agreement_deadlines::due_on.between(from, until))
        .into_boxed();
    let notices: Vec<(ShownRow, NaiveDate)> = about!(told, owner, &hosts)
        .order((
            agreement_deadlines::due_on,
            agreement_deadlines::agreement_id,
        ))
        .limit(MOST_SHOWN)
        .select((ShownRow::as_select(), agreement_deadlines::due_on))
        .load(connection)?;
    let rows = rows.into_iter().filter_map(ShownRow::shown);
    let mut shown: BTreeMap<AgreementId, FeedAgreement> = rows.map(|one| (one.id, one)).collect();
    for (row, on) in notices {
        let id = row.id.0;
        if let Some(one) = row.shown() {
            shown.entry(id).or_insert(one).notice_days.push(on);
        }
    }
    let ids: Vec<_> = shown.keys().copied().collect();
    for batch in ids.chunks(crate::dialect::INSERT_BATCH) {
        for (id, parties) in parties_named(connection, batch)? {
            if let Some(one) = shown.get_mut(&id) {
                one.parties = parties;
            }
        }
    }
    let mut shown: Vec<_> = shown.into_values().collect();
    shown.sort_by_key(|one| (one.first_day, one.id));
    Ok(shown)
}
