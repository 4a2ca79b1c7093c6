//! How a caller proves to be somebody, and who that is.

use actix_web::http::header::HeaderValue;
use chrono::{DateTime, Utc};
use domain_accounts::Actor;
use persistence::{
    AnyConnection,
    accounts::{actor_find, client_actor_find},
};

use crate::{
    auth::{self, Claims},
    hub::Hub,
    problem::{Outcome, Problem, ProblemCode},
};

/// How the caller proves to be somebody.
#[derive(Clone)]
pub(super) enum Credential {
    /// Not at all.
    None,
    /// By the access token of a session.
    Session(Claims),
    /// By the token of an API client, kept as its hash.
    ApiClient(String),
}

impl Credential {
    /// A name for the account, under which its requests are counted whatever client they come from.
    pub(super) fn account(&self) -> Option<String> {
        match self {
            Self::None => None,
            Self::Session(claims) => Some(format!("user:{}", claims.user)),
            Self::ApiClient(hash) => Some(format!("api:{hash}")),
        }
    }

    pub(super) fn read(header: &HeaderValue, hub: &Hub, now: DateTime<Utc>) -> Outcome<Self> {
        match auth::api_client_token(header) {
            Some(token) => Ok(Self::ApiClient(auth::token_hash(token))),
            None => hub.keys.claims(header, now).map(Self::Session),
        }
    }

    pub(super) fn session(&self) -> Outcome<&Claims> {
        match self {
            Self::Session(claims) => Ok(claims),
            Self::None => Err(Problem::new(ProblemCode::Unauthenticated)),
            Self::ApiClient(_) => Err(Problem::new(ProblemCode::Forbidden)),
        }
    }
}

/// The caller with today's grants. The token of a session that is over is no token.
pub(super) fn actor(
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
