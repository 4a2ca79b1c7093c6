//! The one transaction of a request, as its caller: reading or writing.

use chrono::{DateTime, Utc};
use domain_accounts::{Action, Actor, Permit, Role, Scope, Target, authorize, scope};
use domain_cards::FreshnessRules;
use domain_shared::{Id, JobId, Locale, NetworkBodyId};
use persistence::{
    AnyConnection, Tx,
    audit::{self, Change, audit_append},
    outbox::{OutboxMessage, outbox_append},
};
use serde::Serialize;

use super::credential::{self, Credential};
use crate::{
    auth::Claims,
    clock,
    mail::Letter,
    problem::{Outcome, Problem, ProblemCode},
};

/// What the transaction of a request needs to know of it.
#[derive(Clone)]
pub(super) struct Origin {
    pub(super) credential: Credential,
    /// Whether the operation is open to an account whose password must be changed.
    pub(super) password_may_be_due: bool,
    pub(super) now: DateTime<Utc>,
    pub(super) request_id: String,
    pub(super) public_url: String,
    pub(super) locale: Locale,
    pub(super) freshness: FreshnessRules,
}

impl Origin {
    fn actor(&self, connection: &mut AnyConnection) -> Outcome<Actor> {
        credential::actor(
            connection,
            &self.credential,
            self.password_may_be_due,
            self.now,
        )
    }
}

/// A reading transaction as somebody.
pub struct Snapshot<'c> {
    connection: &'c mut AnyConnection,
    actor: Actor,
    now: DateTime<Utc>,
}

impl std::fmt::Debug for Snapshot<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot")
            .field("actor", &self.actor)
            .finish_non_exhaustive()
    }
}

impl<'c> Snapshot<'c> {
    pub(super) fn open(connection: &'c mut AnyConnection, origin: &Origin) -> Outcome<Self> {
        let actor = origin.actor(connection)?;
        Ok(Self {
            connection,
            actor,
            now: origin.now,
        })
    }

    /// The connection, for queries.
    pub const fn connection(&mut self) -> &mut AnyConnection {
        self.connection
    }

    /// Who asks.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// When.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Decides whether the caller may do this.
    ///
    /// # Errors
    /// 401, 403 or 404.
    pub fn authorize(&self, action: Action, target: &Target) -> Outcome<Permit> {
        Ok(authorize(&self.actor, action, target)?)
    }

    /// The part of a collection the caller may see; an empty one is 401 for nobody in particular
    /// and 403 for everybody else.
    ///
    /// # Errors
    /// 401 or 403.
    pub fn scope(&self, action: Action) -> Outcome<Scope> {
        let scope = scope(&self.actor, action);
        match (&self.actor, scope.is_empty()) {
            (_, false) => Ok(scope),
            (Actor::Anonymous, true) => Err(Problem::new(ProblemCode::Unauthenticated)),
            (Actor::User { .. } | Actor::Client { .. } | Actor::System, true) => {
                Err(Problem::new(ProblemCode::Forbidden))
            }
        }
    }
}

/// A writing transaction as somebody.
pub struct UnitOfWork<'a, 'c> {
    tx: &'a mut Tx<'c>,
    actor: Actor,
    origin: Origin,
}

impl std::fmt::Debug for UnitOfWork<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UnitOfWork")
            .field("actor", &self.actor)
            .finish_non_exhaustive()
    }
}

impl<'a, 'c> UnitOfWork<'a, 'c> {
    /// A unit of work of the program itself: the command line, the demonstration data, the worker.
    #[must_use]
    pub fn of_system(tx: &'a mut Tx<'c>, now: DateTime<Utc>, public_url: String) -> Self {
        let origin = Origin {
            credential: Credential::None,
            password_may_be_due: false,
            now,
            request_id: "system".to_owned(),
            public_url,
            locale: Locale::default(),
            freshness: FreshnessRules::DEFAULT,
        };
        Self {
            tx,
            actor: Actor::System,
            origin,
        }
    }

    /// A unit of work that a job does for whoever asked for it, with what they may do today.
    #[must_use]
    pub fn of_job(
        tx: &'a mut Tx<'c>,
        actor: Actor,
        now: DateTime<Utc>,
        public_url: String,
        job: JobId,
    ) -> Self {
        let mut unit = Self::of_system(tx, now, public_url);
        unit.actor = actor;
        unit.origin.request_id = format!("job:{job}");
        unit
    }

    /// The same, where the hub's settings say when cards are to be verified.
    #[must_use]
    pub fn verifying(mut self, freshness: FreshnessRules) -> Self {
        self.origin.freshness = freshness;
        self
    }

    /// When cards are to be verified where their network has no rules of its own.
    #[must_use]
    pub const fn freshness(&self) -> FreshnessRules {
        self.origin.freshness
    }

    pub(super) fn open(tx: &'a mut Tx<'c>, origin: Origin) -> Outcome<Self> {
        let actor = origin.actor(tx)?;
        Ok(Self { tx, actor, origin })
    }

    /// The transaction, for writing queries.
    pub const fn tx(&mut self) -> &mut Tx<'c> {
        self.tx
    }

    /// The connection, for reading queries.
    pub fn connection(&mut self) -> &mut AnyConnection {
        self.tx
    }

    /// Who asks.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// When.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.origin.now
    }

    /// The language of the caller.
    #[must_use]
    pub const fn locale(&self) -> Locale {
        self.origin.locale
    }

    /// What the access token of the caller's session says.
    ///
    /// # Errors
    /// 401 without one, 403 for an API client, which has no session.
    pub fn session(&self) -> Outcome<&Claims> {
        self.origin.credential.session()
    }

    /// The network whose administrator asks. What all networks share is kept by their
    /// administrators; the audit log shows a change of it in the network it came from.
    #[must_use]
    pub fn acting_network(&self) -> Option<NetworkBodyId> {
        let grants = self.actor.grants().iter();
        grants
            .filter(|grant| grant.role() == Role::NetworkAdmin)
            .map(|grant| grant.place().network())
            .next()
    }

    /// How clients reach the hub.
    #[must_use]
    pub fn public_url(&self) -> &str {
        &self.origin.public_url
    }

    /// A fresh identifier.
    #[must_use]
    pub fn new_id<K>(&self) -> Id<K> {
        clock::new_id()
    }

    /// Decides whether the caller may do this.
    ///
    /// # Errors
    /// 401, 403 or 404.
    pub fn authorize(&self, action: Action, target: &Target) -> Outcome<Permit> {
        Ok(authorize(&self.actor, action, target)?)
    }

    /// Writes the change of a thing to the audit log: its views before and after, without secrets.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn audit<V: Serialize>(
        &mut self,
        permit: &Permit,
        (resource_type, resource_id): (&'static str, impl ToString),
        network_id: Option<NetworkBodyId>,
        before: Option<&V>,
        after: Option<&V>,
    ) -> Outcome<()> {
        let json = |view: Option<&V>| view.map(serde_json::to_string).transpose();
        let written = |error: serde_json::Error| Problem::internal(format!("audit: {error}"));
        let change = Change {
            resource_type,
            resource_id: resource_id.to_string(),
            // What all networks share is read in the log of the network whose people changed it.
            network_id: network_id
                .or_else(|| self.actor.grants().first().map(|one| one.place().network())),
            before: json(before).map_err(written)?,
            after: json(after).map_err(written)?,
        };
        let origin = audit::Origin {
            event_id: clock::new_id(),
            at: self.origin.now,
            request_id: self.origin.request_id.clone(),
        };
        Ok(audit_append(self.tx, permit, &origin, &change)?)
    }

    /// Puts a letter into the outbox; it goes out once this transaction is kept.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn send(&mut self, letter: Letter) -> Outcome<()> {
        let message = OutboxMessage {
            id: clock::new_id(),
            recipient: letter.recipient,
            subject: letter.subject,
            body: letter.body,
            attempts: 0,
        };
        Ok(outbox_append(self.tx, &message, self.origin.now)?)
    }
}
