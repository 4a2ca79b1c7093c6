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

/// Every word of a text but elisions; stop words are there.
pub(crate) fn all_words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = text;
    let mut at = 0;
    while let Some(begin) = rest.find(char::is_alphanumeric) {
        let tail = rest.get(begin..).unwrap_or_default();
        let length = tail
            .find(|c: char| !c.is_alphanumeric() && !is_mark(c))
            .unwrap_or(tail.len());
        let (word, after) = tail.split_at_checked(length).unwrap_or((tail, ""));
        let form = fold_word(word);
        let mut following = after.chars();
        let elided = following.next().is_some_and(is_apostrophe)
            && following.next().is_some_and(char::is_alphanumeric)
            && ELISION_SET.contains(form.as_str());
        let start = at + begin;
        if !elided && !form.is_empty() {
            words.push(Word {
                form,
                start,
                end: start + length,
            });
        }
        at = start + length;
        rest = after;
    }
    words
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

    #[test]
    fn languages_are_known_by_their_primary_tag() {
        assert_eq!(TextLanguage::of_tag("IT-it"), TextLanguage::Italian);
        assert_eq!(TextLanguage::of_tag("en"), TextLanguage::English);
        assert_eq!(TextLanguage::of_tag("fr"), TextLanguage::Other);
    }
}
