//! Proof of identity: passwords, access tokens, the keys that sign them, single-use secrets.

mod keys;
mod password;
mod secret;

pub use keys::{Claims, Jwk, Jwks, Keys};
pub use password::{hash_password, one_time_password, verify_password};
pub use secret::{api_client_token, new_api_client_token, token_hash};
