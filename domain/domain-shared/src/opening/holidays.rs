//! The Italian national holidays.

use chrono::{Datelike, Days, NaiveDate};

/// The first year in which Saint Francis is a holiday again (law 151/2025).
const SAINT_FRANCIS_SINCE: i32 = 2026;

/// Whether a day is a national holiday: those of law 260/1949 as amended, with Easter Sunday and
/// Monday, and from 2026 on 4 October. Ordinary Sundays and patron saints are not.
#[must_use]
pub fn is_public_holiday(day: NaiveDate) -> bool {
    let fixed = matches!(
        (day.month(), day.day()),
        (1 | 5 | 11, 1) | (1, 6) | (4, 25) | (6, 2) | (8, 15) | (12, 8 | 25 | 26)
    );
    let saint_francis = day.year() >= SAINT_FRANCIS_SINCE && (day.month(), day.day()) == (10, 4);
    let easter = easter_sunday(day.year())
        .is_some_and(|sunday| day == sunday || sunday.checked_add_days(Days::new(1)) == Some(day));
    fixed || saint_francis || easter
}

/// Easter Sunday by the Gregorian computus; `None` for years the calendar does not reach.
#[must_use]
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, in_century) = (year.div_euclid(100), year.rem_euclid(100));
    let moon_drift = (8 * century + 13) / 25;
    let epact = (19 * golden + century - century / 4 - moon_drift + 15).rem_euclid(30);
    let weekday =
        (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4).rem_euclid(7);
    let correction = (golden + 11 * epact + 22 * weekday) / 451;
    let days_after_22_march = epact + weekday - 7 * correction;
    NaiveDate::from_ymd_opt(year, 3, 22)?
        .checked_add_days(Days::new(u64::try_from(days_after_22_march).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_is_where_the_calendars_have_it() {
        for sunday in [
            "1943-04-25",
            "1954-04-18",
            "1981-04-19",
            "2000-04-23",
            "2008-03-23",
            "2011-04-24",
            "2016-03-27",
            "2019-04-21",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2029-04-01",
            "2030-04-21",
            "2038-04-25",
            "2049-04-18",
            "2076-04-19",
        ] {
            let sunday = day(sunday);
            assert_eq!(easter_sunday(sunday.year()), Some(sunday));
        }
    }

    #[test]
    fn saint_francis_is_a_holiday_from_2026_on() {
        assert!(!is_public_holiday(day("2025-10-04")));
        assert!(is_public_holiday(day("2026-10-04")));
        assert!(is_public_holiday(day("2027-10-04")));
    }

    #[test]
    fn a_year_has_thirteen_holidays() {
        let holidays: Vec<String> = day("2027-01-01")
            .iter_days()
            .take(365)
            .filter(|day| is_public_holiday(*day))
            .map(|day| day.format("%m-%d").to_string())
            .collect();
        assert_eq!(
            holidays,
            [
                "01-01", "01-06", "03-28", "03-29", "04-25", "05-01", "06-02", "08-15", "10-04",
                "11-01", "12-08", "12-25", "12-26"
            ]
        );
    }
}
