//! Reports on the wire.

use chrono::{DateTime, Utc};
use domain_shared::Locale;
use domain_surveys::SurveyReport;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    jobs::{JobMessage, JobStatusField},
    wire::{Coded, Ident, SurveyCampaignIdField, SurveyReportIdField, UserIdField},
};

/// A report of a survey campaign, made by and by.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SurveyReport)]
pub(super) struct SurveyReportView {
    /// Identifier.
    id: SurveyReportIdField,
    /// The campaign.
    campaign_id: SurveyCampaignIdField,
    /// How far it is; `done` when page and document can be read.
    status: JobStatusField,
    /// Why it was given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<JobMessage>,
    /// Who asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<UserIdField>,
    /// When it was asked for.
    created_at: DateTime<Utc>,
    /// When it last gave a sign of life.
    updated_at: DateTime<Utc>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<DateTime<Utc>>,
}

impl SurveyReportView {
    pub(super) fn of(report: &SurveyReport, locale: Locale) -> Self {
        let message = report.message.as_ref();
        Self {
            id: Ident(report.id),
            campaign_id: Ident(report.campaign_id),
            status: Coded(report.status),
            message: message.map(|note| JobMessage::of(note, locale)),
            created_by: report.created_by.map(Ident),
            created_at: report.created_at,
            updated_at: report.updated_at,
            finished_at: report.finished_at,
        }
    }
}
