//! Whole numbers with bounds.

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

/// Defines types that are a [`BoundedNumber`]: `Name = min..=max`.
#[macro_export]
macro_rules! bounded_numbers {
    ($($(#[$meta:meta])* $name:ident = $min:literal..=$max:literal;)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
            #[serde(try_from = "i64", into = "u16")]
            pub struct $name(u16);

            impl $crate::BoundedNumber for $name {
                const MIN: u16 = $min;
                const MAX: u16 = $max;

                fn from_number(number: i64) -> Option<Self> {
                    u16::try_from(number)
                        .ok()
                        .filter(|number| ($min..=$max).contains(number))
                        .map(Self)
                }

                fn number(self) -> u16 {
                    self.0
                }
            }

            impl TryFrom<i64> for $name {
                type Error = &'static str;

                fn try_from(number: i64) -> Result<Self, Self::Error> {
                    <Self as $crate::BoundedNumber>::from_number(number).ok_or($crate::messages::OUT_OF_RANGE.code)
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

#[cfg(test)]
mod tests {
    use super::*;

    bounded_numbers! {
        /// Days of a month.
        Day = 1..=31;
    }

    #[test]
    fn the_bounds_are_included() {
        assert!(Day::from_number(0).is_none());
        assert_eq!(Day::from_number(1).unwrap().number(), 1);
        assert_eq!(Day::from_number(31).unwrap().number(), 31);
        assert!(Day::from_number(32).is_none());
        assert!(Day::from_number(-1).is_none());
        assert!(Day::from_number(i64::MAX).is_none());
        assert!(Day::try_from(0).is_err());
    }
}
