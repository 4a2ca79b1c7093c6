//! Who asks, in which language, at what time, and the transaction the answer comes from.

use std::{net::IpAddr, sync::Arc};

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest, HttpResponse,
    dev::Payload,
    http::header::{self, HeaderValue},
    web::Data,
};
use chrono::{DateTime, Utc};
use domain_accounts::{Action, Actor, Permit, Role, Scope, Target, authorize, scope};
use domain_shared::{Id, Locale, NetworkBodyId};
use persistence::{
    AnyConnection, Tx,
    accounts::{actor_find, client_actor_find},
    audit::{Change, Origin, audit_append},
    outbox::{OutboxMessage, outbox_append},
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::future::{Ready, ready};

use super::{Created, RateState, RequestId, idempotency, query};
use crate::{
    auth::{self, Claims},
    clock,
    hub::Hub,
    mail::Letter,
    problem::{Outcome, Problem, ProblemCode},
};

/// The context of a request. Handlers take it first; it opens the one transaction they run.
#[derive(Clone)]
pub struct Ctx {
    req: HttpRequest,
    hub: Data<Hub>,
    now: DateTime<Utc>,
    credential: Credential,
    password_may_be_due: bool,
}

impl std::fmt::Debug for Ctx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ctx")
            .field("path", &self.req.path())
            .finish_non_exhaustive()
    }
}

impl FromRequest for Ctx {
    type Error = Problem;
    type Future = Ready<Outcome<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(req))
    }
}

impl Ctx {
    fn of(req: &HttpRequest) -> Outcome<Self> {
        let hub = req
            .app_data::<Data<Hub>>()
            .cloned()
            .ok_or_else(|| Problem::internal("the hub is not set up"))?;
        query::refuse_undescribed(req, &hub)?;
        let now = hub.clock.now();
        let credential = match req.headers().get(header::AUTHORIZATION) {
            None => Credential::None,
            Some(value) => Credential::read(value, &hub, now)?,
        };
        if let Some(account) = credential.account() {
            hub.limits.check_request(&account).map_err(too_many)?;
        }
        Ok(Self {
            req: req.clone(),
            hub,
            now,
            credential,
            password_may_be_due: false,
        })
    }

    /// The same context for an operation that is open to an account whose password must be changed.
    #[must_use]
    pub fn even_if_password_is_due(mut self) -> Self {
        self.password_may_be_due = true;
        self
    }

    /// The request.
    #[must_use]
    pub const fn request(&self) -> &HttpRequest {
        &self.req
    }

    /// The hub.
    #[must_use]
    pub fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// When the request was read.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Whether the caller proves to be somebody.
    #[must_use]
    pub const fn is_signed_in(&self) -> bool {
        !matches!(self.credential, Credential::None)
    }

    /// Refuses a caller who does not prove to be somebody.
    ///
    /// # Errors
    /// 401.
    pub fn signed_in(&self) -> Outcome<()> {
        if self.is_signed_in() {
            Ok(())
        } else {
            Err(Problem::new(ProblemCode::Unauthenticated))
        }
    }

    /// What the access token of the caller's session says.
    ///
    /// # Errors
    /// 401 without one, 403 for an API client, which has no session.
    pub fn session(&self) -> Outcome<&Claims> {
        self.credential.session()
    }

    /// A name for the caller under which idempotency keys are kept.
    pub(super) fn owner(&self) -> String {
        self.credential
            .account()
            .unwrap_or_else(|| format!("client:{}", Client::of(self).hashed()))
    }

    /// The language of the answer.
    #[must_use]
    pub fn locale(&self) -> Locale {
        locale_of(&self.req)
    }

    /// Counts a sign-in, a reset or a registration against the stricter rate.
    ///
    /// # Errors
    /// 429.
    pub fn check_sensitive_rate(&self) -> Outcome<()> {
        self.hub
            .limits
            .check_sensitive(&Client::of(self).hashed())
            .map(|_| ())
            .map_err(too_many)
    }

    /// Reads from one snapshot, as the caller.
    ///
    /// # Errors
    /// What `use_case` answers, or why the caller cannot be told.
    pub async fn read<T: Send + 'static>(
        &self,
        use_case: impl FnOnce(&mut Snapshot<'_>) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let (credential, now, due) = (self.credential.clone(), self.now, self.password_may_be_due);
        self.hub
            .read(move |connection| {
                let actor = actor(connection, &credential, due, now)?;
                use_case(&mut Snapshot {
                    connection,
                    actor,
                    now,
                })
            })
            .await
    }

    /// Runs one use case in one writing transaction, as the caller. It may run more than once.
    ///
    /// # Errors
    /// What `use_case` answers, or why the caller cannot be told.
    pub async fn write<T: Send + 'static>(
        &self,
        mut use_case: impl FnMut(&mut UnitOfWork<'_, '_>) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let (credential, now, due) = (self.credential.clone(), self.now, self.password_may_be_due);
        let request_id = RequestId::of(&self.req);
        let public_url = self.hub.config.public_url.clone();
        let locale = self.locale();
        let wrote = self
            .hub
            .write(move |tx| {
                let actor = actor(tx, &credential, due, now)?;
                let credential = credential.clone();
                let origin = (request_id.clone(), public_url.clone());
                use_case(&mut UnitOfWork {
                    tx,
                    actor,
                    now,
                    origin,
                    locale,
                    credential,
                })
            })
            .await;
        self.hub.outbox.wake();
        wrote
    }

    /// Runs a creating use case, under the request's idempotency key if it has one, and answers 201.
    ///
    /// # Errors
    /// As [`Self::write`], and 409 or 422 for a key in use.
    pub async fn create<V: Serialize + 'static>(
        self,
        use_case: impl FnMut(&mut UnitOfWork<'_, '_>) -> Outcome<Created<V>> + Send + 'static,
    ) -> Outcome<HttpResponse> {
        idempotency::create(self, use_case).await
    }
}

/// How the caller proves to be somebody.
#[derive(Clone)]
enum Credential {
    /// Not at all.
    None,
    /// By the access token of a session.
    Session(Claims),
    /// By the token of an API client, kept as its hash.
    ApiClient(String),
}

/// The problem of a caller who asks too often.
fn too_many(state: RateState) -> Problem {
    Problem::new(ProblemCode::TooManyRequests).retry_after(state.reset)
}

impl Credential {
    /// A name for the account, under which its requests are counted whatever client they come from.
    fn account(&self) -> Option<String> {
        match self {
            Self::None => None,
            Self::Session(claims) => Some(format!("user:{}", claims.user)),
            Self::ApiClient(hash) => Some(format!("api:{hash}")),
        }
    }

    fn read(header: &HeaderValue, hub: &Hub, now: DateTime<Utc>) -> Outcome<Self> {
        match auth::api_client_token(header) {
            Some(token) => Ok(Self::ApiClient(auth::token_hash(token))),
            None => hub.keys.claims(header, now).map(Self::Session),
        }
    }

    fn session(&self) -> Outcome<&Claims> {
        match self {
            Self::Session(claims) => Ok(claims),
            Self::None => Err(Problem::new(ProblemCode::Unauthenticated)),
            Self::ApiClient(_) => Err(Problem::new(ProblemCode::Forbidden)),
        }
    }
}

/// The caller with today's grants. The token of a session that is over is no token.
fn actor(
    connection: &mut AnyConnection,
    credential: &Credential,
    due: bool,
    now: DateTime<Utc>,
) -> Outcome<Actor> {
    let nobody = || Problem::new(ProblemCode::Unauthenticated);
    match credential {
        Credential::None => Ok(Actor::Anonymous),
        Credential::ApiClient(hash) => client_actor_find(connection, hash, now)?.ok_or_else(nobody),
        Credential::Session(claims) => {
            match actor_find(connection, claims.user, claims.session)?.ok_or_else(nobody)? {
                (_, true) if !due => Err(Problem::new(ProblemCode::PasswordChangeRequired)),
                (actor, _) => Ok(actor),
            }
        }
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

impl Snapshot<'_> {
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
    now: DateTime<Utc>,
    /// Request identifier and public URL.
    origin: (String, String),
    locale: Locale,
    credential: Credential,
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
        let origin = ("system".to_owned(), public_url);
        Self {
            tx,
            actor: Actor::System,
            now,
            origin,
            locale: Locale::default(),
            credential: Credential::None,
        }
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
        self.now
    }

    /// The language of the caller.
    #[must_use]
    pub const fn locale(&self) -> Locale {
        self.locale
    }

    /// What the access token of the caller's session says.
    ///
    /// # Errors
    /// 401 without one, 403 for an API client, which has no session.
    pub fn session(&self) -> Outcome<&Claims> {
        self.credential.session()
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
        &self.origin.1
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
        let json = |view: Option<&V>| view.map(serde_json::to_value).transpose();
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
        let origin = Origin {
            event_id: clock::new_id(),
            at: self.now,
            request_id: self.origin.0.clone(),
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
        Ok(outbox_append(self.tx, &message, self.now)?)
    }
}

/// The client a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client(String);

impl Client {
    /// The client's address: the network of an IPv6 address, because one client holds all of it.
    #[must_use]
    pub fn of(ctx: &Ctx) -> Self {
        Self::of_request(&ctx.req, ctx.hub.config.behind_proxy)
    }

    pub(super) fn of_request(req: &HttpRequest, behind_proxy: bool) -> Self {
        // The last address in X-Forwarded-For is the one our own proxy saw.
        let forwarded = || {
            let value = req.headers().get("x-forwarded-for")?.to_str().ok()?;
            value.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
        };
        let address = if behind_proxy { forwarded() } else { None }
            .or_else(|| req.peer_addr().map(|peer| peer.ip()));
        Self(match address {
            Some(IpAddr::V4(address)) => address.to_string(),
            Some(IpAddr::V6(address)) => {
                let segments = address.segments();
                segments
                    .iter()
                    .take(4)
                    .map(|part| format!("{part:x}"))
                    .collect::<Vec<_>>()
                    .join(":")
            }
            None => "unknown".to_owned(),
        })
    }

    /// A form that does not give the address away.
    #[must_use]
    pub fn hashed(&self) -> String {
        use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
        let digest = Sha256::digest(self.0.as_bytes());
        BASE64_URL_SAFE_NO_PAD.encode(digest.get(..12).unwrap_or_default())
    }
}

/// The language the client prefers of those the hub speaks; Italian when it does not say.
pub(super) fn locale_of(req: &HttpRequest) -> Locale {
    if let Some(locale) = req.extensions().get::<Locale>() {
        return *locale;
    }
    let asked = req
        .headers()
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let best = asked.map(|asked| accept_language::intersection(asked, &["it", "en"]));
    match best
        .as_ref()
        .and_then(|best| best.first())
        .map(String::as_str)
    {
        Some("en") => Locale::English,
        Some(_) | None => Locale::Italian,
    }
}
