//! What is known of the parties of agreements, which name them by identifier.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use domain_agreements::PartyRef;
use domain_network::{AssociationProfile, NetworkBodyProfile};
use domain_points::PointProfile;
use domain_providers::ProviderProfile;
use domain_shared::{
    AssociationKind, Belfiore, NetworkBodyId, NetworkBodyKind, PointKind, ProviderKind, TaxCode,
    TextValue as _,
};

use crate::{
    AnyConnection, DbResult,
    schema::{associations, municipalities, network_bodies, points, providers},
    sql_types::{DbId, DbJson},
};

/// What is known of a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownParty {
    /// The network it belongs to; a public body belongs to none.
    pub network_id: Option<NetworkBodyId>,
    /// Its name.
    pub name: String,
    /// Tax code.
    pub tax_code: Option<TaxCode>,
    /// Street and number of its seat.
    pub street: Option<String>,
    /// Name of the municipality of its seat.
    pub municipality: Option<String>,
}

/// A party with the municipality of its seat still by its code.
struct Found {
    party: PartyRef,
    network: NetworkBodyId,
    name: String,
    tax_code: Option<TaxCode>,
    street: Option<String>,
    seat: Option<Belfiore>,
}

/// What is known of these parties; those that do not exist are left out.
///
/// # Errors
/// When the database does not answer.
pub fn parties_known(
    connection: &mut AnyConnection,
    wanted: &BTreeSet<PartyRef>,
) -> DbResult<BTreeMap<PartyRef, KnownParty>> {
    let mut found = network_bodies_found(connection, wanted)?;
    found.extend(associations_found(connection, wanted)?);
    found.extend(points_found(connection, wanted)?);
    found.extend(providers_found(connection, wanted)?);
    let seats: BTreeSet<&str> = found
        .iter()
        .filter_map(|one| one.seat.as_ref())
        .map(Belfiore::as_str)
        .collect();
    let seats: BTreeMap<String, String> = if seats.is_empty() {
        BTreeMap::new()
    } else {
        municipalities::table
            .filter(municipalities::belfiore.eq_any(seats.into_iter().collect::<Vec<_>>()))
            .select((municipalities::belfiore, municipalities::name))
            .load::<(String, String)>(connection)?
            .into_iter()
            .collect()
    };
    let mut known: BTreeMap<PartyRef, KnownParty> = found
        .into_iter()
        .map(|one| {
            let seat = one.seat.as_ref().map(Belfiore::as_str);
            let party = KnownParty {
                network_id: Some(one.network),
                name: one.name,
                tax_code: one.tax_code,
                street: one.street,
                municipality: seat.and_then(|code| seats.get(code).cloned()),
            };
            (one.party, party)
        })
        .collect();
    for party in wanted {
        if let PartyRef::PublicBody(body) = party {
            let public = KnownParty {
                network_id: None,
                name: body.name.as_str().to_owned(),
                tax_code: body.tax_code.clone(),
                street: None,
                municipality: None,
            };
            known.insert(party.clone(), public);
        }
    }
    Ok(known)
}

fn network_bodies_found(
    connection: &mut AnyConnection,
    wanted: &BTreeSet<PartyRef>,
) -> DbResult<Vec<Found>> {
    type Row = (
        DbId<NetworkBodyKind>,
        DbId<NetworkBodyKind>,
        DbJson<NetworkBodyProfile>,
    );
    let ids: Vec<_> = wanted
        .iter()
        .filter_map(|party| match party {
            PartyRef::NetworkBody(id) => Some(DbId(*id)),
            _ => None,
        })
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = network_bodies::table
        .filter(network_bodies::id.eq_any(ids))
        .select((
            network_bodies::id,
            network_bodies::network_id,
            network_bodies::profile,
        ))
        .load(connection)?;
    let found = rows.into_iter().map(|(id, network, profile)| Found {
        party: PartyRef::NetworkBody(id.0),
        network: network.0,
        name: profile.0.name.as_str().to_owned(),
        tax_code: None,
        street: None,
        seat: None,
    });
    Ok(found.collect())
}

fn associations_found(
    connection: &mut AnyConnection,
    wanted: &BTreeSet<PartyRef>,
) -> DbResult<Vec<Found>> {
    type Row = (
        DbId<AssociationKind>,
        DbId<NetworkBodyKind>,
        DbJson<AssociationProfile>,
    );
    let ids: Vec<_> = wanted
        .iter()
        .filter_map(|party| match party {
            PartyRef::Association(id) => Some(DbId(*id)),
            _ => None,
        })
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = associations::table
        .filter(associations::id.eq_any(ids))
        .select((
            associations::id,
            associations::network_id,
            associations::profile,
        ))
        .load(connection)?;
    let found = rows.into_iter().map(|(id, network, profile)| Found {
        party: PartyRef::Association(id.0),
        network: network.0,
        name: profile.0.name.as_str().to_owned(),
        tax_code: None,
        street: None,
        seat: Some(profile.0.municipality),
    });
    Ok(found.collect())
}

fn points_found(
    connection: &mut AnyConnection,
    wanted: &BTreeSet<PartyRef>,
) -> DbResult<Vec<Found>> {
    type Row = (DbId<PointKind>, DbId<NetworkBodyKind>, DbJson<PointProfile>);
    let ids: Vec<_> = wanted
        .iter()
        .filter_map(|party| match party {
            PartyRef::Point(id) => Some(DbId(*id)),
            _ => None,
        })
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = points::table
        .filter(points::id.eq_any(ids))
        .select((points::id, points::network_id, points::profile))
        .load(connection)?;
    let found = rows.into_iter().map(|(id, network, profile)| {
        let address = profile.0.address;
        Found {
            party: PartyRef::Point(id.0),
            network: network.0,
            name: profile.0.name.as_str().to_owned(),
            tax_code: None,
            street: Some(address.street.as_str().to_owned()),
            seat: Some(address.municipality),
        }
    });
    Ok(found.collect())
}

fn providers_found(
    connection: &mut AnyConnection,
    wanted: &BTreeSet<PartyRef>,
) -> DbResult<Vec<Found>> {
    type Row = (
        DbId<ProviderKind>,
        DbId<NetworkBodyKind>,
        DbJson<ProviderProfile>,
    );
    let ids: Vec<_> = wanted
        .iter()
        .filter_map(|party| match party {
            PartyRef::Provider(id) => Some(DbId(*id)),
            _ => None,
        })
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = providers::table
        .filter(providers::id.eq_any(ids))
        .select((providers::id, providers::network_id, providers::profile))
        .load(connection)?;
    let found = rows.into_iter().map(|(id, network, profile)| {
        let parts = profile.0.into_parts();
        Found {
            party: PartyRef::Provider(id.0),
            network: network.0,
            name: parts.legal_name.as_str().to_owned(),
            tax_code: Some(parts.tax_code),
            street: Some(parts.legal_seat.street.as_str().to_owned()),
            seat: Some(parts.legal_seat.municipality),
        }
    });
    Ok(found.collect())
}
