//! One alias per type on the wire: the macros that generate the description need a plain name.

use crate::wire::{Coded, Text};
pub(super) use crate::wire::{
    PointIdField, SurveyCampaignIdField, SurveyRespondentIdField, SurveyResponseIdField,
};

/// The identifier of answers as they are now.
pub(super) type InstanceIdField = Text<domain_surveys::InstanceId>;
/// Whether answers are final.
pub(super) type SurveyResponseStatusField = Coded<domain_surveys::SurveyResponseStatus>;
/// What is thought of answers in review.
pub(super) type SurveyReviewField = Coded<domain_surveys::SurveyReview>;
