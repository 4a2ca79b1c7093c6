//! Files that were uploaded to cards; their bytes are in the file store.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{dsl::count_star, prelude::*};
use domain_accounts::Permit;
use domain_cards::{CardContent, CardFile, FileName, MediaKind};
use domain_shared::{
    CardId, CardKind, FileId, FileKind, NetworkBodyId, NetworkBodyKind, ProviderId, ProviderKind,
    TextValue as _, UserKind,
};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::{card_revisions, cards, files, service_files, services},
    sql_types::{DbCode, DbId, DbJson, DbText},
};

/// A file with what its card belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedFile {
    /// The file.
    pub file: CardFile,
    /// The provider of the card.
    pub provider_id: ProviderId,
    /// The network of the card.
    pub network_id: NetworkBodyId,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = files)]
struct FileRow {
    id: DbId<FileKind>,
    card_id: DbId<CardKind>,
    provider_id: DbId<ProviderKind>,
    network_id: DbId<NetworkBodyKind>,
    sha256: String,
    kind: DbCode<MediaKind>,
    name: DbText<FileName>,
    bytes: i32,
    width: Option<i32>,
    height: Option<i32>,
    created_by: Option<DbId<UserKind>>,
    created_at: NaiveDateTime,
}

impl TryFrom<FileRow> for OwnedFile {
    type Error = DbError;

    fn try_from(row: FileRow) -> DbResult<Self> {
        let number =
            |number: i32| u32::try_from(number).map_err(|_| DbError::corrupt("size of a file"));
        let size = match row.width.zip(row.height) {
            Some((width, height)) => Some((number(width)?, number(height)?)),
            None => None,
        };
        Ok(Self {
            file: CardFile {
                id: row.id.0,
                card_id: row.card_id.0,
                key: row.sha256,
                kind: row.kind.0,
                name: row.name.0,
                bytes: number(row.bytes)?,
                size,
                created_by: row.created_by.map(|by| by.0),
                created_at: row.created_at.and_utc(),
            },
            provider_id: row.provider_id.0,
            network_id: row.network_id.0,
        })
    }
}

/// Adds a file whose bytes are in the store already.
///
/// # Errors
/// [`DbError::Reference`] when there is no such card.
pub fn file_insert(tx: &mut Tx<'_>, _permit: &Permit, owned: &OwnedFile) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let file = &owned.file;
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    diesel::insert_into(files::table)
        .values((
            files::id.eq(DbId(file.id)),
            files::card_id.eq(DbId(file.card_id)),
            files::provider_id.eq(DbId(owned.provider_id)),
            files::network_id.eq(DbId(owned.network_id)),
            files::sha256.eq(&file.key),
            files::kind.eq(DbCode(file.kind)),
            files::name.eq(file.name.as_str()),
            files::bytes.eq(number(file.bytes)),
            files::width.eq(file.size.map(|(width, _)| number(width))),
            files::height.eq(file.size.map(|(_, height)| number(height))),
            files::created_by.eq(file.created_by.map(DbId)),
            files::created_at.eq(file.created_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The file with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn file_find(connection: &mut AnyConnection, id: FileId) -> DbResult<Option<OwnedFile>> {
    files::table
        .find(DbId(id))
        .select(FileRow::as_select())
        .first(connection)
        .optional()?
        .map(OwnedFile::try_from)
        .transpose()
}

/// How many files a card has.
///
/// # Errors
/// When the database does not answer.
pub fn file_count(connection: &mut AnyConnection, card: CardId) -> DbResult<i64> {
    Ok(files::table
        .filter(files::card_id.eq(DbId(card)))
        .select(count_star())
        .first(connection)?)
}

/// The files of a card, oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn file_list(
    connection: &mut AnyConnection,
    card: CardId,
    page: &PageRequest,
) -> DbResult<Listing<OwnedFile>> {
    let mut query = files::table
        .filter(files::card_id.eq(DbId(card)))
        .select(FileRow::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        let at = after.time()?;
        query = query.filter(
            files::created_at
                .gt(at)
                .or(files::created_at.eq(at).and(files::id.gt(&after.id))),
        );
    }
    let rows: Vec<FileRow> = query
        .order((files::created_at, files::id))
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |row| Cursor::at_time(row.created_at, &row.id.0))
        .try_map(OwnedFile::try_from)
}

/// Whether the public sees a file on a day.
///
/// # Errors
/// When the database does not answer.
pub fn file_is_public(
    connection: &mut AnyConnection,
    id: FileId,
    today: NaiveDate,
) -> DbResult<bool> {
    let (from, until) = (services::visible_from, services::visible_until);
    let found = service_files::table
        .inner_join(services::table.on(services::card_id.eq(service_files::card_id)))
        .filter(service_files::file_id.eq(DbId(id)))
        .filter(from.is_null().or(from.le(today)))
        .filter(until.is_null().or(until.ge(today)))
        .select(service_files::file_id)
        .first::<DbId<FileKind>>(connection)
        .optional()?;
    Ok(found.is_some())
}

/// Whether the working copy or a revision of its card shows a file.
///
/// # Errors
/// When the database does not answer.
pub fn file_is_shown(connection: &mut AnyConnection, file: &CardFile) -> DbResult<bool> {
    let draft: Option<Option<DbJson<CardContent>>> = cards::table
        .find(DbId(file.card_id))
        .select(cards::draft)
        .first(connection)
        .optional()?;
    if let Some(Some(draft)) = draft
        && draft.0.files().any(|one| one == file.id)
    {
        return Ok(true);
    }
    // An identifier stands for itself in the stored form.
    let named = card_revisions::table
        .filter(card_revisions::card_id.eq(DbId(file.card_id)))
        .filter(card_revisions::content.like(format!("%{}%", file.id)))
        .select(card_revisions::number)
        .first::<i32>(connection)
        .optional()?;
    Ok(named.is_some())
}

/// Removes a file; its bytes stay in the store, where another file may have the same.
///
/// # Errors
/// [`DbError::Stale`] when it was removed meanwhile.
pub fn file_delete(tx: &mut Tx<'_>, _permit: &Permit, id: FileId) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let deleted = diesel::delete(files::table.find(DbId(id))).execute(connection)?;
    DbError::stale_unless(deleted == 1)
}
