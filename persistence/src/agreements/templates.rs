//! Templates and their versions.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain_accounts::{Permit, Scope};
use domain_agreements::{AgreementKind, Template, TemplateContent, TemplateVersion};
use domain_shared::{
    AgreementTemplateId, AgreementTemplateKind, BoundedNumber as _, DefinitionNumber,
    DefinitionStatus, DisplayName, NetworkBodyId, NetworkBodyKind, TextValue as _, Version, fold,
};

use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    schema::{agreement_template_versions, agreement_templates},
    sql_types::{DbCode, DbId, DbJson, DbText, DbVersion},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = agreement_templates)]
struct TemplateRow {
    id: DbId<AgreementTemplateKind>,
    network_id: DbId<NetworkBodyKind>,
    kind: DbCode<AgreementKind>,
    name: DbText<DisplayName>,
    sort_name: String,
    last_number: i32,
    active_number: Option<i32>,
    version: DbVersion,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

fn template_number(number: i32) -> DbResult<DefinitionNumber> {
    DefinitionNumber::from_number(i64::from(number))
        .ok_or_else(|| DbError::corrupt("number of a template"))
}

impl TryFrom<TemplateRow> for Template {
    type Error = DbError;

    fn try_from(row: TemplateRow) -> DbResult<Self> {
        Ok(Self {
            id: row.id.0,
            network_id: row.network_id.0,
            kind: row.kind.0,
            name: row.name.0,
            last: template_number(row.last_number)?,
            active: row.active_number.map(template_number).transpose()?,
            version: row.version.0,
            created_at: row.created_at.and_utc(),
            updated_at: row.updated_at.and_utc(),
        })
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = agreement_template_versions)]
struct VersionRow {
    template_id: DbId<AgreementTemplateKind>,
    number: i32,
    status: DbCode<DefinitionStatus>,
    content: DbJson<TemplateContent>,
    created_at: NaiveDateTime,
    activated_at: Option<NaiveDateTime>,
    retired_at: Option<NaiveDateTime>,
}

impl TryFrom<VersionRow> for TemplateVersion {
    type Error = DbError;

    fn try_from(row: VersionRow) -> DbResult<Self> {
        Ok(Self {
            template_id: row.template_id.0,
            number: template_number(row.number)?,
            status: row.status.0,
            content: row.content.0,
            created_at: row.created_at.and_utc(),
            activated_at: row.activated_at.map(|at| at.and_utc()),
            retired_at: row.retired_at.map(|at| at.and_utc()),
        })
    }
}

/// Adds a template; its first version is added with [`template_version_insert`].
///
/// # Errors
/// [`DbError::Reference`] when the network does not exist.
pub fn template_insert(tx: &mut Tx<'_>, _permit: &Permit, template: &Template) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(agreement_templates::table)
        .values((
            agreement_templates::id.eq(DbId(template.id)),
            agreement_templates::network_id.eq(DbId(template.network_id)),
            agreement_templates::kind.eq(DbCode(template.kind)),
            agreement_templates::name.eq(DbText(template.name.clone())),
            agreement_templates::sort_name.eq(fold(template.name.as_str())),
            agreement_templates::last_number.eq(i32::from(template.last.number())),
            agreement_templates::active_number
                .eq(template.active.map(|one| i32::from(one.number()))),
            agreement_templates::version.eq(DbVersion(template.version)),
            agreement_templates::created_at.eq(template.created_at.naive_utc()),
            agreement_templates::updated_at.eq(template.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes a template over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile.
pub fn template_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    template: &Template,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(agreement_templates::table.find(DbId(template.id)))
        .filter(agreement_templates::version.eq(DbVersion(read)))
        .set((
            agreement_templates::name.eq(DbText(template.name.clone())),
            agreement_templates::sort_name.eq(fold(template.name.as_str())),
            agreement_templates::last_number.eq(i32::from(template.last.number())),
            agreement_templates::active_number
                .eq(template.active.map(|one| i32::from(one.number()))),
            agreement_templates::version.eq(DbVersion(template.version)),
            agreement_templates::updated_at.eq(template.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// The template with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn template_find(
    connection: &mut AnyConnection,
    id: AgreementTemplateId,
) -> DbResult<Option<Template>> {
    agreement_templates::table
        .find(DbId(id))
        .select(TemplateRow::as_select())
        .first(connection)
        .optional()?
        .map(Template::try_from)
        .transpose()
}

/// Which templates to list; an empty list does not filter.
#[derive(Debug, Clone, Default)]
pub struct TemplateFilter {
    /// Kinds of agreements.
    pub kinds: Vec<AgreementKind>,
    /// Only those that have an active version, or only those that have none.
    pub active: Option<bool>,
}

/// Templates within the scope, by name.
///
/// # Errors
/// When the database does not answer.
pub fn template_list(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: &TemplateFilter,
    page: &PageRequest,
) -> DbResult<Listing<Template>> {
    let mut query = agreement_templates::table.into_boxed();
    if !scope.everything {
        let networks: Vec<_> = scope.networks.iter().copied().map(DbId).collect();
        query = query.filter(agreement_templates::network_id.eq_any(networks));
    }
    if !filter.kinds.is_empty() {
        let kinds: Vec<_> = filter.kinds.iter().copied().map(DbCode).collect();
        query = query.filter(agreement_templates::kind.eq_any(kinds));
    }
    query = match filter.active {
        Some(true) => query.filter(agreement_templates::active_number.is_not_null()),
        Some(false) => query.filter(agreement_templates::active_number.is_null()),
        None => query,
    };
    if let Some(after) = &page.after {
        query = query.filter(
            agreement_templates::sort_name
                .gt(after.key.clone())
                .or(agreement_templates::sort_name
                    .eq(after.key.clone())
                    .and(agreement_templates::id.gt(after.id.clone()))),
        );
    }
    let rows: Vec<TemplateRow> = query
        .order((agreement_templates::sort_name, agreement_templates::id))
        .limit(page.fetch())
        .select(TemplateRow::as_select())
        .load(connection)?;
    let cursor = |row: &TemplateRow| Cursor {
        key: row.sort_name.clone(),
        id: row.id.0.to_string(),
    };
    Listing::cut(rows, page, cursor).try_map(Template::try_from)
}

/// Which of these names templates of a network have.
///
/// # Errors
/// When the database does not answer.
pub fn template_names_taken(
    connection: &mut AnyConnection,
    network: NetworkBodyId,
    names: &[&str],
) -> DbResult<Vec<DisplayName>> {
    let sorted: Vec<String> = names.iter().map(|name| fold(name)).collect();
    let found: Vec<DbText<DisplayName>> = agreement_templates::table
        .filter(agreement_templates::network_id.eq(DbId(network)))
        .filter(agreement_templates::sort_name.eq_any(sorted))
        .select(agreement_templates::name)
        .load(connection)?;
    Ok(found.into_iter().map(|name| name.0).collect())
}

/// Adds a version of a template.
///
/// # Errors
/// [`DbError::Unique`] when the template has one with this number.
pub fn template_version_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    version: &TemplateVersion,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    diesel::insert_into(agreement_template_versions::table)
        .values((
            agreement_template_versions::template_id.eq(DbId(version.template_id)),
            agreement_template_versions::number.eq(i32::from(version.number.number())),
            agreement_template_versions::status.eq(DbCode(version.status)),
            agreement_template_versions::content.eq(DbJson(version.content.clone())),
            agreement_template_versions::created_at.eq(version.created_at.naive_utc()),
            agreement_template_versions::activated_at
                .eq(version.activated_at.map(|at| at.naive_utc())),
            agreement_template_versions::retired_at.eq(version.retired_at.map(|at| at.naive_utc())),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes a version of a template over the state it was read in; only a draft's content changes.
///
/// # Errors
/// [`DbError::Stale`] when it is in another state meanwhile.
pub fn template_version_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: DefinitionStatus,
    version: &TemplateVersion,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let row = agreement_template_versions::table.find((
        DbId(version.template_id),
        i32::from(version.number.number()),
    ));
    let stamps = (
        agreement_template_versions::status.eq(DbCode(version.status)),
        agreement_template_versions::activated_at.eq(version.activated_at.map(|at| at.naive_utc())),
        agreement_template_versions::retired_at.eq(version.retired_at.map(|at| at.naive_utc())),
    );
    let same = agreement_template_versions::status.eq(DbCode(read));
    let updated = match read {
        DefinitionStatus::Draft => diesel::update(row)
            .filter(same)
            .set((
                stamps,
                agreement_template_versions::content.eq(DbJson(version.content.clone())),
            ))
            .execute(connection)?,
        DefinitionStatus::Active | DefinitionStatus::Retired => diesel::update(row)
            .filter(same)
            .set(stamps)
            .execute(connection)?,
    };
    DbError::stale_unless(updated == 1)
}

/// A version of a template by its number.
///
/// # Errors
/// When the database does not answer.
pub fn template_version_find(
    connection: &mut AnyConnection,
    template: AgreementTemplateId,
    number: DefinitionNumber,
) -> DbResult<Option<TemplateVersion>> {
    agreement_template_versions::table
        .find((DbId(template), i32::from(number.number())))
        .select(VersionRow::as_select())
        .first(connection)
        .optional()?
        .map(TemplateVersion::try_from)
        .transpose()
}

/// The versions of a template, newest first.
///
/// # Errors
/// When the database does not answer.
pub fn template_version_list(
    connection: &mut AnyConnection,
    template: AgreementTemplateId,
    page: &PageRequest,
) -> DbResult<Listing<TemplateVersion>> {
    let mut query = agreement_template_versions::table
        .filter(agreement_template_versions::template_id.eq(DbId(template)))
        .select(VersionRow::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        let number: i32 = after.id.parse().map_err(|_| DbError::Cursor)?;
        query = query.filter(agreement_template_versions::number.lt(number));
    }
    let rows: Vec<VersionRow> = query
        .order(agreement_template_versions::number.desc())
        .limit(page.fetch())
        .load(connection)?;
    Listing::cut(rows, page, |row| Cursor {
        key: String::new(),
        id: row.number.to_string(),
    })
    .try_map(TemplateVersion::try_from)
}
