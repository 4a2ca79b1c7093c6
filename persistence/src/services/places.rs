//! The territory as the search index needs it: who lies in what, and how it is called.

use std::collections::HashMap;

use diesel::prelude::*;
use domain_shared::{
    Belfiore, ProvinceCode, RegionCode, TextValue as _, ZoneId, ZoneKind, fold_words,
};
use domain_territory::MunicipalityStatus;

use crate::{
    AnyConnection, DbResult,
    schema::{municipalities, provinces, regions, zones},
    sql_types::{DbCode, DbId},
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
    /// Whether it was merged into others or changed name and code.
    pub suppressed: bool,
}

/// Every place by its code.
#[derive(Debug, Clone, Default)]
pub struct Places {
    municipalities: HashMap<String, KnownPlace>,
    /// Every ending of the name of a municipality that begins at a word, with its code, in order.
    endings: Vec<(String, String)>,
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

    /// The municipalities with a word that begins with a folded text, with their codes; one may come twice.
    pub fn municipalities_starting<'a>(
        &'a self,
        folded: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a KnownPlace)> {
        let begin = self
            .endings
            .partition_point(|(ending, _)| ending.as_str() < folded);
        let endings = self.endings.iter().skip(begin);
        endings
            .take_while(move |(ending, _)| ending.starts_with(folded))
            .filter_map(|(_, code)| Some((code.as_str(), self.municipalities.get(code)?)))
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
    type Row = (
        String,
        String,
        String,
        Option<String>,
        DbCode<MunicipalityStatus>,
    );
    let all: Vec<Row> = municipalities::table
        .select((
            municipalities::belfiore,
            municipalities::name,
            municipalities::province_code,
            municipalities::region_code,
            municipalities::status,
        ))
        .load(connection)?;
    let provinces: Vec<(String, String, String)> = provinces::table
        .select((provinces::code, provinces::name, provinces::region_code))
        .load(connection)?;
    let regions: Vec<(String, String)> = regions::table
        .select((regions::code, regions::name))
        .load(connection)?;
    let mut endings: Vec<(String, String)> = Vec::with_capacity(2 * all.len());
    let mut municipalities = HashMap::with_capacity(all.len());
    for (code, name, province, region, status) in all {
        let own = fold_words(&name);
        let place = KnownPlace {
            folded: own.first().cloned().unwrap_or_default(),
            name,
            province,
            region,
            suppressed: matches!(status.0, MunicipalityStatus::Suppressed),
        };
        endings.extend(own.into_iter().map(|ending| (ending, code.clone())));
        municipalities.insert(code, place);
    }
    endings.sort_unstable();
    Ok(Places {
        municipalities,
        endings,
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
