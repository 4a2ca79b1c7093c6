//! Whom to write to: the people of providers, of points and of the review, with their address and language.

use diesel::prelude::*;
use domain_accounts::{LocaleCode, Role, UserStatus};
use domain_shared::{
    EmailAddress, Locale, NetworkBodyId, NetworkBodyKind, PointId, PointKind, ProviderId,
    ProviderKind, UserId, UserKind,
};

use crate::{
    AnyConnection, DbResult,
    schema::{role_grants, users},
    sql_types::{DbCode, DbId, DbText},
};

/// Somebody to write to, whose account can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The account.
    pub user: UserId,
    /// Where mail goes.
    pub email: EmailAddress,
    /// Language of mails.
    pub locale: Locale,
}

type Person = (DbId<UserKind>, DbText<EmailAddress>, DbCode<LocaleCode>);

fn recipient((user, email, locale): Person) -> Recipient {
    Recipient {
        user: user.0,
        email: email.0,
        locale: locale.0.locale(),
    }
}

/// Who holds roles at these places, each with the place, in the order they joined.
macro_rules! holders_at {
    ($connection:expr, $place:ident, $places:expr, $roles:expr) => {
        role_grants::table
            .inner_join(users::table)
            .filter(role_grants::$place.eq_any($places))
            .filter(role_grants::role.eq_any($roles.map(DbCode)))
            .filter(users::status.eq(DbCode(UserStatus::Active)))
            .order(role_grants::id)
            .select((
                role_grants::$place,
                (users::id, users::email, users::locale),
            ))
            .load($connection)?
    };
}

/// Leaves out who is named already.
fn each_once<T: PartialEq>(all: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut found = Vec::new();
    for one in all {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

/// The account with this identifier, if it can be used.
///
/// # Errors
/// When the database does not answer.
pub fn recipient_find(connection: &mut AnyConnection, user: UserId) -> DbResult<Option<Recipient>> {
    Ok(users::table
        .find(DbId(user))
        .filter(users::status.eq(DbCode(UserStatus::Active)))
        .select((users::id, users::email, users::locale))
        .first::<Person>(connection)
        .optional()?
        .map(recipient))
}

/// The managers and editors of these providers, each with the provider, in the order they joined.
/// Who is both is named once.
///
/// # Errors
/// When the database does not answer.
pub fn recipients_of_providers(
    connection: &mut AnyConnection,
    providers: &[ProviderId],
) -> DbResult<Vec<(ProviderId, Recipient)>> {
    let asked: Vec<_> = providers.iter().copied().map(DbId).map(Some).collect();
    let roles = [Role::ProviderManager, Role::ProviderEditor];
    let rows: Vec<(Option<DbId<ProviderKind>>, Person)> =
        holders_at!(connection, provider_id, asked, roles);
    let rows = rows.into_iter();
    Ok(each_once(rows.filter_map(|(provider, person)| {
        Some((provider?.0, recipient(person)))
    })))
}

/// The managers of these providers, each with the provider, in the order they joined.
///
/// # Errors
/// When the database does not answer.
pub fn managers_of_providers(
    connection: &mut AnyConnection,
    providers: &[ProviderId],
) -> DbResult<Vec<(ProviderId, Recipient)>> {
    let asked: Vec<_> = providers.iter().copied().map(DbId).map(Some).collect();
    let rows: Vec<(Option<DbId<ProviderKind>>, Person)> =
        holders_at!(connection, provider_id, asked, [Role::ProviderManager]);
    let rows = rows.into_iter();
    let named = rows.filter_map(|(provider, person)| Some((provider?.0, recipient(person))));
    Ok(named.collect())
}

/// The coordinators of these points, each with the point, in the order they joined.
///
/// # Errors
/// When the database does not answer.
pub fn coordinators_by_point(
    connection: &mut AnyConnection,
    points: &[PointId],
) -> DbResult<Vec<(PointId, Recipient)>> {
    let asked: Vec<_> = points.iter().copied().map(DbId).map(Some).collect();
    let rows: Vec<(Option<DbId<PointKind>>, Person)> =
        holders_at!(connection, point_id, asked, [Role::PointCoordinator]);
    let rows = rows.into_iter();
    let named = rows.filter_map(|(point, person)| Some((point?.0, recipient(person))));
    Ok(named.collect())
}

/// The administrators of these networks, each with the network, in the order they joined.
///
/// # Errors
/// When the database does not answer.
pub fn admins_of_networks(
    connection: &mut AnyConnection,
    networks: &[NetworkBodyId],
) -> DbResult<Vec<(NetworkBodyId, Recipient)>> {
    let asked: Vec<_> = networks.iter().copied().map(DbId).collect();
    let rows: Vec<(DbId<NetworkBodyKind>, Person)> =
        holders_at!(connection, network_id, asked, [Role::NetworkAdmin]);
    let rows = rows.into_iter();
    Ok(rows
        .map(|(network, person)| (network.0, recipient(person)))
        .collect())
}

/// The reviewers of a network; its administrators where there are none.
///
/// # Errors
/// When the database does not answer.
pub fn reviewers_of_network(
    connection: &mut AnyConnection,
    network: NetworkBodyId,
) -> DbResult<Vec<Recipient>> {
    let roles = [Role::Reviewer, Role::NetworkAdmin].map(DbCode);
    let rows: Vec<(DbCode<Role>, Person)> = role_grants::table
        .inner_join(users::table)
        .filter(role_grants::network_id.eq(DbId(network)))
        .filter(role_grants::role.eq_any(roles))
        .filter(users::status.eq(DbCode(UserStatus::Active)))
        .order(role_grants::id)
        .select((role_grants::role, (users::id, users::email, users::locale)))
        .load(connection)?;
    let of = |role: Role| {
        let of_role = rows.iter().filter(move |(one, _)| one.0 == role);
        let people = of_role.map(|(_, person)| recipient(person.clone()));
        people.collect::<Vec<_>>()
    };
    let reviewers = of(Role::Reviewer);
    Ok(if reviewers.is_empty() {
        of(Role::NetworkAdmin)
    } else {
        reviewers
    })
}

/// The coordinators of points, each once, in the order they joined.
///
/// # Errors
/// When the database does not answer.
pub fn coordinators_of_points(
    connection: &mut AnyConnection,
    points: &[PointId],
) -> DbResult<Vec<Recipient>> {
    let named = coordinators_by_point(connection, points)?;
    Ok(each_once(named.into_iter().map(|(_, person)| person)))
}
