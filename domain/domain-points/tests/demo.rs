//! The demonstration data keep the rules of points.
#![expect(clippy::unwrap_used, reason = "a failed test is a panic")]

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use domain_points::{PointDraft, PointPhase, PointProfile, PointStatus};
use domain_shared::{AssociationId, PointId, TextValue};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PointRecord {
    id: PointId,
    association_id: AssociationId,
    phase: PointPhase,
    status: PointStatus,
    profile: PointDraft,
}

#[derive(Deserialize)]
struct AssociationRecord {
    id: AssociationId,
}

fn records() -> Vec<PointRecord> {
    let text = include_str!("../../../persistence/data/demo/points.json");
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_profile_is_valid_and_opens_within_the_week() {
    let monday: DateTime<Utc> = "2026-11-22T23:00:00Z".parse().unwrap();
    for record in records() {
        let profile = PointProfile::parse(&record.profile).unwrap();
        let next = profile.opening_hours.next_opening(monday).unwrap();
        assert!(
            next - monday < Duration::days(7),
            "{}",
            profile.name.as_str()
        );
    }
}

#[test]
fn the_desks_are_those_of_the_programme() {
    let records = records();
    let of = |phase| records.iter().filter(|one| one.phase == phase).count();
    assert_eq!(of(PointPhase::Research), 7);
    assert_eq!(of(PointPhase::StartUp), 19);
    assert_eq!(of(PointPhase::Replica), 2);
    let ids: BTreeSet<_> = records.iter().map(|one| one.id).collect();
    assert_eq!(ids.len(), records.len());
    let active = records
        .iter()
        .filter(|one| one.status == PointStatus::Active)
        .count();
    assert_eq!(active, 22);
}

#[test]
fn every_host_is_known() {
    let text = include_str!("../../../persistence/data/demo/associations.json");
    let hosts: Vec<AssociationRecord> = serde_json::from_str(text).unwrap();
    let hosts: BTreeSet<_> = hosts.into_iter().map(|one| one.id).collect();
    assert!(
        records()
            .iter()
            .all(|one| hosts.contains(&one.association_id))
    );
}
