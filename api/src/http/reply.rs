//! Ordinary answers: a document, a page, a creation, nothing.

use actix_web::{HttpRequest, HttpResponse, body::MessageBody, http::header, web::Bytes};
use domain_shared::Version;
use serde::Serialize;

use super::{Ctx, etag};
use crate::problem::{Outcome, Problem};

/// How long an answer may be kept, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caching {
    /// By anybody for a minute, then revalidated.
    Public,
    /// By nobody: it is personal.
    Private,
}

impl Caching {
    const fn header(self) -> &'static str {
        match self {
            Self::Public => "public, max-age=60, must-revalidate",
            Self::Private => "no-store",
        }
    }

    /// Public for a caller who is nobody in particular, private for everybody else: a signed-in
    /// caller may see more.
    #[must_use]
    pub fn for_caller(ctx: &Ctx) -> Self {
        if ctx.is_signed_in() {
            Self::Private
        } else {
            Self::Public
        }
    }
}

/// The JSON of a view.
pub(super) fn json(view: &impl Serialize) -> Outcome<Vec<u8>> {
    serde_json::to_vec(view).map_err(|error| Problem::internal(format!("answer: {error}")))
}

/// 200 with a versioned resource, or 304.
///
/// # Errors
/// When the view cannot be written, a mistake of ours.
pub fn resource(
    ctx: &Ctx,
    view: &impl Serialize,
    version: Version,
    caching: Caching,
) -> Outcome<HttpResponse> {
    let body = json(view)?;
    let tag = etag::versioned(version, &body);
    Ok(tagged(ctx.request(), body, tag, caching))
}

/// 200 with a document that has no version of its own, such as a list, or 304.
///
/// # Errors
/// As [`resource`].
pub fn document(ctx: &Ctx, view: &impl Serialize, caching: Caching) -> Outcome<HttpResponse> {
    let body = json(view)?;
    let tag = etag::of_body(&body);
    Ok(tagged(ctx.request(), body, tag, caching))
}

fn tagged(
    req: &HttpRequest,
    body: impl MessageBody + 'static,
    tag: String,
    caching: Caching,
) -> HttpResponse {
    let known = etag::is_known(req, &tag);
    let mut response = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    let fixed = header::HeaderValue::from_static;
    response.insert_header((header::CACHE_CONTROL, fixed(caching.header())));
    response.insert_header((header::ETAG, tag));
    if caching == Caching::Public {
        response.insert_header((header::VARY, fixed("Authorization, Accept-Language")));
    }
    if known {
        response.finish()
    } else {
        response.insert_header((header::CONTENT_TYPE, fixed("application/json")));
        response.body(body)
    }
}

/// 200 with a text that only who asked may keep, to ask again whether it changed, or 304.
#[must_use]
pub fn kept_by_reader(ctx: &Ctx, text: String, media_type: &'static str) -> HttpResponse {
    let tag = etag::of_body(text.as_bytes());
    let known = is_known(ctx, &tag);
    let mut response = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response.insert_header((header::CACHE_CONTROL, "private, no-cache"));
    response.insert_header((header::ETAG, tag));
    if known {
        response.finish()
    } else {
        response.content_type(media_type).body(text)
    }
}

/// Whether the client knows the representation with this tag already.
#[must_use]
pub fn is_known(ctx: &Ctx, tag: &str) -> bool {
    etag::is_known(ctx.request(), tag)
}

/// 200 with JSON that was written before, or 304.
pub(crate) fn prepared(req: &HttpRequest, body: Bytes) -> HttpResponse {
    let tag = etag::of_body(&body);
    tagged(req, body, tag, Caching::Public)
}

/// 200 with JSON that is stored with the number of the change that wrote it, or 304.
pub(crate) fn stored(req: &HttpRequest, body: Bytes, change_number: i64) -> HttpResponse {
    let tag = etag::stored(change_number, &body);
    tagged(req, body, tag, Caching::Public)
}

/// 200 with the outcome of a change to a versioned resource.
///
/// # Errors
/// As [`resource`].
pub fn changed(view: &impl Serialize, version: Version) -> Outcome<HttpResponse> {
    let body = json(view)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, Caching::Private.header()))
        .insert_header((header::ETAG, etag::versioned(version, &body)))
        .content_type("application/json")
        .body(body))
}

/// 201 with a new versioned resource, where something in the body and no key tells that it was sent before. `path` is
/// that of the resource under the API's base, with a leading slash.
///
/// # Errors
/// As [`resource`].
pub fn created(
    ctx: &Ctx,
    view: &impl Serialize,
    version: Version,
    path: &str,
) -> Outcome<HttpResponse> {
    let body = json(view)?;
    let location = format!("{}/api/v1{path}", ctx.hub().config.public_url);
    Ok(HttpResponse::Created()
        .insert_header((header::CACHE_CONTROL, Caching::Private.header()))
        .insert_header((header::ETAG, etag::versioned(version, &body)))
        .insert_header((header::LOCATION, location))
        .content_type("application/json")
        .body(body))
}

/// 204.
#[must_use]
pub fn nothing() -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((header::CACHE_CONTROL, Caching::Private.header()))
        .finish()
}

/// 200 with something personal that has no version, never kept by anybody.
///
/// # Errors
/// As [`resource`].
pub fn personal(view: &impl Serialize) -> Outcome<HttpResponse> {
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, Caching::Private.header()))
        .content_type("application/json")
        .body(json(view)?))
}

/// 201 with something that is shown only once, never kept by anybody.
///
/// # Errors
/// As [`resource`].
pub fn created_once(view: &impl Serialize, location: &str) -> Outcome<HttpResponse> {
    Ok(HttpResponse::Created()
        .insert_header((header::CACHE_CONTROL, Caching::Private.header()))
        .insert_header((header::LOCATION, location))
        .content_type("application/json")
        .body(json(view)?))
}

/// 202 with a message for the caller.
///
/// # Errors
/// As [`resource`].
pub fn accepted(view: &impl Serialize) -> Outcome<HttpResponse> {
    Ok(HttpResponse::Accepted()
        .insert_header((header::CACHE_CONTROL, Caching::Private.header()))
        .content_type("application/json")
        .body(json(view)?))
}
