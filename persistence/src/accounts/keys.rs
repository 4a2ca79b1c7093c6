//! Keys that sign access tokens.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::{AnyConnection, DbResult, Tx, schema::signing_keys};

/// A signing key as it is stored, encoded by the caller.
#[derive(Clone)]
pub struct SigningKeyRecord {
    /// Key identifier, public.
    pub kid: String,
    /// The private part. Secret.
    pub private_key: String,
    /// The public part.
    pub public_key: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Since when it signs no more; it still verifies what it signed.
    pub retired_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for SigningKeyRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKeyRecord")
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}

/// All keys, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn signing_key_list(connection: &mut AnyConnection) -> DbResult<Vec<SigningKeyRecord>> {
    type Row = (String, String, String, NaiveDateTime, Option<NaiveDateTime>);
    let rows: Vec<Row> = signing_keys::table
        .order((signing_keys::created_at.desc(), signing_keys::kid))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(
            |(kid, private_key, public_key, created_at, retired_at)| SigningKeyRecord {
                kid,
                private_key,
                public_key,
                created_at: created_at.and_utc(),
                retired_at: retired_at.map(|at| at.and_utc()),
            },
        )
        .collect())
}

/// Adds a key.
///
/// # Errors
/// When the database does not answer.
pub fn signing_key_insert(tx: &mut Tx<'_>, key: &SigningKeyRecord) -> DbResult<()> {
    tx.bookkeeping();
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(signing_keys::table)
        .values((
            signing_keys::kid.eq(&key.kid),
            signing_keys::private_key.eq(&key.private_key),
            signing_keys::public_key.eq(&key.public_key),
            signing_keys::created_at.eq(key.created_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Ends the signing of every key but one, and drops those retired before `forget_before`.
///
/// # Errors
/// When the database does not answer.
pub fn signing_key_retire(
    tx: &mut Tx<'_>,
    keep: &str,
    now: DateTime<Utc>,
    forget_before: DateTime<Utc>,
) -> DbResult<()> {
    tx.bookkeeping();
    let connection: &mut AnyConnection = tx;
    diesel::update(signing_keys::table)
        .filter(signing_keys::kid.ne(keep))
        .filter(signing_keys::retired_at.is_null())
        .set(signing_keys::retired_at.eq(now.naive_utc()))
        .execute(connection)?;
    diesel::delete(signing_keys::table)
        .filter(signing_keys::retired_at.lt(forget_before.naive_utc()))
        .execute(connection)?;
    Ok(())
}
