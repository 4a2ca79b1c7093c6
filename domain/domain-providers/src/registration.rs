//! Self-registration: a provider that registers by itself waits until the network decides.

use chrono::{DateTime, Utc};
use domain_shared::{Code, InvalidTransition, Message, Reason, UserId, codes};
use serde::{Deserialize, Serialize};

use crate::messages::REASON_REQUIRED;

codes! {
    /// Where a registration stands.
    pub enum RegistrationStatus {
        /// The network has not decided yet.
        Pending = "pending", "in attesa di approvazione", "waiting for approval";
        /// The provider may use the hub.
        Approved = "approved", "approvata", "approved";
        /// The provider was turned away.
        Rejected = "rejected", "respinta", "rejected";
    }
}

codes! {
    /// What the network may decide on a registration.
    pub enum RegistrationAction {
        /// Let the provider in.
        Approve = "approve", "approva", "approve";
        /// Turn it away, saying why.
        Reject = "reject", "respingi", "reject";
    }
}

/// A decision on a registration, with the reason where one is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationDecision {
    action: RegistrationAction,
    reason: Option<Reason>,
}

impl RegistrationDecision {
    /// A decision; turning away must be explained.
    ///
    /// # Errors
    /// [`REASON_REQUIRED`].
    pub fn new(
        action: RegistrationAction,
        reason: Option<Reason>,
    ) -> Result<Self, &'static Message> {
        match action {
            RegistrationAction::Reject if reason.is_none() => Err(&REASON_REQUIRED),
            RegistrationAction::Reject | RegistrationAction::Approve => Ok(Self { action, reason }),
        }
    }
}

/// Where a registration stands and how it came there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Registration {
    /// Where it stands.
    pub status: RegistrationStatus,
    /// When the provider was registered.
    pub submitted_at: DateTime<Utc>,
    /// The decision, once taken.
    pub decision: Option<RegistrationEntry>,
}

/// A decision that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; none when the program itself did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    /// Why, always there for a rejection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

impl Registration {
    /// A provider registers by itself.
    #[must_use]
    pub const fn submitted(at: DateTime<Utc>) -> Self {
        Self {
            status: RegistrationStatus::Pending,
            submitted_at: at,
            decision: None,
        }
    }

    /// The network registers a provider itself: nothing is left to decide.
    #[must_use]
    pub const fn by_the_network(by: Option<UserId>, at: DateTime<Utc>) -> Self {
        Self {
            status: RegistrationStatus::Approved,
            submitted_at: at,
            decision: Some(RegistrationEntry {
                at,
                by,
                reason: None,
            }),
        }
    }

    /// Takes a decision. Store it only where the stored status is still that of `self`.
    ///
    /// # Errors
    /// [`InvalidTransition`] when a decision was already taken.
    pub fn decide(
        &self,
        decision: RegistrationDecision,
        by: Option<UserId>,
        at: DateTime<Utc>,
    ) -> Result<Self, InvalidTransition<RegistrationStatus, RegistrationAction>> {
        let status = self.status.after(decision.action)?;
        Ok(Self {
            status,
            submitted_at: self.submitted_at,
            decision: Some(RegistrationEntry {
                at,
                by,
                reason: decision.reason,
            }),
        })
    }
}

impl RegistrationStatus {
    /// What may be decided.
    #[must_use]
    pub const fn allowed(self) -> &'static [RegistrationAction] {
        match self {
            Self::Pending => RegistrationAction::ALL,
            Self::Approved | Self::Rejected => &[],
        }
    }

    /// The status after a decision.
    ///
    /// # Errors
    /// [`InvalidTransition`] unless it is pending.
    pub const fn after(
        self,
        action: RegistrationAction,
    ) -> Result<Self, InvalidTransition<Self, RegistrationAction>> {
        match (self, action) {
            (Self::Pending, RegistrationAction::Approve) => Ok(Self::Approved),
            (Self::Pending, RegistrationAction::Reject) => Ok(Self::Rejected),
            (
                Self::Approved | Self::Rejected,
                RegistrationAction::Approve | RegistrationAction::Reject,
            ) => Err(InvalidTransition {
                from: self,
                allowed: self.allowed(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain_shared::TextValue;

    use super::*;

    #[test]
    fn a_registration_is_decided_once() {
        let at = DateTime::<Utc>::UNIX_EPOCH;
        let by = "01930000-0000-7000-8000-00000000abcd".parse().ok();
        let approve = RegistrationDecision::new(RegistrationAction::Approve, None).unwrap();
        let approved = Registration::submitted(at)
            .decide(approve.clone(), by, at)
            .unwrap();
        assert_eq!(approved, Registration::by_the_network(by, at));
        assert_eq!(
            approved.decide(approve, by, at),
            Err(InvalidTransition {
                from: RegistrationStatus::Approved,
                allowed: &[]
            })
        );
        let why = Reason::parse("Ente inesistente").ok();
        let reject = RegistrationDecision::new(RegistrationAction::Reject, why.clone()).unwrap();
        let rejected = Registration::submitted(at).decide(reject, by, at).unwrap();
        assert_eq!(rejected.status, RegistrationStatus::Rejected);
        assert_eq!(rejected.decision.unwrap().reason, why);
    }

    #[test]
    fn a_rejection_is_explained() {
        let unexplained = RegistrationDecision::new(RegistrationAction::Reject, None);
        assert_eq!(unexplained, Err(&REASON_REQUIRED));
    }
}
