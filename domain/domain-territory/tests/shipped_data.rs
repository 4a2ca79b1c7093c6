//! The territory shipped with the hub reads into the types of this crate, whole.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "test helpers outside a test function"
)]

use std::collections::{HashMap, HashSet};

use domain_shared::{
    Belfiore, Code, Coordinates, DisplayName, Period, ProvinceCode, RegionCode, StableCode,
    TextValue,
};
use domain_territory::{
    IstatCode, MatchRank, Municipality, MunicipalityRef, MunicipalityStatus, Nuts3Code,
    ProvinceAbbreviation, ProvinceKind, alternate_names, match_rank, resolve,
};

type Row = HashMap<String, String>;

fn rows(file: &str) -> Vec<Row> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../persistence/data/territory"
    );
    csv::Reader::from_path(format!("{folder}/{file}"))
        .unwrap()
        .deserialize()
        .collect::<Result<_, _>>()
        .unwrap()
}

fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn parse<T: TextValue>(text: &str) -> T {
    T::parse(text).unwrap_or_else(|message| panic!("{}: {text}: {}", T::NAME, message.code))
}

fn municipality(row: &Row) -> Municipality {
    let coordinates = filled(&row["lat"])
        .map(|lat| Coordinates::new(lat.parse().unwrap(), row["lon"].parse().unwrap()).unwrap());
    let until = filled(&row["valid_to"]).map(|day| day.parse().unwrap());
    Municipality {
        belfiore: parse(&row["belfiore"]),
        istat_code: parse(&row["istat_code"]),
        former_codes: filled(&row["former_codes"])
            .map(parse)
            .into_iter()
            .collect(),
        name: parse(&row["name"]),
        alternate_names: alternate_names(&row["name"], &row["name_other"]).unwrap(),
        province: parse(&row["province_code"]),
        region: filled(&row["region_code"]).map(parse),
        coordinates,
        is_province_capital: row["province_capital"] == "1",
        is_region_capital: row["region_capital"] == "1",
        nuts3: filled(&row["nuts3"]).map(parse::<Nuts3Code>),
        validity: Period::new(row["valid_from"].parse().unwrap(), until).unwrap(),
    }
}

#[test]
fn regions_and_provinces_are_whole() {
    let regions: HashSet<RegionCode> = rows("regions.csv")
        .iter()
        .map(|r| parse(&r["code"]))
        .collect();
    assert_eq!(regions.len(), 20);
    let provinces = rows("provinces.csv");
    let codes: HashSet<ProvinceCode> = provinces.iter().map(|r| parse(&r["code"])).collect();
    let abbreviations: HashSet<ProvinceAbbreviation> = provinces
        .iter()
        .map(|r| parse(&r["abbreviation"]))
        .collect();
    assert_eq!((codes.len(), abbreviations.len()), (110, 110));
    for province in &provinces {
        assert!(regions.contains(&parse(&province["region_code"])));
        assert!(ProvinceKind::from_code(&province["kind"]).is_some());
        parse::<DisplayName>(&province["name"]);
    }
}

#[test]
fn municipalities_are_whole_and_resolve_by_each_code() {
    let rows = rows("municipalities.csv");
    let places: Vec<Municipality> = rows.iter().map(municipality).collect();
    let is_active = |place: &&Municipality| place.status() == MunicipalityStatus::Active;
    assert_eq!(places.len(), 9_864);
    assert_eq!(places.iter().filter(is_active).count(), 7_894);
    let keys: HashSet<&Belfiore> = places.iter().map(|place| &place.belfiore).collect();
    assert_eq!(keys.len(), places.len());

    for (row, place) in rows.iter().zip(&places) {
        assert_eq!(row["status"], place.status().code());
        assert_eq!(place.coordinates.is_some(), is_active(&place));
    }
    let mut by_code: HashMap<&IstatCode, Vec<&Municipality>> = HashMap::new();
    for place in &places {
        for code in std::iter::once(&place.istat_code).chain(&place.former_codes) {
            by_code.entry(code).or_default().push(place);
        }
    }
    for place in places.iter().filter(is_active) {
        for code in std::iter::once(&place.istat_code).chain(&place.former_codes) {
            let reference = MunicipalityRef::Istat(code.clone());
            let found = resolve(&reference, by_code[code].iter().copied());
            assert_eq!(found.map(|found| &found.belfiore), Some(&place.belfiore));
        }
    }
}

#[test]
fn minority_names_are_found() {
    let places: Vec<Municipality> = rows("municipalities.csv")
        .iter()
        .map(municipality)
        .collect();
    for (query, belfiore) in [
        ("bozen", "A952"),
        ("Aoste", "A326"),
        ("urtijei", "G140"),
        ("Trst", "L424"),
    ] {
        let found = places
            .iter()
            .find(|place| match_rank(query, place.names()) == Some(MatchRank::Exact))
            .unwrap();
        assert_eq!(found.belfiore.as_str(), belfiore);
    }
}

#[test]
fn zones_belong_to_milan() {
    let zones = rows("zones.csv");
    let codes: HashSet<StableCode> = zones.iter().map(|zone| parse(&zone["code"])).collect();
    assert_eq!(codes.len(), 9);
    for zone in &zones {
        assert_eq!(zone["municipality"], "F205");
        parse::<DisplayName>(&zone["name"]);
    }
}
