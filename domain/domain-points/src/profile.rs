//! Everything a point says about itself.

use std::collections::BTreeSet;

use domain_shared::messages::{DUPLICATE, REQUIRED, UNKNOWN_CODE};
use domain_shared::{
    AddressLine, Belfiore, Code, Contacts, ContactsDraft, Coordinates, DisplayName, LanguageTag,
    LongText, PostalCode, ShortText, TextValue, Violation, Violations, codes,
};
use serde::{Deserialize, Serialize};

use crate::{OpeningHours, OpeningHoursDraft, TOO_MANY_ITEMS};

/// Most languages of a point.
pub const MAX_LANGUAGES: usize = 20;

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

codes! {
    /// What makes a desk usable by people with disabilities.
    pub enum AccessibilityFeature {
        /// Way in without steps.
        StepFree = "step_free", "ingresso senza gradini", "step-free entrance";
        /// Ramp at the entrance.
        Ramp = "ramp", "rampa di accesso", "entrance ramp";
        /// Lift a wheelchair fits in.
        Lift = "lift", "ascensore accessibile", "accessible lift";
        /// Accessible toilet.
        AccessibleToilet = "accessible_toilet", "servizi igienici accessibili", "accessible toilet";
        /// Reserved parking near the entrance.
        Parking = "parking", "parcheggio riservato", "reserved parking";
        /// Stop of accessible public transport nearby.
        PublicTransport = "public_transport", "fermata di trasporto pubblico accessibile", "accessible public transport stop";
        /// Induction loop for hearing aids.
        HearingLoop = "hearing_loop", "sistema a induzione magnetica", "hearing loop";
        /// Italian sign language.
        Lis = "lis", "lingua dei segni italiana (LIS)", "Italian sign language (LIS)";
        /// Tactile guidance or Braille signs.
        TactileGuidance = "tactile_guidance", "percorsi tattili o segnaletica in Braille", "tactile guidance or Braille signs";
        /// Texts that are easy to read, or pictures that help communication.
        EasyReading = "easy_reading", "testi facili da leggere o CAA", "easy-to-read texts or AAC";
        /// Guide and assistance dogs are welcome.
        AssistanceDogs = "assistance_dogs", "cani da assistenza ammessi", "assistance dogs welcome";
    }
}

/// An address as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressDraft {
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Cadastral code of the municipality.
    pub municipality: String,
    /// Floor, staircase, doorbell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// Where a desk is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Street and number.
    pub street: AddressLine,
    /// Postal code.
    pub postal_code: PostalCode,
    /// Cadastral code of the municipality.
    pub municipality: Belfiore,
    /// Floor, staircase, doorbell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<ShortText>,
}

/// A position as somebody typed it, not checked yet.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoordinatesDraft {
    /// Latitude in decimal degrees.
    pub lat: f64,
    /// Longitude in decimal degrees.
    pub lon: f64,
}

/// A profile as somebody typed it, not checked yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointProfileDraft {
    /// Name.
    pub name: String,
    /// Description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Address.
    pub address: AddressDraft,
    /// Position.
    pub coordinates: CoordinatesDraft,
    /// Contacts.
    #[serde(default)]
    pub contacts: ContactsDraft,
    /// Opening hours.
    #[serde(default)]
    pub opening_hours: OpeningHoursDraft,
    /// Codes of [`AccessMode`], at least one.
    pub access_modes: Vec<String>,
    /// Codes of [`AccessibilityFeature`].
    #[serde(default)]
    pub accessibility: Vec<String>,
    /// Languages spoken, at least one.
    pub languages: Vec<String>,
}

/// The valid description of a point. Stored as JSON in the shape of [`PointProfileDraft`].
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

impl Address {
    /// Reads an address; pointers start at the address itself (`/street`).
    ///
    /// # Errors
    /// Every mistake of the draft. Whether the municipality exists is not known here.
    pub fn parse(draft: &AddressDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let street = wrong.keep("/street", AddressLine::parse(&draft.street));
        let postal_code = wrong.keep("/postal_code", PostalCode::parse(&draft.postal_code));
        let municipality = wrong.keep("/municipality", Belfiore::parse(&draft.municipality));
        let notes = wrong.keep_optional("/notes", draft.notes.as_deref(), ShortText::parse);
        let (Some(street), Some(postal_code), Some(municipality), true) =
            (street, postal_code, municipality, wrong.is_empty())
        else {
            return Err(wrong);
        };
        Ok(Self {
            street,
            postal_code,
            municipality,
            notes,
        })
    }
}

impl PointProfile {
    /// Reads a profile; pointers start at the profile itself (`/opening_hours/weekly/0/opens`).
    ///
    /// # Errors
    /// Every mistake of the draft. Whether the municipality exists is not known here.
    pub fn parse(draft: &PointProfileDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let name = wrong.keep("/name", DisplayName::parse(&draft.name));
        let description = wrong.keep_optional(
            "/description",
            draft.description.as_deref(),
            LongText::parse,
        );
        let address = wrong.keep_part("/address", Address::parse(&draft.address));
        let CoordinatesDraft { lat, lon } = draft.coordinates;
        let coordinates = wrong.keep("/coordinates", Coordinates::new(lat, lon));
        let contacts = wrong.keep_part("/contacts", Contacts::parse(&draft.contacts));
        let hours = OpeningHours::parse(&draft.opening_hours);
        let opening_hours = wrong.keep_part("/opening_hours", hours);
        let access_modes = parse_codes("/access_modes", &draft.access_modes, &mut wrong);
        if draft.access_modes.is_empty() {
            wrong.add("/access_modes", &REQUIRED);
        }
        let accessibility = parse_codes("/accessibility", &draft.accessibility, &mut wrong);
        let languages = parse_languages(&draft.languages, &mut wrong);
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
            access_modes,
            accessibility,
            languages,
        })
    }
}

impl<'de> Deserialize<'de> for PointProfile {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let draft = PointProfileDraft::deserialize(deserializer)?;
        Self::parse(&draft).map_err(serde::de::Error::custom)
    }
}

/// Reads codes, each at most once.
fn parse_codes<C: Code + Ord>(list: &str, codes: &[String], wrong: &mut Violations) -> BTreeSet<C> {
    let mut members = BTreeSet::new();
    for (index, code) in codes.iter().enumerate() {
        let pointer = format!("{list}/{index}");
        match C::from_code(code) {
            None => wrong.add(pointer, &UNKNOWN_CODE),
            Some(member) if !members.insert(member) => wrong.add(pointer, &DUPLICATE),
            Some(_) => {}
        }
    }
    members
}

/// Reads languages, at least one, each at most once, in their order.
fn parse_languages(tags: &[String], wrong: &mut Violations) -> Vec<LanguageTag> {
    if tags.is_empty() {
        wrong.add("/languages", &REQUIRED);
    }
    if tags.len() > MAX_LANGUAGES {
        wrong.push(Violation::new("/languages", &TOO_MANY_ITEMS).with("max", &MAX_LANGUAGES));
    }
    let mut languages = Vec::new();
    for (index, tag) in tags.iter().take(MAX_LANGUAGES).enumerate() {
        let pointer = format!("/languages/{index}");
        match wrong.keep(pointer.clone(), LanguageTag::parse(tag)) {
            Some(language) if languages.contains(&language) => wrong.add(pointer, &DUPLICATE),
            Some(language) => languages.push(language),
            None => {}
        }
    }
    languages
}
