//! The sites where a provider works.

use chrono::{DateTime, Utc};
use domain_shared::{
    Address, AddressDraft, Coordinates, CoordinatesDraft, DisplayName, LongText, ProviderId,
    SiteId, TextValue, Version, Violations,
};
use serde::{Deserialize, Serialize};

use crate::{ProviderContacts, ProviderContactsDraft};

/// What somebody typed about a site, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteDraft {
    /// Name people look for.
    pub name: String,
    /// Postal address.
    pub address: AddressDraft,
    /// Position on the map, where known.
    pub coordinates: Option<CoordinatesDraft>,
    /// Contacts of the site itself.
    pub contacts: ProviderContactsDraft,
    /// How to get in, when it is open, and the like.
    pub notes: Option<String>,
}

/// What is said about a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SiteProfile {
    /// Name people look for.
    pub name: DisplayName,
    /// Postal address.
    pub address: Address,
    /// Position on the map, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coordinates: Option<Coordinates>,
    /// Contacts of the site itself; where empty, those of the provider hold.
    #[serde(default)]
    pub contacts: ProviderContacts,
    /// How to get in, when it is open, and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<LongText>,
}

impl SiteProfile {
    /// Reads a profile; pointers start at the profile itself (`/address/street`).
    ///
    /// # Errors
    /// Every mistake of the draft. Whether the municipality exists is not known here.
    pub fn parse(draft: &SiteDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let name = wrong.keep("/name", DisplayName::parse(&draft.name));
        let address = wrong.keep_part("/address", Address::parse(&draft.address));
        let coordinates = draft
            .coordinates
            .and_then(|place| wrong.keep("/coordinates", Coordinates::parse(&place)));
        let contacts = wrong.keep_part("/contacts", ProviderContacts::parse(&draft.contacts));
        let notes = wrong.keep_optional("/notes", draft.notes.as_deref(), LongText::parse);
        let (Some(name), Some(address), Some(contacts), true) =
            (name, address, contacts, wrong.is_empty())
        else {
            return Err(wrong);
        };
        Ok(Self {
            name,
            address,
            coordinates,
            contacts,
            notes,
        })
    }
}

/// A site of a provider.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProviderSite {
    /// Identifier.
    pub id: SiteId,
    /// The provider it belongs to, for good.
    pub provider: ProviderId,
    /// What is said about it.
    pub profile: SiteProfile,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_reported_where_it_is() {
        let wrong = SiteProfile::parse(&SiteDraft {
            coordinates: Some(CoordinatesDraft {
                lat: 91.0,
                lon: 0.0,
            }),
            contacts: ProviderContactsDraft {
                certified_email: Some("nobody".to_owned()),
                ..ProviderContactsDraft::default()
            },
            ..SiteDraft::default()
        })
        .unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "/name: required; /address/street: required; /address/postal_code: required; \
             /address/municipality: required; /coordinates: invalid_coordinates; \
             /contacts/certified_email: invalid_email"
        );
    }
}
