//! The place a role counts at, as columns.

use domain_accounts::GrantPlace;
use domain_shared::{NetworkBodyKind, PointKind, ProviderKind};

use crate::{DbError, DbResult, sql_types::DbId};

/// The columns for point and provider; the network has one of its own.
type Columns = (Option<DbId<PointKind>>, Option<DbId<ProviderKind>>);

/// The columns of a place.
pub(super) const fn columns_of(place: GrantPlace) -> Columns {
    match place {
        GrantPlace::Network(_) => (None, None),
        GrantPlace::Point(_, point) => (Some(DbId(point)), None),
        GrantPlace::Provider(_, provider) => (None, Some(DbId(provider))),
    }
}

/// The place of a row.
///
/// # Errors
/// [`DbError::Corrupt`] when it names a point and a provider.
pub(super) fn place_of(
    network: &DbId<NetworkBodyKind>,
    (point, provider): Columns,
) -> DbResult<GrantPlace> {
    let network = network.0;
    match (point, provider) {
        (Some(point), None) => Ok(GrantPlace::Point(network, point.0)),
        (None, Some(provider)) => Ok(GrantPlace::Provider(network, provider.0)),
        (None, None) => Ok(GrantPlace::Network(network)),
        (Some(_), Some(_)) => Err(DbError::corrupt("place of a role")),
    }
}
