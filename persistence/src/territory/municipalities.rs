//! Municipalities: by any code, by name, by distance.

use std::collections::HashMap;

use diesel::prelude::*;
use domain_shared::{
    Belfiore, Code as _, Coordinates, DisplayName, ProvinceCode, RegionCode, TextValue as _,
};
use domain_territory::{
    Municipality, MunicipalityRef, MunicipalityStatus, ProvinceAbbreviation, resolve,
};

use super::{
    distance::{Area, Candidate, nearest, page_of},
    name_search::{Match, matches},
    rows::{MunicipalityRow, stored},
};
use crate::{
    AnyConnection, Cursor, DbResult, Listing, PageRequest,
    schema::{municipalities, provinces, regions},
    sql_types::DbText,
};

/// A municipality with the names of what it lies in.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedMunicipality {
    /// The municipality.
    pub municipality: Municipality,
    /// Name of its province; none when the province is gone.
    pub province_name: Option<DisplayName>,
    /// Abbreviation of its province; none when the province is gone.
    pub province_abbreviation: Option<ProvinceAbbreviation>,
    /// Name of its region.
    pub region_name: Option<DisplayName>,
    /// Distance from the place that was asked for, in kilometres.
    pub distance_km: Option<f64>,
}

/// A municipality, name and abbreviation of its province, name of its region.
type PlacedRow = (
    MunicipalityRow,
    Option<DbText<DisplayName>>,
    Option<DbText<ProvinceAbbreviation>>,
    Option<DbText<DisplayName>>,
);

fn placed(row: PlacedRow) -> DbResult<PlacedMunicipality> {
    let (municipality, province_name, province_abbreviation, region_name) = row;
    Ok(PlacedMunicipality {
        municipality: municipality.try_into()?,
        province_name: province_name.map(|name| name.0),
        province_abbreviation: province_abbreviation.map(|abbreviation| abbreviation.0),
        region_name: region_name.map(|name| name.0),
        distance_km: None,
    })
}

/// Municipalities with province and region, as a boxed query.
macro_rules! placed_rows {
    () => {
        municipalities::table
            .left_join(provinces::table.on(provinces::code.eq(municipalities::province_code)))
            .left_join(regions::table.on(municipalities::region_code.eq(regions::code.nullable())))
            .select((
                MunicipalityRow::as_select(),
                provinces::name.nullable(),
                provinces::abbreviation.nullable(),
                regions::name.nullable(),
            ))
            .into_boxed()
    };
}

/// Narrows any boxed query over municipalities.
macro_rules! narrowed {
    ($query:expr, $filter:expr) => {{
        let mut query = $query;
        if let Some(status) = $filter.status {
            query = query.filter(municipalities::status.eq(status.code()));
        }
        if !$filter.provinces.is_empty() {
            let codes = $filter.provinces.iter().map(|code| code.as_str());
            query = query.filter(municipalities::province_code.eq_any(codes.collect::<Vec<_>>()));
        }
        if !$filter.regions.is_empty() {
            let codes = $filter.regions.iter().map(|code| Some(code.as_str()));
            query = query.filter(municipalities::region_code.eq_any(codes.collect::<Vec<_>>()));
        }
        query
    }};
}

/// The municipality with this cadastral code.
///
/// # Errors
/// When the database does not answer.
pub fn municipality_find(
    connection: &mut AnyConnection,
    code: &Belfiore,
) -> DbResult<Option<PlacedMunicipality>> {
    placed_rows!()
        .filter(municipalities::belfiore.eq(code.as_str()))
        .first(connection)
        .optional()?
        .map(placed)
        .transpose()
}

/// The municipality any code means, present or former; see [`resolve`].
///
/// # Errors
/// When the database does not answer.
pub fn municipality_resolve(
    connection: &mut AnyConnection,
    reference: &MunicipalityRef,
) -> DbResult<Option<PlacedMunicipality>> {
    let code = match reference {
        MunicipalityRef::Belfiore(code) => return municipality_find(connection, code),
        MunicipalityRef::Istat(code) => code.as_str(),
    };
    let rows: Vec<PlacedRow> = placed_rows!()
        .filter(
            municipalities::istat_code
                .eq(code)
                .or(municipalities::former_istat_code.eq(code)),
        )
        .load(connection)?;
    let mut found = rows.into_iter().map(placed).collect::<DbResult<Vec<_>>>()?;
    let meant = resolve(reference, found.iter().map(|one| &one.municipality))
        .map(|municipality| municipality.belfiore.clone());
    found.retain(|one| Some(&one.municipality.belfiore) == meant.as_ref());
    Ok(found.pop())
}

/// Which municipalities to list.
#[derive(Debug, Clone, Default)]
pub struct MunicipalityFilter {
    /// Those with a name, or a word of one, that begins like this.
    pub name: Option<String>,
    /// Those in these regions; in any when empty.
    pub regions: Vec<RegionCode>,
    /// Those in these provinces; in any when empty.
    pub provinces: Vec<ProvinceCode>,
    /// Those in this state; in any without one.
    pub status: Option<MunicipalityStatus>,
    /// Only those with coordinates, nearest first, and if there is a radius in kilometres only
    /// those within.
    pub near: Option<(Coordinates, Option<f64>)>,
}

/// Municipalities: nearest first; or best match first, then capitals, then by name; or by name.
///
/// # Errors
/// When the database does not answer.
pub fn municipality_list(
    connection: &mut AnyConnection,
    filter: &MunicipalityFilter,
    page: &PageRequest,
) -> DbResult<Listing<PlacedMunicipality>> {
    let candidates = match (filter.near, &filter.name) {
        (None, None) => return by_name(connection, filter, page),
        (None, Some(name)) => {
            let matches = matches(connection, filter, name)?;
            page_of(matches.into_iter().map(Match::candidate).collect(), page)
        }
        (Some((at, radius_km)), None) => {
            nearest(at, radius_km, page, |area| within(connection, filter, area))?
        }
        (Some((at, radius_km)), Some(name)) => {
            let measured = matches(connection, filter, name)?
                .into_iter()
                .filter_map(|one| Some((at.distance_km(one.place?), one.belfiore)))
                .filter(|(km, _)| radius_km.is_none_or(|radius| *km <= radius))
                .map(|(km, belfiore)| Candidate::at_distance(belfiore, km));
            page_of(measured.collect(), page)
        }
    };
    load(connection, candidates, page)
}

/// The rows of the candidates, in their order.
fn load(
    connection: &mut AnyConnection,
    candidates: Vec<Candidate>,
    page: &PageRequest,
) -> DbResult<Listing<PlacedMunicipality>> {
    let listing = Listing::cut(candidates, page, |candidate| candidate.at.clone());
    let codes: Vec<&str> = listing.items.iter().map(|one| one.at.id.as_str()).collect();
    let rows: Vec<PlacedRow> = placed_rows!()
        .filter(municipalities::belfiore.eq_any(codes))
        .load(connection)?;
    let mut by_code: HashMap<String, PlacedRow> = rows
        .into_iter()
        .map(|row| (row.0.belfiore.clone(), row))
        .collect();
    let Listing { items, next } = listing;
    let items = items
        .into_iter()
        .filter_map(|candidate| Some((by_code.remove(&candidate.at.id)?, candidate.distance_km)))
        .map(|(row, distance_km)| {
            Ok(PlacedMunicipality {
                distance_km,
                ..placed(row)?
            })
        })
        .collect::<DbResult<_>>()?;
    Ok(Listing { items, next })
}

fn by_name(
    connection: &mut AnyConnection,
    filter: &MunicipalityFilter,
    page: &PageRequest,
) -> DbResult<Listing<PlacedMunicipality>> {
    let mut query = narrowed!(placed_rows!(), filter);
    if let Some(after) = &page.after {
        query = query.filter(
            municipalities::sort_name
                .gt(&after.key)
                .or(municipalities::sort_name
                    .eq(&after.key)
                    .and(municipalities::belfiore.gt(&after.id))),
        );
    }
    let rows: Vec<PlacedRow> = query
        .order((municipalities::sort_name, municipalities::belfiore))
        .limit(page.fetch())
        .load(connection)?;
    let cursor = |row: &PlacedRow| Cursor {
        key: row.0.sort_name.clone(),
        id: row.0.belfiore.clone(),
    };
    Listing::cut(rows, page, cursor).try_map(placed)
}

/// Code and place of everything in a box.
fn within(
    connection: &mut AnyConnection,
    filter: &MunicipalityFilter,
    area: Area,
) -> DbResult<Vec<(String, Coordinates)>> {
    let mut query = municipalities::table
        .select((
            municipalities::belfiore,
            municipalities::lat.assume_not_null(),
            municipalities::lon.assume_not_null(),
        ))
        .filter(municipalities::lat.ge(area.lat.0))
        .filter(municipalities::lat.le(area.lat.1))
        .filter(municipalities::lon.is_not_null())
        .into_boxed();
    if let Some((west, east)) = area.lon {
        query = query.filter(
            municipalities::lon
                .ge(west)
                .and(municipalities::lon.le(east)),
        );
    }
    let rows: Vec<(String, f64, f64)> = narrowed!(query, filter).load(connection)?;
    rows.into_iter()
        .map(|(belfiore, lat, lon)| Ok((belfiore, stored(Coordinates::new(lat, lon))?)))
        .collect()
}
