//! A service category and its parts.

use domain_shared::{
    DisplayName, I18nText, LanguageTag, LongText, ServiceCategoryId, ShortText, StableCode,
    Version, bounded_numbers, codes, text_value,
};
use serde::{Deserialize, Serialize};

text_value! {
    /// A code of another vocabulary, spelled as that vocabulary spells it.
    SchemeCode {
        min: 1, max: 120, multiline: false, pattern: None, format: None,
        example: "10.2",
        description: "Code in the named vocabulary; where it has no codes, the term itself.",
        check: Ok,
    }
}

/// Another word people use for a category.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Synonym {
    /// Language of the word.
    pub language: LanguageTag,
    /// The word or phrase.
    pub text: ShortText,
}

/// The same notion in another vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Crosswalk {
    /// The vocabulary, for example `cofog-2009`.
    pub scheme: StableCode,
    /// The code there.
    pub code: SchemeCode,
}

bounded_numbers! {
    /// Place among the siblings, 0 to 9999, lowest first; equal ones are ordered by code.
    Position = 0..=9999;
}

codes! {
    /// Whether a category can be used.
    pub enum CategoryStatus {
        /// It can be used.
        Active = "active", "attiva", "active";
        /// It is kept for history only.
        Retired = "retired", "ritirata", "retired";
    }
}

/// The life of a category; only a retired one can have been replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CategoryState {
    /// It can be used.
    Active,
    /// It is kept for history only.
    Retired {
        /// The category that took its place, if one did.
        replaced_by: Option<ServiceCategoryId>,
    },
}

/// A service category (*tipologia*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceCategory {
    /// Identifier.
    pub id: ServiceCategoryId,
    /// Code, unique in the whole tree, retired categories included; never changes.
    pub code: StableCode,
    /// The category above; none at the first level.
    pub parent: Option<ServiceCategoryId>,
    /// Name for people.
    pub label: I18nText<DisplayName>,
    /// What belongs in it.
    pub description: Option<I18nText<LongText>>,
    /// Other words for it, none twice in a language.
    pub synonyms: Vec<Synonym>,
    /// The same notion in other vocabularies, none twice.
    pub crosswalks: Vec<Crosswalk>,
    /// Place among its siblings.
    pub position: Position,
    /// Whether it can be used.
    pub state: CategoryState,
    /// How often it was written.
    pub version: Version,
}

impl ServiceCategory {
    /// The code of its state.
    #[must_use]
    pub const fn status(&self) -> CategoryStatus {
        match self.state {
            CategoryState::Active => CategoryStatus::Active,
            CategoryState::Retired { .. } => CategoryStatus::Retired,
        }
    }

    /// Whether it can be used.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        matches!(self.state, CategoryState::Active)
    }

    /// The category that took its place, if it is retired and one did.
    #[must_use]
    pub const fn replaced_by(&self) -> Option<ServiceCategoryId> {
        match self.state {
            CategoryState::Active => None,
            CategoryState::Retired { replaced_by } => replaced_by,
        }
    }
}
