//! Places on the map.

use serde::{Deserialize, Serialize};

use crate::{Message, messages};

/// Mean radius of the Earth (IUGG), in kilometres.
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// A position as somebody typed it, not checked yet.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoordinatesDraft {
    /// Latitude in decimal degrees.
    pub lat: f64,
    /// Longitude in decimal degrees.
    pub lon: f64,
}

/// A WGS 84 position in decimal degrees; both members are finite and in range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "CoordinatesDraft")]
pub struct Coordinates {
    lat: f64,
    lon: f64,
}

impl Coordinates {
    /// Latitude −90 to 90, longitude −180 to 180.
    ///
    /// # Errors
    /// [`messages::INVALID_COORDINATES`] when out of range or not a number.
    pub fn new(lat: f64, lon: f64) -> Result<Self, &'static Message> {
        if (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon) {
            Ok(Self { lat, lon })
        } else {
            Err(&messages::INVALID_COORDINATES)
        }
    }

    /// Reads a position.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn parse(draft: &CoordinatesDraft) -> Result<Self, &'static Message> {
        Self::new(draft.lat, draft.lon)
    }

    /// Latitude in decimal degrees.
    #[must_use]
    pub const fn lat(self) -> f64 {
        self.lat
    }

    /// Longitude in decimal degrees.
    #[must_use]
    pub const fn lon(self) -> f64 {
        self.lon
    }

    /// Great-circle distance in kilometres (haversine; error under 0.6 % against the ellipsoid).
    #[must_use]
    pub fn distance_km(self, other: Self) -> f64 {
        let (lat1, lat2) = (self.lat.to_radians(), other.lat.to_radians());
        let half_lat = (lat2 - lat1) / 2.0;
        let half_lon = (other.lon - self.lon).to_radians() / 2.0;
        let h = half_lat.sin().powi(2) + lat1.cos() * lat2.cos() * half_lon.sin().powi(2);
        2.0 * EARTH_RADIUS_KM * h.sqrt().min(1.0).asin()
    }

    /// Half-height and half-width, in degrees, of a box around this place that contains the circle
    /// of `radius_km`. Near a pole the box takes every longitude.
    #[must_use]
    pub fn box_degrees(self, radius_km: f64) -> (f64, f64) {
        let lat_degrees = (radius_km / EARTH_RADIUS_KM).to_degrees();
        let highest = (self.lat.abs() + lat_degrees).min(90.0).to_radians();
        let lon_degrees = if highest.cos() > 1e-6 {
            lat_degrees / highest.cos()
        } else {
            180.0
        };
        (lat_degrees, lon_degrees.min(180.0))
    }
}

impl TryFrom<CoordinatesDraft> for Coordinates {
    type Error = &'static str;

    fn try_from(draft: CoordinatesDraft) -> Result<Self, Self::Error> {
        Self::parse(&draft).map_err(|message| message.code)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rome_to_milan_is_about_477_km() {
        let rome = Coordinates::new(41.8933, 12.4829).unwrap();
        let milan = Coordinates::new(45.4643, 9.1895).unwrap();
        assert!((rome.distance_km(milan) - 477.0).abs() < 2.0);
    }

    #[test]
    fn nonsense_is_refused() {
        for (lat, lon) in [
            (90.1, 0.0),
            (0.0, -180.5),
            (f64::NAN, 0.0),
            (0.0, f64::INFINITY),
        ] {
            assert!(Coordinates::new(lat, lon).is_err());
        }
    }

    proptest! {
        #[test]
        fn the_box_contains_the_circle(lat in -80.0..80.0f64, lon in -170.0..170.0f64,
            dlat in -2.0..2.0f64, dlon in -2.0..2.0f64, radius in 1.0..150.0f64) {
            let center = Coordinates::new(lat, lon).unwrap();
            let other = Coordinates::new(lat + dlat, lon + dlon).unwrap();
            if center.distance_km(other) <= radius {
                let (half_lat, half_lon) = center.box_degrees(radius);
                prop_assert!(dlat.abs() <= half_lat + 1e-9 && dlon.abs() <= half_lon + 1e-9);
            }
        }
    }
}
