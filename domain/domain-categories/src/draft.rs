//! A category as somebody typed it, and its checks that need no tree.

use std::{collections::HashSet, hash::Hash};

use domain_shared::{
    DisplayName, I18nText, LanguageTag, LongText, ServiceCategoryId, ShortText, StableCode,
    TextValue, Violations, fold, messages as shared,
};
use serde::Deserialize;

use crate::{Crosswalk, Position, SchemeCode, Synonym};

/// Most synonyms of a category.
pub const MAX_SYNONYMS: usize = 50;
/// Most crosswalks of a category.
pub const MAX_CROSSWALKS: usize = 50;

/// A synonym as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SynonymDraft {
    /// See [`LanguageTag`].
    pub language: String,
    /// The word or phrase.
    pub text: String,
}

/// A crosswalk as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CrosswalkDraft {
    /// See [`StableCode`].
    pub scheme: String,
    /// See [`SchemeCode`].
    pub code: String,
}

/// A category as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CategoryDraft {
    /// See [`StableCode`].
    pub code: String,
    /// The category above, if any.
    pub parent: Option<ServiceCategoryId>,
    /// Name for people.
    pub label: I18nText<String>,
    /// What belongs in it.
    pub description: Option<I18nText<String>>,
    /// At most [`MAX_SYNONYMS`], none twice in a language (accents and case aside).
    pub synonyms: Vec<SynonymDraft>,
    /// At most [`MAX_CROSSWALKS`], none twice.
    pub crosswalks: Vec<CrosswalkDraft>,
    /// Place among the siblings, see [`Position`].
    pub position: i64,
}

/// What a category says, checked, before it finds its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryProfile {
    pub(crate) code: StableCode,
    pub(crate) parent: Option<ServiceCategoryId>,
    pub(crate) label: I18nText<DisplayName>,
    pub(crate) description: Option<I18nText<LongText>>,
    pub(crate) synonyms: Vec<Synonym>,
    pub(crate) crosswalks: Vec<Crosswalk>,
    pub(crate) position: Position,
}

impl CategoryProfile {
    /// Checks everything that needs no tree.
    ///
    /// # Errors
    /// All the mistakes, each at its JSON Pointer.
    pub fn parse(draft: &CategoryDraft) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let code = violations.keep("/code", StableCode::parse(&draft.code));
        let label = violations.keep_part("/label", I18nText::parse(&draft.label));
        let description = draft
            .description
            .as_ref()
            .and_then(|text| violations.keep_part("/description", I18nText::parse(text)));
        let synonyms = draft.check_synonyms(&mut violations);
        let crosswalks = draft.check_crosswalks(&mut violations);
        let position = violations.keep_number("/position", draft.position);
        match (code, label, position) {
            (Some(code), Some(label), Some(position)) if violations.is_empty() => Ok(Self {
                code,
                parent: draft.parent,
                label,
                description,
                synonyms,
                crosswalks,
                position,
            }),
            _ => Err(violations),
        }
    }
}

impl CategoryDraft {
    fn check_synonyms(&self, violations: &mut Violations) -> Vec<Synonym> {
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
            Synonym::parse,
            key,
        )
    }

    fn check_crosswalks(&self, violations: &mut Violations) -> Vec<Crosswalk> {
        distinct(
            violations,
            "/crosswalks",
            &self.crosswalks,
            MAX_CROSSWALKS,
            Crosswalk::parse,
            Clone::clone,
        )
    }
}

impl Synonym {
    /// Reads a synonym; pointers are `/language` and `/text`.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &SynonymDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let language = wrong.keep("/language", LanguageTag::parse(&draft.language));
        let text = wrong.keep("/text", ShortText::parse(&draft.text));
        match (language, text) {
            (Some(language), Some(text)) => Ok(Self { language, text }),
            (_, _) => Err(wrong),
        }
    }
}

impl Crosswalk {
    /// Reads a crosswalk; pointers are `/scheme` and `/code`.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &CrosswalkDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let scheme = wrong.keep("/scheme", StableCode::parse(&draft.scheme));
        let code = wrong.keep("/code", SchemeCode::parse(&draft.code));
        match (scheme, code) {
            (Some(scheme), Some(code)) => Ok(Self { scheme, code }),
            (_, _) => Err(wrong),
        }
    }
}

/// Reads a bounded list whose items have different keys.
fn distinct<D, T, K: Eq + Hash>(
    violations: &mut Violations,
    at: &str,
    drafts: &[D],
    max: usize,
    parse: impl Fn(&D) -> Result<T, Violations>,
    key: impl Fn(&T) -> K,
) -> Vec<T> {
    let mut seen = HashSet::new();
    let mut kept = Vec::with_capacity(drafts.len().min(max));
    for (index, value) in violations.keep_parts(at, drafts, max, parse) {
        if seen.insert(key(&value)) {
            kept.push(value);
        } else {
            violations.add(format!("{at}/{index}"), &shared::DUPLICATE);
        }
    }
    kept
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn input(code: &str, parent: Option<ServiceCategoryId>) -> CategoryDraft {
        CategoryDraft {
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

    fn synonym(language: &str, text: &str) -> SynonymDraft {
        SynonymDraft {
            language: language.to_owned(),
            text: text.to_owned(),
        }
    }

    fn mistakes(input: &CategoryDraft) -> Vec<(String, &'static str)> {
        let violations = CategoryProfile::parse(input).unwrap_err();
        let told = violations
            .iter()
            .map(|v| (v.pointer.clone(), v.message.code));
        told.collect()
    }

    #[test]
    fn every_mistake_is_told() {
        let bad = CategoryDraft {
            code: "Famiglia!".to_owned(),
            label: I18nText {
                it: String::new(),
                en: Some("\u{7}".to_owned()),
            },
            synonyms: vec![synonym("italiano", "badante"), synonym("it", "")],
            crosswalks: vec![CrosswalkDraft::default()],
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
            ("/position", "out_of_range"),
        ];
        assert_eq!(
            mistakes(&bad),
            expected.map(|(at, code)| (at.to_owned(), code))
        );
    }

    #[test]
    fn a_synonym_is_said_once_in_a_language() {
        let twice = CategoryDraft {
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
        let many = CategoryDraft {
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
