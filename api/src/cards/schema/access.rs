//! How one gets to a service and what one finds there, as it is described.

#![expect(dead_code, reason = "these types describe; nothing is one")]

use utoipa::ToSchema;

use super::texts::{TranslatedLong, TranslatedShort, TranslatedSummary};
use crate::wire::{AccessChannelField, AttachmentPurposeField, FileIdField, WebUrlField};

/// What a service does, in words. The activities are needed before the card is submitted.
#[derive(ToSchema)]
#[schema(example = json!({
    "need_analysis": {"it": "Un colloquio a casa con la famiglia."}, "proposed_solution": {"it": "Un piano di assistenza su misura."},
    "activities": {"it": "Igiene personale, pasti, compagnia, piccole commissioni."}
}))]
pub(super) struct CardDescription {
    /// The whole of it, at length.
    overview: Option<TranslatedLong>,
    /// How the need is analysed.
    need_analysis: Option<TranslatedLong>,
    /// The solution that is proposed.
    proposed_solution: Option<TranslatedLong>,
    /// The activities that are carried out.
    activities: Option<TranslatedLong>,
    /// What one gets in the end.
    outcome: Option<TranslatedLong>,
    /// What follows from the outcome.
    next_steps: Option<TranslatedLong>,
    /// Times and deadlines in words.
    timing: Option<TranslatedLong>,
    /// What limits the service.
    constraints: Option<TranslatedLong>,
    /// Special cases.
    special_cases: Option<TranslatedLong>,
    /// Anything else.
    further_information: Option<TranslatedLong>,
}

/// A document a citizen must bring.
#[derive(ToSchema)]
#[schema(example = json!({"name": {"it": "Attestazione ISEE"}, "url": "https://www.inps.it", "optional": true}))]
struct CardNeededDocument {
    /// Its name.
    name: TranslatedSummary,
    /// Where it is had or described.
    url: Option<WebUrlField>,
    /// Whether it can be left out.
    optional: Option<bool>,
}

/// How a citizen gets access. A channel and the way in words are needed before the card is
/// submitted.
#[derive(ToSchema)]
#[schema(example = json!({
    "channels": ["phone", "appointment"], "how_to": {"it": "Telefonare per fissare il primo colloquio."},
    "documents": [{"name": {"it": "Documento di identità"}}]
}))]
pub(super) struct CardAccess {
    /// Ways to it.
    #[schema(max_items = 30)]
    channels: Option<Vec<AccessChannelField>>,
    /// What to do, step by step.
    how_to: Option<TranslatedLong>,
    /// Page where the service is had online.
    online_url: Option<WebUrlField>,
    /// Page where an appointment is booked.
    booking_url: Option<WebUrlField>,
    /// Documents to bring.
    #[schema(max_items = 20)]
    documents: Option<Vec<CardNeededDocument>>,
    /// What else is needed, in words.
    documents_note: Option<TranslatedLong>,
}

/// A link to more.
#[derive(ToSchema)]
#[schema(example = json!({"label": {"it": "Carta dei servizi"}, "url": "https://example.org/carta"}))]
pub(super) struct CardLink {
    /// What it leads to.
    label: TranslatedShort,
    /// Address.
    url: WebUrlField,
}

/// An image of a card.
#[derive(ToSchema)]
#[schema(example = json!({"file_id": "01930000-0000-7000-8000-000000000001", "alt": {"it": "Un'operatrice con una signora anziana"}}))]
pub(super) struct CardImage {
    /// The uploaded file, which belongs to the card.
    file_id: FileIdField,
    /// What it shows, for those who cannot see it.
    alt: TranslatedSummary,
}

/// A document attached to a card.
#[derive(ToSchema)]
#[schema(example = json!({"file_id": "01930000-0000-7000-8000-000000000002", "purpose": "terms", "title": {"it": "Condizioni del servizio"}}))]
pub(super) struct CardAttachment {
    /// The uploaded file, which belongs to the card.
    file_id: FileIdField,
    /// What it is.
    purpose: AttachmentPurposeField,
    /// Its title.
    title: TranslatedShort,
}
