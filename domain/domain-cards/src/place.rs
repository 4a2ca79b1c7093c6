//! Where a service is given and how it is first contacted.

use domain_shared::{
    Address, AddressDraft, Coordinates, CoordinatesDraft, DisplayName, EmailAddress, LocalText,
    LocalTextDraft, LongText, OpeningHours, OpeningHoursDraft, PhoneNumber, ShortText, SiteId,
    TextValue, Violations, WebUrl, parse_id,
};
use serde::{Deserialize, Serialize};

/// A place as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CardPlaceDraft {
    /// The provider's site it is, if it is one.
    pub site_id: Option<String>,
    /// Name people look for.
    pub name: String,
    /// Postal address.
    pub address: AddressDraft,
    /// Position on the map.
    pub coordinates: Option<CoordinatesDraft>,
    /// When it is open.
    pub opening_hours: OpeningHoursDraft,
}

/// A place where a service is given.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardPlace {
    /// The provider's site it is, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_id: Option<SiteId>,
    /// Name people look for.
    pub name: DisplayName,
    /// Postal address.
    pub address: Address,
    /// Position on the map; without one it is not found by distance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coordinates: Option<Coordinates>,
    /// When it is open.
    pub opening_hours: OpeningHours,
}

impl CardPlace {
    /// Reads a place. Whether site and municipality exist is not known here.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &CardPlaceDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let site_id = wrong.keep_optional("/site_id", draft.site_id.as_deref(), parse_id);
        let name = wrong.keep("/name", DisplayName::parse(&draft.name));
        let address = wrong.keep_part("/address", Address::parse(&draft.address));
        let coordinates = draft
            .coordinates
            .and_then(|place| wrong.keep("/coordinates", Coordinates::parse(&place)));
        let hours = OpeningHours::parse(&draft.opening_hours);
        let opening_hours = wrong.keep_part("/opening_hours", hours);
        let (Some(name), Some(address), Some(opening_hours), true) =
            (name, address, opening_hours, wrong.is_empty())
        else {
            return Err(wrong);
        };
        Ok(Self {
            site_id,
            name,
            address,
            coordinates,
            opening_hours,
        })
    }
}

/// A first contact as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FirstContactDraft {
    /// Telephone number.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Web page.
    pub website: Option<String>,
    /// Days and hours of answering.
    pub hours: OpeningHoursDraft,
    /// Advice in words.
    pub note: LocalTextDraft,
}

/// How a citizen first gets in touch about a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FirstContact {
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneNumber>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// Web page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<WebUrl>,
    /// Days and hours of answering.
    pub hours: OpeningHours,
    /// Advice in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<LocalText<LongText>>,
}

impl FirstContact {
    /// Reads a first contact.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &FirstContactDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let contact = Self {
            phone: wrong.keep_optional("/phone", draft.phone.as_deref(), PhoneNumber::parse),
            email: wrong.keep_optional("/email", draft.email.as_deref(), EmailAddress::parse),
            website: wrong.keep_optional("/website", draft.website.as_deref(), WebUrl::parse),
            hours: wrong
                .keep_part("/hours", OpeningHours::parse(&draft.hours))
                .unwrap_or_default(),
            note: wrong.keep_local("/note", &draft.note),
        };
        wrong.into_result().map(|()| contact)
    }
}

/// The person in charge as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PersonInChargeDraft {
    /// Name, or the name of the office.
    pub name: String,
    /// Function.
    pub role: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

/// The person in charge of a service, public like the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonInCharge {
    /// Name, or the name of the office.
    pub name: DisplayName,
    /// Function.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<ShortText>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneNumber>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
}

impl PersonInCharge {
    /// Reads the person in charge.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &PersonInChargeDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let name = wrong.keep("/name", DisplayName::parse(&draft.name));
        let role = wrong.keep_optional("/role", draft.role.as_deref(), ShortText::parse);
        let phone = wrong.keep_optional("/phone", draft.phone.as_deref(), PhoneNumber::parse);
        let email = wrong.keep_optional("/email", draft.email.as_deref(), EmailAddress::parse);
        let (Some(name), true) = (name, wrong.is_empty()) else {
            return Err(wrong);
        };
        Ok(Self {
            name,
            role,
            phone,
            email,
        })
    }
}
