//! Civil time in Italy: instants are UTC inside, dates and wall-clock times are of Europe/Rome.

pub use chrono::Utc;
use chrono::{DateTime, Datelike as _, LocalResult, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

/// The time zone of every desk.
pub const ROME: Tz = chrono_tz::Europe::Rome;

/// The calendar date in Rome at an instant.
#[must_use]
pub fn civil_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&ROME).date_naive()
}

/// The wall-clock time in Rome at an instant.
#[must_use]
pub fn civil_now(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&ROME).naive_local()
}

/// The Italian name of the month of a day, as it stands within a sentence: `novembre`.
#[must_use]
pub fn italian_month(day: NaiveDate) -> &'static str {
    match day.month() {
        1 => "gennaio",
        2 => "febbraio",
        3 => "marzo",
        4 => "aprile",
        5 => "maggio",
        6 => "giugno",
        7 => "luglio",
        8 => "agosto",
        9 => "settembre",
        10 => "ottobre",
        11 => "novembre",
        _ => "dicembre",
    }
}

/// The instant of a wall-clock time in Rome.
///
/// A time that happens twice (the hour repeated in October) is the first one; a time that does not
/// exist (the hour skipped in March) is the instant at which the clocks jump over it.
#[must_use]
pub fn instant_of(local: NaiveDateTime) -> DateTime<Utc> {
    match local.and_local_timezone(ROME) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
        LocalResult::None => skipped_hour_end(local),
    }
}

/// The first instant after the hour that contains `local` and that the clocks skip.
fn skipped_hour_end(local: NaiveDateTime) -> DateTime<Utc> {
    (1..=180)
        .filter_map(|minutes| {
            let later = local.checked_add_signed(chrono::Duration::minutes(minutes))?;
            let on_the_minute = later.date().and_hms_opt(
                chrono::Timelike::hour(&later),
                chrono::Timelike::minute(&later),
                0,
            )?;
            on_the_minute.and_local_timezone(ROME).earliest()
        })
        .map(|at| at.with_timezone(&Utc))
        .next()
        .unwrap_or_else(|| local.and_utc())
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn local(y: i32, m: u32, d: u32, h: u32, min: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(y, m, d)
            .unwrap()
            .and_hms_opt(h, min, 0)
            .unwrap()
    }

    #[test]
    fn the_skipped_hour_is_the_jump_itself() {
        let jump = instant_of(local(2027, 3, 28, 3, 0));
        assert_eq!(instant_of(local(2027, 3, 28, 2, 30)), jump);
        assert_eq!(jump.to_rfc3339(), "2027-03-28T01:00:00+00:00");
    }

    #[test]
    fn the_repeated_hour_is_the_first_one() {
        assert_eq!(
            instant_of(local(2027, 10, 31, 2, 30)).to_rfc3339(),
            "2027-10-31T00:30:00+00:00"
        );
    }

    #[test]
    fn the_date_changes_at_midnight_in_rome() {
        let at = "2026-12-31T23:30:00Z".parse::<DateTime<Utc>>().unwrap();
        assert_eq!(civil_date(at), NaiveDate::from_ymd_opt(2027, 1, 1).unwrap());
    }
}
