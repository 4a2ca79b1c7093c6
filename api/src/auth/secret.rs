//! Single-use secrets are stored as hashes only.

use actix_web::http::header::HeaderValue;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

use crate::clock::random_token;

/// How the token of an API client begins, so that it is recognised in a request and in a leak.
const API_CLIENT_PREFIX: &str = "hub_api_";

/// A fresh token for an API client.
#[must_use]
pub fn new_api_client_token() -> SecretString {
    SecretString::from(format!(
        "{API_CLIENT_PREFIX}{}",
        random_token().expose_secret()
    ))
}

/// The API client's token in an `Authorization` header, if that is what it holds.
#[must_use]
pub fn api_client_token(header: &HeaderValue) -> Option<&str> {
    let (scheme, token) = header.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && token.starts_with(API_CLIENT_PREFIX)).then_some(token)
}

/// The hash under which a random token is stored. The token has 256 random bits, so that neither
/// salt nor slowness adds anything.
#[must_use]
pub fn token_hash(token: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}
