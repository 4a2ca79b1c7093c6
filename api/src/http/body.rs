//! Request bodies: read, bounded, checked against the description, with every mistake named.

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest,
    dev::Payload,
    http::header::CONTENT_TYPE,
    web::{Bytes, Data},
};
use domain_shared::{Violation, Violations};
use futures_util::future::LocalBoxFuture;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use super::{
    SchemaChecker,
    schema_check::{prune, soften},
    schema_messages as say,
};
use crate::{
    hub::Hub,
    problem::{Outcome, Problem, ProblemCode},
};

/// Deepest nesting of a JSON body.
const MAX_DEPTH: usize = 32;

/// Hash of the body, kept with the request for the idempotency key.
#[derive(Debug, Clone)]
pub(super) struct BodyHash(pub(super) [u8; 32]);

/// A JSON body that fits the schema of `T`, or at least could be read.
///
/// Mistakes that the schema finds do not end the request yet: [`Self::read`] lets the context add
/// those that only its rules can find, so that all of them are reported together.
#[derive(Debug)]
pub struct ValidJson<T> {
    value: Option<T>,
    found: Violations,
}

impl<T> ValidJson<T> {
    /// Reads the body into a domain value; the mistakes of the schema come first.
    ///
    /// # Errors
    /// Every mistake, as one problem.
    pub fn read<D>(self, parse: impl FnOnce(T) -> Result<D, Violations>) -> Outcome<D> {
        combine(self.found, self.value, parse)
    }

    /// The body as it is, when the schema says all there is to check.
    ///
    /// # Errors
    /// Every mistake, as one problem.
    pub fn into_inner(self) -> Outcome<T> {
        self.read(Ok)
    }
}

/// Joins the mistakes of the schema with those of the rules.
fn combine<T, D>(
    mut found: Violations,
    value: Option<T>,
    parse: impl FnOnce(T) -> Result<D, Violations>,
) -> Outcome<D> {
    let Some(value) = value else {
        return Err(found.into());
    };
    match parse(value) {
        Ok(parsed) if found.is_empty() => Ok(parsed),
        Ok(_) => Err(found.into()),
        Err(more) => {
            for violation in more {
                let known = found.iter().any(|one| one.pointer == violation.pointer);
                if !known {
                    found.push(violation);
                }
            }
            Err(found.into())
        }
    }
}

/// Checks a document against the schema of `T` and reads as much of it as can be read.
fn fit<T: ToSchema + DeserializeOwned>(
    checker: &SchemaChecker,
    document: &Value,
) -> Outcome<(Option<T>, Violations)> {
    let found = checker.check(&T::name(), document)?;
    let readable = if found.is_empty() {
        serde_json::from_value(document.clone())
            .map(Some)
            .map_err(|error| {
                Problem::internal(format!("schema of {} is too wide: {error}", T::name()))
            })?
    } else {
        serde_json::from_value(soften(document, &found))
            .or_else(|_| serde_json::from_value(prune(document, &found)))
            .ok()
    };
    Ok((readable, found))
}

/// Reads one of several documents of a body as if it were a body of its own.
///
/// # Errors
/// Every mistake, as one problem.
pub(crate) fn read_document<T: ToSchema + DeserializeOwned, D>(
    checker: &SchemaChecker,
    document: &Value,
    parse: impl FnOnce(T) -> Result<D, Violations>,
) -> Outcome<D> {
    let (value, found) = fit(checker, document)?;
    combine(found, value, parse)
}

impl<T: ToSchema + DeserializeOwned + 'static> FromRequest for ValidJson<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Outcome<Self>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let document = json_body(req, payload, &["application/json"]);
        let hub = req.app_data::<Data<Hub>>().cloned();
        Box::pin(async move {
            let document = document.await?;
            let hub = hub.ok_or_else(|| Problem::internal("the hub is not set up"))?;
            let (value, found) = fit(&hub.schemas, &document)?;
            Ok(Self { value, found })
        })
    }
}

/// A JSON Merge Patch (RFC 7396) of the input form `T` of a resource.
#[derive(Debug, Clone)]
pub struct MergePatch<T> {
    patch: Value,
    hub: Data<Hub>,
    input: std::marker::PhantomData<fn() -> T>,
}

impl<T: ToSchema + DeserializeOwned> MergePatch<T> {
    /// Applies the patch to the resource as it is now, written in the form of `T`, and reads the
    /// result.
    ///
    /// # Errors
    /// Every mistake of the result, as one problem.
    pub fn apply<D>(
        &self,
        current: &impl Serialize,
        parse: impl FnOnce(T) -> Result<D, Violations>,
    ) -> Outcome<D> {
        let mut document = serde_json::to_value(current)
            .map_err(|error| Problem::internal(format!("input form: {error}")))?;
        json_patch::merge(&mut document, &self.patch);
        let (value, found) = fit(&self.hub.schemas, &document)?;
        combine(found, value, parse)
    }
}

impl<T: 'static> FromRequest for MergePatch<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Outcome<Self>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let document = json_body(req, payload, &["application/merge-patch+json"]);
        let hub = req.app_data::<Data<Hub>>().cloned();
        Box::pin(async move {
            let patch = document.await?;
            let hub = hub.ok_or_else(|| Problem::internal("the hub is not set up"))?;
            if !patch.is_object() {
                let wrong = Violation::new("", &say::WRONG_TYPE).with("expected", &"object");
                return Err(Violations::from(wrong).into());
            }
            Ok(Self {
                patch,
                hub,
                input: std::marker::PhantomData,
            })
        })
    }
}

/// Reads a bounded JSON body of one of these media types and remembers its hash.
fn json_body(
    req: &HttpRequest,
    payload: &mut Payload,
    types: &'static [&'static str],
) -> LocalBoxFuture<'static, Outcome<Value>> {
    let bytes = Bytes::from_request(req, payload);
    let req = req.clone();
    Box::pin(async move {
        let sent = req
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let essence = sent
            .and_then(|sent| sent.split(';').next())
            .unwrap_or_default()
            .trim();
        if !types.iter().any(|one| one.eq_ignore_ascii_case(essence)) {
            return Err(Problem::new(ProblemCode::UnsupportedMediaType));
        }
        let bytes = bytes.await.map_err(|error| {
            Problem::new(ProblemCode::of_status(
                error.as_response_error().status_code(),
            ))
        })?;
        req.extensions_mut()
            .insert(BodyHash(Sha256::digest(&bytes).into()));
        parse(&bytes)
    })
}

/// Parses JSON of bounded depth.
fn parse(bytes: &[u8]) -> Outcome<Value> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        Problem::new(ProblemCode::MalformedRequest).detailed(
            Violation::new("", &say::NOT_JSON)
                .with("line", &error.line())
                .with("column", &error.column()),
        )
    })?;
    if depth(&value) > MAX_DEPTH {
        return Err(Problem::new(ProblemCode::MalformedRequest).saying(&say::TOO_DEEP));
    }
    Ok(value)
}

/// How deeply a value is nested. `serde_json` itself refuses more than 128 levels.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}
