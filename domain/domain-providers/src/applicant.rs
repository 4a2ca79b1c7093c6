//! Who registers a provider.

use domain_shared::{EmailAddress, LanguageTag, Locale, PersonName, TextValue, Violations};
use serde::{Deserialize, Serialize};

/// Who registers a provider, as typed, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApplicantDraft {
    /// E-mail address.
    pub email: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
}

/// Who registered a provider: told of the decision and, once it is let in, invited to manage it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// E-mail address.
    pub email: EmailAddress,
    /// Given name.
    pub given_name: PersonName,
    /// Family name.
    pub family_name: PersonName,
    /// Language to write in.
    pub language: LanguageTag,
}

impl Applicant {
    /// Reads an applicant who is written to in `locale`; pointers start at the applicant (`/email`).
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &ApplicantDraft, locale: Locale) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let email = wrong.keep("/email", EmailAddress::parse(&draft.email));
        let given_name = wrong.keep("/given_name", PersonName::parse(&draft.given_name));
        let family_name = wrong.keep("/family_name", PersonName::parse(&draft.family_name));
        let language = wrong.keep("", LanguageTag::parse(locale.tag()));
        match (email, given_name, family_name, language) {
            (Some(email), Some(given_name), Some(family_name), Some(language)) => Ok(Self {
                email,
                given_name,
                family_name,
                language,
            }),
            (..) => Err(wrong),
        }
    }

    /// The language to write in.
    #[must_use]
    pub fn locale(&self) -> Locale {
        if self.language.as_str() == Locale::English.tag() {
            Locale::English
        } else {
            Locale::Italian
        }
    }
}

#[cfg(test)]
mod tests {
    use domain_shared::messages;

    use super::*;

    #[test]
    fn every_mistake_is_reported_and_the_language_kept() {
        let wrong = Applicant::parse(&ApplicantDraft::default(), Locale::Italian).unwrap_err();
        let codes: Vec<_> = wrong.iter().map(|one| one.message.code).collect();
        assert_eq!(codes, [messages::REQUIRED.code; 3]);
        let draft = ApplicantDraft {
            email: "lucia@example.org".to_owned(),
            given_name: "Lucia".to_owned(),
            family_name: "Fabbri".to_owned(),
        };
        for locale in [Locale::Italian, Locale::English] {
            assert_eq!(Applicant::parse(&draft, locale).unwrap().locale(), locale);
        }
    }
}
