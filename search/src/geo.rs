//! Places as numbers: packed coordinates, and grids of cells to search around a place.

use domain_shared::Coordinates;

use crate::request::Near;

/// Sizes of the cells in degrees, finest first.
const LEVELS: [f64; 3] = [0.05, 0.4, 3.2];
/// A search asks for at most so many cells.
const MAX_CELLS: i32 = 36;
const STEPS: f64 = u32::MAX as f64;

/// One square of one of the grids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Cell {
    pub(crate) level: usize,
    pub(crate) x: i32,
    pub(crate) y: i32,
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees divided by a cell are small numbers"
)]
fn index(degrees: f64, size: f64) -> i32 {
    (degrees / size).floor() as i32
}

/// The cells a place lies in, one per grid.
pub(crate) fn cells_of(lat: f64, lon: f64) -> impl Iterator<Item = Cell> {
    let (lat, lon) = unpack(pack(lat, lon));
    LEVELS.iter().enumerate().map(move |(level, size)| Cell {
        level,
        x: index(lon, *size),
        y: index(lat, *size),
    })
}

/// Cells that contain the whole circle, or none if they were too many.
pub(crate) fn cells_around(near: &Near) -> Option<Vec<Cell>> {
    let (half_lat, half_lon) = near.center.box_degrees(near.radius_km);
    let (lat, lon) = (near.center.lat(), near.center.lon());
    if (lon.abs() + half_lon) > 179.9 {
        return None;
    }
    LEVELS.iter().enumerate().find_map(|(level, size)| {
        let reach = |at: f64, half: f64| {
            let margin = half + 1e-6;
            index(at - margin, *size)..=index(at + margin, *size)
        };
        let (xs, ys) = (reach(lon, half_lon), reach(lat, half_lat));
        let count = (xs.end() - xs.start() + 1).saturating_mul(ys.end() - ys.start() + 1);
        let cells = || {
            xs.clone()
                .flat_map(|x| ys.clone().map(move |y| Cell { level, x, y }))
                .collect()
        };
        (count <= MAX_CELLS).then(cells)
    })
}

/// Both degrees in 32 bits each, exact to half a centimetre.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "both are clamped to the 32 bits"
)]
pub(crate) fn pack(lat: f64, lon: f64) -> u64 {
    let part = |share: f64| u64::from((share.clamp(0.0, 1.0) * STEPS).round() as u32);
    part((lat + 90.0) / 180.0) << 32 | part((lon + 180.0) / 360.0)
}

/// Latitude and longitude of packed degrees.
pub(crate) fn unpack(packed: u64) -> (f64, f64) {
    let part = |bits: u64| f64::from(u32::try_from(bits & 0xffff_ffff).unwrap_or(u32::MAX)) / STEPS;
    (
        part(packed >> 32) * 180.0 - 90.0,
        part(packed) * 360.0 - 180.0,
    )
}

/// Measures distances to one place, quickly dismissing what is out of reach.
pub(crate) struct Ruler {
    center: Coordinates,
    radius_km: f64,
    half_lat: f64,
    half_lon: f64,
}

impl Ruler {
    pub(crate) fn new(near: &Near) -> Self {
        let (half_lat, half_lon) = near.center.box_degrees(near.radius_km);
        Self {
            center: near.center,
            radius_km: near.radius_km,
            half_lat: half_lat + 1e-6,
            half_lon: half_lon + 1e-6,
        }
    }

    /// Kilometres to the nearest of the packed places, if one is within the radius.
    pub(crate) fn nearest_within(&self, places: impl Iterator<Item = u64>) -> Option<f64> {
        let (lat, lon) = (self.center.lat(), self.center.lon());
        let wraps = lon.abs() + self.half_lon > 179.9;
        let within = |(there_lat, there_lon): &(f64, f64)| {
            (there_lat - lat).abs() <= self.half_lat
                && (wraps || (there_lon - lon).abs() <= self.half_lon)
        };
        places
            .map(unpack)
            .filter(within)
            .filter_map(|(lat, lon)| Coordinates::new(lat, lon).ok())
            .map(|there| self.center.distance_km(there))
            .filter(|distance| *distance <= self.radius_km)
            .min_by(f64::total_cmp)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn packing_keeps_places(lat in -90.0..90.0f64, lon in -180.0..180.0f64) {
            let (back_lat, back_lon) = unpack(pack(lat, lon));
            prop_assert!((back_lat - lat).abs() < 1e-7 && (back_lon - lon).abs() < 1e-7);
        }

        #[test]
        fn cells_contain_the_circle(lat in 35.0..47.0f64, lon in 6.0..19.0f64,
            dlat in -1.0..1.0f64, dlon in -1.0..1.0f64, radius_km in 0.1..120.0f64) {
            let center = Coordinates::new(lat, lon).unwrap();
            let near = Near { center, radius_km };
            let there = pack(lat + dlat, lon + dlon);
            if Ruler::new(&near).nearest_within(std::iter::once(there)).is_some() {
                let cells = cells_around(&near).unwrap();
                let mut own = cells_of(lat + dlat, lon + dlon);
                prop_assert!(own.any(|cell| cells.contains(&cell)));
            }
        }
    }
}
