//! Who is asking.

use domain_shared::{Message, NetworkBodyId, PointId, ProviderId, UserId};

use crate::{Action, Role};

/// A role was granted for a place of the wrong kind.
pub static INVALID_GRANT_PLACE: Message = Message {
    code: "invalid_grant_place",
    it: "Il ruolo richiede un luogo di altro tipo (rete, punto o ente).",
    en: "The role needs a place of another kind (network, point or provider).",
};

/// Where a role counts. Points and providers belong to a network, which is carried along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GrantPlace {
    /// The whole network.
    Network(NetworkBodyId),
    /// One point.
    Point(NetworkBodyId, PointId),
    /// One provider.
    Provider(NetworkBodyId, ProviderId),
}

impl GrantPlace {
    /// The network the place belongs to.
    #[must_use]
    pub const fn network(self) -> NetworkBodyId {
        match self {
            Self::Network(network) | Self::Point(network, _) | Self::Provider(network, _) => {
                network
            }
        }
    }
}

/// A role at a place of the kind the role asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Grant {
    role: Role,
    place: GrantPlace,
}

impl Grant {
    /// Provider roles need a provider, desk roles a point, the others the network.
    ///
    /// # Errors
    /// [`INVALID_GRANT_PLACE`].
    pub const fn new(role: Role, place: GrantPlace) -> Result<Self, &'static Message> {
        let fits = match role {
            Role::ProviderEditor | Role::ProviderManager => {
                matches!(place, GrantPlace::Provider(..))
            }
            Role::Operator | Role::Specialist | Role::CareManager | Role::PointCoordinator => {
                matches!(place, GrantPlace::Point(..))
            }
            Role::Reviewer | Role::NetworkAdmin | Role::Evaluator => {
                matches!(place, GrantPlace::Network(_))
            }
        };
        if fits {
            Ok(Self { role, place })
        } else {
            Err(&INVALID_GRANT_PLACE)
        }
    }

    /// The role.
    #[must_use]
    pub const fn role(self) -> Role {
        self.role
    }

    /// Where it counts.
    #[must_use]
    pub const fn place(self) -> GrantPlace {
        self.place
    }
}

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody in particular: any front end on a citizen's behalf.
    Anonymous,
    /// A signed-in user with the roles granted.
    User {
        /// The account.
        id: UserId,
        /// Its grants.
        grants: Vec<Grant>,
    },
    /// A third-party system that acts for a user, within its scopes.
    Client {
        /// The account it acts for.
        user: UserId,
        /// That account's grants.
        grants: Vec<Grant>,
        /// The only actions it may do.
        scopes: Vec<Action>,
    },
    /// The program itself, on the operator's command line or in a background job.
    System,
}

/// The kind of an [`Actor`], for the audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// [`Actor::Anonymous`].
    Anonymous,
    /// [`Actor::User`].
    User,
    /// [`Actor::Client`].
    Client,
    /// [`Actor::System`].
    System,
}

impl ActorKind {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::User => "user",
            Self::Client => "api_client",
            Self::System => "system",
        }
    }
}

impl Actor {
    /// The account, if a user is asking.
    #[must_use]
    pub const fn user_id(&self) -> Option<UserId> {
        match self {
            Self::User { id, .. } | Self::Client { user: id, .. } => Some(*id),
            Self::Anonymous | Self::System => None,
        }
    }

    /// The roles granted.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        match self {
            Self::User { grants, .. } | Self::Client { grants, .. } => grants,
            Self::Anonymous | Self::System => &[],
        }
    }

    /// Whether the actor may do this action at all, wherever its grants reach.
    #[must_use]
    pub fn is_within_scopes(&self, action: Action) -> bool {
        match self {
            Self::Client { scopes, .. } => scopes.contains(&action),
            Self::Anonymous | Self::User { .. } | Self::System => true,
        }
    }

    /// The kind of actor.
    #[must_use]
    pub const fn kind(&self) -> ActorKind {
        match self {
            Self::Anonymous => ActorKind::Anonymous,
            Self::User { .. } => ActorKind::User,
            Self::Client { .. } => ActorKind::Client,
            Self::System => ActorKind::System,
        }
    }
}
