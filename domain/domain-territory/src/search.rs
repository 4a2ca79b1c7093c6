//! How well a place answers a search by name.

use domain_shared::{fold, fold_words};

/// How a name answers a search, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchRank {
    /// A name is what was searched.
    Exact,
    /// A name starts with what was searched.
    NamePrefix,
    /// A word inside a name starts what was searched.
    WordPrefix,
}

/// The best rank any of the names of a place reaches, without regard to accents, case and punctuation.
///
/// `None` when no name answers, or when the search has no letter or digit at all.
#[must_use]
pub fn match_rank<'a>(query: &str, names: impl IntoIterator<Item = &'a str>) -> Option<MatchRank> {
    let wanted = fold(query);
    search_terms(names)
        .iter()
        .filter_map(|term| term.rank(&wanted))
        .min()
}

/// A folded text a place is found by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SearchTerm {
    /// A folded name, or its ending that starts at a word.
    pub text: String,
    /// Whether it is the whole of a name.
    pub whole: bool,
}

impl SearchTerm {
    /// The rank this term reaches for an already folded search.
    #[must_use]
    pub fn rank(&self, folded_query: &str) -> Option<MatchRank> {
        if folded_query.is_empty() || !self.text.starts_with(folded_query) {
            None
        } else if !self.whole {
            Some(MatchRank::WordPrefix)
        } else if self.text == folded_query {
            Some(MatchRank::Exact)
        } else {
            Some(MatchRank::NamePrefix)
        }
    }
}

/// Every text a place is found by: what an index of names stores, without repetitions.
///
/// A text that is both a whole name and the ending of another counts as a whole name.
#[must_use]
pub fn search_terms<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<SearchTerm> {
    let mut terms: Vec<SearchTerm> = Vec::new();
    for name in names {
        for (at, text) in fold_words(name).into_iter().enumerate() {
            let whole = at == 0;
            match terms.iter_mut().find(|term| term.text == text) {
                Some(known) => known.whole |= whole,
                None => terms.push(SearchTerm { text, whole }),
            }
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_best_name_decides() {
        let reggio = ["Reggio nell'Emilia"];
        assert_eq!(
            match_rank("REGGIO NELL EMILIA", reggio),
            Some(MatchRank::Exact)
        );
        assert_eq!(match_rank("reggio", reggio), Some(MatchRank::NamePrefix));
        assert_eq!(match_rank("emil", reggio), Some(MatchRank::WordPrefix));
        assert_eq!(match_rank("milia", reggio), None);
        assert_eq!(match_rank(" - ", reggio), None);
        let ortisei = ["Ortisei", "St. Ulrich", "Urtijëi"];
        assert_eq!(match_rank("urtijei", ortisei), Some(MatchRank::Exact));
        assert_eq!(match_rank("ulrich", ortisei), Some(MatchRank::WordPrefix));
        assert!(MatchRank::Exact < MatchRank::NamePrefix);
        assert!(MatchRank::NamePrefix < MatchRank::WordPrefix);
    }

    #[test]
    fn a_whole_name_wins_over_the_ending_of_another() {
        let names = ["Corvara in Badia", "Badia"];
        assert_eq!(match_rank("Badia", names), Some(MatchRank::Exact));
        assert_eq!(search_terms(names).len(), 3);
    }

    proptest! {
        #[test]
        fn a_name_is_found_by_itself_and_by_each_prefix(name in "[A-Za-zà-ü' -]{1,30}", cut in 1usize..30) {
            prop_assume!(!fold(&name).is_empty());
            prop_assert_eq!(match_rank(&name, [name.as_str()]), Some(MatchRank::Exact));
            let prefix: String = fold(&name).chars().take(cut).collect();
            prop_assert!(match_rank(&prefix, [name.as_str()]).is_some());
        }

        #[test]
        fn no_input_panics(query in "\\PC{0,20}", name in "\\PC{0,30}") {
            let _ = match_rank(&query, [name.as_str()]);
        }
    }
}
