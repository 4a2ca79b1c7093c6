//! Languages of the texts for people, and texts that exist in several.

use serde::{Deserialize, Serialize};

use crate::{TextValue, Violations};

/// A language the hub speaks by itself (errors, labels, messages).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// Italian, the default.
    #[default]
    Italian,
    /// English.
    English,
}

impl Locale {
    /// The BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Italian => "it",
            Self::English => "en",
        }
    }
}

/// A text in Italian with an optional English translation. Of `String`, it is a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct I18nText<T> {
    /// The Italian text, always there.
    pub it: T,
    /// The English text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<T>,
}

impl<T> I18nText<T> {
    /// The text in the asked language, Italian where it is not translated.
    #[must_use]
    pub const fn in_locale(&self, locale: Locale) -> &T {
        match (locale, &self.en) {
            (Locale::English, Some(english)) => english,
            (Locale::English, None) | (Locale::Italian, _) => &self.it,
        }
    }
}

impl<T: TextValue> I18nText<T> {
    /// Reads a text in its languages; pointers are `/it` and `/en`.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &I18nText<String>) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let it = wrong.keep("/it", T::parse(&draft.it));
        let en = wrong.keep_optional("/en", draft.en.as_deref(), T::parse);
        match it {
            Some(it) if wrong.is_empty() => Ok(Self { it, en }),
            Some(_) | None => Err(wrong),
        }
    }
}
