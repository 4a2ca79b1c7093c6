//! People to be asked: how far asking them has come, and the calls made to them.

mod call;

#[cfg(test)]
mod tests;

pub use call::{
    Call, CallAttempt, CallDraft, CallOutcome, MOST_VAIN_CALLS, NEXT_CALL_NOT_EXPECTED,
    NEXT_CALL_PAST, disposition_after_call,
};
use chrono::{DateTime, Utc};
use domain_shared::{
    EmailAddress, InvalidTransition, LongText, PersonName, PhoneNumber, PointId, StableCode,
    SurveyCampaignId, SurveyRespondentId, TextValue as _, UserId, Version, Violations, codes,
};
use serde::{Deserialize, Serialize};

domain_shared::define_messages! {
    /// Nothing by which to know or reach somebody.
    CONTACT_MISSING = "contact_missing",
        "Indicare almeno il cognome, il telefono o l'indirizzo e-mail.",
        "Give at least the family name, the telephone number or the e-mail address.";
    /// Somebody of whom nothing is kept.
    RESPONDENT_ERASED = "respondent_erased",
        "I dati personali di questa persona sono stati cancellati e non si possono scrivere di nuovo.",
        "The personal data of this respondent were erased and cannot be written again.";
    /// A disposition that follows from something else.
    NOT_SET_BY_HAND = "not_set_by_hand",
        "Questo stato segue dalle chiamate o dalle risposte e non si imposta a mano.",
        "This disposition follows from calls or answers and is not set by hand.";
}

codes! {
    /// How far asking somebody has come.
    pub enum Disposition {
        /// On the list.
        Registered = "registered", "in elenco", "registered";
        /// To be called.
        Queued = "queued", "da chiamare", "to be called";
        /// Reached.
        Contacted = "contacted", "contattato", "contacted";
        /// Answering.
        Started = "started", "in corso", "answering";
        /// Answered.
        Completed = "completed", "completato", "completed";
        /// Cannot be reached: the number is wrong.
        Failed = "failed", "non raggiungibile", "failed";
        /// Never answered the calls.
        Unresponsive = "unresponsive", "non risponde", "unresponsive";
        /// Does not want to.
        Refused = "refused", "rifiuto", "refused";
        /// Stopped answering and does not go on.
        Breakoff = "breakoff", "interrotto", "broken off";
        /// Does not belong to those who are asked.
        Ineligible = "ineligible", "non idoneo", "ineligible";
        /// Came when the quota was full.
        Rejected = "rejected", "quota esaurita", "quota full";
        /// Answered in part and may go on.
        Partial = "partial", "parziale", "partial";
    }
}

impl Disposition {
    /// The dispositions that can follow.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Registered | Self::Queued | Self::Contacted => &[
                Self::Queued,
                Self::Contacted,
                Self::Started,
                Self::Completed,
                Self::Failed,
                Self::Unresponsive,
                Self::Refused,
                Self::Ineligible,
                Self::Rejected,
            ],
            Self::Started | Self::Partial => &[
                Self::Queued,
                Self::Contacted,
                Self::Started,
                Self::Completed,
                Self::Unresponsive,
                Self::Refused,
                Self::Breakoff,
                Self::Ineligible,
                Self::Rejected,
                Self::Partial,
            ],
            // Who could not be had may still come by themselves.
            Self::Failed | Self::Unresponsive | Self::Breakoff | Self::Rejected => &[
                Self::Queued,
                Self::Contacted,
                Self::Started,
                Self::Completed,
                Self::Refused,
                Self::Ineligible,
                Self::Rejected,
            ],
            // They are not called again, but may have thought it over.
            Self::Refused => &[Self::Started, Self::Completed, Self::Rejected],
            Self::Ineligible => &[],
            // The answers were deleted.
            Self::Completed => &[Self::Contacted],
        }
    }

    /// Whether somebody sets it by hand, and not a call or an answer.
    #[must_use]
    pub const fn is_set_by_hand(self) -> bool {
        match self {
            Self::Queued
            | Self::Failed
            | Self::Unresponsive
            | Self::Refused
            | Self::Breakoff
            | Self::Ineligible
            | Self::Partial => true,
            Self::Registered
            | Self::Contacted
            | Self::Started
            | Self::Completed
            | Self::Rejected => false,
        }
    }

    /// Whether another call may follow.
    #[must_use]
    pub const fn may_be_called(self) -> bool {
        match self {
            Self::Registered
            | Self::Queued
            | Self::Contacted
            | Self::Started
            | Self::Partial
            | Self::Failed
            | Self::Unresponsive
            | Self::Breakoff => true,
            Self::Completed | Self::Refused | Self::Ineligible | Self::Rejected => false,
        }
    }

    /// The disposition after a change.
    ///
    /// # Errors
    /// [`InvalidTransition`] when `to` cannot follow.
    pub fn changed(self, to: Self) -> Result<Self, InvalidTransition<Self>> {
        let allowed = self.next();
        if allowed.contains(&to) {
            Ok(to)
        } else {
            Err(InvalidTransition {
                from: self,
                allowed,
            })
        }
    }
}

/// By what somebody is known and reached, as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct RespondentContactDraft {
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What is to be remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// By what somebody is known and reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RespondentContact {
    /// Given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_name: Option<PersonName>,
    /// Family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name: Option<PersonName>,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneNumber>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// What is to be remembered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<LongText>,
}

impl RespondentContact {
    /// Nothing that tells who somebody is.
    pub const ERASED: Self = Self {
        given_name: None,
        family_name: None,
        phone: None,
        email: None,
        note: None,
    };

    /// Reads a contact; pointers start at it.
    ///
    /// # Errors
    /// Every mistake.
    pub fn parse(draft: &RespondentContactDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let contact = Self {
            given_name: wrong.keep_optional(
                "/given_name",
                draft.given_name.as_deref(),
                PersonName::parse,
            ),
            family_name: wrong.keep_optional(
                "/family_name",
                draft.family_name.as_deref(),
                PersonName::parse,
            ),
            phone: wrong.keep_optional("/phone", draft.phone.as_deref(), PhoneNumber::parse),
            email: wrong.keep_optional("/email", draft.email.as_deref(), EmailAddress::parse),
            note: wrong.keep_optional("/note", draft.note.as_deref(), LongText::parse),
        };
        let typed = [&draft.family_name, &draft.phone, &draft.email];
        if typed.iter().all(|one| one.is_none()) {
            wrong.add("", &CONTACT_MISSING);
        }
        wrong.into_result().map(|()| contact)
    }
}

/// Somebody to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Respondent {
    /// Identifier.
    pub id: SurveyRespondentId,
    /// The campaign.
    pub campaign_id: SurveyCampaignId,
    /// The point that asks them.
    pub point_id: PointId,
    /// Their category.
    pub category: StableCode,
    /// How far asking them has come.
    pub disposition: Disposition,
    /// By what they are known and reached.
    pub contact: RespondentContact,
    /// How often they were called.
    pub attempts: u16,
    /// When to call next.
    pub next_call_at: Option<DateTime<Utc>>,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// When what tells who they are was erased; nothing of that is written again.
    pub erased_at: Option<DateTime<Utc>>,
    /// Who put them on the list.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When they were last changed.
    pub updated_at: DateTime<Utc>,
}
