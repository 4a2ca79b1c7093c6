//! The municipalities of Italy as the generator sees them.

use domain_shared::{
    Belfiore, Coordinates, PostalCode, ProvinceCode, RegionCode, TextValue, ZoneId,
};

use super::mix::Mix;

const MUNICIPALITIES: &str = include_str!("../../../persistence/data/territory/municipalities.csv");

/// A municipality.
#[derive(Debug, Clone)]
pub(super) struct Town {
    pub(super) code: Belfiore,
    pub(super) name: String,
    pub(super) province: ProvinceCode,
    pub(super) region: RegionCode,
    pub(super) postal_code: PostalCode,
    pub(super) lat: f64,
    pub(super) lon: f64,
}

/// All active municipalities of Italy, the larger ones drawn more often.
#[derive(Debug)]
pub struct Places {
    pub(super) towns: Vec<Town>,
    /// Indices of the towns, a town as many times as it weighs.
    drawn: Vec<u32>,
    /// The zones of Milan.
    pub(super) zones: Vec<ZoneId>,
}

/// The row of an active municipality: the town and how often it is drawn.
fn town(line: &str) -> Option<(Town, usize)> {
    let fields: Vec<&str> = line.split(',').collect();
    let [
        belfiore,
        istat,
        name,
        _,
        province,
        region,
        lat,
        lon,
        capital,
        regional,
        _,
        "active",
        ..,
    ] = fields.as_slice()
    else {
        return None;
    };
    let weight = match (*regional, *capital) {
        ("1", _) => 160,
        (_, "1") => 60,
        _ => 1 + usize::try_from(Mix::of(7, istat.parse().ok()?).below(6)).ok()?,
    };
    let place = Town {
        code: Belfiore::parse(belfiore).ok()?,
        name: (*name).to_owned(),
        province: ProvinceCode::parse(province).ok()?,
        region: RegionCode::parse(region).ok()?,
        postal_code: PostalCode::parse(istat.get(..5)?).ok()?,
        lat: lat.parse().ok()?,
        lon: lon.parse().ok()?,
    };
    Some((place, weight))
}

impl Places {
    /// The municipalities shipped with the program.
    #[must_use]
    pub fn shipped() -> Self {
        let mut towns = Vec::new();
        let mut drawn = Vec::new();
        for (place, weight) in MUNICIPALITIES.lines().filter_map(town) {
            let index = u32::try_from(towns.len()).expect("fewer than ten thousand towns");
            drawn.extend(std::iter::repeat_n(index, weight));
            towns.push(place);
        }
        let zones = (1..=9)
            .map(|number| format!("0199a000-00a1-7000-8000-{number:012}"))
            .map(|id| id.parse().expect("the identifier of a starter zone"))
            .collect();
        Self {
            towns,
            drawn,
            zones,
        }
    }

    /// Index of a town, by weight.
    pub(super) fn draw(&self, mix: &mut Mix) -> usize {
        usize::try_from(mix.pick(&self.drawn)).expect("an index")
    }

    /// A town and up to `others` more of its province.
    pub(super) fn around(&self, index: usize, others: usize) -> impl Iterator<Item = &Town> {
        let province = self.towns[index].province.clone();
        self.towns[index..]
            .iter()
            .take(others + 1)
            .take_while(move |town| town.province == province)
    }
}

/// A spot within a few kilometres of the seat of a town.
pub(super) fn spot(mix: &mut Mix, town: &Town) -> Coordinates {
    let mut shift = |degree: f64| {
        let metres = f64::from(mix.between(0, 3_000)) - 1_500.0;
        ((degree + metres / 75_000.0) * 100_000.0).round() / 100_000.0
    };
    let (lat, lon) = (shift(town.lat), shift(town.lon));
    Coordinates::new(lat, lon).expect("coordinates in Italy")
}
