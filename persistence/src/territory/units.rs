//! Regions and provinces.

use diesel::prelude::*;
use domain_shared::{ProvinceCode, RegionCode, TextValue as _};
use domain_territory::{Province, Region};

use super::rows::{ProvinceRow, RegionRow};
use crate::{
    AnyConnection, Cursor, DbResult, Listing, PageRequest,
    schema::{provinces, regions},
};

/// The region with this code.
///
/// # Errors
/// When the database does not answer.
pub fn region_find(connection: &mut AnyConnection, code: &RegionCode) -> DbResult<Option<Region>> {
    regions::table
        .find(code.as_str())
        .select(RegionRow::as_select())
        .first(connection)
        .optional()?
        .map(Region::try_from)
        .transpose()
}

/// Regions by name.
///
/// # Errors
/// When the database does not answer.
pub fn region_list(
    connection: &mut AnyConnection,
    page: &PageRequest,
) -> DbResult<Listing<Region>> {
    let mut query = regions::table.select(RegionRow::as_select()).into_boxed();
    if let Some(after) = &page.after {
        query = query.filter(
            regions::sort_name.gt(&after.key).or(regions::sort_name
                .eq(&after.key)
                .and(regions::code.gt(&after.id))),
        );
    }
    let rows: Vec<RegionRow> = query
        .order((regions::sort_name, regions::code))
        .limit(page.fetch())
        .load(connection)?;
    let cursor = |row: &RegionRow| Cursor {
        key: row.sort_name.clone(),
        id: row.code.clone(),
    };
    Listing::cut(rows, page, cursor).try_map(Region::try_from)
}

/// The province with this code.
///
/// # Errors
/// When the database does not answer.
pub fn province_find(
    connection: &mut AnyConnection,
    code: &ProvinceCode,
) -> DbResult<Option<Province>> {
    provinces::table
        .find(code.as_str())
        .select(ProvinceRow::as_select())
        .first(connection)
        .optional()?
        .map(Province::try_from)
        .transpose()
}

/// Which provinces to list.
#[derive(Debug, Clone, Default)]
pub struct ProvinceFilter {
    /// Those of these regions; of any when empty.
    pub regions: Vec<RegionCode>,
}

/// Provinces by name.
///
/// # Errors
/// When the database does not answer.
pub fn province_list(
    connection: &mut AnyConnection,
    filter: &ProvinceFilter,
    page: &PageRequest,
) -> DbResult<Listing<Province>> {
    let mut query = provinces::table
        .select(ProvinceRow::as_select())
        .into_boxed();
    if !filter.regions.is_empty() {
        let codes = filter.regions.iter().map(RegionCode::as_str);
        query = query.filter(provinces::region_code.eq_any(codes.collect::<Vec<_>>()));
    }
    if let Some(after) = &page.after {
        query = query.filter(
            provinces::sort_name.gt(&after.key).or(provinces::sort_name
                .eq(&after.key)
                .and(provinces::code.gt(&after.id))),
        );
    }
    let rows: Vec<ProvinceRow> = query
        .order((provinces::sort_name, provinces::code))
        .limit(page.fetch())
        .load(connection)?;
    let cursor = |row: &ProvinceRow| Cursor {
        key: row.sort_name.clone(),
        id: row.code.clone(),
    };
    Listing::cut(rows, page, cursor).try_map(Province::try_from)
}
