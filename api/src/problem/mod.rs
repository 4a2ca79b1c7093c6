//! Every error answer of the API, after RFC 9457.

mod codes;
mod document;

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
pub use codes::ProblemCode;
pub(crate) use document::find_problem_type;
pub use document::{ProblemDocument, ProblemItem, ProblemTypeView, render};
use domain_accounts::Denied;
use domain_shared::{Message, Violation, Violations};
use persistence::{DbError, TxError};

/// The result of a use case.
pub type Outcome<T> = Result<T, Problem>;

/// One mistake in the query string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterMistake {
    /// Name of the parameter.
    pub parameter: String,
    /// What is wrong; its pointer leads into the value and is not shown.
    pub violation: Violation,
}

/// Why a request got no ordinary answer.
#[derive(Debug, Clone)]
pub struct Problem {
    /// What kind.
    pub code: ProblemCode,
    /// What few problems have; apart, so that a result is small.
    more: Box<More>,
}

/// What is known of a problem besides its code.
#[derive(Debug, Clone, Default)]
struct More {
    /// A more exact sentence than the explanation of the code.
    detail: Option<Violation>,
    /// Mistakes in the body.
    violations: Violations,
    /// Mistakes in the query string.
    parameters: Vec<ParameterMistake>,
    /// For [`ProblemCode::InvalidTransition`]: codes of the transitions that are allowed.
    allowed: Option<Vec<&'static str>>,
    /// Identifier of the other thing that is in the way.
    conflicting_id: Option<String>,
    /// Seconds after which to try again.
    retry_after: Option<u64>,
    /// Methods for the `Allow` header.
    allow: Option<String>,
    /// What the log says and the client never sees.
    internal: Option<String>,
    busy: bool,
}

impl Problem {
    /// A problem that its code explains.
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self::with(code, More::default())
    }

    fn with(code: ProblemCode, more: More) -> Self {
        Self {
            code,
            more: Box::new(more),
        }
    }

    /// The same problem, to be tried again after so many seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.more.retry_after = Some(seconds);
        self
    }

    /// The query string is wrong.
    #[must_use]
    pub fn invalid_parameters(parameters: Vec<ParameterMistake>) -> Self {
        let more = More {
            parameters,
            ..More::default()
        };
        Self::with(ProblemCode::InvalidParameters, more)
    }

    /// The path does not know the method; `allow` lists those it does.
    #[must_use]
    pub fn method_not_allowed(allow: String) -> Self {
        let more = More {
            allow: Some(allow),
            ..More::default()
        };
        Self::with(ProblemCode::MethodNotAllowed, more)
    }

    /// The same problem with a sentence of its own.
    #[must_use]
    pub fn saying(self, message: &'static Message) -> Self {
        self.detailed(Violation::new("", message))
    }

    /// The same problem with a sentence of its own that has placeholders.
    #[must_use]
    pub fn detailed(mut self, detail: Violation) -> Self {
        self.more.detail = Some(detail);
        self
    }

    /// Another thing is in the way of one place in the body; `violation` says what is wrong there and, with
    /// its placeholders, names the other to people.
    #[must_use]
    pub fn in_the_way(code: ProblemCode, violation: Violation, other: &impl ToString) -> Self {
        let more = More {
            violations: violation.clone().into(),
            conflicting_id: Some(other.to_string()),
            ..More::default()
        };
        Self::with(code, more).detailed(violation)
    }

    /// The thing is not there, or the caller must not know that it is.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(ProblemCode::NotFound)
    }

    /// The body is wrong in one place.
    #[must_use]
    pub fn invalid(pointer: impl Into<String>, message: &'static Message) -> Self {
        Violations::from(Violation::new(pointer, message)).into()
    }

    /// The state does not allow the transition; `allowed` are the codes of those it does.
    #[must_use]
    pub fn invalid_transition(allowed: Vec<&'static str>) -> Self {
        let more = More {
            allowed: Some(allowed),
            ..More::default()
        };
        Self::with(ProblemCode::InvalidTransition, more)
    }

    /// A unique value is taken, named by its place in the body.
    #[must_use]
    pub fn taken(pointer: &str) -> Self {
        let mut violations = Violations::new();
        violations.add(pointer, &domain_shared::messages::ALREADY_TAKEN);
        let more = More {
            violations,
            ..More::default()
        };
        Self::with(ProblemCode::Conflict, more)
    }

    /// The state of other things forbids what the body asks, at a place in it or as a whole (`""`).
    #[must_use]
    pub fn conflict(pointer: &str, message: &'static Message) -> Self {
        let mut violations = Violations::new();
        violations.add(pointer, message);
        let more = More {
            violations,
            ..More::default()
        };
        Self::with(ProblemCode::Conflict, more).saying(message)
    }

    /// A fault of the hub. The text goes to the log only.
    #[must_use]
    pub fn internal(what: impl Into<String>) -> Self {
        let more = More {
            internal: Some(what.into()),
            ..More::default()
        };
        Self::with(ProblemCode::InternalError, more)
    }

    /// What the log should say of it, if the code does not say everything.
    #[must_use]
    pub fn log_text(&self) -> Option<&str> {
        self.more.internal.as_deref()
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(domain_shared::Code::code(self.code))
    }
}

impl From<Violations> for Problem {
    fn from(violations: Violations) -> Self {
        let more = More {
            violations,
            ..More::default()
        };
        Self::with(ProblemCode::InvalidContent, more)
    }
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        Self::new(match denied {
            Denied::Unauthenticated => ProblemCode::Unauthenticated,
            Denied::Forbidden => ProblemCode::Forbidden,
            Denied::Hidden => ProblemCode::NotFound,
        })
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        match error {
            DbError::NotFound => Self::not_found(),
            DbError::Unique(_) => Self::new(ProblemCode::Conflict),
            DbError::Reference => Self::new(ProblemCode::InUse),
            DbError::Stale => Self::new(ProblemCode::StaleVersion),
            DbError::Busy => {
                let more = More {
                    busy: true,
                    retry_after: Some(1),
                    ..More::default()
                };
                Self::with(ProblemCode::ServiceUnavailable, more)
            }
            DbError::Cursor => Self::new(ProblemCode::InvalidCursor),
            DbError::Corrupt(_) | DbError::Other(_) => Self::internal(error.to_string()),
        }
    }
}

impl TxError for Problem {
    fn is_busy(&self) -> bool {
        self.more.busy
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.code.status()
    }

    /// An empty answer that carries the problem; the outermost middleware writes the body, because
    /// only it knows the request's language and identifier.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status_code());
        response.extensions_mut().insert(self.clone());
        response
    }
}
