//! Public answers kept ready to send for a moment.
//!
//! An answer that anybody may see is kept for a second at most, and only until this process writes
//! anything or its search index moves on: who writes here reads the change at once, another process of the same hub within the
//! second. Clients are told `max-age=60` for the same answers, so nobody gets older ones than they
//! must expect anyway.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
    sync::{
        Arc, RwLock,
        atomic::{AtomicU32, Ordering},
    },
};

use actix_web::{
    HttpResponse,
    body::{BoxBody, MessageBody, to_bytes},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    web::Bytes,
};
use chrono::{DateTime, Duration, Utc};
use domain_shared::{Locale, civil_date};

use super::{edge::Pattern, etag};
use crate::{hub::Hub, problem::Problem};

/// Most bytes of bodies kept. What half of them was asked for last is kept; the older half is forgotten when it is full.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// How many questions are remembered that were asked once.
const ASKED: usize = 1 << 14;
/// How many times longer an answer is kept that depends on nothing but what the log of changes says.
const LASTING_TIMES: i32 = 10;
/// Longest body kept, in bytes.
const LONGEST_BODY: usize = 64 * 1024;
/// Headers that belong to a kept answer.
const KEPT_HEADERS: [HeaderName; 8] = [
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::ACCESS_CONTROL_EXPOSE_HEADERS,
    header::CACHE_CONTROL,
    header::CONTENT_ENCODING,
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
pub(super) struct Answer {
    body: Bytes,
    headers: Vec<(HeaderName, HeaderValue)>,
    etag: String,
    pub(super) pattern: Option<Arc<str>>,
    /// What [`Question::writes`] was when it was asked for.
    writes: u64,
    made_at: DateTime<Utc>,
    is_lasting: bool,
}

/// Kept answers and how many bytes their bodies have.
#[derive(Default)]
struct Half {
    by_key: HashMap<String, Arc<Answer>>,
    bytes: usize,
}

/// The younger and the older half of what is kept.
#[derive(Default)]
struct Answers {
    young: Half,
    old: Half,
}

/// The kept answers, by language, path, query, origin and encodings.
pub struct AnswerCache {
    kept_for: Duration,
    answers: RwLock<Answers>,
    /// Marks of what was asked for lately. Only what is asked for again is kept, so that questions
    /// nobody else asks do not push out the others.
    asked: Box<[AtomicU32]>,
    hasher: RandomState,
}

impl Default for AnswerCache {
    fn default() -> Self {
        Self::new(std::time::Duration::ZERO)
    }
}

impl std::fmt::Debug for AnswerCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AnswerCache")
            .field("kept_for", &self.kept_for)
            .finish_non_exhaustive()
    }
}

impl Answers {
    fn get(&self, key: &str) -> Option<&Arc<Answer>> {
        let young = self.young.by_key.get(key);
        young.or_else(|| self.old.by_key.get(key))
    }

    /// Puts an answer in and gives back what is forgotten for it.
    fn put(&mut self, key: String, answer: Answer) -> Option<Half> {
        let is_full = self.young.bytes + answer.body.len() > MOST_BYTES / 2;
        let forgotten = is_full.then(|| {
            let young = std::mem::take(&mut self.young);
            std::mem::replace(&mut self.old, young)
        });
        self.young.bytes += answer.body.len();
        let former = self.young.by_key.insert(key, Arc::new(answer));
        self.young.bytes -= former.map_or(0, |former| former.body.len());
        forgotten
    }
}

impl AnswerCache {
    /// A cache that keeps answers for this long; not at all for zero.
    #[must_use]
    pub fn new(kept_for: std::time::Duration) -> Self {
        Self {
            kept_for: Duration::from_std(kept_for).unwrap_or_default(),
            answers: RwLock::default(),
            asked: std::iter::repeat_with(AtomicU32::default)
                .take(ASKED)
                .collect(),
            hasher: RandomState::new(),
        }
    }

    /// The answer to a question, if a good one is kept.
    pub(super) fn find(&self, question: &Question) -> Option<Arc<Answer>> {
        let answers = self.answers.read().ok()?;
        let answer = answers.get(&question.key)?;
        let now = question.now;
        let age = now - answer.made_at;
        let kept_for = if answer.is_lasting {
            self.kept_for * LASTING_TIMES
        } else {
            self.kept_for
        };
        // What is shown depends on the day in Rome.
        let is_good = civil_date(now) == civil_date(answer.made_at)
            && answer.writes == question.writes
            && age >= Duration::zero()
            && age < kept_for;
        is_good.then(|| Arc::clone(answer))
    }

    /// Whether the same was asked before: not long ago, or often enough to have been kept.
    fn is_asked_again(&self, key: &str) -> bool {
        let hash = self.hasher.hash_one(key);
        let [low, high] = [hash, hash >> 32].map(|part| u32::try_from(part & 0xffff_ffff));
        let (Ok(place), Ok(mark)) = (low, high) else {
            return true;
        };
        let slot = usize::try_from(place).ok();
        let slot = slot.and_then(|place| self.asked.get(place % ASKED));
        let was_asked = slot.is_some_and(|slot| slot.swap(mark, Ordering::Relaxed) == mark);
        let is_known = || {
            let answers = self.answers.read();
            answers.is_ok_and(|answers| answers.get(key).is_some())
        };
        was_asked || is_known()
    }

    fn keep(&self, key: String, answer: Answer) {
        let forgotten = match self.answers.write() {
            Ok(mut answers) => answers.put(key, answer),
            Err(_) => return,
        };
        // Many small pieces of memory are given back, with nobody waiting for the lock.
        drop(forgotten);
    }
}

/// A question that anybody may ask, and what of the hub its answer depends on.
pub(super) struct Question {
    key: String,
    /// How many writes this process had made and how far its search index was: either grows when something
    /// changes that answers are made from.
    writes: u64,
    now: DateTime<Utc>,
}

impl Question {
    /// The question a request asks, if its answer may be kept. Besides language, path and query an answer depends on
    /// the page that asks (cross-origin headers) and on the encodings its client takes.
    pub(super) fn of(req: &ServiceRequest, hub: &Hub, locale: Locale) -> Option<Self> {
        let headers = req.headers();
        let is_public = req.method() == Method::GET && !headers.contains_key(header::AUTHORIZATION);
        if !is_public || hub.answers.kept_for.is_zero() {
            return None;
        }
        let path = req.uri().path_and_query().map_or("", |path| path.as_str());
        let mut key = String::with_capacity(path.len() + 8);
        key.push_str(locale.tag());
        key.push_str(path);
        for name in [header::ORIGIN, header::ACCEPT_ENCODING] {
            // A path has no line feed, nor has the value of a header.
            key.push('\n');
            for value in headers.get_all(name) {
                key.push_str(value.to_str().ok()?);
            }
        }
        Some(Self {
            key,
            writes: hub.db.writes() + hub.catalogue.position(),
            now: hub.clock.now(),
        })
    }

    /// What the client knows, taken out of the request: the whole answer is asked for, so that it can be kept.
    pub(super) fn take_known(req: &mut ServiceRequest) -> Vec<HeaderValue> {
        req.headers_mut().remove(header::IF_NONE_MATCH).collect()
    }

    /// Keeps the answer to this question if it was asked before, and passes it on as far as the client does not know it.
    pub(super) async fn settle(
        self,
        hub: &Hub,
        known: &[HeaderValue],
        response: ServiceResponse<impl MessageBody + 'static>,
    ) -> ServiceResponse<BoxBody> {
        let response = response.map_into_boxed_body();
        let response = if hub.answers.is_asked_again(&self.key) {
            self.keep(hub, response).await
        } else {
            response
        };
        unless_known(known, response)
    }
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
    for name in [header::CONTENT_TYPE, header::CONTENT_ENCODING] {
        response.headers_mut().remove(name);
    }
    ServiceResponse::new(request, response.set_body(BoxBody::new(())))
}

/// A kept answer, or 304 when the client knows it.
pub(super) fn send(req: &ServiceRequest, answer: &Answer) -> HttpResponse {
    let is_known = etag::is_known(req.request(), &answer.etag);
    let mut response = if is_known {
        HttpResponse::with_body(StatusCode::NOT_MODIFIED, BoxBody::new(()))
    } else {
        HttpResponse::with_body(StatusCode::OK, BoxBody::new(answer.body.clone()))
    };
    for (name, value) in &answer.headers {
        if !(is_known && is_of_body(name)) {
            response.headers_mut().append(name.clone(), value.clone());
        }
    }
    response
}

/// Whether a header is about the body, which a 304 does not have.
fn is_of_body(name: &HeaderName) -> bool {
    [header::CONTENT_TYPE, header::CONTENT_ENCODING].contains(name)
}

impl Question {
    /// Keeps an answer that anybody may see, and passes it on.
    async fn keep(self, hub: &Hub, response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
        let of = |name: HeaderName| {
            let value = response.headers().get(name);
            value.and_then(|value| value.to_str().ok())
        };
        let is_public = of(header::CACHE_CONTROL).is_some_and(|value| value.starts_with("public"));
        let is_json = of(header::CONTENT_TYPE) == Some("application/json");
        let tag = of(header::ETAG).map(str::to_owned);
        let (true, StatusCode::OK, Some(etag)) = (is_public, response.status(), tag) else {
            return response;
        };
        let kept = |name: &HeaderName| KEPT_HEADERS.contains(name);
        let headers = response.headers().iter();
        let headers = headers.filter(|(name, _)| kept(name));
        let headers = headers.map(|(name, value)| (name.clone(), value.clone()));
        let headers = headers.collect();
        let pattern = Pattern::of(response.request());
        let is_lasting = response.response().extensions().contains::<Lasting>();
        let (request, response) = response.into_parts();
        let (response, body) = response.into_parts();
        let body = match body.try_into_bytes() {
            Ok(body) => body,
            // JSON that is being compressed.
            Err(streamed) if is_json => match to_bytes(streamed).await {
                Ok(body) => body,
                Err(error) => {
                    let problem = Problem::internal(format!("compression: {error}"));
                    let answer = HttpResponse::from_error(problem);
                    return ServiceResponse::new(request, answer);
                }
            },
            Err(streamed) => return ServiceResponse::new(request, response.set_body(streamed)),
        };
        if body.len() <= LONGEST_BODY {
            let answer = Answer {
                body: body.clone(),
                headers,
                etag,
                pattern,
                writes: self.writes,
                made_at: self.now,
                is_lasting,
            };
            hub.answers.keep(self.key, answer);
        }
        ServiceResponse::new(request, response.set_body(BoxBody::new(body)))
    }
}
