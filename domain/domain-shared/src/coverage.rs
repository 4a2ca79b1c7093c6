//! The territory something covers.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    Belfiore, Message, ProvinceCode, RegionCode, TextValue, Violation, Violations, ZoneId, parse_id,
};

/// Most places of one kind that can be named.
pub const MAX_COVERED_PLACES: usize = 400;

/// Something national names places all the same.
pub static NATIONAL_HAS_PLACES: Message = Message {
    code: "national_has_places",
    it: "Un servizio nazionale copre già tutta l'Italia: non indicare altri luoghi.",
    en: "A national service covers all of Italy already: name no other places.",
};

/// A coverage as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CoverageDraft {
    /// Whether all of Italy is covered.
    pub national: bool,
    /// ISTAT codes of regions.
    pub regions: Vec<String>,
    /// ISTAT codes of provinces.
    pub provinces: Vec<String>,
    /// Cadastral codes of municipalities.
    pub municipalities: Vec<String>,
    /// Identifiers of sub-municipal zones.
    pub zones: Vec<String>,
}

/// The territory something covers: all of Italy, or the union of the named places.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Whether all of Italy is covered; then no place is named.
    pub national: bool,
    /// Whole regions.
    pub regions: BTreeSet<RegionCode>,
    /// Whole provinces.
    pub provinces: BTreeSet<ProvinceCode>,
    /// Whole municipalities.
    pub municipalities: BTreeSet<Belfiore>,
    /// Sub-municipal zones.
    pub zones: BTreeSet<ZoneId>,
}

impl Coverage {
    /// Reads a coverage. Whether the places exist is not known here.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &CoverageDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let most = MAX_COVERED_PLACES;
        let regions = wrong.keep_list("/regions", &draft.regions, most, RegionCode::parse);
        let provinces = wrong.keep_list("/provinces", &draft.provinces, most, ProvinceCode::parse);
        let municipalities = wrong.keep_list(
            "/municipalities",
            &draft.municipalities,
            most,
            Belfiore::parse,
        );
        let zones = wrong.keep_list("/zones", &draft.zones, most, parse_id);
        wrong.into_result()?;
        let coverage = Self {
            national: draft.national,
            regions: regions.into_iter().collect(),
            provinces: provinces.into_iter().collect(),
            municipalities: municipalities.into_iter().collect(),
            zones: zones.into_iter().collect(),
        };
        if coverage.national && coverage.names_places() {
            return Err(Violation::new("/national", &NATIONAL_HAS_PLACES).into());
        }
        Ok(coverage)
    }

    /// Whether it names at least one place.
    #[must_use]
    pub fn names_places(&self) -> bool {
        !(self.regions.is_empty()
            && self.provinces.is_empty()
            && self.municipalities.is_empty()
            && self.zones.is_empty())
    }

    /// Whether nothing is covered yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.national && !self.names_places()
    }
}
