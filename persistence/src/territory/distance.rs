//! Distances as sort keys, and the search for the nearest in growing boxes.

use domain_shared::Coordinates;

use crate::{Cursor, DbResult, PageRequest};

/// Half of the way around the Earth, rounded up: no distance is longer.
const FARTHEST_KM: f64 = 20_016.0;
/// First radius of a search without one.
const FIRST_RADIUS_KM: f64 = 20.0;

/// A distance as text whose order is that of the distances, exactly: the bits of a number that is
/// not negative are ordered like the number.
pub(super) fn distance_key(km: f64) -> String {
    format!("{:016x}", km.to_bits())
}

/// The distance of a key; none for what is no key.
pub(super) fn key_distance(key: &str) -> Option<f64> {
    u64::from_str_radix(key, 16)
        .ok()
        .map(f64::from_bits)
        .filter(|km| (0.0..=FARTHEST_KM).contains(km))
}

/// A row found by a search, with its place in the order of the answer.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) at: Cursor,
    pub(super) distance_km: Option<f64>,
}

impl Candidate {
    pub(super) fn at_distance(id: String, distance_km: f64) -> Self {
        Self {
            at: Cursor {
                key: distance_key(distance_km),
                id,
            },
            distance_km: Some(distance_km),
        }
    }
}

/// The candidates of one page, in order; one more than the limit when another page follows.
pub(super) fn page_of(mut candidates: Vec<Candidate>, page: &PageRequest) -> Vec<Candidate> {
    fn order(cursor: &Cursor) -> (&str, &str) {
        (&cursor.key, &cursor.id)
    }
    if let Some(after) = &page.after {
        candidates.retain(|candidate| order(&candidate.at) > order(after));
    }
    candidates.sort_unstable_by(|a, b| order(&a.at).cmp(&order(&b.at)));
    candidates.truncate(usize::from(page.limit) + 1);
    candidates
}

/// A box around a place. No longitudes when it would reach over the date line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub(super) lat: (f64, f64),
    pub(super) lon: Option<(f64, f64)>,
}

impl Area {
    fn around(at: Coordinates, radius_km: f64) -> Self {
        let (half_lat, half_lon) = at.box_degrees(radius_km);
        let (west, east) = (at.lon() - half_lon, at.lon() + half_lon);
        Self {
            lat: (at.lat() - half_lat, at.lat() + half_lat),
            lon: (west >= -180.0 && east <= 180.0).then_some((west, east)),
        }
    }
}

/// The nearest rows of a page: looks into ever larger boxes until the circle inside the box holds
/// enough of them, so that none that is nearer can lie outside.
pub(super) fn nearest(
    at: Coordinates,
    radius_km: Option<f64>,
    page: &PageRequest,
    mut within: impl FnMut(Area) -> DbResult<Vec<(String, Coordinates)>>,
) -> DbResult<Vec<Candidate>> {
    let farthest = radius_km.unwrap_or(FARTHEST_KM).min(FARTHEST_KM);
    let known = page
        .after
        .as_ref()
        .and_then(|after| key_distance(&after.key));
    let first = known.map_or(FIRST_RADIUS_KM, |km| FIRST_RADIUS_KM.max(1.2 * km));
    let mut radius = first.min(farthest);
    loop {
        let found = within(Area::around(at, radius))?
            .into_iter()
            .map(|(id, place)| Candidate::at_distance(id, at.distance_km(place)))
            .filter(|one| one.distance_km.is_some_and(|km| km <= radius))
            .collect();
        let candidates = page_of(found, page);
        if candidates.len() > usize::from(page.limit) || radius >= farthest {
            return Ok(candidates);
        }
        radius = (2.0 * radius).min(farthest);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn page(limit: u16, after: Option<Cursor>) -> PageRequest {
        PageRequest { limit, after }
    }

    proptest! {
        #[test]
        fn keys_are_ordered_like_distances(a in 0.0..20_015.0f64, b in 0.0..20_015.0f64) {
            prop_assert_eq!(a < b, distance_key(a) < distance_key(b));
            prop_assert_eq!(key_distance(&distance_key(a)), Some(a));
        }

        #[test]
        fn the_nearest_are_those_of_a_full_sort(
            places in prop::collection::vec((-90.0..90.0f64, -180.0..180.0f64), 0..40),
            lat in -90.0..90.0f64, lon in -180.0..180.0f64, limit in 1u16..6,
            radius in prop::option::of(1.0..9000.0f64),
        ) {
            let at = Coordinates::new(lat, lon).unwrap();
            let places: Vec<_> = places
                .iter()
                .enumerate()
                .map(|(n, (lat, lon))| (format!("{n:02}"), Coordinates::new(*lat, *lon).unwrap()))
                .collect();
            let mut wanted: Vec<_> = places
                .iter()
                .map(|(id, place)| (at.distance_km(*place), id.clone()))
                .filter(|(km, _)| radius.is_none_or(|radius| *km <= radius))
                .collect();
            wanted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let within = |area: Area| {
                let inside = |place: &Coordinates| {
                    (area.lat.0..=area.lat.1).contains(&place.lat())
                        && area.lon.is_none_or(|(west, east)| (west..=east).contains(&place.lon()))
                };
                Ok(places.iter().filter(|(_, place)| inside(place)).cloned().collect())
            };
            let mut found = Vec::new();
            let mut after = None;
            loop {
                let mut part = nearest(at, radius, &page(limit, after.clone()), within).unwrap();
                let more = part.len() > usize::from(limit);
                part.truncate(usize::from(limit));
                after = part.last().map(|last| last.at.clone());
                found.extend(part.into_iter().map(|one| one.at.id));
                if !more {
                    break;
                }
            }
            prop_assert_eq!(found, wanted.into_iter().map(|(_, id)| id).collect::<Vec<_>>());
        }
    }
}
