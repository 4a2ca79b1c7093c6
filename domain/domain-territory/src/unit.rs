//! Regions, provinces and municipalities.

use domain_shared::{
    Belfiore, Coordinates, DisplayName, Period, ProvinceCode, RegionCode, TextValue, codes,
};

use crate::{IstatCode, MunicipalityRef, Nuts2Code, Nuts3Code, ProvinceAbbreviation};

/// A region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// ISTAT code.
    pub code: RegionCode,
    /// Official name, in both languages where it has two (`Valle d'Aosta/Vallée d'Aoste`).
    pub name: DisplayName,
    /// The other names it is known by.
    pub alternate_names: Vec<DisplayName>,
    /// NUTS 2024 code.
    pub nuts2: Nuts2Code,
}

codes! {
    /// What a province-level unit is.
    pub enum ProvinceKind {
        /// An ordinary province.
        Province = "province", "provincia", "province";
        /// A metropolitan city.
        MetropolitanCity = "metropolitan_city", "città metropolitana", "metropolitan city";
        /// A free municipal consortium of Sicily.
        FreeConsortium = "free_consortium", "libero consorzio comunale", "free municipal consortium";
        /// Trento or Bolzano.
        AutonomousProvince = "autonomous_province", "provincia autonoma", "autonomous province";
        /// A former province of Friuli-Venezia Giulia, kept for statistics.
        StatisticalUnit = "statistical_unit", "unità non amministrativa", "statistical unit";
    }
}

/// A province-level unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Province {
    /// ISTAT code.
    pub code: ProvinceCode,
    /// The code ISTAT gives it as a supra-municipal unit: another one for a metropolitan city.
    pub uts_code: ProvinceCode,
    /// Abbreviation (*sigla*).
    pub abbreviation: ProvinceAbbreviation,
    /// Official name, in both languages where it has two.
    pub name: DisplayName,
    /// The other names it is known by.
    pub alternate_names: Vec<DisplayName>,
    /// What it is.
    pub kind: ProvinceKind,
    /// The region it lies in.
    pub region: RegionCode,
}

codes! {
    /// Whether a municipality still exists.
    pub enum MunicipalityStatus {
        /// It exists.
        Active = "active", "attivo", "active";
        /// It was merged into others or changed name and code.
        Suppressed = "suppressed", "soppresso", "suppressed";
    }
}

/// A municipality, existing or suppressed.
#[derive(Debug, Clone, PartialEq)]
pub struct Municipality {
    /// Cadastral code: the key, never changes.
    pub belfiore: Belfiore,
    /// Present ISTAT code; of a suppressed one, the last it had, which another may bear today.
    pub istat_code: IstatCode,
    /// ISTAT codes it had before.
    pub former_codes: Vec<IstatCode>,
    /// Official Italian name.
    pub name: DisplayName,
    /// The other names it is known by.
    pub alternate_names: Vec<DisplayName>,
    /// Its province; of a suppressed one, perhaps a province that is gone as well.
    pub province: ProvinceCode,
    /// Its region; none where the territory is no longer Italian.
    pub region: Option<RegionCode>,
    /// Position of the seat; none for suppressed municipalities.
    pub coordinates: Option<Coordinates>,
    /// Whether it is a capital of its province.
    pub is_province_capital: bool,
    /// Whether it is the capital of its region.
    pub is_region_capital: bool,
    /// NUTS 2024 code; none for suppressed municipalities.
    pub nuts3: Option<Nuts3Code>,
    /// First and last day in its present form; a last day makes it suppressed.
    pub validity: Period,
}

/// How closely a municipality answers to a code, closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Answer {
    Present,
    Former,
    Suppressed,
}

impl Municipality {
    /// Whether it still exists.
    #[must_use]
    pub const fn status(&self) -> MunicipalityStatus {
        match self.validity.until() {
            None => MunicipalityStatus::Active,
            Some(_) => MunicipalityStatus::Suppressed,
        }
    }

    /// The official name and every other, for searching.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name)
            .chain(&self.alternate_names)
            .map(TextValue::as_str)
    }

    /// Whether one of its codes, present or former, is this one.
    #[must_use]
    pub fn answers_to(&self, reference: &MunicipalityRef) -> bool {
        self.answer(reference).is_some()
    }

    fn answer(&self, reference: &MunicipalityRef) -> Option<Answer> {
        let (present, former) = match reference {
            MunicipalityRef::Belfiore(code) => (self.belfiore == *code, false),
            MunicipalityRef::Istat(code) => {
                (self.istat_code == *code, self.former_codes.contains(code))
            }
        };
        match (self.status(), present, former) {
            (_, false, false) => None,
            (MunicipalityStatus::Suppressed, _, _) => Some(Answer::Suppressed),
            (MunicipalityStatus::Active, true, _) => Some(Answer::Present),
            (MunicipalityStatus::Active, false, true) => Some(Answer::Former),
        }
    }
}

/// The municipality a code means, among those that may answer to it.
///
/// A code given to several means, in this order: the existing one that bears it today, the existing
/// one that bore it, the one suppressed last.
#[must_use]
pub fn resolve<'a>(
    reference: &MunicipalityRef,
    candidates: impl IntoIterator<Item = &'a Municipality>,
) -> Option<&'a Municipality> {
    candidates
        .into_iter()
        .filter_map(|place| Some((place.answer(reference)?, place)))
        .min_by_key(|(answer, place)| (*answer, std::cmp::Reverse(place.validity.until())))
        .map(|(_, place)| place)
}

#[cfg(test)]
pub(crate) mod tests {
    use chrono::NaiveDate;

    use super::*;

    pub(crate) fn municipality(
        belfiore: &str,
        istat: &str,
        former: &[&str],
        until: Option<i32>,
    ) -> Municipality {
        let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        Municipality {
            belfiore: Belfiore::parse(belfiore).unwrap(),
            istat_code: IstatCode::parse(istat).unwrap(),
            former_codes: former
                .iter()
                .map(|code| IstatCode::parse(code).unwrap())
                .collect(),
            name: DisplayName::parse("Siamanna").unwrap(),
            alternate_names: Vec::new(),
            province: ProvinceCode::parse("115").unwrap(),
            region: Some(RegionCode::parse("20").unwrap()),
            coordinates: None,
            is_province_capital: false,
            is_region_capital: false,
            nuts3: None,
            validity: Period::new(day(1900), until.map(day)).unwrap(),
        }
    }

    fn resolved<'a>(code: &str, places: &'a [Municipality]) -> Option<&'a str> {
        let reference = MunicipalityRef::parse(code).unwrap();
        resolve(&reference, places).map(|place| place.belfiore.as_str())
    }

    #[test]
    fn every_code_finds_its_municipality() {
        let places = [municipality("I718", "115064", &["095057"], None)];
        for code in ["I718", "115064", "095057"] {
            assert_eq!(resolved(code, &places), Some("I718"));
        }
        assert_eq!(resolved("095058", &places), None);
    }

    #[test]
    fn the_living_come_first_then_the_last_suppressed() {
        let places = [
            municipality("D308", "032706", &[], Some(1940)),
            municipality("D307", "032706", &[], Some(1947)),
            municipality("F834", "032706", &[], Some(1927)),
            municipality("I719", "095057", &[], Some(1974)),
            municipality("I718", "115064", &["095057"], None),
            municipality("A001", "001001", &["002002"], None),
            municipality("A002", "002002", &[], None),
        ];
        assert_eq!(resolved("032706", &places), Some("D307"));
        assert_eq!(resolved("095057", &places), Some("I718"));
        assert_eq!(resolved("I719", &places), Some("I719"));
        assert_eq!(resolved("002002", &places), Some("A002"));
    }

    #[test]
    fn a_last_day_makes_it_suppressed() {
        let gone = municipality("I719", "095057", &[], Some(1974));
        assert_eq!(gone.status(), MunicipalityStatus::Suppressed);
        let alive = municipality("I718", "115064", &[], None);
        assert_eq!(alive.status(), MunicipalityStatus::Active);
        assert_eq!(alive.names().collect::<Vec<_>>(), ["Siamanna"]);
    }
}
