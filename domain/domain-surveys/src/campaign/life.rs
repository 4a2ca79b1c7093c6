//! Where a campaign stands, and when it takes answers.

use chrono::{DateTime, NaiveDate, Utc};
use domain_shared::{
    DefinitionNumber, DisplayName, InvalidTransition, NetworkBodyId, QuestionnaireId,
    SurveyCampaignId, Version, codes,
};

use super::{content::CampaignContent, plan::CampaignPlan, quota::PointQuota};

codes! {
    /// Where a campaign stands.
    pub enum CampaignStatus {
        /// Being planned.
        Draft = "draft", "in preparazione", "being planned";
        /// Taking answers on its days.
        Open = "open", "aperta", "open";
        /// Ended; its answers are final.
        Closed = "closed", "chiusa", "closed";
        /// Given up.
        Cancelled = "cancelled", "annullata", "cancelled";
    }
}

codes! {
    /// A step in the life of a campaign.
    pub enum CampaignStep {
        /// Its plan is changed.
        Edit = "edit", "modifica", "edit";
        /// It begins to take answers.
        Open = "open", "apri", "open";
        /// It ends.
        Close = "close", "chiudi", "close";
        /// It is given up.
        Cancel = "cancel", "annulla", "cancel";
    }
}

/// Where a campaign stands after a step. One that ended never opens again: its results may have been read.
///
/// # Errors
/// [`InvalidTransition`] when the step is not among the allowed ones.
pub fn campaign_status_after(
    status: CampaignStatus,
    step: CampaignStep,
) -> Result<CampaignStatus, InvalidTransition<CampaignStatus, CampaignStep>> {
    use CampaignStep::{Cancel, Close, Edit, Open};
    let allowed: &[CampaignStep] = match status {
        CampaignStatus::Draft => &[Edit, Open, Cancel],
        CampaignStatus::Open => &[Edit, Close, Cancel],
        CampaignStatus::Closed | CampaignStatus::Cancelled => &[],
    };
    if !allowed.contains(&step) {
        return Err(InvalidTransition {
            from: status,
            allowed,
        });
    }
    Ok(match step {
        Edit => status,
        Open => CampaignStatus::Open,
        Close => CampaignStatus::Closed,
        Cancel => CampaignStatus::Cancelled,
    })
}

/// A campaign of a network. Its quotas are kept beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyCampaign {
    /// Identifier.
    pub id: SurveyCampaignId,
    /// The network.
    pub network_id: NetworkBodyId,
    /// The questionnaire that is asked.
    pub questionnaire_id: QuestionnaireId,
    /// Number of its version, fixed once the campaign was opened.
    pub questionnaire_number: DefinitionNumber,
    /// Where it stands.
    pub status: CampaignStatus,
    /// Title.
    pub title: DisplayName,
    /// Whether nothing is kept that links an answer to a person.
    pub anonymous: bool,
    /// First day on which answers are taken.
    pub first_day: NaiveDate,
    /// Last day on which answers are taken.
    pub last_day: NaiveDate,
    /// What else is said of it.
    pub content: CampaignContent,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

impl SurveyCampaign {
    /// What is planned of it, with its quotas.
    #[must_use]
    pub fn plan(&self, points: Vec<PointQuota>) -> CampaignPlan {
        CampaignPlan {
            title: self.title.clone(),
            first_day: self.first_day,
            last_day: self.last_day,
            anonymous: self.anonymous,
            content: self.content.clone(),
            points,
        }
    }

    /// The same campaign with another plan, but for its quotas, which are kept beside it.
    #[must_use]
    pub fn planned(self, plan: &CampaignPlan) -> Self {
        Self {
            title: plan.title.clone(),
            first_day: plan.first_day,
            last_day: plan.last_day,
            anonymous: plan.anonymous,
            content: plan.content.clone(),
            ..self
        }
    }

    /// Whether it takes answers on a day in Rome.
    #[must_use]
    pub fn takes_answers_on(&self, today: NaiveDate) -> bool {
        self.status == CampaignStatus::Open && (self.first_day..=self.last_day).contains(&today)
    }
}
