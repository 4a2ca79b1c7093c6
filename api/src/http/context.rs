//! Who asks, in which language, at what time, and the transaction the answer comes from.

use std::{net::IpAddr, sync::Arc};

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest, HttpResponse, dev::Payload, http::header, web::Data,
};
use chrono::{DateTime, Utc};
use domain_accounts::{Action, Actor, Permit, Scope, Target, authorize, scope};
use domain_shared::{Id, Locale, NetworkBodyId};
use persistence::{
    AnyConnection, Tx,
    accounts::actor_find,
    audit::{Change, Origin, audit_append},
    outbox::{OutboxMessage, outbox_append},
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::future::{Ready, ready};

use super::{Created, RequestId, idempotency, query};
use crate::{
    auth::Claims,
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
    claims: Option<Claims>,
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
        let claims = match req.headers().get(header::AUTHORIZATION) {
            None => None,
            Some(value) => Some(hub.keys.claims(value, now)?),
        };
        Ok(Self {
            req: req.clone(),
            hub,
            now,
            claims,
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

    /// What the access token says, if there is one.
    #[must_use]
    pub const fn claims(&self) -> Option<&Claims> {
        self.claims.as_ref()
    }

    /// Whether an access token came along.
    #[must_use]
    pub const fn is_signed_in(&self) -> bool {
        self.claims.is_some()
    }

    /// What the access token says.
    ///
    /// # Errors
    /// 401 without one.
    pub fn signed_in(&self) -> Outcome<&Claims> {
        self.claims
            .as_ref()
            .ok_or_else(|| Problem::new(ProblemCode::Unauthenticated))
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
            .map_err(|state| Problem::new(ProblemCode::TooManyRequests).retry_after(state.reset))
    }

    /// Reads from one snapshot, as the caller.
    ///
    /// # Errors
    /// What `use_case` answers, or why the caller cannot be told.
    pub async fn read<T: Send + 'static>(
        &self,
        use_case: impl FnOnce(&mut Snapshot<'_>) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let (claims, now, due) = (self.claims.clone(), self.now, self.password_may_be_due);
        self.hub
            .read(move |connection| {
                let actor = actor(connection, claims.as_ref(), due)?;
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
        let (claims, now, due) = (self.claims.clone(), self.now, self.password_may_be_due);
        let request_id = RequestId::of(&self.req);
        let public_url = self.hub.config.public_url.clone();
        let locale = self.locale();
        let wrote = self
            .hub
            .write(move |tx| {
                let actor = actor(tx, claims.as_ref(), due)?;
                let claims = claims.clone();
                let origin = (request_id.clone(), public_url.clone());
                use_case(&mut UnitOfWork {
                    tx,
                    actor,
                    now,
                    origin,
                    locale,
                    claims,
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

/// The caller with today's grants. A token whose session is over is no token.
fn actor(connection: &mut AnyConnection, claims: Option<&Claims>, due: bool) -> Outcome<Actor> {
    let Some(claims) = claims else {
        return Ok(Actor::Anonymous);
    };
    match actor_find(connection, claims.user, claims.session)? {
        None => Err(Problem::new(ProblemCode::Unauthenticated)),
        Some((_, true)) if !due => Err(Problem::new(ProblemCode::PasswordChangeRequired)),
        Some((actor, _)) => Ok(actor),
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
            (Actor::User { .. } | Actor::System, true) => Err(Problem::new(ProblemCode::Forbidden)),
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
    claims: Option<Claims>,
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
            claims: None,
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

    /// What the caller's access token says.
    ///
    /// # Errors
    /// 401 without one.
    pub fn signed_in(&self) -> Outcome<&Claims> {
        self.claims
            .as_ref()
            .ok_or_else(|| Problem::new(ProblemCode::Unauthenticated))
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
            network_id,
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
