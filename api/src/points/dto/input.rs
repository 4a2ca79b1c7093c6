//! What can be written of a point.

use domain_points::{PointDraft, PointPhase, PointProfile};
use domain_shared::Code as _;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::{
    AccessModeField, AccessibilityFeatureField, AssociationIdField, ContactsInput,
    DisplayNameField, GeoPoint, LanguageTagField, LongTextField, OpeningHoursInput,
    PointPhaseField, PostalAddress, ReasonField,
};

/// What can be written of a point.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "phase": "research", "name": "Welf@re Point Cesena",
    "description": "Ascolto, informazione e orientamento ai servizi di welfare del territorio.",
    "address": {"street": "Via Ilaria Alpi 49", "postal_code": "47521", "municipality": "C573", "notes": "Piano terra"},
    "coordinates": {"lat": 44.1391, "lon": 12.2431},
    "contacts": {"email": "sportello.cesena@example.org", "phone": "+39 0547 000 0003"},
    "opening_hours": {
        "weekly": [{"weekday": "monday", "opens": "09:00", "closes": "13:00"}, {"weekday": "thursday", "opens": "14:00", "closes": "18:00", "by_appointment": true}],
        "exceptions": [{"from": "2026-12-24", "until": "2027-01-06", "reason": "Festività natalizie"}],
        "closed_on_public_holidays": true
    },
    "access_modes": ["in_person", "phone"], "accessibility": ["step_free"], "languages": ["it", "en"]
}))]
pub(in crate::points) struct PointInput {
    /// Phase of the programme. Only the administrators of the network change it.
    pub(in crate::points) phase: PointPhaseField,
    /// Name.
    name: DisplayNameField,
    /// Description for people.
    description: Option<LongTextField>,
    /// Where it is. The municipality must exist today.
    address: PostalAddress,
    /// Position on the map.
    coordinates: GeoPoint,
    /// How to reach it.
    contacts: Option<ContactsInput>,
    /// When it is open.
    opening_hours: Option<OpeningHoursInput>,
    /// In which ways it may be reached.
    #[schema(min_items = 1, max_items = 20)]
    access_modes: Vec<AccessModeField>,
    /// What makes it accessible.
    #[schema(max_items = 20)]
    accessibility: Option<Vec<AccessibilityFeatureField>>,
    /// Languages spoken, the usual one first.
    #[schema(min_items = 1, max_items = 20)]
    languages: Vec<LanguageTagField>,
}

impl From<PointInput> for PointDraft {
    fn from(input: PointInput) -> Self {
        let features = input.accessibility.into_iter().flatten();
        Self {
            name: input.name.into(),
            description: input.description.map(Into::into),
            address: input.address.into(),
            coordinates: Some(input.coordinates.into()),
            contacts: input.contacts.map(Into::into).unwrap_or_default(),
            opening_hours: input.opening_hours.map(Into::into).unwrap_or_default(),
            access_modes: input
                .access_modes
                .into_iter()
                .map(|mode| mode.0.code().to_owned())
                .collect(),
            accessibility: features
                .map(|feature| feature.0.code().to_owned())
                .collect(),
            languages: input.languages.into_iter().map(Into::into).collect(),
        }
    }
}

/// A new point.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "association_id": "01930000-0000-7000-8000-000000000000",
    "phase": "research", "name": "Welf@re Point Cesena",
    "address": {"street": "Via Ilaria Alpi 49", "postal_code": "47521", "municipality": "C573"},
    "coordinates": {"lat": 44.1391, "lon": 12.2431},
    "contacts": {"email": "sportello.cesena@example.org", "phone": "+39 0547 000 0003"},
    "opening_hours": {"weekly": [{"weekday": "monday", "opens": "09:00", "closes": "13:00"}], "closed_on_public_holidays": true},
    "access_modes": ["in_person", "phone"], "languages": ["it"]
}))]
pub(in crate::points) struct NewPointInput {
    /// The association that hosts it, which gives it its network. Fixed once it is made.
    pub(in crate::points) association_id: AssociationIdField,
    /// Everything else.
    #[serde(flatten)]
    pub(in crate::points) point: PointInput,
}

/// A point as it is, in the form of [`PointInput`].
#[derive(Debug, Serialize)]
pub(in crate::points) struct PointForm<'a> {
    /// Phase of the programme.
    pub(in crate::points) phase: PointPhase,
    /// Everything else.
    #[serde(flatten)]
    pub(in crate::points) profile: &'a PointProfile,
}

/// Why a point closes its doors.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"reason": "Lavori di ristrutturazione della sede fino a marzo."}))]
pub(in crate::points) struct PointReasonInput {
    /// Why. It is kept in the audit log.
    pub(in crate::points) reason: ReasonField,
}
