//! What is said of a campaign besides its days and quotas.

use domain_shared::{
    LocalText, LocalTextDraft, LongText, ShortText, StableCode, bounded_numbers, codes,
};
use serde::{Deserialize, Serialize};

/// Most categories of respondents.
pub const MAX_CATEGORIES: usize = 30;

codes! {
    /// How answers are given.
    pub enum SurveyChannel {
        /// By telephone, to an interviewer.
        Phone = "phone", "telefono", "telephone";
        /// At the desk, with assistance.
        Desk = "desk", "sportello, con assistenza", "desk, assisted";
        /// By oneself, through a link.
        Link = "link", "in autonomia, tramite collegamento", "by oneself, through a link";
    }
}

bounded_numbers! {
    /// The smallest number of people that results may show.
    SmallestCell = 3..=100;
}

/// A category of respondents as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct RespondentCategoryDraft {
    /// Code, unique in the campaign.
    pub code: String,
    /// Label.
    pub label: LocalTextDraft,
}

/// A category of respondents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RespondentCategory {
    /// Code, unique in the campaign.
    pub code: StableCode,
    /// Label.
    pub label: LocalText<ShortText>,
}

/// What whoever answers agrees to, as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConsentDraft {
    /// The text.
    pub text: LocalTextDraft,
    /// Whether there is no final answer without it.
    pub required: bool,
}

/// What whoever answers agrees to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The text.
    pub text: LocalText<LongText>,
    /// Whether there is no final answer without it.
    pub required: bool,
}

/// What is said of a campaign besides its days and quotas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignContent {
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<LongText>,
    /// How answers are given; at least one way.
    pub channels: Vec<SurveyChannel>,
    /// Categories of respondents; at least one.
    pub categories: Vec<RespondentCategory>,
    /// What whoever answers agrees to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// The smallest number of people that results may show.
    pub smallest_cell: SmallestCell,
}

impl CampaignContent {
    /// Whether a category is among those of the campaign.
    #[must_use]
    pub fn has_category(&self, code: &StableCode) -> bool {
        self.categories.iter().any(|one| one.code == *code)
    }

    /// Whether no final answer is taken without consent.
    #[must_use]
    pub fn needs_consent(&self) -> bool {
        self.consent
            .as_ref()
            .is_some_and(|consent| consent.required)
    }
}
