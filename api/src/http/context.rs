//! What every handler gets: who asks, in which language, at what time, and the way to one transaction.

use std::{
    future::{Ready, ready},
    sync::Arc,
};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::{StatusCode, header},
    web::Data,
};
use chrono::{DateTime, Utc};
use domain_shared::Locale;
use persistence::AnyConnection;
use serde::Serialize;

use super::{
    Client, Created, RateState, RequestId, Snapshot, UnitOfWork, client::locale_of,
    credential::Credential, idempotency, query, unit::Origin,
};
use crate::{
    auth::Claims,
    hub::Hub,
    problem::{Outcome, Problem, ProblemCode, ProblemDocument},
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
            // Not the path itself: it may hold the secret of a calendar feed.
            .field("path", &self.req.match_pattern())
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

    /// What the caller is told of a problem of one of several things, where the answer is not the
    /// problem itself.
    #[must_use]
    pub fn explain(&self, problem: &Problem) -> ProblemDocument {
        let request_id = RequestId::of(&self.req);
        let public_url = &self.hub.config.public_url;
        ProblemDocument::of(problem, public_url, self.locale(), &request_id)
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

    fn origin(&self) -> Origin {
        Origin {
            credential: self.credential.clone(),
            password_may_be_due: self.password_may_be_due,
            now: self.now,
            request_id: RequestId::of(&self.req),
            public_url: self.hub.config.public_url.clone(),
            locale: self.locale(),
            freshness: self.hub.config.cards.freshness,
        }
    }

    /// Reads from one snapshot, as the caller.
    ///
    /// # Errors
    /// What `use_case` answers, or why the caller cannot be told.
    pub async fn read<T: Send + 'static>(
        &self,
        use_case: impl FnOnce(&mut Snapshot<'_>) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let origin = self.origin();
        self.hub
            .read(move |connection| use_case(&mut Snapshot::open(connection, &origin)?))
            .await
    }

    /// Reads with one short query what anybody may see; who proves to be somebody is checked all the same. Where the
    /// database waits for nothing this is done on the spot, because changing threads costs more than the query.
    ///
    /// # Errors
    /// What `query` answers, or why the caller cannot be told.
    pub async fn read_public<T: Send + 'static>(
        &self,
        query: impl FnOnce(&mut AnyConnection) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        if !self.is_signed_in()
            && let Some(mut connection) = self.hub.db.at_hand()
        {
            return query(&mut connection);
        }
        self.read(move |snapshot| query(snapshot.connection()))
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
        let origin = self.origin();
        let wrote = self
            .hub
            .write(move |tx| use_case(&mut UnitOfWork::open(tx, origin.clone())?))
            .await;
        self.hub.outbox.wake();
        self.hub.catalogue.wake();
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
        idempotency::create(self, StatusCode::CREATED, use_case).await
    }

    /// The same for work that goes on after the answer, which is 202: what is created is how to ask for it.
    ///
    /// # Errors
    /// As [`Self::create`].
    pub async fn accept<V: Serialize + 'static>(
        self,
        use_case: impl FnMut(&mut UnitOfWork<'_, '_>) -> Outcome<Created<V>> + Send + 'static,
    ) -> Outcome<HttpResponse> {
        idempotency::create(self, StatusCode::ACCEPTED, use_case).await
    }
}

/// The problem of a caller who asks too often.
fn too_many(state: RateState) -> Problem {
    Problem::new(ProblemCode::TooManyRequests).retry_after(state.reset)
}
