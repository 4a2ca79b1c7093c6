//! What the places of coverages lie in.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;
use domain_agreements::{Footprint, Place};
use domain_shared::{Belfiore, Coverage, ProvinceCode, RegionCode, ZoneId, ZoneKind};

use crate::{
    AnyConnection, DbResult,
    dialect::INSERT_BATCH,
    schema::{municipalities, provinces, zones},
    sql_types::{DbId, DbText},
};

/// The next larger place of every place that coverages name.
#[derive(Debug, Default)]
pub struct PlacesAround {
    zones: HashMap<ZoneId, Belfiore>,
    municipalities: HashMap<Belfiore, ProvinceCode>,
    provinces: HashMap<ProvinceCode, RegionCode>,
}

impl PlacesAround {
    /// A coverage with everything its places lie in.
    #[must_use]
    pub fn footprint(&self, coverage: &Coverage) -> Footprint {
        Footprint::new(coverage, |place| self.around(place))
    }

    fn around(&self, place: &Place) -> Option<Place> {
        match place {
            Place::Zone(id) => self.zones.get(id).cloned().map(Place::Municipality),
            Place::Municipality(code) => {
                self.municipalities.get(code).cloned().map(Place::Province)
            }
            Place::Province(code) => self.provinces.get(code).cloned().map(Place::Region),
            Place::Region(_) => None,
        }
    }
}

/// What the places of these coverages lie in.
///
/// # Errors
/// When the database does not answer.
pub fn places_around(
    connection: &mut AnyConnection,
    coverages: &[&Coverage],
) -> DbResult<PlacesAround> {
    let mut around = PlacesAround::default();
    let named: BTreeSet<ZoneId> = each(coverages, |one| one.zones.iter().copied());
    for batch in named.into_iter().collect::<Vec<_>>().chunks(INSERT_BATCH) {
        let ids: Vec<_> = batch.iter().map(|id| DbId(*id)).collect();
        let rows: Vec<(DbId<ZoneKind>, DbText<Belfiore>)> = zones::table
            .filter(zones::id.eq_any(ids))
            .select((zones::id, zones::municipality))
            .load(connection)?;
        let rows = rows.into_iter().map(|(id, code)| (id.0, code.0));
        around.zones.extend(rows);
    }
    let mut named: BTreeSet<Belfiore> = each(coverages, |one| one.municipalities.iter().cloned());
    named.extend(around.zones.values().cloned());
    for batch in named.into_iter().collect::<Vec<_>>().chunks(INSERT_BATCH) {
        let codes: Vec<_> = batch.iter().cloned().map(DbText).collect();
        let rows: Vec<(DbText<Belfiore>, DbText<ProvinceCode>)> = municipalities::table
            .filter(municipalities::belfiore.eq_any(codes))
            .select((municipalities::belfiore, municipalities::province_code))
            .load(connection)?;
        let rows = rows
            .into_iter()
            .map(|(code, province)| (code.0, province.0));
        around.municipalities.extend(rows);
    }
    // There are about a hundred provinces.
    let rows: Vec<(DbText<ProvinceCode>, DbText<RegionCode>)> = provinces::table
        .select((provinces::code, provinces::region_code))
        .load(connection)?;
    let rows = rows.into_iter().map(|(code, region)| (code.0, region.0));
    around.provinces.extend(rows);
    Ok(around)
}

/// What coverages name of one kind.
fn each<'a, T: Ord, I: Iterator<Item = T>>(
    coverages: &[&'a Coverage],
    named: impl Fn(&'a Coverage) -> I,
) -> BTreeSet<T> {
    coverages.iter().flat_map(|one| named(one)).collect()
}
