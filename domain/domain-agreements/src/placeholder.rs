//! Placeholders of templates: what they stand for, and where they are in a text.

use domain_shared::{Message, ShortText, StableCode, TextValue, Violations, messages, parse_code};
use serde::{Deserialize, Serialize};

use crate::{PlaceholderKind, Side};

domain_shared::define_messages! {
    /// A placeholder that the template does not have; `{placeholder}`.
    PLACEHOLDER_UNKNOWN = "placeholder_unknown",
        "Il modello non ha il segnaposto «{placeholder}».",
        "The template has no placeholder “{placeholder}”.";
    /// A placeholder that no text of the template uses.
    PLACEHOLDER_UNUSED = "placeholder_unused",
        "Il segnaposto non è usato in nessun testo del modello.",
        "The placeholder is not used in any text of the template.";
    /// Braces that do not enclose a code.
    PLACEHOLDER_MALFORMED = "placeholder_malformed",
        "Un segnaposto non è scritto correttamente: servono due parentesi graffe aperte, il codice e due chiuse.",
        "A placeholder is not well written: two opening braces, the code and two closing ones are needed.";
    /// A side of something that is no party.
    SIDE_UNEXPECTED = "side_unexpected",
        "Solo i segnaposto di tipo parte indicano da quale lato dell'accordo si trova.",
        "Only placeholders for parties say on which side of the agreement they stand.";
}

/// A placeholder as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlaceholderDraft {
    /// Code, unique in the template.
    pub code: String,
    /// What it stands for, for whoever fills it in.
    pub label: String,
    /// Code of [`PlaceholderKind`].
    pub kind: String,
    /// Whose parties, of a placeholder of that kind.
    pub side: Option<String>,
}

/// Something to be filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Placeholder {
    /// Code, unique in the template.
    pub code: StableCode,
    /// What it stands for, for whoever fills it in.
    pub label: ShortText,
    /// What kind of value.
    pub kind: PlaceholderKind,
    /// Whose parties; there for [`PlaceholderKind::Party`] and for nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
}

impl Placeholder {
    /// Reads a placeholder.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &PlaceholderDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let code = wrong.keep("/code", StableCode::parse(&draft.code));
        let label = wrong.keep("/label", ShortText::parse(&draft.label));
        let kind = wrong.keep("/kind", parse_code(&draft.kind));
        let side = wrong.keep_optional("/side", draft.side.as_deref(), parse_code);
        match (kind, draft.side.is_some()) {
            (Some(PlaceholderKind::Party), false) => wrong.add("/side", &messages::REQUIRED),
            (Some(PlaceholderKind::Party), true) | (None, _) | (Some(_), false) => {}
            (Some(_), true) => wrong.add("/side", &SIDE_UNEXPECTED),
        }
        match (code, label, kind) {
            (Some(code), Some(label), Some(kind)) if wrong.is_empty() => Ok(Self {
                code,
                label,
                kind,
                side,
            }),
            (..) => Err(wrong),
        }
    }
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// It stays as it is.
    Text(&'a str),
    /// The placeholder with this code.
    Placeholder(&'a str),
}

impl<'a> Piece<'a> {
    /// The code, if it is a placeholder.
    pub(crate) const fn placeholder(&self) -> Option<&'a str> {
        match *self {
            Self::Placeholder(code) => Some(code),
            Self::Text(_) => None,
        }
    }
}

/// Takes a text apart. Blanks beside a code do not matter, and single braces are text.
///
/// # Errors
/// [`PLACEHOLDER_MALFORMED`].
pub(crate) fn pieces(text: &str) -> Result<Vec<Piece<'_>>, &'static Message> {
    let mut found = Vec::new();
    for (index, part) in text.split("{{").enumerate() {
        let mut rest = part;
        if index > 0 {
            let (code, after) = part.split_once("}}").ok_or(&PLACEHOLDER_MALFORMED)?;
            let code = code.trim();
            StableCode::parse(code).map_err(|_| &PLACEHOLDER_MALFORMED)?;
            found.push(Piece::Placeholder(code));
            rest = after;
        }
        if rest.contains("}}") {
            return Err(&PLACEHOLDER_MALFORMED);
        }
        if !rest.is_empty() {
            found.push(Piece::Text(rest));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_apart() {
        use Piece::{Placeholder, Text};
        assert_eq!(
            pieces("Tra {{rete}} e {{ ente }}.").unwrap(),
            [
                Text("Tra "),
                Placeholder("rete"),
                Text(" e "),
                Placeholder("ente"),
                Text(".")
            ]
        );
        assert_eq!(pieces("{a} } {").unwrap(), [Text("{a} } {")]);
        assert_eq!(pieces("").unwrap(), []);
        for bad in [
            "{{",
            "}}",
            "{{a",
            "{{a}} }}",
            "{{}}",
            "{{A}}",
            "{{a b}}",
            "{{{a}}",
            "{{{{a}}}}",
        ] {
            assert_eq!(pieces(bad), Err(&PLACEHOLDER_MALFORMED), "{bad}");
        }
    }

    #[test]
    fn only_parties_have_a_side() {
        let told = |kind: &str, side: Option<&str>| {
            let draft = PlaceholderDraft {
                code: "a".to_owned(),
                label: "A".to_owned(),
                kind: kind.to_owned(),
                side: side.map(str::to_owned),
            };
            Placeholder::parse(&draft).map_err(|wrong| wrong.to_string())
        };
        assert!(told("party", Some("network")).is_ok());
        assert!(told("date", None).is_ok());
        assert_eq!(told("party", None).unwrap_err(), "/side: required");
        assert_eq!(told("party", Some("x")).unwrap_err(), "/side: unknown_code");
        assert_eq!(
            told("date", Some("network")).unwrap_err(),
            "/side: side_unexpected"
        );
    }
}
