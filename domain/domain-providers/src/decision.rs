//! The history of a provider: every decision on its registration and its accreditation.

use chrono::{DateTime, Utc};
use domain_shared::{Period, Reason, UserId, codes};

use crate::{AccreditationAction, AccreditationEntry, RegistrationAction, RegistrationEntry};

codes! {
    /// What a decision is about.
    pub enum DecisionSubject {
        /// Whether the provider is let into the hub.
        Registration = "registration", "registrazione", "registration";
        /// Whether it is accredited.
        Accreditation = "accreditation", "accreditamento", "accreditation";
    }
}

codes! {
    /// What was decided.
    pub enum DecisionStep {
        /// The registration was approved.
        Approve = "approve", "registrazione approvata", "registration approved";
        /// The registration was rejected.
        Reject = "reject", "registrazione respinta", "registration rejected";
        /// The provider applied for accreditation.
        Apply = "apply", "accreditamento richiesto", "accreditation applied for";
        /// Accreditation was granted.
        Accredit = "accredit", "accreditato", "accredited";
        /// Accreditation was refused.
        Refuse = "refuse", "accreditamento negato", "accreditation refused";
        /// Accreditation was renewed.
        Renew = "renew", "accreditamento rinnovato", "accreditation renewed";
        /// Accreditation was suspended.
        Suspend = "suspend", "accreditamento sospeso", "accreditation suspended";
        /// The suspension ended.
        Reinstate = "reinstate", "accreditamento riattivato", "accreditation reinstated";
        /// Accreditation was revoked.
        Revoke = "revoke", "accreditamento revocato", "accreditation revoked";
    }
}

impl DecisionStep {
    /// What it is about.
    #[must_use]
    pub const fn subject(self) -> DecisionSubject {
        match self {
            Self::Approve | Self::Reject => DecisionSubject::Registration,
            Self::Apply
            | Self::Accredit
            | Self::Refuse
            | Self::Renew
            | Self::Suspend
            | Self::Reinstate
            | Self::Revoke => DecisionSubject::Accreditation,
        }
    }
}

impl From<RegistrationAction> for DecisionStep {
    fn from(action: RegistrationAction) -> Self {
        match action {
            RegistrationAction::Approve => Self::Approve,
            RegistrationAction::Reject => Self::Reject,
        }
    }
}

impl From<AccreditationAction> for DecisionStep {
    fn from(action: AccreditationAction) -> Self {
        match action {
            AccreditationAction::Apply => Self::Apply,
            AccreditationAction::Accredit => Self::Accredit,
            AccreditationAction::Refuse => Self::Refuse,
            AccreditationAction::Renew => Self::Renew,
            AccreditationAction::Suspend => Self::Suspend,
            AccreditationAction::Reinstate => Self::Reinstate,
            AccreditationAction::Revoke => Self::Revoke,
        }
    }
}

/// A decision that was taken: one line of the history, never changed afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What was decided.
    pub step: DecisionStep,
    /// The accreditation period in force since, if there is one.
    pub period: Option<Period>,
    /// Why.
    pub reason: Option<Reason>,
    /// By whom; none when the program itself did it.
    pub by: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
}

impl Decision {
    /// The line of a decision on a registration.
    #[must_use]
    pub fn on_registration(action: RegistrationAction, entry: &RegistrationEntry) -> Self {
        Self {
            step: action.into(),
            period: None,
            reason: entry.reason.clone(),
            by: entry.by,
            at: entry.at,
        }
    }
}

impl From<AccreditationEntry> for Decision {
    fn from(entry: AccreditationEntry) -> Self {
        Self {
            step: entry.action.into(),
            period: entry.period,
            reason: entry.reason,
            by: entry.by,
            at: entry.at,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain_shared::Code;

    use super::*;

    #[test]
    fn every_action_is_kept_under_its_own_code() {
        for action in RegistrationAction::ALL {
            let step = DecisionStep::from(*action);
            assert_eq!(step.code(), action.code());
            assert_eq!(step.subject(), DecisionSubject::Registration);
        }
        for action in AccreditationAction::ALL {
            let step = DecisionStep::from(*action);
            assert_eq!(step.code(), action.code());
            assert_eq!(step.subject(), DecisionSubject::Accreditation);
        }
    }
}
