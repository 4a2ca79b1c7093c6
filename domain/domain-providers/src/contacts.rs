//! How a provider or one of its sites is reached.

use domain_shared::{DisplayName, EmailAddress, PhoneNumber, TextValue, Violations, WebUrl};
use serde::{Deserialize, Serialize};

/// Contacts as somebody typed them, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProviderContactsDraft {
    /// E-mail.
    pub email: Option<String>,
    /// Certified e-mail (PEC).
    pub certified_email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Web site.
    pub website: Option<String>,
    /// Whom to ask for.
    pub contact_person: Option<String>,
}

/// How a provider or one of its sites is reached. Every part is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProviderContacts {
    /// E-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// Certified e-mail (PEC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certified_email: Option<EmailAddress>,
    /// Telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneNumber>,
    /// Web site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<WebUrl>,
    /// Whom to ask for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_person: Option<DisplayName>,
}

impl ProviderContacts {
    /// Reads contacts; pointers start at the contacts themselves (`/email`).
    ///
    /// # Errors
    /// Every contact that does not have its form.
    pub fn parse(draft: &ProviderContactsDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let certified_email = draft.certified_email.as_deref();
        let contact_person = draft.contact_person.as_deref();
        let contacts = Self {
            email: wrong.keep_optional("/email", draft.email.as_deref(), EmailAddress::parse),
            certified_email: wrong.keep_optional(
                "/certified_email",
                certified_email,
                EmailAddress::parse,
            ),
            phone: wrong.keep_optional("/phone", draft.phone.as_deref(), PhoneNumber::parse),
            website: wrong.keep_optional("/website", draft.website.as_deref(), WebUrl::parse),
            contact_person: wrong.keep_optional(
                "/contact_person",
                contact_person,
                DisplayName::parse,
            ),
        };
        wrong.into_result()?;
        Ok(contacts)
    }

    /// Whether somebody can be written to or called.
    #[must_use]
    pub const fn reaches_somebody(&self) -> bool {
        self.email.is_some() || self.certified_email.is_some() || self.phone.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_site_alone_reaches_nobody() {
        let mut contacts = ProviderContacts {
            website: WebUrl::parse("https://example.org").ok(),
            ..ProviderContacts::default()
        };
        assert!(!contacts.reaches_somebody());
        contacts.phone = PhoneNumber::parse("0547 000101").ok();
        assert!(contacts.reaches_somebody());
    }
}
