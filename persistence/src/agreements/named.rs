//! How the parties of agreements are called.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain_agreements::{AgreementContent, PartyKind, PartyRef, Side};
use domain_providers::ProviderProfile;
use domain_shared::{AgreementId, AgreementIdKind, TextValue as _};

use crate::{
    AnyConnection, DbResult,
    schema::{agreement_parties, agreements, associations, network_bodies, points, providers},
    sql_types::{DbCode, DbId, DbJson},
};

/// A party of an agreement, with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedParty {
    /// Where it stands.
    pub side: Side,
    /// What it is.
    pub kind: PartyKind,
    /// Its name.
    pub name: String,
}

type Row = (
    DbId<AgreementIdKind>,
    i32,
    DbCode<Side>,
    DbCode<PartyKind>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<DbJson<ProviderProfile>>,
);

/// The parties of these agreements, in their order.
///
/// # Errors
/// When the database does not answer.
pub fn parties_named(
    connection: &mut AnyConnection,
    asked: &[AgreementId],
) -> DbResult<BTreeMap<AgreementId, Vec<NamedParty>>> {
    let ids: Vec<_> = asked.iter().copied().map(DbId).collect();
    let bodies = network_bodies::id
        .nullable()
        .eq(agreement_parties::network_body_id);
    let hosts = associations::id
        .nullable()
        .eq(agreement_parties::association_id);
    let desks = points::id.nullable().eq(agreement_parties::point_id);
    let others = providers::id.nullable().eq(agreement_parties::provider_id);
    let rows: Vec<Row> = agreement_parties::table
        .left_join(network_bodies::table.on(bodies))
        .left_join(associations::table.on(hosts))
        .left_join(points::table.on(desks))
        .left_join(providers::table.on(others))
        .filter(agreement_parties::agreement_id.eq_any(ids))
        .order((agreement_parties::agreement_id, agreement_parties::position))
        .select((
            agreement_parties::agreement_id,
            agreement_parties::position,
            agreement_parties::side,
            agreement_parties::kind,
            network_bodies::name.nullable(),
            associations::name.nullable(),
            points::name.nullable(),
            providers::profile.nullable(),
        ))
        .load(connection)?;
    let public = |row: &&Row| row.3.0 == PartyKind::PublicBody;
    let with_public = rows.iter().filter(public).map(|row| row.0.0).collect();
    let public = public_bodies(connection, with_public)?;
    let mut named: BTreeMap<AgreementId, Vec<NamedParty>> = BTreeMap::new();
    for (id, position, side, kind, body, host, desk, provider) in rows {
        let provider = provider.map(|one| one.0.public_name().as_str().to_owned());
        let in_hub = body.or(host).or(desk).or(provider);
        let name = in_hub.or_else(|| public.get(&(id.0, position)).cloned());
        named.entry(id.0).or_default().push(NamedParty {
            side: side.0,
            kind: kind.0,
            name: name.unwrap_or_default(),
        });
    }
    Ok(named)
}

/// The names of public bodies, which only the agreements know, by agreement and place.
fn public_bodies(
    connection: &mut AnyConnection,
    of: Vec<AgreementId>,
) -> DbResult<BTreeMap<(AgreementId, i32), String>> {
    if of.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(DbId<AgreementIdKind>, DbJson<AgreementContent>)> = agreements::table
        .filter(agreements::id.eq_any(of.into_iter().map(DbId)))
        .select((agreements::id, agreements::content))
        .load(connection)?;
    let mut names = BTreeMap::new();
    for (id, content) in rows {
        for (position, party) in (0..).zip(&content.0.parties) {
            if let PartyRef::PublicBody(body) = &party.party {
                names.insert((id.0, position), body.name.as_str().to_owned());
            }
        }
    }
    Ok(names)
}
