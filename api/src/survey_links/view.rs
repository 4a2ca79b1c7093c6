//! Links as those who make them get them, and as those who answer do.

use chrono::{DateTime, NaiveDate, Utc};
use domain_surveys::{Consent, SurveyLink, SurveyLinkState};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    questionnaires::DefinitionView,
    survey_campaigns::schema::SurveyConsent,
    survey_responses::schema::SurveyAnswers,
    wire::{
        Coded, DisplayNameField, Ident, LongTextField, PointIdField, StableCodeField,
        SurveyCampaignIdField, SurveyLinkIdField, SurveyRespondentIdField, Text, UserIdField,
    },
};

/// Whether a link still works.
type SurveyLinkStateField = Coded<SurveyLinkState>;

/// A link, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyLinkSummary {
    /// Identifier.
    id: SurveyLinkIdField,
    /// The campaign.
    campaign_id: SurveyCampaignIdField,
    /// The point the answers count for.
    point_id: PointIdField,
    /// The category the answers count for.
    category: StableCodeField,
    /// Whom it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    respondent_id: Option<SurveyRespondentIdField>,
    /// Whether it still works.
    state: SurveyLinkStateField,
    /// When it stops working.
    expires_at: DateTime<Utc>,
    /// When somebody answered with it; where the campaign is anonymous, the beginning of that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    used_at: Option<DateTime<Utc>>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<UserIdField>,
    /// When.
    created_at: DateTime<Utc>,
}

impl SurveyLinkSummary {
    /// As it is at an instant.
    pub(super) fn of(link: &SurveyLink, now: DateTime<Utc>) -> Self {
        Self {
            id: Ident(link.id),
            campaign_id: Ident(link.campaign_id),
            point_id: Ident(link.point_id),
            category: Text::of(&link.category),
            respondent_id: link.respondent_id.map(Ident),
            state: Coded(link.state(now)),
            expires_at: link.expires_at,
            used_at: link.used_at,
            created_by: link.created_by.map(Ident),
            created_at: link.created_at,
        }
    }
}

/// A new link with its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NewSurveyLinkView {
    /// The link.
    #[serde(flatten)]
    pub(super) link: SurveyLinkSummary,
    /// The link itself: whoever has it answers, once. It is shown only now.
    #[schema(
        format = "uri",
        max_length = 500,
        example = "https://hub.example.org/api/v1/survey-links/Zk1mT0xkQ3JwWnJhVWV5dFh1b3d0Q2pXc0xqU2hQbW4"
    )]
    pub(super) url: String,
}

/// New links with their secrets.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NewSurveyLinksView {
    /// The links.
    #[schema(max_items = 500)]
    pub(super) items: Vec<NewSurveyLinkView>,
}

/// What whoever answers by a link gets.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyLinkView {
    /// Title of the campaign.
    pub(super) title: DisplayNameField,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<LongTextField>,
    /// Whether nothing is kept that links the answers to a person.
    #[schema(example = false)]
    pub(super) anonymous: bool,
    /// What whoever answers agrees to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<SurveyConsent>)]
    pub(super) consent: Option<Consent>,
    /// Whether consent was given when answers were saved.
    #[schema(example = false)]
    pub(super) consented: bool,
    /// Last day on which answers are taken.
    pub(super) last_day: NaiveDate,
    /// When the link stops working.
    pub(super) expires_at: DateTime<Utc>,
    /// What is asked.
    pub(super) definition: DefinitionView,
    /// The answers saved so far.
    pub(super) answers: SurveyAnswers,
}

/// That answers were saved, to be finished later with the same link.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyLinkSavedView {
    /// The answers as they are saved.
    pub(super) answers: SurveyAnswers,
}

/// That answers were taken.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyLinkReceiptView {
    /// The day on which they were taken.
    pub(super) completed_on: NaiveDate,
}
