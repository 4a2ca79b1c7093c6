//! The rows of the public view, written whole.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::{
    dsl::{max, not},
    prelude::*,
};
use domain_cards::{PublicWindow, RevisionNumber};
use domain_shared::{
    BoundedNumber as _, CardId, CardKind, FileId, NetworkBodyId, NetworkBodyKind, ProviderId,
    ProviderKind, StableCode, TextValue as _,
};

use crate::{
    AnyConnection, DbError, DbResult, Tx,
    dialect::{INSERT_BATCH, OneOf, on_each},
    schema::{changes, service_category_links, service_files, services},
    sql_types::DbId,
};

/// A card in the public view.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicService {
    /// The card.
    pub card_id: CardId,
    /// Its provider.
    pub provider_id: ProviderId,
    /// Its network.
    pub network_id: NetworkBodyId,
    /// The revision that is shown.
    pub revision: RevisionNumber,
    /// The days on which it is shown.
    pub window: PublicWindow,
    /// Whether the log of changes says that it is shown.
    pub announced: bool,
    /// The last line of that log about it; 0 while there is none.
    pub change_number: i64,
    /// When the revision was published.
    pub published_at: DateTime<Utc>,
    /// When the card was last found true.
    pub verified_on: Option<NaiveDate>,
    /// The detail, ready to send.
    pub document: String,
    /// The item of a list, ready to send.
    pub summary: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = services)]
struct ServiceRow {
    card_id: DbId<CardKind>,
    provider_id: DbId<ProviderKind>,
    network_id: DbId<NetworkBodyKind>,
    revision: i32,
    visible_from: Option<NaiveDate>,
    visible_until: Option<NaiveDate>,
    announced: bool,
    change_number: i64,
    published_at: NaiveDateTime,
    verified_on: Option<NaiveDate>,
    document: String,
    summary: String,
}

impl TryFrom<ServiceRow> for PublicService {
    type Error = DbError;

    fn try_from(row: ServiceRow) -> DbResult<Self> {
        Ok(Self {
            card_id: row.card_id.0,
            provider_id: row.provider_id.0,
            network_id: row.network_id.0,
            revision: RevisionNumber::from_number(i64::from(row.revision))
                .ok_or_else(|| DbError::corrupt("revision number"))?,
            window: PublicWindow {
                from: row.visible_from,
                until: row.visible_until,
            },
            announced: row.announced,
            change_number: row.change_number,
            published_at: row.published_at.and_utc(),
            verified_on: row.verified_on,
            document: row.document,
            summary: row.summary,
        })
    }
}

/// The rows of these cards, as far as they have one.
///
/// # Errors
/// When the database does not answer.
pub fn services_of(
    connection: &mut AnyConnection,
    cards: &[CardId],
) -> DbResult<Vec<PublicService>> {
    let rows: Vec<ServiceRow> = on_each!(connection, |inner| services::table
        .filter(OneOf::new(services::card_id, cards))
        .select(ServiceRow::as_select())
        .load(inner))?;
    rows.into_iter().map(PublicService::try_from).collect()
}

/// These cards with their providers and networks, as far as the log of changes says that they are shown.
///
/// # Errors
/// When the database does not answer.
pub fn services_announced(
    connection: &mut AnyConnection,
    cards: &[CardId],
) -> DbResult<Vec<(CardId, ProviderId, NetworkBodyId)>> {
    type Row = (DbId<CardKind>, DbId<ProviderKind>, DbId<NetworkBodyKind>);
    let rows: Vec<Row> = on_each!(connection, |inner| services::table
        .filter(OneOf::new(services::card_id, cards))
        .filter(services::announced)
        .order(services::card_id)
        .select((
            services::card_id,
            services::provider_id,
            services::network_id,
        ))
        .load(inner))?;
    let ids = rows.into_iter();
    Ok(ids
        .map(|(card, provider, network)| (card.0, provider.0, network.0))
        .collect())
}

/// Writes at these cards which line of the log of changes is the last about them.
///
/// # Errors
/// When the database does not answer.
pub fn services_renumber(tx: &mut Tx<'_>, cards: &[CardId]) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let last = changes::table
        .filter(changes::card_id.eq(services::card_id))
        .select(max(changes::number))
        .single_value();
    let ids: Vec<_> = cards.iter().map(|id| DbId(*id)).collect();
    diesel::update(services::table.filter(services::card_id.eq_any(ids)))
        .set(services::change_number.eq(last.assume_not_null()))
        .execute(connection)?;
    Ok(())
}

/// Rows whose days of being shown have come or passed without the log of changes saying so, at most
/// `limit`.
///
/// # Errors
/// When the database does not answer.
pub fn services_due(
    connection: &mut AnyConnection,
    today: NaiveDate,
    limit: i64,
) -> DbResult<Vec<PublicService>> {
    let passed = services::table
        .filter(services::announced)
        .filter(services::visible_until.lt(today));
    let mut rows: Vec<ServiceRow> = passed
        .select(ServiceRow::as_select())
        .order((services::visible_until, services::card_id))
        .limit(limit)
        .load(connection)?;
    let come = services::table
        .filter(not(services::announced))
        .filter(services::visible_from.le(today))
        .filter(
            services::visible_until
                .is_null()
                .or(services::visible_until.ge(today)),
        );
    rows.extend(
        come.select(ServiceRow::as_select())
            .order((services::visible_from, services::card_id))
            .limit(limit)
            .load::<ServiceRow>(connection)?,
    );
    rows.into_iter().map(PublicService::try_from).collect()
}

/// Takes cards out of the public view.
///
/// # Errors
/// When the database does not answer.
pub fn services_remove(tx: &mut Tx<'_>, cards: &[CardId]) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    for batch in cards.chunks(INSERT_BATCH) {
        let ids: Vec<_> = batch.iter().map(|id| DbId(*id)).collect();
        diesel::delete(services::table.filter(services::card_id.eq_any(ids)))
            .execute(connection)?;
    }
    Ok(())
}

/// A row with the files and categories it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceDocument {
    /// The row.
    pub service: PublicService,
    /// The files it shows.
    pub files: Vec<FileId>,
    /// Its categories.
    pub categories: Vec<StableCode>,
}

/// Puts cards into the public view, in place of their former rows.
///
/// # Errors
/// When the database does not answer.
pub fn services_put(tx: &mut Tx<'_>, documents: &[ServiceDocument]) -> DbResult<()> {
    let ids: Vec<CardId> = documents.iter().map(|one| one.service.card_id).collect();
    services_remove(tx, &ids)?;
    let connection: &mut AnyConnection = tx;
    let rows: Vec<_> = documents.iter().map(|one| row_of(&one.service)).collect();
    for batch in rows.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(services::table)
            .values(batch)
            .execute(inner))?;
    }
    let files: Vec<_> = documents
        .iter()
        .flat_map(|one| {
            one.files.iter().map(|file| {
                (
                    service_files::card_id.eq(DbId(one.service.card_id)),
                    service_files::file_id.eq(DbId(*file)),
                )
            })
        })
        .collect();
    for batch in files.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(
            service_files::table
        )
        .values(batch)
        .execute(inner))?;
    }
    let categories: Vec<_> = documents
        .iter()
        .flat_map(|one| {
            one.categories.iter().map(|category| {
                (
                    service_category_links::card_id.eq(DbId(one.service.card_id)),
                    service_category_links::category.eq(category.as_str()),
                )
            })
        })
        .collect();
    for batch in categories.chunks(INSERT_BATCH) {
        on_each!(connection, |inner| diesel::insert_into(
            service_category_links::table
        )
        .values(batch)
        .execute(inner))?;
    }
    Ok(())
}

#[derive(Insertable)]
#[diesel(table_name = services)]
struct NewRow<'a> {
    card_id: DbId<CardKind>,
    provider_id: DbId<ProviderKind>,
    network_id: DbId<NetworkBodyKind>,
    revision: i32,
    visible_from: Option<NaiveDate>,
    visible_until: Option<NaiveDate>,
    announced: bool,
    change_number: i64,
    published_at: NaiveDateTime,
    verified_on: Option<NaiveDate>,
    document: &'a str,
    summary: &'a str,
}

fn row_of(service: &PublicService) -> NewRow<'_> {
    NewRow {
        card_id: DbId(service.card_id),
        provider_id: DbId(service.provider_id),
        network_id: DbId(service.network_id),
        revision: i32::from(service.revision.number()),
        visible_from: service.window.from,
        visible_until: service.window.until,
        announced: service.announced,
        change_number: service.change_number,
        published_at: service.published_at.naive_utc(),
        verified_on: service.verified_on,
        document: &service.document,
        summary: &service.summary,
    }
}
