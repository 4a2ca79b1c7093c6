//! The authorisation policy: one table, one decision.

use domain_shared::{Code, NetworkBodyId, PointId, ProviderId, UserId};

use crate::{Action, Actor, ActorKind, GrantPlace, Role};

/// How far a role reaches for an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everything, whatever network it belongs to: the reference data all networks share.
    Everywhere,
    /// What belongs to the network of the grant.
    Network,
    /// What belongs to the point of the grant.
    Point,
    /// What belongs to the provider of the grant.
    Provider,
}

/// Where the thing belongs that an action is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Target {
    /// Its network, if it belongs to one.
    pub network: Option<NetworkBodyId>,
    /// The points it belongs to.
    pub points: Vec<PointId>,
    /// The providers it belongs to.
    pub providers: Vec<ProviderId>,
    /// The user it is about.
    pub owner: Option<UserId>,
    /// Whether anybody may know that it exists.
    pub public: bool,
}

impl Target {
    /// A public thing of a network.
    #[must_use]
    pub fn public_in(network: NetworkBodyId) -> Self {
        Self {
            network: Some(network),
            public: true,
            ..Self::default()
        }
    }

    /// A thing of a network that only its people may know of.
    #[must_use]
    pub fn private_in(network: NetworkBodyId) -> Self {
        Self {
            network: Some(network),
            ..Self::default()
        }
    }

    /// Shared reference data.
    #[must_use]
    pub fn reference() -> Self {
        Self {
            public: true,
            ..Self::default()
        }
    }

    /// The same thing, belonging to a point too.
    #[must_use]
    pub fn at_point(mut self, point: PointId) -> Self {
        self.points.push(point);
        self
    }

    /// The same thing, belonging to these points.
    #[must_use]
    pub fn at_points(mut self, points: impl IntoIterator<Item = PointId>) -> Self {
        self.points.extend(points);
        self
    }

    /// The same thing, belonging to a provider.
    #[must_use]
    pub fn of_provider(mut self, provider: ProviderId) -> Self {
        self.providers.push(provider);
        self
    }

    /// The same thing, belonging to these providers.
    #[must_use]
    pub fn of_providers(mut self, providers: impl IntoIterator<Item = ProviderId>) -> Self {
        self.providers.extend(providers);
        self
    }

    /// The same thing, about a user.
    #[must_use]
    pub const fn about(mut self, owner: Option<UserId>) -> Self {
        self.owner = owner;
        self
    }
}

/// Who may do an action.
struct Rule {
    /// Anybody, without signing in, where the target is public.
    public: bool,
    /// The user the target is about.
    owner: bool,
    /// Holders of a role, as far as it reaches.
    roles: &'static [(Role, Reach)],
    /// The action that reads the same thing: who may not even do that is told it does not exist.
    seen_by: Action,
}

const STAFF_OF_NETWORK: &[(Role, Reach)] = &[
    (Role::Operator, Reach::Network),
    (Role::Specialist, Reach::Network),
    (Role::CareManager, Reach::Network),
    (Role::PointCoordinator, Reach::Network),
    (Role::Reviewer, Reach::Network),
    (Role::NetworkAdmin, Reach::Network),
    (Role::Evaluator, Reach::Network),
];
const STAFF_OF_POINT: &[(Role, Reach)] = &[
    (Role::Operator, Reach::Point),
    (Role::Specialist, Reach::Point),
    (Role::CareManager, Reach::Point),
    (Role::PointCoordinator, Reach::Point),
    (Role::NetworkAdmin, Reach::Network),
];
const COORDINATION: &[(Role, Reach)] = &[
    (Role::PointCoordinator, Reach::Point),
    (Role::NetworkAdmin, Reach::Network),
];
const EDITORS: &[(Role, Reach)] = &[
    (Role::ProviderEditor, Reach::Provider),
    (Role::ProviderManager, Reach::Provider),
    (Role::NetworkAdmin, Reach::Network),
];
const EDITORS_AND_REVIEW: &[(Role, Reach)] = &[
    (Role::ProviderEditor, Reach::Provider),
    (Role::ProviderManager, Reach::Provider),
    (Role::Reviewer, Reach::Network),
    (Role::NetworkAdmin, Reach::Network),
];
const REVIEW: &[(Role, Reach)] = &[
    (Role::Reviewer, Reach::Network),
    (Role::NetworkAdmin, Reach::Network),
];
/// Everybody an agreement may concern: the desks it is of, the providers in it, the network.
const READERS_OF_AGREEMENTS: &[(Role, Reach)] = &[
    (Role::ProviderEditor, Reach::Provider),
    (Role::ProviderManager, Reach::Provider),
    (Role::Operator, Reach::Point),
    (Role::Specialist, Reach::Point),
    (Role::CareManager, Reach::Point),
    (Role::PointCoordinator, Reach::Point),
    (Role::Reviewer, Reach::Network),
    (Role::NetworkAdmin, Reach::Network),
    (Role::Evaluator, Reach::Network),
];
const ADMINISTRATION: &[(Role, Reach)] = &[(Role::NetworkAdmin, Reach::Network)];
/// Who writes questionnaires and plans campaigns: the scientific staff.
const SCIENCE: &[(Role, Reach)] = &[
    (Role::NetworkAdmin, Reach::Network),
    (Role::Evaluator, Reach::Network),
];
const REFERENCE_KEEPERS: &[(Role, Reach)] = &[(Role::NetworkAdmin, Reach::Everywhere)];

/// The policy table.
#[expect(
    clippy::too_many_lines,
    reason = "one table is read at a glance, several are not"
)]
const fn rule(action: Action) -> Rule {
    const fn roles(roles: &'static [(Role, Reach)], seen_by: Action) -> Rule {
        Rule {
            public: false,
            owner: false,
            roles,
            seen_by,
        }
    }
    match action {
        Action::ReferenceRead
        | Action::ServiceRead
        | Action::CardReportSend
        | Action::CalendarFeedRead
        | Action::SurveyLinkAnswer
        | Action::PointRead
        | Action::ProviderRegister
        | Action::InvitationAccept => Rule {
            public: true,
            owner: false,
            roles: &[],
            seen_by: action,
        },
        Action::ZoneWrite | Action::CategoryWrite => {
            roles(REFERENCE_KEEPERS, Action::ReferenceRead)
        }
        Action::NetworkBodyWrite | Action::AssociationWrite => {
            roles(ADMINISTRATION, Action::ReferenceRead)
        }
        Action::PointManage => roles(ADMINISTRATION, Action::PointRead),
        Action::PointWrite => roles(COORDINATION, Action::PointRead),
        Action::StaffRead => roles(STAFF_OF_POINT, Action::PointRead),
        Action::StaffWrite => roles(COORDINATION, Action::StaffRead),
        Action::SpecialistRead => Rule {
            public: false,
            owner: true,
            // A coordinator must find whom to assign, so sees the colleagues of the whole network.
            roles: &[
                (Role::Operator, Reach::Point),
                (Role::Specialist, Reach::Point),
                (Role::CareManager, Reach::Point),
                (Role::PointCoordinator, Reach::Network),
                (Role::NetworkAdmin, Reach::Network),
            ],
            seen_by: action,
        },
        Action::SpecialistCreate => Rule {
            public: false,
            owner: false,
            roles: &[
                (Role::PointCoordinator, Reach::Network),
                (Role::NetworkAdmin, Reach::Network),
            ],
            seen_by: Action::TrainingRead,
        },
        Action::SpecialistWrite => Rule {
            public: false,
            owner: true,
            roles: COORDINATION,
            seen_by: Action::SpecialistRead,
        },
        Action::SpecialistManage => roles(COORDINATION, Action::SpecialistRead),
        Action::TrainingRead => roles(STAFF_OF_NETWORK, Action::TrainingRead),
        Action::TrainingWrite => roles(ADMINISTRATION, Action::TrainingRead),
        Action::ProviderRead => Rule {
            public: true,
            owner: false,
            roles: EDITORS_AND_REVIEW,
            seen_by: action,
        },
        Action::ProviderWrite => roles(EDITORS, Action::ProviderRead),
        Action::ProviderDecide => roles(REVIEW, Action::ProviderRead),
        Action::ProviderInside => roles(EDITORS_AND_REVIEW, Action::ProviderRead),
        Action::CardRead | Action::CardKeep | Action::CardReportAnswer => {
            roles(EDITORS_AND_REVIEW, Action::CardRead)
        }
        Action::CardWrite | Action::CardImport => roles(EDITORS, Action::CardRead),
        Action::CardReview => roles(REVIEW, Action::CardRead),
        Action::CardPurge | Action::CardTakeOver => roles(ADMINISTRATION, Action::CardRead),
        Action::CardRulesRead => roles(REVIEW, Action::CardRulesRead),
        Action::CardRulesWrite => roles(ADMINISTRATION, Action::CardRulesRead),
        Action::AgreementTemplateRead | Action::QuestionnaireRead | Action::SurveyCampaignRead => {
            roles(STAFF_OF_NETWORK, action)
        }
        Action::AgreementTemplateWrite => roles(ADMINISTRATION, Action::AgreementTemplateRead),
        Action::AgreementRead => roles(READERS_OF_AGREEMENTS, action),
        Action::AgreementWrite | Action::AgreementEnd => roles(COORDINATION, Action::AgreementRead),
        Action::AgreementReview => roles(REVIEW, Action::AgreementRead),
        Action::AgreementAnswer => roles(
            &[
                (Role::ProviderEditor, Reach::Provider),
                (Role::ProviderManager, Reach::Provider),
            ],
            Action::AgreementRead,
        ),
        Action::AgreementSign => roles(
            &[
                (Role::ProviderManager, Reach::Provider),
                (Role::PointCoordinator, Reach::Point),
                (Role::NetworkAdmin, Reach::Network),
            ],
            Action::AgreementRead,
        ),
        Action::AgreementReport => roles(
            &[
                (Role::PointCoordinator, Reach::Point),
                (Role::Reviewer, Reach::Network),
                (Role::NetworkAdmin, Reach::Network),
                (Role::Evaluator, Reach::Network),
            ],
            action,
        ),
        Action::CalendarFeedKeep => roles(
            &[
                (Role::ProviderManager, Reach::Provider),
                (Role::PointCoordinator, Reach::Point),
                (Role::NetworkAdmin, Reach::Network),
            ],
            action,
        ),
        Action::QuestionnaireWrite => roles(SCIENCE, Action::QuestionnaireRead),
        Action::SurveyCampaignWrite | Action::SurveyDataExport => {
            roles(SCIENCE, Action::SurveyCampaignRead)
        }
        Action::SurveyResponseRead | Action::SurveyResponseWrite => roles(
            &[
                (Role::Specialist, Reach::Point),
                (Role::PointCoordinator, Reach::Point),
                (Role::NetworkAdmin, Reach::Network),
            ],
            Action::SurveyResponseRead,
        ),
        Action::SurveyResponseReview => roles(COORDINATION, Action::SurveyResponseRead),
        Action::SurveyResultRead => roles(
            &[
                (Role::PointCoordinator, Reach::Network),
                (Role::Reviewer, Reach::Network),
                (Role::NetworkAdmin, Reach::Network),
                (Role::Evaluator, Reach::Network),
            ],
            Action::SurveyCampaignRead,
        ),
        // Open answers may name people, which evaluators must not read.
        Action::SurveyAnswerCode => roles(REVIEW, Action::SurveyCampaignRead),
        Action::MemberWrite => roles(
            &[
                (Role::ProviderManager, Reach::Provider),
                (Role::NetworkAdmin, Reach::Network),
            ],
            Action::ProviderInside,
        ),
        Action::UserRead | Action::JobRead => Rule {
            public: false,
            owner: true,
            roles: ADMINISTRATION,
            seen_by: action,
        },
        Action::UserWrite => roles(ADMINISTRATION, Action::UserRead),
        Action::AccountOwn => Rule {
            public: false,
            owner: true,
            roles: &[],
            seen_by: action,
        },
        Action::AuditRead => roles(ADMINISTRATION, Action::AuditRead),
    }
}

/// The roles an action is open to, for the description of the API.
#[must_use]
pub fn allowed_roles(action: Action) -> Vec<Role> {
    Role::ALL
        .iter()
        .copied()
        .filter(|role| {
            rule(action)
                .roles
                .iter()
                .any(|(allowed, _)| allowed == role)
        })
        .collect()
}

/// Whether an action on public things needs no account.
#[must_use]
pub const fn is_public(action: Action) -> bool {
    rule(action).public
}

/// Why an action is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// Nobody signed in, and the action needs it.
    Unauthenticated,
    /// The actor may know of the thing, but not do this to it.
    Forbidden,
    /// The actor must not learn that the thing exists.
    Hidden,
}

/// Proof that an actor was allowed an action. Only [`authorize`] and [`Permit::system`] make one;
/// every audited write demands it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permit {
    action: Action,
    actor: ActorKind,
    user: Option<UserId>,
}

impl Permit {
    /// The program acts by itself.
    #[must_use]
    pub const fn system(action: Action) -> Self {
        Self {
            action,
            actor: ActorKind::System,
            user: None,
        }
    }

    /// What is allowed.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }

    /// What kind of actor it is allowed to.
    #[must_use]
    pub const fn actor(&self) -> ActorKind {
        self.actor
    }

    /// The user it is allowed to.
    #[must_use]
    pub const fn user(&self) -> Option<UserId> {
        self.user
    }
}

/// Decides whether `actor` may do `action` to `target`.
///
/// # Errors
/// Why not.
pub fn authorize(actor: &Actor, action: Action, target: &Target) -> Result<Permit, Denied> {
    if is_granted(actor, action, target) {
        return Ok(Permit {
            action,
            actor: actor.kind(),
            user: actor.user_id(),
        });
    }
    let known = target.public || is_granted(actor, rule(action).seen_by, target);
    match actor {
        Actor::Anonymous => Err(Denied::Unauthenticated),
        Actor::User { .. } | Actor::Client { .. } | Actor::System if known => {
            Err(Denied::Forbidden)
        }
        Actor::User { .. } | Actor::Client { .. } | Actor::System => Err(Denied::Hidden),
    }
}

/// Whether the table allows it.
fn is_granted(actor: &Actor, action: Action, target: &Target) -> bool {
    let rule = rule(action);
    if matches!(actor, Actor::System) || (rule.public && target.public) {
        return true;
    }
    if !actor.is_within_scopes(action) {
        return false;
    }
    if rule.owner && actor.user_id().is_some() && actor.user_id() == target.owner {
        return true;
    }
    actor.grants().iter().any(|grant| {
        rule.roles
            .iter()
            .any(|&(role, reach)| role == grant.role() && reaches(reach, grant.place(), target))
    })
}

/// Whether a grant at `place` reaches `target`.
fn reaches(reach: Reach, place: GrantPlace, target: &Target) -> bool {
    match reach {
        Reach::Everywhere => true,
        Reach::Network => target.network == Some(place.network()),
        Reach::Point => match place {
            GrantPlace::Point(_, point) => target.points.contains(&point),
            GrantPlace::Network(_) | GrantPlace::Provider(..) => false,
        },
        Reach::Provider => match place {
            GrantPlace::Provider(_, provider) => target.providers.contains(&provider),
            GrantPlace::Network(_) | GrantPlace::Point(..) => false,
        },
    }
}

/// The part of a collection an actor may do an action to; a list query turns it into its WHERE.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Everything.
    pub everything: bool,
    /// What is public.
    pub public: bool,
    /// What belongs to these networks.
    pub networks: Vec<NetworkBodyId>,
    /// What belongs to these points.
    pub points: Vec<PointId>,
    /// What belongs to these providers.
    pub providers: Vec<ProviderId>,
    /// What is about this user.
    pub owner: Option<UserId>,
}

impl Scope {
    /// Whether nothing at all is within.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The scope of an actor for an action; consistent with [`authorize`] by construction of the table.
#[must_use]
pub fn scope(actor: &Actor, action: Action) -> Scope {
    let rule = rule(action);
    let mut scope = Scope {
        everything: matches!(actor, Actor::System),
        public: rule.public,
        owner: actor.user_id().filter(|_| rule.owner),
        ..Scope::default()
    };
    if !actor.is_within_scopes(action) {
        return Scope {
            public: rule.public,
            ..Scope::default()
        };
    }
    for grant in actor.grants() {
        for &(role, reach) in rule.roles {
            if role == grant.role() {
                widen(&mut scope, reach, grant.place());
            }
        }
    }
    scope
}

/// Adds what a grant reaches to a scope.
fn widen(scope: &mut Scope, reach: Reach, place: GrantPlace) {
    fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
        if !list.contains(&item) {
            list.push(item);
        }
    }
    match (reach, place) {
        (Reach::Everywhere, _) => scope.everything = true,
        (Reach::Network, place) => add(&mut scope.networks, place.network()),
        (Reach::Point, GrantPlace::Point(_, point)) => add(&mut scope.points, point),
        (Reach::Provider, GrantPlace::Provider(_, provider)) => add(&mut scope.providers, provider),
        (Reach::Point, GrantPlace::Network(_) | GrantPlace::Provider(..))
        | (Reach::Provider, GrantPlace::Network(_) | GrantPlace::Point(..)) => {}
    }
}

#[cfg(test)]
mod tests;
