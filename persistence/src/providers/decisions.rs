//! The history of a provider: decisions are added, never changed.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{dsl::max, prelude::*};
use domain_accounts::Permit;
use domain_providers::{Decision, DecisionStep};
use domain_shared::{Period, ProviderId, Reason, UserKind};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::provider_decisions,
    sql_types::{DbCode, DbId, DbText},
};

/// A decision with its place in the history of the provider, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedDecision {
    /// Number.
    pub number: i32,
    /// The decision.
    pub decision: Decision,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = provider_decisions)]
struct DecisionRow {
    number: i32,
    step: DbCode<DecisionStep>,
    reason: Option<DbText<Reason>>,
    valid_from: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
    decided_by: Option<DbId<UserKind>>,
    decided_at: NaiveDateTime,
}

impl TryFrom<DecisionRow> for NumberedDecision {
    type Error = DbError;

    fn try_from(row: DecisionRow) -> DbResult<Self> {
        let period = row
            .valid_from
            .map(|from| Period::new(from, row.valid_until))
            .transpose()
            .map_err(|message| DbError::corrupt(message.code))?;
        Ok(Self {
            number: row.number,
            decision: Decision {
                step: row.step.0,
                period,
                reason: row.reason.map(|reason| reason.0),
                by: row.decided_by.map(|by| by.0),
                at: row.decided_at.and_utc(),
            },
        })
    }
}

/// Adds a decision at the end of a provider's history.
///
/// # Errors
/// [`DbError::Reference`] when there is no such provider.
pub fn decision_append(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    provider: ProviderId,
    decision: &Decision,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let last: Option<i32> = provider_decisions::table
        .filter(provider_decisions::provider_id.eq(DbId(provider)))
        .select(max(provider_decisions::number))
        .first(connection)?;
    let period = decision.period;
    diesel::insert_into(provider_decisions::table)
        .values((
            provider_decisions::provider_id.eq(DbId(provider)),
            provider_decisions::number.eq(last.unwrap_or(0).saturating_add(1)),
            provider_decisions::subject.eq(DbCode(decision.step.subject())),
            provider_decisions::step.eq(DbCode(decision.step)),
            provider_decisions::reason.eq(decision.reason.clone().map(DbText)),
            provider_decisions::valid_from.eq(period.map(|period| period.from())),
            provider_decisions::valid_until.eq(period.and_then(|period| period.until())),
            provider_decisions::decided_by.eq(decision.by.map(DbId)),
            provider_decisions::decided_at.eq(decision.at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The decisions on a provider, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn decision_list(
    connection: &mut AnyConnection,
    provider: ProviderId,
    page: &PageRequest,
) -> DbResult<Listing<NumberedDecision>> {
    let mut query = provider_decisions::table
        .filter(provider_decisions::provider_id.eq(DbId(provider)))
        .select(DecisionRow::as_select())
        .into_boxed();
    let after = page.after.as_ref().and_then(|after| after.id.parse().ok());
    if let Some(number) = after {
        let number: i32 = number;
        query = query.filter(provider_decisions::number.lt(number));
    }
    let rows: Vec<DecisionRow> = query
        .order(provider_decisions::number.desc())
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |row| Cursor {
        key: String::new(),
        id: row.number.to_string(),
    })
    .try_map(NumberedDecision::try_from)
}
