//! Where a provider is and how it is reached.

use domain_shared::{
    AddressLine, DisplayName, EmailAddress, PhoneNumber, PostalCode, WebUrl,
    messages::INVALID_FORMAT, text_value,
};
use serde::{Deserialize, Serialize};

text_value! {
    /// The cadastral (*Belfiore*) code of an Italian municipality, kept in upper case.
    MunicipalityCode {
        min: 4, max: 4, multiline: false, pattern: Some("^[A-Ma-m][0-9]{3}$"), format: None,
        example: "C573",
        description: "Cadastral (Belfiore) code of a municipality.",
        check: |text| match text.to_ascii_uppercase() {
            code if is_belfiore(code.as_bytes()) => Ok(code),
            _ => Err(&INVALID_FORMAT),
        },
    }
}

/// One letter from A to M and three digits; Z marks foreign countries.
fn is_belfiore(code: &[u8]) -> bool {
    matches!(code, [b'A'..=b'M', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9'])
}

/// A postal address in Italy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Street and number.
    pub street: AddressLine,
    /// Postal code (CAP).
    pub postal_code: PostalCode,
    /// The municipality.
    pub municipality: MunicipalityCode,
}

/// How a provider or one of its sites is reached. Every part is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contacts {
    /// E-mail.
    pub email: Option<EmailAddress>,
    /// Certified e-mail (PEC).
    pub certified_email: Option<EmailAddress>,
    /// Telephone.
    pub phone: Option<PhoneNumber>,
    /// Web site.
    pub website: Option<WebUrl>,
    /// Whom to ask for.
    pub contact_person: Option<DisplayName>,
}

impl Contacts {
    /// Whether somebody can be written to or called.
    #[must_use]
    pub const fn reaches_somebody(&self) -> bool {
        self.email.is_some() || self.certified_email.is_some() || self.phone.is_some()
    }
}

#[cfg(test)]
mod tests {
    use domain_shared::TextValue;

    use super::*;

    #[test]
    fn municipality_codes_are_belfiore_codes() {
        assert_eq!(MunicipalityCode::parse("c573").unwrap().as_str(), "C573");
        for bad in ["Z112", "573C", "C57", "C5731", "È57"] {
            assert!(MunicipalityCode::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_web_site_alone_reaches_nobody() {
        let mut contacts = Contacts {
            website: WebUrl::parse("https://example.org").ok(),
            ..Contacts::default()
        };
        assert!(!contacts.reaches_somebody());
        contacts.phone = PhoneNumber::parse("0547 000101").ok();
        assert!(contacts.reaches_somebody());
    }
}
