//! Invitations on the wire.

use chrono::{DateTime, Utc};
use domain_accounts::{GrantPlace, INVALID_GRANT_PLACE, InvitationState, Role, User};
use domain_shared::{Message, NetworkBodyId, PointId, ProviderId};
use persistence::accounts::{GrantRecord, Invitation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::{
    Coded, EmailAddressField, Ident, InvitationIdField, MembershipIdField, NetworkBodyIdField,
    PersonNameField, PointIdField, ProviderIdField, RoleField, Text, UserIdField,
};

/// Where an invitation stands.
pub(super) type InvitationStateField = Coded<InvitationState>;

/// Whom to invite, and to what.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({"email": "piero.bonetti@example.org", "role": "provider_editor"}))]
pub(crate) struct InvitationInput {
    /// E-mail address the code goes to.
    pub(crate) email: EmailAddressField,
    /// A role that counts at the place of the invitation.
    pub(crate) role: RoleField,
}

impl InvitationInput {
    /// The role, if it is one at a provider.
    ///
    /// # Errors
    /// [`INVALID_GRANT_PLACE`].
    pub(crate) const fn provider_role(&self) -> Result<Role, &'static Message> {
        match self.role.0 {
            Role::ProviderEditor | Role::ProviderManager => Ok(self.role.0),
            Role::Operator
            | Role::Specialist
            | Role::CareManager
            | Role::PointCoordinator
            | Role::Reviewer
            | Role::NetworkAdmin
            | Role::Evaluator => Err(&INVALID_GRANT_PLACE),
        }
    }
}

/// The ids of a place: its network, and the point or the provider if it is one.
const fn ids(place: GrantPlace) -> (NetworkBodyId, Option<PointId>, Option<ProviderId>) {
    match place {
        GrantPlace::Network(network) => (network, None, None),
        GrantPlace::Point(network, point) => (network, Some(point), None),
        GrantPlace::Provider(network, provider) => (network, None, Some(provider)),
    }
}

/// An invitation to take a role at a place. Its code is in the e-mail only.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InvitationView {
    /// Identifier.
    id: InvitationIdField,
    /// The network of the place.
    network_id: NetworkBodyIdField,
    /// The point, if the role counts at one.
    #[serde(skip_serializing_if = "Option::is_none")]
    point_id: Option<PointIdField>,
    /// The provider, if the role counts at one.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_id: Option<ProviderIdField>,
    /// The role.
    role: RoleField,
    /// Who is invited.
    email: EmailAddressField,
    /// Where it stands now.
    state: InvitationStateField,
    /// Who invited.
    invited_by: UserIdField,
    /// When.
    created_at: DateTime<Utc>,
    /// Until when it can be accepted.
    expires_at: DateTime<Utc>,
    /// When it was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<DateTime<Utc>>,
}

impl InvitationView {
    /// The invitation as it stands at `now`.
    pub(crate) fn of(invitation: &Invitation, now: DateTime<Utc>) -> Self {
        let (network, point, provider) = ids(invitation.grant.place());
        Self {
            id: Ident(invitation.id),
            network_id: Ident(network),
            point_id: point.map(Ident),
            provider_id: provider.map(Ident),
            role: Coded(invitation.grant.role()),
            email: Text::of(&invitation.email),
            state: Coded(invitation.state(now)),
            invited_by: Ident(invitation.invited_by),
            created_at: invitation.created_at,
            expires_at: invitation.expires_at,
            accepted_at: invitation.accepted_at,
            revoked_at: invitation.revoked_at,
        }
    }
}

/// The answer to an invitation. Not printable: it holds secrets.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({
    "token": "q3hV0mZk0X1u8mZb3b1Yt2n9u6r5w4e3q2a1s0d9f8g", "given_name": "Piero", "family_name": "Bonetti",
    "password": "il gatto dorme sul tetto"
}))]
pub(super) struct AcceptanceInput {
    /// The code from the e-mail.
    #[serde(default)]
    #[schema(
        required = true,
        min_length = 1,
        max_length = 100,
        pattern = "^[A-Za-z0-9_-]+$"
    )]
    pub(super) token: String,
    /// Given name, for a new account.
    pub(super) given_name: Option<PersonNameField>,
    /// Family name, for a new account.
    pub(super) family_name: Option<PersonNameField>,
    /// For a new account the password it is to have, 12 characters at least; else the password of
    /// the account. Not needed by who is signed in.
    #[schema(format = "password", min_length = 1, max_length = 128)]
    pub(super) password: Option<String>,
}

/// What accepting an invitation has given.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AcceptanceView {
    /// The membership: the role at the place.
    membership_id: MembershipIdField,
    /// The account that holds it.
    user_id: UserIdField,
    /// Its e-mail address, to sign in with.
    email: EmailAddressField,
    /// Whether the account was made just now.
    new_account: bool,
    /// The role.
    role: RoleField,
    /// The network of the place.
    network_id: NetworkBodyIdField,
    /// The point, if the role counts at one.
    #[serde(skip_serializing_if = "Option::is_none")]
    point_id: Option<PointIdField>,
    /// The provider, if the role counts at one.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider_id: Option<ProviderIdField>,
}

impl AcceptanceView {
    pub(super) fn of(user: &User, record: &GrantRecord, new_account: bool) -> Self {
        let (network, point, provider) = ids(record.grant.place());
        Self {
            membership_id: Ident(record.id),
            user_id: Ident(user.id),
            email: Text::of(&user.email),
            new_account,
            role: Coded(record.grant.role()),
            network_id: Ident(network),
            point_id: point.map(Ident),
            provider_id: provider.map(Ident),
        }
    }
}
