//! The welfare point.

use chrono::{DateTime, Utc};
use domain_shared::{AssociationId, NetworkBodyId, PointId, Version};

use crate::{PointPhase, PointProfile, PointStatus};

/// A welfare point (*Welf@re Point*).
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Identifier.
    pub id: PointId,
    /// Version for optimistic concurrency.
    pub version: Version,
    /// The network it belongs to: the root of the body of its association.
    pub network_id: NetworkBodyId,
    /// The association that hosts it.
    pub association_id: AssociationId,
    /// Phase of the programme.
    pub phase: PointPhase,
    /// State.
    pub status: PointStatus,
    /// What it says about itself.
    pub profile: PointProfile,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}
