//! One alias per type on the wire: the macros that generate the description need a plain name.

use crate::wire::Coded;
pub(super) use crate::wire::{PointIdField, QuestionnaireIdField, SurveyCampaignIdField};

/// Where a campaign stands.
pub(super) type CampaignStatusField = Coded<domain_surveys::CampaignStatus>;
