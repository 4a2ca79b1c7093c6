//! Reference data shipped with the program, brought into the database when it starts.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain_categories::{
    CategoryDraft, CategoryProfile, CategoryTree, CrosswalkDraft, ServiceCategory, SynonymDraft,
};
use domain_shared::{I18nText, Id, Message, ServiceCategoryId, TextValue, Version, fold, messages};
use domain_territory::{Zone, alternate_names, search_terms};
use serde::{Deserialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    AnyConnection, DbError, DbResult,
    categories::category_add,
    dialect::{self, INSERT_BATCH, on_each},
    migrate,
    schema::{
        hub_settings, municipalities, municipality_names, provinces, regions, service_categories,
        zones,
    },
    settings,
    territory::{
        rows::{MunicipalityNameRow, MunicipalityRow, ProvinceRow, RegionRow},
        zone_add,
    },
};

/// The day the shipped territory describes; see `data/territory/README.md`.
const TERRITORY_VERSION: &str = "2026-02-21";
/// Setting that says which territory the database holds.
const TERRITORY_SETTING: &str = "reference.territory";
/// Setting that says that zones and categories were given once: from then on they are the
/// administrators' own, even if they remove all of them.
const STARTER_SETTING: &str = "reference.starter";
const STARTER_VERSION: &str = "1";

const REGIONS: &str = include_str!("../data/territory/regions.csv");
const PROVINCES: &str = include_str!("../data/territory/provinces.csv");
const MUNICIPALITIES: &str = include_str!("../data/territory/municipalities.csv");
const ZONES: &str = include_str!("../data/territory/zones.csv");
const CATEGORIES: &str = include_str!("../data/categories.json");

/// Starts of the fixed identifiers of the starter zones and categories, so that a category has the
/// same identifier in every hub.
const ZONE_IDS: u128 = 0x0199_a000_00a1_7000_8000_0000_0000_0000;
const CATEGORY_IDS: u128 = 0x0199_a000_00a2_7000_8000_0000_0000_0000;

/// Whether the database holds the shipped data.
pub(crate) fn is_current(connection: &mut AnyConnection) -> DbResult<bool> {
    let territory = settings::setting_find(connection, TERRITORY_SETTING)?;
    let starter = settings::setting_find(connection, STARTER_SETTING)?;
    Ok(territory.as_deref() == Some(TERRITORY_VERSION) && starter.is_some())
}

/// Loads what is missing, all or nothing, one process at a time; answers whether anything was.
pub(crate) fn load(connection: &mut AnyConnection, now: DateTime<Utc>) -> DbResult<bool> {
    migrate::alone(connection, |connection| {
        if is_current(connection)? {
            return Ok(false);
        }
        if settings::setting_find(connection, TERRITORY_SETTING)?.as_deref()
            != Some(TERRITORY_VERSION)
        {
            load_territory(connection)?;
            put(connection, TERRITORY_SETTING, TERRITORY_VERSION)?;
        }
        if settings::setting_find(connection, STARTER_SETTING)?.is_none() {
            load_zones(connection, now)?;
            load_categories(connection, now)?;
            put(connection, STARTER_SETTING, STARTER_VERSION)?;
        }
        Ok(true)
    })
}

fn put(connection: &mut AnyConnection, name: &str, value: &str) -> DbResult<()> {
    diesel::delete(hub_settings::table.find(name)).execute(connection)?;
    diesel::insert_into(hub_settings::table)
        .values((hub_settings::name.eq(name), hub_settings::value.eq(value)))
        .execute(connection)?;
    Ok(())
}

#[derive(Deserialize)]
struct RegionRecord {
    code: String,
    name: String,
    nuts2: String,
}

#[derive(Deserialize)]
struct ProvinceRecord {
    code: String,
    uts_code: String,
    abbreviation: String,
    name: String,
    kind: String,
    region_code: String,
}

#[derive(Deserialize)]
struct MunicipalityRecord {
    belfiore: String,
    istat_code: String,
    name: String,
    name_other: String,
    province_code: String,
    region_code: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    province_capital: u8,
    region_capital: u8,
    nuts3: Option<String>,
    status: String,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    former_codes: Option<String>,
}

#[derive(Deserialize)]
struct ZoneRecord {
    municipality: String,
    code: String,
    name: String,
}

fn records<T: DeserializeOwned>(file: &str) -> DbResult<Vec<T>> {
    csv::Reader::from_reader(file.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| shipped(&error))
}

/// What is shipped is wrong: a mistake of ours.
fn shipped(what: &impl ToString) -> DbError {
    DbError::Corrupt(format!("reference data: {}", what.to_string()))
}

fn text<T: TextValue>(value: &str) -> DbResult<T> {
    T::parse(value).map_err(|message: &Message| shipped(&format!("{value}: {}", message.code)))
}

/// Adds the rows that are new and rewrites those that differ. None is removed: others refer to them.
macro_rules! bring_up_to_date {
    ($connection:expr, $table:ident, $key:ident, $rows:expr, $row:ty) => {{
        let connection: &mut AnyConnection = $connection;
        let stored: Vec<$row> = $table::table.select(<$row>::as_select()).load(connection)?;
        let stored: HashMap<&str, &$row> =
            stored.iter().map(|row| (row.$key.as_str(), row)).collect();
        let mut fresh: Vec<$row> = Vec::new();
        for row in $rows {
            match stored.get(row.$key.as_str()) {
                None => fresh.push(row),
                Some(known) if **known == row => {}
                Some(_) => {
                    diesel::update($table::table.find(&row.$key))
                        .set(&row)
                        .execute(connection)?;
                }
            }
        }
        insert_all!(connection, $table, fresh);
    }};
}

/// Inserts many rows, a batch in each statement.
macro_rules! insert_all {
    ($connection:expr, $table:ident, $rows:expr) => {
        for batch in $rows.chunks(INSERT_BATCH) {
            on_each!($connection, |inner| diesel::insert_into($table::table)
                .values(batch)
                .execute(inner))?;
        }
    };
}

fn load_territory(connection: &mut AnyConnection) -> DbResult<()> {
    let rows = records::<RegionRecord>(REGIONS)?;
    let rows = rows.into_iter().map(|record| RegionRow {
        sort_name: fold(&record.name),
        code: record.code,
        name: record.name,
        nuts2: record.nuts2,
    });
    bring_up_to_date!(connection, regions, code, rows, RegionRow);
    let rows = records::<ProvinceRecord>(PROVINCES)?;
    let rows = rows.into_iter().map(|record| ProvinceRow {
        sort_name: fold(&record.name),
        code: record.code,
        uts_code: record.uts_code,
        abbreviation: record.abbreviation,
        name: record.name,
        kind: record.kind,
        region_code: record.region_code,
    });
    bring_up_to_date!(connection, provinces, code, rows, ProvinceRow);
    let rows = records::<MunicipalityRecord>(MUNICIPALITIES)?;
    let names = names_of(&rows)?;
    let rows = rows.into_iter().map(MunicipalityRow::from);
    bring_up_to_date!(connection, municipalities, belfiore, rows, MunicipalityRow);
    diesel::delete(municipality_names::table).execute(connection)?;
    insert_all!(connection, municipality_names, names);
    dialect::refresh_statistics(connection)?;
    Ok(())
}

impl From<MunicipalityRecord> for MunicipalityRow {
    fn from(record: MunicipalityRecord) -> Self {
        Self {
            sort_name: fold(&record.name),
            belfiore: record.belfiore,
            istat_code: record.istat_code,
            former_istat_code: record.former_codes,
            name: record.name,
            other_names: record.name_other,
            province_code: record.province_code,
            region_code: record.region_code,
            lat: record.lat,
            lon: record.lon,
            province_capital: record.province_capital == 1,
            region_capital: record.region_capital == 1,
            nuts3: record.nuts3,
            status: record.status,
            valid_from: record.valid_from,
            valid_to: record.valid_to,
        }
    }
}

/// Everything municipalities are found by, in the order of the index.
fn names_of(records: &[MunicipalityRecord]) -> DbResult<Vec<MunicipalityNameRow>> {
    let mut rows = Vec::with_capacity(2 * records.len());
    for record in records {
        let others = alternate_names(&record.name, &record.name_other)
            .map_err(|message| shipped(&format!("{}: {}", record.name_other, message.code)))?;
        let names =
            std::iter::once(record.name.as_str()).chain(others.iter().map(TextValue::as_str));
        rows.extend(
            search_terms(names)
                .into_iter()
                .map(|term| MunicipalityNameRow {
                    folded: term.text,
                    belfiore: record.belfiore.clone(),
                    whole: term.whole,
                }),
        );
    }
    rows.sort_unstable();
    Ok(rows)
}

/// Identifiers in a row from `start`.
fn fixed_ids<K>(start: u128) -> impl Iterator<Item = Id<K>> {
    (1u128..).map(move |number| Id::new(Uuid::from_u128(start + number)))
}

fn load_zones(connection: &mut AnyConnection, now: DateTime<Utc>) -> DbResult<()> {
    let known: i64 = zones::table.count().get_result(connection)?;
    if known > 0 {
        return Ok(());
    }
    for (record, id) in records::<ZoneRecord>(ZONES)?
        .iter()
        .zip(fixed_ids(ZONE_IDS))
    {
        let zone = Zone {
            id,
            municipality: text(&record.municipality)?,
            code: text(&record.code)?,
            name: text(&record.name)?,
            note: None,
            version: Version::FIRST,
        };
        zone_add(connection, &zone, now)?;
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryRecord {
    code: String,
    parent: Option<String>,
    label: I18nText<String>,
    description: Option<I18nText<String>>,
    synonyms: Vec<SynonymDraft>,
    crosswalks: Vec<CrosswalkDraft>,
    position: i64,
}

fn load_categories(connection: &mut AnyConnection, now: DateTime<Utc>) -> DbResult<()> {
    let known: i64 = service_categories::table.count().get_result(connection)?;
    if known > 0 {
        return Ok(());
    }
    let records: Vec<CategoryRecord> =
        serde_json::from_str(CATEGORIES).map_err(|error| shipped(&error))?;
    let empty = CategoryTree::new([]).map_err(|broken| shipped(&broken))?;
    let mut ids: HashMap<String, ServiceCategoryId> = HashMap::new();
    for (record, id) in records.into_iter().zip(fixed_ids(CATEGORY_IDS)) {
        ids.insert(record.code.clone(), id);
        let category = category(&empty, &ids, record, id)?;
        category_add(connection, &category, now)?;
    }
    Ok(())
}

/// A category whose parent came before it. That all of them form a tree, a test holds.
fn category(
    empty: &CategoryTree,
    ids: &HashMap<String, ServiceCategoryId>,
    record: CategoryRecord,
    id: ServiceCategoryId,
) -> DbResult<ServiceCategory> {
    let parent = record
        .parent
        .map(|code| {
            ids.get(&code)
                .copied()
                .ok_or_else(|| shipped(&messages::UNKNOWN_REFERENCE.code))
        })
        .transpose()?;
    let draft = CategoryDraft {
        code: record.code,
        parent: None,
        label: record.label,
        description: record.description,
        synonyms: record.synonyms,
        crosswalks: record.crosswalks,
        position: record.position,
    };
    let profile = CategoryProfile::parse(&draft).map_err(|wrong| shipped(&wrong))?;
    let category = empty.create(id, profile).map_err(|wrong| shipped(&wrong))?;
    Ok(ServiceCategory { parent, ..category })
}
