//! The texts of an agreement as they were sent or proposed.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_agreements::{
    AgreementContent, AgreementRevision, AgreementRevisionNumber, RenderedText,
};
use domain_shared::{
    AgreementId, AgreementIdKind, BoundedNumber as _, ProviderId, ProviderKind, UserKind,
};

use super::record::revision_number;
use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::agreement_revisions,
    sql_types::{DbId, DbJson},
};

/// Which revisions of an agreement somebody may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RevisionView {
    /// All of them.
    All,
    /// Those that were sent, and those that one of these providers proposed.
    SentOrProposedBy(Vec<ProviderId>),
}

impl RevisionView {
    /// Whether a revision is among them.
    #[must_use]
    pub fn shows(&self, revision: &AgreementRevision) -> bool {
        match self {
            Self::All => true,
            Self::SentOrProposedBy(own) => revision.proposed_by.is_none_or(|by| own.contains(&by)),
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = agreement_revisions)]
struct RevisionRow {
    agreement_id: DbId<AgreementIdKind>,
    number: i32,
    content: DbJson<AgreementContent>,
    text: DbJson<RenderedText>,
    sha256: String,
    proposed_by: Option<DbId<ProviderKind>>,
    made_by: Option<DbId<UserKind>>,
    made_at: NaiveDateTime,
}

impl TryFrom<RevisionRow> for AgreementRevision {
    type Error = DbError;

    fn try_from(row: RevisionRow) -> DbResult<Self> {
        Ok(Self {
            agreement_id: row.agreement_id.0,
            number: revision_number(row.number)?,
            content: row.content.0,
            text: row.text.0,
            sha256: row.sha256,
            proposed_by: row.proposed_by.map(|id| id.0),
            made_by: row.made_by.map(|id| id.0),
            made_at: row.made_at.and_utc(),
        })
    }
}

/// Keeps a revision for good.
///
/// # Errors
/// [`DbError::Unique`] when the agreement has one with this number.
pub fn revision_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    revision: &AgreementRevision,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(agreement_revisions::table)
        .values((
            agreement_revisions::agreement_id.eq(DbId(revision.agreement_id)),
            agreement_revisions::number.eq(i32::from(revision.number.number())),
            agreement_revisions::content.eq(DbJson(revision.content.clone())),
            agreement_revisions::text.eq(DbJson(revision.text.clone())),
            agreement_revisions::sha256.eq(&revision.sha256),
            agreement_revisions::proposed_by.eq(revision.proposed_by.map(DbId)),
            agreement_revisions::made_by.eq(revision.made_by.map(DbId)),
            agreement_revisions::made_at.eq(revision.made_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// A revision of an agreement by its number.
///
/// # Errors
/// When the database does not answer.
pub fn revision_find(
    connection: &mut AnyConnection,
    agreement: AgreementId,
    number: AgreementRevisionNumber,
) -> DbResult<Option<AgreementRevision>> {
    agreement_revisions::table
        .find((DbId(agreement), i32::from(number.number())))
        .select(RevisionRow::as_select())
        .first(connection)
        .optional()?
        .map(AgreementRevision::try_from)
        .transpose()
}

/// What these agreements said when they were last sent; those that never were are left out.
///
/// # Errors
/// When the database does not answer.
pub fn contents_last_sent(
    connection: &mut AnyConnection,
    agreements: &[AgreementId],
) -> DbResult<Vec<(AgreementId, AgreementContent)>> {
    if agreements.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(DbId<AgreementIdKind>, DbJson<AgreementContent>)> = agreement_revisions::table
        .filter(agreement_revisions::agreement_id.eq_any(agreements.iter().copied().map(DbId)))
        .filter(agreement_revisions::proposed_by.is_null())
        .order((
            agreement_revisions::agreement_id,
            agreement_revisions::number.desc(),
        ))
        .select((
            agreement_revisions::agreement_id,
            agreement_revisions::content,
        ))
        .load(connection)?;
    let mut found: Vec<(AgreementId, AgreementContent)> = Vec::new();
    for (id, content) in rows {
        if found.last().is_none_or(|(last, _)| *last != id.0) {
            found.push((id.0, content.0));
        }
    }
    Ok(found)
}

/// The revision of an agreement that was last sent.
///
/// # Errors
/// When the database does not answer.
pub fn revision_last_sent(
    connection: &mut AnyConnection,
    agreement: AgreementId,
) -> DbResult<Option<AgreementRevision>> {
    agreement_revisions::table
        .filter(agreement_revisions::agreement_id.eq(DbId(agreement)))
        .filter(agreement_revisions::proposed_by.is_null())
        .order(agreement_revisions::number.desc())
        .select(RevisionRow::as_select())
        .first(connection)
        .optional()?
        .map(AgreementRevision::try_from)
        .transpose()
}

/// The revisions of an agreement that somebody may read, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn revision_list(
    connection: &mut AnyConnection,
    agreement: AgreementId,
    view: &RevisionView,
    page: &PageRequest,
) -> DbResult<Listing<AgreementRevision>> {
    let mut query = agreement_revisions::table
        .filter(agreement_revisions::agreement_id.eq(DbId(agreement)))
        .select(RevisionRow::as_select())
        .into_boxed();
    if let RevisionView::SentOrProposedBy(own) = view {
        let own: Vec<_> = own.iter().copied().map(DbId).map(Some).collect();
        query = query.filter(
            agreement_revisions::proposed_by
                .is_null()
                .or(agreement_revisions::proposed_by.eq_any(own)),
        );
    }
    if let Some(after) = &page.after {
        let number: i32 = after.id.parse().map_err(|_| DbError::Cursor)?;
        query = query.filter(agreement_revisions::number.lt(number));
    }
    let rows: Vec<RevisionRow> = query
        .order(agreement_revisions::number.desc())
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |row| Cursor {
        key: String::new(),
        id: row.number.to_string(),
    })
    .try_map(AgreementRevision::try_from)
}
