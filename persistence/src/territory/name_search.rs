//! Municipalities by the beginning of a name.

use std::collections::HashMap;

use diesel::prelude::*;
use domain_shared::{Coordinates, ProvinceCode, RegionCode, fold};
use domain_territory::{MatchRank, MunicipalityStatus, SearchTerm};

use super::{distance::Candidate, municipalities::MunicipalityFilter, rows::stored};
use crate::{
    AnyConnection, Cursor, DbResult,
    page::prefix_end,
    schema::{municipalities, municipality_names},
    sql_types::{DbCode, DbText},
};

/// A municipality one of whose names answers a search.
pub(super) struct Match {
    pub(super) belfiore: String,
    sort_name: String,
    is_region_capital: bool,
    is_province_capital: bool,
    rank: MatchRank,
    pub(super) place: Option<Coordinates>,
}

impl Match {
    /// Its place in the order of the answer.
    pub(super) fn candidate(self) -> Candidate {
        let rank = match self.rank {
            MatchRank::Exact => 0,
            MatchRank::NamePrefix => 1,
            MatchRank::WordPrefix => 2,
        };
        let importance = match (self.is_region_capital, self.is_province_capital) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        };
        Candidate {
            at: Cursor {
                key: format!("{rank}{importance}{}", self.sort_name),
                id: self.belfiore,
            },
            distance_km: None,
        }
    }
}

/// Term and whether it is whole; code, name and capitals; place; state, province and region.
type MatchRow = (
    (String, bool),
    (String, String, bool, bool),
    (Option<f64>, Option<f64>),
    (
        DbCode<MunicipalityStatus>,
        DbText<ProvinceCode>,
        Option<DbText<RegionCode>>,
    ),
);

impl MunicipalityFilter {
    fn admits(
        &self,
        status: MunicipalityStatus,
        province: &ProvinceCode,
        region: Option<&RegionCode>,
    ) -> bool {
        self.status.is_none_or(|wanted| wanted == status)
            && (self.provinces.is_empty() || self.provinces.contains(province))
            && (self.regions.is_empty() || region.is_some_and(|one| self.regions.contains(one)))
    }
}

/// Every municipality that answers a search, with its best rank.
///
/// The filter is applied here and not by the query: SQLite would take any equality for better than
/// the range of names, and walk through all municipalities in that state.
pub(super) fn matches(
    connection: &mut AnyConnection,
    filter: &MunicipalityFilter,
    name: &str,
) -> DbResult<Vec<Match>> {
    let wanted = fold(name);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<MatchRow> = municipality_names::table
        .inner_join(municipalities::table)
        .select((
            (municipality_names::folded, municipality_names::whole),
            (
                municipalities::belfiore,
                municipalities::sort_name,
                municipalities::region_capital,
                municipalities::province_capital,
            ),
            (municipalities::lat, municipalities::lon),
            (
                municipalities::status,
                municipalities::province_code,
                municipalities::region_code,
            ),
        ))
        .filter(municipality_names::folded.ge(&wanted))
        .filter(municipality_names::folded.lt(prefix_end(&wanted)))
        .load(connection)?;
    let mut best: HashMap<String, Match> = HashMap::new();
    for ((text, whole), (belfiore, sort_name, region, province), (lat, lon), place) in rows {
        let (status, province_code, region_code) = place;
        let region_code = region_code.as_ref().map(|code| &code.0);
        let Some(rank) = (SearchTerm { text, whole }).rank(&wanted) else {
            continue;
        };
        if !filter.admits(status.0, &province_code.0, region_code) {
            continue;
        }
        let place = lat.zip(lon).map(|(lat, lon)| Coordinates::new(lat, lon));
        let found = Match {
            belfiore: belfiore.clone(),
            sort_name,
            is_region_capital: region,
            is_province_capital: province,
            rank,
            place: stored(place.transpose())?,
        };
        best.entry(belfiore)
            .and_modify(|known| known.rank = known.rank.min(rank))
            .or_insert(found);
    }
    Ok(best.into_values().collect())
}
