//! Whole numbers with bounds.

use serde::{Deserialize, Serialize};

/// A whole number between two bounds, which the API description publishes as they stand here.
pub trait BoundedNumber: Copy + Sized {
    /// Smallest value.
    const MIN: u16;
    /// Largest value.
    const MAX: u16;

    /// The value, if it lies within the bounds.
    fn from_number(number: i64) -> Option<Self>;

    /// The bare number.
    fn number(self) -> u16;
}

macro_rules! bounded {
    ($($(#[$meta:meta])* $name:ident = $min:literal..=$max:literal;)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(try_from = "i64", into = "u16")]
            pub struct $name(u16);

            impl BoundedNumber for $name {
                const MIN: u16 = $min;
                const MAX: u16 = $max;

                fn from_number(number: i64) -> Option<Self> {
                    u16::try_from(number)
                        .ok()
                        .filter(|number| (Self::MIN..=Self::MAX).contains(number))
                        .map(Self)
                }

                fn number(self) -> u16 {
                    self.0
                }
            }

            impl TryFrom<i64> for $name {
                type Error = &'static str;

                fn try_from(number: i64) -> Result<Self, Self::Error> {
                    Self::from_number(number).ok_or(crate::messages::OUT_OF_RANGE.code)
                }
            }

            impl From<$name> for u16 {
                fn from(value: $name) -> Self {
                    value.0
                }
            }
        )+
    };
}

bounded! {
    /// Days of lessons of a course; two or three are usual.
    DurationDays = 1..=30;
    /// Hours of lessons of a course.
    Hours = 1..=240;
    /// Months for which a certificate is valid.
    ValidityMonths = 1..=120;
    /// Seats of an edition.
    Capacity = 1..=500;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_are_included() {
        assert!(DurationDays::from_number(0).is_none());
        assert_eq!(DurationDays::from_number(1).unwrap().number(), 1);
        assert_eq!(DurationDays::from_number(30).unwrap().number(), 30);
        assert!(DurationDays::from_number(31).is_none());
        assert!(Capacity::from_number(-1).is_none());
        assert!(Capacity::from_number(i64::MAX).is_none());
    }

    #[test]
    fn stored_numbers_are_checked_too() {
        assert!(serde_json::from_str::<Hours>("16").is_ok());
        assert!(serde_json::from_str::<Hours>("0").is_err());
    }
}
