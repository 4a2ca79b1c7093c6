//! Marking, in texts the caller has, the words that a query matches.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::analysis::{Stems, TextLanguage, Written, written_words};
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

/// Knows the words of one query; see [`crate::CardIndex::search_marking`].
pub struct Highlighter {
    words: Vec<QueryWord>,
    /// The first letters of the words of texts that can match: most words are left out by theirs, because a stem
    /// has the first letter of its word.
    first_letters: [bool; 256],
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

/// A word of a text that matches: its place in bytes, and the word of the query.
struct Found {
    start: usize,
    end: usize,
    query_word: usize,
}

impl From<TextQuery> for Highlighter {
    fn from(TextQuery { words }: TextQuery) -> Self {
        let mut first_letters = [false; 256];
        let forms = words
            .iter()
            .flat_map(|word| std::iter::once(&word.form).chain(&word.like));
        for first in forms.filter_map(|form| form.as_bytes().first()) {
            if let Some(is_first) = first_letters.get_mut(usize::from(*first)) {
                *is_first = true;
            }
        }
        Self {
            words,
            first_letters,
            known: RefCell::default(),
        }
    }
}

impl Highlighter {
    /// The part of a text, of at most so many characters (and the signs of cutting), that has most
    /// of the words; none if the text has no word of the query.
    pub fn snippet(&self, language: &str, text: &str, max_chars: usize) -> Option<Snippet> {
        let found = self.found(TextLanguage::of_tag(language), text);
        if found.is_empty() {
            return None;
        }
        let (from, to) = if text.chars().count() <= max_chars {
            (0, text.len())
        } else {
            self.window(text, &found, max_chars)
        };
        let part = text.get(from..to)?;
        let is_cut_before = from > 0;
        let mut marks = Vec::new();
        for word in found {
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

    /// The words of a text that match, in order.
    fn found(&self, language: TextLanguage, text: &str) -> Vec<Found> {
        let mut known = self.known.borrow_mut();
        let may_match = |word: &Written<'_>| {
            word.first_letter().is_none_or(|first| {
                self.first_letters
                    .get(usize::from(first))
                    .copied()
                    .unwrap_or(true)
            })
        };
        let mut found = Vec::new();
        for word in written_words(text).filter(may_match) {
            let query_word = word
                .form()
                .and_then(|form| known.word_of(&self.words, language, &form));
            found.extend(query_word.map(|query_word| Found {
                start: word.start,
                end: word.end,
                query_word,
            }));
        }
        found
    }

    /// The bytes of the part with most different words, then most words, that comes first.
    fn window(&self, text: &str, found: &[Found], max_chars: usize) -> (usize, usize) {
        let words: Vec<(usize, usize)> = written_words(text)
            .filter(Written::is_word)
            .map(|word| (word.start, word.end))
            .collect();
        let fits = |from: usize, to: usize| {
            text.get(from..to)
                .is_some_and(|part| part.len() <= max_chars || part.chars().count() <= max_chars)
        };
        let mut best = (0, 0, 0);
        for (at, first) in found.iter().enumerate() {
            let mut different = HashSet::new();
            let mut count = 0;
            for word in found.iter().skip(at) {
                if !fits(first.start, word.end) {
                    break;
                }
                different.insert(word.query_word);
                count += 1;
            }
            if (different.len(), count) > (best.0, best.1) {
                best = (different.len(), count, first.start);
            }
            if best.0 == self.words.len() {
                break;
            }
        }
        let mut first = words
            .binary_search_by_key(&best.2, |word| word.0)
            .unwrap_or_else(|at| at);
        let mut last = first;
        let begin = |at: usize| words.get(at).map_or(0, |word| word.0);
        let end = |at: usize| words.get(at).map_or(text.len(), |word| word.1);
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
        (from, if is_whole { text.len() } else { end(last) })
    }
}
