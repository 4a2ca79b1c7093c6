//! First answers to a POST with an `Idempotency-Key`, kept for a day.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::{AnyConnection, DbResult, Tx, schema::idempotency_keys};

/// Who sent the key, and the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyOf {
    /// The user, or the anonymous client.
    pub owner: String,
    /// The key as sent.
    pub key: String,
}

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// HTTP status.
    pub status: i32,
    /// Headers that belong to the answer, as JSON.
    pub headers: String,
    /// Body, byte for byte.
    pub body: String,
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Nothing: the request is now running under it.
    Fresh,
    /// The same request was answered.
    Answered(StoredAnswer),
    /// The same request is running.
    Running,
    /// Another request used the key.
    OtherRequest,
}

/// Looks a key up and takes it if it is free, older than `forget_before`, or was claimed before
/// `abandoned_before` without an answer.
///
/// # Errors
/// When the database does not answer.
pub fn idempotency_claim(
    tx: &mut Tx<'_>,
    of: &KeyOf,
    fingerprint: &str,
    now: DateTime<Utc>,
    forget_before: DateTime<Utc>,
    abandoned_before: DateTime<Utc>,
) -> DbResult<Claim> {
    type Row = (
        String,
        Option<i32>,
        Option<String>,
        Option<String>,
        NaiveDateTime,
    );
    tx.bookkeeping();
    let connection: &mut AnyConnection = tx;
    let row = idempotency_keys::table
        .find((&of.owner, &of.key))
        .select((
            idempotency_keys::fingerprint,
            idempotency_keys::status,
            idempotency_keys::headers,
            idempotency_keys::body,
            idempotency_keys::created_at,
        ))
        .first::<Row>(connection)
        .optional()?;
    if let Some((stored, status, headers, body, created_at)) = row {
        let created_at = created_at.and_utc();
        let forgotten = created_at < forget_before;
        let abandoned = status.is_none() && created_at < abandoned_before;
        if !forgotten && !abandoned {
            if stored != fingerprint {
                return Ok(Claim::OtherRequest);
            }
            return Ok(match (status, headers, body) {
                (Some(status), Some(headers), Some(body)) => Claim::Answered(StoredAnswer {
                    status,
                    headers,
                    body,
                }),
                _ => Claim::Running,
            });
        }
        idempotency_release(tx, of)?;
    }
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::owner.eq(&of.owner),
            idempotency_keys::idempotency_key.eq(&of.key),
            idempotency_keys::fingerprint.eq(fingerprint),
            idempotency_keys::created_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(Claim::Fresh)
}

/// Keeps the answer, in the transaction of the change it tells of.
///
/// # Errors
/// When the database does not answer.
pub fn idempotency_answer(tx: &mut Tx<'_>, of: &KeyOf, answer: &StoredAnswer) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::update(idempotency_keys::table.find((&of.owner, &of.key)))
        .set((
            idempotency_keys::status.eq(answer.status),
            idempotency_keys::headers.eq(&answer.headers),
            idempotency_keys::body.eq(&answer.body),
        ))
        .execute(connection)?;
    Ok(())
}

/// Frees a key whose request failed: it may be tried again.
///
/// # Errors
/// When the database does not answer.
pub fn idempotency_release(tx: &mut Tx<'_>, of: &KeyOf) -> DbResult<()> {
    tx.bookkeeping();
    let connection: &mut AnyConnection = tx;
    diesel::delete(idempotency_keys::table.find((&of.owner, &of.key))).execute(connection)?;
    Ok(())
}

/// Forgets keys older than a day; run by the worker.
///
/// # Errors
/// When the database does not answer.
pub fn idempotency_forget(tx: &mut Tx<'_>, before: DateTime<Utc>) -> DbResult<usize> {
    tx.bookkeeping();
    let connection: &mut AnyConnection = tx;
    Ok(diesel::delete(
        idempotency_keys::table.filter(idempotency_keys::created_at.lt(before.naive_utc())),
    )
    .execute(connection)?)
}
