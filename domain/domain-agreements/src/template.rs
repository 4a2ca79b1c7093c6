//! Templates (*modulario*): numbered clauses with placeholders, in versions.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain_shared::{
    AgreementTemplateId, DefinitionNumber, DefinitionStatus, DisplayName, LongText, NetworkBodyId,
    ShortText, StableCode, TextValue, Version, Violation, Violations, messages,
};
use serde::{Deserialize, Serialize};

use crate::{
    AgreementKind, PLACEHOLDER_UNKNOWN, PLACEHOLDER_UNUSED, Placeholder, PlaceholderDraft,
    placeholder::{Piece, pieces},
};

/// Most clauses of a template.
pub const MAX_CLAUSES: usize = 100;
/// Most placeholders of a template.
pub const MAX_PLACEHOLDERS: usize = 100;

/// A clause as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClauseDraft {
    /// Code, unique in the template.
    pub code: String,
    /// Heading; may have placeholders.
    pub heading: String,
    /// Text; `{{code}}` stands for a placeholder.
    pub text: String,
    /// Whether an agreement may do without it.
    pub optional: bool,
}

/// A clause. Its number follows from its place among those that are taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// Code, unique in the template.
    pub code: StableCode,
    /// Heading; may have placeholders.
    pub heading: ShortText,
    /// Text; `{{code}}` stands for a placeholder.
    pub text: LongText,
    /// Whether an agreement may do without it.
    pub optional: bool,
}

/// What a template says, as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TemplateDraft {
    /// Title of the document; may have placeholders.
    pub title: String,
    /// What comes before the first clause.
    pub opening: String,
    /// Clauses.
    pub clauses: Vec<ClauseDraft>,
    /// What comes after the last clause, before the signatures.
    pub closing: Option<String>,
    /// Placeholders.
    pub placeholders: Vec<PlaceholderDraft>,
}

/// What a template says, in Italian.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateContent {
    /// Title of the document; may have placeholders.
    pub title: DisplayName,
    /// What comes before the first clause.
    pub opening: LongText,
    /// Clauses, at least one.
    pub clauses: Vec<Clause>,
    /// What comes after the last clause, before the signatures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closing: Option<LongText>,
    /// Placeholders; each is used, and each that is used is here.
    pub placeholders: Vec<Placeholder>,
}

impl Clause {
    /// Reads a clause. Which placeholders there are is not known here.
    fn parse(draft: &ClauseDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let code = wrong.keep("/code", StableCode::parse(&draft.code));
        let heading = wrong.keep("/heading", ShortText::parse(&draft.heading));
        let text = wrong.keep("/text", LongText::parse(&draft.text));
        match (code, heading, text) {
            (Some(code), Some(heading), Some(text)) => Ok(Self {
                code,
                heading,
                text,
                optional: draft.optional,
            }),
            (..) => Err(wrong),
        }
    }
}

impl TemplateContent {
    /// Reads what a template says; pointers start at the content (`/clauses/0/text`).
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &TemplateDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let title = wrong.keep("/title", DisplayName::parse(&draft.title));
        let opening = wrong.keep("/opening", LongText::parse(&draft.opening));
        if draft.clauses.is_empty() {
            wrong.add("/clauses", &messages::REQUIRED);
        }
        let clauses = wrong.keep_parts("/clauses", &draft.clauses, MAX_CLAUSES, Clause::parse);
        let closing = wrong.keep_optional("/closing", draft.closing.as_deref(), LongText::parse);
        let placeholders = wrong.keep_parts(
            "/placeholders",
            &draft.placeholders,
            MAX_PLACEHOLDERS,
            Placeholder::parse,
        );
        let codes = clauses.iter().map(|(index, clause)| (*index, &clause.code));
        check_codes("/clauses", codes, &mut wrong);
        let codes = placeholders.iter().map(|(index, one)| (*index, &one.code));
        check_codes("/placeholders", codes, &mut wrong);
        check_placeholders(draft, &placeholders, &mut wrong);
        let (Some(title), Some(opening), true) = (title, opening, wrong.is_empty()) else {
            return Err(wrong);
        };
        Ok(Self {
            title,
            opening,
            clauses: clauses.into_iter().map(|(_, clause)| clause).collect(),
            closing,
            placeholders: placeholders.into_iter().map(|(_, one)| one).collect(),
        })
    }

    /// The placeholder with this code.
    #[must_use]
    pub fn placeholder(&self, code: &str) -> Option<&Placeholder> {
        let mut all = self.placeholders.iter();
        all.find(|placeholder| placeholder.code.as_str() == code)
    }

    /// The clause with this code.
    #[must_use]
    pub fn clause(&self, code: &StableCode) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.code == *code)
    }
}

/// No two parts of a list have the same code.
fn check_codes<'a>(
    list: &str,
    codes: impl Iterator<Item = (usize, &'a StableCode)>,
    wrong: &mut Violations,
) {
    let mut seen = BTreeSet::new();
    for (index, code) in codes {
        if !seen.insert(code) {
            wrong.add(format!("{list}/{index}/code"), &messages::DUPLICATE);
        }
    }
}

/// Each placeholder that is used is declared, and each that is declared is used. The texts are read as they
/// were typed: what is too long for a clause may still use a placeholder.
fn check_placeholders(
    draft: &TemplateDraft,
    placeholders: &[(usize, Placeholder)],
    wrong: &mut Violations,
) {
    // What is declared with another mistake is not unknown besides.
    let typed = draft.placeholders.iter().take(MAX_PLACEHOLDERS);
    let declared: BTreeSet<&str> = typed.map(|one| one.code.trim()).collect();
    let (mut used, mut all_read) = (BTreeSet::new(), true);
    let mut texts = vec![
        ("/title".to_owned(), draft.title.as_str()),
        ("/opening".to_owned(), draft.opening.as_str()),
    ];
    for (index, clause) in draft.clauses.iter().take(MAX_CLAUSES).enumerate() {
        texts.push((format!("/clauses/{index}/heading"), &clause.heading));
        texts.push((format!("/clauses/{index}/text"), &clause.text));
    }
    let closing = draft.closing.as_deref();
    texts.extend(closing.map(|text| ("/closing".to_owned(), text)));
    for (pointer, text) in texts {
        let Some(pieces) = wrong.keep(pointer.as_str(), pieces(text)) else {
            all_read = false;
            continue;
        };
        check_declared(&pointer, &pieces, |code| declared.contains(code), wrong);
        used.extend(pieces.iter().filter_map(Piece::placeholder));
    }
    for (index, placeholder) in placeholders {
        if all_read && !used.contains(placeholder.code.as_str()) {
            wrong.add(format!("/placeholders/{index}"), &PLACEHOLDER_UNUSED);
        }
    }
}

/// Records at `pointer` each placeholder of a text that does not exist, once.
pub(crate) fn check_declared(
    pointer: &str,
    pieces: &[Piece<'_>],
    is_declared: impl Fn(&str) -> bool,
    wrong: &mut Violations,
) {
    let used: BTreeSet<_> = pieces.iter().filter_map(Piece::placeholder).collect();
    for code in used.into_iter().filter(|code| !is_declared(code)) {
        wrong.push(Violation::new(pointer, &PLACEHOLDER_UNKNOWN).with("placeholder", &code));
    }
}

impl<'de> Deserialize<'de> for TemplateContent {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let draft = TemplateDraft::deserialize(deserializer)?;
        Self::parse(&draft).map_err(serde::de::Error::custom)
    }
}

/// A template of a network, shared by all its points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Identifier.
    pub id: AgreementTemplateId,
    /// The network.
    pub network_id: NetworkBodyId,
    /// What kind of agreements are made from it.
    pub kind: AgreementKind,
    /// Name, for choosing.
    pub name: DisplayName,
    /// Number of the last version.
    pub last: DefinitionNumber,
    /// Number of the active version, if there is one.
    pub active: Option<DefinitionNumber>,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A version of a template; unchangeable once it was active.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateVersion {
    /// The template.
    pub template_id: AgreementTemplateId,
    /// Its number in it.
    pub number: DefinitionNumber,
    /// Where it stands.
    pub status: DefinitionStatus,
    /// What it says.
    pub content: TemplateContent,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it came into use.
    pub activated_at: Option<DateTime<Utc>>,
    /// When it went out of use.
    pub retired_at: Option<DateTime<Utc>>,
}
