//! Attachments and signed documents of agreements; their bytes are in the file store.

use chrono::NaiveDateTime;
use diesel::{dsl::count_star, prelude::*};
use domain_accounts::Permit;
use domain_agreements::{AgreementFile, AgreementFileKind, SignedFormat};
use domain_shared::{AgreementFileId, AgreementFileIdKind, AgreementId, AgreementIdKind, UserKind};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::agreement_files,
    sql_types::{DbCode, DbId},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = agreement_files)]
struct FileRow {
    id: DbId<AgreementFileIdKind>,
    agreement_id: DbId<AgreementIdKind>,
    kind: DbCode<AgreementFileKind>,
    format: Option<DbCode<SignedFormat>>,
    name: String,
    media: String,
    bytes: i32,
    sha256: String,
    created_by: Option<DbId<UserKind>>,
    created_at: NaiveDateTime,
}

impl TryFrom<FileRow> for AgreementFile {
    type Error = DbError;

    fn try_from(row: FileRow) -> DbResult<Self> {
        Ok(Self {
            id: row.id.0,
            agreement_id: row.agreement_id.0,
            kind: row.kind.0,
            format: row.format.map(|format| format.0),
            name: row.name,
            media: row.media,
            bytes: u32::try_from(row.bytes).map_err(|_| DbError::corrupt("size of a file"))?,
            sha256: row.sha256,
            by: row.created_by.map(|by| by.0),
            at: row.created_at.and_utc(),
        })
    }
}

/// Adds a file whose bytes are in the store already.
///
/// # Errors
/// [`DbError::Reference`] when there is no such agreement.
pub fn agreement_file_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    file: &AgreementFile,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(agreement_files::table)
        .values((
            agreement_files::id.eq(DbId(file.id)),
            agreement_files::agreement_id.eq(DbId(file.agreement_id)),
            agreement_files::kind.eq(DbCode(file.kind)),
            agreement_files::format.eq(file.format.map(DbCode)),
            agreement_files::name.eq(&file.name),
            agreement_files::media.eq(&file.media),
            agreement_files::bytes.eq(i32::try_from(file.bytes).unwrap_or(i32::MAX)),
            agreement_files::sha256.eq(&file.sha256),
            agreement_files::created_by.eq(file.by.map(DbId)),
            agreement_files::created_at.eq(file.at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The file with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_file_find(
    connection: &mut AnyConnection,
    id: AgreementFileId,
) -> DbResult<Option<AgreementFile>> {
    agreement_files::table
        .find(DbId(id))
        .select(FileRow::as_select())
        .first(connection)
        .optional()?
        .map(AgreementFile::try_from)
        .transpose()
}

/// How many files of a kind an agreement has.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_file_count(
    connection: &mut AnyConnection,
    agreement: AgreementId,
    kind: AgreementFileKind,
) -> DbResult<i64> {
    Ok(agreement_files::table
        .filter(agreement_files::agreement_id.eq(DbId(agreement)))
        .filter(agreement_files::kind.eq(DbCode(kind)))
        .select(count_star())
        .first(connection)?)
}

/// The files of an agreement, oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn agreement_file_list(
    connection: &mut AnyConnection,
    agreement: AgreementId,
    page: &PageRequest,
) -> DbResult<Listing<AgreementFile>> {
    let mut query = agreement_files::table
        .filter(agreement_files::agreement_id.eq(DbId(agreement)))
        .select(FileRow::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        let at = after.time()?;
        query = query.filter(
            agreement_files::created_at
                .gt(at)
                .or(agreement_files::created_at
                    .eq(at)
                    .and(agreement_files::id.gt(&after.id))),
        );
    }
    let rows: Vec<FileRow> = query
        .order((agreement_files::created_at, agreement_files::id))
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |row| Cursor::at_time(row.created_at, &row.id.0))
        .try_map(AgreementFile::try_from)
}

/// Hashes of the attachments of an agreement, in hexadecimal digits, in their order.
///
/// # Errors
/// When the database does not answer.
pub fn attachment_hashes(
    connection: &mut AnyConnection,
    agreement: AgreementId,
) -> DbResult<Vec<String>> {
    Ok(agreement_files::table
        .filter(agreement_files::agreement_id.eq(DbId(agreement)))
        .filter(agreement_files::kind.eq(DbCode(AgreementFileKind::Attachment)))
        .order(agreement_files::sha256)
        .select(agreement_files::sha256)
        .load(connection)?)
}

/// Removes a file; its bytes stay in the store, where another file may have the same.
///
/// # Errors
/// [`DbError::Stale`] when it was removed meanwhile.
pub fn agreement_file_delete(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: AgreementFileId,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let deleted = diesel::delete(agreement_files::table.find(DbId(id))).execute(connection)?;
    DbError::stale_unless(deleted == 1)
}
