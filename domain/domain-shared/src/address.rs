//! Postal addresses in Italy.

use serde::{Deserialize, Serialize};

use crate::{AddressLine, Belfiore, PostalCode, ShortText, TextValue, Violations};

/// An address as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AddressDraft {
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Cadastral code of the municipality.
    pub municipality: String,
    /// Floor, staircase, doorbell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// A postal address.
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
