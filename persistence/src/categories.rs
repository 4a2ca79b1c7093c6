//! The tree of service categories.

use chrono::{DateTime, Utc};
use diesel::{dsl::exists, prelude::*};
use domain_accounts::Permit;
use domain_categories::{
    CategoryState, CategoryStatus, CategoryTree, Crosswalk, Position, ServiceCategory, Synonym,
};
use domain_shared::{
    BoundedNumber as _, Code as _, DisplayName, I18nText, LongText, ServiceCategoryId,
    ServiceCategoryKind, SpecialistId, SpecialistKind, StableCode, TextValue as _, Version,
};
use serde::{Deserialize, Serialize};

use crate::{
    AnyConnection, DbError, DbResult, Tx,
    schema::{
        cards, service_categories, service_category_links, specialist_expertise, specialists,
    },
    sql_types::{DbCode, DbId, DbJson, DbText, DbVersion},
};

/// What a category says of itself and no query filters by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Content {
    label: I18nText<DisplayName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<I18nText<LongText>>,
    synonyms: Vec<Synonym>,
    crosswalks: Vec<Crosswalk>,
}

impl Content {
    fn of(category: &ServiceCategory) -> Self {
        Self {
            label: category.label.clone(),
            description: category.description.clone(),
            synonyms: category.synonyms.clone(),
            crosswalks: category.crosswalks.clone(),
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = service_categories)]
struct CategoryRow {
    id: DbId<ServiceCategoryKind>,
    code: DbText<StableCode>,
    parent_id: Option<DbId<ServiceCategoryKind>>,
    position: i32,
    status: DbCode<CategoryStatus>,
    replaced_by: Option<DbId<ServiceCategoryKind>>,
    content: DbJson<Content>,
    version: DbVersion,
}

impl TryFrom<CategoryRow> for ServiceCategory {
    type Error = DbError;

    fn try_from(row: CategoryRow) -> DbResult<Self> {
        let position = Position::from_number(row.position.into());
        let content = row.content.0;
        Ok(Self {
            id: row.id.0,
            code: row.code.0,
            parent: row.parent_id.map(|id| id.0),
            label: content.label,
            description: content.description,
            synonyms: content.synonyms,
            crosswalks: content.crosswalks,
            position: position.ok_or_else(|| DbError::corrupt("position of a category"))?,
            state: match row.status.0 {
                CategoryStatus::Active => CategoryState::Active,
                CategoryStatus::Retired => CategoryState::Retired {
                    replaced_by: row.replaced_by.map(|id| id.0),
                },
            },
            version: row.version.0,
        })
    }
}

/// The whole tree.
///
/// # Errors
/// When the database does not answer or what it holds is no tree.
pub fn category_tree(connection: &mut AnyConnection) -> DbResult<CategoryTree> {
    let rows: Vec<CategoryRow> = service_categories::table
        .select(CategoryRow::as_select())
        .load(connection)?;
    let categories = rows.into_iter().map(ServiceCategory::try_from);
    CategoryTree::new(categories.collect::<DbResult<Vec<_>>>()?)
        .map_err(|broken| DbError::corrupt(&broken.to_string()))
}

/// Adds a category on any connection, for the reference data.
pub(crate) fn category_add(
    connection: &mut AnyConnection,
    category: &ServiceCategory,
    now: DateTime<Utc>,
) -> DbResult<()> {
    diesel::insert_into(service_categories::table)
        .values((
            service_categories::id.eq(DbId(category.id)),
            service_categories::code.eq(category.code.as_str()),
            service_categories::parent_id.eq(category.parent.map(DbId)),
            service_categories::position.eq(i32::from(category.position.number())),
            service_categories::status.eq(category.status().code()),
            service_categories::replaced_by.eq(category.replaced_by().map(DbId)),
            service_categories::content.eq(DbJson(Content::of(category))),
            service_categories::version.eq(DbVersion(category.version)),
            service_categories::created_at.eq(now.naive_utc()),
            service_categories::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Adds a category.
///
/// # Errors
/// [`DbError::Unique`] when the code is taken, [`DbError::Reference`] when the parent is missing.
pub fn category_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    category: &ServiceCategory,
    now: DateTime<Utc>,
) -> DbResult<()> {
    category_add(tx, category, now)
}

/// Writes a category over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile.
pub fn category_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    category: &ServiceCategory,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(service_categories::table.find(DbId(category.id)))
        .filter(service_categories::version.eq(DbVersion(read)))
        .set((
            service_categories::parent_id.eq(category.parent.map(DbId)),
            service_categories::position.eq(i32::from(category.position.number())),
            service_categories::status.eq(category.status().code()),
            service_categories::replaced_by.eq(category.replaced_by().map(DbId)),
            service_categories::content.eq(DbJson(Content::of(category))),
            service_categories::version.eq(DbVersion(category.version)),
            service_categories::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// Whether anything but the tree itself uses a category: specialists, cards being written, cards in the
/// public view.
///
/// # Errors
/// When the database does not answer.
pub fn category_is_used(connection: &mut AnyConnection, id: ServiceCategoryId) -> DbResult<bool> {
    let code = service_categories::table
        .find(DbId(id))
        .select(service_categories::code);
    let by_specialists =
        exists(specialist_expertise::table.filter(specialist_expertise::category_id.eq(DbId(id))));
    let by_cards =
        exists(cards::table.filter(cards::main_category.eq_any(code.clone().nullable())));
    let by_services =
        exists(service_category_links::table.filter(service_category_links::category.eq_any(code)));
    let used: (bool, bool, bool) =
        diesel::select((by_specialists, by_cards, by_services)).get_result(connection)?;
    Ok(used.0 || used.1 || used.2)
}

/// Lets everything that uses one category use another; answers which specialists that concerned.
///
/// # Errors
/// When the database does not answer.
pub fn category_repoint(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    from: ServiceCategoryId,
    into: ServiceCategoryId,
    now: DateTime<Utc>,
) -> DbResult<Vec<SpecialistId>> {
    let connection: &mut AnyConnection = tx;
    let of_old = specialist_expertise::category_id.eq(DbId(from));
    let concerned: Vec<DbId<SpecialistKind>> = specialist_expertise::table
        .filter(of_old.clone())
        .select(specialist_expertise::specialist_id)
        .order(specialist_expertise::specialist_id)
        .load(connection)?;
    if concerned.is_empty() {
        return Ok(Vec::new());
    }
    let with_both: Vec<DbId<SpecialistKind>> = specialist_expertise::table
        .filter(specialist_expertise::category_id.eq(DbId(into)))
        .filter(specialist_expertise::specialist_id.eq_any(concerned.clone()))
        .select(specialist_expertise::specialist_id)
        .load(connection)?;
    diesel::delete(specialist_expertise::table)
        .filter(of_old.clone())
        .filter(specialist_expertise::specialist_id.eq_any(with_both))
        .execute(connection)?;
    diesel::update(specialist_expertise::table)
        .filter(of_old)
        .set(specialist_expertise::category_id.eq(DbId(into)))
        .execute(connection)?;
    diesel::update(specialists::table)
        .filter(specialists::id.eq_any(concerned.clone()))
        .set((
            specialists::version.eq(specialists::version + 1),
            specialists::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    Ok(concerned.into_iter().map(|id| id.0).collect())
}
