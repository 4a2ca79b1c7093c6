//! The whole content of a card as it is described.

#![expect(dead_code, reason = "the type describes; nothing is one")]

use utoipa::ToSchema;

use super::{
    access::{CardAccess, CardAttachment, CardDescription, CardImage, CardLink},
    parts::{
        CardAudience, CardCapacity, CardCoverage, CardEligibility, CardFirstContact,
        CardPersonInCharge, CardPlace, CardPricing, CardSharing, CardStaffGroup, CardValidity,
        CardWaiting,
    },
    texts::{TranslatedName, TranslatedSummary},
};
use crate::wire::{
    AccessibilityFeatureField, DeliveryModeField, LanguageTagField, StableCodeField,
};

/// Everything a card says. Any member may be left out while it is written; what must be there
/// before it is submitted is said with each. A list that is left out is an empty one.
#[derive(ToSchema)]
#[schema(as = CardContent, example = json!({
    "title": {"it": "Assistenza domiciliare per anziani", "en": "Home care for elderly people"},
    "summary": {"it": "Aiuto a casa nelle attività di ogni giorno per persone anziane sole o non autosufficienti."},
    "main_category": "services-for-the-elderly", "other_categories": ["family-carers"],
    "audience": {"recipients": ["elderly", "dependent_elderly"], "age": {"from": 65}},
    "eligibility": {"residents_only": true},
    "coverage": {"municipalities": ["C573"]},
    "places": [{
        "name": "Sede di Cesena", "address": {"street": "Via Ilaria Alpi 49", "postal_code": "47521", "municipality": "C573"},
        "coordinates": {"lat": 44.1391, "lon": 12.2431},
        "opening_hours": {"weekly": [{"weekday": "monday", "opens": "09:00", "closes": "12:30"}], "closed_on_public_holidays": true}
    }],
    "delivery": ["home", "site"],
    "first_contact": {"phone": "+39 0547 123456", "email": "sad@example.org", "hours": {"weekly": [{"weekday": "tuesday", "opens": "14:00", "closes": "18:00"}]}},
    "description": {"activities": {"it": "Igiene personale, pasti, compagnia, piccole commissioni."}},
    "waiting": {"analysis_days": 5, "activation_days": 10},
    "pricing": {"options": [{"label": {"it": "Tariffa feriale"}, "unit": "hour", "vat_rate": "vat_5", "from": {"amount": "19.50", "currency": "EUR"}}]},
    "access": {"channels": ["phone", "appointment"], "how_to": {"it": "Telefonare per fissare il primo colloquio."}, "documents": [{"name": {"it": "Documento di identità"}}]},
    "languages": ["it", "ro"], "accessibility": ["step_free"],
    "links": [{"label": {"it": "Carta dei servizi"}, "url": "https://example.org/carta"}]
}))]
pub(super) struct CardContentSchema {
    /// Title. The Italian one is needed before the card is submitted.
    title: Option<TranslatedName>,
    /// Another name.
    alternate_title: Option<TranslatedName>,
    /// Summary. The Italian one is needed before the card is submitted.
    summary: Option<TranslatedSummary>,
    /// The language the card was first written in; Italian when it is left out.
    language: Option<LanguageTagField>,
    /// Code of the main category. Needed before the card is submitted.
    main_category: Option<StableCodeField>,
    /// Codes of other categories, not the main one.
    #[schema(max_items = 20)]
    other_categories: Option<Vec<StableCodeField>>,
    /// Whom it is for.
    audience: Option<CardAudience>,
    /// Who may have it.
    eligibility: Option<CardEligibility>,
    /// Territory.
    coverage: Option<CardCoverage>,
    /// Where it is given. A service given at a site names one before it is submitted.
    #[schema(max_items = 20)]
    places: Option<Vec<CardPlace>>,
    /// How it is delivered. Needed before the card is submitted.
    #[schema(max_items = 30)]
    delivery: Option<Vec<DeliveryModeField>>,
    /// How to get in touch.
    first_contact: Option<CardFirstContact>,
    /// Who is in charge.
    person_in_charge: Option<CardPersonInCharge>,
    /// What it does.
    description: Option<CardDescription>,
    /// How long one waits.
    waiting: Option<CardWaiting>,
    /// How many places there are.
    capacity: Option<CardCapacity>,
    /// Who does the work.
    #[schema(max_items = 20)]
    staff: Option<Vec<CardStaffGroup>>,
    /// What it costs.
    pricing: Option<CardPricing>,
    /// How it is shared; not at all without.
    sharing: Option<CardSharing>,
    /// How to get access.
    access: Option<CardAccess>,
    /// Languages spoken. Needed before the card is submitted.
    #[schema(max_items = 30)]
    languages: Option<Vec<LanguageTagField>>,
    /// What makes it accessible.
    #[schema(max_items = 30)]
    accessibility: Option<Vec<AccessibilityFeatureField>>,
    /// Links to more.
    #[schema(max_items = 20)]
    links: Option<Vec<CardLink>>,
    /// Images.
    #[schema(max_items = 20)]
    images: Option<Vec<CardImage>>,
    /// Attachments.
    #[schema(max_items = 20)]
    attachments: Option<Vec<CardAttachment>>,
    /// When it is offered; always without.
    validity: Option<CardValidity>,
}
