//! Everything a point says about itself.

use std::collections::BTreeSet;

use domain_shared::messages::REQUIRED;
use domain_shared::{
    AccessibilityFeature, Address, AddressDraft, Contacts, ContactsDraft, Coordinates,
    CoordinatesDraft, DisplayName, LanguageTag, LongText, OpeningHours, OpeningHoursDraft,
    TextValue, Violations, codes, parse_code,
};
use serde::{Deserialize, Serialize};

/// Most languages of a point.
pub const MAX_LANGUAGES: usize = 20;
/// Most codes of one list of a draft: more than any of the closed lists has.
const MAX_CODES: usize = 20;

codes! {
    /// A way to reach the people of a desk.
    pub enum AccessMode {
        /// At the desk.
        InPerson = "in_person", "in presenza", "in person";
        /// By telephone.
        Phone = "phone", "telefono", "telephone";
        /// By video call.
        Video = "video", "videochiamata", "video call";
    }
}

/// A profile as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PointDraft {
    /// Name.
    pub name: String,
    /// Description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Address.
    pub address: AddressDraft,
    /// Position.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coordinates: Option<CoordinatesDraft>,
    /// Contacts.
    pub contacts: ContactsDraft,
    /// Opening hours.
    pub opening_hours: OpeningHoursDraft,
    /// Codes of [`AccessMode`], at least one.
    pub access_modes: Vec<String>,
    /// Codes of [`AccessibilityFeature`].
    pub accessibility: Vec<String>,
    /// Languages spoken, at least one.
    pub languages: Vec<String>,
}

/// The valid description of a point. Stored as JSON in the shape of [`PointDraft`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PointProfile {
    /// Name.
    pub name: DisplayName,
    /// Description for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<LongText>,
    /// Where it is.
    pub address: Address,
    /// Position on the map.
    pub coordinates: Coordinates,
    /// How to reach it.
    pub contacts: Contacts,
    /// When it is open.
    pub opening_hours: OpeningHours,
    /// In which ways it may be reached; at least one.
    pub access_modes: BTreeSet<AccessMode>,
    /// What makes it accessible.
    pub accessibility: BTreeSet<AccessibilityFeature>,
    /// Languages spoken, the usual one first; at least one.
    pub languages: Vec<LanguageTag>,
}

impl PointProfile {
    /// Reads a profile; pointers start at the profile itself (`/opening_hours/weekly/0/opens`).
    ///
    /// # Errors
    /// Every mistake of the draft. Whether the municipality exists is not known here.
    pub fn parse(draft: &PointDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let name = wrong.keep("/name", DisplayName::parse(&draft.name));
        let description = wrong.keep_optional(
            "/description",
            draft.description.as_deref(),
            LongText::parse,
        );
        let address = wrong.keep_part("/address", Address::parse(&draft.address));
        let coordinates = draft.coordinates.ok_or(&REQUIRED);
        let coordinates = wrong.keep(
            "/coordinates",
            coordinates.and_then(|place| Coordinates::parse(&place)),
        );
        let contacts = wrong.keep_part("/contacts", Contacts::parse(&draft.contacts));
        let hours = OpeningHours::parse(&draft.opening_hours);
        let opening_hours = wrong.keep_part("/opening_hours", hours);
        let access_modes =
            wrong.keep_required_list("/access_modes", &draft.access_modes, MAX_CODES, parse_code);
        let accessibility = wrong.keep_list(
            "/accessibility",
            &draft.accessibility,
            MAX_CODES,
            parse_code,
        );
        let languages = wrong.keep_required_list(
            "/languages",
            &draft.languages,
            MAX_LANGUAGES,
            LanguageTag::parse,
        );
        let (
            Some(name),
            Some(address),
            Some(coordinates),
            Some(contacts),
            Some(opening_hours),
            true,
        ) = (
            name,
            address,
            coordinates,
            contacts,
            opening_hours,
            wrong.is_empty(),
        )
        else {
            return Err(wrong);
        };
        Ok(Self {
            name,
            description,
            address,
            coordinates,
            contacts,
            opening_hours,
            access_modes: access_modes.into_iter().collect(),
            accessibility: accessibility.into_iter().collect(),
            languages,
        })
    }
}

impl<'de> Deserialize<'de> for PointProfile {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let draft = PointDraft::deserialize(deserializer)?;
        Self::parse(&draft).map_err(serde::de::Error::custom)
    }
}
