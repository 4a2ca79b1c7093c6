//! One alias per type on the wire: the macros that generate the description need a plain name.

use crate::wire::Coded;
pub(super) use crate::wire::{PointIdField, SurveyCampaignIdField, SurveyRespondentIdField};

/// How far asking somebody has come.
pub(super) type DispositionField = Coded<domain_surveys::Disposition>;
/// How a call went.
pub(super) type CallOutcomeField = Coded<domain_surveys::CallOutcome>;
