//! What an agreement is about: categories, cards, territories.

use std::collections::BTreeSet;

use domain_shared::{CardId, Coverage, CoverageDraft, StableCode, TextValue, Violations, parse_id};
use serde::{Deserialize, Serialize};

/// Most categories of a scope.
pub const MAX_SCOPE_CATEGORIES: usize = 60;
/// Most cards of a scope.
pub const MAX_SCOPE_CARDS: usize = 500;

/// A scope as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AgreementScopeDraft {
    /// Codes of service categories.
    pub categories: Vec<String>,
    /// Identifiers of cards.
    pub cards: Vec<String>,
    /// Where it holds.
    pub territory: CoverageDraft,
}

/// What an agreement is about. It covers the cards of the providers that are its parties: those that are
/// named, and those of the named categories or of categories below them; all of them where neither cards nor
/// categories are named. A territory narrows this to cards that cover a part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct AgreementScope {
    /// Service categories, with those below them.
    pub categories: BTreeSet<StableCode>,
    /// Cards.
    pub cards: BTreeSet<CardId>,
    /// Where it holds; everywhere where it is empty.
    pub territory: Coverage,
}

impl AgreementScope {
    /// Reads a scope. Whether what it names exists is not known here.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &AgreementScopeDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let categories = wrong.keep_list(
            "/categories",
            &draft.categories,
            MAX_SCOPE_CATEGORIES,
            StableCode::parse,
        );
        let cards = wrong.keep_list("/cards", &draft.cards, MAX_SCOPE_CARDS, parse_id);
        let territory = wrong.keep_part("/territory", Coverage::parse(&draft.territory));
        wrong.into_result()?;
        Ok(Self {
            categories: categories.into_iter().collect(),
            cards: cards.into_iter().collect(),
            territory: territory.unwrap_or_default(),
        })
    }

    /// Whether every card of the providers is meant, wherever it is given.
    #[must_use]
    pub fn names_nothing(&self) -> bool {
        self.categories.is_empty() && self.cards.is_empty()
    }
}
