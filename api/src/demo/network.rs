//! Network bodies and associations.

use domain_accounts::{Action, Permit};
use domain_network::{Association, AssociationProfile, NetworkBody, NetworkBodyProfile};
use domain_shared::{AssociationId, NetworkBodyId, Version};
use persistence::network::{association_insert, network_body_find, network_body_insert};
use serde::Deserialize;

use super::read;
use crate::{
    agreement_templates,
    http::UnitOfWork,
    problem::{Outcome, Problem},
    questionnaires,
};

#[derive(Deserialize)]
struct BodyRecord {
    id: NetworkBodyId,
    parent_id: Option<NetworkBodyId>,
    profile: NetworkBodyProfile,
}

#[derive(Deserialize)]
struct AssociationRecord {
    id: AssociationId,
    network_body_id: NetworkBodyId,
    profile: AssociationProfile,
}

/// Loads the bodies, roots first, then the associations.
pub(super) fn load(unit: &mut UnitOfWork<'_, '_>) -> Outcome<()> {
    let now = unit.now();
    let permit = Permit::system(Action::NetworkBodyWrite);
    let bodies: Vec<BodyRecord> = read(
        "network_bodies",
        include_str!("../../../persistence/data/demo/network_bodies.json"),
    )?;
    for record in bodies {
        let body = NetworkBody {
            id: record.id,
            version: Version::FIRST,
            parent: record.parent_id,
            profile: record.profile,
        };
        network_body_insert(unit.tx(), &permit, &body, now)?;
        if body.parent.is_none() {
            agreement_templates::install_starters(unit, body.id)?;
            questionnaires::install_starters(unit, body.id)?;
        }
    }
    let permit = Permit::system(Action::AssociationWrite);
    let associations: Vec<AssociationRecord> = read(
        "associations",
        include_str!("../../../persistence/data/demo/associations.json"),
    )?;
    for record in associations {
        let body = network_body_find(unit.connection(), record.network_body_id)?
            .ok_or_else(|| Problem::internal("demo association without its body"))?;
        let association = Association::new(record.id, &body, record.profile);
        association_insert(unit.tx(), &permit, &association, now)?;
    }
    Ok(())
}
