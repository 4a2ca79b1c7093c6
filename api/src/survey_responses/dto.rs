//! What clients send about responses.

use domain_shared::{
    LanguageTag, LongText, PointId, StableCode, SurveyRespondentId, TextValue as _, Violations,
    messages,
};
use domain_surveys::{InstanceId, RawAnswers, SurveyChannel, SurveyReview};
use persistence::surveys::ResponseFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    fields::{
        InstanceIdField, PointIdField, SurveyRespondentIdField, SurveyResponseStatusField,
        SurveyReviewField,
    },
    schema::{SurveyAnswers, SurveySubmissionDocument},
};
use crate::wire::{LanguageTagField, LongTextField, StableCodeField, SurveyChannelField};

/// Language of answers where nothing else is said.
const USUAL_LANGUAGE: &str = "it";

domain_shared::define_messages! {
    /// Something that the named respondent says.
    FOLLOWS_FROM_RESPONDENT = "follows_from_respondent",
        "Se è indicata la persona, punto e categoria sono i suoi e non vanno indicati.",
        "Where the respondent is named, point and category are theirs and are left out.";
}

/// Which responses to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ResponseParams {
    /// Only partial ones, or only completed ones.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<SurveyResponseStatusField>>, max_items = 3)]
    status: Vec<SurveyResponseStatusField>,
    /// Only those of which this is thought in review.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<SurveyReviewField>>, max_items = 5)]
    review: Vec<SurveyReviewField>,
    /// Only those given this way.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<SurveyChannelField>>, max_items = 3)]
    channel: Vec<SurveyChannelField>,
    /// Only those of these points.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<PointIdField>>, max_items = 50)]
    point: Vec<PointIdField>,
    /// Only those of these categories.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<StableCodeField>>, max_items = 30)]
    category: Vec<StableCodeField>,
    /// Only that of this respondent.
    #[param(inline, value_type = Option<SurveyRespondentIdField>)]
    respondent: Option<SurveyRespondentIdField>,
}

impl From<ResponseParams> for ResponseFilter {
    fn from(params: ResponseParams) -> Self {
        let categories = params.category.iter();
        Self {
            statuses: params.status.into_iter().map(|one| one.0).collect(),
            reviews: params.review.into_iter().map(|one| one.0).collect(),
            channels: params.channel.into_iter().map(|one| one.0).collect(),
            points: params.point.into_iter().map(|one| one.0).collect(),
            categories: categories.filter_map(|one| one.parse().ok()).collect(),
            respondent: params.respondent.map(|one| one.0),
        }
    }
}

/// No filters.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NoParams {}

/// Answers that were collected, or that replace others.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "instance_id": "6f0c1a52-6d0e-4b7e-9d7a-2f6a4c1b8e10", "point_id": "01930000-0000-7000-8000-000000000000",
    "category": "elderly", "channel": "desk", "language": "it", "consent": true, "complete": true,
    "answers": {"eta": 71, "categoria": "anziano", "note": "Orari comodi."}
}))]
pub(super) struct SurveySubmissionInput {
    /// Identifier (UUID) that the front end draws, another one for every version of the answers. Sent again with the same
    /// body it gets the same answer.
    #[serde(default)]
    #[schema(required = true)]
    instance_id: InstanceIdField,
    /// The `instance_id` of the answers these replace: to go on with partial ones, or to correct.
    deprecated_id: Option<InstanceIdField>,
    /// Whoever answered, if they are on the list.
    respondent_id: Option<SurveyRespondentIdField>,
    /// The point; needed for new answers of nobody on the list.
    point_id: Option<PointIdField>,
    /// The category of whoever answered; needed for new answers of nobody on the list.
    category: Option<StableCodeField>,
    /// How they were given; through a link they come in by themselves. A correction of completed answers changes neither this
    /// nor who asked.
    #[schema(required = true)]
    channel: Option<SurveyChannelField>,
    /// In which language; Italian without.
    language: Option<LanguageTagField>,
    /// Whether whoever answered agreed to the text of the campaign; no without.
    consent: Option<bool>,
    /// The answers. Where they replace partial ones, those that are not named here stay.
    #[serde(default)]
    #[schema(required = true)]
    answers: SurveyAnswers,
    /// Whether they are final; no without.
    complete: Option<bool>,
}

/// What was read of a [`SurveySubmissionInput`]; its hash tells whether the same was sent before.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Submitted {
    pub(super) instance_id: InstanceId,
    pub(super) deprecated_id: Option<InstanceId>,
    pub(super) respondent_id: Option<SurveyRespondentId>,
    pub(super) point_id: Option<PointId>,
    pub(super) category: Option<StableCode>,
    pub(super) channel: SurveyChannel,
    pub(super) language: LanguageTag,
    pub(super) consent: bool,
    pub(super) complete: bool,
    pub(super) answers: RawAnswers,
}

impl SurveySubmissionInput {
    /// Reads it.
    pub(super) fn read(self) -> Result<Submitted, Violations> {
        let mut wrong = Violations::new();
        let instance_id = wrong.keep("/instance_id", self.instance_id.parse());
        let deprecated_id = self.deprecated_id.as_ref();
        let deprecated_id = deprecated_id.and_then(|one| wrong.keep("/deprecated_id", one.parse()));
        let category = self.category.as_ref();
        let category = category.and_then(|one| wrong.keep("/category", one.parse()));
        let language = self
            .language
            .map_or(USUAL_LANGUAGE.to_owned(), String::from);
        let language = wrong.keep("/language", LanguageTag::parse(&language));
        let channel = wrong.keep("/channel", self.channel.ok_or(&messages::REQUIRED));
        if instance_id.is_some() && instance_id == deprecated_id {
            wrong.add("/instance_id", &messages::DUPLICATE);
        }
        let is_of = |pointer: &str, is_there: bool, wrong: &mut Violations| {
            if self.respondent_id.is_some() && is_there {
                wrong.add(pointer, &FOLLOWS_FROM_RESPONDENT);
            } else if self.respondent_id.is_none() && self.deprecated_id.is_none() && !is_there {
                wrong.add(pointer, &messages::REQUIRED);
            }
        };
        is_of("/point_id", self.point_id.is_some(), &mut wrong);
        is_of("/category", self.category.is_some(), &mut wrong);
        match (instance_id, channel, language) {
            (Some(instance_id), Some(channel), Some(language)) if wrong.is_empty() => {
                Ok(Submitted {
                    instance_id,
                    deprecated_id,
                    respondent_id: self.respondent_id.map(|one| one.0),
                    point_id: self.point_id.map(|one| one.0),
                    category,
                    channel: channel.0,
                    language,
                    consent: self.consent.unwrap_or_default(),
                    complete: self.complete.unwrap_or_default(),
                    answers: self.answers.0,
                })
            }
            (..) => Err(wrong),
        }
    }
}

/// Answers that were collected where there was no network.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct SurveyBatchInput {
    /// The submissions, in the order in which they were made.
    #[serde(default)]
    #[schema(required = true, min_items = 1, max_items = 500)]
    pub(super) items: Vec<SurveySubmissionDocument>,
}

/// What is thought of answers.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"review": "has_issues", "comment": "Il numero di visite non è credibile: ricontattare."}))]
pub(super) struct SurveyReviewInput {
    /// What.
    #[schema(required = true)]
    review: Option<SurveyReviewField>,
    /// Why; needed for `has_issues` and `rejected`.
    comment: Option<LongTextField>,
}

impl SurveyReviewInput {
    /// Reads it.
    pub(super) fn read(self) -> Result<(SurveyReview, Option<LongText>), Violations> {
        let mut wrong = Violations::new();
        let review = wrong.keep("/review", self.review.ok_or(&messages::REQUIRED));
        let comment = self.comment.map(String::from);
        let read = wrong.keep_optional("/comment", comment.as_deref(), LongText::parse);
        let is_needed = review.is_some_and(|review| review.0.needs_comment());
        if is_needed && comment.is_none() {
            wrong.add("/comment", &messages::REQUIRED);
        }
        match review {
            Some(review) if wrong.is_empty() => Ok((review.0, read)),
            Some(_) | None => Err(wrong),
        }
    }
}
