//! The sites where a provider works.

use chrono::{DateTime, Utc};
use domain_shared::{Coordinates, DisplayName, LongText, ProviderId, SiteId, Version};
use serde::Serialize;

use crate::{Address, Contacts};

/// What is said about a site.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteDetails {
    /// Name people look for.
    pub name: DisplayName,
    /// Postal address.
    pub address: Address,
    /// Position on the map, where known.
    pub coordinates: Option<Coordinates>,
    /// Contacts of the site itself; where empty, those of the provider hold.
    pub contacts: Contacts,
    /// How to get in, when it is open, and the like.
    pub notes: Option<LongText>,
}

/// A site of a provider.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProviderSite {
    /// Identifier.
    pub id: SiteId,
    /// The provider it belongs to, for good.
    pub provider: ProviderId,
    /// What is said about it.
    pub details: SiteDetails,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}
