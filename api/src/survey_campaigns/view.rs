//! Campaigns as clients get them.

use chrono::{DateTime, NaiveDate, Utc};
use domain_shared::BoundedNumber as _;
use domain_surveys::{
    CampaignProgress, Consent, PointProgress, PointQuota, QuotaCount, RespondentCategory,
    SlotProgress, SurveyCampaign,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    fields::{CampaignStatusField, PointIdField, QuestionnaireIdField, SurveyCampaignIdField},
    schema::{SurveyCategory, SurveyConsent, SurveyPointQuota},
};
use crate::wire::{
    Coded, DisplayNameField, Ident, LongTextField, NetworkBodyIdField, StableCodeField,
    SurveyChannelField, Text, optional,
};

/// A campaign in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyCampaignSummary {
    /// Identifier.
    id: SurveyCampaignIdField,
    /// The network.
    network_id: NetworkBodyIdField,
    /// The questionnaire that is asked.
    questionnaire_id: QuestionnaireIdField,
    /// Number of its version.
    #[schema(minimum = 1, maximum = 10_000, example = 1)]
    questionnaire_number: u16,
    /// Where it stands.
    status: CampaignStatusField,
    /// Title.
    title: DisplayNameField,
    /// First day on which answers are taken.
    first_day: NaiveDate,
    /// Last day on which answers are taken.
    last_day: NaiveDate,
    /// How answers are given.
    #[schema(min_items = 1, max_items = 3)]
    channels: Vec<SurveyChannelField>,
    /// Whether nothing is kept that links an answer to a person.
    #[schema(example = false)]
    anonymous: bool,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl From<&SurveyCampaign> for SurveyCampaignSummary {
    fn from(campaign: &SurveyCampaign) -> Self {
        Self {
            id: Ident(campaign.id),
            network_id: Ident(campaign.network_id),
            questionnaire_id: Ident(campaign.questionnaire_id),
            questionnaire_number: campaign.questionnaire_number.number(),
            status: Coded(campaign.status),
            title: Text::of(&campaign.title),
            first_day: campaign.first_day,
            last_day: campaign.last_day,
            channels: campaign
                .content
                .channels
                .iter()
                .copied()
                .map(Coded)
                .collect(),
            anonymous: campaign.anonymous,
            created_at: campaign.created_at,
            updated_at: campaign.updated_at,
        }
    }
}

/// A campaign.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyCampaignView {
    /// What a list shows of it.
    #[serde(flatten)]
    summary: SurveyCampaignSummary,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<LongTextField>,
    /// Categories of respondents.
    #[schema(value_type = Vec<SurveyCategory>, min_items = 1, max_items = 30)]
    categories: Vec<RespondentCategory>,
    /// What whoever answers agrees to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<SurveyConsent>)]
    consent: Option<Consent>,
    /// The smallest number of people that results may show.
    #[schema(minimum = 3, maximum = 100, example = 5)]
    smallest_cell: u16,
    /// Where it runs, by identifier.
    #[schema(value_type = Vec<SurveyPointQuota>, min_items = 1, max_items = 500)]
    points: Vec<PointQuota>,
}

impl SurveyCampaignView {
    /// Of a campaign with its quotas.
    pub(super) fn of(campaign: &SurveyCampaign, quotas: &[PointQuota]) -> Self {
        let content = &campaign.content;
        Self {
            summary: campaign.into(),
            description: optional(content.description.as_ref()),
            categories: content.categories.clone(),
            consent: content.consent.clone(),
            smallest_cell: content.smallest_cell.number(),
            points: quotas.to_vec(),
        }
    }
}

/// How far a category at a point has come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "category": "elderly", "minimum": 5, "cap": 20, "completed": 4, "partial": 1, "complete": false, "full": false
}))]
struct SurveySlotProgressView {
    /// The category.
    category: StableCodeField,
    /// How many answers are needed.
    #[schema(minimum = 0, maximum = 10_000)]
    minimum: u16,
    /// How many are taken at most; absent where any number is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000)]
    cap: Option<u16>,
    /// Final answers.
    #[schema(minimum = 0, maximum = 2_147_483_647)]
    completed: u32,
    /// Answers begun.
    #[schema(minimum = 0, maximum = 2_147_483_647)]
    partial: u32,
    /// Whether there are as many as needed.
    complete: bool,
    /// Whether no more are taken.
    full: bool,
}

impl From<&SlotProgress> for SurveySlotProgressView {
    fn from(slot: &SlotProgress) -> Self {
        let (minimum, cap) = quota(&slot.count);
        Self {
            category: Text::of(&slot.category),
            minimum,
            cap,
            completed: slot.count.completed,
            partial: slot.count.partial,
            complete: slot.count.has_minimum(),
            full: slot.count.is_full(),
        }
    }
}

fn quota(count: &QuotaCount) -> (u16, Option<u16>) {
    let cap = count.quota.cap.map(domain_shared::BoundedNumber::number);
    (count.quota.minimum.number(), cap)
}

/// How far a point has come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "point_id": "01930000-0000-7000-8000-000000000000", "minimum": 30, "cap": 40, "needed": 30, "completed": 18, "partial": 2,
    "complete": false, "full": false, "behind": true,
    "slots": [{"category": "elderly", "minimum": 5, "cap": 20, "completed": 4, "partial": 1, "complete": false, "full": false}]
}))]
struct SurveyPointProgressView {
    /// The point.
    point_id: PointIdField,
    /// How many answers its total needs.
    #[schema(minimum = 0, maximum = 10_000)]
    minimum: u16,
    /// How many are taken at most; absent where any number is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000)]
    cap: Option<u16>,
    /// How many are needed in all: `minimum`, or the sum of what the categories need where that is more.
    #[schema(minimum = 0, maximum = 2_147_483_647)]
    needed: u32,
    /// Final answers.
    #[schema(minimum = 0, maximum = 2_147_483_647)]
    completed: u32,
    /// Answers begun.
    #[schema(minimum = 0, maximum = 2_147_483_647)]
    partial: u32,
    /// Whether the total and every category have as many as needed.
    complete: bool,
    /// Whether no more are taken.
    full: bool,
    /// Whether fewer are there than the days gone by ask for.
    behind: bool,
    /// Its categories, by code.
    #[schema(max_items = 30)]
    slots: Vec<SurveySlotProgressView>,
}

impl SurveyPointProgressView {
    fn of(point: &PointProgress, campaign: &SurveyCampaign, today: NaiveDate) -> Self {
        let (minimum, cap) = quota(&point.count);
        Self {
            point_id: Ident(point.point_id),
            minimum,
            cap,
            needed: point.needed(),
            completed: point.count.completed,
            partial: point.count.partial,
            complete: point.is_complete(),
            full: point.count.is_full(),
            behind: point.is_behind(campaign, today),
            slots: point
                .slots
                .iter()
                .map(SurveySlotProgressView::from)
                .collect(),
        }
    }
}

/// How far a campaign has come.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyProgressView {
    /// The campaign.
    campaign_id: SurveyCampaignIdField,
    /// Where it stands.
    status: CampaignStatusField,
    /// The day in Rome the progress is of.
    on: NaiveDate,
    /// How many answers are needed in all.
    #[schema(minimum = 0, maximum = 2_147_483_647, example = 780)]
    needed: u32,
    /// Final answers.
    #[schema(minimum = 0, maximum = 2_147_483_647, example = 412)]
    completed: u32,
    /// Answers begun.
    #[schema(minimum = 0, maximum = 2_147_483_647, example = 17)]
    partial: u32,
    /// Whether every point is complete.
    #[schema(example = false)]
    complete: bool,
    /// Its points, by identifier.
    #[schema(max_items = 500)]
    points: Vec<SurveyPointProgressView>,
}

impl SurveyProgressView {
    /// Of a campaign on a day.
    pub(super) fn of(
        campaign: &SurveyCampaign,
        progress: &CampaignProgress,
        today: NaiveDate,
    ) -> Self {
        let points = progress.points.iter();
        Self {
            campaign_id: Ident(campaign.id),
            status: Coded(campaign.status),
            on: today,
            needed: progress.needed(),
            completed: progress.completed(),
            partial: progress.partial(),
            complete: progress.is_complete(),
            points: points
                .map(|point| SurveyPointProgressView::of(point, campaign, today))
                .collect(),
        }
    }
}
