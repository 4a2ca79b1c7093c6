//! Questionnaires and their versions.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain_accounts::{Permit, Scope};
use domain_shared::{
    BoundedNumber as _, DefinitionNumber, DisplayName, NetworkBodyId, NetworkBodyKind,
    QuestionnaireId, QuestionnaireIdKind, StableCode, TextValue as _, Version, fold,
};
use domain_surveys::Questionnaire;

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::questionnaires,
    sql_types::{DbId, DbText, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = questionnaires)]
struct QuestionnaireRow {
    id: DbId<QuestionnaireIdKind>,
    network_id: DbId<NetworkBodyKind>,
    code: DbText<StableCode>,
    title: DbText<DisplayName>,
    sort_title: String,
    last_number: i32,
    active_number: Option<i32>,
    version: DbVersion,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

pub(super) fn definition_number(number: i32) -> DbResult<DefinitionNumber> {
    DefinitionNumber::from_number(i64::from(number))
        .ok_or_else(|| DbError::corrupt("number of a questionnaire"))
}

impl TryFrom<QuestionnaireRow> for Questionnaire {
    type Error = DbError;

    fn try_from(row: QuestionnaireRow) -> DbResult<Self> {
        Ok(Self {
            id: row.id.0,
            network_id: row.network_id.0,
            code: row.code.0,
            title: row.title.0,
            last: definition_number(row.last_number)?,
            active: row.active_number.map(definition_number).transpose()?,
            version: row.version.0,
            created_at: row.created_at.and_utc(),
            updated_at: row.updated_at.and_utc(),
        })
    }
}

/// Adds a questionnaire; its first version is added with [`super::questionnaire_version_insert`].
///
/// # Errors
/// [`DbError::Reference`] when the network does not exist, [`DbError::Unique`] when its code is taken.
pub fn questionnaire_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    questionnaire: &Questionnaire,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(questionnaires::table)
        .values((
            questionnaires::id.eq(DbId(questionnaire.id)),
            questionnaires::network_id.eq(DbId(questionnaire.network_id)),
            questionnaires::code.eq(DbText(questionnaire.code.clone())),
            questionnaires::title.eq(DbText(questionnaire.title.clone())),
            questionnaires::sort_title.eq(fold(questionnaire.title.as_str())),
            questionnaires::last_number.eq(i32::from(questionnaire.last.number())),
            questionnaires::active_number
                .eq(questionnaire.active.map(|one| i32::from(one.number()))),
            questionnaires::version.eq(DbVersion(questionnaire.version)),
            questionnaires::created_at.eq(questionnaire.created_at.naive_utc()),
            questionnaires::updated_at.eq(questionnaire.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes a questionnaire over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile.
pub fn questionnaire_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    questionnaire: &Questionnaire,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(questionnaires::table.find(DbId(questionnaire.id)))
        .filter(questionnaires::version.eq(DbVersion(read)))
        .set((
            questionnaires::title.eq(DbText(questionnaire.title.clone())),
            questionnaires::sort_title.eq(fold(questionnaire.title.as_str())),
            questionnaires::last_number.eq(i32::from(questionnaire.last.number())),
            questionnaires::active_number
                .eq(questionnaire.active.map(|one| i32::from(one.number()))),
            questionnaires::version.eq(DbVersion(questionnaire.version)),
            questionnaires::updated_at.eq(questionnaire.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// The questionnaire with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn questionnaire_find(
    connection: &mut AnyConnection,
    id: QuestionnaireId,
) -> DbResult<Option<Questionnaire>> {
    questionnaires::table
        .find(DbId(id))
        .select(QuestionnaireRow::as_select())
        .first(connection)
        .optional()?
        .map(Questionnaire::try_from)
        .transpose()
}

/// Those of some codes that a network has questionnaires of.
///
/// # Errors
/// When the database does not answer.
pub fn questionnaire_codes_taken(
    connection: &mut AnyConnection,
    network: NetworkBodyId,
    codes: &[StableCode],
) -> DbResult<Vec<StableCode>> {
    let codes: Vec<_> = codes.iter().cloned().map(DbText).collect();
    let found: Vec<DbText<StableCode>> = questionnaires::table
        .filter(questionnaires::network_id.eq(DbId(network)))
        .filter(questionnaires::code.eq_any(codes))
        .select(questionnaires::code)
        .load(connection)?;
    Ok(found.into_iter().map(|code| code.0).collect())
}

/// Which questionnaires to list; an empty list does not filter.
#[derive(Debug, Clone, Default)]
pub struct QuestionnaireFilter {
    /// Codes.
    pub codes: Vec<StableCode>,
    /// Only those that have an active version, or only those that have none.
    pub active: Option<bool>,
}

/// Questionnaires within the scope, by title.
///
/// # Errors
/// When the database does not answer.
pub fn questionnaire_list(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: &QuestionnaireFilter,
    page: &PageRequest,
) -> DbResult<Listing<Questionnaire>> {
    let mut query = questionnaires::table.into_boxed();
    if !scope.everything {
        let networks: Vec<_> = scope.networks.iter().copied().map(DbId).collect();
        query = query.filter(questionnaires::network_id.eq_any(networks));
    }
    if !filter.codes.is_empty() {
        let codes: Vec<_> = filter.codes.iter().cloned().map(DbText).collect();
        query = query.filter(questionnaires::code.eq_any(codes));
    }
    query = match filter.active {
        Some(true) => query.filter(questionnaires::active_number.is_not_null()),
        Some(false) => query.filter(questionnaires::active_number.is_null()),
        None => query,
    };
    if let Some(after) = &page.after {
        query = query.filter(
            questionnaires::sort_title
                .gt(after.key.clone())
                .or(questionnaires::sort_title
                    .eq(after.key.clone())
                    .and(questionnaires::id.gt(after.id.clone()))),
        );
    }
    let rows: Vec<QuestionnaireRow> = query
        .order((questionnaires::sort_title, questionnaires::id))
        .limit(page.fetch())
        .select(QuestionnaireRow::as_select())
        .load(connection)?;
    let cursor = |row: &QuestionnaireRow| Cursor {
        key: row.sort_title.clone(),
        id: row.id.0.to_string(),
    };
    Listing::cut(rows, page, cursor).try_map(Questionnaire::try_from)
}
