//! The demonstration data keep the rules of the network.
#![expect(clippy::unwrap_used, reason = "a failed test is a panic")]

use std::collections::{BTreeMap, BTreeSet};

use domain_network::{
    Association, AssociationDraft, AssociationProfile, NetworkBody, NetworkBodyDraft,
    NetworkBodyProfile, check_parent,
};
use domain_shared::{AssociationId, NetworkBodyId, Version};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyRecord {
    id: NetworkBodyId,
    parent_id: Option<NetworkBodyId>,
    profile: NetworkBodyDraft,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AssociationRecord {
    id: AssociationId,
    network_body_id: NetworkBodyId,
    profile: AssociationDraft,
}

fn bodies() -> BTreeMap<NetworkBodyId, NetworkBody> {
    let text = include_str!("../../../persistence/data/demo/network_bodies.json");
    let records: Vec<BodyRecord> = serde_json::from_str(text).unwrap();
    let mut bodies = BTreeMap::new();
    for record in records {
        if let Some(parent) = record.parent_id {
            check_parent(bodies.get(&parent).unwrap()).unwrap();
        }
        let body = NetworkBody {
            id: record.id,
            version: Version::FIRST,
            parent: record.parent_id,
            profile: NetworkBodyProfile::parse(&record.profile).unwrap(),
        };
        assert!(bodies.insert(body.id, body).is_none());
    }
    bodies
}

#[test]
fn two_networks_with_their_bodies() {
    let bodies = bodies();
    let sizes = bodies.values().fold(BTreeMap::new(), |mut sizes, body| {
        *sizes.entry(body.network_id()).or_insert(0) += 1;
        sizes
    });
    assert_eq!(sizes.into_values().collect::<Vec<_>>(), [5, 2]);
    let codes: BTreeSet<_> = bodies.values().map(|body| &body.profile.code).collect();
    assert_eq!(codes.len(), 7);
}

#[test]
fn thirty_associations_of_known_bodies() {
    let bodies = bodies();
    let text = include_str!("../../../persistence/data/demo/associations.json");
    let records: Vec<AssociationRecord> = serde_json::from_str(text).unwrap();
    let mut networks = BTreeMap::new();
    for record in records {
        let profile = AssociationProfile::parse(&record.profile).unwrap();
        let body = bodies.get(&record.network_body_id).unwrap();
        let association = Association::new(record.id, body, profile);
        assert!(!body.is_root());
        *networks.entry(association.network_id).or_insert(0) += 1;
    }
    assert_eq!(networks.into_values().collect::<Vec<_>>(), [29, 1]);
}
