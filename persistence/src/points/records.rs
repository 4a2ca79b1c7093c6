//! Points one by one.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use domain_accounts::Permit;
use domain_points::{Point, PointPhase, PointProfile, PointStatus};
use domain_shared::{
    AssociationKind, Belfiore, DisplayName, NetworkBodyKind, PointId, PointKind, ProvinceCode,
    RegionCode, TextValue as _, Version, fold,
};
use domain_territory::{IstatCode, MunicipalityStatus, ProvinceAbbreviation};

use crate::{
    AnyConnection, DbError, DbResult, Tx,
    schema::{associations, municipalities, points, provinces, regions, role_grants},
    sql_types::{DbCode, DbId, DbJson, DbText, DbVersion},
};

/// The territory a point lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointPlace {
    /// Cadastral code of the municipality.
    pub municipality: Belfiore,
    /// ISTAT code of the municipality.
    pub istat_code: IstatCode,
    /// Name of the municipality.
    pub name: DisplayName,
    /// ISTAT code of the province.
    pub province_code: ProvinceCode,
    /// Abbreviation of the province.
    pub province: ProvinceAbbreviation,
    /// ISTAT code of the region.
    pub region_code: RegionCode,
    /// Name of the region.
    pub region: DisplayName,
}

/// A point with the names of what it refers to.
#[derive(Debug, Clone, PartialEq)]
pub struct PointDetail {
    /// The point.
    pub point: Point,
    /// The association that hosts it.
    pub association_name: DisplayName,
    /// Where it lies.
    pub place: PointPlace,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = points)]
pub(super) struct PointRow {
    pub(super) id: DbId<PointKind>,
    network_id: DbId<NetworkBodyKind>,
    association_id: DbId<AssociationKind>,
    pub(super) sort_name: String,
    phase: DbCode<PointPhase>,
    status: DbCode<PointStatus>,
    profile: DbJson<PointProfile>,
    version: DbVersion,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

impl From<PointRow> for Point {
    fn from(row: PointRow) -> Self {
        Self {
            id: row.id.0,
            version: row.version.0,
            network_id: row.network_id.0,
            association_id: row.association_id.0,
            phase: row.phase.0,
            status: row.status.0,
            profile: row.profile.0,
            created_at: row.created_at.and_utc(),
            updated_at: row.updated_at.and_utc(),
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = municipalities)]
pub(super) struct MunicipalityRow {
    belfiore: DbText<Belfiore>,
    istat_code: DbText<IstatCode>,
    name: DbText<DisplayName>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = provinces)]
pub(super) struct ProvinceRow {
    code: DbText<ProvinceCode>,
    abbreviation: DbText<ProvinceAbbreviation>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = regions)]
pub(super) struct RegionRow {
    code: DbText<RegionCode>,
    name: DbText<DisplayName>,
}

/// The rows of a [`PointPlace`].
pub(super) type PlaceRows = (MunicipalityRow, ProvinceRow, RegionRow);

impl From<PlaceRows> for PointPlace {
    fn from((municipality, province, region): PlaceRows) -> Self {
        Self {
            municipality: municipality.belfiore.0,
            istat_code: municipality.istat_code.0,
            name: municipality.name.0,
            province_code: province.code.0,
            province: province.abbreviation.0,
            region_code: region.code.0,
            region: region.name.0,
        }
    }
}

/// The point with this identifier. One statement: every join is by primary key.
///
/// # Errors
/// When the database does not answer.
pub fn point_find(connection: &mut AnyConnection, id: PointId) -> DbResult<Option<PointDetail>> {
    let found: Option<(PointRow, DbText<DisplayName>, PlaceRows)> = points::table
        .inner_join(associations::table)
        .inner_join(municipalities::table.on(municipalities::belfiore.eq(points::municipality)))
        .inner_join(provinces::table.on(provinces::code.eq(points::province_code)))
        .inner_join(regions::table.on(regions::code.eq(points::region_code)))
        .filter(points::id.eq(DbId(id)))
        .select((
            PointRow::as_select(),
            associations::name,
            (
                MunicipalityRow::as_select(),
                ProvinceRow::as_select(),
                RegionRow::as_select(),
            ),
        ))
        .first(connection)
        .optional()?;
    Ok(found.map(|(point, association_name, place)| PointDetail {
        point: point.into(),
        association_name: association_name.0,
        place: place.into(),
    }))
}

/// Province and region of a municipality that a point may lie in: one that exists today.
fn territory_of(connection: &mut AnyConnection, code: &Belfiore) -> DbResult<(String, String)> {
    let found: Option<(String, Option<String>)> = municipalities::table
        .find(code.as_str())
        .filter(municipalities::status.eq(DbCode(MunicipalityStatus::Active)))
        .select((municipalities::province_code, municipalities::region_code))
        .first(connection)
        .optional()?;
    match found {
        Some((province, Some(region))) => Ok((province, region)),
        Some((_, None)) | None => Err(DbError::Reference),
    }
}

/// Adds a point.
///
/// # Errors
/// [`DbError::Reference`] when its association or municipality is missing, or the municipality is
/// suppressed.
pub fn point_insert(tx: &mut Tx<'_>, _permit: &Permit, point: &Point) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let profile = &point.profile;
    let (province, region) = territory_of(connection, &profile.address.municipality)?;
    diesel::insert_into(points::table)
        .values((
            (
                points::id.eq(DbId(point.id)),
                points::network_id.eq(DbId(point.network_id)),
                points::association_id.eq(DbId(point.association_id)),
                points::name.eq(profile.name.as_str()),
                points::sort_name.eq(fold(profile.name.as_str())),
                points::municipality.eq(profile.address.municipality.as_str()),
                points::province_code.eq(province),
                points::region_code.eq(region),
            ),
            (
                points::lat.eq(profile.coordinates.lat()),
                points::lon.eq(profile.coordinates.lon()),
                points::phase.eq(DbCode(point.phase)),
                points::status.eq(DbCode(point.status)),
                points::profile.eq(DbJson(profile.clone())),
                points::version.eq(DbVersion(point.version)),
                points::created_at.eq(point.created_at.naive_utc()),
                points::updated_at.eq(point.updated_at.naive_utc()),
            ),
        ))
        .execute(connection)?;
    Ok(())
}

/// Writes a point over the version it was read in.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile, [`DbError::Reference`] when its municipality is
/// missing or suppressed.
pub fn point_update(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    point: &Point,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let profile = &point.profile;
    let (province, region) = territory_of(connection, &profile.address.municipality)?;
    let updated = diesel::update(points::table.find(DbId(point.id)))
        .filter(points::version.eq(DbVersion(read)))
        .set((
            points::name.eq(profile.name.as_str()),
            points::sort_name.eq(fold(profile.name.as_str())),
            points::municipality.eq(profile.address.municipality.as_str()),
            points::province_code.eq(province),
            points::region_code.eq(region),
            points::lat.eq(profile.coordinates.lat()),
            points::lon.eq(profile.coordinates.lon()),
            points::phase.eq(DbCode(point.phase)),
            points::status.eq(DbCode(point.status)),
            points::profile.eq(DbJson(profile.clone())),
            points::version.eq(DbVersion(point.version)),
            points::updated_at.eq(point.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// Writes the state of a point over the version it was read in, and nothing else of it.
///
/// # Errors
/// [`DbError::Stale`] when it was changed meanwhile.
pub fn point_set_status(
    tx: &mut Tx<'_>,
    _permit: &Permit,
    read: Version,
    point: &Point,
) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    let updated = diesel::update(points::table.find(DbId(point.id)))
        .filter(points::version.eq(DbVersion(read)))
        .set((
            points::status.eq(DbCode(point.status)),
            points::version.eq(DbVersion(point.version)),
            points::updated_at.eq(point.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    DbError::stale_unless(updated == 1)
}

/// Removes a point that nobody works at or has a role at.
///
/// # Errors
/// [`DbError::Reference`] when somebody does, [`DbError::Stale`] when it was changed meanwhile.
pub fn point_delete(tx: &mut Tx<'_>, _permit: &Permit, id: PointId, read: Version) -> DbResult<()> {
    let connection: &mut AnyConnection = tx;
    // Roles go with their point, which must not happen unseen.
    let granted: i64 = role_grants::table
        .filter(role_grants::point_id.eq(DbId(id)))
        .count()
        .get_result(connection)?;
    if granted > 0 {
        return Err(DbError::Reference);
    }
    let deleted = diesel::delete(points::table.find(DbId(id)))
        .filter(points::version.eq(DbVersion(read)))
        .execute(connection)?;
    DbError::stale_unless(deleted == 1)
}
