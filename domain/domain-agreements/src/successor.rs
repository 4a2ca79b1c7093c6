//! Agreements that change or follow another.

use chrono::{Datelike, Days, Months, NaiveDate};
use domain_shared::{Message, Period};

use crate::{Agreement, AgreementContent, AgreementRelation, Term};

domain_shared::define_messages! {
    /// It starts before the agreement it changes or follows does.
    STARTS_BEFORE_PREDECESSOR = "starts_before_predecessor",
        "La validità comincia prima di quella dell'accordo precedente.",
        "It becomes valid before the agreement it changes or follows does.";
    /// Another agreement took the place of the one it changes or follows.
    PREDECESSOR_SUPERSEDED = "predecessor_superseded",
        "L'accordo precedente è già stato sostituito da un altro accordo firmato.",
        "Another signed agreement has taken the place of the one it changes or follows already.";
}

impl Term {
    /// The days proposed for an agreement that follows: as long as the period that ends last, or that runs on
    /// `today` where no end is in sight, from the day after it. None where it has no end.
    #[must_use]
    pub fn following(&self, today: NaiveDate) -> Option<Period> {
        let last = self.last_day();
        let model = self
            .period_on(last.unwrap_or(today))
            .unwrap_or(self.validity);
        let end = last.or(model.until())?;
        let from = end.succ_opt()?;
        Period::new(from, Some(as_long_from(model, from)?)).ok()
    }

    /// The days proposed for an agreement that changes it: what is left of the running period from `today` on.
    #[must_use]
    pub fn remaining(&self, today: NaiveDate) -> Option<Period> {
        let from = self.first_day().max(today);
        let running = self.period_on(from)?;
        Period::new(from, running.until()).ok()
    }
}

/// The last day of a period that starts on a day and is as long as another that has an end: in whole months
/// where that one is.
fn as_long_from(model: Period, from: NaiveDate) -> Option<NaiveDate> {
    let (start, after) = (model.from(), model.until()?.succ_opt()?);
    let number = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let months = u32::try_from(number(after) - number(start)).unwrap_or(0);
    let is_whole = months > 0 && start.checked_add_months(Months::new(months)) == Some(after);
    let end = if is_whole {
        from.checked_add_months(Months::new(months))
    } else {
        let days = u64::try_from((after - start).num_days()).unwrap_or(0);
        from.checked_add_days(Days::new(days))
    };
    end?.pred_opt()
}

impl Agreement {
    /// What an agreement that changes or follows this one is proposed to say: the same, on the days that are
    /// left, or on those after its end. Benefits keep the days of theirs that lie within the new ones; those
    /// without any are left out.
    #[must_use]
    pub fn proposed_successor(
        &self,
        relation: AgreementRelation,
        today: NaiveDate,
    ) -> AgreementContent {
        let mut content = self.content.clone();
        let days = self.term().and_then(|term| match relation {
            AgreementRelation::Amendment => term.remaining(today),
            AgreementRelation::Renewal => term.following(today),
        });
        content.validity = days;
        if let Some(days) = days {
            // What goes on by itself may last longer than its first period.
            let until = days.until().filter(|_| content.renewal.is_none());
            let within = Period::new(days.from(), until).unwrap_or(days);
            content.benefits.retain_mut(|benefit| match benefit.period {
                None => true,
                Some(own) => {
                    benefit.period = own.shared_with(&within);
                    benefit.period.is_some()
                }
            });
        }
        content
    }

    /// Whether an agreement that says this can take the place of this one.
    ///
    /// # Errors
    /// [`STARTS_BEFORE_PREDECESSOR`].
    pub fn check_successor(&self, content: &AgreementContent) -> Result<(), &'static Message> {
        let (own, other) = (self.content.validity, content.validity);
        match own.zip(other) {
            Some((own, other)) if other.from() < own.from() => Err(&STARTS_BEFORE_PREDECESSOR),
            Some(_) | None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Renewal, RenewalDraft};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn term(from: &str, until: Option<&str>, months: Option<i64>) -> Term {
        let renewal = months.map(|months| RenewalDraft {
            months,
            times: None,
        });
        Term {
            validity: Period::new(day(from), until.map(day)).unwrap(),
            renewal: renewal.map(|draft| Renewal::parse(&draft).unwrap()),
            notice: None,
            ended_on: None,
            superseded_from: None,
        }
    }

    fn told(period: Option<Period>) -> Option<(String, Option<String>)> {
        let until = |period: &Period| period.until().map(|day| day.to_string());
        period.map(|period| (period.from().to_string(), until(&period)))
    }

    #[test]
    fn what_follows_starts_on_the_day_after_and_is_as_long() {
        let of = |from: &str, until: &str| {
            let days = told(term(from, Some(until), None).following(day("2026-06-01"))).unwrap();
            (days.0, days.1.unwrap())
        };
        let pair = |one: &str, two: &str| (one.to_owned(), two.to_owned());
        assert_eq!(
            of("2026-01-01", "2026-12-31"),
            pair("2027-01-01", "2027-12-31")
        );
        assert_eq!(
            of("2027-03-01", "2028-02-29"),
            pair("2028-03-01", "2029-02-28")
        );
        assert_eq!(
            of("2026-01-01", "2026-01-10"),
            pair("2026-01-11", "2026-01-20")
        );
        assert_eq!(
            term("2026-01-01", None, None).following(day("2026-06-01")),
            None
        );
    }

    #[test]
    fn what_goes_on_by_itself_is_followed_after_the_running_period() {
        let term = term("2020-01-01", Some("2020-12-31"), Some(12));
        let days = told(term.following(day("2026-06-01"))).unwrap();
        assert_eq!(
            days,
            ("2027-01-01".to_owned(), Some("2027-12-31".to_owned()))
        );
        let left = told(term.remaining(day("2026-06-01"))).unwrap();
        assert_eq!(
            left,
            ("2026-06-01".to_owned(), Some("2026-12-31".to_owned()))
        );
    }

    #[test]
    fn an_amendment_of_what_is_over_proposes_no_days() {
        let term = term("2020-01-01", Some("2020-12-31"), None);
        assert_eq!(term.remaining(day("2026-06-01")), None);
        assert_eq!(
            told(term.remaining(day("2019-06-01"))).unwrap().0,
            "2020-01-01"
        );
    }
}
