//! Single-use secrets are stored as hashes only.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

/// The hash under which a random token is stored. The token has 256 random bits, so that neither
/// salt nor slowness adds anything.
#[must_use]
pub fn token_hash(token: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}
