//! Versions of questionnaires.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_shared::{
    BoundedNumber as _, DefinitionNumber, DefinitionStatus, QuestionnaireId, QuestionnaireIdKind,
};
use domain_surveys::{Definition, QuestionnaireVersion, VersionHead};

use super::questionnaires::definition_number;
use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::questionnaire_versions,
    sql_types::{DbCode, DbId, DbJson},
};

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
