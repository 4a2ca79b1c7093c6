//! Questionnaires and their versions.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain_accounts::{Permit, Scope};
use domain_shared::{
    BoundedNumber as _, DefinitionNumber, DefinitionStatus, DisplayName, NetworkBodyId,
    NetworkBodyKind, QuestionnaireId, QuestionnaireIdKind, StableCode, TextValue as _, Version, fold,
};
use domain_surveys::{Definition, Questionnaire, QuestionnaireVersion, VersionHead};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::{questionnaire_versions, questionnaires},
    sql_types::{DbCode, DbId, DbJson, DbText, DbVersion},
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

fn definition_number(number: i32) -> DbResult<DefinitionNumber> {
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

#[derive(Queryable, Selectable)]
#[diesel(table_name = questionnaire_versions)]
struct VersionRow {
    questionnaire_id: DbId<QuestionnaireIdKind>,
    number: i32,
    status: DbCode<DefinitionStatus>,
    content: DbJson<Definition>,
    created_at: NaiveDateTime,
    activated_at: Option<NaiveDateTime>,
    retired_at: Option<NaiveDateTime>,
}

impl TryFrom<VersionRow> for QuestionnaireVersion {
    type Error = DbError;

    fn try_from(row: VersionRow) -> DbResult<Self> {
        Ok(Self {
            questionnaire_id: row.questionnaire_id.0,
            number: definition_number(row.number)?,
            status: row.status.0,
            definition: row.content.0,
            created_at: row.created_at.and_utc(),
            activated_at: row.activated_at.map(|at| at.and_utc()),
            retired_at: row.retired_at.map(|at| at.and_utc()),
        })
    }
}

/// A version without what it asks.
#[derive(Queryable, Selectable)]
#[diesel(table_name = questionnaire_versions)]
struct HeadRow {
    number: i32,
    status: DbCode<DefinitionStatus>,
    created_at: NaiveDateTime,
    activated_at: Option<NaiveDateTime>,
    retired_at: Option<NaiveDateTime>,
}

impl TryFrom<HeadRow> for VersionHead {
    type Error = DbError;

    fn try_from(row: HeadRow) -> DbResult<Self> {
        Ok(Self {
            number: definition_number(row.number)?,
            status: row.status.0,
            created_at: row.created_at.and_utc(),
            activated_at: row.activated_at.map(|at| at.and_utc()),
            retired_at: row.retired_at.map(|at| at.and_utc()),
        })
    }
}

/// Adds a questionnaire; its first version is added with [`questionnaire_version_insert`].
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

/// Adds a version of a questionnaire.
///
/// # Errors
/// [`DbError::Unique`] when the questionnaire has one with this number.
pub fn questionnaire_version_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    version: &QuestionnaireVersion,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(questionnaire_versions::table)
        .values((
            questionnaire_versions::questionnaire_id.eq(DbId(version.questionnaire_id)),
            questionnaire_versions::number.eq(i32::from(version.number.number())),
            questionnaire_versions::status.eq(DbCode(version.status)),
            questionnaire_versions::content.eq(DbJson(version.definition.clone())),
            questionnaire_versions::created_at.eq(version.created_at.naive_utc()),
            questionnaire_versions::activated_at.eq(version.activated_at.map(|at| at.naive_utc())),
            questionnaire_versions::retired_at.eq(version.retired_at.map(|at| at.naive_utc())),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes a version of a questionnaire over the state it was read in; only a draft's definition changes.
///
/// # Errors
/// [`DbError::Stale`] when it is in another state meanwhile.
pub fn questionnaire_version_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: DefinitionStatus,
    version: &QuestionnaireVersion,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let row = questionnaire_versions::table.find((
        DbId(version.questionnaire_id),
        i32::from(version.number.number()),
    ));
    let stamps = (
        questionnaire_versions::status.eq(DbCode(version.status)),
        questionnaire_versions::activated_at.eq(version.activated_at.map(|at| at.naive_utc())),
        questionnaire_versions::retired_at.eq(version.retired_at.map(|at| at.naive_utc())),
    );
    let same = questionnaire_versions::status.eq(DbCode(read));
    let updated = match read {
        DefinitionStatus::Draft => diesel::update(row)
            .filter(same)
            .set((
                stamps,
                questionnaire_versions::content.eq(DbJson(version.definition.clone())),
            ))
            .execute(connection)?,
        DefinitionStatus::Active | DefinitionStatus::Retired => diesel::update(row)
            .filter(same)
            .set(stamps)
            .execute(connection)?,
    };
    DbError::stale_unless(updated == 1)
}

/// A version of a questionnaire by its number.
///
/// # Errors
/// When the database does not answer.
pub fn questionnaire_version_find(
    connection: &mut AnyConnection,
    questionnaire: QuestionnaireId,
    number: DefinitionNumber,
) -> DbResult<Option<QuestionnaireVersion>> {
    questionnaire_versions::table
        .find((DbId(questionnaire), i32::from(number.number())))
        .select(VersionRow::as_select())
        .first(connection)
        .optional()?
        .map(QuestionnaireVersion::try_from)
        .transpose()
}

/// The versions of a questionnaire without what they ask, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn questionnaire_version_list(
    connection: &mut AnyConnection,
    questionnaire: QuestionnaireId,
    page: &PageRequest,
) -> DbResult<Listing<VersionHead>> {
    let mut query = questionnaire_versions::table
        .filter(questionnaire_versions::questionnaire_id.eq(DbId(questionnaire)))
        .select(HeadRow::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        let number: i32 = after.id.parse().map_err(|_| DbError::Cursor)?;
        query = query.filter(questionnaire_versions::number.lt(number));
    }
    let rows: Vec<HeadRow> = query
        .order(questionnaire_versions::number.desc())
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |row| Cursor {
        key: String::new(),
        id: row.number.to_string(),
    })
    .try_map(VersionHead::try_from)
}
