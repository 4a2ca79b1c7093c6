//! The text of an agreement: made from its template, and fixed with a hash when it is sent.

use std::fmt::Write as _;

use domain_agreements::{
    Agreement, AgreementContent, AgreementRevision, AgreementRevisionNumber, RenderInput,
    RenderedText, Side, render,
};
use domain_shared::{BoundedNumber as _, ProviderId, Violations, messages};
use persistence::{
    AnyConnection,
    agreements::{attachment_hashes, template_version_find},
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::references::party_lines;
use crate::{
    http::UnitOfWork,
    problem::{Outcome, Problem},
};

/// The text of an agreement that says this, or what it lacks by pointer into the content.
pub(crate) fn text_of(
    connection: &mut AnyConnection,
    content: &AgreementContent,
) -> Outcome<Result<RenderedText, Violations>> {
    let Some(choice) = content.template else {
        let mut wrong = Violations::new();
        wrong.add("/template", &messages::REQUIRED);
        return Ok(Err(wrong));
    };
    let version = template_version_find(connection, choice.template_id, choice.number)?;
    let version = version.ok_or_else(|| Problem::internal("a template that is not there"))?;
    let lines = party_lines(connection, content)?;
    let of = |side: Side| {
        let parties = content.parties.iter().zip(&lines);
        let of_side = parties.filter(move |(party, _)| party.side == side);
        of_side.map(|(_, line)| line.clone()).collect()
    };
    let input = RenderInput::of(content, of(Side::Network), of(Side::Counterpart));
    Ok(render(&version.content, &input))
}

/// What is hashed: JSON with the members of every object in alphabetical order.
#[derive(Serialize)]
struct Fixed<'a> {
    content: &'a AgreementContent,
    text: &'a RenderedText,
    /// Hashes of the attachments, sorted.
    attachments: Vec<String>,
}

/// The next revision of an agreement, which says what it says now and never changes. `proposed_by` is the
/// provider that proposes it, if one does.
pub(crate) fn next_revision(
    unit: &mut UnitOfWork<'_, '_>,
    agreement: &Agreement,
    text: RenderedText,
    proposed_by: Option<ProviderId>,
) -> Outcome<AgreementRevision> {
    let last = agreement.revision.map_or(0, |one| i64::from(one.number()));
    let number = AgreementRevisionNumber::from_number(last.saturating_add(1));
    let number = number.ok_or_else(|| Problem::internal("no more revision numbers"))?;
    let fixed = Fixed {
        content: &agreement.content,
        text: &text,
        attachments: attachment_hashes(unit.connection(), agreement.id)?,
    };
    let wrong = |error: serde_json::Error| Problem::internal(format!("revision: {error}"));
    // The members of a value are sorted by name; those of a struct come as they are declared.
    let canonical = serde_json::to_value(&fixed).map_err(wrong)?.to_string();
    let digest = Sha256::digest(canonical);
    let sha256 = digest.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    Ok(AgreementRevision {
        agreement_id: agreement.id,
        number,
        content: agreement.content.clone(),
        text,
        sha256,
        proposed_by,
        made_by: unit.actor().user_id(),
        made_at: unit.now(),
    })
}
