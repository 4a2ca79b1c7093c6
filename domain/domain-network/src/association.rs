//! Territorial associations: the local organisations that host the desks.

use domain_shared::{
    AssociationId, Belfiore, Contacts, ContactsDraft, DisplayName, NetworkBodyId, TextValue,
    Version, Violations,
};
use serde::{Deserialize, Serialize};

use crate::NetworkBody;

/// What somebody typed about an association, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AssociationDraft {
    /// Name.
    pub name: String,
    /// Cadastral code of the municipality of its seat.
    pub municipality: String,
    /// Contacts.
    pub contacts: ContactsDraft,
}

/// What is known about an association.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssociationProfile {
    /// Name.
    pub name: DisplayName,
    /// Cadastral code of the municipality of its seat.
    pub municipality: Belfiore,
    /// Contacts.
    #[serde(default)]
    pub contacts: Contacts,
}

impl AssociationProfile {
    /// Reads a profile; pointers start at the profile itself (`/contacts/email`).
    ///
    /// # Errors
    /// Every mistake of the draft. Whether the municipality exists is not known here.
    pub fn parse(draft: &AssociationDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let name = wrong.keep("/name", DisplayName::parse(&draft.name));
        let municipality = wrong.keep("/municipality", Belfiore::parse(&draft.municipality));
        let contacts = wrong.keep_part("/contacts", Contacts::parse(&draft.contacts));
        let (Some(name), Some(municipality), Some(contacts)) = (name, municipality, contacts)
        else {
            return Err(wrong);
        };
        Ok(Self {
            name,
            municipality,
            contacts,
        })
    }
}

/// The territorial association of a network body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Association {
    /// Identifier.
    pub id: AssociationId,
    /// Version for optimistic concurrency.
    pub version: Version,
    /// The body it belongs to.
    pub network_body_id: NetworkBodyId,
    /// The root of that body's network.
    pub network_id: NetworkBodyId,
    /// What is known about it.
    pub profile: AssociationProfile,
}

impl Association {
    /// A new association of `body`, in the network of that body.
    #[must_use]
    pub fn new(id: AssociationId, body: &NetworkBody, profile: AssociationProfile) -> Self {
        Self {
            id,
            version: Version::FIRST,
            network_body_id: body.id,
            network_id: body.network_id(),
            profile,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_reported_where_it_is() {
        let wrong = AssociationProfile::parse(&AssociationDraft {
            name: String::new(),
            municipality: "040007".to_owned(),
            contacts: ContactsDraft {
                phone: Some("no".to_owned()),
                ..ContactsDraft::default()
            },
        })
        .unwrap_err();
        let pointers: Vec<_> = wrong.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/municipality", "/contacts/phone"]);
    }
}
