//! The plan of a campaign on the wire: its domain types read and write it themselves, this module says what it
//! looks like.

#![expect(dead_code, reason = "these types describe; nothing is one")]

use chrono::NaiveDate;
use domain_surveys::CampaignDraft;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    cards::schema::{TranslatedLong, TranslatedShort},
    wire::{
        DisplayNameField, LongTextField, PointIdField, QuestionnaireIdField, StableCodeField,
        SurveyChannelField, described_as,
    },
};

/// A campaign as a client plans it.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct SurveyCampaignInput {
    pub(super) questionnaire_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) questionnaire_number: Option<i64>,
    #[serde(flatten)]
    pub(super) plan: CampaignDraft,
}

described_as!(SurveyCampaignSchema: SurveyCampaignInput);

/// What is planned of a campaign.
#[derive(ToSchema)]
#[schema(as = SurveyCampaignInput, example = json!({
    "questionnaire_id": "01930000-0000-7000-8000-000000000021",
    "title": "Indagine B: accesso ai servizi", "first_day": "2026-11-02", "last_day": "2026-12-18",
    "description": "Almeno trenta persone per punto, distribuite tra le categorie.",
    "channels": ["desk", "phone"],
    "categories": [
        {"code": "elderly", "label": {"it": "Anziani", "en": "Elderly people"}},
        {"code": "working-women", "label": {"it": "Lavoratrici", "en": "Working women"}}
    ],
    "consent": {"text": {"it": "Acconsento al trattamento delle mie risposte ai fini dell'indagine."}, "required": true},
    "points": [{
        "point_id": "01930000-0000-7000-8000-000000000000", "minimum": 30, "cap": 40,
        "slots": [{"category": "elderly", "minimum": 5}, {"category": "working-women", "minimum": 5, "cap": 20}]
    }]
}))]
struct SurveyCampaignSchema {
    /// The questionnaire that is asked, of the same network.
    questionnaire_id: QuestionnaireIdField,
    /// Number of its version; without it the active one, or else the last. It must be active when the campaign is opened.
    #[schema(minimum = 1, maximum = 10_000)]
    questionnaire_number: Option<i32>,
    /// Title.
    title: DisplayNameField,
    /// What it is for.
    description: Option<LongTextField>,
    /// First day on which answers are taken.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    first_day: NaiveDate,
    /// Last day on which answers are taken.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    last_day: NaiveDate,
    /// How answers are given.
    #[schema(min_items = 1, max_items = 3)]
    channels: Vec<SurveyChannelField>,
    /// Categories of respondents.
    #[schema(min_items = 1, max_items = 30)]
    categories: Vec<SurveyCategory>,
    /// What whoever answers agrees to.
    consent: Option<SurveyConsent>,
    /// Whether nothing is kept that links an answer to a person: no respondents, no interviewers, only days.
    anonymous: Option<bool>,
    /// The smallest number of people that results may show; 5 without.
    #[schema(minimum = 3, maximum = 100)]
    smallest_cell: Option<i32>,
    /// Where it runs.
    #[schema(min_items = 1, max_items = 500)]
    points: Vec<SurveyPointQuota>,
}

/// A category of respondents.
#[derive(ToSchema)]
#[schema(example = json!({"code": "elderly", "label": {"it": "Anziani", "en": "Elderly people"}}))]
pub(crate) struct SurveyCategory {
    /// Code, unique in the campaign.
    code: StableCodeField,
    /// Label.
    label: TranslatedShort,
}

/// What whoever answers agrees to.
#[derive(ToSchema)]
#[schema(example = json!({"text": {"it": "Acconsento al trattamento delle mie risposte ai fini dell'indagine."}, "required": true}))]
pub(crate) struct SurveyConsent {
    /// The text.
    text: TranslatedLong,
    /// Whether there is no final answer without it; no without this.
    required: Option<bool>,
}

/// How many answers a point must and may give.
#[derive(ToSchema)]
#[schema(example = json!({
    "point_id": "01930000-0000-7000-8000-000000000000", "minimum": 30, "cap": 40,
    "slots": [{"category": "elderly", "minimum": 5, "cap": 20}]
}))]
pub(super) struct SurveyPointQuota {
    /// The point.
    point_id: PointIdField,
    /// How many are needed; none without.
    #[schema(minimum = 0, maximum = 10_000)]
    minimum: Option<i32>,
    /// How many are taken at most; any number without.
    #[schema(minimum = 1, maximum = 10_000)]
    cap: Option<i32>,
    /// The categories that are asked there; all, without quotas, where none is named.
    #[schema(max_items = 30)]
    slots: Option<Vec<SurveySlotQuota>>,
}

/// How many answers of a category a point must and may give.
#[derive(ToSchema)]
#[schema(example = json!({"category": "elderly", "minimum": 5, "cap": 20}))]
struct SurveySlotQuota {
    /// The category.
    category: StableCodeField,
    /// How many are needed; none without.
    #[schema(minimum = 0, maximum = 10_000)]
    minimum: Option<i32>,
    /// How many are taken at most; any number without.
    #[schema(minimum = 1, maximum = 10_000)]
    cap: Option<i32>,
}
