//! Respondents as clients get them.

use chrono::{DateTime, Utc};
use domain_surveys::{CallAttempt, Respondent, RespondentContact};
use serde::Serialize;
use utoipa::ToSchema;

use super::fields::{
    CallOutcomeField, DispositionField, PointIdField, SurveyCampaignIdField,
    SurveyRespondentIdField,
};
use crate::wire::{
    Coded, EmailAddressField, Ident, LongTextField, PersonNameField, PhoneNumberField,
    StableCodeField, Text, UserIdField, optional,
};

/// By what somebody is known and reached.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyContactView {
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    given_name: Option<PersonNameField>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    family_name: Option<PersonNameField>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneNumberField>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<EmailAddressField>,
    /// What is to be remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<LongTextField>,
}

impl From<&RespondentContact> for SurveyContactView {
    fn from(contact: &RespondentContact) -> Self {
        Self {
            given_name: optional(contact.given_name.as_ref()),
            family_name: optional(contact.family_name.as_ref()),
            phone: optional(contact.phone.as_ref()),
            email: optional(contact.email.as_ref()),
            note: optional(contact.note.as_ref()),
        }
    }
}

/// Somebody to be asked.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyRespondentView {
    /// Identifier.
    id: SurveyRespondentIdField,
    /// The campaign.
    campaign_id: SurveyCampaignIdField,
    /// The point that asks them.
    point_id: PointIdField,
    /// Their category.
    category: StableCodeField,
    /// How far asking them has come.
    disposition: DispositionField,
    /// By what they are known and reached.
    contact: SurveyContactView,
    /// How often they were called.
    #[schema(minimum = 0, maximum = 65_535, example = 2)]
    attempts: u16,
    /// When to call next.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_call_at: Option<DateTime<Utc>>,
    /// When what tells who they are was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    erased_at: Option<DateTime<Utc>>,
    /// Who put them on the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by: Option<UserIdField>,
    /// When.
    created_at: DateTime<Utc>,
    /// When they were last changed.
    updated_at: DateTime<Utc>,
}

impl From<&Respondent> for SurveyRespondentView {
    fn from(respondent: &Respondent) -> Self {
        Self {
            id: Ident(respondent.id),
            campaign_id: Ident(respondent.campaign_id),
            point_id: Ident(respondent.point_id),
            category: Text::of(&respondent.category),
            disposition: Coded(respondent.disposition),
            contact: (&respondent.contact).into(),
            attempts: respondent.attempts,
            next_call_at: respondent.next_call_at,
            erased_at: respondent.erased_at,
            created_by: respondent.created_by.map(Ident),
            created_at: respondent.created_at,
            updated_at: respondent.updated_at,
        }
    }
}

/// A call that was made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SurveyCallAttemptView {
    /// Its number among the calls to the same person, from 1 without gaps.
    #[schema(minimum = 1, maximum = 65_535, example = 1)]
    number: u16,
    /// How it went.
    outcome: CallOutcomeField,
    /// What is to be remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<LongTextField>,
    /// When to call again.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_call_at: Option<DateTime<Utc>>,
    /// Who called.
    #[serde(skip_serializing_if = "Option::is_none")]
    called_by: Option<UserIdField>,
    /// When.
    called_at: DateTime<Utc>,
}

impl From<&CallAttempt> for SurveyCallAttemptView {
    fn from(attempt: &CallAttempt) -> Self {
        Self {
            number: attempt.number,
            outcome: Coded(attempt.call.outcome),
            note: optional(attempt.call.note.as_ref()),
            next_call_at: attempt.call.next_call_at,
            called_by: attempt.called_by.map(Ident),
            called_at: attempt.called_at,
        }
    }
}
