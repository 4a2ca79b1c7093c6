//! What regions, provinces and municipalities look like on the wire.

use chrono::NaiveDate;
use domain_shared::{DisplayName, ProvinceCode, RegionCode, messages, text_value};
use domain_territory::{
    IstatCode, MunicipalityRef, MunicipalityStatus, Nuts2Code, Nuts3Code, Province,
    ProvinceAbbreviation, ProvinceKind, Region,
};
use persistence::territory::{MunicipalityFilter, PlacedMunicipality, ProvinceFilter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    problem::Outcome,
    wire::{BelfioreField, Coded, DisplayNameField, GeoPoint, Near, NearField, Text, optional},
};

/// The code of a region.
pub(super) type RegionCodeField = Text<RegionCode>;
/// The code of a province.
pub(super) type ProvinceCodeField = Text<ProvinceCode>;
/// The abbreviation of a province.
pub(super) type AbbreviationField = Text<ProvinceAbbreviation>;
/// What a province is.
pub(super) type ProvinceKindField = Coded<ProvinceKind>;
/// An ISTAT code of a municipality.
pub(super) type IstatCodeField = Text<IstatCode>;
/// Whether a municipality exists.
pub(super) type MunicipalityStatusField = Coded<MunicipalityStatus>;
/// A NUTS code of level 2.
pub(super) type Nuts2Field = Text<Nuts2Code>;
/// A NUTS code of level 3.
pub(super) type Nuts3Field = Text<Nuts3Code>;
/// Any code of a municipality.
pub(super) type MunicipalityCodeField = Text<MunicipalityCode>;

text_value! {
    /// Any code of a municipality, as [`MunicipalityRef`] reads it.
    MunicipalityCode {
        min: 4, max: MunicipalityRef::MAX_CHARS, multiline: false,
        pattern: Some(MunicipalityRef::PATTERN), format: None,
        example: "C573",
        description: "Any code of a municipality: cadastral, or ISTAT present or former.",
        check: |text| MunicipalityRef::parse(&text)
            .map(|reference| reference.to_string())
            .map_err(|_| &messages::INVALID_FORMAT),
    }
}

fn names(names: &[DisplayName]) -> Vec<DisplayNameField> {
    names.iter().map(Text::of).collect()
}

/// A region.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"code": "02", "name": "Valle d'Aosta/Vallée d'Aoste", "alternate_names": ["Valle d'Aosta", "Vallée d'Aoste"], "nuts2": "ITC2"}))]
pub(super) struct RegionView {
    /// ISTAT code.
    code: RegionCodeField,
    /// Official name, in both languages where it has two.
    name: DisplayNameField,
    /// The other names it is known by.
    #[schema(max_items = 20)]
    alternate_names: Vec<DisplayNameField>,
    /// NUTS 2024 code of level 2.
    nuts2: Nuts2Field,
}

impl From<&Region> for RegionView {
    fn from(region: &Region) -> Self {
        Self {
            code: Text::of(&region.code),
            name: Text::of(&region.name),
            alternate_names: names(&region.alternate_names),
            nuts2: Text::of(&region.nuts2),
        }
    }
}

/// A province, metropolitan city or other unit of that level.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"code": "040", "uts_code": "040", "abbreviation": "FC", "name": "Forlì-Cesena", "alternate_names": [], "kind": "province", "region_code": "08"}))]
pub(super) struct ProvinceView {
    /// ISTAT code.
    code: ProvinceCodeField,
    /// ISTAT code as a supra-municipal unit: another one for a metropolitan city.
    uts_code: ProvinceCodeField,
    /// Abbreviation (*sigla*).
    abbreviation: AbbreviationField,
    /// Official name, in both languages where it has two.
    name: DisplayNameField,
    /// The other names it is known by.
    #[schema(max_items = 20)]
    alternate_names: Vec<DisplayNameField>,
    /// What it is.
    kind: ProvinceKindField,
    /// The region it lies in.
    region_code: RegionCodeField,
}

impl From<&Province> for ProvinceView {
    fn from(province: &Province) -> Self {
        Self {
            code: Text::of(&province.code),
            uts_code: Text::of(&province.uts_code),
            abbreviation: Text::of(&province.abbreviation),
            name: Text::of(&province.name),
            alternate_names: names(&province.alternate_names),
            kind: Coded(province.kind),
            region_code: Text::of(&province.region),
        }
    }
}

/// A municipality in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"belfiore": "C573", "istat_code": "040007", "name": "Cesena", "alternate_names": [], "province_code": "040", "province_abbreviation": "FC", "region_code": "08", "coordinates": {"lat": 44.1391, "lon": 12.2431}, "status": "active"}))]
pub(super) struct MunicipalitySummary {
    /// Cadastral code: the one that never changes.
    belfiore: BelfioreField,
    /// ISTAT code; of a suppressed municipality the last it had, which another may bear today.
    istat_code: IstatCodeField,
    /// Official name.
    name: DisplayNameField,
    /// The other names it is known by (German, French, Slovene, Ladin …).
    #[schema(max_items = 20)]
    alternate_names: Vec<DisplayNameField>,
    /// Its province; of a suppressed one perhaps a province that is gone as well.
    province_code: ProvinceCodeField,
    /// Abbreviation of its province.
    #[serde(skip_serializing_if = "Option::is_none")]
    province_abbreviation: Option<AbbreviationField>,
    /// Its region; absent where the territory is no longer Italian.
    #[serde(skip_serializing_if = "Option::is_none")]
    region_code: Option<RegionCodeField>,
    /// Position of its seat; absent for suppressed municipalities.
    #[serde(skip_serializing_if = "Option::is_none")]
    coordinates: Option<GeoPoint>,
    /// Whether it exists.
    status: MunicipalityStatusField,
    /// Distance in kilometres from the place asked for with `near`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 20016, example = 3.214)]
    distance_km: Option<f64>,
}

impl From<&PlacedMunicipality> for MunicipalitySummary {
    fn from(placed: &PlacedMunicipality) -> Self {
        let municipality = &placed.municipality;
        Self {
            belfiore: Text::of(&municipality.belfiore),
            istat_code: Text::of(&municipality.istat_code),
            name: Text::of(&municipality.name),
            alternate_names: names(&municipality.alternate_names),
            province_code: Text::of(&municipality.province),
            province_abbreviation: optional(placed.province_abbreviation.as_ref()),
            region_code: optional(municipality.region.as_ref()),
            coordinates: municipality.coordinates.map(GeoPoint::from),
            status: Coded(municipality.status()),
            distance_km: placed.distance_km.map(|km| (km * 1000.0).round() / 1000.0),
        }
    }
}

/// A municipality.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"belfiore": "C573", "istat_code": "040007", "former_istat_codes": [], "name": "Cesena", "alternate_names": [], "province_code": "040", "province_name": "Forlì-Cesena", "province_abbreviation": "FC", "region_code": "08", "region_name": "Emilia-Romagna", "coordinates": {"lat": 44.1391, "lon": 12.2431}, "is_province_capital": true, "is_region_capital": false, "nuts3": "ITH58", "status": "active", "valid_from": "1945-05-18"}))]
pub(super) struct MunicipalityView {
    /// Cadastral code: the one that never changes.
    belfiore: BelfioreField,
    /// ISTAT code; of a suppressed municipality the last it had, which another may bear today.
    istat_code: IstatCodeField,
    /// ISTAT codes it had before.
    #[schema(max_items = 20)]
    former_istat_codes: Vec<IstatCodeField>,
    /// Official name.
    name: DisplayNameField,
    /// The other names it is known by (German, French, Slovene, Ladin …).
    #[schema(max_items = 20)]
    alternate_names: Vec<DisplayNameField>,
    /// Its province; of a suppressed one perhaps a province that is gone as well.
    province_code: ProvinceCodeField,
    /// Name of its province.
    #[serde(skip_serializing_if = "Option::is_none")]
    province_name: Option<DisplayNameField>,
    /// Abbreviation of its province.
    #[serde(skip_serializing_if = "Option::is_none")]
    province_abbreviation: Option<AbbreviationField>,
    /// Its region; absent where the territory is no longer Italian.
    #[serde(skip_serializing_if = "Option::is_none")]
    region_code: Option<RegionCodeField>,
    /// Name of its region.
    #[serde(skip_serializing_if = "Option::is_none")]
    region_name: Option<DisplayNameField>,
    /// Position of its seat; absent for suppressed municipalities.
    #[serde(skip_serializing_if = "Option::is_none")]
    coordinates: Option<GeoPoint>,
    /// Whether it is a capital of its province.
    is_province_capital: bool,
    /// Whether it is the capital of its region.
    is_region_capital: bool,
    /// NUTS 2024 code of level 3; absent for suppressed municipalities.
    #[serde(skip_serializing_if = "Option::is_none")]
    nuts3: Option<Nuts3Field>,
    /// Whether it exists.
    status: MunicipalityStatusField,
    /// First day in its present form.
    valid_from: NaiveDate,
    /// Last day, of a suppressed one.
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_until: Option<NaiveDate>,
}

impl From<&PlacedMunicipality> for MunicipalityView {
    fn from(placed: &PlacedMunicipality) -> Self {
        let municipality = &placed.municipality;
        Self {
            belfiore: Text::of(&municipality.belfiore),
            istat_code: Text::of(&municipality.istat_code),
            former_istat_codes: municipality.former_codes.iter().map(Text::of).collect(),
            name: Text::of(&municipality.name),
            alternate_names: names(&municipality.alternate_names),
            province_code: Text::of(&municipality.province),
            province_name: optional(placed.province_name.as_ref()),
            province_abbreviation: optional(placed.province_abbreviation.as_ref()),
            region_code: optional(municipality.region.as_ref()),
            region_name: optional(placed.region_name.as_ref()),
            coordinates: municipality.coordinates.map(GeoPoint::from),
            is_province_capital: municipality.is_province_capital,
            is_region_capital: municipality.is_region_capital,
            nuts3: optional(municipality.nuts3.as_ref()),
            status: Coded(municipality.status()),
            valid_from: municipality.validity.from(),
            valid_until: municipality.validity.until(),
        }
    }
}

/// There is nothing to choose.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct RegionParams {}

/// Which provinces to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ProvinceParams {
    /// Only those of these regions, by ISTAT code.
    #[serde(default)]
    #[param(value_type = Option<Vec<RegionCodeField>>, max_items = 50)]
    region: Vec<RegionCode>,
}

impl From<ProvinceParams> for ProvinceFilter {
    fn from(params: ProvinceParams) -> Self {
        Self {
            regions: params.region,
        }
    }
}

/// Which municipalities to list. Several values of one filter widen it, several filters narrow it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct MunicipalityParams {
    /// Beginning of a name, official or not, or of a word in it; accents, case and punctuation do
    /// not matter.
    #[param(min_length = 1, max_length = 100, example = "forli")]
    q: Option<String>,
    /// Only those in these regions, by ISTAT code.
    #[serde(default)]
    #[param(value_type = Option<Vec<RegionCodeField>>, max_items = 50)]
    region: Vec<RegionCode>,
    /// Only those in these provinces, by ISTAT code.
    #[serde(default)]
    #[param(value_type = Option<Vec<ProvinceCodeField>>, max_items = 50)]
    province: Vec<ProvinceCode>,
    /// Only those in these states; `active` without it.
    #[serde(default)]
    #[param(value_type = Option<Vec<MunicipalityStatusField>>, max_items = 2)]
    status: Vec<MunicipalityStatus>,
    /// Nearest to this place first. Suppressed municipalities have no place and are left out.
    #[param(inline, value_type = Option<NearField>)]
    near: Option<Near>,
    /// Only those within so many kilometres of `near`.
    #[param(minimum = 0.1, maximum = 2000, example = 25)]
    radius_km: Option<f64>,
}

impl MunicipalityParams {
    pub(super) fn filter(self) -> Outcome<MunicipalityFilter> {
        let status = match self.status.as_slice() {
            [] => Some(MunicipalityStatus::Active),
            [first, rest @ ..] => rest.iter().all(|one| one == first).then_some(*first),
        };
        Ok(MunicipalityFilter {
            name: self.q,
            regions: self.region,
            provinces: self.province,
            status,
            near: Near::with_radius(self.near, self.radius_km)?,
        })
    }
}
