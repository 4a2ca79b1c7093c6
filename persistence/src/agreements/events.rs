//! The history of an agreement.

use chrono::NaiveDateTime;
use diesel::{dsl::max, prelude::*};
use domain_accounts::Permit;
use domain_agreements::{AgreementEvent, AgreementStep};
use domain_shared::{AgreementId, BoundedNumber as _, Reason, UserKind};

use super::record::revision_number;
use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::agreement_events,
    sql_types::{DbCode, DbId, DbText},
};

/// An event with its place in the history of the agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedAgreementEvent {
    /// From 1, oldest first.
    pub number: i32,
    /// What was done.
    pub event: AgreementEvent,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = agreement_events)]
struct EventRow {
    number: i32,
    step: DbCode<AgreementStep>,
    reason: Option<DbText<Reason>>,
    revision: Option<i32>,
    done_by: Option<DbId<UserKind>>,
    done_at: NaiveDateTime,
}

impl TryFrom<EventRow> for NumberedAgreementEvent {
    type Error = DbError;

    fn try_from(row: EventRow) -> DbResult<Self> {
        Ok(Self {
            number: row.number,
            event: AgreementEvent {
                step: row.step.0,
                reason: row.reason.map(|reason| reason.0),
                revision: row.revision.map(revision_number).transpose()?,
                by: row.done_by.map(|by| by.0),
                at: row.done_at.and_utc(),
            },
        })
    }
}

/// Appends to the history of an agreement.
///
/// # Errors
/// [`DbError::Reference`] when there is no such agreement.
pub fn event_append(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    agreement: AgreementId,
    event: &AgreementEvent,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let last: Option<i32> = agreement_events::table
        .filter(agreement_events::agreement_id.eq(DbId(agreement)))
        .select(max(agreement_events::number))
        .first(connection)?;
    diesel::insert_into(agreement_events::table)
        .values((
            agreement_events::agreement_id.eq(DbId(agreement)),
            agreement_events::number.eq(last.unwrap_or(0).saturating_add(1)),
            agreement_events::step.eq(DbCode(event.step)),
            agreement_events::reason.eq(event.reason.clone().map(DbText)),
            agreement_events::revision.eq(event.revision.map(|one| i32::from(one.number()))),
            agreement_events::done_by.eq(event.by.map(DbId)),
            agreement_events::done_at.eq(event.at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The history of an agreement, newest first; only the named steps where some are named.
///
/// # Errors
/// When the database does not answer.
pub fn event_list(
    connection: &mut AnyConnection,
    agreement: AgreementId,
    steps: Option<&[AgreementStep]>,
    page: &PageRequest,
) -> DbResult<Listing<NumberedAgreementEvent>> {
    let mut query = agreement_events::table
        .filter(agreement_events::agreement_id.eq(DbId(agreement)))
        .select(EventRow::as_select())
        .into_boxed();
    if let Some(steps) = steps {
        let steps: Vec<_> = steps.iter().copied().map(DbCode).collect();
        query = query.filter(agreement_events::step.eq_any(steps));
    }
    if let Some(after) = &page.after {
        let number: i32 = after.id.parse().map_err(|_| DbError::Cursor)?;
        query = query.filter(agreement_events::number.lt(number));
    }
    let rows: Vec<EventRow> = query
        .order(agreement_events::number.desc())
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |row| Cursor {
        key: String::new(),
        id: row.number.to_string(),
    })
    .try_map(NumberedAgreementEvent::try_from)
}
