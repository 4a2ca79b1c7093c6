//! What is due: days on which somebody has to look after a signed agreement.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::{
    dsl::auto_type,
    prelude::*,
    sql_types::{Bool, Nullable},
};
use domain_accounts::Scope;
use domain_agreements::{AgreementKind, AgreementStatus, DeadlineKind};
use domain_providers::{AccreditationStatus, RegistrationStatus};
use domain_shared::{AgreementId, AgreementIdKind, Code as _, PointId, ProviderId, ProviderKind};

use super::{
    list::{PointHosts, hosts_of_points, of_points, some, with_provider},
    named::{NamedParty, parties_named},
};
use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest,
    connection::MultiBackend,
    schema::{agreement_deadlines, agreement_parties, agreements, providers},
    sql_types::{DbCode, DbId},
};

/// What is due to list; an empty list does not filter.
#[derive(Debug, Clone)]
pub struct DueFilter {
    /// The last day to look at.
    pub until: NaiveDate,
    /// Why.
    pub kinds: Vec<DeadlineKind>,
    /// Points the agreements are of.
    pub points: Vec<PointId>,
    /// Providers that are parties.
    pub providers: Vec<ProviderId>,
}

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueItem {
    /// The agreement.
    pub agreement_id: AgreementId,
    /// Its title.
    pub title: String,
    /// What kind of paper it is.
    pub kind: AgreementKind,
    /// Who makes it.
    pub parties: Vec<NamedParty>,
    /// Why.
    pub deadline: DeadlineKind,
    /// The day: for a missing accreditation today.
    pub on: NaiveDate,
    /// The provider that is not accredited.
    pub provider_id: Option<ProviderId>,
}

/// What an item is ordered by.
type Key = (NaiveDate, String, &'static str, String);

impl DueItem {
    fn key(&self) -> Key {
        let provider = self.provider_id.map(|id| id.to_string());
        (
            self.on,
            self.agreement_id.to_string(),
            self.deadline.code(),
            provider.unwrap_or_default(),
        )
    }

    fn cursor(&self) -> Cursor {
        let (day, agreement, kind, provider) = self.key();
        Cursor {
            key: day.to_string(),
            id: format!("{agreement} {kind} {provider}"),
        }
    }
}

/// Where a page starts.
struct After {
    day: NaiveDate,
    agreement: String,
    kind: String,
    provider: String,
}

impl After {
    fn read(cursor: &Cursor) -> DbResult<Self> {
        let mut parts = cursor.id.split(' ').map(str::to_owned);
        let mut part = || parts.next().ok_or(DbError::Cursor);
        Ok(Self {
            day: cursor.day()?,
            agreement: part()?,
            kind: part()?,
            provider: part()?,
        })
    }
}

/// What is due within the scope until a day, by day and then by agreement. `today` is the day in Rome. What
/// ended, and what another agreement took the place of, is due no more.
///
/// # Errors
/// When the database does not answer.
pub fn due_list(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: &DueFilter,
    today: NaiveDate,
    page: &PageRequest,
) -> DbResult<Listing<DueItem>> {
    let look = Look {
        scope,
        own: hosts_of_points(connection, &scope.points)?,
        asked: hosts_of_points(connection, &filter.points)?,
        filter,
        today,
        after: page.after.as_ref().map(After::read).transpose()?,
        limit: page.fetch(),
    };
    let wants = |kind: DeadlineKind| filter.kinds.is_empty() || filter.kinds.contains(&kind);
    let mut items = Vec::new();
    for (kind, from) in [
        (DeadlineKind::Expiry, Some(today)),
        (DeadlineKind::Notice, Some(today)),
        (DeadlineKind::SignedFile, None),
    ] {
        if wants(kind) {
            items.extend(stored(connection, &look, kind, from)?);
        }
    }
    if wants(DeadlineKind::Accreditation) {
        items.extend(unaccredited(connection, &look)?);
    }
    items.sort_unstable_by_key(DueItem::key);
    let mut listing = Listing::cut(items, page, DueItem::cursor);
    let ids: BTreeSet<_> = listing.items.iter().map(|item| item.agreement_id).collect();
    let mut named = parties_named(connection, &ids.into_iter().collect::<Vec<_>>())?;
    for item in &mut listing.items {
        item.parties = named
            .get_mut(&item.agreement_id)
            .cloned()
            .unwrap_or_default();
    }
    Ok(listing)
}

/// One look at what is due.
struct Look<'a> {
    scope: &'a Scope,
    own: PointHosts,
    asked: PointHosts,
    filter: &'a DueFilter,
    today: NaiveDate,
    after: Option<After>,
    limit: i64,
}

/// Whether an agreement is within a scope, in a query of this source.
type Inside<Source> = Box<dyn BoxableExpression<Source, MultiBackend, SqlType = Nullable<Bool>>>;

/// Narrows a query that joins agreements to those within the scope that were asked for.
macro_rules! asked_for {
    ($query:expr, $look:expr) => {{
        let (mut query, look) = ($query, $look);
        if !look.scope.everything {
            // Only what the scope has: an empty part would keep PostgreSQL from starting with the others.
            let networks: Vec<_> = look.scope.networks.iter().copied().map(DbId).collect();
            let mut inside: Inside<_> = Box::new(agreements::network_id.eq_any(networks).nullable());
            if !look.scope.points.is_empty() {
                let own = agreements::id.eq_any(of_points(&look.own)).nullable();
                inside = if look.scope.networks.is_empty() {
                    Box::new(own)
                } else {
                    Box::new(inside.or(own))
                };
            }
            if !look.scope.providers.is_empty() {
                let theirs = with_provider(some(&look.scope.providers));
                let theirs = agreements::sent_at
                    .is_not_null()
                    .and(agreements::id.eq_any(theirs))
                    .nullable();
                inside = if look.scope.networks.is_empty() && look.scope.points.is_empty() {
                    Box::new(theirs)
                } else {
                    Box::new(inside.or(theirs))
                };
            }
            query = query.filter(inside);
        }
        if !look.filter.points.is_empty() {
            query = query.filter(agreements::id.eq_any(of_points(&look.asked)));
        }
        if !look.filter.providers.is_empty() {
            let theirs = with_provider(some(&look.filter.providers));
            query = query.filter(agreements::id.eq_any(theirs));
        }
        query
    }};
}

/// Signed agreements that somebody still has to look after on a day: neither over nor replaced.
#[auto_type(no_type_alias)]
pub(super) fn is_live(today: NaiveDate) -> _ {
    let signed: DbCode<AgreementStatus> = DbCode(AgreementStatus::Signed);
    agreements::status
        .eq(signed)
        .and(agreements::superseded_from.is_null())
        .and(
            agreements::last_day
                .is_null()
                .or(agreements::last_day.ge(today)),
        )
}

/// Providers whose accreditation does not hold on a day.
#[auto_type(no_type_alias)]
pub(super) fn is_unaccredited(today: NaiveDate) -> _ {
    let approved: DbCode<RegistrationStatus> = DbCode(RegistrationStatus::Approved);
    let accredited: DbCode<AccreditationStatus> = DbCode(AccreditationStatus::Accredited);
    providers::registration
        .ne(approved)
        .or(providers::accreditation.ne(accredited))
        .or(providers::accredited_from.is_null())
        .or(providers::accredited_from.gt(today))
        .or(providers::accredited_until.lt(today))
}

type Row = (DbId<AgreementIdKind>, String, DbCode<AgreementKind>);

fn item(
    (id, title, kind): Row,
    deadline: DeadlineKind,
    on: NaiveDate,
    provider_id: Option<ProviderId>,
) -> DueItem {
    DueItem {
        agreement_id: id.0,
        title,
        kind: kind.0,
        parties: Vec::new(),
        deadline,
        on,
        provider_id,
    }
}

/// The first deadlines of a kind that are written down, from a day on if there is one.
fn stored(
    connection: &mut AnyConnection,
    look: &Look<'_>,
    kind: DeadlineKind,
    from: Option<NaiveDate>,
) -> DbResult<Vec<DueItem>> {
    let mut query = agreement_deadlines::table
        .inner_join(agreements::table)
        .filter(agreement_deadlines::kind.eq(DbCode(kind)))
        .filter(agreement_deadlines::due_on.le(look.filter.until))
        .filter(is_live(look.today))
        .into_boxed();
    if let Some(from) = from {
        query = query.filter(agreement_deadlines::due_on.ge(from));
    }
    query = asked_for!(query, look);
    if let Some(after) = &look.after {
        let same_day = agreement_deadlines::due_on.eq(after.day);
        let later = agreement_deadlines::due_on.gt(after.day);
        let id = after.agreement.clone();
        // An agreement may have several kinds on one day.
        query = if kind.code() > after.kind.as_str() {
            query.filter(later.or(same_day.and(agreement_deadlines::agreement_id.ge(id))))
        } else {
            query.filter(later.or(same_day.and(agreement_deadlines::agreement_id.gt(id))))
        };
    }
    let rows: Vec<(Row, NaiveDate)> = query
        .order((
            agreement_deadlines::due_on,
            agreement_deadlines::agreement_id,
        ))
        .limit(look.limit)
        .select((
            (agreements::id, agreements::title, agreements::kind),
            agreement_deadlines::due_on,
        ))
        .load(connection)?;
    let rows = rows.into_iter();
    Ok(rows.map(|(row, on)| item(row, kind, on, None)).collect())
}

/// The first agreements with a provider that is not accredited today.
fn unaccredited(connection: &mut AnyConnection, look: &Look<'_>) -> DbResult<Vec<DueItem>> {
    let today = look.today;
    let starts_later = |after: &After| after.day > today;
    if look.after.as_ref().is_some_and(starts_later) {
        return Ok(Vec::new());
    }
    let lost = providers::table
        .filter(is_unaccredited(today))
        .select(providers::id.nullable());
    let others = diesel::alias!(agreement_parties as others);
    let (agreement, provider) = others.fields((
        agreement_parties::agreement_id,
        agreement_parties::provider_id,
    ));
    let mut query = others
        .inner_join(agreements::table.on(agreements::id.eq(agreement)))
        .filter(provider.eq_any(lost))
        .filter(is_live(today))
        .into_boxed();
    query = asked_for!(query, look);
    if let Some(after) = look.after.as_ref().filter(|after| after.day == today) {
        let id = after.agreement.clone();
        let later = agreement.gt(id.clone());
        query = if after.kind == DeadlineKind::Accreditation.code() {
            let next = agreement
                .eq(id)
                .nullable()
                .and(provider.gt(after.provider.clone()));
            query.filter(later.nullable().or(next))
        } else {
            query.filter(later)
        };
    }
    let rows: Vec<(Row, Option<DbId<ProviderKind>>)> = query
        .order((agreement, provider))
        .limit(look.limit)
        .select((
            (agreements::id, agreements::title, agreements::kind),
            provider,
        ))
        .load(connection)?;
    let rows = rows.into_iter();
    let of = |(row, provider): (Row, Option<DbId<ProviderKind>>)| {
        item(
            row,
            DeadlineKind::Accreditation,
            today,
            provider.map(|id| id.0),
        )
    };
    Ok(rows.map(of).collect())
}
