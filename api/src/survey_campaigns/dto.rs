//! What clients send about campaigns.

use domain_shared::{DefinitionNumber, QuestionnaireId, Violations, parse_id};
use domain_surveys::{CampaignPlan, SurveyCampaign};
use persistence::surveys::CampaignFilter;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    fields::{CampaignStatusField, PointIdField, QuestionnaireIdField},
    schema::SurveyCampaignInput,
};

/// Which campaigns to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CampaignParams {
    /// Only those that stand here.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<CampaignStatusField>>, max_items = 4)]
    status: Vec<CampaignStatusField>,
    /// Only those that ask these questionnaires.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<QuestionnaireIdField>>, max_items = 20)]
    questionnaire: Vec<QuestionnaireIdField>,
    /// Only those that run at these points.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<PointIdField>>, max_items = 50)]
    point: Vec<PointIdField>,
}

impl From<CampaignParams> for CampaignFilter {
    fn from(params: CampaignParams) -> Self {
        Self {
            statuses: params.status.into_iter().map(|one| one.0).collect(),
            questionnaires: params.questionnaire.into_iter().map(|one| one.0).collect(),
            points: params.point.into_iter().map(|one| one.0).collect(),
        }
    }
}

/// What was read of a [`SurveyCampaignInput`].
#[derive(Debug, Clone)]
pub(super) struct Planned {
    pub(super) questionnaire_id: QuestionnaireId,
    pub(super) questionnaire_number: Option<DefinitionNumber>,
    pub(super) plan: CampaignPlan,
}

impl SurveyCampaignInput {
    /// Reads it.
    pub(super) fn read(self) -> Result<Planned, Violations> {
        let mut wrong = Violations::new();
        let questionnaire_id = wrong.keep("/questionnaire_id", parse_id(&self.questionnaire_id));
        let questionnaire_number = self
            .questionnaire_number
            .and_then(|number| wrong.keep_number("/questionnaire_number", number));
        let plan = wrong.keep_part("", CampaignPlan::parse(&self.plan));
        match (questionnaire_id, plan) {
            (Some(questionnaire_id), Some(plan)) if wrong.is_empty() => Ok(Planned {
                questionnaire_id,
                questionnaire_number,
                plan,
            }),
            (..) => Err(wrong),
        }
    }

    /// A campaign as it is.
    pub(super) fn of(campaign: &SurveyCampaign, plan: &CampaignPlan) -> Self {
        use domain_shared::BoundedNumber as _;
        Self {
            questionnaire_id: campaign.questionnaire_id.to_string(),
            questionnaire_number: Some(i64::from(campaign.questionnaire_number.number())),
            plan: plan.into(),
        }
    }
}
