//! Lists of points: by name or by distance, and those that are open.
//!
//! Whether a point is open depends on the hour, so no index knows it: the list is then read in
//! pieces of [`SCAN`] rows in its order, and each point is asked, until the page is full or the list
//! ends. A list by distance first reads position and identifier of every point within the radius,
//! and nothing else of them, because their order can only be known together.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain_points::{Point, PointPhase, PointStatus};
use domain_shared::{
    AssociationId, Belfiore, Coordinates, NetworkBodyId, PointId, PointKind, ProvinceCode,
    RegionCode, TextValue,
};

use super::records::{MunicipalityRow, PlaceRows, PointPlace, PointRow, ProvinceRow, RegionRow};
use crate::{
    AnyConnection, Cursor, DbError, DbResult, Listing, PageRequest,
    connection::MultiBackend,
    schema::{municipalities, points, provinces, regions},
    sql_types::{DbCode, DbId, DbText},
};

/// Rows read at a time while looking for points that are open or closed.
const SCAN: usize = 100;

/// A circle on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// Its centre.
    pub center: Coordinates,
    /// Its radius in kilometres.
    pub radius_km: f64,
}

/// Points that are open at an instant, or those that are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenFilter {
    /// Open or closed.
    pub open: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// Which points to list; an empty list of values does not narrow.
#[derive(Debug, Clone, Default)]
pub struct PointFilter {
    /// Those in these regions.
    pub regions: Vec<RegionCode>,
    /// Those in these provinces.
    pub provinces: Vec<ProvinceCode>,
    /// Those in these municipalities.
    pub municipalities: Vec<Belfiore>,
    /// Those of these phases.
    pub phases: Vec<PointPhase>,
    /// Those in these states.
    pub statuses: Vec<PointStatus>,
    /// Those of these networks.
    pub networks: Vec<NetworkBodyId>,
    /// Those hosted by these associations.
    pub associations: Vec<AssociationId>,
    /// Those within this circle, nearest first; without it the list is by name.
    pub near: Option<Near>,
    /// Those that are open, or closed.
    pub open: Option<OpenFilter>,
}

/// A point in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct PointItem {
    /// The point.
    pub point: Point,
    /// Where it lies.
    pub place: PointPlace,
    /// Distance in kilometres from the centre of [`PointFilter::near`].
    pub distance_km: Option<f64>,
}

/// A row found, with its sort key.
struct Found {
    point: Point,
    key: String,
    distance_km: Option<f64>,
}

/// Points by name, or nearest first.
///
/// # Errors
/// When the database does not answer.
pub fn point_list(
    connection: &mut AnyConnection,
    filter: &PointFilter,
    page: &PageRequest,
) -> DbResult<Listing<PointItem>> {
    let found = match filter.near {
        None => by_name(connection, filter, page)?,
        Some(near) => by_distance(connection, filter, near, page)?,
    };
    let listing = Listing::cut(found, page, |one| Cursor {
        key: one.key.clone(),
        id: one.point.id.to_string(),
    });
    let places = places_of(connection, &listing.items)?;
    listing.try_map(|one| {
        let municipality = one.point.profile.address.municipality.as_str();
        let place = places
            .get(municipality)
            .ok_or_else(|| DbError::corrupt("municipality of a point"))?;
        Ok(PointItem {
            place: place.clone(),
            point: one.point,
            distance_km: one.distance_km,
        })
    })
}

/// At most one more than a page of points by name.
fn by_name(
    connection: &mut AnyConnection,
    filter: &PointFilter,
    page: &PageRequest,
) -> DbResult<Vec<Found>> {
    let wanted = wanted(page);
    let piece = piece(filter, wanted);
    let mut after = page.after.clone();
    let mut found = Vec::new();
    loop {
        let mut query = narrowed(
            points::table.select(PointRow::as_select()).into_boxed(),
            filter,
        );
        if let Some(after) = &after {
            let tie = points::sort_name
                .eq(after.key.clone())
                .and(points::id.gt(after.id.clone()));
            query = query.filter(points::sort_name.gt(after.key.clone()).or(tie));
        }
        let rows: Vec<PointRow> = query
            .order((points::sort_name, points::id))
            .limit(i64::try_from(piece).unwrap_or(i64::MAX))
            .load(connection)?;
        let is_last = rows.len() < piece;
        after = rows.last().map(|row| Cursor {
            key: row.sort_name.clone(),
            id: row.id.0.to_string(),
        });
        for row in rows {
            let key = row.sort_name.clone();
            let point = Point::from(row);
            if is_wanted(filter, &point) {
                found.push(Found {
                    point,
                    key,
                    distance_km: None,
                });
            }
        }
        if is_last || found.len() >= wanted {
            found.truncate(wanted);
            return Ok(found);
        }
    }
}

/// At most one more than a page of points, nearest first.
fn by_distance(
    connection: &mut AnyConnection,
    filter: &PointFilter,
    near: Near,
    page: &PageRequest,
) -> DbResult<Vec<Found>> {
    let wanted = wanted(page);
    let mut found = Vec::new();
    for piece in candidates(connection, filter, near, page)?.chunks(piece(filter, wanted)) {
        let ids = piece.iter().map(|(_, id)| DbId(*id));
        let rows: Vec<PointRow> = points::table
            .filter(points::id.eq_any(ids))
            .select(PointRow::as_select())
            .load(connection)?;
        let mut rows: HashMap<PointId, PointRow> =
            rows.into_iter().map(|row| (row.id.0, row)).collect();
        for (distance, id) in piece {
            let point = rows.remove(id).map(Point::from);
            if let Some(point) = point.filter(|point| is_wanted(filter, point)) {
                found.push(Found {
                    point,
                    key: distance.to_string(),
                    distance_km: Some(*distance),
                });
            }
        }
        if found.len() >= wanted {
            break;
        }
    }
    found.truncate(wanted);
    Ok(found)
}

/// Every point within the circle that comes after the page's start, nearest first.
fn candidates(
    connection: &mut AnyConnection,
    filter: &PointFilter,
    near: Near,
    page: &PageRequest,
) -> DbResult<Vec<(f64, PointId)>> {
    let (half_lat, half_lon) = near.center.box_degrees(near.radius_km);
    let (lat, lon) = (near.center.lat(), near.center.lon());
    let places: Vec<(DbId<PointKind>, f64, f64)> = narrowed(
        points::table
            .select((points::id, points::lat, points::lon))
            .into_boxed(),
        filter,
    )
    .filter(points::lat.between(lat - half_lat, lat + half_lat))
    .filter(points::lon.between(lon - half_lon, lon + half_lon))
    .load(connection)?;
    // A distance is written and read back without loss, so that equal ones stay equal.
    let after: Option<(f64, String)> = page.after.as_ref().map(|cursor| {
        (
            cursor.key.parse().unwrap_or(f64::INFINITY),
            cursor.id.clone(),
        )
    });
    let mut found = Vec::new();
    for (id, lat, lon) in places {
        let place =
            Coordinates::new(lat, lon).map_err(|_| DbError::corrupt("coordinates of a point"))?;
        let distance = near.center.distance_km(place);
        let follows = after.as_ref().is_none_or(|(last, last_id)| {
            distance
                .total_cmp(last)
                .then_with(|| id.0.to_string().cmp(last_id))
                .is_gt()
        });
        if distance <= near.radius_km && follows {
            found.push((distance, id.0));
        }
    }
    found.sort_by(|(a, a_id), (b, b_id)| a.total_cmp(b).then_with(|| a_id.cmp(b_id)));
    Ok(found)
}

/// How many points to look for: one more than asked, to know whether another page follows.
fn wanted(page: &PageRequest) -> usize {
    usize::from(page.limit) + 1
}

/// How many rows to read at a time.
const fn piece(filter: &PointFilter, wanted: usize) -> usize {
    if filter.open.is_some() { SCAN } else { wanted }
}

/// What SQL cannot decide.
fn is_wanted(filter: &PointFilter, point: &Point) -> bool {
    filter
        .open
        .is_none_or(|open| point.is_open(open.at) == open.open)
}

/// A query with everything that SQL can decide.
fn narrowed<'a, S>(
    mut query: points::BoxedQuery<'a, MultiBackend, S>,
    filter: &'a PointFilter,
) -> points::BoxedQuery<'a, MultiBackend, S> {
    if !filter.regions.is_empty() {
        let codes = filter.regions.iter().map(TextValue::as_str);
        query = query.filter(points::region_code.eq_any(codes));
    }
    if !filter.provinces.is_empty() {
        let codes = filter.provinces.iter().map(TextValue::as_str);
        query = query.filter(points::province_code.eq_any(codes));
    }
    if !filter.municipalities.is_empty() {
        let codes = filter.municipalities.iter().map(TextValue::as_str);
        query = query.filter(points::municipality.eq_any(codes));
    }
    if !filter.phases.is_empty() {
        let codes = filter.phases.iter().copied().map(DbCode);
        query = query.filter(points::phase.eq_any(codes));
    }
    if !filter.statuses.is_empty() {
        let codes = filter.statuses.iter().copied().map(DbCode);
        query = query.filter(points::status.eq_any(codes));
    }
    if !filter.networks.is_empty() {
        let ids = filter.networks.iter().copied().map(DbId);
        query = query.filter(points::network_id.eq_any(ids));
    }
    if !filter.associations.is_empty() {
        let ids = filter.associations.iter().copied().map(DbId);
        query = query.filter(points::association_id.eq_any(ids));
    }
    query
}

/// The places of a page of points, by cadastral code.
fn places_of(
    connection: &mut AnyConnection,
    found: &[Found],
) -> DbResult<HashMap<String, PointPlace>> {
    let mut codes: Vec<&str> = found
        .iter()
        .map(|one| one.point.profile.address.municipality.as_str())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let rows: Vec<PlaceRows> = municipalities::table
        .inner_join(provinces::table.on(provinces::code.eq(municipalities::province_code)))
        .inner_join(regions::table.on(regions::code.eq(provinces::region_code)))
        .filter(municipalities::belfiore.eq_any(codes))
        .select((
            MunicipalityRow::as_select(),
            ProvinceRow::as_select(),
            RegionRow::as_select(),
        ))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(PointPlace::from)
        .map(|place| (place.municipality.as_str().to_owned(), place))
        .collect())
}

/// The municipalities of these points, as far as they exist.
///
/// # Errors
/// When the database does not answer.
pub fn point_municipalities(
    connection: &mut AnyConnection,
    ids: &[PointId],
) -> DbResult<Vec<Belfiore>> {
    let ids: Vec<_> = ids.iter().map(|id| DbId(*id)).collect();
    let found: Vec<DbText<Belfiore>> = points::table
        .filter(points::id.eq_any(ids))
        .select(points::municipality)
        .load(connection)?;
    Ok(found.into_iter().map(|code| code.0).collect())
}
