//! Public answers kept ready to send for a moment.
//!
//! An answer that anybody may see is kept for a second at most, and only until this process writes
//! anything: who writes here reads the change at once, another process of the same hub within the
//! second. Clients are told `max-age=60` for the same answers, so nobody gets older ones than they
//! must expect anyway.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

use actix_web::{
    Error, HttpMessage as _, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::{Bytes, Data},
};
use chrono::{DateTime, Duration, Utc};

use super::{client::locale_of, edge::Pattern, etag};
use crate::hub::Hub;

/// Most answers kept; a full cache starts anew.
const MOST_ANSWERS: usize = 1024;
/// Longest body kept, in bytes.
const LONGEST_BODY: usize = 64 * 1024;
/// Headers that belong to a kept answer.
const KEPT_HEADERS: [HeaderName; 5] = [
    header::CACHE_CONTROL,
    header::CONTENT_TYPE,
    header::ETAG,
    header::LINK,
    header::VARY,
];

/// An answer ready to send.
struct Answer {
    body: Bytes,
    headers: Vec<(HeaderName, HeaderValue)>,
    etag: String,
    pattern: Option<String>,
    /// How many writes this process had made when it was asked for.
    writes: u64,
    made_at: DateTime<Utc>,
}

/// The kept answers, by language, path and query.
#[derive(Default)]
pub struct AnswerCache {
    kept_for: Duration,
    answers: RwLock<HashMap<String, Arc<Answer>>>,
}

impl std::fmt::Debug for AnswerCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AnswerCache")
            .field("kept_for", &self.kept_for)
            .finish_non_exhaustive()
    }
}

impl AnswerCache {
    /// A cache that keeps answers for this long; not at all for zero.
    #[must_use]
    pub fn new(kept_for: std::time::Duration) -> Self {
        Self {
            kept_for: Duration::from_std(kept_for).unwrap_or_default(),
            answers: RwLock::default(),
        }
    }

    fn find(&self, key: &str, writes: u64, now: DateTime<Utc>) -> Option<Arc<Answer>> {
        let answers = self.answers.read().ok()?;
        let answer = answers.get(key)?;
        let age = now - answer.made_at;
        let is_good = answer.writes == writes && age >= Duration::zero() && age < self.kept_for;
        is_good.then(|| Arc::clone(answer))
    }

    fn keep(&self, key: String, answer: Answer) {
        if let Ok(mut answers) = self.answers.write() {
            if answers.len() >= MOST_ANSWERS {
                answers.clear();
            }
            answers.insert(key, Arc::new(answer));
        }
    }
}

/// Answers from the cache where it can, and keeps what may be kept.
///
/// # Errors
/// Those of the layers within.
pub async fn answer_cache(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let asks_publicly =
        req.method() == Method::GET && !req.headers().contains_key(header::AUTHORIZATION);
    let hub = req
        .app_data::<Data<Hub>>()
        .filter(|hub| !hub.answers.kept_for.is_zero())
        .cloned();
    let Some(hub) = hub.filter(|_| asks_publicly) else {
        return Ok(next.call(req).await?.map_into_boxed_body());
    };
    let path = req.uri().path_and_query().map_or("", |path| path.as_str());
    let key = format!("{} {path}", locale_of(req.request()).tag());
    let (writes, now) = (hub.db.writes(), hub.clock.now());
    if let Some(answer) = hub.answers.find(&key, writes, now) {
        let response = send(&req, &answer);
        return Ok(req.into_response(response));
    }
    let response = next.call(req).await?.map_into_boxed_body();
    Ok(keep(&hub, key, writes, now, response))
}

/// A kept answer, or 304 when the client knows it.
fn send(req: &ServiceRequest, answer: &Answer) -> HttpResponse {
    if let Some(pattern) = &answer.pattern {
        req.extensions_mut().insert(Pattern(pattern.clone()));
    }
    let known = etag::is_known(req.request(), &answer.etag);
    let status = if known {
        StatusCode::NOT_MODIFIED
    } else {
        StatusCode::OK
    };
    let body = if known {
        BoxBody::new(())
    } else {
        BoxBody::new(answer.body.clone())
    };
    let mut response = HttpResponse::with_body(status, body);
    for (name, value) in &answer.headers {
        if !(known && *name == header::CONTENT_TYPE) {
            response.headers_mut().insert(name.clone(), value.clone());
        }
    }
    response
}

/// Keeps an answer that anybody may see, and passes it on.
fn keep(
    hub: &Hub,
    key: String,
    writes: u64,
    now: DateTime<Utc>,
    response: ServiceResponse<BoxBody>,
) -> ServiceResponse<BoxBody> {
    let of = |name: HeaderName| {
        response
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let is_public = of(header::CACHE_CONTROL).is_some_and(|value| value.starts_with("public"));
    let tag = of(header::ETAG).map(str::to_owned);
    let (true, StatusCode::OK, Some(etag)) = (is_public, response.status(), tag) else {
        return response;
    };
    let headers = KEPT_HEADERS
        .iter()
        .filter_map(|name| Some((name.clone(), response.headers().get(name)?.clone())))
        .collect();
    let pattern = response.request().match_pattern();
    let (request, response) = response.into_parts();
    let (response, body) = response.into_parts();
    let body = match body.try_into_bytes() {
        Ok(body) => body,
        Err(streamed) => return ServiceResponse::new(request, response.set_body(streamed)),
    };
    if body.len() <= LONGEST_BODY {
        let answer = Answer {
            body: body.clone(),
            headers,
            etag,
            pattern,
            writes,
            made_at: now,
        };
        hub.answers.keep(key, answer);
    }
    ServiceResponse::new(request, response.set_body(BoxBody::new(body)))
}
