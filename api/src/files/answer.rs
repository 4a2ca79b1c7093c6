//! A stored file as an answer.

use actix_web::{
    HttpResponse,
    body::SizedStream,
    http::header::{self, HeaderName},
};
use futures_util::StreamExt as _;

use super::FileKey;
use crate::{
    documents::DOCUMENT_POLICY,
    http::{Ctx, reply},
    problem::Outcome,
};

/// Who may keep a file, and whose pages may show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Everybody: what the public sees never changes under its identifier.
    Public,
    /// Pages of any site may show it, but nobody keeps it.
    AnyPage,
    /// Pages of the hub's own site may show it, and nobody keeps it.
    OwnPages,
}

impl Audience {
    const fn caching(self) -> &'static str {
        match self {
            Self::Public => "public, max-age=31536000, immutable",
            Self::AnyPage | Self::OwnPages => "no-store",
        }
    }

    const fn resource_policy(self) -> &'static str {
        match self {
            Self::Public | Self::AnyPage => "cross-origin",
            Self::OwnPages => "same-site",
        }
    }
}

/// 200 with the bytes of a stored file, or 304. They are streamed, and so never among the answers that are kept ready. The ETag is
/// the hash of the bytes; nothing within them may run or load anything, even where a browser opens them as a page.
///
/// # Errors
/// When the file cannot be read.
pub(crate) async fn send(
    ctx: &Ctx,
    key: &FileKey,
    media_type: &str,
    disposition: &str,
    audience: Audience,
) -> Outcome<HttpResponse> {
    let tag = format!("\"{}\"", key.digest());
    let is_known = reply::is_known(ctx, &tag);
    let mut response = if is_known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((header::CACHE_CONTROL, audience.caching()))
        .insert_header((header::ETAG, tag))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CONTENT_SECURITY_POLICY, DOCUMENT_POLICY))
        .insert_header((
            HeaderName::from_static("cross-origin-resource-policy"),
            audience.resource_policy(),
        ));
    if is_known {
        return Ok(response.finish());
    }
    let (size, parts) = ctx.hub().files.stream(key).await?;
    let parts = parts.map(|part| part.map_err(actix_web::Error::from));
    Ok(response
        .content_type(media_type)
        .body(SizedStream::new(size, parts)))
}
