//! The outermost layer: request identifier, rate, problems, headers, log line, metrics.

use std::{
    cell::Cell,
    hash::{BuildHasher as _, RandomState},
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use actix_web::{
    Error, HttpMessage as _, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{
        Method,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use domain_shared::Locale;
use futures_util::FutureExt as _;
use uuid::Uuid;

use super::{
    Client, RateState,
    answer_cache::{self, Question},
    client::locale_of,
};
use crate::{
    hub::Hub,
    log_lines::ACCESS,
    problem::{Problem, ProblemCode, render},
};

/// Media type of a problem that is already written.
const PROBLEM_TYPE: &str = "application/problem+json";
const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const RATE_REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RATE_RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// The identifier of a request: the caller's, if it is a reasonable one, or a fresh one.
#[derive(Debug, Clone)]
pub struct RequestId(Arc<str>);

impl RequestId {
    fn choose(headers: &HeaderMap) -> Self {
        let sent = headers
            .get(&X_REQUEST_ID)
            .and_then(|value| value.to_str().ok());
        let fits = |id: &&str| {
            (1..=64).contains(&id.len())
                && id
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        };
        Self(match sent.filter(fits) {
            Some(id) => id.into(),
            None => fresh(),
        })
    }

    /// The identifier of a request that went through [`edge`].
    #[must_use]
    pub fn of(req: &HttpRequest) -> String {
        req.extensions()
            .get::<Self>()
            .map(|id| id.0.to_string())
            .unwrap_or_default()
    }
}

/// The path template of a request, none where no route takes it. Asking the routes for it costs as much as
/// routing, so it is asked for once, or comes with an answer that was kept.
#[derive(Debug, Clone)]
pub(super) struct Pattern(pub(super) Option<Arc<str>>);

impl Pattern {
    pub(super) fn of(req: &HttpRequest) -> Option<Arc<str>> {
        if let Some(known) = req.extensions().get::<Self>() {
            return known.0.clone();
        }
        let pattern: Option<Arc<str>> = req.match_pattern().map(Into::into);
        req.extensions_mut().insert(Self(pattern.clone()));
        pattern
    }
}

thread_local! {
    /// What the identifiers of this thread are made from: keys the system drew, and a count.
    static IDS: (RandomState, Cell<u64>) = (RandomState::new(), Cell::new(0));
}

/// A fresh identifier: a UUID of version 7. Nothing is proven by it, so the system need not be asked for randomness each time.
fn fresh() -> Arc<str> {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
    let millis = since_1970.map_or(0, |time| u64::try_from(time.as_millis()).unwrap_or(0));
    let [first, second] = IDS
        .try_with(|(keys, count)| {
            let number = count.get();
            count.set(number.wrapping_add(1));
            [keys.hash_one(number), keys.hash_one(!number)]
        })
        .unwrap_or_else(|_| [0; 2].map(|zero: u64| RandomState::new().hash_one(zero)));
    let number = u128::from(first) << 64 | u128::from(second);
    let [bits @ .., _, _, _, _, _, _] = number.to_be_bytes();
    let id = uuid::Builder::from_unix_timestamp_millis(millis, &bits).into_uuid();
    Arc::from(&*id.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
}

/// What is known of a request before it is routed. The request itself must not be kept meanwhile:
/// routing wants it alone.
struct Arrival {
    hub: Data<Hub>,
    id: RequestId,
    locale: Locale,
    method: Method,
    started: Instant,
    rate: RateState,
}

/// Handles every request, whatever becomes of it.
///
/// # Errors
/// Those that lost their request on the way, already written as an answer.
pub async fn edge(
    mut req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let method = req.method().clone();
    // A HEAD is answered as the GET it stands for; the body is left out when it is written.
    if method == Method::HEAD {
        req.head_mut().method = Method::GET;
    }
    let Some(hub) = req.app_data::<Data<Hub>>().cloned() else {
        return Ok(req.into_response(HttpResponse::InternalServerError().finish()));
    };
    let id = RequestId::choose(req.headers());
    let locale = locale_of(req.request());
    req.extensions_mut().insert(id.clone());
    req.extensions_mut().insert(locale);
    let client = Client::of_request(req.request(), hub.config.behind_proxy);
    let (rate, allowed) = match hub.limits.check_request(client.address()) {
        Ok(state) => (state, true),
        Err(state) => (state, false),
    };
    let arrival = Arrival {
        hub: Data::clone(&hub),
        id,
        locale,
        method,
        started,
        rate,
    };
    if !allowed {
        let problem = Problem::new(ProblemCode::TooManyRequests).retry_after(rate.reset);
        let answer = arrival.answer_problem(&problem, None);
        return Ok(req.into_response(answer));
    }
    let question = Question::of(&req, &hub, locale);
    if let Some(kept) = question.as_ref().and_then(|one| hub.answers.find(one)) {
        let mut response = answer_cache::send(&req, &kept);
        arrival.finish(&mut response, kept.pattern.as_deref());
        return Ok(req.into_response(response));
    }
    let known = question.as_ref().map(|_| Question::take_known(&mut req));
    let answered = async {
        let response = next.call(req).await?;
        Ok::<_, Error>(match question.zip(known) {
            Some((question, known)) => question.settle(&hub, &known, response).await,
            None => response.map_into_boxed_body(),
        })
    };
    match AssertUnwindSafe(answered).catch_unwind().await {
        Ok(Ok(response)) => Ok(arrival.answer(response)),
        Ok(Err(error)) => Err(arrival.lost(&problem_of(&error.error_response()))),
        Err(_) => Err(arrival.lost(&Problem::internal("a handler panicked"))),
    }
}

/// The problem a response carries, or the one its bare error status stands for.
fn problem_of(response: &HttpResponse<impl MessageBody>) -> Problem {
    let carried = response.extensions().get::<Problem>().cloned();
    carried.unwrap_or_else(|| Problem::new(ProblemCode::of_status(response.status())))
}

impl Arrival {
    /// Finishes an ordinary response, or writes the problem it carries.
    fn answer(self, response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
        let status = response.status();
        let (request, mut response) = response.into_parts();
        let pattern = Pattern::of(&request);
        let failed = status.is_client_error() || status.is_server_error();
        let is_written = response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind == PROBLEM_TYPE);
        let answer = if failed && !is_written {
            let mut answer = self.answer_problem(&problem_of(&response), pattern.as_deref());
            // What the cross-origin layer allowed holds for the problem too.
            for (name, value) in response.headers() {
                if name.as_str().starts_with("access-control-") || name == header::VARY {
                    answer.headers_mut().append(name.clone(), value.clone());
                }
            }
            answer
        } else {
            self.finish(&mut response, pattern.as_deref());
            response
        };
        ServiceResponse::new(request, answer)
    }

    /// Writes a problem as an answer.
    fn answer_problem(&self, problem: &Problem, pattern: Option<&str>) -> HttpResponse {
        if let Some(text) = problem.log_text() {
            // What went wrong inside goes to the log and never leaves otherwise.
            log::error!(request_id = &*self.id.0; "{text}");
        }
        let mut answer = render(
            problem,
            &self.hub.config.public_url,
            self.locale,
            &self.id.0,
        );
        self.finish(&mut answer, pattern);
        answer
    }

    /// An answer whose request was lost on the way.
    fn lost(&self, problem: &Problem) -> Error {
        let answer = self.answer_problem(problem, None);
        InternalError::from_response(problem.clone(), answer).into()
    }

    fn finish(&self, response: &mut HttpResponse<BoxBody>, pattern: Option<&str>) {
        finish_headers(response.headers_mut(), &self.id.0, self.rate);
        self.report(response.status().as_u16(), pattern);
    }

    /// One log line and the metrics of a request. The path template is logged, never the query.
    fn report(&self, status: u16, pattern: Option<&str>) {
        let path = pattern.unwrap_or("unmatched");
        let method = self.method.as_str();
        let took = self.started.elapsed();
        self.hub.metrics.request(method, path, status, took);
        log::info!(
            target: ACCESS, request_id = &*self.id.0, method = method, path = path,
            status = status, millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
            "{method} {path} {status}"
        );
    }
}

/// Headers every answer carries.
fn finish_headers(headers: &mut HeaderMap, id: &str, rate: RateState) {
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(X_REQUEST_ID, id);
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(RATE_LIMIT, HeaderValue::from(rate.limit));
    headers.insert(RATE_REMAINING, HeaderValue::from(rate.remaining));
    headers.insert(RATE_RESET, HeaderValue::from(rate.reset));
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
