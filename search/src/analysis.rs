//! From text to words: cutting, folding, elisions, stop words, stems.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use deunicode::deunicode;
use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};

/// Words longer than this are cut.
const MAX_WORD: usize = 48;
/// How many stems are remembered before all are forgotten.
const REMEMBERED: usize = 20_000;

const ELISIONS: &str = "l dell all nell sull dall coll un d c quell quest gl agl dagl degl negl sugl \
    bell sant nessun ciascun alcun buon gran com dov quand s m t v n anch senz mezz tutt cos ch";

const ITALIAN_STOP_WORDS: &str = "ad al allo ai agli all agl alla alle con col coi da dal dallo dai \
    dagli dall dagl dalla dalle di del dello dei degli dell degl della delle in nel nello nei negli \
    nell negl nella nelle su sul sullo sui sugli sull sugl sulla sulle per tra fra contro io tu lui \
    lei noi voi loro mio mia miei mie tuo tua tuoi tue suo sua suoi sue nostro nostra nostri nostre \
    vostro vostra vostri vostre mi ti ci vi lo la li le gli ne il un uno una ma ed se perche anche \
    come dov dove che chi cui non piu quale quanto quanti quanta quante quello quelli quella quelle \
    questo questi questa queste si tutto tutti a c e i l o ho hai ha abbiamo avete hanno abbia \
    sono sei siamo siete sia siano era erano sara saranno essere";

const ENGLISH_STOP_WORDS: &str = "a an and are as at be but by for if in into is it its no not of on \
    or such that the their then there these they this to was will with your our you we from have has";

static ELISION_SET: LazyLock<HashSet<&str>> =
    LazyLock::new(|| ELISIONS.split_whitespace().collect());
static STOP_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let both = [ITALIAN_STOP_WORDS, ENGLISH_STOP_WORDS];
    both.iter()
        .flat_map(|words| words.split_whitespace())
        .collect()
});

/// How the words of a text are stemmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextLanguage {
    Italian,
    English,
    Other,
}

impl TextLanguage {
    pub(crate) fn of_tag(tag: &str) -> Self {
        match tag.split('-').next() {
            Some(primary) if primary.eq_ignore_ascii_case("it") => Self::Italian,
            Some(primary) if primary.eq_ignore_ascii_case("en") => Self::English,
            _ => Self::Other,
        }
    }
}

/// A word of a text, folded, with its place in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) form: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

fn fold_word(word: &str) -> String {
    let mut form: String = if word.is_ascii() {
        word.to_ascii_lowercase()
    } else {
        let ascii = deunicode(word).to_ascii_lowercase();
        ascii.chars().filter(char::is_ascii_alphanumeric).collect()
    };
    form.truncate(MAX_WORD);
    form
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | 'ʼ' | '´')
}

/// A word of a text as it is written there, with its place in bytes. It may be an elision.
pub(crate) struct Written<'a> {
    text: &'a str,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether an apostrophe and a word follow.
    is_joined: bool,
}

impl Written<'_> {
    /// The word folded, if it is one: no elision.
    pub(crate) fn form(&self) -> Option<String> {
        let form = fold_word(self.text);
        let is_elided = self.is_joined && ELISION_SET.contains(form.as_str());
        (!is_elided && !form.is_empty()).then_some(form)
    }

    /// Whether it is a word at all, asked without folding where that is not needed.
    pub(crate) fn is_word(&self) -> bool {
        (!self.is_joined && self.text.is_ascii()) || self.form().is_some()
    }

    /// The first letter of its folded form, where that can be told without folding.
    pub(crate) fn first_letter(&self) -> Option<u8> {
        let first = self.text.as_bytes().first()?;
        first.is_ascii().then(|| first.to_ascii_lowercase())
    }
}

/// Everything between what is neither letter nor digit, in order.
pub(crate) fn written_words(text: &str) -> impl Iterator<Item = Written<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let begin = rest.find(char::is_alphanumeric)?;
        let tail = rest.get(begin..)?;
        let length = tail
            .find(|c: char| !c.is_alphanumeric() && !is_mark(c))
            .unwrap_or(tail.len());
        let (word, after) = tail.split_at_checked(length)?;
        let mut following = after.chars();
        let is_joined = following.next().is_some_and(is_apostrophe)
            && following.next().is_some_and(char::is_alphanumeric);
        let start = at + begin;
        at = start + length;
        Some(Written {
            text: word,
            start,
            end: at,
            is_joined,
        })
    })
}

/// Every word of a text but elisions; stop words are there.
pub(crate) fn all_words(text: &str) -> Vec<Word> {
    let word = |word: Written<'_>| {
        Some(Word {
            form: word.form()?,
            start: word.start,
            end: word.end,
        })
    };
    written_words(text).filter_map(word).collect()
}

/// An accent written as a sign of its own.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

pub(crate) fn is_stop_word(form: &str) -> bool {
    STOP_SET.contains(form)
}

/// The words of a text without stop words, unless it has no others.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words = all_words(text);
    if words.iter().any(|word| !is_stop_word(&word.form)) {
        words.retain(|word| !is_stop_word(&word.form));
    }
    words
}

/// Finds stems of folded words.
pub(crate) struct Stems {
    italian: Stem,
    english: Stem,
}

struct Stem {
    analyzer: TextAnalyzer,
    known: HashMap<String, String>,
}

impl Stem {
    fn new(language: Language) -> Self {
        let analyzer = TextAnalyzer::builder(RawTokenizer::default())
            .filter(Stemmer::new(language))
            .build();
        Self {
            analyzer,
            known: HashMap::new(),
        }
    }

    fn of(&mut self, form: &str) -> &str {
        if !self.known.contains_key(form) {
            if self.known.len() >= REMEMBERED {
                self.known.clear();
            }
            let mut stem = form.to_owned();
            if let Some(token) = self.analyzer.token_stream(form).next() {
                stem.clone_from(&token.text);
            }
            self.known.insert(form.to_owned(), stem);
        }
        self.known.get(form).map_or("", String::as_str)
    }
}

impl Default for Stems {
    fn default() -> Self {
        Self {
            italian: Stem::new(Language::Italian),
            english: Stem::new(Language::English),
        }
    }
}

impl Stems {
    pub(crate) fn italian(&mut self, form: &str) -> &str {
        self.italian.of(form)
    }

    pub(crate) fn english(&mut self, form: &str) -> &str {
        self.english.of(form)
    }

    /// What a text of this language keeps of a folded word.
    pub(crate) fn of<'a>(&'a mut self, language: TextLanguage, form: &'a str) -> &'a str {
        match language {
            TextLanguage::Italian => self.italian(form),
            TextLanguage::English => self.english(form),
            TextLanguage::Other => form,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn forms(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.form).collect()
    }

    #[test]
    fn elisions_accents_and_stop_words_go() {
        assert_eq!(
            forms("L'assistenza dell’anziano e la città d'arte"),
            ["assistenza", "anziano", "citta", "arte"]
        );
        assert_eq!(
            forms("Un'ora all'ASL, nell'attesa: c'è"),
            ["ora", "asl", "attesa"]
        );
        assert_eq!(forms("epatite C"), ["epatite"]);
        assert_eq!(forms("the care of the elderly"), ["care", "elderly"]);
        assert_eq!(forms("cafe\u{301} Šempeter"), ["cafe", "sempeter"]);
        assert!(forms("--- ’").is_empty());
    }

    #[test]
    fn stop_words_stay_when_alone() {
        assert_eq!(forms("Noi per voi"), ["noi", "per", "voi"]);
    }

    #[test]
    fn places_are_those_of_the_original() {
        let text = "È l'età";
        let found = words(text);
        assert_eq!(found.len(), 1);
        assert_eq!(text.get(found[0].start..found[0].end), Some("età"));
    }

    #[test]
    fn stems_join_forms_of_a_word() {
        let mut stems = Stems::default();
        let one = stems.italian("assistenza").to_owned();
        assert_eq!(stems.italian("assistenze"), one);
        let one = stems.english("caring").to_owned();
        assert_eq!(stems.english("care"), one);
        assert_eq!(stems.of(TextLanguage::Other, "maisons"), "maisons");
    }

    proptest! {
        /// The highlighter leaves out words by their first letter.
        #[test]
        fn stems_begin_with_the_letter_of_their_word(form in "[a-z0-9]{1,14}") {
            let mut stems = Stems::default();
            let first = form.get(..1).unwrap_or_default();
            prop_assert!(stems.italian(&form).starts_with(first));
            prop_assert!(stems.english(&form).starts_with(first));
        }
    }

    #[test]
    fn languages_are_known_by_their_primary_tag() {
        assert_eq!(TextLanguage::of_tag("IT-it"), TextLanguage::Italian);
        assert_eq!(TextLanguage::of_tag("en"), TextLanguage::English);
        assert_eq!(TextLanguage::of_tag("fr"), TextLanguage::Other);
    }
}
