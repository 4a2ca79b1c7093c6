//! Invitations by e-mail to act for a provider.

use chrono::{DateTime, Duration, Utc};
use domain_shared::{Code, EmailAddress, InvitationId, ProviderId, UserId, codes};
use serde::Serialize;

use crate::{InvalidTransition, ProviderRole};

/// For how many days an invitation can be accepted.
pub const INVITATION_DAYS: i64 = 14;

codes! {
    /// Where an invitation stands.
    pub enum InvitationState {
        /// It can be accepted.
        Pending = "pending", "in attesa", "pending";
        /// The person has joined.
        Accepted = "accepted", "accettato", "accepted";
        /// It was taken back.
        Revoked = "revoked", "revocato", "revoked";
        /// Its time has passed.
        Expired = "expired", "scaduto", "expired";
    }
}

codes! {
    /// What can be done with an invitation.
    pub enum InvitationAction {
        /// The person joins.
        Accept = "accept", "accetta", "accept";
        /// It is taken back.
        Revoke = "revoke", "revoca", "revoke";
    }
}

/// An invitation to act for a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Invitation {
    /// Identifier.
    pub id: InvitationId,
    /// The provider.
    pub provider: ProviderId,
    /// To whom it was sent.
    pub email: EmailAddress,
    /// What the person may do once in.
    pub role: ProviderRole,
    /// Who sent it.
    pub invited_by: UserId,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
    /// From when on it can no longer be accepted.
    pub expires_at: DateTime<Utc>,
    /// When it was accepted.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Invitation {
    /// An invitation sent now, good for [`INVITATION_DAYS`].
    #[must_use]
    pub fn issue(
        id: InvitationId,
        provider: ProviderId,
        email: EmailAddress,
        role: ProviderRole,
        invited_by: UserId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            provider,
            email,
            role,
            invited_by,
            created_at: now,
            expires_at: now + Duration::days(INVITATION_DAYS),
            accepted_at: None,
            revoked_at: None,
        }
    }

    /// Where it stands at an instant.
    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> InvitationState {
        if self.accepted_at.is_some() {
            InvitationState::Accepted
        } else if self.revoked_at.is_some() {
            InvitationState::Revoked
        } else if self.expires_at <= now {
            InvitationState::Expired
        } else {
            InvitationState::Pending
        }
    }

    /// The invitation accepted. Store it only where it is still neither accepted nor taken back.
    ///
    /// # Errors
    /// [`InvalidTransition`] unless it is pending.
    pub fn accept(
        self,
        now: DateTime<Utc>,
    ) -> Result<Self, InvalidTransition<InvitationState, InvitationAction>> {
        self.if_pending(now).map(|pending| Self {
            accepted_at: Some(now),
            ..pending
        })
    }

    /// The invitation taken back. Store it only where it is still neither accepted nor taken back.
    ///
    /// # Errors
    /// [`InvalidTransition`] unless it is pending.
    pub fn revoke(
        self,
        now: DateTime<Utc>,
    ) -> Result<Self, InvalidTransition<InvitationState, InvitationAction>> {
        self.if_pending(now).map(|pending| Self {
            revoked_at: Some(now),
            ..pending
        })
    }

    fn if_pending(
        self,
        now: DateTime<Utc>,
    ) -> Result<Self, InvalidTransition<InvitationState, InvitationAction>> {
        match self.state(now) {
            InvitationState::Pending => Ok(self),
            from @ (InvitationState::Accepted
            | InvitationState::Revoked
            | InvitationState::Expired) => Err(InvalidTransition {
                from,
                allowed: from.allowed(),
            }),
        }
    }
}

impl InvitationState {
    /// What can be done.
    #[must_use]
    pub const fn allowed(self) -> &'static [InvitationAction] {
        match self {
            Self::Pending => InvitationAction::ALL,
            Self::Accepted | Self::Revoked | Self::Expired => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use domain_shared::{Id, TextValue};

    use super::*;

    fn id<K>() -> Id<K> {
        "01930000-0000-7000-8000-00000000abcd".parse().unwrap()
    }

    #[test]
    fn it_is_good_once_and_for_fourteen_days() {
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let email = EmailAddress::parse("anna@example.org").unwrap();
        let sent = Invitation::issue(id(), id(), email, ProviderRole::Editor, id(), now);
        let last = now + Duration::days(14) - Duration::seconds(1);
        assert_eq!(sent.state(last), InvitationState::Pending);
        assert_eq!(
            sent.state(now + Duration::days(14)),
            InvitationState::Expired
        );
        assert!(sent.clone().accept(now + Duration::days(14)).is_err());

        let accepted = sent.clone().accept(last).unwrap();
        assert_eq!(
            accepted.state(last + Duration::days(99)),
            InvitationState::Accepted
        );
        assert_eq!(
            accepted.revoke(last),
            Err(InvalidTransition {
                from: InvitationState::Accepted,
                allowed: &[]
            })
        );
        let revoked = sent.revoke(now).unwrap();
        assert_eq!(revoked.state(last), InvitationState::Revoked);
        assert!(revoked.accept(now).is_err());
    }
}
