//! The people who hold a role at a place.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain_accounts::{GrantPlace, LocaleCode, Permit, Role, UserStatus};
use domain_shared::{EmailAddress, MembershipId, PersonName, ProviderId, Version};

use super::{GrantRecord, grants::GrantRow, places::columns_of};
use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::{role_grants, users},
    sql_types::{DbCode, DbId, DbText, DbVersion},
};

/// A role at a place, with the person who holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The grant.
    pub record: GrantRecord,
    /// E-mail address.
    pub email: EmailAddress,
    /// Given name.
    pub given_name: PersonName,
    /// Family name.
    pub family_name: PersonName,
    /// Language of mails.
    pub locale: LocaleCode,
    /// Whether the account can be used.
    pub status: UserStatus,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
struct PersonRow {
    email: DbText<EmailAddress>,
    given_name: DbText<PersonName>,
    family_name: DbText<PersonName>,
    locale: DbCode<LocaleCode>,
    status: DbCode<UserStatus>,
}

impl TryFrom<(GrantRow, PersonRow)> for Member {
    type Error = DbError;

    fn try_from((grant, person): (GrantRow, PersonRow)) -> DbResult<Self> {
        Ok(Self {
            record: grant.try_into()?,
            email: person.email.0,
            given_name: person.given_name.0,
            family_name: person.family_name.0,
            locale: person.locale.0,
            status: person.status.0,
        })
    }
}

/// The member with this identifier, wherever it belongs.
///
/// # Errors
/// When the database does not answer.
pub fn member_find(connection: &mut AnyConnection, id: MembershipId) -> DbResult<Option<Member>> {
    role_grants::table
        .inner_join(users::table)
        .filter(role_grants::id.eq(DbId(id)))
        .select((GrantRow::as_select(), PersonRow::as_select()))
        .first::<(GrantRow, PersonRow)>(connection)
        .optional()?
        .map(Member::try_from)
        .transpose()
}

/// Who holds a role at exactly this place, in the order they joined.
///
/// # Errors
/// When the database does not answer.
pub fn member_list(
    connection: &mut AnyConnection,
    place: GrantPlace,
    page: &PageRequest,
) -> DbResult<Listing<Member>> {
    let mut query = role_grants::table
        .inner_join(users::table)
        .filter(role_grants::network_id.eq(DbId(place.network())))
        .select((GrantRow::as_select(), PersonRow::as_select()))
        .into_boxed();
    query = match columns_of(place) {
        (Some(point), _) => query.filter(role_grants::point_id.eq(point)),
        (None, Some(provider)) => query.filter(role_grants::provider_id.eq(provider)),
        (None, None) => query
            .filter(role_grants::point_id.is_null())
            .filter(role_grants::provider_id.is_null()),
    };
    if let Some(after) = &page.after {
        query = query.filter(role_grants::id.gt(&after.id));
    }
    let rows: Vec<(GrantRow, PersonRow)> = query
        .order(role_grants::id)
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |(grant, _)| Cursor {
        key: String::new(),
        id: grant.id.0.to_string(),
    })
    .try_map(Member::try_from)
}

/// The managers of a provider whose account can be used, in the order they joined.
///
/// # Errors
/// When the database does not answer.
pub fn managers_of_provider(
    connection: &mut AnyConnection,
    provider: ProviderId,
) -> DbResult<Vec<Member>> {
    role_grants::table
        .inner_join(users::table)
        .filter(role_grants::provider_id.eq(DbId(provider)))
        .filter(role_grants::role.eq(DbCode(Role::ProviderManager)))
        .filter(users::status.eq(DbCode(UserStatus::Active)))
        .order(role_grants::id)
        .select((GrantRow::as_select(), PersonRow::as_select()))
        .load::<(GrantRow, PersonRow)>(connection)?
        .into_iter()
        .map(Member::try_from)
        .collect()
}

/// Who holds one of these roles at exactly this place and can use the account, each person once, in
/// the order they joined.
///
/// # Errors
/// When the database does not answer.
pub fn holders_of_roles(
    connection: &mut AnyConnection,
    place: GrantPlace,
    roles: &[Role],
) -> DbResult<Vec<Member>> {
    let roles = roles.iter().copied().map(DbCode);
    let mut query = role_grants::table
        .inner_join(users::table)
        .filter(role_grants::network_id.eq(DbId(place.network())))
        .filter(role_grants::role.eq_any(roles))
        .filter(users::status.eq(DbCode(UserStatus::Active)))
        .select((GrantRow::as_select(), PersonRow::as_select()))
        .into_boxed();
    query = match columns_of(place) {
        (Some(point), _) => query.filter(role_grants::point_id.eq(point)),
        (None, Some(provider)) => query.filter(role_grants::provider_id.eq(provider)),
        (None, None) => query
            .filter(role_grants::point_id.is_null())
            .filter(role_grants::provider_id.is_null()),
    };
    let rows: Vec<(GrantRow, PersonRow)> = query.order(role_grants::id).load(connection)?;
    let mut members: Vec<Member> = Vec::with_capacity(rows.len());
    for row in rows {
        let member = Member::try_from(row)?;
        let user = member.record.user_id;
        if !members.iter().any(|known| known.record.user_id == user) {
            members.push(member);
        }
    }
    Ok(members)
}

/// Changes the role of a grant over the version it was read in; the place stays.
///
/// # Errors
/// [`DbError::Stale`] when it was changed or taken back meanwhile.
pub fn grant_role_set(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    record: &GrantRecord,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(role_grants::table.find(DbId(record.id)))
        .filter(role_grants::version.eq(DbVersion(read)))
        .set((
            role_grants::role.eq(DbCode(record.grant.role())),
            role_grants::version.eq(DbVersion(record.version)),
            role_grants::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}
