//! Texts in any number of languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{LanguageTag, TextValue, Violation, Violations, messages};

/// A text in its languages as somebody typed it, by language tag.
pub type LocalTextDraft = BTreeMap<String, String>;

/// Most languages of one text.
pub const MAX_TEXT_LANGUAGES: usize = 12;

/// A text in at least one language, by BCP 47 tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalText<T>(BTreeMap<LanguageTag, T>);

impl<T: TextValue> LocalText<T> {
    /// Reads a text in its languages; pointers name the language (`/it`). Nothing for no language at all.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &LocalTextDraft) -> Result<Option<Self>, Violations> {
        let mut wrong = Violations::new();
        if draft.len() > MAX_TEXT_LANGUAGES {
            let many = Violation::new("", &messages::TOO_MANY_ITEMS);
            wrong.push(many.with("max", &MAX_TEXT_LANGUAGES));
        }
        let mut texts = BTreeMap::new();
        for (tag, text) in draft.iter().take(MAX_TEXT_LANGUAGES) {
            let pointer = format!("/{}", tag.replace('~', "~0").replace('/', "~1"));
            let tag = wrong.keep(pointer.as_str(), LanguageTag::parse(tag));
            let text = wrong.keep(pointer.as_str(), T::parse(text));
            texts.extend(tag.zip(text));
        }
        wrong.into_result()?;
        Ok((!texts.is_empty()).then_some(Self(texts)))
    }

    /// The text in a language, if it is there.
    #[must_use]
    pub fn in_language(&self, tag: &str) -> Option<&T> {
        self.iter()
            .find(|(language, _)| *language == tag)
            .map(|(_, text)| text)
    }

    /// The Italian text, or the first there is.
    #[must_use]
    pub fn best(&self) -> Option<&T> {
        self.in_language("it").or_else(|| self.0.values().next())
    }

    /// Every language with its text, by tag.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(tag, text)| (tag.as_str(), text))
    }
}

impl<T: TextValue> Serialize for LocalText<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(tag, text)| (tag, text.as_str())))
    }
}

impl<'de, T: TextValue> Deserialize<'de> for LocalText<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let draft = LocalTextDraft::deserialize(deserializer)?;
        let text = Self::parse(&draft).map_err(serde::de::Error::custom)?;
        text.ok_or_else(|| serde::de::Error::custom(messages::REQUIRED.code))
    }
}

impl Violations {
    /// Reads a text in its languages, which may be missing altogether.
    pub fn keep_local<T: TextValue>(
        &mut self,
        pointer: &str,
        draft: &LocalTextDraft,
    ) -> Option<LocalText<T>> {
        self.keep_part(pointer, LocalText::parse(draft)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ShortText;

    fn draft(pairs: &[(&str, &str)]) -> LocalTextDraft {
        pairs
            .iter()
            .map(|(tag, text)| ((*tag).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn every_language_is_checked() {
        let wrong =
            LocalText::<ShortText>::parse(&draft(&[("it", ""), ("xx/yy", "a"), ("en", "b")]))
                .unwrap_err();
        assert_eq!(wrong.to_string(), "/it: required; /xx~1yy: invalid_format");
    }

    #[test]
    fn italian_comes_first() {
        let text = LocalText::<ShortText>::parse(&draft(&[("de", "Hilfe"), ("it", "Aiuto")]));
        let text = text.unwrap().unwrap();
        assert_eq!(text.best().unwrap().as_str(), "Aiuto");
        assert!(text.in_language("en").is_none());
        assert_eq!(LocalText::<ShortText>::parse(&draft(&[])), Ok(None));
    }
}
