//! Welfare points.

use domain_accounts::{Action, Permit};
use domain_points::{Point, PointPhase, PointProfile, PointStatus};
use domain_shared::{AssociationId, PointId, Version};
use persistence::{network::association_find, points::point_insert};
use serde::Deserialize;

use super::read;
use crate::{
    http::UnitOfWork,
    problem::{Outcome, Problem},
};

#[derive(Deserialize)]
struct PointRecord {
    id: PointId,
    association_id: AssociationId,
    phase: PointPhase,
    status: PointStatus,
    profile: PointProfile,
}

/// Loads the points, each into the network of its association.
pub(super) fn load(unit: &mut UnitOfWork<'_, '_>) -> Outcome<()> {
    let now = unit.now();
    let permit = Permit::system(Action::PointManage);
    let points: Vec<PointRecord> = read(
        "points",
        include_str!("../../../persistence/data/demo/points.json"),
    )?;
    for record in points {
        let host = association_find(unit.connection(), record.association_id)?
            .ok_or_else(|| Problem::internal("demo point without its association"))?;
        let point = Point {
            id: record.id,
            version: Version::FIRST,
            network_id: host.network_id,
            association_id: host.id,
            phase: record.phase,
            status: record.status,
            profile: record.profile,
            created_at: now,
            updated_at: now,
        };
        point_insert(unit.tx(), &permit, &point)?;
    }
    Ok(())
}
