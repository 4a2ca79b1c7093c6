//! Lists of providers.

use chrono::NaiveDate;
use diesel::{dsl, prelude::*};
use domain_accounts::Scope;
use domain_providers::{
    AccreditationState, AccreditationStatus, LegalForm, Provider, ProviderKind, RegistrationStatus,
};
use domain_shared::{Belfiore, Code, NetworkBodyId, TextValue as _, fold};

use super::record::ProviderRow;
use crate::{
    AnyConnection, Cursor, DbResult, Listing, PageRequest,
    page::prefix_end,
    schema::providers,
    sql_types::{DbCode, DbId},
};

/// Which providers to list; an empty list does not filter.
#[derive(Debug, Clone, Default)]
pub struct ProviderFilter {
    /// Beginning of the name it is known by; accents and case do not matter.
    pub name: Option<String>,
    /// Kinds.
    pub kinds: Vec<ProviderKind>,
    /// Legal forms.
    pub legal_forms: Vec<LegalForm>,
    /// Where the accreditation stands today.
    pub accreditations: Vec<AccreditationState>,
    /// Where the registration stands.
    pub registrations: Vec<RegistrationStatus>,
    /// Municipality of the legal seat.
    pub municipalities: Vec<Belfiore>,
    /// Province of the legal seat, by code.
    pub provinces: Vec<String>,
    /// Region of the legal seat, by code.
    pub regions: Vec<String>,
    /// Networks.
    pub networks: Vec<NetworkBodyId>,
}

/// Providers within the scope, by name. Public are those whose registration was approved; `today`
/// is the day in Rome, on which an accreditation is in force or has expired.
///
/// # Errors
/// When the database does not answer.
pub fn provider_list(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: &ProviderFilter,
    today: NaiveDate,
    page: &PageRequest,
) -> DbResult<Listing<Provider>> {
    let mut query = within(scope);
    if let Some(name) = &filter.name {
        let start = fold(name);
        let end = prefix_end(&start);
        query = query
            .filter(providers::sort_name.ge(start))
            .filter(providers::sort_name.lt(end));
    }
    query = narrowed(query, filter);
    query = accredited(query, &filter.accreditations, today);
    if let Some(after) = &page.after {
        query = query.filter(
            providers::sort_name
                .gt(after.key.clone())
                .or(providers::sort_name
                    .eq(after.key.clone())
                    .and(providers::id.gt(after.id.clone()))),
        );
    }
    let rows: Vec<ProviderRow> = query
        .order((providers::sort_name, providers::id))
        .limit(page.fetch())
        .select(ProviderRow::as_select())
        .load(connection)?;
    let cursor = |row: &ProviderRow| Cursor {
        key: row.sort_name.clone(),
        id: row.id.0.to_string(),
    };
    Listing::cut(rows, page, cursor).try_map(Provider::try_from)
}

type Query = dsl::IntoBoxed<'static, providers::table, crate::connection::MultiBackend>;

/// The providers within a scope.
fn within(scope: &Scope) -> Query {
    let query = providers::table.into_boxed();
    if scope.everything {
        return query;
    }
    let networks: Vec<_> = scope.networks.iter().copied().map(DbId).collect();
    let own: Vec<_> = scope.providers.iter().copied().map(DbId).collect();
    let inside = providers::network_id
        .eq_any(networks)
        .or(providers::id.eq_any(own));
    if scope.public {
        let approved = providers::registration.eq(DbCode(RegistrationStatus::Approved));
        query.filter(approved.or(inside))
    } else {
        query.filter(inside)
    }
}

/// Applies the filters that are plain lists of values.
fn narrowed(mut query: Query, filter: &ProviderFilter) -> Query {
    fn codes<C: Code>(list: &[C]) -> Vec<DbCode<C>> {
        list.iter().copied().map(DbCode).collect()
    }
    if !filter.kinds.is_empty() {
        query = query.filter(providers::kind.eq_any(codes(&filter.kinds)));
    }
    if !filter.legal_forms.is_empty() {
        query = query.filter(providers::legal_form.eq_any(codes(&filter.legal_forms)));
    }
    if !filter.registrations.is_empty() {
        query = query.filter(providers::registration.eq_any(codes(&filter.registrations)));
    }
    if !filter.municipalities.is_empty() {
        let places = filter.municipalities.iter();
        let places: Vec<_> = places.map(|code| code.as_str().to_owned()).collect();
        query = query.filter(providers::municipality.eq_any(places));
    }
    if !filter.provinces.is_empty() {
        query = query.filter(providers::province_code.eq_any(filter.provinces.clone()));
    }
    if !filter.regions.is_empty() {
        query = query.filter(providers::region_code.eq_any(filter.regions.clone()));
    }
    if !filter.networks.is_empty() {
        let networks: Vec<_> = filter.networks.iter().copied().map(DbId).collect();
        query = query.filter(providers::network_id.eq_any(networks));
    }
    query
}

/// The status that is stored for a state, where time has no part in it.
const fn stored(state: AccreditationState) -> Option<AccreditationStatus> {
    match state {
        AccreditationState::NotApplied => Some(AccreditationStatus::NotApplied),
        AccreditationState::Applied => Some(AccreditationStatus::Applied),
        AccreditationState::Suspended => Some(AccreditationStatus::Suspended),
        AccreditationState::Revoked => Some(AccreditationStatus::Revoked),
        AccreditationState::Accredited | AccreditationState::Expired => None,
    }
}

/// Applies the filter on the state of the accreditation on a day.
fn accredited(query: Query, states: &[AccreditationState], today: NaiveDate) -> Query {
    if states.is_empty() {
        return query;
    }
    let plain: Vec<_> = states
        .iter()
        .copied()
        .filter_map(stored)
        .map(DbCode)
        .collect();
    let plain = providers::accreditation.eq_any(plain);
    let granted = providers::accreditation.eq(DbCode(AccreditationStatus::Accredited));
    let live = providers::accredited_until
        .is_null()
        .or(providers::accredited_until.ge(today));
    let over = providers::accredited_until.lt(today);
    match (
        states.contains(&AccreditationState::Accredited),
        states.contains(&AccreditationState::Expired),
    ) {
        (true, true) => query.filter(plain.or(granted)),
        (true, false) => query.filter(plain.or(granted.and(live))),
        (false, true) => query.filter(plain.or(granted.and(over))),
        (false, false) => query.filter(plain),
    }
}
