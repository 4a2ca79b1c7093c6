//! Whose agreements are those of a point.

use diesel::prelude::*;
use domain_shared::{AssociationKind, NetworkBodyKind, PointId, PointKind};
use uuid::Uuid;

use crate::{
    AnyConnection, DbResult,
    schema::{associations, points},
    sql_types::DbId,
};

/// A point with those whose agreements are its own too: its association, the body that is in, and the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointOwners {
    /// The point.
    pub point_id: PointId,
    /// All of them, the point included.
    pub owners: Vec<Uuid>,
}

/// Whose agreements are those of these points, as far as they exist.
///
/// # Errors
/// When the database does not answer.
pub fn point_owners(connection: &mut AnyConnection, ids: &[PointId]) -> DbResult<Vec<PointOwners>> {
    type Row = (
        DbId<PointKind>,
        DbId<AssociationKind>,
        DbId<NetworkBodyKind>,
        DbId<NetworkBodyKind>,
    );
    let ids: Vec<_> = ids.iter().map(|id| DbId(*id)).collect();
    let rows: Vec<Row> = points::table
        .inner_join(associations::table)
        .filter(points::id.eq_any(ids))
        .select((
            points::id,
            points::association_id,
            associations::network_body_id,
            points::network_id,
        ))
        .load(connection)?;
    let owners = |(point, association, body, network): Row| PointOwners {
        point_id: point.0,
        owners: vec![
            point.0.uuid(),
            association.0.uuid(),
            body.0.uuid(),
            network.0.uuid(),
        ],
    };
    Ok(rows.into_iter().map(owners).collect())
}
