//! Password hashing with argon2id, at the parameters OWASP recommends.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use secrecy::{ExposeSecret as _, SecretString};

use crate::{
    clock::random_bytes,
    problem::{Outcome, Problem},
};

/// 19 MiB, two passes, one lane.
fn hasher() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes a password. Slow by design: call it off the async threads and outside transactions.
///
/// # Errors
/// When the hasher fails, which it does not.
pub fn hash_password(password: &SecretString) -> Outcome<String> {
    hasher()
        .hash_password(password.expose_secret().as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Problem::internal(format!("password hash: {error}")))
}

/// Whether a password belongs to a hash. Without a hash the same time is spent for nothing, so that
/// an unknown account cannot be told from a wrong password.
#[must_use]
pub fn verify_password(password: &SecretString, hash: Option<&str>) -> bool {
    let bytes = password.expose_secret().as_bytes();
    if let Some(hash) = hash.and_then(|hash| PasswordHash::new(hash).ok()) {
        hasher().verify_password(bytes, &hash).is_ok()
    } else {
        let _ = hasher().hash_password(bytes);
        false
    }
}

/// A password for the first sign-in: 100 random bits in groups that can be typed.
#[must_use]
pub fn one_time_password() -> SecretString {
    const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";
    let letters: Vec<u8> = random_bytes::<20>()
        .iter()
        .map(|byte| {
            ALPHABET
                .get(usize::from(byte % 31))
                .copied()
                .unwrap_or(b'a')
        })
        .collect();
    let groups: Vec<_> = letters
        .chunks(5)
        .map(|group| String::from_utf8_lossy(group))
        .collect();
    SecretString::from(groups.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_verifies() {
        let password = one_time_password();
        let hash = hash_password(&password).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify_password(&password, Some(&hash)));
        assert!(!verify_password(
            &SecretString::from("another one"),
            Some(&hash)
        ));
        assert!(!verify_password(&password, None));
        assert!(!verify_password(&password, Some("no hash")));
    }
}
