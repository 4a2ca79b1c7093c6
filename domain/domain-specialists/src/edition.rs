//! Editions: a course given at certain dates in a certain place.

use chrono::NaiveDate;
use domain_shared::{
    Belfiore, BoundedNumber, CourseId, EditionId, InvalidTransition, Message, Period, PersonName,
    TextValue, Version, Violation, Violations, codes,
};
use serde::{Deserialize, Serialize};

use crate::{
    Capacity, Course, CourseStatus, Refusal, TrainingArea, TrainingAreaDraft,
    messages::{EDITION_TOO_SHORT, ONE_VENUE},
};

/// Most trainers of one edition.
pub const MAX_TRAINERS: usize = 20;

codes! {
    /// How far an edition is.
    pub enum EditionStatus {
        /// Announced; people enrol.
        Planned = "planned", "programmata", "planned";
        /// Lessons have begun.
        Running = "running", "in corso", "running";
        /// Lessons are over; certificates can be issued.
        Completed = "completed", "conclusa", "completed";
        /// It does not take place.
        Cancelled = "cancelled", "annullata", "cancelled";
    }
}

impl EditionStatus {
    /// The states that can follow this one.
    #[must_use]
    pub const fn transitions(self) -> &'static [Self] {
        match self {
            Self::Planned => &[Self::Running, Self::Cancelled],
            Self::Running => &[Self::Completed, Self::Cancelled],
            Self::Completed | Self::Cancelled => &[],
        }
    }

    /// Whether people can still enrol.
    #[must_use]
    pub const fn takes_enrolments(self) -> bool {
        match self {
            Self::Planned | Self::Running => true,
            Self::Completed | Self::Cancelled => false,
        }
    }

    /// Whether attendance can be recorded.
    #[must_use]
    pub const fn takes_attendance(self) -> bool {
        match self {
            Self::Running | Self::Completed => true,
            Self::Planned | Self::Cancelled => false,
        }
    }
}

/// Where an edition is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Venue {
    /// In this municipality.
    Municipality(Belfiore),
    /// Remotely.
    Online,
}

/// What an edition says besides its course and status. It is kept in the form it is written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "KeptTerms", into = "KeptTerms")]
pub struct EditionTerms {
    /// First and last day; there is always a last one.
    pub period: Period,
    /// Where.
    pub venue: Venue,
    /// For which part of the country.
    pub area: TrainingArea,
    /// Full names of the trainers, up to [`MAX_TRAINERS`], no repetition.
    pub trainers: Vec<PersonName>,
    /// Seats.
    pub capacity: Capacity,
}

/// The form in which the terms of an edition are kept.
#[derive(Serialize, Deserialize)]
struct KeptTerms {
    from: NaiveDate,
    until: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    municipality: Option<Belfiore>,
    #[serde(default)]
    online: bool,
    area: TrainingArea,
    #[serde(default)]
    trainers: Vec<PersonName>,
    capacity: Capacity,
}

impl From<EditionTerms> for KeptTerms {
    fn from(terms: EditionTerms) -> Self {
        let until = terms.last_day();
        let (municipality, online) = match terms.venue {
            Venue::Municipality(code) => (Some(code), false),
            Venue::Online => (None, true),
        };
        Self {
            from: terms.period.from(),
            until,
            municipality,
            online,
            area: terms.area,
            trainers: terms.trainers,
            capacity: terms.capacity,
        }
    }
}

impl TryFrom<KeptTerms> for EditionTerms {
    type Error = &'static str;

    fn try_from(kept: KeptTerms) -> Result<Self, Self::Error> {
        let code = |message: &'static Message| message.code;
        let venue = match (kept.municipality, kept.online) {
            (Some(municipality), false) => Venue::Municipality(municipality),
            (None, true) => Venue::Online,
            (Some(_), true) | (None, false) => return Err(ONE_VENUE.code),
        };
        Ok(Self {
            period: Period::new(kept.from, Some(kept.until)).map_err(code)?,
            venue,
            area: kept.area,
            trainers: kept.trainers,
            capacity: kept.capacity,
        })
    }
}

impl EditionTerms {
    /// The last day of lessons.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        self.period.until().unwrap_or(self.period.from())
    }
}

/// One edition of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Identifier.
    pub id: EditionId,
    /// Version, for optimistic concurrency.
    pub version: Version,
    /// The course.
    pub course_id: CourseId,
    /// How far it is.
    pub status: EditionStatus,
    /// When, where, by whom.
    pub terms: EditionTerms,
}

/// An edition as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EditionDraft {
    /// First day.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Cadastral code of the municipality, unless `online`; whether it exists is for the caller to
    /// check.
    pub municipality: Option<String>,
    /// Held remotely.
    pub online: bool,
    /// For which part of the country.
    pub area: TrainingAreaDraft,
    /// Full names of the trainers.
    pub trainers: Vec<String>,
    /// Seats.
    pub capacity: i64,
}

impl EditionTerms {
    /// The valid terms of an edition of `course`: its dates must have room for the lessons.
    ///
    /// # Errors
    /// Every mistake, by JSON Pointer.
    pub fn parse(draft: &EditionDraft, course: &Course) -> Result<Self, Violations> {
        let mut v = Violations::new();
        let period = v.keep_period(&draft.from, Some(&draft.until));
        let days_needed = course.terms.duration_days.number();
        if period.is_some_and(|period| days_in(period) < i64::from(days_needed)) {
            v.push(Violation::new("/until", &EDITION_TOO_SHORT).with("days", &days_needed));
        }
        let venue = draft.read_venue(&mut v);
        let area = v.keep_part("/area", TrainingArea::parse(&draft.area));
        let trainers = v.keep_list(
            "/trainers",
            &draft.trainers,
            MAX_TRAINERS,
            PersonName::parse,
        );
        let capacity = v.keep_number("/capacity", draft.capacity);
        match (period, venue, area, capacity) {
            (Some(period), Some(venue), Some(area), Some(capacity)) if v.is_empty() => Ok(Self {
                period,
                venue,
                area,
                trainers,
                capacity,
            }),
            (_, _, _, _) => Err(v),
        }
    }
}

impl EditionDraft {
    fn read_venue(&self, violations: &mut Violations) -> Option<Venue> {
        match (&self.municipality, self.online) {
            (None, true) => Some(Venue::Online),
            (Some(code), false) => violations
                .keep("/municipality", Belfiore::parse(code))
                .map(Venue::Municipality),
            (Some(_), true) | (None, false) => {
                violations.add("/municipality", &ONE_VENUE);
                None
            }
        }
    }
}

/// Days of a period, both ends included; as many as there can be when it has no end.
fn days_in(period: Period) -> i64 {
    period
        .until()
        .map_or(i64::MAX, |until| (until - period.from()).num_days() + 1)
}

impl Edition {
    /// A planned edition of a course.
    ///
    /// # Errors
    /// [`Refusal::CourseRetired`].
    pub fn new(id: EditionId, course: &Course, terms: EditionTerms) -> Result<Self, Refusal> {
        match course.status {
            CourseStatus::Active => Ok(Self {
                id,
                version: Version::FIRST,
                course_id: course.id,
                status: EditionStatus::Planned,
                terms,
            }),
            CourseStatus::Retired => Err(Refusal::CourseRetired),
        }
    }

    /// The edition with other terms, given how many people are enrolled.
    ///
    /// # Errors
    /// [`Refusal::EditionClosed`] once it is over, or [`Refusal::CapacityTooSmall`].
    pub fn revise(self, terms: EditionTerms, enrolled: usize) -> Result<Self, Refusal> {
        if !self.status.takes_enrolments() {
            return Err(Refusal::EditionClosed);
        }
        if usize::from(terms.capacity.number()) < enrolled {
            return Err(Refusal::CapacityTooSmall);
        }
        Ok(Self { terms, ..self })
    }

    /// The edition in another status. It runs from its first day on and is completed from its last
    /// day on.
    ///
    /// # Errors
    /// [`Refusal::EditionTransition`] or [`Refusal::EditionTooEarly`].
    pub fn change_status(self, to: EditionStatus, today: NaiveDate) -> Result<Self, Refusal> {
        if !self.status.transitions().contains(&to) {
            return Err(Refusal::EditionTransition(InvalidTransition {
                from: self.status,
                allowed: self.status.transitions(),
            }));
        }
        let not_before = match to {
            EditionStatus::Planned | EditionStatus::Cancelled => None,
            EditionStatus::Running => Some(self.terms.period.from()),
            EditionStatus::Completed => self.terms.period.until(),
        };
        if not_before.is_some_and(|day| today < day) {
            return Err(Refusal::EditionTooEarly);
        }
        Ok(Self { status: to, ..self })
    }
}
