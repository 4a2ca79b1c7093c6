//! Opening hours by worked examples.
#![expect(clippy::unwrap_used, reason = "a failed test is a panic")]

use chrono::{DateTime, Utc};
use domain_shared::Locale;
use domain_shared::{OpeningHours, OpeningHoursDraft};
use serde_json::{Value, json};

fn draft(value: Value) -> OpeningHoursDraft {
    serde_json::from_value(value).unwrap()
}

fn hours(value: Value) -> OpeningHours {
    OpeningHours::parse(&draft(value)).unwrap()
}

fn mistakes(value: Value) -> Vec<(String, &'static str)> {
    let wrong = OpeningHours::parse(&draft(value)).unwrap_err();
    wrong
        .into_iter()
        .map(|one| (one.pointer, one.message.code))
        .collect()
}

/// An instant given with its offset.
fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn on(weekday: &str, opens: &str, closes: &str) -> Value {
    json!({"weekday": weekday, "opens": opens, "closes": closes})
}

#[test]
fn a_lunch_break_is_closed_and_ends_are_half_open() {
    let desk =
        hours(json!({"weekly": [on("monday", "14:30", "18:00"), on("monday", "09:00", "13:00")]}));
    assert!(!desk.open_now(at("2026-11-23T08:59:59+01:00")));
    assert!(desk.open_now(at("2026-11-23T09:00:00+01:00")));
    assert!(!desk.open_now(at("2026-11-23T13:00:00+01:00")));
    let lunch = at("2026-11-23T13:30:00+01:00");
    assert_eq!(
        desk.next_opening(lunch),
        Some(at("2026-11-23T14:30:00+01:00"))
    );
    assert_eq!(
        desk.next_closing(lunch),
        Some(at("2026-11-23T18:00:00+01:00"))
    );
    assert_eq!(
        desk.next_change(lunch),
        Some(at("2026-11-23T14:30:00+01:00"))
    );
    let opening = at("2026-11-23T14:30:00+01:00");
    assert_eq!(
        desk.next_opening(opening),
        Some(at("2026-11-30T09:00:00+01:00"))
    );
}

#[test]
fn sunday_evening_runs_into_monday() {
    let line = hours(json!({"weekly": [on("sunday", "18:00", "00:30")]}));
    assert!(line.open_now(at("2026-11-23T00:29:00+01:00")));
    assert!(!line.open_now(at("2026-11-23T00:30:00+01:00")));
    let overlap =
        json!({"weekly": [on("sunday", "18:00", "00:30"), on("monday", "00:00", "01:00")]});
    assert_eq!(
        mistakes(overlap),
        [("/weekly/1/opens".to_owned(), "intervals_overlap")]
    );
}

#[test]
fn midnight_has_two_spellings_and_neighbours_make_one_opening() {
    for midnight in ["00:00", "24:00"] {
        let line = hours(
            json!({"weekly": [on("monday", "18:00", midnight), on("tuesday", "00:00", "02:00")]}),
        );
        let evening = at("2026-11-23T20:00:00+01:00");
        assert_eq!(
            line.next_closing(evening),
            Some(at("2026-11-24T02:00:00+01:00"))
        );
        assert_eq!(
            serde_json::to_value(&line).unwrap()["weekly"][0]["closes"],
            "00:00"
        );
    }
}

#[test]
fn always_open_never_changes_and_never_open_neither() {
    let days = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let always = hours(json!({"weekly": days.map(|day| on(day, "00:00", "24:00"))}));
    let now = at("2026-11-23T10:00:00Z");
    assert!(always.open_now(now));
    assert!(!OpeningHours::default().open_now(now));
    for hours in [always, OpeningHours::default()] {
        assert_eq!(hours.next_opening(now), None);
        assert_eq!(hours.next_closing(now), None);
        assert_eq!(hours.next_change(now), None);
    }
}

#[test]
fn the_next_opening_is_looked_for_sixty_days_ahead() {
    let once = hours(json!({"exceptions": [
        {"from": "2027-03-01", "intervals": [{"opens": "09:00", "closes": "12:00"}]}]}));
    let opening = at("2027-03-01T09:00:00+01:00");
    assert_eq!(
        once.next_opening(at("2026-12-31T09:00:00+01:00")),
        Some(opening)
    );
    assert_eq!(once.next_opening(at("2026-12-31T08:59:00+01:00")), None);
}

#[test]
fn an_exception_replaces_what_begins_on_its_days_only() {
    let line = hours(json!({
        "weekly": [on("friday", "18:00", "00:30"), on("saturday", "09:00", "12:00")],
        "exceptions": [{"from": "2026-11-28", "reason": "Santo patrono"}],
    }));
    assert!(line.open_now(at("2026-11-28T00:15:00+01:00")));
    assert!(!line.open_now(at("2026-11-28T09:30:00+01:00")));
    assert!(line.open_now(at("2026-11-21T09:30:00+01:00")));
}

#[test]
fn a_short_opening_within_a_night_does_not_end_the_night() {
    let line = hours(json!({
        "weekly": [on("friday", "20:00", "08:00")],
        "exceptions": [{"from": "2026-11-28", "intervals": [{"opens": "01:00", "closes": "02:00"}]}],
    }));
    let evening = at("2026-11-27T21:00:00+01:00");
    assert_eq!(
        line.next_closing(evening),
        Some(at("2026-11-28T08:00:00+01:00"))
    );
    assert_eq!(
        line.next_opening(evening),
        Some(at("2026-12-04T20:00:00+01:00"))
    );
}

#[test]
fn an_exception_beats_a_holiday() {
    let saint_francis = json!({
        "weekly": [on("monday", "09:00", "12:00")], "closed_on_public_holidays": true});
    assert!(!hours(saint_francis.clone()).open_now(at("2027-10-04T09:30:00+02:00")));
    let mut special = saint_francis;
    special["exceptions"] = json!([
        {"from": "2027-10-04", "intervals": [{"opens": "10:00", "closes": "11:00"}]}]);
    let special = hours(special);
    assert!(!special.open_now(at("2027-10-04T09:30:00+02:00")));
    assert!(special.open_now(at("2027-10-04T10:30:00+02:00")));
}

#[test]
fn the_hour_skipped_in_march_shortens_the_opening() {
    let night = hours(
        json!({"weekly": [on("sunday", "02:15", "04:00"), on("saturday", "02:15", "02:45")]}),
    );
    let jump = at("2027-03-28T01:00:00Z");
    let before = at("2027-03-28T00:59:00Z");
    assert_eq!(night.next_opening(before), Some(jump));
    assert_eq!(
        night.next_closing(before),
        Some(at("2027-03-28T04:00:00+02:00"))
    );
    let skipped = hours(json!({"weekly": [on("sunday", "02:15", "02:45")]}));
    assert_eq!(
        skipped.next_opening(before),
        Some(at("2027-04-04T02:15:00+02:00"))
    );
}

#[test]
fn the_hour_repeated_in_october_is_open_once() {
    let night = hours(json!({"weekly": [on("sunday", "02:15", "02:45")]}));
    assert!(night.open_now(at("2027-10-31T02:30:00+02:00")));
    assert!(!night.open_now(at("2027-10-31T02:30:00+01:00")));
    let longer = hours(json!({"weekly": [on("sunday", "02:15", "04:00")]}));
    assert!(longer.open_now(at("2027-10-31T02:05:00+01:00")));
    assert_eq!(
        longer.next_closing(at("2027-10-31T02:30:00+02:00")),
        Some(at("2027-10-31T04:00:00+01:00"))
    );
}

#[test]
fn every_mistake_is_reported_where_it_is() {
    let wrong = json!({
        "weekly": [
            on("monday", "09:00", "13:00"), on("lunedì", "9:00", "25:00"),
            on("monday", "12:00", "14:00"), {"weekday": "friday", "opens": "24:00", "closes": "24:00", "note": " "}],
        "exceptions": [
            {"from": "2027-08-09", "until": "2027-08-20"},
            {"from": "2027-08-15", "until": "2027-08-16",
             "intervals": [{"opens": "18:00", "closes": "09:00"}, {"opens": "08:00", "closes": "10:00"}]},
            {"from": "2027-8-20", "until": "2027-02-30"},
            {"from": "2027-01-02", "until": "2027-01-01"},
            {"from": "2027-08-20"}],
    });
    let expected = [
        ("/weekly/1/weekday", "unknown_code"),
        ("/weekly/1/opens", "invalid_time"),
        ("/weekly/1/closes", "invalid_time"),
        ("/weekly/3/opens", "invalid_time"),
        ("/weekly/3/note", "required"),
        ("/weekly/2/opens", "intervals_overlap"),
        ("/exceptions/1/intervals/1/opens", "intervals_overlap"),
        ("/exceptions/2/from", "invalid_date"),
        ("/exceptions/2/until", "invalid_date"),
        ("/exceptions/3/until", "period_ends_before_start"),
        ("/exceptions/4/from", "exceptions_overlap"),
    ];
    let found = mistakes(wrong);
    let found: Vec<_> = found
        .iter()
        .map(|(pointer, code)| (pointer.as_str(), *code))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn an_overlap_names_the_other_interval() {
    let overlap =
        draft(json!({"weekly": [on("monday", "09:00", "13:00"), on("monday", "12:00", "14:00")]}));
    let wrong = OpeningHours::parse(&overlap).unwrap_err();
    let text = wrong.iter().next().unwrap().text(Locale::English);
    assert_eq!(text, "The interval overlaps the one of 09:00–13:00.");
}

#[test]
fn lists_are_bounded() {
    let many = vec![json!({"from": "2027-01-01"}); 101];
    assert!(
        mistakes(json!({"exceptions": many}))
            .contains(&("/exceptions".to_owned(), "too_many_items"))
    );
}
