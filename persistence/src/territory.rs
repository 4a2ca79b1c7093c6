//! Regions, provinces, municipalities and zones.

mod distance;
mod gazetteer;
mod municipalities;
mod name_search;
pub(crate) mod rows;
mod units;
mod zones;

pub use gazetteer::{Gazetteer, gazetteer_load};
pub use municipalities::{
    MunicipalityFilter, PlacedMunicipality, municipality_find, municipality_list,
    municipality_resolve,
};
pub use units::{ProvinceFilter, province_find, province_list, region_find, region_list};
pub(crate) use zones::zone_add;
pub use zones::{ZoneFilter, zone_delete, zone_find, zone_insert, zone_list, zone_update};
