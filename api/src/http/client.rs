//! The client a request comes from: its address, and the language it prefers.

use std::net::IpAddr;

use actix_web::{HttpMessage as _, HttpRequest, http::header};
use domain_shared::Locale;
use sha2::{Digest as _, Sha256};

use super::Ctx;

/// The client a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client(String);

impl Client {
    /// The client's address: the network of an IPv6 address, because one client holds all of it.
    #[must_use]
    pub fn of(ctx: &Ctx) -> Self {
        Self::of_request(ctx.request(), ctx.hub().config.behind_proxy)
    }

    pub(super) fn of_request(req: &HttpRequest, behind_proxy: bool) -> Self {
        // The last address in X-Forwarded-For is the one our own proxy saw.
        let forwarded = || {
            let value = req.headers().get("x-forwarded-for")?.to_str().ok()?;
            value.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
        };
        let address = if behind_proxy { forwarded() } else { None }
            .or_else(|| req.peer_addr().map(|peer| peer.ip()));
        Self(match address {
            Some(IpAddr::V4(address)) => address.to_string(),
            Some(IpAddr::V6(address)) => {
                let segments = address.segments();
                segments
                    .iter()
                    .take(4)
                    .map(|part| format!("{part:x}"))
                    .collect::<Vec<_>>()
                    .join(":")
            }
            None => "unknown".to_owned(),
        })
    }

    /// The address, for counting in memory; never for a log or a table.
    pub(super) fn address(&self) -> &str {
        &self.0
    }

    /// A form that does not give the address away.
    #[must_use]
    pub fn hashed(&self) -> String {
        use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
        let digest = Sha256::digest(self.0.as_bytes());
        BASE64_URL_SAFE_NO_PAD.encode(digest.get(..12).unwrap_or_default())
    }
}

/// The language the client prefers of those the hub speaks; Italian when it does not say.
pub(super) fn locale_of(req: &HttpRequest) -> Locale {
    if let Some(locale) = req.extensions().get::<Locale>() {
        return *locale;
    }
    let asked = req
        .headers()
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let best = asked.map(|asked| accept_language::intersection(asked, &["it", "en"]));
    match best
        .as_ref()
        .and_then(|best| best.first())
        .map(String::as_str)
    {
        Some("en") => Locale::English,
        Some(_) | None => Locale::Italian,
    }
}
