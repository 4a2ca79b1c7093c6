//! `/calendar-feeds`: agreements as calendar programs read them (RFC 5545).

use actix_web::{HttpResponse, get};
use chrono::{Days, Duration, Months, NaiveDate};
use domain_accounts::{Action, Target};
use domain_shared::{Code as _, Locale, TextValue as _, civil_date};
use icalendar::{Calendar, Component as _, Event, EventLike as _, Property};
use persistence::agreements::{
    CalendarFeed, FeedAgreement, calendar_feed_of_token, feed_agreements,
};

use crate::{
    auth::token_hash,
    http::{Ctx, reply},
    problem::{Outcome, Problem},
};

/// Who wrote the calendar.
const PRODUCT: &str = "-//Welfare Hub//Accordi//IT";
/// Months before today that a feed shows.
const PAST_MONTHS: u32 = 12;
/// Months after today that a feed shows.
const COMING_MONTHS: u32 = 24;
/// Hours after which calendar programs may look again.
const REFRESH_HOURS: i64 = 12;

/// Why a feed shows a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    Start,
    Notice,
    End,
}

impl Moment {
    const fn code(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Notice => "notice",
            Self::End => "end",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Start => "Inizio",
            Self::Notice => "Termine per la disdetta",
            Self::End => "Scadenza",
        }
    }
}

/// Read a calendar feed
///
/// By its secret link, as `text/calendar`: whole days on which agreements begin, end, or can be given notice of for
/// the last time, from a year ago until two years ahead; the two thousand earliest agreements of those days. In Italian.
/// An event keeps its identifier, and what did not change is written the same again. An unknown and a revoked link
/// answer alike.
#[utoipa::path(
    tag = "calendar-feeds", operation_id = "find_calendar_feed",
    params((
        "link" = String, Path, description = "The secret of the link.",
        min_length = 43, max_length = 43, pattern = "^[A-Za-z0-9_-]{43}$",
        example = "Zk1mT0xkQ3JwWnJhVWV5dFh1b3d0Q2pXc0xqU2hQbW4"
    )),
    responses((status = 200, description = "The calendar.")),
    security(()),
    extensions(("x-action" = json!("calendar_feed.read")), ("x-calendar-answer" = json!(true))),
)]
#[get("/calendar-feeds/{link}")]
pub(super) async fn find_calendar_feed(ctx: Ctx) -> Outcome<HttpResponse> {
    let token = ctx.request().match_info().get("link").unwrap_or_default();
    let hash = token_hash(token);
    let today = civil_date(ctx.now());
    let days = shown_days(today);
    let (feed, agreements) = ctx
        .read(move |snapshot| {
            let target = Target {
                public: true,
                ..Target::default()
            };
            snapshot.authorize(Action::CalendarFeedRead, &target)?;
            let connection = snapshot.connection();
            let feed = calendar_feed_of_token(connection, &hash)?;
            let feed = feed.ok_or_else(Problem::not_found)?;
            let agreements = feed_agreements(connection, feed.owner, days)?;
            Ok((feed, agreements))
        })
        .await?;
    let text = written(&feed, &agreements, days)?;
    Ok(reply::kept_by_reader(
        &ctx,
        text,
        "text/calendar; charset=utf-8",
    ))
}

/// The first and the last day a feed shows on a day.
fn shown_days(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let from = today.checked_sub_months(Months::new(PAST_MONTHS));
    let until = today.checked_add_months(Months::new(COMING_MONTHS));
    (
        from.unwrap_or(NaiveDate::MIN),
        until.unwrap_or(NaiveDate::MAX),
    )
}

/// The calendar.
fn written(
    feed: &CalendarFeed,
    agreements: &[FeedAgreement],
    (from, until): (NaiveDate, NaiveDate),
) -> Outcome<String> {
    let mut calendar = Calendar::empty();
    for (name, value) in [
        ("VERSION", "2.0"),
        ("PRODID", PRODUCT),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", feed.label.as_str()),
    ] {
        calendar.append_property(Property::new(name, value));
    }
    calendar.ttl(&Duration::hours(REFRESH_HOURS));
    for agreement in agreements {
        let start = (Moment::Start, agreement.first_day);
        let end = agreement.last_day.map(|day| (Moment::End, day));
        let notice = agreement.notice_days.iter();
        let notice = notice.map(|day| (Moment::Notice, *day));
        let moments = std::iter::once(start).chain(notice).chain(end);
        for (moment, day) in moments.filter(|(_, day)| (from..=until).contains(day)) {
            calendar.push(event(agreement, moment, day));
        }
    }
    (&calendar)
        .try_into()
        .map_err(|error: std::fmt::Error| Problem::internal(format!("calendar: {error}")))
}

/// A whole day of an agreement.
fn event(agreement: &FeedAgreement, moment: Moment, day: NaiveDate) -> Event {
    // There is one first and one last day, but there may be several days to give notice.
    let uid = match moment {
        Moment::Start | Moment::End => format!("{}-{}@welfare-hub", agreement.id, moment.code()),
        Moment::Notice => format!("{}-{}-{day}@welfare-hub", agreement.id, moment.code()),
    };
    let parties: Vec<&str> = agreement
        .parties
        .iter()
        .map(|party| party.name.as_str())
        .collect();
    let kind = agreement.kind.label(Locale::Italian);
    let mut event = Event::new();
    event
        .uid(&uid)
        .timestamp(agreement.updated_at)
        .summary(&format!("{}: {}", moment.label(), agreement.title))
        .description(&format!("{kind}\n{}", parties.join("\n")))
        .starts(day)
        .ends(day.checked_add_days(Days::new(1)).unwrap_or(day))
        .add_property("TRANSP", "TRANSPARENT");
    event.done()
}
