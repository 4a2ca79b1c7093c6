//! Failed sign-ins.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain_accounts::Attempts;

use crate::{AnyConnection, DbResult, Tx, schema::login_failures};

/// What is remembered of a subject (a hash of account, or of account and client).
///
/// # Errors
/// When the database does not answer.
pub fn attempts_find(connection: &mut AnyConnection, subject: &str) -> DbResult<Option<Attempts>> {
    let row = login_failures::table
        .find(subject)
        .select((
            login_failures::failures,
            login_failures::first_at,
            login_failures::locked_until,
        ))
        .first::<(i32, NaiveDateTime, Option<NaiveDateTime>)>(connection)
        .optional()?;
    Ok(row.map(|(failures, first_at, locked_until)| Attempts {
        failures,
        first_at: first_at.and_utc(),
        locked_until: locked_until.map(|at| at.and_utc()),
    }))
}

/// Remembers the state of a subject.
///
/// # Errors
/// When the database does not answer.
pub fn attempts_put(tx: &mut Tx<'_>, subject: &str, attempts: &Attempts) -> DbResult<()> {
    tx.bookkeeping();
    attempts_clear(tx, subject)?;
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(login_failures::table)
        .values((
            login_failures::subject.eq(subject),
            login_failures::failures.eq(attempts.failures),
            login_failures::first_at.eq(attempts.first_at.naive_utc()),
            login_failures::locked_until.eq(attempts.locked_until.map(|at| at.naive_utc())),
        ))
        .execute(connection)?;
    Ok(())
}

/// Forgets a subject.
///
/// # Errors
/// When the database does not answer.
pub fn attempts_clear(tx: &mut Tx<'_>, subject: &str) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::delete(login_failures::table.find(subject)).execute(connection)?;
    Ok(())
}

/// Forgets every subject whose window began before `before`; run by the worker.
///
/// # Errors
/// When the database does not answer.
pub fn attempts_forget(tx: &mut Tx<'_>, before: DateTime<Utc>) -> DbResult<usize> {
    tx.bookkeeping();
    let connection: &mut AnyConnection = tx;
    Ok(diesel::delete(login_failures::table)
        .filter(login_failures::first_at.lt(before.naive_utc()))
        .execute(connection)?)
}
