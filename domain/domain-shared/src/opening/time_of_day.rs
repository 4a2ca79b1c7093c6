//! Wall-clock times to the minute.

use std::fmt;

use chrono::NaiveTime;

/// Minutes of a day of the wall clock.
pub(crate) const MINUTES_A_DAY: u16 = 24 * 60;

/// A wall-clock time of Europe/Rome, from `00:00` to `23:59`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// Midnight.
    pub const MIDNIGHT: Self = Self(0);

    /// Reads `HH:MM`, two digits each, `00:00` to `23:59`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let number = |part: &str, below: u16| {
            let digits = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
            part.parse::<u16>()
                .ok()
                .filter(|number| digits && *number < below)
        };
        Some(Self(number(hours, 24)? * 60 + number(minutes, 60)?))
    }

    /// Reads the end of an interval: as [`Self::parse`], and `24:00` is midnight too.
    #[must_use]
    pub fn parse_end(text: &str) -> Option<Self> {
        if text == "24:00" {
            Some(Self::MIDNIGHT)
        } else {
            Self::parse(text)
        }
    }

    /// Minutes since midnight, 0 to 1439.
    #[must_use]
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// The same time as chrono knows it.
    #[must_use]
    pub fn time(self) -> NaiveTime {
        NaiveTime::from_num_seconds_from_midnight_opt(u32::from(self.0) * 60, 0)
            .unwrap_or(NaiveTime::MIN)
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl serde::Serialize for TimeOfDay {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_one_form() {
        for good in ["00:00", "09:05", "23:59"] {
            assert_eq!(TimeOfDay::parse(good).unwrap().to_string(), good);
        }
        for bad in [
            "24:00", "9:00", "09:60", "0900", "09:00:00", "+9:00", "", ":", "è9:00",
        ] {
            assert_eq!(TimeOfDay::parse(bad), None, "{bad}");
        }
        assert_eq!(TimeOfDay::parse_end("24:00"), Some(TimeOfDay::MIDNIGHT));
        assert_eq!(TimeOfDay::parse_end("24:01"), None);
    }
}
