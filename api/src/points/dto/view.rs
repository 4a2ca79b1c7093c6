//! What a point says of itself.

use chrono::{DateTime, Utc};
use domain_points::Point;
use persistence::points::{PointDetail, PointItem, PointPlace};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::{
    AccessModeField, AccessibilityFeatureField, AssociationIdField, BelfioreField, Coded,
    ContactsView, DisplayNameField, GeoPoint, Ident, IstatCodeField, LanguageTagField,
    LongTextField, NetworkBodyIdField, OpeningHoursView, PointIdField, PointPhaseField,
    PointStatusField, PostalAddress, ProvinceAbbreviationField, ProvinceCodeField, RegionCodeField,
    Text, optional,
};

/// The municipality of a point.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::points) struct PointMunicipality {
    /// Cadastral code.
    code: BelfioreField,
    /// ISTAT code.
    istat_code: IstatCodeField,
    /// Name.
    name: DisplayNameField,
    /// ISTAT code of its province.
    province_code: ProvinceCodeField,
    /// Abbreviation of its province.
    province: ProvinceAbbreviationField,
}

/// The region of a point.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::points) struct PointRegion {
    /// ISTAT code.
    code: RegionCodeField,
    /// Name.
    name: DisplayNameField,
}

/// The association that hosts a point.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::points) struct PointHost {
    /// Identifier.
    id: AssociationIdField,
    /// Name.
    name: DisplayNameField,
}

impl From<&PointPlace> for PointMunicipality {
    fn from(place: &PointPlace) -> Self {
        Self {
            code: Text::of(&place.municipality),
            istat_code: Text::of(&place.istat_code),
            name: Text::of(&place.name),
            province_code: Text::of(&place.province_code),
            province: Text::of(&place.province),
        }
    }
}

impl From<&PointPlace> for PointRegion {
    fn from(place: &PointPlace) -> Self {
        Self {
            code: Text::of(&place.region_code),
            name: Text::of(&place.region),
        }
    }
}

/// A point in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::points) struct PointSummary {
    /// Identifier.
    id: PointIdField,
    /// Name.
    name: DisplayNameField,
    /// Municipality.
    municipality: PointMunicipality,
    /// Region.
    region: PointRegion,
    /// Position on the map.
    coordinates: GeoPoint,
    /// Phase of the programme.
    phase: PointPhaseField,
    /// State.
    status: PointStatusField,
    /// In which ways it may be reached.
    #[schema(max_items = 20)]
    access_modes: Vec<AccessModeField>,
    /// Whether it is open at this moment, by appointment or not. Only an active point opens.
    open_now: bool,
    /// When it opens next, if within 60 days.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_opening: Option<DateTime<Utc>>,
    /// Distance from `near` in kilometres, to ten metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 200, example = 12.34)]
    distance_km: Option<f64>,
}

impl PointSummary {
    /// The summary at an instant.
    pub(in crate::points) fn at(item: &PointItem, now: DateTime<Utc>) -> Self {
        let point = &item.point;
        let state = point.open_state(now);
        Self {
            id: Ident(point.id),
            name: Text::of(&point.profile.name),
            municipality: PointMunicipality::from(&item.place),
            region: PointRegion::from(&item.place),
            coordinates: GeoPoint::from(point.profile.coordinates),
            phase: Coded(point.phase),
            status: Coded(point.status),
            access_modes: access_modes(point),
            open_now: state.open_now,
            next_opening: state.next_opening,
            distance_km: item.distance_km.map(|km| (km * 100.0).round() / 100.0),
        }
    }
}

/// A welfare point (*Welf@re Point*).
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::points) struct PointView {
    /// Identifier.
    id: PointIdField,
    /// The network it belongs to.
    network_id: NetworkBodyIdField,
    /// The association that hosts it.
    association: PointHost,
    /// Name.
    name: DisplayNameField,
    /// Description for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<LongTextField>,
    /// Phase of the programme.
    phase: PointPhaseField,
    /// State.
    status: PointStatusField,
    /// Municipality.
    municipality: PointMunicipality,
    /// Region.
    region: PointRegion,
    /// Where it is.
    address: PostalAddress,
    /// Position on the map.
    coordinates: GeoPoint,
    /// How to reach it.
    contacts: ContactsView,
    /// When it is open.
    opening_hours: OpeningHoursView,
    /// In which ways it may be reached.
    #[schema(max_items = 20)]
    access_modes: Vec<AccessModeField>,
    /// What makes it accessible.
    #[schema(max_items = 20)]
    accessibility: Vec<AccessibilityFeatureField>,
    /// Languages spoken, the usual one first.
    #[schema(max_items = 20)]
    languages: Vec<LanguageTagField>,
    /// Whether it is open at this moment, by appointment or not. Only an active point opens.
    open_now: bool,
    /// When it opens next, if within 60 days.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_opening: Option<DateTime<Utc>>,
    /// When it closes next, if within 60 days.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_closing: Option<DateTime<Utc>>,
    /// When it was recorded.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl PointView {
    /// The view at an instant.
    pub(in crate::points) fn at(detail: &PointDetail, now: DateTime<Utc>) -> Self {
        let point = &detail.point;
        let profile = &point.profile;
        let state = point.open_state(now);
        Self {
            id: Ident(point.id),
            network_id: Ident(point.network_id),
            association: PointHost {
                id: Ident(point.association_id),
                name: Text::of(&detail.association_name),
            },
            name: Text::of(&profile.name),
            description: optional(profile.description.as_ref()),
            phase: Coded(point.phase),
            status: Coded(point.status),
            municipality: PointMunicipality::from(&detail.place),
            region: PointRegion::from(&detail.place),
            address: PostalAddress::from(&profile.address),
            coordinates: GeoPoint::from(profile.coordinates),
            contacts: ContactsView::from(&profile.contacts),
            opening_hours: OpeningHoursView::from(&profile.opening_hours),
            access_modes: access_modes(point),
            accessibility: profile.accessibility.iter().copied().map(Coded).collect(),
            languages: profile.languages.iter().map(Text::of).collect(),
            open_now: state.open_now,
            next_opening: state.next_opening,
            next_closing: state.next_closing,
            created_at: point.created_at,
            updated_at: point.updated_at,
        }
    }
}

fn access_modes(point: &Point) -> Vec<AccessModeField> {
    let modes = point.profile.access_modes.iter();
    modes.copied().map(Coded).collect()
}
