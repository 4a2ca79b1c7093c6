//! `Idempotency-Key`: the same key and body within a day get the first answer, byte for byte.

use actix_web::{
    HttpMessage as _, HttpResponse,
    http::{StatusCode, header},
};
use base64::{Engine as _, prelude::BASE64_STANDARD_NO_PAD};
use chrono::Duration;
use domain_shared::{Version, Violation};
use persistence::idempotency::{
    Claim, KeyOf, StoredAnswer, idempotency_answer, idempotency_claim, idempotency_release,
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{Ctx, UnitOfWork, body::BodyHash, etag, reply};
use crate::problem::{Outcome, Problem, ProblemCode};

/// How long a first answer is kept.
const KEPT: Duration = Duration::hours(24);
/// After how long a request without an answer counts as lost.
const ABANDONED: Duration = Duration::minutes(1);
/// Longest key.
const MAX_KEY_CHARS: usize = 255;

static INVALID_KEY: domain_shared::Message = domain_shared::Message {
    code: "invalid_idempotency_key",
    it: "L'intestazione Idempotency-Key deve avere da 1 a 255 caratteri ASCII visibili.",
    en: "The Idempotency-Key header must have 1 to 255 visible ASCII characters.",
};

/// What a creating use case answers with.
#[derive(Debug)]
pub struct Created<V> {
    /// Path of the new resource under the API's base, with a leading slash.
    pub path: String,
    /// Its version; none for what has no version.
    pub version: Option<Version>,
    /// Its view.
    pub view: V,
}

/// Runs a creating use case, under the request's idempotency key if it has one. `status` is that of its answer.
pub(super) async fn create<V: Serialize + 'static>(
    ctx: Ctx,
    status: StatusCode,
    mut use_case: impl FnMut(&mut UnitOfWork<'_, '_>) -> Outcome<Created<V>> + Send + 'static,
) -> Outcome<HttpResponse> {
    let Some(of) = key_of(&ctx)? else {
        let answer = ctx
            .write(move |unit| answer(unit, status, &mut use_case))
            .await?;
        return respond(&answer);
    };
    let fingerprint = fingerprint(&ctx);
    match claim(&ctx, of.clone(), fingerprint).await? {
        Claim::Answered(answer) => return respond(&answer),
        Claim::Running => return Err(Problem::new(ProblemCode::RequestInProgress)),
        Claim::OtherRequest => return Err(Problem::new(ProblemCode::IdempotencyKeyReused)),
        Claim::Fresh => {}
    }
    let key = of.clone();
    let outcome = ctx
        .write(move |unit| {
            let answer = answer(unit, status, &mut use_case)?;
            idempotency_answer(unit.tx(), &key, &answer)?;
            Ok(answer)
        })
        .await;
    match outcome {
        Ok(answer) => respond(&answer),
        Err(problem) => {
            release(&ctx, of).await;
            Err(problem)
        }
    }
}

/// The answer to a creation, ready to be kept and sent.
fn answer<V: Serialize>(
    unit: &mut UnitOfWork<'_, '_>,
    status: StatusCode,
    use_case: &mut impl FnMut(&mut UnitOfWork<'_, '_>) -> Outcome<Created<V>>,
) -> Outcome<StoredAnswer> {
    let created = use_case(unit)?;
    let body = reply::json(&created.view)?;
    let mut headers = vec![(
        "location",
        format!("{}/api/v1{}", unit.public_url(), created.path),
    )];
    if let Some(version) = created.version {
        headers.push(("etag", etag::versioned(version, &body)));
    }
    let text = |error: std::string::FromUtf8Error| Problem::internal(error.to_string());
    Ok(StoredAnswer {
        status: i32::from(status.as_u16()),
        headers: serde_json::to_string(&headers)
            .map_err(|error| Problem::internal(error.to_string()))?,
        body: String::from_utf8(body).map_err(text)?,
    })
}

/// Sends an answer, the first time or again.
fn respond(answer: &StoredAnswer) -> Outcome<HttpResponse> {
    let headers: Vec<(String, String)> = serde_json::from_str(&answer.headers)
        .map_err(|error| Problem::internal(format!("kept answer: {error}")))?;
    let status = u16::try_from(answer.status).ok();
    let status = status.and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.ok_or_else(|| Problem::internal("kept answer: no status".to_owned()))?;
    let mut response = HttpResponse::build(status);
    for (name, value) in headers {
        response.insert_header((name.as_str(), value));
    }
    Ok(response
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("application/json")
        .body(answer.body.clone()))
}

/// The key of the request and who sent it.
fn key_of(ctx: &Ctx) -> Outcome<Option<KeyOf>> {
    let Some(value) = ctx.request().headers().get("idempotency-key") else {
        return Ok(None);
    };
    let key = value.to_str().unwrap_or_default().trim();
    if key.is_empty() || key.len() > MAX_KEY_CHARS {
        let violation = Violation::new("", &INVALID_KEY);
        return Err(Problem::new(ProblemCode::MalformedRequest).detailed(violation));
    }
    let owner = ctx.owner();
    Ok(Some(KeyOf {
        owner,
        key: key.to_owned(),
    }))
}

/// What makes two requests the same: method, path, parameters and body.
fn fingerprint(ctx: &Ctx) -> String {
    let mut digest = Sha256::new();
    digest.update(ctx.request().method().as_str());
    digest.update([0]);
    digest.update(ctx.request().path());
    digest.update([0]);
    digest.update(ctx.request().query_string());
    digest.update([0]);
    if let Some(BodyHash(hash)) = ctx.request().extensions().get::<BodyHash>() {
        digest.update(hash);
    }
    BASE64_STANDARD_NO_PAD.encode(digest.finalize())
}

async fn claim(ctx: &Ctx, of: KeyOf, fingerprint: String) -> Outcome<Claim> {
    let now = ctx.now();
    ctx.hub()
        .write(move |tx| {
            Ok(idempotency_claim(
                tx,
                &of,
                &fingerprint,
                now,
                now - KEPT,
                now - ABANDONED,
            )?)
        })
        .await
}

/// Frees the key of a failed request; if that fails too, it frees itself after a minute.
async fn release(ctx: &Ctx, of: KeyOf) {
    let freed: Outcome<()> = ctx
        .hub()
        .write(move |tx| Ok(idempotency_release(tx, &of)?))
        .await;
    if let Err(problem) = freed {
        log::warn!(
            "idempotency key not released: {}",
            problem.log_text().unwrap_or_default()
        );
    }
}
