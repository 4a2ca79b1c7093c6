//! Campaigns: a questionnaire asked over a time at a number of points, with quotas.

mod content;
mod life;
mod plan;
mod progress;
mod quota;

#[cfg(test)]
mod tests;

pub use content::{
    CampaignContent, Consent, ConsentDraft, MAX_CATEGORIES, RespondentCategory,
    RespondentCategoryDraft, SmallestCell, SurveyChannel,
};
pub use life::{CampaignStatus, CampaignStep, SurveyCampaign, campaign_status_after};
pub use plan::{
    CAP_LOWERED, CampaignDraft, CampaignPlan, FIXED_ONCE_OPEN, MAX_CAMPAIGN_POINTS, amended,
};
pub use progress::{CampaignProgress, PointProgress, QuotaCount, SlotProgress};
pub use quota::{
    CAP_BELOW_MINIMUM, CAPS_BELOW_MINIMUM, CATEGORY_UNKNOWN, MINIMUMS_ABOVE_CAP, PointQuota,
    PointQuotaDraft, Quota, QuotaCap, QuotaMinimum, SlotQuota, SlotQuotaDraft,
};
