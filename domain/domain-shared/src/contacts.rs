//! How to reach an organisation or a desk.

use serde::{Deserialize, Serialize};

use crate::{EmailAddress, PhoneNumber, TextValue, Violations, WebUrl};

/// Contacts as somebody typed them, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContactsDraft {
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Web address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
}

/// Public contacts; any of them may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contacts {
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneNumber>,
    /// Web address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<WebUrl>,
}

impl Contacts {
    /// Reads contacts; pointers start at the contacts themselves (`/email`).
    ///
    /// # Errors
    /// Every contact that does not have its form.
    pub fn parse(draft: &ContactsDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let contacts = Self {
            email: wrong.keep_optional("/email", draft.email.as_deref(), EmailAddress::parse),
            phone: wrong.keep_optional("/phone", draft.phone.as_deref(), PhoneNumber::parse),
            website: wrong.keep_optional("/website", draft.website.as_deref(), WebUrl::parse),
        };
        wrong.into_result()?;
        Ok(contacts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_contact_is_named() {
        let draft = ContactsDraft {
            email: Some("nobody".to_owned()),
            phone: None,
            website: Some("example.org".to_owned()),
        };
        let wrong = Contacts::parse(&draft).unwrap_err();
        let pointers: Vec<_> = wrong.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/email", "/website"]);
        assert_eq!(
            Contacts::parse(&ContactsDraft::default()).unwrap(),
            Contacts::default()
        );
    }
}
