//! The words of a card as terms: the tokenizer of its weighted texts.
//!
//! A folded word stands for itself. `=i…`, `=e…` and `=o…` are the stems of Italian and English
//! words and the words of other languages; `^…` are the first two to four letters of words, once per card. How
//! often a term is said is its weight. All are in one field, so that most queries are for terms of one field,
//! which is what the engine does fastest.

use tantivy::Term;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::analysis::{Stems, TextLanguage, words};
use crate::entry::CardEntry;
use crate::schema::Fields;

/// Beginnings of up to so many letters are terms of their own.
pub(crate) const LONGEST_START: usize = 4;

/// Where in a card a text is.
#[derive(Debug, Clone, Copy)]
enum Part {
    Title,
    Keywords,
    Summary,
    Body,
}

impl Part {
    const fn letter(self) -> char {
        match self {
            Self::Title => 't',
            Self::Keywords => 'k',
            Self::Summary => 's',
            Self::Body => 'b',
        }
    }

    /// How often its stems are said, and its folded words and their first letters.
    const fn weights(letter: char) -> (u8, u8) {
        match letter {
            't' => (8, 4),
            'k' => (4, 2),
            's' => (2, 1),
            _ => (1, 1),
        }
    }
}

const fn marker(language: TextLanguage) -> char {
    match language {
        TextLanguage::Italian => 'i',
        TextLanguage::English => 'e',
        TextLanguage::Other => 'o',
    }
}

const fn language_of(marker: char) -> TextLanguage {
    match marker {
        'i' => TextLanguage::Italian,
        'e' => TextLanguage::English,
        _ => TextLanguage::Other,
    }
}

/// The term of a folded word.
pub(crate) fn form_term(fields: &Fields, form: &str) -> Term {
    Term::from_field_text(fields.words, form)
}

/// The term of a stem in texts of a language.
pub(crate) fn stem_term(fields: &Fields, language: TextLanguage, stem: &str) -> Term {
    Term::from_field_text(fields.words, &format!("={}{stem}", marker(language)))
}

/// The term of the first letters of a word.
pub(crate) fn start_term(fields: &Fields, start: &str) -> Term {
    Term::from_field_text(fields.words, &format!("^{start}"))
}

/// Whether a term is a folded word.
pub(crate) fn is_form(term: &str) -> bool {
    !term.starts_with(['=', '^'])
}

/// The texts of a card, each on a line behind the letters of its part and language.
pub(crate) fn lines_of(card: &CardEntry) -> String {
    let mut lines = String::new();
    let mut add = |part: Part, language: TextLanguage, text: &str| {
        lines.push(part.letter());
        lines.push(marker(language));
        lines.extend(
            text.chars()
                .map(|c| if c == '\n' || c == '\r' { ' ' } else { c }),
        );
        lines.push('\n');
    };
    for text in &card.texts {
        let language = TextLanguage::of_tag(&text.language);
        add(Part::Title, language, &text.title);
        add(Part::Summary, language, &text.summary);
        add(Part::Body, language, &text.body);
    }
    for (language, text) in &card.keywords {
        add(Part::Keywords, TextLanguage::of_tag(language), text);
    }
    add(Part::Keywords, TextLanguage::Italian, &card.provider_name);
    lines
}

/// Reads [`lines_of`] a card.
#[derive(Default)]
pub(crate) struct CardWords {
    stems: Stems,
    token: Token,
    terms: Vec<(String, u8)>,
    /// First letters and their weights.
    starts: Vec<(u32, u8)>,
}

/// Up to four bytes, which no word has as zero, in one number.
fn pack_start(start: &[u8]) -> u32 {
    let number = |packed: u32, byte: &u8| packed << 8 | u32::from(*byte);
    start.iter().fold(0, number)
}

fn unpack_start(packed: u32) -> impl Iterator<Item = char> {
    let bytes = packed.to_be_bytes().into_iter();
    bytes.filter(|byte| *byte != 0).map(char::from)
}

impl Clone for CardWords {
    /// Stems are found anew rather than copied.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl CardWords {
    /// Says every beginning once, by its greatest weight.
    fn end(&mut self) {
        self.starts.sort_unstable_by(|a, b| b.cmp(a));
        self.starts.dedup_by_key(|(start, _)| *start);
        for (start, weight) in self.starts.drain(..) {
            let term = std::iter::once('^').chain(unpack_start(start)).collect();
            self.terms.push((term, weight));
        }
    }

    fn read(&mut self, line: &str) {
        let mut letters = line.chars();
        let (Some(part), Some(marker)) = (letters.next(), letters.next()) else {
            return;
        };
        let (weight, light) = Part::weights(part);
        let language = language_of(marker);
        for word in words(letters.as_str()) {
            let stem = self.stems.of(language, &word.form);
            self.terms.push((format!("={marker}{stem}"), weight));
            for length in 2..=LONGEST_START {
                if let Some(start) = word.form.as_bytes().get(..length) {
                    self.starts.push((pack_start(start), light));
                }
            }
            self.terms.push((word.form, light));
        }
    }
}

pub(crate) struct CardWordStream<'a> {
    terms: std::vec::Drain<'a, (String, u8)>,
    again: u8,
    token: &'a mut Token,
}

impl Tokenizer for CardWords {
    type TokenStream<'a> = CardWordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> CardWordStream<'a> {
        self.terms.clear();
        for line in text.lines() {
            self.read(line);
        }
        self.end();
        self.token.reset();
        CardWordStream {
            terms: self.terms.drain(..),
            again: 0,
            token: &mut self.token,
        }
    }
}

impl TokenStream for CardWordStream<'_> {
    fn advance(&mut self) -> bool {
        self.token.position = self.token.position.wrapping_add(1);
        if self.again > 0 {
            self.again -= 1;
            return true;
        }
        let Some((term, weight)) = self.terms.next() else {
            return false;
        };
        self.token.text = term;
        self.again = weight.saturating_sub(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
