//! Reports of survey campaigns, which are made by and by.

use chrono::{DateTime, Utc};
use domain_shared::{JobStatus, Note, SurveyCampaignId, SurveyReportId, UserId, Version};

/// A report that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyReport {
    /// Identifier.
    pub id: SurveyReportId,
    /// The campaign.
    pub campaign_id: SurveyCampaignId,
    /// How far it is.
    pub status: JobStatus,
    /// Key of the stored page, once it is made.
    pub page_key: Option<String>,
    /// Key of the stored PDF, once it is made.
    pub document_key: Option<String>,
    /// Why it was given up.
    pub message: Option<Note>,
    /// Who asked for it.
    pub created_by: Option<UserId>,
    /// Version, for optimistic concurrency: a worker that lost the report cannot write any more.
    pub version: Version,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it last gave a sign of life.
    pub updated_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}
