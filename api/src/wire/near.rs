//! A place to measure from, in the query of a list that is sorted by distance.

use std::borrow::Cow;

use domain_shared::{Coordinates, Message, Violation, messages};
use serde::{Deserialize, Deserializer, de::Error as _};

use super::Text;
use crate::problem::{Outcome, ParameterMistake, Problem};

/// `near` on the wire: latitude and longitude.
pub type NearField = Text<NearText>;

domain_shared::text_value! {
    /// Latitude and longitude in decimal degrees, separated by a comma. The pattern holds them in
    /// range, so that whatever the description accepts is a place.
    NearText {
        min: 3, max: 40, multiline: false,
        pattern: Some(
            "^-?(90(\\.0{1,12})?|[0-8]?[0-9](\\.[0-9]{1,12})?),-?(180(\\.0{1,12})?|(1[0-7][0-9]|[0-9]{1,2})(\\.[0-9]{1,12})?)$"
        ),
        format: None,
        example: "44.1391,12.2431",
        description: "Place to measure from (WGS 84): latitude and longitude in decimal degrees, separated by a comma.",
        check: |text| coordinates(&text).map(|_| text),
    }
}

/// A radius without a place to measure from.
static RADIUS_WITHOUT_PLACE: Message = Message {
    code: "radius_without_place",
    it: "Il raggio vale solo insieme al parametro near.",
    en: "The radius counts only together with the parameter near.",
};

/// A place to measure from, read from `near`. Declare it with
/// `#[param(inline, value_type = Option<NearField>)]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// The place.
    pub at: Coordinates,
}

impl Near {
    /// The place and the radius around it, in kilometres, if there is one.
    ///
    /// # Errors
    /// 400 at `radius_km` when there is no place.
    pub fn with_radius(
        near: Option<Self>,
        radius_km: Option<f64>,
    ) -> Outcome<Option<(Coordinates, Option<f64>)>> {
        match (near, radius_km) {
            (Some(near), radius_km) => Ok(Some((near.at, radius_km))),
            (None, None) => Ok(None),
            (None, Some(_)) => Err(Problem::invalid_parameters(vec![ParameterMistake {
                parameter: "radius_km".to_owned(),
                violation: Violation::new("", &RADIUS_WITHOUT_PLACE),
            }])),
        }
    }
}

impl<'de> Deserialize<'de> for Near {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        coordinates(&text)
            .map(|at| Self { at })
            .map_err(|message| D::Error::custom(message.code))
    }
}

fn coordinates(text: &str) -> Result<Coordinates, &'static Message> {
    let wrong = || &messages::INVALID_COORDINATES;
    let (lat, lon) = text.split_once(',').ok_or_else(wrong)?;
    let number = |text: &str| text.parse::<f64>().map_err(|_| wrong());
    Coordinates::new(number(lat)?, number(lon)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_are_a_place() {
        let near: Near = serde_json::from_str("\"44.1391,-12.5\"").unwrap();
        assert_eq!((near.at.lat(), near.at.lon()), (44.1391, -12.5));
        for bad in ["44.1", "91,0", "0,181", "a,b", "NaN,0", "44.1;12.2", ""] {
            assert!(coordinates(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_radius_needs_a_place() {
        assert!(Near::with_radius(None, None).unwrap().is_none());
        assert!(Near::with_radius(None, Some(5.0)).is_err());
    }
}
