//! Specialists.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    dsl::{auto_type, exists},
    prelude::*,
    select,
};
use domain_accounts::{Permit, Scope};
use domain_shared::{
    Code, LanguageTag, NetworkBodyId, NetworkBodyKind, PointId, ServiceCategoryId,
    ServiceCategoryKind, SpecialistId, SpecialistKind, TextValue as _, UserKind, Version, fold,
};
use domain_specialists::{
    Engagement, Specialist, SpecialistProfile, SpecialistRole, SpecialistStatus,
};

use super::{
    today::{BASE, assigned_on, certified_on},
    within_scope,
};
use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest, Tx,
    connection::MultiBackend,
    dialect::on_each,
    page::prefix_end,
    schema::{
        assignments, attendances, certificates, service_categories, specialist_expertise,
        specialist_skills, specialists,
    },
    sql_types::{DbCode, DbId, DbJson, DbVersion},
};

/// A skill that is a role held.
const ROLE: &str = "role";
/// A skill that is a language spoken.
const LANGUAGE: &str = "language";

#[derive(Queryable, Selectable)]
#[diesel(table_name = specialists)]
struct SpecialistRow {
    id: DbId<SpecialistKind>,
    network_id: DbId<NetworkBodyKind>,
    user_id: Option<DbId<UserKind>>,
    sort_name: String,
    status: DbCode<SpecialistStatus>,
    profile: DbJson<SpecialistProfile>,
    version: DbVersion,
}

impl SpecialistRow {
    /// The specialist; the areas of expertise live in a table of their own, so that categories can
    /// be merged without touching profiles.
    fn with_expertise(self, expertise: Vec<ServiceCategoryId>) -> Specialist {
        Specialist {
            id: self.id.0,
            version: self.version.0,
            network_id: self.network_id.0,
            user_id: self.user_id.map(|id| id.0),
            status: self.status.0,
            profile: SpecialistProfile {
                expertise,
                ..self.profile.0
            },
        }
    }
}

/// The profile as it is kept, and the key it is ordered by.
fn kept(profile: &SpecialistProfile) -> (DbJson<SpecialistProfile>, String) {
    let sort_name = fold(&format!(
        "{} {}",
        profile.family_name.as_str(),
        profile.given_name.as_str()
    ));
    let profile = SpecialistProfile {
        expertise: Vec::new(),
        ..profile.clone()
    };
    (DbJson(profile), sort_name)
}

/// Adds a specialist.
///
/// # Errors
/// [`DbError::Unique`] when the account is somebody else's, [`DbError::Reference`] when a category
/// or the account is missing.
pub fn specialist_insert(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    specialist: &Specialist,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let (profile, sort_name) = kept(&specialist.profile);
    diesel::insert_into(specialists::table)
        .values((
            specialists::id.eq(DbId(specialist.id)),
            specialists::network_id.eq(DbId(specialist.network_id)),
            specialists::user_id.eq(specialist.user_id.map(DbId)),
            specialists::given_name.eq(specialist.profile.given_name.as_str()),
            specialists::family_name.eq(specialist.profile.family_name.as_str()),
            specialists::sort_name.eq(sort_name),
            specialists::engagement.eq(DbCode(specialist.profile.engagement)),
            specialists::status.eq(DbCode(specialist.status)),
            specialists::profile.eq(profile),
            specialists::version.eq(DbVersion(specialist.version)),
            specialists::created_at.eq(now.naive_utc()),
            specialists::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    parts_insert(connection, specialist)
}

/// Writes a specialist over the version that was read.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile, otherwise as [`specialist_insert`].
pub fn specialist_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    specialist: &Specialist,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let (profile, sort_name) = kept(&specialist.profile);
    let updated = diesel::update(specialists::table.find(DbId(specialist.id)))
        .filter(specialists::version.eq(DbVersion(read)))
        .set((
            specialists::user_id.eq(specialist.user_id.map(DbId)),
            specialists::given_name.eq(specialist.profile.given_name.as_str()),
            specialists::family_name.eq(specialist.profile.family_name.as_str()),
            specialists::sort_name.eq(sort_name),
            specialists::engagement.eq(DbCode(specialist.profile.engagement)),
            specialists::status.eq(DbCode(specialist.status)),
            specialists::profile.eq(profile),
            specialists::version.eq(DbVersion(specialist.version)),
            specialists::updated_at.eq(now.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)?;
    let id = DbId(specialist.id);
    diesel::delete(specialist_expertise::table)
        .filter(specialist_expertise::specialist_id.eq(id.clone()))
        .execute(connection)?;
    diesel::delete(specialist_skills::table)
        .filter(specialist_skills::specialist_id.eq(id))
        .execute(connection)?;
    parts_insert(connection, specialist)
}

/// Adds the areas of expertise, roles and languages of a specialist, none of which is there yet.
fn parts_insert(connection: &mut AnyConnection, specialist: &Specialist) -> DbResult<()> {
    let profile = &specialist.profile;
    let expertise: Vec<_> = profile
        .expertise
        .iter()
        .map(|category| {
            (
                specialist_expertise::specialist_id.eq(DbId(specialist.id)),
                specialist_expertise::category_id.eq(DbId(*category)),
            )
        })
        .collect();
    let roles = profile.roles.iter().map(|role| (ROLE, role.code()));
    let languages = profile.languages.iter().map(|tag| (LANGUAGE, tag.as_str()));
    let skills: Vec<_> = roles
        .chain(languages)
        .map(|(kind, code)| {
            (
                specialist_skills::specialist_id.eq(DbId(specialist.id)),
                specialist_skills::kind.eq(kind),
                specialist_skills::code.eq(code),
            )
        })
        .collect();
    on_each!(connection, |inner| {
        diesel::insert_into(specialist_expertise::table)
            .values(&expertise)
            .execute(inner)?;
        diesel::insert_into(specialist_skills::table)
            .values(&skills)
            .execute(inner)?;
    });
    Ok(())
}

/// Whether anything was ever noted of a specialist: an assignment, an attendance, a certificate.
///
/// # Errors
/// When the database does not answer.
pub fn specialist_is_used(connection: &mut AnyConnection, id: SpecialistId) -> DbResult<bool> {
    let id = DbId(id);
    let assigned: bool = select(exists(
        assignments::table.filter(assignments::specialist_id.eq(id.clone())),
    ))
    .get_result(connection)?;
    let trained: bool = select(exists(
        attendances::table.filter(attendances::specialist_id.eq(id.clone())),
    ))
    .get_result(connection)?;
    let certified: bool = select(exists(
        certificates::table.filter(certificates::specialist_id.eq(id)),
    ))
    .get_result(connection)?;
    Ok(assigned || trained || certified)
}

/// Removes a specialist with everything noted of them; see [`specialist_is_used`].
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile.
pub fn specialist_delete(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    id: SpecialistId,
    read: Version,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let deleted = diesel::delete(specialists::table.find(DbId(id)))
        .filter(specialists::version.eq(DbVersion(read)))
        .execute(connection)?;
    DbError::stale_unless(deleted == 1)
}

/// The specialist with this identifier.
///
/// # Errors
/// When the database does not answer.
pub fn specialist_find(
    connection: &mut AnyConnection,
    id: SpecialistId,
) -> DbResult<Option<Specialist>> {
    let row: Option<SpecialistRow> = specialists::table
        .find(DbId(id))
        .select(SpecialistRow::as_select())
        .first(connection)
        .optional()?;
    let Some(row) = row else {
        return Ok(None);
    };
    let mut expertise = expertise_of(connection, &[id])?;
    Ok(Some(
        row.with_expertise(expertise.remove(&id).unwrap_or_default()),
    ))
}

/// The areas of expertise of these specialists.
fn expertise_of(
    connection: &mut AnyConnection,
    ids: &[SpecialistId],
) -> DbResult<BTreeMap<SpecialistId, Vec<ServiceCategoryId>>> {
    type Pair = (DbId<SpecialistKind>, DbId<ServiceCategoryKind>);
    let asked: Vec<_> = ids.iter().copied().map(DbId).collect();
    let rows: Vec<Pair> = specialist_expertise::table
        .filter(specialist_expertise::specialist_id.eq_any(asked))
        .select((
            specialist_expertise::specialist_id,
            specialist_expertise::category_id,
        ))
        .order(specialist_expertise::category_id)
        .load(connection)?;
    let mut expertise: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (specialist, category) in rows {
        expertise.entry(specialist.0).or_default().push(category.0);
    }
    Ok(expertise)
}

/// Those of these categories that exist and are not retired.
///
/// # Errors
/// When the database does not answer.
pub fn categories_usable(
    connection: &mut AnyConnection,
    ids: &[ServiceCategoryId],
) -> DbResult<Vec<ServiceCategoryId>> {
    let asked: Vec<_> = ids.iter().copied().map(DbId).collect();
    let found: Vec<DbId<ServiceCategoryKind>> = service_categories::table
        .filter(service_categories::id.eq_any(asked))
        .filter(service_categories::status.eq("active"))
        .select(service_categories::id)
        .load(connection)?;
    Ok(found.into_iter().map(|id| id.0).collect())
}

/// Which specialists to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Clone, Default)]
pub struct SpecialistFilter {
    /// Beginning of the family name.
    pub name: Option<String>,
    /// Those of this network.
    pub network_id: Option<NetworkBodyId>,
    /// Those assigned to these points today.
    pub points: Vec<PointId>,
    /// Those who hold these roles.
    pub roles: Vec<SpecialistRole>,
    /// Those in these states.
    pub statuses: Vec<SpecialistStatus>,
    /// Those engaged on these terms.
    pub engagements: Vec<Engagement>,
    /// Those expert in these categories.
    pub categories: Vec<ServiceCategoryId>,
    /// Those who speak these languages.
    pub languages: Vec<LanguageTag>,
    /// Those whose training is complete today, or those whose is not.
    pub trained: Option<bool>,
}

/// Specialists within the scope, by family and given name.
///
/// # Errors
/// When the database does not answer.
pub fn specialist_list(
    connection: &mut AnyConnection,
    scope: &Scope,
    filter: &SpecialistFilter,
    today: NaiveDate,
    page: &PageRequest,
) -> DbResult<Listing<Specialist>> {
    let query = specialists::table
        .select(SpecialistRow::as_select())
        .into_boxed();
    let mut query = filtered(within_scope!(query, scope, today), filter, today);
    if let Some(after) = &page.after {
        query = query.filter(
            specialists::sort_name
                .gt(&after.key)
                .or(specialists::sort_name
                    .eq(&after.key)
                    .and(specialists::id.gt(&after.id))),
        );
    }
    let rows: Vec<SpecialistRow> = query
        .order((specialists::sort_name, specialists::id))
        .limit(page.fetch())
        .load(connection)?;
    let listing = Listing::cut(rows, page, |row| Cursor {
        key: row.sort_name.clone(),
        id: row.id.0.to_string(),
    });
    let ids: Vec<_> = listing.items.iter().map(|row| row.id.0).collect();
    let mut expertise = expertise_of(connection, &ids)?;
    Ok(listing.map(|row| {
        let own = expertise.remove(&row.id.0).unwrap_or_default();
        row.with_expertise(own)
    }))
}

type Rows<'a> = diesel::helper_types::IntoBoxed<
    'a,
    diesel::helper_types::Select<
        specialists::table,
        diesel::helper_types::AsSelect<SpecialistRow, MultiBackend>,
    >,
    MultiBackend,
>;

fn filtered<'a>(mut query: Rows<'a>, filter: &'a SpecialistFilter, today: NaiveDate) -> Rows<'a> {
    if let Some(name) = &filter.name {
        let start = fold(name);
        let end = prefix_end(&start);
        query = query
            .filter(specialists::sort_name.ge(start))
            .filter(specialists::sort_name.lt(end));
    }
    if let Some(network_id) = filter.network_id {
        query = query.filter(specialists::network_id.eq(DbId(network_id)));
    }
    if !filter.points.is_empty() {
        let points = filter.points.iter().copied().map(DbId).collect();
        query = query.filter(specialists::id.eq_any(assigned_on(points, today)));
    }
    if !filter.roles.is_empty() {
        let codes = filter.roles.iter().map(|role| role.code()).collect();
        query = query.filter(specialists::id.eq_any(skilled(ROLE, codes)));
    }
    if !filter.languages.is_empty() {
        let codes = filter.languages.iter().map(LanguageTag::as_str).collect();
        query = query.filter(specialists::id.eq_any(skilled(LANGUAGE, codes)));
    }
    if !filter.statuses.is_empty() {
        let codes: Vec<_> = filter.statuses.iter().copied().map(DbCode).collect();
        query = query.filter(specialists::status.eq_any(codes));
    }
    if !filter.engagements.is_empty() {
        let codes: Vec<_> = filter.engagements.iter().copied().map(DbCode).collect();
        query = query.filter(specialists::engagement.eq_any(codes));
    }
    if !filter.categories.is_empty() {
        let categories: Vec<_> = filter.categories.iter().copied().map(DbId).collect();
        query = query.filter(
            specialists::id.eq_any(
                specialist_expertise::table
                    .filter(specialist_expertise::category_id.eq_any(categories))
                    .select(specialist_expertise::specialist_id),
            ),
        );
    }
    match filter.trained {
        None => query,
        Some(true) => query.filter(specialists::id.eq_any(certified_on(BASE, today))),
        Some(false) => query.filter(specialists::id.ne_all(certified_on(BASE, today))),
    }
}

/// Identifiers of the specialists with one of these skills.
#[auto_type(no_type_alias)]
fn skilled<'a>(kind: &'a str, codes: Vec<&'a str>) -> _ {
    specialist_skills::table
        .filter(specialist_skills::kind.eq(kind))
        .filter(specialist_skills::code.eq_any(codes))
        .select(specialist_skills::specialist_id)
}
