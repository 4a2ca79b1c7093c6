//! Lists of agreements.

use chrono::{DateTime, Days, NaiveDate, Utc};
use diesel::{
    dsl::{self, auto_type},
    prelude::*,
    sql_types::{Bool, Nullable},
};
use domain_accounts::Scope;
use domain_agreements::{Agreement, AgreementKind, AgreementStatus, EXPIRING_DAYS, Side, Standing};
use domain_shared::{
    AssociationId, AssociationKind, Code, NetworkBodyId, NetworkBodyKind, PointId, PointKind,
    ProviderId, ProviderKind, fold,
};

use super::record::AgreementRow;
use crate::{
    AnyConnection, Cursor, DbResult, Listing, PageRequest,
    connection::MultiBackend,
    schema::{agreement_parties, agreements, associations, points},
    sql_types::{DbCode, DbId},
};

/// Which agreements to list; an empty list does not filter.
#[derive(Debug, Clone, Default)]
pub struct AgreementFilter {
    /// Beginning of the title or of a word in it; accents and case do not matter.
    pub title: Option<String>,
    /// Kinds.
    pub kinds: Vec<AgreementKind>,
    /// Stored states.
    pub statuses: Vec<AgreementStatus>,
    /// What they are worth on the day the list is of.
    pub standings: Vec<Standing>,
    /// Points they are of.
    pub points: Vec<PointId>,
    /// Providers that are parties.
    pub providers: Vec<ProviderId>,
    /// Associations that are parties.
    pub associations: Vec<AssociationId>,
    /// Network bodies that are parties.
    pub network_bodies: Vec<NetworkBodyId>,
    /// In force, and no longer so on this day.
    pub expiring_before: Option<NaiveDate>,
    /// Changed at this instant or later.
    pub updated_since: Option<DateTime<Utc>>,
}

/// Points with what an agreement can name instead of them: what is agreed for all points of an association
/// or of a network body is agreed for each.
#[derive(Debug, Clone, Default)]
pub struct PointHosts {
    pub(super) points: Vec<PointId>,
    pub(super) associations: Vec<AssociationId>,
    pub(super) bodies: Vec<NetworkBodyId>,
}

impl PointHosts {
    /// Whether an agreement is of one of the points.
    #[must_use]
    pub fn have(&self, agreement: &Agreement) -> bool {
        use domain_agreements::PartyRef;
        let mut parties = agreement.content.parties.iter();
        parties.any(|party| match &party.party {
            PartyRef::Point(id) => self.points.contains(id),
            PartyRef::Association(id) => self.associations.contains(id),
            PartyRef::NetworkBody(id) => party.side == Side::Network && self.bodies.contains(id),
            PartyRef::Provider(_) | PartyRef::PublicBody(_) => false,
        })
    }
}

/// Association, network body of it, and network of a point.
type Row = (
    DbId<AssociationKind>,
    DbId<NetworkBodyKind>,
    DbId<NetworkBodyKind>,
);

/// What agreements of these points can name.
///
/// # Errors
/// When the database does not answer.
pub fn hosts_of_points(connection: &mut AnyConnection, ids: &[PointId]) -> DbResult<PointHosts> {
    let mut hosts = PointHosts {
        points: ids.to_vec(),
        ..PointHosts::default()
    };
    if ids.is_empty() {
        return Ok(hosts);
    }
    let rows: Vec<Row> = points::table
        .inner_join(associations::table)
        .filter(points::id.eq_any(ids.iter().copied().map(DbId)))
        .select((
            points::association_id,
            points::network_id,
            associations::network_body_id,
        ))
        .load(connection)?;
    for (association, network, body) in rows {
        hosts.associations.push(association.0);
        hosts.bodies.extend([network.0, body.0]);
    }
    Ok(hosts)
}

/// Agreements within the scope, by title. Providers know of those only that were sent to them. `today` is
/// the day in Rome on which they stand as they stand.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_list(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: &AgreementFilter,
    today: NaiveDate,
    page: &PageRequest,
) -> DbResult<Listing<Agreement>> {
    let own = hosts_of_points(connection, &scope.points)?;
    let mut query = narrowed(within(scope, &own), filter, today);
    if !filter.points.is_empty() {
        let asked = hosts_of_points(connection, &filter.points)?;
        query = query.filter(agreements::id.eq_any(of_points(&asked)));
    }
    if let Some(title) = &filter.title {
        let start = fold(title);
        if start.is_empty() {
            return Ok(Listing {
                items: Vec::new(),
                next: None,
            });
        }
        // A folded text holds nothing that LIKE takes for a wildcard.
        let first = agreements::sort_title.like(format!("{start}%"));
        query = query.filter(first.or(agreements::sort_title.like(format!("% {start}%"))));
    }
    if let Some(after) = &page.after {
        query = query.filter(
            agreements::sort_title
                .gt(after.key.clone())
                .or(agreements::sort_title
                    .eq(after.key.clone())
                    .and(agreements::id.gt(after.id.clone()))),
        );
    }
    let rows: Vec<AgreementRow> = query
        .order((agreements::sort_title, agreements::id))
        .limit(page.fetch())
        .select(AgreementRow::as_select())
        .load(connection)?;
    let cursor = |row: &AgreementRow| Cursor {
        key: row.sort_title.clone(),
        id: row.id.0.to_string(),
    };
    Listing::cut(rows, page, cursor).try_map(Agreement::try_from)
}

type Query = dsl::IntoBoxed<'static, agreements::table, MultiBackend>;
type Condition =
    Box<dyn BoxableExpression<agreements::table, MultiBackend, SqlType = Nullable<Bool>>>;

/// Those that name points, their associations, or, on the network's side, their bodies.
#[auto_type(no_type_alias)]
pub(super) fn of_points<'a>(hosts: &'a PointHosts) -> _ {
    let points: Vec<Option<DbId<PointKind>>> = some(&hosts.points);
    let associations: Vec<Option<DbId<AssociationKind>>> = some(&hosts.associations);
    let bodies: Vec<Option<DbId<NetworkBodyKind>>> = some(&hosts.bodies);
    let network: DbCode<Side> = DbCode(Side::Network);
    agreement_parties::table
        .filter(
            agreement_parties::point_id
                .eq_any(points)
                .or(agreement_parties::association_id.eq_any(associations))
                .or(agreement_parties::network_body_id
                    .eq_any(bodies)
                    .and(agreement_parties::side.eq(network))),
        )
        .select(agreement_parties::agreement_id)
}

/// Those that name one of these providers.
#[auto_type(no_type_alias)]
pub(super) fn with_provider(ids: Vec<Option<DbId<ProviderKind>>>) -> _ {
    agreement_parties::table
        .filter(agreement_parties::provider_id.eq_any(ids))
        .select(agreement_parties::agreement_id)
}

/// Those that name one of these points.
#[auto_type(no_type_alias)]
pub(super) fn with_point(ids: Vec<Option<DbId<PointKind>>>) -> _ {
    agreement_parties::table
        .filter(agreement_parties::point_id.eq_any(ids))
        .select(agreement_parties::agreement_id)
}

/// Those that name one of these associations.
#[auto_type(no_type_alias)]
pub(super) fn with_association(ids: Vec<Option<DbId<AssociationKind>>>) -> _ {
    agreement_parties::table
        .filter(agreement_parties::association_id.eq_any(ids))
        .select(agreement_parties::agreement_id)
}

/// Those that name one of these network bodies.
#[auto_type(no_type_alias)]
pub(super) fn with_network_body(ids: Vec<Option<DbId<NetworkBodyKind>>>) -> _ {
    agreement_parties::table
        .filter(agreement_parties::network_body_id.eq_any(ids))
        .select(agreement_parties::agreement_id)
}

/// Identifiers as a nullable column has them.
pub(super) fn some<K: domain_shared::IdKind>(ids: &[domain_shared::Id<K>]) -> Vec<Option<DbId<K>>>
where
    domain_shared::Id<K>: Copy,
{
    ids.iter().copied().map(DbId).map(Some).collect()
}

/// The agreements within a scope.
fn within(scope: &Scope, own: &PointHosts) -> Query {
    let query = agreements::table.into_boxed();
    if scope.everything {
        return query;
    }
    let networks: Vec<_> = scope.networks.iter().copied().map(DbId).collect();
    let mut inside: Condition = Box::new(agreements::network_id.eq_any(networks).nullable());
    if !scope.points.is_empty() {
        inside = Box::new(inside.or(agreements::id.eq_any(of_points(own))));
    }
    if !scope.providers.is_empty() {
        let theirs = agreements::id.eq_any(with_provider(some(&scope.providers)));
        inside = Box::new(inside.or(agreements::sent_at.is_not_null().and(theirs)));
    }
    query.filter(inside)
}

/// Applies the filters that need no query of their own.
fn narrowed(mut query: Query, filter: &AgreementFilter, today: NaiveDate) -> Query {
    fn codes<C: Code>(list: &[C]) -> Vec<DbCode<C>> {
        list.iter().copied().map(DbCode).collect()
    }
    if !filter.kinds.is_empty() {
        query = query.filter(agreements::kind.eq_any(codes(&filter.kinds)));
    }
    if !filter.statuses.is_empty() {
        query = query.filter(agreements::status.eq_any(codes(&filter.statuses)));
    }
    let standings = filter.standings.iter().map(|one| stands(*one, today));
    if let Some(any) = standings.reduce(|one, other| Box::new(one.or(other))) {
        query = query.filter(any);
    }
    if !filter.providers.is_empty() {
        query = query.filter(agreements::id.eq_any(with_provider(some(&filter.providers))));
    }
    if !filter.associations.is_empty() {
        let named = with_association(some(&filter.associations));
        query = query.filter(agreements::id.eq_any(named));
    }
    if !filter.network_bodies.is_empty() {
        let named = with_network_body(some(&filter.network_bodies));
        query = query.filter(agreements::id.eq_any(named));
    }
    if let Some(day) = filter.expiring_before {
        query = query
            .filter(agreements::status.eq_any(were_signed()))
            .filter(agreements::first_day.le(today))
            .filter(agreements::last_day.ge(today))
            .filter(agreements::last_day.lt(day));
    }
    if let Some(since) = filter.updated_since {
        query = query.filter(agreements::updated_at.ge(since.naive_utc()));
    }
    query
}

/// States of agreements that were signed.
fn were_signed() -> Vec<DbCode<AgreementStatus>> {
    let signed = AgreementStatus::ALL.iter().filter(|one| one.was_signed());
    signed.copied().map(DbCode).collect()
}

/// What [`Standing::on`] says of a day, in the language of the database.
fn stands(standing: Standing, today: NaiveDate) -> Condition {
    let is = |status: AgreementStatus| agreements::status.eq(DbCode(status)).nullable();
    let soon = today.checked_add_days(Days::new(EXPIRING_DAYS));
    let soon = soon.unwrap_or(NaiveDate::MAX);
    let begun = agreements::first_day.le(today);
    let holds = || {
        agreements::status
            .eq_any(were_signed())
            .nullable()
            .and(begun)
    };
    let over = agreements::first_day
        .gt(today)
        .or(agreements::last_day.lt(today));
    match standing {
        Standing::Draft => Box::new(is(AgreementStatus::Draft)),
        Standing::InReview => Box::new(is(AgreementStatus::InReview)),
        Standing::Sent => Box::new(is(AgreementStatus::Sent)),
        Standing::Cancelled => Box::new(is(AgreementStatus::Cancelled)),
        Standing::Upcoming => {
            Box::new(is(AgreementStatus::Signed).and(agreements::first_day.gt(today)))
        }
        Standing::Active => Box::new(
            holds().and(
                agreements::last_day
                    .is_null()
                    .or(agreements::last_day.gt(soon)),
            ),
        ),
        Standing::Expiring => Box::new(holds().and(agreements::last_day.between(today, soon))),
        Standing::Expired => Box::new(
            is(AgreementStatus::Signed)
                .and(begun)
                .and(agreements::last_day.lt(today)),
        ),
        Standing::Terminated => Box::new(is(AgreementStatus::Terminated).and(over)),
        Standing::Completed => Box::new(is(AgreementStatus::Completed).and(over)),
    }
}

/// The agreements that change or follow an agreement, oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_successors(
    connection: &mut AnyConnection,
    id: domain_shared::AgreementId,
) -> DbResult<Vec<Agreement>> {
    agreements::table
        .filter(agreements::predecessor_id.eq(DbId(id)))
        .order((agreements::created_at, agreements::id))
        .select(AgreementRow::as_select())
        .load::<AgreementRow>(connection)?
        .into_iter()
        .map(Agreement::try_from)
        .collect()
}
