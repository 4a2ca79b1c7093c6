//! What the parties of agreements are called.

use std::collections::HashMap;

use diesel::prelude::*;
use domain_agreements::PartyRef;
use domain_shared::{AssociationKind, NetworkBodyKind, PointKind, TextValue as _};

use crate::{
    AnyConnection, DbResult,
    schema::{associations, network_bodies, points},
    sql_types::DbId,
};

/// The names of the parties that stand for the network (bodies, associations, points), as far as they exist.
///
/// # Errors
/// When the database does not answer.
pub fn network_party_names(
    connection: &mut AnyConnection,
    parties: &[PartyRef],
) -> DbResult<HashMap<PartyRef, String>> {
    let (mut bodies, mut hosts, mut at) = (Vec::new(), Vec::new(), Vec::new());
    let mut names = HashMap::new();
    for party in parties {
        match party {
            PartyRef::NetworkBody(id) => bodies.push(DbId(*id)),
            PartyRef::Association(id) => hosts.push(DbId(*id)),
            PartyRef::Point(id) => at.push(DbId(*id)),
            PartyRef::PublicBody(body) => {
                names.insert(party.clone(), body.name.as_str().to_owned());
            }
            PartyRef::Provider(_) => {}
        }
    }
    if !bodies.is_empty() {
        let found: Vec<(DbId<NetworkBodyKind>, String)> = network_bodies::table
            .filter(network_bodies::id.eq_any(bodies))
            .select((network_bodies::id, network_bodies::name))
            .load(connection)?;
        let found = found.into_iter();
        names.extend(found.map(|(id, name)| (PartyRef::NetworkBody(id.0), name)));
    }
    if !hosts.is_empty() {
        let found: Vec<(DbId<AssociationKind>, String)> = associations::table
            .filter(associations::id.eq_any(hosts))
            .select((associations::id, associations::name))
            .load(connection)?;
        let found = found.into_iter();
        names.extend(found.map(|(id, name)| (PartyRef::Association(id.0), name)));
    }
    if !at.is_empty() {
        let found: Vec<(DbId<PointKind>, String)> = points::table
            .filter(points::id.eq_any(at))
            .select((points::id, points::name))
            .load(connection)?;
        let found = found.into_iter();
        names.extend(found.map(|(id, name)| (PartyRef::Point(id.0), name)));
    }
    Ok(names)
}
