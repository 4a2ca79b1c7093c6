//! Responses as clients get them.

use chrono::{DateTime, Utc};
use domain_surveys::{ReviewNote, SurveyResponse};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    fields::{
        InstanceIdField, PointIdField, SurveyCampaignIdField, SurveyRespondentIdField,
        SurveyResponseIdField, SurveyResponseStatusField, SurveyReviewField,
    },
    schema::SurveyAnswers,
};
use crate::{
    problem::ProblemDocument,
    wire::{
        Coded, Ident, LanguageTagField, LongTextField, StableCodeField, SurveyChannelField, Text,
        UserIdField, optional,
    },
};

/// A response in a list: everything but what was answered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyResponseSummary {
    /// Identifier.
    id: SurveyResponseIdField,
    /// The campaign.
    campaign_id: SurveyCampaignIdField,
    /// The point.
    point_id: PointIdField,
    /// The category of whoever answered.
    category: StableCodeField,
    /// Whoever answered, if they are on the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    respondent_id: Option<SurveyRespondentIdField>,
    /// Whether it is final.
    status: SurveyResponseStatusField,
    /// What is thought of it in review.
    review: SurveyReviewField,
    /// How it was given.
    channel: SurveyChannelField,
    /// Who asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    interviewer_id: Option<UserIdField>,
    /// In which language.
    language: LanguageTagField,
    /// Identifier of the answers as they are now: an edit names it as `deprecated_id`.
    instance_id: InstanceIdField,
    /// When consent was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    consented_at: Option<DateTime<Utc>>,
    /// When it first was final. Of anonymous campaigns, all times are the beginning of the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_at: Option<DateTime<Utc>>,
    /// When it was begun.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl From<&SurveyResponse> for SurveyResponseSummary {
    fn from(response: &SurveyResponse) -> Self {
        Self {
            id: Ident(response.id),
            campaign_id: Ident(response.campaign_id),
            point_id: Ident(response.point_id),
            category: Text::of(&response.category),
            respondent_id: response.respondent_id.map(Ident),
            status: Coded(response.status),
            review: Coded(response.review),
            channel: Coded(response.channel),
            interviewer_id: response.interviewer_id.map(Ident),
            language: Text::of(&response.language),
            instance_id: Text::of(&response.instance_id),
            consented_at: response.consented_at,
            completed_at: response.completed_at,
            created_at: response.created_at,
            updated_at: response.updated_at,
        }
    }
}

/// A response.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyResponseView {
    /// What a list shows of it.
    #[serde(flatten)]
    summary: SurveyResponseSummary,
    /// What was answered, with computed values.
    answers: SurveyAnswers,
}

impl From<&SurveyResponse> for SurveyResponseView {
    fn from(response: &SurveyResponse) -> Self {
        Self {
            summary: response.into(),
            answers: SurveyAnswers(response.answers.clone()),
        }
    }
}

/// What was said of a response in review.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyReviewNoteView {
    /// Its number, from 1 without gaps.
    #[schema(minimum = 1, maximum = 65_535, example = 1)]
    number: u16,
    /// What is thought of the response.
    review: SurveyReviewField,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<LongTextField>,
    /// Who says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    made_by: Option<UserIdField>,
    /// When.
    made_at: DateTime<Utc>,
}

impl From<&ReviewNote> for SurveyReviewNoteView {
    fn from(note: &ReviewNote) -> Self {
        Self {
            number: note.number,
            review: Coded(note.review),
            comment: optional(note.comment.as_ref()),
            made_by: note.made_by.map(Ident),
            made_at: note.made_at,
        }
    }
}

/// What became of one of several submissions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "status": 201, "instance_id": "6f0c1a52-6d0e-4b7e-9d7a-2f6a4c1b8e10", "response_id": "01930000-0000-7000-8000-000000000031"
}))]
pub(super) struct SurveySubmissionOutcomeView {
    /// The status it would have been answered with alone.
    #[schema(minimum = 200, maximum = 599)]
    pub(super) status: u16,
    /// Its identifier, as far as it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) instance_id: Option<InstanceIdField>,
    /// The response it belongs to; absent when nothing was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) response_id: Option<SurveyResponseIdField>,
    /// Why nothing was taken, as if it had been alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) problem: Option<ProblemDocument>,
}

/// What became of several submissions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyBatchView {
    /// One for each, in the order they were sent.
    #[schema(max_items = 500)]
    pub(super) items: Vec<SurveySubmissionOutcomeView>,
}
