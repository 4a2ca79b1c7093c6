//! What an agreement is worth on a day: its stored state and what the dates say.

use chrono::{Days, NaiveDate};
use domain_shared::codes;

use crate::{AgreementStatus, EXPIRING_DAYS, Term};

codes! {
    /// What an agreement is worth on a day.
    pub enum Standing {
        /// Being written.
        Draft = "draft", "bozza", "draft";
        /// Waiting for the network's review.
        InReview = "in_review", "in revisione", "in review";
        /// Before the other side.
        Sent = "sent", "inviato alla controparte", "sent to the other side";
        /// Signed, and not in force yet.
        Upcoming = "upcoming", "firmato, non ancora in vigore", "signed, not in force yet";
        /// In force.
        Active = "active", "in vigore", "in force";
        /// In force, and about to end.
        Expiring = "expiring", "in scadenza", "expiring";
        /// No longer in force, its time being over.
        Expired = "expired", "scaduto", "expired";
        /// No longer in force, ended before its time.
        Terminated = "terminated", "cessato", "terminated";
        /// Given up before it was signed.
        Cancelled = "cancelled", "annullato", "cancelled";
        /// No longer in force, everything in it done.
        Completed = "completed", "concluso", "completed";
    }
}

impl Standing {
    /// That of an agreement on a day in Rome. `term` is there once it is signed.
    #[must_use]
    pub fn on(status: AgreementStatus, term: Option<&Term>, day: NaiveDate) -> Self {
        let by_date = |after: Self| match term {
            Some(term) if term.holds_on(day) => {
                let soon = day.checked_add_days(Days::new(EXPIRING_DAYS));
                let ends = term.last_day();
                let is_near = ends.zip(soon).is_some_and(|(end, soon)| end <= soon);
                if is_near {
                    Self::Expiring
                } else {
                    Self::Active
                }
            }
            Some(term) if day < term.first_day() && matches!(after, Self::Expired) => {
                Self::Upcoming
            }
            Some(_) | None => after,
        };
        match status {
            AgreementStatus::Draft => Self::Draft,
            AgreementStatus::InReview => Self::InReview,
            AgreementStatus::Sent => Self::Sent,
            AgreementStatus::Cancelled => Self::Cancelled,
            AgreementStatus::Signed => by_date(Self::Expired),
            AgreementStatus::Terminated => by_date(Self::Terminated),
            AgreementStatus::Completed => by_date(Self::Completed),
        }
    }

    /// Whether it holds.
    #[must_use]
    pub const fn is_in_force(self) -> bool {
        match self {
            Self::Active | Self::Expiring => true,
            Self::Draft
            | Self::InReview
            | Self::Sent
            | Self::Upcoming
            | Self::Expired
            | Self::Terminated
            | Self::Cancelled
            | Self::Completed => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain_shared::{Period, civil_date};

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn term(from: &str, until: &str) -> Term {
        Term {
            validity: Period::new(day(from), Some(day(until))).unwrap(),
            renewal: None,
            notice: None,
            ended_on: None,
            superseded_from: None,
        }
    }

    #[test]
    fn the_dates_decide_once_it_is_signed() {
        let term = term("2026-01-01", "2026-12-31");
        let on = |text: &str| Standing::on(AgreementStatus::Signed, Some(&term), day(text));
        assert_eq!(on("2025-12-31"), Standing::Upcoming);
        assert_eq!(on("2026-01-01"), Standing::Active);
        assert_eq!(on("2026-10-01"), Standing::Active);
        assert_eq!(on("2026-10-02"), Standing::Expiring);
        assert_eq!(on("2026-12-31"), Standing::Expiring);
        assert_eq!(on("2027-01-01"), Standing::Expired);
        let draft = Standing::on(AgreementStatus::Draft, Some(&term), day("2026-06-01"));
        assert_eq!(draft, Standing::Draft);
    }

    #[test]
    fn what_was_ended_holds_until_its_last_day() {
        let mut term = term("2026-01-01", "2026-12-31");
        term.ended_on = Some(day("2026-03-31"));
        let on = |text: &str| Standing::on(AgreementStatus::Terminated, Some(&term), day(text));
        assert_eq!(on("2026-03-31"), Standing::Expiring);
        assert_eq!(on("2026-04-01"), Standing::Terminated);
        assert_eq!(on("2025-12-01"), Standing::Terminated);
    }

    #[test]
    fn the_last_minute_is_one_of_rome() {
        // The days on which the clocks change: 23:59 in Rome is 22:59 or 21:59 in UTC.
        for (last, inside, outside) in [
            ("2027-03-28", "2027-03-28T21:59:59Z", "2027-03-28T22:00:00Z"),
            ("2027-10-31", "2027-10-31T22:59:59Z", "2027-10-31T23:00:00Z"),
        ] {
            let term = term("2027-01-01", last);
            let at = |instant: &str| {
                let today = civil_date(instant.parse().unwrap());
                Standing::on(AgreementStatus::Signed, Some(&term), today).is_in_force()
            };
            assert!(at(inside) && !at(outside), "{last}");
        }
    }
}
