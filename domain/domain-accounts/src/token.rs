//! Single-use links: how long they hold and what state they are in.

use chrono::{DateTime, Utc};
use domain_shared::codes;

/// Days an invitation can be accepted.
pub const INVITATION_DAYS: i64 = 14;
/// Minutes a password-reset link works.
pub const PASSWORD_RESET_MINUTES: i64 = 60;

codes! {
    /// Where an invitation stands; what time can say is derived, not stored.
    pub enum InvitationState {
        /// Waiting for an answer.
        Pending = "pending", "in attesa", "pending";
        /// Accepted: the person has the role.
        Accepted = "accepted", "accettato", "accepted";
        /// Taken back.
        Revoked = "revoked", "revocato", "revoked";
        /// Too late.
        Expired = "expired", "scaduto", "expired";
    }
}

/// The state of an invitation at `now`.
#[must_use]
pub fn invitation_state(
    accepted_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> InvitationState {
    match (accepted_at, revoked_at) {
        (Some(_), _) => InvitationState::Accepted,
        (None, Some(_)) => InvitationState::Revoked,
        (None, None) if now >= expires_at => InvitationState::Expired,
        (None, None) => InvitationState::Pending,
    }
}
