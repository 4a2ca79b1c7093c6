//! Accreditation: applied for, granted for a period, suspended, revoked; it expires by itself.

use chrono::{DateTime, NaiveDate, Utc};
use domain_shared::{InvalidTransition, Period, Reason, UserId, Violations, civil_date, codes};
use serde::Serialize;

use crate::messages::{
    PERIOD_ALREADY_OVER, PERIOD_NOT_EXPECTED, PERIOD_REQUIRED, PERIOD_STARTS_LATER, REASON_REQUIRED,
};

codes! {
    /// What was last decided: the part of the accreditation that is stored.
    pub enum AccreditationStatus {
        /// Never applied for, or the application was refused.
        NotApplied = "not_applied", "non richiesto", "not applied for";
        /// Applied for.
        Applied = "applied", "richiesto", "applied for";
        /// Granted for a period.
        Accredited = "accredited", "accreditato", "accredited";
        /// Granted but not in force for the time being.
        Suspended = "suspended", "sospeso", "suspended";
        /// Taken away.
        Revoked = "revoked", "revocato", "revoked";
    }
}

codes! {
    /// Where the accreditation stands on a day: the status, and whether its period has passed.
    pub enum AccreditationState {
        /// Never applied for, or the application was refused.
        NotApplied = "not_applied", "non richiesto", "not applied for";
        /// Applied for.
        Applied = "applied", "richiesto", "applied for";
        /// In force.
        Accredited = "accredited", "accreditato", "accredited";
        /// Not in force for the time being.
        Suspended = "suspended", "sospeso", "suspended";
        /// Its period has passed.
        Expired = "expired", "scaduto", "expired";
        /// Taken away.
        Revoked = "revoked", "revocato", "revoked";
    }
}

codes! {
    /// A step in the life of an accreditation.
    pub enum AccreditationAction {
        /// The provider applies.
        Apply = "apply", "richiedi", "apply";
        /// The network grants it for a period.
        Accredit = "accredit", "accredita", "accredit";
        /// The network refuses the application, saying why.
        Refuse = "refuse", "nega", "refuse";
        /// The network gives it another period.
        Renew = "renew", "rinnova", "renew";
        /// The network suspends it, saying why.
        Suspend = "suspend", "sospendi", "suspend";
        /// The network ends the suspension.
        Reinstate = "reinstate", "riattiva", "reinstate";
        /// The network takes it away, saying why.
        Revoke = "revoke", "revoca", "revoke";
    }
}

impl AccreditationAction {
    /// Whether it must be explained.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        match self {
            Self::Refuse | Self::Suspend | Self::Revoke => true,
            Self::Apply | Self::Accredit | Self::Renew | Self::Reinstate => false,
        }
    }

    /// Whether it sets the period.
    #[must_use]
    pub const fn takes_period(self) -> bool {
        match self {
            Self::Accredit | Self::Renew => true,
            Self::Apply | Self::Refuse | Self::Suspend | Self::Reinstate | Self::Revoke => false,
        }
    }

    const fn leads_to(self) -> AccreditationStatus {
        match self {
            Self::Apply => AccreditationStatus::Applied,
            Self::Accredit | Self::Renew | Self::Reinstate => AccreditationStatus::Accredited,
            Self::Refuse => AccreditationStatus::NotApplied,
            Self::Suspend => AccreditationStatus::Suspended,
            Self::Revoke => AccreditationStatus::Revoked,
        }
    }
}

impl AccreditationState {
    /// The steps that can be taken.
    #[must_use]
    pub const fn allowed(self) -> &'static [AccreditationAction] {
        use AccreditationAction::{Accredit, Apply, Refuse, Reinstate, Renew, Revoke, Suspend};
        match self {
            Self::NotApplied | Self::Revoked => &[Apply],
            Self::Applied => &[Accredit, Refuse],
            Self::Accredited => &[Renew, Suspend, Revoke],
            Self::Suspended => &[Reinstate, Revoke],
            Self::Expired => &[Apply, Renew, Revoke],
        }
    }

    /// What is stored after a step.
    ///
    /// # Errors
    /// [`InvalidTransition`] when the step is not among the allowed ones.
    pub fn transition(
        self,
        action: AccreditationAction,
    ) -> Result<AccreditationStatus, InvalidTransition<Self, AccreditationAction>> {
        if self.allowed().contains(&action) {
            Ok(action.leads_to())
        } else {
            Err(InvalidTransition {
                from: self,
                allowed: self.allowed(),
            })
        }
    }
}

/// A step to take, with the period and the reason where they are due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccreditationDecision {
    action: AccreditationAction,
    period: Option<Period>,
    reason: Option<Reason>,
}

impl AccreditationDecision {
    /// A step taken on `today` (the day in Rome). A period starts by then and is not over; an
    /// early renewal keeps the first day and moves the last.
    ///
    /// # Errors
    /// What is wrong at `/from`, `/until` and `/reason`.
    pub fn new(
        action: AccreditationAction,
        period: Option<Period>,
        reason: Option<Reason>,
        today: NaiveDate,
    ) -> Result<Self, Violations> {
        let mut found = Violations::new();
        match (action.takes_period(), period) {
            (true, None) => found.add("/from", &PERIOD_REQUIRED),
            (true, Some(period)) if period.from() > today => {
                found.add("/from", &PERIOD_STARTS_LATER);
            }
            (true, Some(period)) if !period.contains(today) => {
                found.add("/until", &PERIOD_ALREADY_OVER);
            }
            (false, Some(_)) => found.add("/from", &PERIOD_NOT_EXPECTED),
            (true, Some(_)) | (false, None) => {}
        }
        if action.needs_reason() && reason.is_none() {
            found.add("/reason", &REASON_REQUIRED);
        }
        found.into_result().map(|()| Self {
            action,
            period,
            reason,
        })
    }

    /// The same decision on an accreditation that stands like this: granting one that was granted
    /// before is renewing it.
    #[must_use]
    pub fn on(self, state: AccreditationState) -> Self {
        let action = match (self.action, state) {
            (
                AccreditationAction::Accredit,
                AccreditationState::Accredited | AccreditationState::Expired,
            ) => AccreditationAction::Renew,
            (action, _) => action,
        };
        Self { action, ..self }
    }
}

/// Where a provider's accreditation stands.
///
/// It has a period exactly when it is accredited, suspended or revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accreditation {
    status: AccreditationStatus,
    period: Option<Period>,
    reason: Option<Reason>,
}

impl Accreditation {
    /// That of a provider which has not applied.
    pub const NONE: Self = Self {
        status: AccreditationStatus::NotApplied,
        period: None,
        reason: None,
    };

    /// What was stored, or `None` if the parts contradict each other: a period is missing or not
    /// due, or a suspension or revocation has no reason.
    #[must_use]
    pub fn from_stored(
        status: AccreditationStatus,
        period: Option<Period>,
        reason: Option<Reason>,
    ) -> Option<Self> {
        let (has_period, needs_reason) = match status {
            AccreditationStatus::NotApplied | AccreditationStatus::Applied => (false, false),
            AccreditationStatus::Accredited => (true, false),
            AccreditationStatus::Suspended | AccreditationStatus::Revoked => (true, true),
        };
        let sound = period.is_some() == has_period && (reason.is_some() || !needs_reason);
        sound.then_some(Self {
            status,
            period,
            reason,
        })
    }

    /// What was last decided.
    #[must_use]
    pub const fn status(&self) -> AccreditationStatus {
        self.status
    }

    /// The days it was granted for.
    #[must_use]
    pub const fn period(&self) -> Option<Period> {
        self.period
    }

    /// Why the last step was taken.
    #[must_use]
    pub const fn reason(&self) -> Option<&Reason> {
        self.reason.as_ref()
    }

    /// Where it stands on a day (the day in Rome).
    #[must_use]
    pub fn state(&self, today: NaiveDate) -> AccreditationState {
        let over = self
            .period
            .and_then(|period| period.until())
            .is_some_and(|last| last < today);
        match self.status {
            AccreditationStatus::NotApplied => AccreditationState::NotApplied,
            AccreditationStatus::Applied => AccreditationState::Applied,
            AccreditationStatus::Accredited if over => AccreditationState::Expired,
            AccreditationStatus::Accredited => AccreditationState::Accredited,
            AccreditationStatus::Suspended => AccreditationState::Suspended,
            AccreditationStatus::Revoked => AccreditationState::Revoked,
        }
    }

    /// Takes a step. Store the result only where what is stored is still `self`.
    ///
    /// # Errors
    /// [`InvalidTransition`] when the state on that day does not allow it.
    pub fn decide(
        &self,
        decision: AccreditationDecision,
        by: Option<UserId>,
        at: DateTime<Utc>,
    ) -> Result<
        (Self, AccreditationEntry),
        InvalidTransition<AccreditationState, AccreditationAction>,
    > {
        let from = self.state(civil_date(at));
        let AccreditationDecision {
            action,
            period,
            reason,
        } = decision;
        let status = from.transition(action)?;
        let period = match status {
            AccreditationStatus::NotApplied | AccreditationStatus::Applied => None,
            AccreditationStatus::Accredited
            | AccreditationStatus::Suspended
            | AccreditationStatus::Revoked => period.or(self.period),
        };
        let entry = AccreditationEntry {
            at,
            by,
            action,
            from,
            to: status,
            period,
            reason: reason.clone(),
        };
        Ok((
            Self {
                status,
                period,
                reason,
            },
            entry,
        ))
    }
}

/// A step that was taken: one line of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccreditationEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; none when the program itself did it.
    pub by: Option<UserId>,
    /// What was done.
    pub action: AccreditationAction,
    /// Where it stood before, on that day.
    pub from: AccreditationState,
    /// Where it stands since.
    pub to: AccreditationStatus,
    /// The period in force since, if there is one.
    pub period: Option<Period>,
    /// Why.
    pub reason: Option<Reason>,
}

#[cfg(test)]
#[path = "accreditation_tests.rs"]
mod tests;
