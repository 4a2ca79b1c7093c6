//! The outermost layer: request identifier, rate, problems, headers, log line, metrics.

use std::{panic::AssertUnwindSafe, time::Instant};

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

use super::{Client, RateState, client::locale_of};
use crate::{
    hub::Hub,
    problem::{Problem, ProblemCode, render},
};

/// Media type of a problem that is already written.
const PROBLEM_TYPE: &str = "application/problem+json";
const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The identifier of a request: the caller's, if it is a reasonable one, or a fresh one.
#[derive(Debug, Clone)]
pub struct RequestId(String);

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
        Self(
            sent.filter(fits)
                .map_or_else(|| Uuid::now_v7().to_string(), str::to_owned),
        )
    }

    /// The identifier of a request that went through [`edge`].
    #[must_use]
    pub fn of(req: &HttpRequest) -> String {
        req.extensions()
            .get::<Self>()
            .map(|id| id.0.clone())
            .unwrap_or_default()
    }
}

/// The path template of a request that was answered before it was routed.
#[derive(Debug, Clone)]
pub(super) struct Pattern(pub(super) String);

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
        hub,
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
    match AssertUnwindSafe(next.call(req)).catch_unwind().await {
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
    fn answer(
        self,
        response: ServiceResponse<impl MessageBody + 'static>,
    ) -> ServiceResponse<BoxBody> {
        let status = response.status();
        let (request, response) = response.into_parts();
        // Asking the routes again costs as much as routing: a kept answer brings its template along.
        let known = request
            .extensions()
            .get::<Pattern>()
            .map(|one| one.0.clone());
        let pattern = known.or_else(|| request.match_pattern());
        let failed = status.is_client_error() || status.is_server_error();
        let is_written = response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind == PROBLEM_TYPE);
        let answer = if failed && !is_written {
            let mut answer = self.answer_problem(&problem_of(&response), pattern);
            // What the cross-origin layer allowed holds for the problem too.
            for (name, value) in response.headers() {
                if name.as_str().starts_with("access-control-") || name == header::VARY {
                    answer.headers_mut().append(name.clone(), value.clone());
                }
            }
            answer
        } else {
            let mut response = response.map_into_boxed_body();
            self.finish(&mut response, pattern);
            response
        };
        ServiceResponse::new(request, answer)
    }

    /// Writes a problem as an answer.
    fn answer_problem(&self, problem: &Problem, pattern: Option<String>) -> HttpResponse {
        if let Some(text) = problem.log_text() {
            // What went wrong inside goes to the log and never leaves otherwise.
            log::error!(request_id = self.id.0.as_str(); "{text}");
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

    fn finish(&self, response: &mut HttpResponse<BoxBody>, pattern: Option<String>) {
        finish_headers(response.headers_mut(), &self.id.0, self.rate);
        self.report(response.status().as_u16(), pattern);
    }

    /// One log line and the metrics of a request. The path template is logged, never the query.
    fn report(&self, status: u16, pattern: Option<String>) {
        let path = pattern.unwrap_or_else(|| "unmatched".to_owned());
        let method = self.method.as_str();
        let took = self.started.elapsed();
        self.hub.metrics.request(method, &path, status, took);
        log::info!(
            target: "access", request_id = self.id.0.as_str(), method = method, path = path.as_str(),
            status = status, millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
            "{method} {path} {status}"
        );
    }
}

/// Headers every answer carries.
fn finish_headers(headers: &mut HeaderMap, id: &str, rate: RateState) {
    let mut put = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    put(X_REQUEST_ID, id);
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(
        HeaderName::from_static("ratelimit-limit"),
        &rate.limit.to_string(),
    );
    put(
        HeaderName::from_static("ratelimit-remaining"),
        &rate.remaining.to_string(),
    );
    put(
        HeaderName::from_static("ratelimit-reset"),
        &rate.reset.to_string(),
    );
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
