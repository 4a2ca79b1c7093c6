//! Rows of the territory, and the domain values they stand for.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain_shared::{Code, Coordinates, Message, Period, TextValue};
use domain_territory::{Municipality, Province, ProvinceKind, Region, alternate_names};

use crate::{
    DbError, DbResult,
    schema::{municipalities, municipality_names, provinces, regions},
};

#[derive(Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = regions)]
pub(crate) struct RegionRow {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) sort_name: String,
    pub(crate) nuts2: String,
}

#[derive(Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = provinces)]
pub(crate) struct ProvinceRow {
    pub(crate) code: String,
    pub(crate) uts_code: String,
    pub(crate) abbreviation: String,
    pub(crate) name: String,
    pub(crate) sort_name: String,
    pub(crate) kind: String,
    pub(crate) region_code: String,
}

#[derive(Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = municipalities)]
// Else every row of a batch would be a statement of its own on SQLite.
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct MunicipalityRow {
    pub(crate) belfiore: String,
    pub(crate) istat_code: String,
    pub(crate) former_istat_code: Option<String>,
    pub(crate) name: String,
    pub(crate) sort_name: String,
    pub(crate) other_names: String,
    pub(crate) province_code: String,
    pub(crate) region_code: Option<String>,
    pub(crate) lat: Option<f64>,
    pub(crate) lon: Option<f64>,
    pub(crate) province_capital: bool,
    pub(crate) region_capital: bool,
    pub(crate) nuts3: Option<String>,
    pub(crate) status: String,
    pub(crate) valid_from: NaiveDate,
    pub(crate) valid_to: Option<NaiveDate>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Insertable)]
#[diesel(table_name = municipality_names)]
pub(crate) struct MunicipalityNameRow {
    pub(crate) folded: String,
    pub(crate) belfiore: String,
    pub(crate) whole: bool,
}

/// A stored value that must be valid.
pub(super) fn stored<T>(value: Result<T, &'static Message>) -> DbResult<T> {
    value.map_err(|message| DbError::corrupt(message.code))
}

fn text<T: TextValue>(text: &str) -> DbResult<T> {
    stored(T::parse(text))
}

fn optional<T: TextValue>(text: Option<&str>) -> DbResult<Option<T>> {
    stored(text.map(T::parse).transpose())
}

impl TryFrom<RegionRow> for Region {
    type Error = DbError;

    fn try_from(row: RegionRow) -> DbResult<Self> {
        Ok(Self {
            code: text(&row.code)?,
            name: text(&row.name)?,
            alternate_names: stored(alternate_names(&row.name, &row.name))?,
            nuts2: text(&row.nuts2)?,
        })
    }
}

impl TryFrom<ProvinceRow> for Province {
    type Error = DbError;

    fn try_from(row: ProvinceRow) -> DbResult<Self> {
        let kind = ProvinceKind::from_code(&row.kind);
        Ok(Self {
            code: text(&row.code)?,
            uts_code: text(&row.uts_code)?,
            abbreviation: text(&row.abbreviation)?,
            name: text(&row.name)?,
            alternate_names: stored(alternate_names(&row.name, &row.name))?,
            kind: kind.ok_or_else(|| DbError::corrupt("kind of province"))?,
            region: text(&row.region_code)?,
        })
    }
}

impl TryFrom<MunicipalityRow> for Municipality {
    type Error = DbError;

    fn try_from(row: MunicipalityRow) -> DbResult<Self> {
        let former: Option<_> = optional(row.former_istat_code.as_deref())?;
        let place = row.lat.zip(row.lon);
        Ok(Self {
            belfiore: text(&row.belfiore)?,
            istat_code: text(&row.istat_code)?,
            former_codes: former.into_iter().collect(),
            name: text(&row.name)?,
            alternate_names: stored(alternate_names(&row.name, &row.other_names))?,
            province: text(&row.province_code)?,
            region: optional(row.region_code.as_deref())?,
            coordinates: stored(
                place
                    .map(|(lat, lon)| Coordinates::new(lat, lon))
                    .transpose(),
            )?,
            is_province_capital: row.province_capital,
            is_region_capital: row.region_capital,
            nuts3: optional(row.nuts3.as_deref())?,
            validity: stored(Period::new(row.valid_from, row.valid_to))?,
        })
    }
}
