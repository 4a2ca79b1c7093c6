//! Where a found service has the words that were looked for.

use domain_shared::{Locale, codes};
use search::{Highlighter, Snippet};
use serde::Serialize;
use utoipa::ToSchema;

use super::stored_texts::{BodyTexts, SummaryTexts};
use crate::{problem::Outcome, wire::Coded};

/// Most characters of a snippet.
const SNIPPET_CHARS: usize = 200;

codes! {
    /// The part of a card a snippet is from.
    pub enum HighlightField {
        /// The title.
        Title = "title", "titolo", "title";
        /// The summary.
        Summary = "summary", "sommario", "summary";
        /// The text.
        Text = "text", "testo", "text";
    }
}

/// A part of a card.
pub(super) type HighlightFieldField = Coded<HighlightField>;

/// A marked stretch of a text.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(super) struct Mark {
    /// First character, counted from 0.
    #[schema(minimum = 0, maximum = 1_000)]
    start: u16,
    /// The character after the last.
    #[schema(minimum = 0, maximum = 1_000)]
    end: u16,
}

/// A snippet of a card with the words found in it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct Highlight {
    /// Where it is from.
    field: HighlightFieldField,
    /// Its language.
    #[schema(value_type = crate::wire::LanguageTagField)]
    language: String,
    /// The snippet, cut between words, with `…` where it was cut.
    #[schema(max_length = 300, example = "Assistenza domiciliare per anziani")]
    text: String,
    /// The words found, in order; counted in characters.
    #[schema(max_items = 100)]
    marks: Vec<Mark>,
}

fn highlight(field: HighlightField, language: &str, snippet: Snippet) -> Highlight {
    let number = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
    Highlight {
        field: Coded(field),
        language: language.to_owned(),
        text: snippet.text,
        marks: snippet
            .marks
            .into_iter()
            .map(|(start, end)| Mark {
                start: number(start),
                end: number(end),
            })
            .collect(),
    }
}

/// What there is by language, in the order in which a caller would like to see it.
fn in_order<'a, T>(
    by_language: impl Iterator<Item = (&'a str, T)>,
    locale: Locale,
) -> Vec<(&'a str, T)> {
    let mut by_language: Vec<_> = by_language.collect();
    by_language.sort_by_key(|(tag, _)| (*tag != locale.tag(), *tag != "it"));
    by_language
}

/// The snippets of title and summary, each in the first language that has one.
pub(super) fn of_summary(
    marker: &Highlighter,
    summary: &str,
    locale: Locale,
) -> Outcome<Vec<Highlight>> {
    let texts = SummaryTexts::read(summary)?;
    let parts = [
        (HighlightField::Title, texts.title()),
        (HighlightField::Summary, texts.summary()),
    ];
    Ok(parts
        .into_iter()
        .filter_map(|(field, texts)| {
            in_order(texts.iter(), locale)
                .into_iter()
                .find_map(|(language, text)| {
                    let snippet = marker.snippet(language, text, SNIPPET_CHARS)?;
                    Some(highlight(field, language, snippet))
                })
        })
        .collect())
}

/// A snippet of everything else a card says, in the first language that has one.
pub(super) fn of_document(
    marker: &Highlighter,
    document: &str,
    locale: Locale,
) -> Outcome<Vec<Highlight>> {
    let texts = BodyTexts::read(document)?;
    let languages = texts.languages().into_iter().map(|tag| (tag, ()));
    Ok(in_order(languages, locale)
        .into_iter()
        .find_map(|(language, ())| {
            let text = texts.in_language(language);
            let snippet = marker.snippet(language, &text, SNIPPET_CHARS)?;
            Some(highlight(HighlightField::Text, language, snippet))
        })
        .into_iter()
        .collect())
}
