//! A version of a template with values filled in, to look at.

use actix_web::{HttpResponse, post};
use domain_agreements::{RenderDraft, RenderInput, render};
use domain_shared::{AgreementTemplateId, BoundedNumber as _, DefinitionNumber};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    common::{read_template, version_of},
    filling::{AgreementClauseText, PlaceholderValues},
};
use crate::{
    agreement_text::{AgreementTextView, answer, form_asked_for},
    http::{Ctx, PathId, PathNumber, ValidJson},
    problem::Outcome,
    wire::{AgreementTemplateIdField, LongTextField, StableCodeField, described_as},
};

/// What to fill in, as a client sends it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct AgreementTemplateRenderingInput(RenderDraft);

described_as!(RenderingSchema: AgreementTemplateRenderingInput);

/// What to fill into a template.
#[derive(ToSchema)]
#[schema(as = AgreementTemplateRendering, example = json!({
    "values": {"servizio": "assistenza domiciliare", "data-inizio": "2026-12-01", "sconto": "12.5"},
    "network": ["Welf@re Point Cesena"],
    "counterpart": ["Cooperativa Aurora", "Comune di Cesena"],
    "optional_clauses": ["sconto"],
    "signatures": ["Cooperativa Aurora – Niccolò Neri, legale rappresentante"]
}))]
#[expect(dead_code, reason = "the type describes; nothing is one")]
struct RenderingSchema {
    /// Values for the placeholders.
    values: Option<PlaceholderValues>,
    /// The parties on the network's side. Without any, placeholders for them take values.
    #[schema(max_items = 60)]
    network: Option<Vec<LongTextField>>,
    /// The parties on the other side.
    #[schema(max_items = 60)]
    counterpart: Option<Vec<LongTextField>>,
    /// Codes of the optional clauses to take.
    #[schema(max_items = 100)]
    optional_clauses: Option<Vec<StableCodeField>>,
    /// Texts in place of clauses.
    #[schema(max_items = 100)]
    clause_texts: Option<Vec<AgreementClauseText>>,
    /// Lines under which people sign.
    #[schema(max_items = 120)]
    signatures: Option<Vec<LongTextField>>,
}

/// Fill in a version of a template of agreements
///
/// To look at: nothing is kept. Every value that is used must be there, and of its kind; mistakes are told all
/// at once (`/values/data-inizio`). The answer is JSON, a page or a PDF, as `Accept` asks; in the PDF a character
/// that its fonts do not have is shown as an empty box.
#[utoipa::path(
    tag = "agreement-templates", operation_id = "render_agreement_template_version",
    params(
        ("template_id" = AgreementTemplateIdField, Path, description = "The template."),
        ("number" = u16, Path, description = "Number of the version.", minimum = 1, maximum = 10_000, example = 1),
    ),
    request_body = AgreementTemplateRenderingInput,
    responses((status = 200, description = "The text.", body = AgreementTextView)),
    security(("bearer" = [])),
    extensions(("x-action" = json!("agreement_template.read")), ("x-document-answer" = json!(true))),
)]
#[post("/agreement-templates/{template_id}/versions/{number}/rendering")]
pub(super) async fn render_agreement_template_version(
    ctx: Ctx,
    id: PathId<AgreementTemplateId>,
    number: PathNumber<DefinitionNumber>,
    body: ValidJson<AgreementTemplateRenderingInput>,
) -> Outcome<HttpResponse> {
    ctx.signed_in()?;
    let form = form_asked_for(ctx.request())?;
    let input = body.read(|input| RenderInput::parse(&input.0))?;
    let text = ctx
        .read(move |snapshot| {
            let template = read_template(snapshot, id.0)?;
            let version = version_of(snapshot.connection(), &template, number.0)?;
            Ok(render(&version.content, &input)?)
        })
        .await?;
    let name = format!("modello-versione-{}", number.0.number());
    answer(text, form, &name).await
}
