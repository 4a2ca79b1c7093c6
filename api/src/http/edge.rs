//! The outermost layer: request identifier, rate, problems, headers, log line, metrics.

use std::{panic::AssertUnwindSafe, time::Instant};

use actix_web::{
    Error, HttpMessage as _, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    web::Data,
};
use futures_util::FutureExt as _;
use uuid::Uuid;

use super::{Client, RateState, context::locale_of};
use crate::{
    hub::Hub,
    problem::{Problem, ProblemCode, render},
};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The identifier of a request: the caller's, if it is a reasonable one, or a fresh one.
#[derive(Debug, Clone)]
pub struct RequestId(String);

impl RequestId {
    fn choose(headers: &HeaderMap) -> Self {
        let sent = headers.get(&X_REQUEST_ID).and_then(|value| value.to_str().ok());
        let fits = |id: &&str| {
            (1..=64).contains(&id.len())
                && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        };
        Self(sent.filter(fits).map_or_else(|| Uuid::now_v7().to_string(), str::to_owned))
    }

    /// The identifier of a request that went through [`edge`].
    #[must_use]
    pub fn of(req: &HttpRequest) -> String {
        req.extensions().get::<Self>().map(|id| id.0.clone()).unwrap_or_default()
    }
}

/// Handles every request, whatever becomes of it.
///
/// # Errors
/// None: every error becomes an answer.
pub async fn edge(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let request = req.request().clone();
    let hub = request.app_data::<Data<Hub>>().cloned();
    let id = RequestId::choose(request.headers());
    let locale = locale_of(&request);
    request.extensions_mut().insert(id.clone());
    request.extensions_mut().insert(locale);
    let Some(hub) = hub else {
        return Ok(req.into_response(HttpResponse::InternalServerError().finish()));
    };
    let client = Client::of_request(&request, hub.config.behind_proxy).hashed();
    let rate = hub.limits.check_request(&client);
    let answered = match rate {
        Err(state) => {
            let problem = Problem {
                retry_after: Some(state.reset),
                ..Problem::new(ProblemCode::TooManyRequests)
            };
            Err(problem)
        }
        Ok(_) => settle(AssertUnwindSafe(next.call(req)).catch_unwind().await),
    };
    let mut response = match answered {
        Ok(response) => response,
        Err(problem) => {
            log_fault(&problem, &id.0);
            render(&problem, &hub.config.public_url, locale, &id.0)
        }
    };
    finish_headers(response.headers_mut(), &id.0, rate.unwrap_or_else(|state| state));
    report(&hub, &request, &response, started, &id.0);
    Ok(ServiceResponse::new(request, response))
}

/// The ordinary response, or the problem behind an error, a bare error status or a panic.
fn settle<B: MessageBody + 'static>(
    outcome: Result<Result<ServiceResponse<B>, Error>, Box<dyn std::any::Any + Send>>,
) -> Result<HttpResponse, Problem> {
    let response = match outcome {
        Err(_) => return Err(Problem::internal("a handler panicked")),
        Ok(Err(error)) => {
            let carried = error.error_response().extensions().get::<Problem>().cloned();
            let status = error.as_response_error().status_code();
            return Err(carried.unwrap_or_else(|| Problem::new(ProblemCode::of_status(status))));
        }
        Ok(Ok(response)) => response,
    };
    let carried = response.response().extensions().get::<Problem>().cloned();
    if let Some(problem) = carried {
        return Err(problem);
    }
    let status = response.status();
    if status.is_client_error() || status.is_server_error() {
        return Err(Problem::new(ProblemCode::of_status(status)));
    }
    Ok(response.into_parts().1.map_into_boxed_body())
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
    put(HeaderName::from_static("ratelimit-limit"), &rate.limit.to_string());
    put(HeaderName::from_static("ratelimit-remaining"), &rate.remaining.to_string());
    put(HeaderName::from_static("ratelimit-reset"), &rate.reset.to_string());
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Writes what went wrong inside to the log; it never leaves otherwise.
fn log_fault(problem: &Problem, id: &str) {
    if let Some(text) = problem.log_text() {
        log::error!(request_id = id; "{text}");
    }
}

/// One log line and the metrics of a request. The path template is logged, never the query.
fn report(hub: &Hub, request: &HttpRequest, response: &HttpResponse, started: Instant, id: &str) {
    let path = request.match_pattern().unwrap_or_else(|| "unmatched".to_owned());
    let method = request.method().as_str();
    let status = response.status().as_u16();
    let took = started.elapsed();
    hub.metrics.request(method, &path, status, took);
    log::info!(
        target: "access", request_id = id, method = method, path = path.as_str(), status = status,
        millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        "{method} {path} {status}"
    );
}
