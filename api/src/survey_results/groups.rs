//! What results are compared by, besides other questions.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};
use domain_shared::{Code as _, Locale, TextValue as _, codes};
use domain_surveys::{Groups, SurveyCampaign, SurveyChannel};
use persistence::surveys::{Fact, SurveyPlace};

codes! {
    /// What a group of answers is.
    pub enum ResultLevel {
        /// All answers.
        All = "all", "tutte le risposte", "all answers";
        /// Those of a region.
        Region = "region", "regione", "region";
        /// Those of a province.
        Province = "province", "provincia", "province";
        /// Those of a point.
        Point = "point", "punto", "point";
        /// Those of a category of respondents.
        Category = "category", "categoria", "category";
        /// Those given in one way.
        Channel = "channel", "canale", "channel";
        /// Those of a month, `YYYY-MM`.
        Month = "month", "mese", "month";
        /// Those with one answer to another question.
        Answer = "answer", "risposta", "answer";
        /// Those without an answer to another question.
        NoAnswer = "no_answer", "nessuna risposta", "no answer";
    }
}

/// A group of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) level: ResultLevel,
    pub(super) code: String,
    pub(super) label: String,
}

/// All groups of one kind.
#[derive(Debug, Clone)]
pub(super) struct Grouping {
    pub(super) groups: Groups,
    /// By number, the first is all answers.
    pub(super) all: Vec<Group>,
    /// The innermost group by code.
    innermost: HashMap<String, usize>,
    level: ResultLevel,
}

fn all_answers() -> Group {
    Group {
        level: ResultLevel::All,
        code: String::new(),
        label: String::new(),
    }
}

/// The name of a month as it is stored and asked for.
pub(super) fn month_of(day: NaiveDate) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

impl Grouping {
    /// No groups but all answers.
    pub(super) fn none() -> Self {
        Self::flat(ResultLevel::All, Vec::new())
    }

    fn flat(level: ResultLevel, members: Vec<(String, String)>) -> Self {
        let numbered = members.iter().zip(1..);
        let innermost = numbered
            .map(|((code, _), number)| (code.clone(), number))
            .collect();
        let groups = Groups::flat(members.len());
        let members = members
            .into_iter()
            .map(|(code, label)| Group { level, code, label });
        Self {
            groups,
            all: std::iter::once(all_answers()).chain(members).collect(),
            innermost,
            level,
        }
    }

    /// The groups of a level; regions, provinces and points are one, inside each other.
    pub(super) fn of(
        level: ResultLevel,
        campaign: &SurveyCampaign,
        places: &[SurveyPlace],
        locale: Locale,
    ) -> Self {
        match level {
            ResultLevel::Region | ResultLevel::Province | ResultLevel::Point => {
                Self::territory(places)
            }
            ResultLevel::Category => {
                let categories = campaign.content.categories.iter();
                let member = |one: &domain_surveys::RespondentCategory| {
                    let label = one
                        .label
                        .in_language(language(locale))
                        .or_else(|| one.label.best());
                    let label = label.map_or("", |label| label.as_str());
                    (one.code.as_str().to_owned(), label.to_owned())
                };
                Self::flat(level, categories.map(member).collect())
            }
            ResultLevel::Channel => {
                let channels = SurveyChannel::ALL.iter();
                let member =
                    |one: &SurveyChannel| (one.code().to_owned(), one.label(locale).to_owned());
                Self::flat(level, channels.map(member).collect())
            }
            ResultLevel::Month => {
                let days = campaign.first_day.iter_days();
                let days = days.take_while(|day| *day <= campaign.last_day);
                let mut months: Vec<String> = days.map(month_of).collect();
                months.dedup();
                Self::flat(
                    level,
                    months.into_iter().map(|one| (one.clone(), one)).collect(),
                )
            }
            ResultLevel::All | ResultLevel::Answer | ResultLevel::NoAnswer => Self::none(),
        }
    }

    fn territory(places: &[SurveyPlace]) -> Self {
        let (mut parents, mut all, mut innermost) = (vec![0], vec![all_answers()], HashMap::new());
        let mut known: HashMap<(ResultLevel, String), usize> = HashMap::new();
        for place in places {
            let point = (place.point_id.to_string(), place.name.clone());
            let steps = [
                (ResultLevel::Region, &place.region),
                (ResultLevel::Province, &place.province),
                (ResultLevel::Point, &point),
            ];
            let mut inside = 0;
            for (level, (code, label)) in steps {
                let next = all.len();
                let number = *known.entry((level, code.clone())).or_insert(next);
                if number == next {
                    parents.push(inside);
                    all.push(Group {
                        level,
                        code: code.clone(),
                        label: label.clone(),
                    });
                }
                inside = number;
            }
            innermost.insert(place.point_id.to_string(), inside);
        }
        Self {
            groups: Groups::inside(&parents),
            all,
            innermost,
            level: ResultLevel::Point,
        }
    }

    /// The innermost group of a response; all answers where it has none.
    pub(super) fn of_fact(&self, fact: &Fact) -> usize {
        let found = match self.level {
            ResultLevel::Category => self.innermost.get(&fact.category),
            ResultLevel::Channel => self.innermost.get(&fact.channel),
            ResultLevel::Month => self.innermost.get(&month_of(fact.completed_on)),
            ResultLevel::Point => self.innermost.get(&fact.point_id),
            _ => None,
        };
        found.copied().unwrap_or(0)
    }

    /// A group by what it is.
    pub(super) fn find(&self, level: ResultLevel, code: &str) -> Option<usize> {
        self.all
            .iter()
            .position(|one| one.level == level && one.code == code)
    }
}

/// The tag of a language of answers.
pub(super) const fn language(locale: Locale) -> &'static str {
    match locale {
        Locale::Italian => "it",
        Locale::English => "en",
    }
}
