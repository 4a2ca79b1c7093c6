//! Messages to send: written with the change that causes them, sent afterwards by a worker.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain_shared::{EmailAddress, OutboxMessageId, TextValue};

use crate::{
    AnyConnection, DbResult, Tx,
    dialect::{INSERT_BATCH, on_each},
    schema::outbox_messages,
    sql_types::{DbId, DbText},
};

/// Attempts after which a message is given up.
pub const MAX_ATTEMPTS: i32 = 12;

/// A message to one recipient.
#[derive(Debug, Clone)]
pub struct OutboxMessage {
    /// Identifier; also the Message-ID, so that a repeated delivery can be recognised.
    pub id: OutboxMessageId,
    /// To whom.
    pub recipient: EmailAddress,
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// Failed attempts so far.
    pub attempts: i32,
}

const PENDING: &str = "pending";
const SENT: &str = "sent";
const FAILED: &str = "failed";

/// Puts a message into the outbox, in the transaction of the change it tells of.
///
/// # Errors
/// When the database does not answer.
pub fn outbox_append(tx: &mut Tx<'_>, message: &OutboxMessage, now: DateTime<Utc>) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(outbox_messages::table)
        .values((
            outbox_messages::id.eq(DbId(message.id)),
            outbox_messages::recipient.eq(message.recipient.as_str()),
            outbox_messages::subject.eq(&message.subject),
            outbox_messages::body.eq(&message.body),
            outbox_messages::status.eq(PENDING),
            outbox_messages::attempts.eq(0),
            outbox_messages::next_attempt_at.eq(now.naive_utc()),
            outbox_messages::created_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Puts many messages into the outbox, in the transaction of the change they tell of.
///
/// # Errors
/// When the database does not answer.
pub fn outbox_append_all(
    tx: &mut Tx<'_>,
    messages: &[OutboxMessage],
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let now = now.naive_utc();
    for batch in messages.chunks(INSERT_BATCH) {
        let rows: Vec<_> = batch
            .iter()
            .map(|message| {
                (
                    outbox_messages::id.eq(DbId(message.id)),
                    outbox_messages::recipient.eq(message.recipient.as_str()),
                    outbox_messages::subject.eq(&message.subject),
                    outbox_messages::body.eq(&message.body),
                    outbox_messages::status.eq(PENDING),
                    outbox_messages::attempts.eq(0),
                    outbox_messages::next_attempt_at.eq(now),
                    outbox_messages::created_at.eq(now),
                )
            })
            .collect();
        on_each!(connection, |inner| diesel::insert_into(
            outbox_messages::table
        )
        .values(&rows)
        .execute(inner))?;
    }
    Ok(())
}

/// Takes the next due message for one worker: nobody else gets it before `lease_until`.
///
/// The claim is a conditional update, which works alike on both databases.
///
/// # Errors
/// When the database does not answer.
pub fn outbox_claim(
    tx: &mut Tx<'_>,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> DbResult<Option<OutboxMessage>> {
    tx.bookkeeping();
    let connection: &mut AnyConnection = tx;
    let due = outbox_messages::table
        .filter(outbox_messages::status.eq(PENDING))
        .filter(outbox_messages::next_attempt_at.le(now.naive_utc()))
        .order((outbox_messages::next_attempt_at, outbox_messages::id))
        .select((
            outbox_messages::id,
            outbox_messages::recipient,
            outbox_messages::subject,
            outbox_messages::body,
            outbox_messages::attempts,
        ))
        .first::<(
            DbId<domain_shared::OutboxMessageKind>,
            DbText<EmailAddress>,
            String,
            String,
            i32,
        )>(connection)
        .optional()?;
    let Some((id, recipient, subject, body, attempts)) = due else {
        return Ok(None);
    };
    let claimed = diesel::update(outbox_messages::table.find(id.clone()))
        .filter(outbox_messages::attempts.eq(attempts))
        .filter(outbox_messages::next_attempt_at.le(now.naive_utc()))
        .set((
            outbox_messages::attempts.eq(attempts + 1),
            outbox_messages::next_attempt_at.eq(lease_until.naive_utc()),
        ))
        .execute(connection)?;
    Ok((claimed == 1).then_some(OutboxMessage {
        id: id.0,
        recipient: recipient.0,
        subject,
        body,
        attempts,
    }))
}

/// Notes that a message went out, and forgets its text, which may hold a single-use link.
///
/// # Errors
/// When the database does not answer.
pub fn outbox_mark_sent(tx: &mut Tx<'_>, id: OutboxMessageId, now: DateTime<Utc>) -> DbResult<()> {
    tx.bookkeeping();
    let connection: &mut AnyConnection = tx;
    diesel::update(outbox_messages::table.find(DbId(id)))
        .set((
            outbox_messages::status.eq(SENT),
            outbox_messages::sent_at.eq(now.naive_utc()),
            outbox_messages::body.eq(""),
            outbox_messages::last_error.eq(None::<String>),
        ))
        .execute(connection)?;
    Ok(())
}

/// Notes a failed attempt; with `retry_at` none the message is given up.
///
/// # Errors
/// When the database does not answer.
pub fn outbox_mark_failed(
    tx: &mut Tx<'_>,
    id: OutboxMessageId,
    error: &str,
    retry_at: Option<DateTime<Utc>>,
) -> DbResult<()> {
    tx.bookkeeping();
    let connection: &mut AnyConnection = tx;
    let row = outbox_messages::table.find(DbId(id));
    match retry_at {
        Some(at) => diesel::update(row)
            .set((
                outbox_messages::last_error.eq(error),
                outbox_messages::next_attempt_at.eq(at.naive_utc()),
            ))
            .execute(connection)?,
        None => diesel::update(row)
            .set((
                outbox_messages::last_error.eq(error),
                outbox_messages::status.eq(FAILED),
            ))
            .execute(connection)?,
    };
    Ok(())
}

/// How many messages wait and how many were given up.
///
/// # Errors
/// When the database does not answer.
pub fn outbox_counts(connection: &mut AnyConnection) -> DbResult<(i64, i64)> {
    let count = |status: &str, connection: &mut AnyConnection| {
        outbox_messages::table
            .filter(outbox_messages::status.eq(status))
            .count()
            .get_result::<i64>(connection)
    };
    Ok((count(PENDING, connection)?, count(FAILED, connection)?))
}
