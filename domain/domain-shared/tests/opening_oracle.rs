//! Opening hours against an oracle that walks the minutes of the wall clock.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test is a panic"
)]

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveDateTime, Utc};
use domain_shared::{
    OpeningExceptionDraft, OpeningHours, OpeningHoursDraft, OpeningIntervalDraft,
    WeeklyIntervalDraft,
};
use proptest::prelude::*;

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
/// The holidays near the two days on which the clocks change in 2027 (28 March is Easter).
const HOLIDAYS: [&str; 3] = ["2027-03-28", "2027-03-29", "2027-11-01"];
const WINDOWS: [&str; 2] = ["2027-03-24T00:00:00Z", "2027-10-26T00:00:00Z"];
const WINDOW_MINUTES: usize = 9 * 24 * 60;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Times near the hours the clocks skip and repeat are as likely as all the others together.
fn minute_of_day() -> impl Strategy<Value = u32> {
    prop_oneof![
        (0u32..18).prop_map(|n| n * 15),
        (0u32..96).prop_map(|n| n * 15),
        0u32..1440
    ]
}

fn interval() -> impl Strategy<Value = OpeningIntervalDraft> {
    (minute_of_day(), minute_of_day()).prop_map(|(opens, closes)| OpeningIntervalDraft {
        opens: clock(opens),
        closes: clock(closes),
        ..OpeningIntervalDraft::default()
    })
}

fn exception() -> impl Strategy<Value = (u64, u64, Vec<OpeningIntervalDraft>)> {
    (0u64..11, 0u64..3, prop::collection::vec(interval(), 0..3))
}

/// Adds a part and takes it back when the whole is refused (it overlaps another).
fn add_if_valid(draft: &mut OpeningHoursDraft, add: impl FnOnce(&mut OpeningHoursDraft)) {
    let before = draft.clone();
    add(draft);
    if OpeningHours::parse(draft).is_err() {
        *draft = before;
    }
}

fn hours() -> impl Strategy<Value = (usize, OpeningHoursDraft)> {
    let weekly = prop::collection::vec((0usize..7, interval()), 0..12);
    let exceptions = prop::collection::vec(exception(), 0..4);
    (0..WINDOWS.len(), weekly, exceptions, any::<bool>()).prop_map(
        |(window, weekly, exceptions, closed_on_public_holidays)| {
            let mut draft = OpeningHoursDraft {
                closed_on_public_holidays,
                ..OpeningHoursDraft::default()
            };
            for (weekday, one) in weekly {
                add_if_valid(&mut draft, |draft| {
                    draft.weekly.push(WeeklyIntervalDraft {
                        weekday: WEEKDAYS[weekday].to_owned(),
                        opens: one.opens,
                        closes: one.closes,
                        ..WeeklyIntervalDraft::default()
                    });
                });
            }
            let first = date(&WINDOWS[window][..10]) - Days::new(1);
            for (offset, length, intervals) in exceptions {
                let from = first + Days::new(offset);
                add_if_valid(&mut draft, |draft| {
                    draft.exceptions.push(OpeningExceptionDraft {
                        from: from.to_string(),
                        until: Some((from + Days::new(length)).to_string()),
                        intervals,
                        reason: None,
                    });
                });
            }
            (window, draft)
        },
    )
}

/// The intervals that begin on a day, as texts.
fn texts_on(draft: &OpeningHoursDraft, day: NaiveDate) -> Vec<(&str, &str)> {
    let covers = |one: &&OpeningExceptionDraft| {
        date(&one.from) <= day && day <= date(one.until.as_ref().unwrap_or(&one.from))
    };
    if let Some(exception) = draft.exceptions.iter().find(covers) {
        let texts = exception.intervals.iter();
        return texts
            .map(|one| (one.opens.as_str(), one.closes.as_str()))
            .collect();
    }
    if draft.closed_on_public_holidays && HOLIDAYS.contains(&day.to_string().as_str()) {
        return Vec::new();
    }
    let weekday = day.format("%A").to_string().to_lowercase();
    let texts = draft.weekly.iter().filter(|one| one.weekday == weekday);
    texts
        .map(|one| (one.opens.as_str(), one.closes.as_str()))
        .collect()
}

/// Whether the wall clock, having reached `reading`, is past the start and before the end of an
/// interval begun today or yesterday.
fn open_by_the_clock(draft: &OpeningHoursDraft, reading: NaiveDateTime) -> bool {
    [0, 1].into_iter().any(|days_ago| {
        let day = reading.date() - Days::new(days_ago);
        texts_on(draft, day).into_iter().any(|(opens, closes)| {
            let end_day = if closes > opens {
                day
            } else {
                day + Days::new(1)
            };
            let start: NaiveDateTime = format!("{day}T{opens}:00").parse().unwrap();
            let end: NaiveDateTime = format!("{end_day}T{closes}:00").parse().unwrap();
            start <= reading && reading < end
        })
    })
}

/// Open or closed, minute by minute. The hour repeated in October is passed over: the clock counts
/// as standing still until it shows a time it has not shown before.
fn oracle(draft: &OpeningHoursDraft, start: DateTime<Utc>) -> Vec<bool> {
    let mut reached = NaiveDateTime::MIN;
    let mut open = false;
    (0..WINDOW_MINUTES)
        .map(|minute| {
            let at = start + Duration::minutes(i64::try_from(minute).unwrap());
            let reading = at.with_timezone(&chrono_tz::Europe::Rome).naive_local();
            if reading > reached {
                reached = reading;
                open = open_by_the_clock(draft, reached);
            }
            open
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_minute_agrees_with_the_clock((window, draft) in hours()) {
        let hours = OpeningHours::parse(&draft).unwrap();
        let start: DateTime<Utc> = WINDOWS[window].parse().unwrap();
        let at = |minute: usize| start + Duration::minutes(i64::try_from(minute).unwrap());
        let open = oracle(&draft, start);
        for (minute, expected) in open.iter().enumerate() {
            prop_assert_eq!(hours.open_now(at(minute)), *expected, "{}", at(minute));
        }
        let change_to = |wanted: bool, after: usize| {
            (after + 1..WINDOW_MINUTES).find(|now| open[*now] == wanted && open[now - 1] != wanted)
        };
        for minute in (0..WINDOW_MINUTES).step_by(53) {
            let known = |found: Option<DateTime<Utc>>| found.filter(|then| *then < at(WINDOW_MINUTES));
            let (opening, closing) = (change_to(true, minute), change_to(false, minute));
            let change = opening.into_iter().chain(closing).min();
            prop_assert_eq!(known(hours.next_opening(at(minute))), opening.map(at));
            prop_assert_eq!(known(hours.next_closing(at(minute))), closing.map(at));
            prop_assert_eq!(known(hours.next_change(at(minute))), change.map(at));
            let state = hours.state(at(minute));
            prop_assert_eq!(state.open_now, open[minute]);
            prop_assert_eq!(state.next_opening, hours.next_opening(at(minute)));
            prop_assert_eq!(state.next_closing, hours.next_closing(at(minute)));
        }
    }

    #[test]
    fn valid_hours_survive_storage((_, draft) in hours()) {
        let hours = OpeningHours::parse(&draft).unwrap();
        let stored = serde_json::to_string(&hours).unwrap();
        prop_assert_eq!(serde_json::from_str::<OpeningHours>(&stored).unwrap(), hours);
    }

    #[test]
    fn no_text_panics(opens in ".{0,8}", closes in ".{0,8}", from in ".{0,12}") {
        let interval = OpeningIntervalDraft { opens, closes, ..OpeningIntervalDraft::default() };
        let exception = OpeningExceptionDraft { from, intervals: vec![interval], ..OpeningExceptionDraft::default() };
        let draft = OpeningHoursDraft { exceptions: vec![exception], ..OpeningHoursDraft::default() };
        let _ = OpeningHours::parse(&draft);
    }
}
