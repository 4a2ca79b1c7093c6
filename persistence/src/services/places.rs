//! The territory as the search index needs it: who lies in what, and how it is called.

use std::collections::HashMap;

use diesel::prelude::*;
use domain_shared::{Belfiore, ProvinceCode, RegionCode, TextValue as _, ZoneId, ZoneKind, fold};

use crate::{
    AnyConnection, DbResult,
    schema::{municipalities, provinces, regions, zones},
    sql_types::DbId,
};

/// A municipality and what it lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPlace {
    /// Its name.
    pub name: String,
    /// Its name in lower-case ASCII words.
    pub folded: String,
    /// Its province.
    pub province: String,
    /// Its region, if it still exists.
    pub region: Option<String>,
}

/// Every place by its code.
#[derive(Debug, Clone, Default)]
pub struct Places {
    municipalities: HashMap<String, KnownPlace>,
    /// Name and region of each province.
    provinces: HashMap<String, (String, String)>,
    regions: HashMap<String, String>,
}

/// The municipality each zone lies in.
pub type ZonePlaces = HashMap<ZoneId, String>;

impl Places {
    /// A municipality.
    #[must_use]
    pub fn municipality(&self, code: &Belfiore) -> Option<&KnownPlace> {
        self.municipalities.get(code.as_str())
    }

    /// A municipality, by the text of its code.
    #[must_use]
    pub fn municipality_coded(&self, code: &str) -> Option<&KnownPlace> {
        self.municipalities.get(code)
    }

    /// Every municipality with its code.
    pub fn municipalities(&self) -> impl Iterator<Item = (&str, &KnownPlace)> {
        self.municipalities
            .iter()
            .map(|(code, place)| (code.as_str(), place))
    }

    /// The name of a province.
    #[must_use]
    pub fn province_name(&self, code: &ProvinceCode) -> Option<&str> {
        self.provinces
            .get(code.as_str())
            .map(|(name, _)| name.as_str())
    }

    /// The name of a region.
    #[must_use]
    pub fn region_name(&self, code: &RegionCode) -> Option<&str> {
        self.regions.get(code.as_str()).map(String::as_str)
    }

    /// The codes of the provinces of a region, in order.
    #[must_use]
    pub fn provinces_of(&self, region: &RegionCode) -> Vec<&str> {
        let mut codes: Vec<&str> = self
            .provinces
            .iter()
            .filter(|(_, (_, of))| of == region.as_str())
            .map(|(code, _)| code.as_str())
            .collect();
        codes.sort_unstable();
        codes
    }

    /// The codes of all provinces, in order.
    #[must_use]
    pub fn province_codes(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = self.provinces.keys().map(String::as_str).collect();
        codes.sort_unstable();
        codes
    }
}

/// The territory, which only changes when the hub is brought up to date.
///
/// # Errors
/// When the database does not answer.
pub fn places_load(connection: &mut AnyConnection) -> DbResult<Places> {
    let all: Vec<(String, String, String, Option<String>)> = municipalities::table
        .select((
            municipalities::belfiore,
            municipalities::name,
            municipalities::province_code,
            municipalities::region_code,
        ))
        .load(connection)?;
    let provinces: Vec<(String, String, String)> = provinces::table
        .select((provinces::code, provinces::name, provinces::region_code))
        .load(connection)?;
    let regions: Vec<(String, String)> = regions::table
        .select((regions::code, regions::name))
        .load(connection)?;
    Ok(Places {
        municipalities: all
            .into_iter()
            .map(|(code, name, province, region)| {
                let place = KnownPlace {
                    folded: fold(&name),
                    name,
                    province,
                    region,
                };
                (code, place)
            })
            .collect(),
        provinces: provinces
            .into_iter()
            .map(|(code, name, region)| (code, (name, region)))
            .collect(),
        regions: regions.into_iter().collect(),
    })
}

/// The municipality of every zone there is.
///
/// # Errors
/// When the database does not answer.
pub fn zone_places(connection: &mut AnyConnection) -> DbResult<ZonePlaces> {
    let rows: Vec<(DbId<ZoneKind>, String)> = zones::table
        .select((zones::id, zones::municipality))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, place)| (id.0, place)).collect())
}
