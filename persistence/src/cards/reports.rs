//! Reports that a published card is wrong.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain_accounts::{Permit, Scope};
use domain_cards::{CardReport, ReportAnswer, ReportReason, ReportStatus};
use domain_shared::{
    CardId, CardKind, EmailAddress, LongText, NetworkBodyId, NetworkBodyKind, ProviderId,
    ProviderKind, ReportId, ReportKind, TextValue as _, UserKind, Version,
};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::{card_reports, cards},
    sql_types::{DbCode, DbId, DbText, DbVersion},
};

/// A report with what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRecord {
    /// The report.
    pub report: CardReport,
    /// The provider of the card.
    pub provider_id: ProviderId,
    /// The network of the card.
    pub network_id: NetworkBodyId,
    /// Title of the card today; empty while it has none.
    pub card_title: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = card_reports)]
struct ReportRow {
    id: DbId<ReportKind>,
    card_id: DbId<CardKind>,
    provider_id: DbId<ProviderKind>,
    network_id: DbId<NetworkBodyKind>,
    reason: DbCode<ReportReason>,
    text: DbText<LongText>,
    email: Option<DbText<EmailAddress>>,
    answer: Option<DbText<LongText>>,
    answered_by: Option<DbId<UserKind>>,
    answered_at: Option<NaiveDateTime>,
    version: DbVersion,
    created_at: NaiveDateTime,
}

impl From<(ReportRow, String)> for ReportRecord {
    fn from((row, card_title): (ReportRow, String)) -> Self {
        let by = row.answered_by.map(|by| by.0);
        let answer = row.answer.zip(row.answered_at);
        Self {
            report: CardReport {
                id: row.id.0,
                card_id: row.card_id.0,
                reason: row.reason.0,
                text: row.text.0,
                email: row.email.map(|email| email.0),
                answer: answer.map(|(text, at)| ReportAnswer {
                    text: text.0,
                    by,
                    at: at.and_utc(),
                }),
                version: row.version.0,
                created_at: row.created_at.and_utc(),
            },
            provider_id: row.provider_id.0,
            network_id: row.network_id.0,
            card_title,
        }
    }
}

/// Adds a report.
///
/// # Errors
/// [`DbError::Reference`] when there is no such card.
pub fn report_insert(tx: &mut Tx<'_>, _permit: &Permit, record: &ReportRecord) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let report = &record.report;
    let answer = report.answer.as_ref();
    diesel::insert_into(card_reports::table)
        .values((
            card_reports::id.eq(DbId(report.id)),
            card_reports::card_id.eq(DbId(report.card_id)),
            card_reports::provider_id.eq(DbId(record.provider_id)),
            card_reports::network_id.eq(DbId(record.network_id)),
            card_reports::reason.eq(DbCode(report.reason)),
            card_reports::text.eq(report.text.as_str()),
            card_reports::email.eq(report.email.clone().map(DbText)),
            card_reports::status.eq(DbCode(report.status())),
            card_reports::answer.eq(answer.map(|answer| answer.text.as_str())),
            card_reports::answered_by.eq(answer.and_then(|answer| answer.by).map(DbId)),
            card_reports::answered_at.eq(answer.map(|answer| answer.at.naive_utc())),
            card_reports::version.eq(DbVersion(report.version)),
            card_reports::created_at.eq(report.created_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The report with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn report_find(connection: &mut AnyConnection, id: ReportId) -> DbResult<Option<ReportRecord>> {
    Ok(card_reports::table
        .inner_join(cards::table)
        .filter(card_reports::id.eq(DbId(id)))
        .select((ReportRow::as_select(), cards::title))
        .first::<(ReportRow, String)>(connection)
        .optional()?
        .map(ReportRecord::from))
}

/// Which reports to list; an empty list does not filter.
#[derive(Debug, Clone, Default)]
pub struct ReportFilter {
    /// Open or closed.
    pub statuses: Vec<ReportStatus>,
    /// Providers.
    pub providers: Vec<ProviderId>,
    /// Cards.
    pub cards: Vec<CardId>,
    /// What is wrong.
    pub reasons: Vec<ReportReason>,
}

/// The reports within the scope, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn report_list(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: &ReportFilter,
    page: &PageRequest,
) -> DbResult<Listing<ReportRecord>> {
    let mut query = card_reports::table.inner_join(cards::table).into_boxed();
    if !scope.everything {
        let networks: Vec<_> = scope.networks.iter().copied().map(DbId).collect();
        let own: Vec<_> = scope.providers.iter().copied().map(DbId).collect();
        query = query.filter(
            card_reports::network_id
                .eq_any(networks)
                .or(card_reports::provider_id.eq_any(own)),
        );
    }
    if !filter.statuses.is_empty() {
        let statuses: Vec<_> = filter.statuses.iter().copied().map(DbCode).collect();
        query = query.filter(card_reports::status.eq_any(statuses));
    }
    if !filter.providers.is_empty() {
        let providers: Vec<_> = filter.providers.iter().copied().map(DbId).collect();
        query = query.filter(card_reports::provider_id.eq_any(providers));
    }
    if !filter.cards.is_empty() {
        let cards: Vec<_> = filter.cards.iter().copied().map(DbId).collect();
        query = query.filter(card_reports::card_id.eq_any(cards));
    }
    if !filter.reasons.is_empty() {
        let reasons: Vec<_> = filter.reasons.iter().copied().map(DbCode).collect();
        query = query.filter(card_reports::reason.eq_any(reasons));
    }
    if let Some(after) = &page.after {
        let at = after.time()?;
        query = query.filter(
            card_reports::created_at.lt(at).or(card_reports::created_at
                .eq(at)
                .and(card_reports::id.lt(&after.id))),
        );
    }
    let rows: Vec<(ReportRow, String)> = query
        .order((card_reports::created_at.desc(), card_reports::id.desc()))
        .limit(page.fetch())
        .select((ReportRow::as_select(), cards::title))
        .load(connection)?;
    let cursor = |(row, _): &(ReportRow, String)| Cursor::at_time(row.created_at, &row.id.0);
    Ok(Listing::cut(rows, page, cursor).map(ReportRecord::from))
}

/// Closes an open report with an answer over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when somebody else answered meanwhile.
pub fn report_answer_put(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: ReportId,
    read: Version,
    answer: &ReportAnswer,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(card_reports::table.find(DbId(id)))
        .filter(card_reports::version.eq(DbVersion(read)))
        .filter(card_reports::status.eq(DbCode(ReportStatus::Open)))
        .set((
            card_reports::status.eq(DbCode(ReportStatus::Closed)),
            card_reports::answer.eq(answer.text.as_str()),
            card_reports::answered_by.eq(answer.by.map(DbId)),
            card_reports::answered_at.eq(answer.at.naive_utc()),
            card_reports::version.eq(DbVersion(read.next())),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}
