//! The text of an agreement with everything filled in.

use serde::{Deserialize, Serialize};

/// A numbered clause of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Number, from 1.
    pub number: u16,
    /// Code of the clause it was made from.
    pub clause: String,
    /// Heading.
    pub heading: String,
    /// Paragraphs.
    pub paragraphs: Vec<String>,
}

/// The text of an agreement, everything filled in; the same input gives the same text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderedText {
    /// Title.
    pub title: String,
    /// Paragraphs before the first article.
    pub opening: Vec<String>,
    /// Articles.
    pub articles: Vec<Article>,
    /// Paragraphs after the last article.
    pub closing: Vec<String>,
    /// Lines under which people sign: party, and who signs in which capacity.
    pub signatures: Vec<String>,
}

/// A text without line breaks and needless blanks.
pub(crate) fn one_line(text: &str) -> String {
    let words = text.split([' ', '\n', '\r', '\t']);
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}
