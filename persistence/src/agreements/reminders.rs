//! Who has to be reminded of what, and that it was done.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, Utc};
use diesel::{
    dsl::{exists, max, not},
    prelude::*,
};
use domain_accounts::Permit;
use domain_agreements::{AgreementKind, DeadlineKind, REMINDER_DAYS};
use domain_providers::DecisionStep;
use domain_shared::{
    AgreementId, AgreementIdKind, NetworkBodyId, NetworkBodyKind, PointId, PointKind, ProviderId,
    ProviderKind,
};

use super::due::{is_live, is_unaccredited};
use crate::{
    AnyConnection, DbError, DbResult, Tx,
    dialect::{INSERT_BATCH, on_each},
    schema::{
        agreement_deadlines, agreement_parties, agreement_reminders, agreements, points,
        provider_decisions, providers,
    },
    sql_types::{DbCode, DbId},
};

/// So many days after its signing the signed document of an agreement counts as missing.
pub const SIGNED_FILE_DAYS: u64 = 14;

/// A reminder that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueReminder {
    /// The agreement.
    pub agreement_id: AgreementId,
    /// Its network.
    pub network_id: NetworkBodyId,
    /// Its title.
    pub title: String,
    /// What kind of paper it is.
    pub kind: AgreementKind,
    /// Of what.
    pub deadline: DeadlineKind,
    /// The day it is about: the deadline, the day of signing, for a missing accreditation today.
    pub on: NaiveDate,
    /// The reminder is one for this many days before that day, or fewer.
    pub days_before: u16,
    /// The provider that is not accredited.
    pub provider_id: Option<ProviderId>,
}

type Row = (
    DbId<AgreementIdKind>,
    DbId<NetworkBodyKind>,
    String,
    DbCode<AgreementKind>,
);

fn reminder(
    (id, network, title, kind): Row,
    (deadline, on): (DeadlineKind, NaiveDate),
    days_before: u16,
    provider_id: Option<ProviderId>,
) -> DueReminder {
    DueReminder {
        agreement_id: id.0,
        network_id: network.0,
        title,
        kind: kind.0,
        deadline,
        on,
        days_before,
        provider_id,
    }
}

/// The next reminders that nobody sent yet, at most `most` of each sort. `today` is the day in Rome.
///
/// Of a deadline that comes near only the nearest threshold is due, so that one first seen late is told once;
/// none is due of a day that has passed.
///
/// # Errors
/// When the database does not answer.
pub fn reminders_due(
    connection: &mut AnyConnection,
    today: NaiveDate,
    most: u16,
) -> DbResult<Vec<DueReminder>> {
    let after = |days: u16| today.checked_add_days(Days::new(u64::from(days)));
    let mut due = Vec::new();
    for threshold in REMINDER_DAYS {
        let nearer = REMINDER_DAYS.into_iter().filter(|days| *days < threshold);
        let from = nearer.max().map_or(Some(today), |days| after(days + 1));
        if let (Some(from), Some(until)) = (from, after(threshold)) {
            due.extend(coming(connection, (from, until), threshold, today, most)?);
        }
    }
    due.extend(without_file(connection, today, most)?);
    due.extend(without_accreditation(connection, today, most)?);
    Ok(due)
}

/// Ends and days to give notice between two days that nobody was reminded of at this threshold.
fn coming(
    connection: &mut AnyConnection,
    (from, until): (NaiveDate, NaiveDate),
    threshold: u16,
    today: NaiveDate,
    most: u16,
) -> DbResult<Vec<DueReminder>> {
    let told = agreement_reminders::table
        .filter(agreement_reminders::agreement_id.eq(agreement_deadlines::agreement_id))
        .filter(agreement_reminders::kind.eq(agreement_deadlines::kind))
        .filter(agreement_reminders::due_on.eq(agreement_deadlines::due_on))
        .filter(agreement_reminders::days_before.eq(i32::from(threshold)));
    let kinds = [DeadlineKind::Expiry, DeadlineKind::Notice].map(DbCode);
    let rows: Vec<(Row, DbCode<DeadlineKind>, NaiveDate)> = agreement_deadlines::table
        .inner_join(agreements::table)
        .filter(agreement_deadlines::kind.eq_any(kinds))
        .filter(agreement_deadlines::due_on.between(from, until))
        .filter(is_live(today))
        .filter(not(exists(told)))
        .order((
            agreement_deadlines::due_on,
            agreement_deadlines::agreement_id,
        ))
        .limit(i64::from(most))
        .select((
            (
                agreements::id,
                agreements::network_id,
                agreements::title,
                agreements::kind,
            ),
            agreement_deadlines::kind,
            agreement_deadlines::due_on,
        ))
        .load(connection)?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(row, kind, on)| reminder(row, (kind.0, on), threshold, None))
        .collect())
}

/// Agreements whose signed document is missing for long, and nobody was reminded.
fn without_file(
    connection: &mut AnyConnection,
    today: NaiveDate,
    most: u16,
) -> DbResult<Vec<DueReminder>> {
    let Some(until) = today.checked_sub_days(Days::new(SIGNED_FILE_DAYS)) else {
        return Ok(Vec::new());
    };
    let kind = DeadlineKind::SignedFile;
    let told = agreement_reminders::table
        .filter(agreement_reminders::agreement_id.eq(agreement_deadlines::agreement_id))
        .filter(agreement_reminders::kind.eq(DbCode(kind)));
    let rows: Vec<(Row, NaiveDate)> = agreement_deadlines::table
        .inner_join(agreements::table)
        .filter(agreement_deadlines::kind.eq(DbCode(kind)))
        .filter(agreement_deadlines::due_on.le(until))
        .filter(is_live(today))
        .filter(not(exists(told)))
        .order((
            agreement_deadlines::due_on,
            agreement_deadlines::agreement_id,
        ))
        .limit(i64::from(most))
        .select((
            (
                agreements::id,
                agreements::network_id,
                agreements::title,
                agreements::kind,
            ),
            agreement_deadlines::due_on,
        ))
        .load(connection)?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(row, on)| reminder(row, (kind, on), 0, None))
        .collect())
}

/// Agreements with a provider that is not accredited, unless somebody was reminded since it last was.
fn without_accreditation(
    connection: &mut AnyConnection,
    today: NaiveDate,
    most: u16,
) -> DbResult<Vec<DueReminder>> {
    let kind = DeadlineKind::Accreditation;
    let granting = [
        DecisionStep::Accredit,
        DecisionStep::Renew,
        DecisionStep::Reinstate,
    ];
    let granted = || {
        provider_decisions::table
            .filter(
                provider_decisions::provider_id
                    .nullable()
                    .eq(agreement_parties::provider_id),
            )
            .filter(provider_decisions::step.eq_any(granting.map(DbCode)))
            .select(max(provider_decisions::decided_at))
            .single_value()
    };
    let told = agreement_reminders::table
        .filter(agreement_reminders::agreement_id.eq(agreement_parties::agreement_id))
        .filter(agreement_reminders::kind.eq(DbCode(kind)))
        .filter(
            agreement_reminders::provider
                .nullable()
                .eq(agreement_parties::provider_id),
        )
        .filter(
            granted()
                .is_null()
                .or(agreement_reminders::sent_at.nullable().ge(granted())),
        );
    let lost = providers::table
        .filter(is_unaccredited(today))
        .select(providers::id.nullable());
    let rows: Vec<(Row, Option<DbId<ProviderKind>>)> = agreement_parties::table
        .inner_join(agreements::table)
        .filter(agreement_parties::provider_id.eq_any(lost))
        .filter(is_live(today))
        .filter(not(exists(told)))
        .order((
            agreement_parties::agreement_id,
            agreement_parties::provider_id,
        ))
        .limit(i64::from(most))
        .select((
            (
                agreements::id,
                agreements::network_id,
                agreements::title,
                agreements::kind,
            ),
            agreement_parties::provider_id,
        ))
        .load(connection)?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(row, provider)| reminder(row, (kind, today), 0, provider.map(|id| id.0)))
        .collect())
}

/// Who is to be told of an agreement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgreementAddressees {
    /// The points that are parties, and those of associations that are. What a network body agrees is looked after
    /// by its administrators, not by all its points.
    pub points: BTreeSet<PointId>,
    /// The providers that are parties.
    pub providers: BTreeSet<ProviderId>,
}

/// Who is to be told of these agreements.
///
/// # Errors
/// When the database does not answer.
pub fn addressees_of_agreements(
    connection: &mut AnyConnection,
    asked: &[AgreementId],
) -> DbResult<BTreeMap<AgreementId, AgreementAddressees>> {
    type PartyRow = (
        DbId<AgreementIdKind>,
        Option<DbId<PointKind>>,
        Option<DbId<ProviderKind>>,
        Option<DbId<PointKind>>,
    );
    let ids: Vec<_> = asked.iter().copied().map(DbId).collect();
    let hosted = points::association_id
        .nullable()
        .eq(agreement_parties::association_id);
    let rows: Vec<PartyRow> = agreement_parties::table
        .left_join(points::table.on(hosted))
        .filter(agreement_parties::agreement_id.eq_any(ids))
        .select((
            agreement_parties::agreement_id,
            agreement_parties::point_id,
            agreement_parties::provider_id,
            points::id.nullable(),
        ))
        .load(connection)?;
    let mut found: BTreeMap<AgreementId, AgreementAddressees> = BTreeMap::new();
    for (id, point, provider, hosted) in rows {
        let of = found.entry(id.0).or_default();
        of.points
            .extend(point.into_iter().chain(hosted).map(|id| id.0));
        of.providers.extend(provider.map(|id| id.0));
    }
    Ok(found)
}

/// Notes that these reminders are sent: of two processes, one succeeds.
///
/// # Errors
/// [`DbError::Stale`] when another process sent one of them meanwhile.
pub fn reminders_put(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    sent: &[DueReminder],
    now: DateTime<Utc>,
) -> DbResult<()> {
    tx.bookkeeping();
    let connection: &mut AnyConnection = tx;
    for batch in sent.chunks(INSERT_BATCH) {
        let rows: Vec<_> = batch
            .iter()
            .map(|one| {
                let provider = one.provider_id.map(|id| id.to_string());
                (
                    agreement_reminders::agreement_id.eq(DbId(one.agreement_id)),
                    agreement_reminders::kind.eq(DbCode(one.deadline)),
                    agreement_reminders::due_on.eq(one.on),
                    agreement_reminders::days_before.eq(i32::from(one.days_before)),
                    agreement_reminders::provider.eq(provider.unwrap_or_default()),
                    agreement_reminders::sent_at.eq(now.naive_utc()),
                )
            })
            .collect();
        let written = on_each!(connection, |inner| diesel::insert_into(
            agreement_reminders::table
        )
        .values(&rows)
        .execute(inner));
        written.map_err(|error| match DbError::from(error) {
            DbError::Unique(_) => DbError::Stale,
            other => other,
        })?;
    }
    Ok(())
}
