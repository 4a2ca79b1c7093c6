//! Calls to people to be asked.

use chrono::{DateTime, Utc};
use domain_shared::{
    InvalidTransition, LongText, TextValue as _, UserId, Violations, codes, messages, parse_code,
};
use serde::Deserialize;

use super::Disposition;

/// Calls without reaching anybody after which somebody counts as unresponsive.
pub const MOST_VAIN_CALLS: u16 = 10;

domain_shared::define_messages! {
    /// A next call that is not after now.
    NEXT_CALL_PAST = "next_call_past",
        "La prossima chiamata deve essere nel futuro.",
        "The next call must be in the future.";
    /// A next call after an outcome that ends the calls.
    NEXT_CALL_NOT_EXPECTED = "next_call_not_expected",
        "Con questo esito non si prevede un'altra chiamata.",
        "After this outcome no other call is expected.";
}

codes! {
    /// How a call went.
    pub enum CallOutcome {
        /// Somebody spoke.
        Reached = "reached", "contattato", "reached";
        /// Somebody asked to be called later.
        CallBack = "call_back", "richiamare", "call back";
        /// Nobody answered.
        NoAnswer = "no_answer", "nessuna risposta", "no answer";
        /// The line was busy.
        Busy = "busy", "occupato", "busy";
        /// A machine answered.
        Voicemail = "voicemail", "segreteria telefonica", "voicemail";
        /// The number is not theirs, or not in use.
        WrongNumber = "wrong_number", "numero errato", "wrong number";
        /// They do not want to.
        Refused = "refused", "rifiuto", "refused";
        /// They do not belong to those who are asked.
        Ineligible = "ineligible", "non idoneo", "ineligible";
    }
}

impl CallOutcome {
    /// Whether nobody was reached.
    #[must_use]
    pub const fn is_vain(self) -> bool {
        match self {
            Self::NoAnswer | Self::Busy | Self::Voicemail => true,
            Self::Reached
            | Self::CallBack
            | Self::WrongNumber
            | Self::Refused
            | Self::Ineligible => false,
        }
    }

    /// Whether another call may be planned.
    const fn may_be_repeated(self) -> bool {
        match self {
            Self::Reached | Self::CallBack | Self::NoAnswer | Self::Busy | Self::Voicemail => true,
            Self::WrongNumber | Self::Refused | Self::Ineligible => false,
        }
    }
}

/// A call as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CallDraft {
    /// Code of how it went.
    pub outcome: String,
    /// What is to be remembered.
    pub note: Option<String>,
    /// When to call again.
    pub next_call_at: Option<DateTime<Utc>>,
}

/// How a call went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// How.
    pub outcome: CallOutcome,
    /// What is to be remembered.
    pub note: Option<LongText>,
    /// When to call again.
    pub next_call_at: Option<DateTime<Utc>>,
}

impl Call {
    /// Reads a call; pointers start at it.
    ///
    /// # Errors
    /// Every mistake: who asked to be called later says when, an outcome that ends the calls has no next one.
    pub fn parse(draft: &CallDraft, now: DateTime<Utc>) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let outcome = wrong.keep("/outcome", parse_code::<CallOutcome>(&draft.outcome));
        let note = wrong.keep_optional("/note", draft.note.as_deref(), LongText::parse);
        match (outcome, draft.next_call_at) {
            (Some(CallOutcome::CallBack), None) => wrong.add("/next_call_at", &messages::REQUIRED),
            (Some(outcome), Some(_)) if !outcome.may_be_repeated() => {
                wrong.add("/next_call_at", &NEXT_CALL_NOT_EXPECTED);
            }
            (_, Some(at)) if at <= now => wrong.add("/next_call_at", &NEXT_CALL_PAST),
            (_, Some(_) | None) => {}
        }
        match outcome {
            Some(outcome) if wrong.is_empty() => Ok(Self {
                outcome,
                note,
                next_call_at: draft.next_call_at,
            }),
            Some(_) | None => Err(wrong),
        }
    }
}

/// Where somebody stands after a call; `vain` counts the calls without reaching anybody, this one included. Who had
/// begun to answer stays so until they are reached.
///
/// # Errors
/// [`InvalidTransition`] when nobody is to be called in this disposition.
pub fn disposition_after_call(
    disposition: Disposition,
    outcome: CallOutcome,
    vain: u16,
) -> Result<Disposition, InvalidTransition<Disposition>> {
    if !disposition.may_be_called() {
        return Err(InvalidTransition {
            from: disposition,
            allowed: disposition.next(),
        });
    }
    let begun = matches!(disposition, Disposition::Started | Disposition::Partial);
    let to = match outcome {
        CallOutcome::WrongNumber | CallOutcome::Reached | CallOutcome::CallBack if begun => {
            return Ok(disposition);
        }
        CallOutcome::Reached | CallOutcome::CallBack => Disposition::Contacted,
        CallOutcome::NoAnswer | CallOutcome::Busy | CallOutcome::Voicemail => {
            if vain >= MOST_VAIN_CALLS {
                Disposition::Unresponsive
            } else if begun {
                return Ok(disposition);
            } else {
                Disposition::Queued
            }
        }
        CallOutcome::WrongNumber => Disposition::Failed,
        CallOutcome::Refused => Disposition::Refused,
        CallOutcome::Ineligible => Disposition::Ineligible,
    };
    if to == disposition {
        return Ok(to);
    }
    disposition.changed(to)
}

/// A call that was made; never changed afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallAttempt {
    /// Its number among the calls to the same person, from 1.
    pub number: u16,
    /// How it went.
    pub call: Call,
    /// Who called.
    pub called_by: Option<UserId>,
    /// When.
    pub called_at: DateTime<Utc>,
}
