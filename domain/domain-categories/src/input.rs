//! A category as somebody typed it, and its checks that need no tree.

use std::{collections::HashSet, hash::Hash};

use domain_shared::{
    DisplayName, I18nText, LanguageTag, LongText, ServiceCategoryId, ShortText, StableCode,
    TextValue, Violation, Violations, fold, messages as shared,
};

use crate::{Crosswalk, Position, SchemeCode, Synonym, messages};

/// Most synonyms of a category.
pub const MAX_SYNONYMS: usize = 50;
/// Most crosswalks of a category.
pub const MAX_CROSSWALKS: usize = 50;

/// A synonym as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SynonymInput {
    /// See [`LanguageTag`].
    pub language: String,
    /// The word or phrase.
    pub text: String,
}

/// A crosswalk as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CrosswalkInput {
    /// See [`StableCode`].
    pub scheme: String,
    /// See [`SchemeCode`].
    pub code: String,
}

/// A category as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryInput {
    /// See [`StableCode`].
    pub code: String,
    /// The category above, if any.
    pub parent: Option<ServiceCategoryId>,
    /// Name for people.
    pub label: I18nText<String>,
    /// What belongs in it.
    pub description: Option<I18nText<String>>,
    /// At most [`MAX_SYNONYMS`], none twice in a language (accents and case aside).
    pub synonyms: Vec<SynonymInput>,
    /// At most [`MAX_CROSSWALKS`], none twice.
    pub crosswalks: Vec<CrosswalkInput>,
    /// Place among the siblings, see [`Position`].
    pub position: i32,
}

/// What a category says, checked, before it finds its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryDraft {
    pub(crate) code: StableCode,
    pub(crate) parent: Option<ServiceCategoryId>,
    pub(crate) label: I18nText<DisplayName>,
    pub(crate) description: Option<I18nText<LongText>>,
    pub(crate) synonyms: Vec<Synonym>,
    pub(crate) crosswalks: Vec<Crosswalk>,
    pub(crate) position: Position,
}

impl CategoryInput {
    /// Checks everything that needs no tree.
    ///
    /// # Errors
    /// All the mistakes, each at its JSON Pointer.
    pub fn check(&self) -> Result<CategoryDraft, Violations> {
        let mut violations = Violations::new();
        let code = violations.keep("/code", StableCode::parse(&self.code));
        let label = translated(&mut violations, "/label", &self.label);
        let description = self
            .description
            .as_ref()
            .and_then(|text| translated(&mut violations, "/description", text));
        let synonyms = self.check_synonyms(&mut violations);
        let crosswalks = self.check_crosswalks(&mut violations);
        let position = violations.keep("/position", Position::new(self.position));
        match (code, label, position) {
            (Some(code), Some(label), Some(position)) if violations.is_empty() => {
                Ok(CategoryDraft {
                    code,
                    parent: self.parent,
                    label,
                    description,
                    synonyms,
                    crosswalks,
                    position,
                })
            }
            _ => Err(violations),
        }
    }

    fn check_synonyms(&self, violations: &mut Violations) -> Vec<Synonym> {
        let read = |violations: &mut Violations, at: &str, input: &SynonymInput| {
            let language = violations.keep(
                format!("{at}/language"),
                LanguageTag::parse(&input.language),
            );
            let text = violations.keep(format!("{at}/text"), ShortText::parse(&input.text));
            Some(Synonym {
                language: language?,
                text: text?,
            })
        };
        // Folding would make all words of signs only look the same.
        let key = |synonym: &Synonym| {
            let folded = fold(synonym.text.as_str());
            let text = if folded.is_empty() {
                synonym.text.as_str().to_owned()
            } else {
                folded
            };
            (synonym.language.clone(), text)
        };
        distinct(
            violations,
            "/synonyms",
            &self.synonyms,
            MAX_SYNONYMS,
            read,
            key,
        )
    }

    fn check_crosswalks(&self, violations: &mut Violations) -> Vec<Crosswalk> {
        let read = |violations: &mut Violations, at: &str, input: &CrosswalkInput| {
            let scheme = violations.keep(format!("{at}/scheme"), StableCode::parse(&input.scheme));
            let code = violations.keep(format!("{at}/code"), SchemeCode::parse(&input.code));
            Some(Crosswalk {
                scheme: scheme?,
                code: code?,
            })
        };
        distinct(
            violations,
            "/crosswalks",
            &self.crosswalks,
            MAX_CROSSWALKS,
            read,
            Clone::clone,
        )
    }
}

/// Reads a text in its languages.
fn translated<T: TextValue>(
    violations: &mut Violations,
    at: &str,
    text: &I18nText<String>,
) -> Option<I18nText<T>> {
    let it = violations.keep(format!("{at}/it"), T::parse(&text.it));
    let en = text
        .en
        .as_deref()
        .and_then(|en| violations.keep(format!("{at}/en"), T::parse(en)));
    it.map(|it| I18nText { it, en })
}

/// Reads a bounded list whose items have different keys.
fn distinct<I, T, K: Eq + Hash>(
    violations: &mut Violations,
    at: &str,
    items: &[I],
    max: usize,
    read: impl Fn(&mut Violations, &str, &I) -> Option<T>,
    key: impl Fn(&T) -> K,
) -> Vec<T> {
    if items.len() > max {
        violations.push(Violation::new(at, &messages::TOO_MANY_ITEMS).with("max", &max));
        return Vec::new();
    }
    let mut seen = HashSet::new();
    let mut kept = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let here = format!("{at}/{index}");
        if let Some(value) = read(violations, &here, item) {
            if seen.insert(key(&value)) {
                kept.push(value);
            } else {
                violations.add(here, &shared::DUPLICATE);
            }
        }
    }
    kept
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn input(code: &str, parent: Option<ServiceCategoryId>) -> CategoryInput {
        CategoryInput {
            code: code.to_owned(),
            parent,
            label: I18nText {
                it: code.to_owned(),
                en: None,
            },
            description: None,
            synonyms: Vec::new(),
            crosswalks: Vec::new(),
            position: 0,
        }
    }

    fn synonym(language: &str, text: &str) -> SynonymInput {
        SynonymInput {
            language: language.to_owned(),
            text: text.to_owned(),
        }
    }

    fn mistakes(input: &CategoryInput) -> Vec<(String, &'static str)> {
        let violations = input.check().unwrap_err();
        let told = violations
            .iter()
            .map(|v| (v.pointer.clone(), v.message.code));
        told.collect()
    }

    #[test]
    fn every_mistake_is_told() {
        let bad = CategoryInput {
            code: "Famiglia!".to_owned(),
            label: I18nText {
                it: String::new(),
                en: Some("\u{7}".to_owned()),
            },
            synonyms: vec![synonym("italiano", "badante"), synonym("it", "")],
            crosswalks: vec![CrosswalkInput::default()],
            position: -1,
            ..input("x", None)
        };
        let expected = [
            ("/code", "invalid_format"),
            ("/label/it", "required"),
            ("/label/en", "control_characters"),
            ("/synonyms/0/language", "invalid_format"),
            ("/synonyms/1/text", "required"),
            ("/crosswalks/0/scheme", "required"),
            ("/crosswalks/0/code", "required"),
            ("/position", "invalid_position"),
        ];
        assert_eq!(
            mistakes(&bad),
            expected.map(|(at, code)| (at.to_owned(), code))
        );
    }

    #[test]
    fn a_synonym_is_said_once_in_a_language() {
        let twice = CategoryInput {
            synonyms: vec![
                synonym("it", "attività"),
                synonym("en", "attivita"),
                synonym("it", "Attivita"),
            ],
            ..input("x", None)
        };
        assert_eq!(mistakes(&twice), [("/synonyms/2".to_owned(), "duplicate")]);
    }

    #[test]
    fn lists_are_bounded() {
        let many = CategoryInput {
            synonyms: (0..=MAX_SYNONYMS)
                .map(|n| synonym("it", &n.to_string()))
                .collect(),
            ..input("x", None)
        };
        assert_eq!(
            mistakes(&many),
            [("/synonyms".to_owned(), "too_many_items")]
        );
    }
}
