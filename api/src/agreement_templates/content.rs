//! The content of a template on the wire: its domain types read and write it themselves, this module says what
//! it looks like.

use domain_agreements::{TemplateContent, TemplateDraft};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::{
    DisplayNameField, LongTextField, PlaceholderKindField, ShortTextField, SideField,
    StableCodeField, described_as,
};

/// What a template says, as a client sends it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct TemplateContentInput(pub(super) TemplateDraft);

/// What a template says, as clients get it.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(super) struct TemplateContentView(pub(super) TemplateContent);

described_as!(TemplateContentSchema: TemplateContentInput, TemplateContentView);

/// What a template says, in Italian. In its texts `{{code}}` stands for a placeholder: each that is used is
/// among `placeholders`, and each of those is used.
#[derive(ToSchema)]
#[schema(as = AgreementTemplateContent, example = json!({
    "title": "Convenzione per l'erogazione di {{servizio}}",
    "opening": "Tra {{rete}} (di seguito «la Rete»)\ne {{ente}} (di seguito «l'Ente»),\nsi conviene quanto segue.",
    "clauses": [
        {"code": "oggetto", "heading": "Oggetto", "text": "La convenzione stabilisce le condizioni alle quali l'Ente eroga {{servizio}} ai soci della Rete."},
        {"code": "sconto", "heading": "Sconto per i soci", "text": "L'Ente applica ai soci uno sconto del {{sconto}}.", "optional": true},
        {"code": "durata", "heading": "Durata", "text": "La convenzione è valida dal {{data-inizio}}."}
    ],
    "closing": "Letto, approvato e sottoscritto.",
    "placeholders": [
        {"code": "rete", "label": "Parti della rete", "kind": "party", "side": "network"},
        {"code": "ente", "label": "Ente erogatore", "kind": "party", "side": "counterpart"},
        {"code": "servizio", "label": "Servizio", "kind": "text"},
        {"code": "sconto", "label": "Sconto per i soci", "kind": "percentage"},
        {"code": "data-inizio", "label": "Primo giorno di validità", "kind": "date"}
    ]
}))]
#[expect(dead_code, reason = "the type describes; nothing is one")]
pub(super) struct TemplateContentSchema {
    /// Title of the document; may have placeholders.
    title: DisplayNameField,
    /// What comes before the first clause; each line is a paragraph.
    opening: LongTextField,
    /// Clauses, in their order. Those that an agreement takes are numbered from 1.
    #[schema(min_items = 1, max_items = 100)]
    clauses: Vec<TemplateClause>,
    /// What comes after the last clause, before the signatures.
    closing: Option<LongTextField>,
    /// Placeholders.
    #[schema(max_items = 100)]
    placeholders: Option<Vec<TemplatePlaceholder>>,
}

/// A clause of a template.
#[derive(ToSchema)]
#[schema(as = AgreementTemplateClause)]
#[expect(dead_code, reason = "the type describes; nothing is one")]
struct TemplateClause {
    /// Code, unique in the template.
    code: StableCodeField,
    /// Heading; may have placeholders.
    heading: ShortTextField,
    /// Text; each line is a paragraph.
    text: LongTextField,
    /// Whether an agreement may do without it; no without this.
    optional: Option<bool>,
}

/// Something to be filled in.
#[derive(ToSchema)]
#[schema(as = AgreementTemplatePlaceholder)]
#[expect(dead_code, reason = "the type describes; nothing is one")]
struct TemplatePlaceholder {
    /// Code, unique in the template.
    code: StableCodeField,
    /// What it stands for, for whoever fills it in.
    label: ShortTextField,
    /// What kind of value.
    kind: PlaceholderKindField,
    /// Whose parties; there for a party and for nothing else.
    side: Option<SideField>,
}
