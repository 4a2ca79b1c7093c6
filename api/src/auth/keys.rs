//! Access tokens (RFC 7519, after the advice of RFC 8725) and the Ed25519 keys that sign them.

use std::sync::{Arc, RwLock};

use actix_web::http::header::HeaderValue;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use domain_shared::{SessionId, UserId};
use ed25519_dalek::{SigningKey, pkcs8::EncodePrivateKey as _};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
};
use persistence::{
    Db,
    accounts::{SigningKeyRecord, signing_key_insert, signing_key_list, signing_key_retire},
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    clock::random_bytes,
    config::TokenConfig,
    problem::{Outcome, Problem, ProblemCode},
};

/// Who the token is for.
const AUDIENCE: &str = "welfare-hub";
/// Type in the header, so that no other token of ours passes for one (RFC 9068).
const TOKEN_TYPE: &str = "at+jwt";

/// What an access token says. Roles are not in it: they are read fresh with every request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Claims {
    /// Issuer.
    iss: String,
    /// Audience.
    aud: String,
    /// The user.
    #[serde(rename = "sub")]
    pub user: UserId,
    /// The session.
    #[serde(rename = "sid")]
    pub session: SessionId,
    /// Issued at, seconds since 1970.
    iat: i64,
    /// Expires at, seconds since 1970.
    exp: i64,
}

/// A public key (RFC 7517, RFC 8037).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Jwk {
    /// Key type.
    #[schema(max_length = 8, pattern = "^OKP$", example = "OKP")]
    pub kty: &'static str,
    /// Curve.
    #[schema(max_length = 16, pattern = "^Ed25519$", example = "Ed25519")]
    pub crv: &'static str,
    /// Algorithm.
    #[schema(max_length = 8, pattern = "^EdDSA$", example = "EdDSA")]
    pub alg: &'static str,
    /// Use.
    #[serde(rename = "use")]
    #[schema(max_length = 8, pattern = "^sig$", example = "sig")]
    pub usage: &'static str,
    /// Key identifier.
    #[schema(max_length = 64, pattern = "^[A-Za-z0-9_-]+$", example = "k1")]
    pub kid: String,
    /// Public key, base64url.
    #[schema(
        max_length = 64,
        pattern = "^[A-Za-z0-9_-]+$",
        example = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    )]
    pub x: String,
}

/// A set of public keys.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Jwks {
    /// The keys.
    #[schema(max_items = 100)]
    pub keys: Vec<Jwk>,
}

/// One key in memory.
struct Key {
    kid: String,
    signs: bool,
    signing: EncodingKey,
    verifying: DecodingKey,
    public: Jwk,
}

/// The keys of the hub. Every process of it reads the same ones from the database.
pub struct Keys {
    db: Db,
    issuer: String,
    tokens: TokenConfig,
    known: RwLock<Arc<Vec<Key>>>,
    /// When unknown key identifiers last made us read the keys again.
    reloaded: RwLock<Option<DateTime<Utc>>>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

impl Keys {
    /// Reads the keys and makes the first one, or a new one when the last grew old.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn load(db: &Db, issuer: &str, tokens: TokenConfig, now: DateTime<Utc>) -> Outcome<Self> {
        let keys = Self {
            db: db.clone(),
            issuer: issuer.to_owned(),
            tokens,
            known: RwLock::default(),
            reloaded: RwLock::default(),
        };
        keys.rotate_if_due(now)?;
        Ok(keys)
    }

    /// Makes a new signing key when the current one is too old, and reads all of them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn rotate_if_due(&self, now: DateTime<Utc>) -> Outcome<()> {
        let age = Duration::from_std(self.tokens.key_rotation).unwrap_or(Duration::MAX);
        self.rotate(now, |newest| {
            newest.is_none_or(|newest| now - newest.created_at >= age)
        })
    }

    /// Makes a new signing key now. Tokens the old ones signed stay good until they expire.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn rotate_now(&self, now: DateTime<Utc>) -> Outcome<()> {
        self.rotate(now, |_| true)
    }

    fn rotate(
        &self,
        now: DateTime<Utc>,
        due: impl Fn(Option<&SigningKeyRecord>) -> bool,
    ) -> Outcome<()> {
        let access = Duration::from_std(self.tokens.access).unwrap_or(Duration::MAX);
        let records = self.db.write(|tx| -> Outcome<_> {
            tx.bookkeeping();
            let newest = signing_key_list(tx)?
                .into_iter()
                .find(|key| key.retired_at.is_none());
            if due(newest.as_ref()) {
                let fresh = generate(now)?;
                signing_key_insert(tx, &fresh)?;
                signing_key_retire(tx, &fresh.kid, now, now - access)?;
            }
            Ok(signing_key_list(tx)?)
        })?;
        self.keep(&records)
    }

    fn keep(&self, records: &[SigningKeyRecord]) -> Outcome<()> {
        let keys: Vec<Key> = records.iter().map(Key::read).collect::<Outcome<_>>()?;
        if let Ok(mut kept) = self.known.write() {
            *kept = Arc::new(keys);
        }
        Ok(())
    }

    fn current(&self) -> Arc<Vec<Key>> {
        self.known
            .read()
            .map(|keys| Arc::clone(&keys))
            .unwrap_or_default()
    }

    /// A token for a session, and how long it holds.
    ///
    /// # Errors
    /// When it cannot be signed, a mistake of ours.
    pub fn issue(
        &self,
        user: UserId,
        session: SessionId,
        now: DateTime<Utc>,
    ) -> Outcome<(SecretString, std::time::Duration)> {
        let keys = self.current();
        let key = keys
            .iter()
            .find(|key| key.signs)
            .ok_or_else(|| Problem::internal("there is no signing key"))?;
        let lifetime = i64::try_from(self.tokens.access.as_secs()).unwrap_or(i64::MAX);
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: AUDIENCE.to_owned(),
            user,
            session,
            iat: now.timestamp(),
            exp: now.timestamp().saturating_add(lifetime),
        };
        let header = Header {
            typ: Some(TOKEN_TYPE.to_owned()),
            kid: Some(key.kid.clone()),
            ..Header::new(Algorithm::EdDSA)
        };
        encode(&header, &claims, &key.signing)
            .map(|token| (SecretString::from(token), self.tokens.access))
            .map_err(|error| Problem::internal(format!("access token: {error}")))
    }

    /// What the token in an `Authorization` header says.
    ///
    /// # Errors
    /// 401 when it is not one of ours, is expired, or is signed in any other way.
    pub fn claims(&self, header: &HeaderValue, now: DateTime<Utc>) -> Outcome<Claims> {
        let refuse = || Problem::new(ProblemCode::Unauthenticated);
        let (scheme, token) = header
            .to_str()
            .ok()
            .and_then(|text| text.split_once(' '))
            .ok_or_else(refuse)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(refuse());
        }
        let parsed = decode_header(token.trim()).map_err(|_| refuse())?;
        let kid = parsed.kid.ok_or_else(refuse)?;
        if parsed.typ.as_deref() != Some(TOKEN_TYPE) {
            return Err(refuse());
        }
        if !self.current().iter().any(|key| key.kid == kid) {
            self.reload_at_most_once_in_a_while(now)?;
        }
        let keys = self.current();
        let key = keys.iter().find(|key| key.kid == kid).ok_or_else(refuse)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // Checked below against the hub's own clock.
        validation.validate_exp = false;
        let claims = decode::<Claims>(token.trim(), &key.verifying, &validation)
            .map_err(|_| refuse())?
            .claims;
        if claims.exp <= now.timestamp() {
            Err(refuse())
        } else {
            Ok(claims)
        }
    }

    /// Another process may have rotated the keys; strangers with invented key identifiers must not
    /// make us ask the database each time.
    fn reload_at_most_once_in_a_while(&self, now: DateTime<Utc>) -> Outcome<()> {
        {
            let Ok(mut reloaded) = self.reloaded.write() else {
                return Ok(());
            };
            if reloaded.is_some_and(|at| now - at < Duration::seconds(10)) {
                return Ok(());
            }
            *reloaded = Some(now);
        }
        let records = self
            .db
            .read(|connection| -> Outcome<_> { Ok(signing_key_list(connection)?) })?;
        self.keep(&records)
    }

    /// The public keys.
    #[must_use]
    pub fn jwks(&self) -> Jwks {
        Jwks {
            keys: self
                .current()
                .iter()
                .map(|key| key.public.clone())
                .collect(),
        }
    }
}

impl Key {
    fn read(record: &SigningKeyRecord) -> Outcome<Self> {
        let broken = |what: &str| Problem::internal(format!("signing key {}: {what}", record.kid));
        let private = BASE64_URL_SAFE_NO_PAD
            .decode(&record.private_key)
            .map_err(|_| broken("not base64"))?;
        let public = BASE64_URL_SAFE_NO_PAD
            .decode(&record.public_key)
            .map_err(|_| broken("not base64"))?;
        Ok(Self {
            kid: record.kid.clone(),
            signs: record.retired_at.is_none(),
            signing: EncodingKey::from_ed_der(&private),
            verifying: DecodingKey::from_ed_der(&public),
            public: Jwk {
                kty: "OKP",
                crv: "Ed25519",
                alg: "EdDSA",
                usage: "sig",
                kid: record.kid.clone(),
                x: record.public_key.clone(),
            },
        })
    }
}

/// A new key pair.
fn generate(now: DateTime<Utc>) -> Outcome<SigningKeyRecord> {
    let key = SigningKey::from_bytes(&random_bytes::<32>());
    let private = key
        .to_pkcs8_der()
        .map_err(|error| Problem::internal(format!("signing key: {error}")))?;
    Ok(SigningKeyRecord {
        kid: BASE64_URL_SAFE_NO_PAD.encode(random_bytes::<9>()),
        private_key: BASE64_URL_SAFE_NO_PAD.encode(private.as_bytes()),
        public_key: BASE64_URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes()),
        created_at: now,
        retired_at: None,
    })
}
