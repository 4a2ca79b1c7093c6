//! Words of answers in one's own words.

use std::collections::{BTreeMap, BTreeSet};

use domain_shared::fold;

/// Words that say nothing by themselves, Italian and English, without accents.
pub const WORD_STOPS: &[&str] = &[
    "a", "ad", "agli", "ai", "al", "alla", "alle", "allo", "anche", "ancora", "and", "are", "as",
    "at", "avere", "be", "but", "by", "che", "chi", "ci", "come", "con", "cosa", "da", "dagli",
    "dai", "dal", "dalla", "dalle", "degli", "dei", "del", "della", "delle", "dello", "di", "dove",
    "e", "ed", "era", "essere", "for", "from", "gli", "ha", "hanno", "have", "ho", "i", "il", "in",
    "io", "is", "it", "la", "le", "lei", "li", "lo", "loro", "lui", "ma", "mi", "mia", "mio",
    "molto", "ne", "negli", "nei", "nel", "nella", "nelle", "no", "noi", "non", "not", "o", "of",
    "on", "or", "per", "perche", "piu", "poi", "quando", "quella", "quello", "questa", "questo",
    "se", "sei", "si", "sia", "solo", "sono", "stata", "stato", "su", "sua", "sul", "sulla", "suo",
    "that", "the", "they", "this", "to", "tra", "tu", "tutti", "tutto", "un", "una", "uno", "very",
    "vi", "was", "we", "with", "you",
];

/// A word, and in how many answers it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordCount {
    /// The word, in lower case without accents.
    pub word: String,
    /// In how many answers.
    pub answers: u32,
}

/// The words of answers that are in at least `smallest` of them, most frequent first; numbers and words of fewer than three
/// letters are left out.
#[must_use]
pub fn count_words<'a>(answers: impl Iterator<Item = &'a str>, smallest: u32) -> Vec<WordCount> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for answer in answers {
        let folded = fold(answer);
        let words: BTreeSet<&str> = folded
            .split(' ')
            .filter(|word| says_something(word))
            .collect();
        for word in words {
            let count = counts.entry(word.to_owned()).or_default();
            *count = count.saturating_add(1);
        }
    }
    let frequent = counts
        .into_iter()
        .filter(|(_, answers)| *answers >= smallest);
    let mut words: Vec<WordCount> = frequent
        .map(|(word, answers)| WordCount { word, answers })
        .collect();
    words.sort_by(|one, other| (other.answers, &one.word).cmp(&(one.answers, &other.word)));
    words
}

fn says_something(word: &str) -> bool {
    word.chars().count() >= 3
        && word.chars().all(char::is_alphabetic)
        && !WORD_STOPS.contains(&word)
}
