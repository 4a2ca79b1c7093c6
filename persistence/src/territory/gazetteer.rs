//! Every place at once, for what reads names people write.

use diesel::prelude::*;
use domain_shared::{ZoneId, ZoneKind};
use domain_territory::{Municipality, Province, Region};

use super::rows::{MunicipalityRow, ProvinceRow, RegionRow};
use crate::{
    AnyConnection, DbResult,
    schema::{municipalities, provinces, regions, zones},
    sql_types::DbId,
};

/// Every place there is or was.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    /// Municipalities, former ones too.
    pub municipalities: Vec<Municipality>,
    /// Provinces.
    pub provinces: Vec<Province>,
    /// Regions.
    pub regions: Vec<Region>,
    /// Sub-municipal zones.
    pub zones: Vec<ZoneId>,
}

/// Reads every place there is or was.
///
/// # Errors
/// When the database does not answer.
pub fn gazetteer_load(connection: &mut AnyConnection) -> DbResult<Gazetteer> {
    let municipalities: Vec<MunicipalityRow> = municipalities::table
        .select(MunicipalityRow::as_select())
        .load(connection)?;
    let provinces: Vec<ProvinceRow> = provinces::table
        .select(ProvinceRow::as_select())
        .load(connection)?;
    let regions: Vec<RegionRow> = regions::table
        .select(RegionRow::as_select())
        .load(connection)?;
    let zones: Vec<DbId<ZoneKind>> = zones::table.select(zones::id).load(connection)?;
    Ok(Gazetteer {
        municipalities: municipalities
            .into_iter()
            .map(Municipality::try_from)
            .collect::<DbResult<_>>()?,
        provinces: provinces
            .into_iter()
            .map(Province::try_from)
            .collect::<DbResult<_>>()?,
        regions: regions
            .into_iter()
            .map(Region::try_from)
            .collect::<DbResult<_>>()?,
        zones: zones.into_iter().map(|id| id.0).collect(),
    })
}
