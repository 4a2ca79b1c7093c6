//! What a template is filled in with.

use std::collections::BTreeMap;

use domain_shared::{LongText, StableCode, TextValue, Violations};
use serde::Deserialize;

use crate::{
    AgreementContent, ClauseText, ClauseTextDraft, MAX_CLAUSE_TEXTS, MAX_PARTIES, MAX_SIGNATORIES,
    Side,
    content::{read_clause_texts, read_values},
    text::one_line,
};

/// What a template is filled in with, as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RenderDraft {
    /// Values for the placeholders, by code.
    pub values: BTreeMap<String, String>,
    /// The parties on the network's side.
    pub network: Vec<String>,
    /// The parties on the other side.
    pub counterpart: Vec<String>,
    /// Codes of the optional clauses to take.
    pub optional_clauses: Vec<String>,
    /// Texts in place of clauses.
    pub clause_texts: Vec<ClauseTextDraft>,
    /// Lines under which people sign.
    pub signatures: Vec<String>,
}

/// What a template is filled in with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RenderInput {
    /// Values for the placeholders, by code, as somebody typed them: days as `YYYY-MM-DD`, amounts and
    /// percentages as decimal numbers with a point.
    pub values: BTreeMap<StableCode, LongText>,
    /// The parties on the network's side, a line for each.
    pub network: Vec<String>,
    /// The parties on the other side, a line for each.
    pub counterpart: Vec<String>,
    /// The optional clauses to take.
    pub optional_clauses: Vec<StableCode>,
    /// Texts in place of clauses.
    pub clause_texts: Vec<ClauseText>,
    /// Lines under which people sign.
    pub signatures: Vec<String>,
}

impl RenderInput {
    /// Reads what somebody typed; whether it fits a template is not known here.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &RenderDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let values = read_values(&draft.values, &mut wrong);
        let network = read_lines("/network", &draft.network, MAX_PARTIES, &mut wrong);
        let counterpart = read_lines("/counterpart", &draft.counterpart, MAX_PARTIES, &mut wrong);
        let optional_clauses = wrong.keep_list(
            "/optional_clauses",
            &draft.optional_clauses,
            MAX_CLAUSE_TEXTS,
            StableCode::parse,
        );
        let clause_texts = read_clause_texts(&draft.clause_texts, &mut wrong);
        let signatures = read_lines(
            "/signatures",
            &draft.signatures,
            MAX_SIGNATORIES,
            &mut wrong,
        );
        wrong.into_result()?;
        Ok(Self {
            values,
            network,
            counterpart,
            optional_clauses,
            clause_texts,
            signatures,
        })
    }

    /// What an agreement fills its template in with; `network` and `counterpart` have a line for each party
    /// of that side, in the order of the agreement.
    ///
    /// There is a line to sign under for each signatory, and for each party that names none.
    #[must_use]
    pub fn of(content: &AgreementContent, network: Vec<String>, counterpart: Vec<String>) -> Self {
        let (mut left, mut right) = (network.iter(), counterpart.iter());
        let mut signatures = Vec::new();
        for (place, party) in (0_u16..).zip(&content.parties) {
            let line = match party.side {
                Side::Network => left.next(),
                Side::Counterpart => right.next(),
            };
            let line = line.map(String::as_str).unwrap_or_default();
            let signatories = content.signatories.iter();
            let mut signing = signatories
                .filter(|one| u16::from(one.party) == place)
                .map(|one| {
                    let (given, family) = (one.given_name.as_str(), one.family_name.as_str());
                    format!("{line} – {given} {family}, {}", one.capacity.as_str())
                })
                .peekable();
            if signing.peek().is_none() {
                signatures.push(line.to_owned());
            } else {
                signatures.extend(signing);
            }
        }
        Self {
            values: content.values.clone(),
            optional_clauses: content.optional_clauses.iter().cloned().collect(),
            clause_texts: content.clause_texts.clone(),
            network,
            counterpart,
            signatures,
        }
    }

    /// The parties of a side.
    pub(crate) fn parties(&self, side: Side) -> &[String] {
        match side {
            Side::Network => &self.network,
            Side::Counterpart => &self.counterpart,
        }
    }
}

/// Reads lines of text, which may be the same.
fn read_lines(pointer: &str, lines: &[String], max: usize, wrong: &mut Violations) -> Vec<String> {
    wrong.check_length(pointer, lines.len(), max);
    let lines = lines.iter().take(max).enumerate();
    lines
        .filter_map(|(index, line)| {
            let line = wrong.keep(format!("{pointer}/{index}"), LongText::parse(line));
            line.map(|line| one_line(line.as_str()))
        })
        .collect()
}
