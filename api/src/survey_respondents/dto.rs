//! What clients send about respondents.

use chrono::{DateTime, Utc};
use domain_shared::{PointId, StableCode, Violations, messages};
use domain_surveys::{
    Call, CallDraft, Disposition, NEXT_CALL_NOT_EXPECTED, NEXT_CALL_PAST, NOT_SET_BY_HAND,
    RespondentContact, RespondentContactDraft,
};
use persistence::surveys::RespondentFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::fields::{CallOutcomeField, DispositionField, PointIdField};
use crate::{
    problem::Outcome,
    wire::{
        Coded, EmailAddressField, InstantField, LongTextField, PersonNameField, PhoneNumberField,
        StableCodeField, instant, optional, read_instant,
    },
};

/// Which respondents to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct RespondentParams {
    /// Only those with whom asking has come this far.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<DispositionField>>, max_items = 12)]
    disposition: Vec<DispositionField>,
    /// Only those of these points.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<PointIdField>>, max_items = 50)]
    point: Vec<PointIdField>,
    /// Only those of these categories.
    #[serde(default)]
    #[param(inline, value_type = Option<Vec<StableCodeField>>, max_items = 30)]
    category: Vec<StableCodeField>,
    /// Only those to be called by then, in the order of their calls.
    #[param(inline, value_type = Option<InstantField>)]
    call_before: Option<InstantField>,
}

impl RespondentParams {
    /// Reads them.
    pub(super) fn read(self) -> Outcome<RespondentFilter> {
        let categories = self.category.iter();
        Ok(RespondentFilter {
            dispositions: self.disposition.into_iter().map(|one| one.0).collect(),
            points: self.point.into_iter().map(|one| one.0).collect(),
            categories: categories.filter_map(|one| one.parse().ok()).collect(),
            call_before: instant("call_before", self.call_before.as_ref())?,
        })
    }
}

/// No filters.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NoParams {}

/// By what somebody is known and reached; at least the family name, the telephone number or the e-mail address.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "given_name": "Maria", "family_name": "Conti", "phone": "+39 0547 123456", "note": "Meglio al mattino."
}))]
pub(super) struct SurveyContactInput {
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

impl From<SurveyContactInput> for RespondentContactDraft {
    fn from(input: SurveyContactInput) -> Self {
        Self {
            given_name: input.given_name.map(Into::into),
            family_name: input.family_name.map(Into::into),
            phone: input.phone.map(Into::into),
            email: input.email.map(Into::into),
            note: input.note.map(Into::into),
        }
    }
}

impl From<&RespondentContact> for SurveyContactInput {
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

/// What can be changed of a respondent.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct SurveyRespondentInput {
    /// By what they are known and reached.
    #[serde(default)]
    #[schema(required = true)]
    contact: SurveyContactInput,
}

impl SurveyRespondentInput {
    /// As a respondent is.
    pub(super) fn of(contact: &RespondentContact) -> Self {
        Self {
            contact: contact.into(),
        }
    }

    /// Reads it.
    pub(super) fn read(self) -> Result<RespondentContact, Violations> {
        let mut wrong = Violations::new();
        let contact = RespondentContact::parse(&self.contact.into());
        wrong.keep_part("/contact", contact).ok_or(wrong)
    }
}

/// Somebody to be asked.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "point_id": "01930000-0000-7000-8000-000000000000", "category": "elderly",
    "contact": {"given_name": "Maria", "family_name": "Conti", "phone": "+39 0547 123456"},
    "next_call_at": "2026-11-23T09:30:00Z"
}))]
pub(super) struct NewSurveyRespondentInput {
    /// The point that asks them.
    #[schema(required = true)]
    point_id: Option<PointIdField>,
    /// Their category.
    #[serde(default)]
    #[schema(required = true)]
    category: StableCodeField,
    /// By what they are known and reached.
    #[serde(default)]
    #[schema(required = true)]
    contact: SurveyContactInput,
    /// When to call them; they are queued then.
    next_call_at: Option<InstantField>,
}

/// What was read of a [`NewSurveyRespondentInput`].
#[derive(Debug, Clone)]
pub(super) struct NewRespondent {
    pub(super) point_id: PointId,
    pub(super) category: StableCode,
    pub(super) contact: RespondentContact,
    pub(super) next_call_at: Option<DateTime<Utc>>,
}

/// Reads when to call next.
fn next_call(
    field: Option<&InstantField>,
    now: DateTime<Utc>,
    wrong: &mut Violations,
) -> Option<DateTime<Utc>> {
    let at = wrong.keep("/next_call_at", read_instant(field?))?;
    if at <= now {
        wrong.add("/next_call_at", &NEXT_CALL_PAST);
    }
    Some(at)
}

impl NewSurveyRespondentInput {
    /// Reads it.
    pub(super) fn read(self, now: DateTime<Utc>) -> Result<NewRespondent, Violations> {
        let mut wrong = Violations::new();
        let point_id = wrong.keep("/point_id", self.point_id.ok_or(&messages::REQUIRED));
        let category = wrong.keep("/category", self.category.parse());
        let contact = RespondentContact::parse(&self.contact.into());
        let contact = wrong.keep_part("/contact", contact);
        let next_call_at = next_call(self.next_call_at.as_ref(), now, &mut wrong);
        match (point_id, category, contact) {
            (Some(point_id), Some(category), Some(contact)) if wrong.is_empty() => {
                Ok(NewRespondent {
                    point_id: point_id.0,
                    category,
                    contact,
                    next_call_at,
                })
            }
            (..) => Err(wrong),
        }
    }
}

/// How a call went.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"outcome": "call_back", "note": "Richiamare dopo pranzo.", "next_call_at": "2026-11-23T13:30:00Z"}))]
pub(super) struct SurveyCallInput {
    /// How.
    #[schema(required = true)]
    outcome: Option<CallOutcomeField>,
    /// What is to be remembered.
    note: Option<LongTextField>,
    /// When to call again; needed for `call_back`, refused after outcomes that end the calls.
    next_call_at: Option<InstantField>,
}

impl SurveyCallInput {
    /// Reads it.
    pub(super) fn read(self, now: DateTime<Utc>) -> Result<Call, Violations> {
        let mut wrong = Violations::new();
        let field = self.next_call_at.as_ref();
        let next_call_at = field.and_then(|at| wrong.keep("/next_call_at", read_instant(at)));
        let outcome = self.outcome.map(|one| domain_shared::Code::code(one.0));
        let draft = CallDraft {
            outcome: outcome.unwrap_or_default().to_owned(),
            note: self.note.map(Into::into),
            next_call_at,
        };
        let call = wrong.keep_part("", Call::parse(&draft, now));
        call.filter(|_| wrong.is_empty()).ok_or(wrong)
    }
}

/// How far asking somebody has come, set by hand.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"disposition": "queued", "next_call_at": "2026-11-23T13:30:00Z"}))]
pub(super) struct SurveyDispositionInput {
    /// How far: `queued`, or one of the ways in which asking ends without an answer.
    #[schema(required = true)]
    disposition: Option<DispositionField>,
    /// When to call; only with `queued`.
    next_call_at: Option<InstantField>,
}

impl SurveyDispositionInput {
    /// Reads it.
    pub(super) fn read(
        self,
        now: DateTime<Utc>,
    ) -> Result<(Disposition, Option<DateTime<Utc>>), Violations> {
        let mut wrong = Violations::new();
        let to = wrong.keep("/disposition", self.disposition.ok_or(&messages::REQUIRED));
        let next_call_at = next_call(self.next_call_at.as_ref(), now, &mut wrong);
        match to {
            Some(Coded(to)) if !to.is_set_by_hand() => wrong.add("/disposition", &NOT_SET_BY_HAND),
            Some(Coded(to)) if to != Disposition::Queued && next_call_at.is_some() => {
                wrong.add("/next_call_at", &NEXT_CALL_NOT_EXPECTED);
            }
            Some(_) | None => {}
        }
        match to {
            Some(to) if wrong.is_empty() => Ok((to.0, next_call_at)),
            Some(_) | None => Err(wrong),
        }
    }
}
