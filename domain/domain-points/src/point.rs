//! The welfare point.

use chrono::{DateTime, Utc};
use domain_shared::{AssociationId, NetworkBodyId, OpenState, PointId, Version};

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

impl Point {
    /// Whether people find it open at an instant, and when that changes: only an active point
    /// keeps its hours.
    #[must_use]
    pub fn open_state(&self, at: DateTime<Utc>) -> OpenState {
        match self.status {
            PointStatus::Active => self.profile.opening_hours.state(at),
            PointStatus::Planned | PointStatus::Suspended | PointStatus::Closed => {
                OpenState::default()
            }
        }
    }

    /// Whether people find it open at an instant.
    #[must_use]
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        match self.status {
            PointStatus::Active => self.profile.opening_hours.open_now(at),
            PointStatus::Planned | PointStatus::Suspended | PointStatus::Closed => false,
        }
    }
}
