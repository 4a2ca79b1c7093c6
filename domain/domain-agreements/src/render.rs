//! Filling in a template.

use std::collections::{BTreeMap, BTreeSet};

use domain_shared::{Message, Money, TextValue, Violation, Violations, messages, parse_date};

use crate::{
    Article, Clause, ClauseText, Percentage, Placeholder, PlaceholderKind, RenderInput,
    RenderedText, TemplateContent,
    content::pointer_of,
    italian::{amount_in_words, day_in_words, enumeration, percentage_in_words},
    placeholder::{Piece, pieces},
    template::check_declared,
    text::one_line,
};

/// Most characters of a text with everything filled in.
pub const MAX_RENDERED_CHARS: usize = 600_000;

domain_shared::define_messages! {
    /// A value for something that the template does not have.
    VALUE_UNKNOWN = "value_unknown",
        "Il modello non ha un segnaposto con questo codice.",
        "The template has no placeholder with this code.";
    /// A value for a party, although the parties are known.
    VALUE_OF_PARTY = "value_of_party",
        "Il segnaposto è compilato con le parti dell'accordo: non serve un valore.",
        "The placeholder is filled in with the parties of the agreement: no value is needed.";
    /// A clause that the template does not have.
    CLAUSE_UNKNOWN = "clause_unknown",
        "Il modello non ha una clausola con questo codice.",
        "The template has no clause with this code.";
    /// A clause that is there anyway.
    CLAUSE_NOT_OPTIONAL = "clause_not_optional",
        "La clausola non è facoltativa.",
        "The clause is not optional.";
    /// A text for an optional clause that is not taken.
    CLAUSE_NOT_TAKEN = "clause_not_taken",
        "Il testo riguarda una clausola facoltativa che non è stata scelta.",
        "The text is for an optional clause that was not taken.";
    /// The text with everything filled in is too long; `{max}`.
    RENDERED_TOO_LONG = "rendered_too_long",
        "Il testo compilato supera i {max} caratteri.",
        "The text with everything filled in has more than {max} characters.";
}

/// The text of a template with everything filled in.
///
/// What a value says is never read as a placeholder, and a value is needed only where it is used.
///
/// # Errors
/// Every mistake of the input, by pointer: `/values/data-inizio`, `/optional_clauses/0`,
/// `/clause_texts/0/clause`.
pub fn render(content: &TemplateContent, input: &RenderInput) -> Result<RenderedText, Violations> {
    let mut wrong = Violations::new();
    check_choice(content, input, &mut wrong);
    let mut filling = Filling {
        values: read_filling(content, input, &mut wrong),
        missing: BTreeSet::new(),
        length: 0,
        wrong,
    };
    let title = one_line(&filling.fill("/template/title", content.title.as_str()));
    let opening = filling.paragraphs("/template/opening", content.opening.as_str());
    let mut articles = Vec::new();
    let taken =
        content.clauses.iter().enumerate().filter(|(_, clause)| {
            !clause.optional || input.optional_clauses.contains(&clause.code)
        });
    for (number, (index, clause)) in (1..).zip(taken) {
        articles.push(filling.article(number, index, clause, &input.clause_texts));
    }
    let closing = content.closing.as_ref();
    let closing = closing.map(|text| filling.paragraphs("/template/closing", text.as_str()));
    filling.finish(content)?;
    Ok(RenderedText {
        title,
        opening,
        articles,
        closing: closing.unwrap_or_default(),
        signatures: input.signatures.iter().map(|line| one_line(line)).collect(),
    })
}

/// Optional clauses and texts fit the template.
fn check_choice(content: &TemplateContent, input: &RenderInput, wrong: &mut Violations) {
    for (index, code) in input.optional_clauses.iter().enumerate() {
        let pointer = format!("/optional_clauses/{index}");
        match content.clause(code) {
            None => wrong.add(pointer, &CLAUSE_UNKNOWN),
            Some(clause) if !clause.optional => wrong.add(pointer, &CLAUSE_NOT_OPTIONAL),
            Some(_) => {}
        }
    }
    for (index, text) in input.clause_texts.iter().enumerate() {
        let pointer = format!("/clause_texts/{index}/clause");
        match content.clause(&text.clause) {
            None => wrong.add(pointer, &CLAUSE_UNKNOWN),
            Some(clause) if clause.optional && !input.optional_clauses.contains(&clause.code) => {
                wrong.add(pointer, &CLAUSE_NOT_TAKEN);
            }
            Some(_) => {}
        }
        let pointer = format!("/clause_texts/{index}/text");
        if let Some(pieces) = wrong.keep(pointer.as_str(), pieces(text.text.as_str())) {
            let declared = |code: &str| content.placeholder(code).is_some();
            check_declared(&pointer, &pieces, declared, wrong);
        }
    }
}

/// What each placeholder is filled in with; `None` where something is wrong with it already.
fn read_filling<'a>(
    content: &'a TemplateContent,
    input: &RenderInput,
    wrong: &mut Violations,
) -> BTreeMap<&'a str, Option<String>> {
    for code in input.values.keys() {
        if content.placeholder(code.as_str()).is_none() {
            wrong.add(pointer_of("/values", code.as_str()), &VALUE_UNKNOWN);
        }
    }
    let mut filling = BTreeMap::new();
    for placeholder in &content.placeholders {
        let typed = input.values.get(&placeholder.code).map(TextValue::as_str);
        let parties = placeholder.side.map_or(&[][..], |side| input.parties(side));
        let code = placeholder.code.as_str();
        let pointer = pointer_of("/values", code);
        let value = match (typed, parties) {
            (None, []) => continue,
            (None, parties) => Some(enumeration(parties)),
            (Some(typed), []) => wrong.keep(pointer, in_words(placeholder, typed)),
            (Some(_), _) => {
                wrong.add(pointer, &VALUE_OF_PARTY);
                None
            }
        };
        filling.insert(code, value);
    }
    filling
}

/// A typed value as the document writes it.
fn in_words(placeholder: &Placeholder, typed: &str) -> Result<String, &'static Message> {
    match placeholder.kind {
        PlaceholderKind::Date => parse_date(typed).map(day_in_words),
        PlaceholderKind::Amount => Money::parse_amount(typed).map(amount_in_words),
        PlaceholderKind::Percentage => Percentage::parse(typed).map(percentage_in_words),
        PlaceholderKind::Party | PlaceholderKind::Text => Ok(typed.to_owned()),
    }
}

/// Fills in one text after the other, and keeps what is wrong.
struct Filling<'a> {
    values: BTreeMap<&'a str, Option<String>>,
    missing: BTreeSet<String>,
    length: usize,
    wrong: Violations,
}

impl Filling<'_> {
    fn fill(&mut self, pointer: &str, text: &str) -> String {
        let Some(pieces) = self.wrong.keep(pointer, pieces(text)) else {
            return String::new();
        };
        let mut filled = String::new();
        for piece in pieces {
            let part = match piece {
                Piece::Text(text) => text,
                Piece::Placeholder(code) => {
                    let value = self.values.get(code);
                    if value.is_none() {
                        self.missing.insert(code.to_owned());
                    }
                    value.and_then(Option::as_deref).unwrap_or_default()
                }
            };
            self.length += part.chars().count();
            // Values repeat as often as the template wants; what is refused anyway is not written down.
            if self.length <= MAX_RENDERED_CHARS {
                filled.push_str(part);
            }
        }
        filled
    }

    fn paragraphs(&mut self, pointer: &str, text: &str) -> Vec<String> {
        let filled = self.fill(pointer, text);
        let lines = filled.lines().map(one_line);
        lines.filter(|line| !line.is_empty()).collect()
    }

    fn article(
        &mut self,
        number: u16,
        index: usize,
        clause: &Clause,
        texts: &[ClauseText],
    ) -> Article {
        let heading = format!("/template/clauses/{index}/heading");
        let heading = one_line(&self.fill(&heading, clause.heading.as_str()));
        let own = texts.iter().find(|text| text.clause == clause.code);
        let paragraphs = match own {
            // Its braces were looked at before; twice the same mistake helps nobody.
            Some(own) if pieces(own.text.as_str()).is_err() => Vec::new(),
            Some(own) => self.paragraphs("/clause_texts", own.text.as_str()),
            None => self.paragraphs(
                &format!("/template/clauses/{index}/text"),
                clause.text.as_str(),
            ),
        };
        Article {
            number,
            clause: clause.code.as_str().to_owned(),
            heading,
            paragraphs,
        }
    }

    fn finish(mut self, content: &TemplateContent) -> Result<(), Violations> {
        // In the order of the template; what it does not have was reported where it is used.
        for placeholder in &content.placeholders {
            let code = placeholder.code.as_str();
            if self.missing.contains(code) {
                let pointer = pointer_of("/values", code);
                self.wrong.add(pointer, &messages::REQUIRED);
            }
        }
        if self.length > MAX_RENDERED_CHARS {
            let violation = Violation::new("/values", &RENDERED_TOO_LONG);
            self.wrong.push(violation.with("max", &MAX_RENDERED_CHARS));
        }
        self.wrong.into_result()
    }
}
