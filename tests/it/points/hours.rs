//! Open or closed, by the clock of Rome.

use domain_points::PointStatus;
use domain_shared::OpeningHoursDraft;
use serde_json::{Value, json};
use tests::{TestApp, e2e};

/// The path of an active point with these hours.
fn point_open(app: &TestApp, hours: Value) -> String {
    let hours: OpeningHoursDraft = serde_json::from_value(hours).expect("the form of hours");
    let world = app.world();
    let network = world.network();
    let point = world.point_with(network, PointStatus::Active, |draft| {
        draft.opening_hours = hours;
    });
    format!("/points/{}", point.id)
}

/// `open_now`, `next_opening` and `next_closing` at an instant.
#[track_caller]
fn at(app: &TestApp, path: &str, now: &str) -> (bool, Option<String>, Option<String>) {
    app.clock.set(now);
    let body = app.anonymous().get(path).expect(200).json();
    let time = |name: &str| body[name].as_str().map(str::to_owned);
    (
        body["open_now"] == json!(true),
        time("next_opening"),
        time("next_closing"),
    )
}

fn state(open: bool, opening: &str, closing: &str) -> (bool, Option<String>, Option<String>) {
    (open, Some(opening.to_owned()), Some(closing.to_owned()))
}

e2e! {
    fn a_night_belongs_to_the_evening_it_begins(app) {
        let path = point_open(app, json!({"weekly": [{"weekday": "friday", "opens": "22:00", "closes": "02:00"}]}));
        let (this, next) = ("2026-11-27T21:00:00Z", "2026-12-04T21:00:00Z");
        assert_eq!(at(app, &path, "2026-11-27T20:59:59Z"), state(false, this, "2026-11-28T01:00:00Z"));
        assert_eq!(at(app, &path, "2026-11-27T23:30:00Z"), state(true, next, "2026-11-28T01:00:00Z"));
        assert_eq!(at(app, &path, "2026-11-28T01:00:00Z"), state(false, next, "2026-12-05T01:00:00Z"));
    }
}

e2e! {
    fn the_hour_skipped_in_march(app) {
        let path = point_open(app, json!({"weekly": [{"weekday": "sunday", "opens": "02:30", "closes": "04:00"}]}));
        // 02:30 does not exist: the clocks jump from two to three at 01:00 UTC.
        let closing = "2027-03-28T02:00:00Z";
        assert_eq!(at(app, &path, "2027-03-28T00:59:00Z"), state(false, "2027-03-28T01:00:00Z", closing));
        assert_eq!(at(app, &path, "2027-03-28T01:00:00Z"), state(true, "2027-04-04T00:30:00Z", closing));
    }
}

e2e! {
    fn the_hour_repeated_in_october(app) {
        let path = point_open(app, json!({"weekly": [
            {"weekday": "sunday", "opens": "01:00", "closes": "02:30"}, {"weekday": "sunday", "opens": "09:00", "closes": "10:00"},
        ]}));
        // The first 02:30 closes; the second one, an hour later, finds it closed.
        assert_eq!(at(app, &path, "2027-10-31T00:29:00Z"), state(true, "2027-10-31T08:00:00Z", "2027-10-31T00:30:00Z"));
        assert_eq!(at(app, &path, "2027-10-31T01:15:00Z"), state(false, "2027-10-31T08:00:00Z", "2027-10-31T09:00:00Z"));
    }
}

e2e! {
    fn exceptions_and_holidays_come_first(app) {
        let path = point_open(app, json!({
            "weekly": [{"weekday": "tuesday", "opens": "09:00", "closes": "13:00"}],
            "exceptions": [{"from": "2026-12-01", "intervals": [{"opens": "15:00", "closes": "16:00"}]}],
            "closed_on_public_holidays": true,
        }));
        // Tuesday 8 December is a holiday.
        assert_eq!(at(app, &path, "2026-12-01T09:00:00Z"), state(false, "2026-12-01T14:00:00Z", "2026-12-01T15:00:00Z"));
        assert_eq!(at(app, &path, "2026-12-01T15:00:00Z"), state(false, "2026-12-15T08:00:00Z", "2026-12-15T12:00:00Z"));
    }
}

e2e! {
    fn only_an_active_point_opens(app) {
        let world = app.world();
        let network = world.network();
        for status in [PointStatus::Planned, PointStatus::Suspended, PointStatus::Closed] {
            let point = world.point_with(network, status, |_| {});
            assert_eq!(at(app, &format!("/points/{}", point.id), "2026-11-21T09:00:00Z"), (false, None, None));
        }
        let never = world.point_with(network, PointStatus::Active, |draft| draft.opening_hours = OpeningHoursDraft::default());
        assert_eq!(at(app, &format!("/points/{}", never.id), "2026-11-21T09:00:00Z"), (false, None, None));
    }
}

e2e! {
    fn the_tag_follows_the_hour(app) {
        let path = point_open(app, json!({"weekly": [{"weekday": "saturday", "opens": "09:00", "closes": "13:00"}]}));
        let etag = app.anonymous().get(&path).expect(200).etag();
        let reader = app.anonymous().with_header("if-none-match", &etag);
        let _ = reader.get(&path).expect(304);
        app.clock.set("2026-11-21T13:00:00Z");
        assert_eq!(reader.get(&path).expect(200).json()["open_now"], json!(false));
    }
}
