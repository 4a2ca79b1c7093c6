//! Marking, in texts the caller has, the words that a query matches.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::analysis::{Stems, TextLanguage, Word, all_words};
use crate::error::SearchError;
use crate::index::CardIndex;
use crate::text_query::{QueryWord, TextQuery};

/// Part of a text with the matching words marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The part, cut between words, with `…` where it was cut.
    pub text: String,
    /// Where the matching words are: first and one past the last character of each, counted in
    /// characters of `text`, in order.
    pub marks: Vec<(usize, usize)>,
}

/// Knows the words of one query; see [`CardIndex::highlighter`].
pub struct Highlighter {
    words: Vec<QueryWord>,
    /// Which word of the query a word of a text matches: the texts of one page repeat theirs.
    known: RefCell<Known>,
}

#[derive(Default)]
struct Known {
    stems: Stems,
    italian: HashMap<String, Option<usize>>,
    english: HashMap<String, Option<usize>>,
    other: HashMap<String, Option<usize>>,
}

impl std::fmt::Debug for Highlighter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Highlighter")
            .field("words", &self.words)
            .finish_non_exhaustive()
    }
}

impl Known {
    fn word_of(
        &mut self,
        words: &[QueryWord],
        language: TextLanguage,
        form: &str,
    ) -> Option<usize> {
        let known = match language {
            TextLanguage::Italian => &mut self.italian,
            TextLanguage::English => &mut self.english,
            TextLanguage::Other => &mut self.other,
        };
        if let Some(word) = known.get(form) {
            return *word;
        }
        let stems = &mut self.stems;
        let word = words
            .iter()
            .position(|query| matches(query, stems, language, form));
        known.insert(form.to_owned(), word);
        word
    }
}

impl CardIndex {
    /// Looks up the words of a query to mark them in texts.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn highlighter(&self, text: &str) -> Result<Highlighter, SearchError> {
        let TextQuery { words } = TextQuery::new(&self.snapshot(), text)?;
        Ok(Highlighter {
            words,
            known: RefCell::default(),
        })
    }
}

fn matches(word: &QueryWord, stems: &mut Stems, language: TextLanguage, form: &str) -> bool {
    let has_stem = match language {
        TextLanguage::Italian => stems.italian(form) == word.italian,
        TextLanguage::English => stems.english(form) == word.english,
        TextLanguage::Other => false,
    };
    has_stem
        || form == word.form
        || (word.is_start && form.starts_with(&word.form))
        || word.like.iter().any(|like| like == form)
}

impl Highlighter {
    /// The part of a text, of at most so many characters (and the signs of cutting), that has most
    /// of the words; none if the text has no word of the query.
    pub fn snippet(&self, language: &str, text: &str, max_chars: usize) -> Option<Snippet> {
        let language = TextLanguage::of_tag(language);
        let words = all_words(text);
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut known = self.known.borrow_mut();
        for (at, word) in words.iter().enumerate() {
            let query_word = known.word_of(&self.words, language, &word.form);
            found.extend(query_word.map(|query_word| (at, query_word)));
        }
        let (from, to) = self.window(text, &words, &found, max_chars)?;
        let part = text.get(from..to)?;
        let is_cut_before = from > 0;
        let mut marks = Vec::new();
        for (at, _) in found {
            let word = words.get(at)?;
            if from <= word.start && word.end <= to {
                let begin =
                    text.get(from..word.start)?.chars().count() + usize::from(is_cut_before);
                let length = text.get(word.start..word.end)?.chars().count();
                marks.push((begin, begin + length));
            }
        }
        let mut shown = String::with_capacity(part.len() + 6);
        if is_cut_before {
            shown.push('…');
        }
        shown.push_str(part);
        if to < text.len() {
            shown.push('…');
        }
        Some(Snippet { text: shown, marks })
    }

    /// The bytes of the part with most different words, then most words, that comes first.
    fn window(
        &self,
        text: &str,
        words: &[Word],
        found: &[(usize, usize)],
        max_chars: usize,
    ) -> Option<(usize, usize)> {
        if found.is_empty() {
            return None;
        }
        if text.chars().count() <= max_chars {
            return Some((0, text.len()));
        }
        let fits = |from: usize, to: usize| {
            text.get(from..to)
                .is_some_and(|part| part.chars().count() <= max_chars)
        };
        let mut best = (0, 0, 0);
        for (start, (first, _)) in found.iter().enumerate() {
            let from = words.get(*first)?.start;
            let mut different = HashSet::new();
            let mut count = 0;
            for (at, query_word) in found.iter().skip(start) {
                if !fits(from, words.get(*at)?.end) {
                    break;
                }
                different.insert(query_word);
                count += 1;
            }
            if (different.len(), count) > (best.0, best.1) {
                best = (different.len(), count, *first);
            }
            if best.0 == self.words.len() {
                break;
            }
        }
        let mut first = best.2;
        let mut last = first;
        let begin = |at: usize| words.get(at).map_or(0, |word| word.start);
        let end = |at: usize| words.get(at).map_or(text.len(), |word| word.end);
        // A little of what goes before, then as much as fits, then what is left over again before.
        for _ in 0..3 {
            if first > 0 && fits(begin(first - 1), end(last)) {
                first -= 1;
            }
        }
        while last + 1 < words.len() && fits(begin(first), end(last + 1)) {
            last += 1;
        }
        while first > 0 && fits(begin(first - 1), end(last)) {
            first -= 1;
        }
        let from = if first == 0 && fits(0, end(last)) {
            0
        } else {
            begin(first)
        };
        let is_whole = last + 1 == words.len() && fits(from, text.len());
        Some((from, if is_whole { text.len() } else { end(last) }))
    }
}
