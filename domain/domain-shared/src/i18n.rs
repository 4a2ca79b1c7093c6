//! Languages of the texts for people, and texts that exist in several.

use serde::{Deserialize, Serialize};

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

/// A text in Italian with an optional English translation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
