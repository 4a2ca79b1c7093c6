//! Parts of resources that several contexts share.

use domain_shared::{
    Address, AddressDraft, Contacts, ContactsDraft, Coordinates, CoordinatesDraft,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    AddressLineField, BelfioreField, EmailAddressField, PhoneNumberField, PostalCodeField,
    ShortTextField, Text, WebUrlField, optional,
};

/// How to reach an organisation or a desk.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ContactsInput {
    /// E-mail address.
    pub email: Option<EmailAddressField>,
    /// Telephone number.
    pub phone: Option<PhoneNumberField>,
    /// Web address.
    pub website: Option<WebUrlField>,
}

impl From<ContactsInput> for ContactsDraft {
    fn from(input: ContactsInput) -> Self {
        Self {
            email: input.email.map(Into::into),
            phone: input.phone.map(Into::into),
            website: input.website.map(Into::into),
        }
    }
}

/// How to reach an organisation or a desk.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContactsView {
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddressField>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneNumberField>,
    /// Web address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<WebUrlField>,
}

impl From<&Contacts> for ContactsView {
    fn from(contacts: &Contacts) -> Self {
        Self {
            email: optional(contacts.email.as_ref()),
            phone: optional(contacts.phone.as_ref()),
            website: optional(contacts.website.as_ref()),
        }
    }
}

/// A postal address in Italy.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PostalAddress {
    /// Street and number.
    #[serde(default)]
    #[schema(required = true)]
    pub street: AddressLineField,
    /// Postal code (CAP).
    #[serde(default)]
    #[schema(required = true)]
    pub postal_code: PostalCodeField,
    /// Municipality, by cadastral code.
    #[serde(default)]
    #[schema(required = true)]
    pub municipality: BelfioreField,
    /// How to find it: floor, bell, courtyard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<ShortTextField>,
}

impl From<PostalAddress> for AddressDraft {
    fn from(input: PostalAddress) -> Self {
        Self {
            street: input.street.into(),
            postal_code: input.postal_code.into(),
            municipality: input.municipality.into(),
            notes: input.notes.map(Into::into),
        }
    }
}

impl From<&Address> for PostalAddress {
    fn from(address: &Address) -> Self {
        Self {
            street: Text::of(&address.street),
            postal_code: Text::of(&address.postal_code),
            municipality: Text::of(&address.municipality),
            notes: optional(address.notes.as_ref()),
        }
    }
}

/// A place on the map (WGS 84, decimal degrees).
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
pub struct GeoPoint {
    /// Latitude.
    #[serde(default)]
    #[schema(required = true, minimum = -90, maximum = 90, example = 44.1391)]
    pub lat: f64,
    /// Longitude.
    #[serde(default)]
    #[schema(required = true, minimum = -180, maximum = 180, example = 12.2431)]
    pub lon: f64,
}

impl From<GeoPoint> for CoordinatesDraft {
    fn from(input: GeoPoint) -> Self {
        Self {
            lat: input.lat,
            lon: input.lon,
        }
    }
}

impl From<Coordinates> for GeoPoint {
    fn from(coordinates: Coordinates) -> Self {
        Self {
            lat: coordinates.lat(),
            lon: coordinates.lon(),
        }
    }
}
