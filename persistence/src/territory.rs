//! Regions, provinces, municipalities and zones.

pub(crate) mod rows;
mod zones;

pub(crate) use zones::zone_add;
pub use zones::{ZoneFilter, zone_delete, zone_find, zone_insert, zone_list, zone_update};
