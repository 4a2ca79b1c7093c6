//! Public answers kept ready to send for a moment.
//!
//! An answer that anybody may see is kept for a second at most, and only until this process writes
//! anything or its search index moves on: who writes here reads the change at once, another process of the same hub within the
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
use domain_shared::civil_date;

use super::{client::locale_of, edge::Pattern, etag};
use crate::hub::Hub;

/// Most bytes of bodies kept; a full cache starts anew.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// How many times longer an answer is kept that depends on nothing but what the log of changes says.
const LASTING_TIMES: i32 = 10;
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

/// Marks an answer that depends on nothing but the log of changes of services, and the day. The index of
/// this process follows that log, also where other processes write it, so such an answer is kept longer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lasting;

/// An answer ready to send.
struct Answer {
    body: Bytes,
    headers: Vec<(HeaderName, HeaderValue)>,
    etag: String,
    pattern: Option<String>,
    /// How many writes this process had made, and how far its search index was, when it was asked for.
    writes: u64,
    made_at: DateTime<Utc>,
    is_lasting: bool,
}

/// The kept answers and how many bytes their bodies have.
#[derive(Default)]
struct Answers {
    by_key: HashMap<String, Arc<Answer>>,
    bytes: usize,
}

/// The kept answers, by language, path and query.
#[derive(Default)]
pub struct AnswerCache {
    kept_for: Duration,
    answers: RwLock<Answers>,
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
        let answer = answers.by_key.get(key)?;
        let age = now - answer.made_at;
        let kept_for = if answer.is_lasting && civil_date(now) == civil_date(answer.made_at) {
            self.kept_for * LASTING_TIMES
        } else {
            self.kept_for
        };
        let is_good = answer.writes == writes && age >= Duration::zero() && age < kept_for;
        is_good.then(|| Arc::clone(answer))
    }

    fn keep(&self, key: String, answer: Answer) {
        if let Ok(mut answers) = self.answers.write() {
            if answers.bytes + answer.body.len() > MOST_BYTES {
                *answers = Answers::default();
            }
            answers.bytes += answer.body.len();
            let former = answers.by_key.insert(key, Arc::new(answer));
            answers.bytes -= former.map_or(0, |former| former.body.len());
        }
    }
}

/// Answers from the cache where it can, and keeps what may be kept.
///
/// # Errors
/// Those of the layers within.
pub async fn answer_cache(
    mut req: ServiceRequest,
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
    // Either grows when something changes that answers are made from.
    let writes = hub.db.writes() + hub.catalogue.position();
    let now = hub.clock.now();
    if let Some(answer) = hub.answers.find(&key, writes, now) {
        let response = send(&req, &answer);
        return Ok(req.into_response(response));
    }
    // The whole answer is asked for, so that it can be kept; what the client knows is left out here.
    let known: Vec<HeaderValue> = req
        .headers()
        .get_all(header::IF_NONE_MATCH)
        .cloned()
        .collect();
    req.headers_mut().remove(header::IF_NONE_MATCH);
    let response = next.call(req).await?.map_into_boxed_body();
    Ok(unless_known(&known, keep(&hub, key, writes, now, response)))
}

/// The answer, or 304 when its tag is among those the client knows.
fn unless_known(
    known: &[HeaderValue],
    response: ServiceResponse<BoxBody>,
) -> ServiceResponse<BoxBody> {
    let tag = response.headers().get(header::ETAG);
    let tag = tag.and_then(|tag| tag.to_str().ok());
    let is_known = tag.is_some_and(|tag| etag::is_among(known.iter(), tag));
    if !is_known || response.status() != StatusCode::OK {
        return response;
    }
    let (request, mut response) = response.into_parts();
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    response.headers_mut().remove(header::CONTENT_TYPE);
    ServiceResponse::new(request, response.set_body(BoxBody::new(())))
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
    let is_lasting = response.response().extensions().contains::<Lasting>();
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
            is_lasting,
        };
        hub.answers.keep(key, answer);
    }
    ServiceResponse::new(request, response.set_body(BoxBody::new(body)))
}
