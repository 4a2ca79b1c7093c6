//! Answers to a form: read, checked, and reduced to what was asked.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain_shared::Violations;
use serde::{Deserialize, Serialize};

use super::{
    form::{Form, Node, Part},
    place::Place,
    read_answers::wrong_type,
};

/// Most instances of a repeated group.
pub const MAX_INSTANCES: usize = 100;

domain_shared::define_messages! {
    /// An answer to a question that is not there, or that takes none.
    UNKNOWN_QUESTION = "unknown_question",
        "La domanda non esiste o non prevede risposta.",
        "The question does not exist or takes no answer.";
    /// An answer of another type; `{expected}`.
    WRONG_ANSWER_TYPE = "wrong_answer_type",
        "La risposta non è del tipo previsto ({expected}).",
        "The answer is not of the expected type ({expected}).";
    /// An answer to a question that is not asked.
    ANSWER_NOT_RELEVANT = "answer_not_relevant",
        "A questa domanda non si deve rispondere, date le altre risposte.",
        "This question is not asked, given the other answers.";
    /// A choice that is not on offer.
    CHOICE_NOT_OFFERED = "choice_not_offered",
        "La scelta non è tra quelle offerte.",
        "The choice is not among those offered.";
    /// A number that is not on the scale.
    NOT_ON_SCALE = "not_on_scale",
        "Il valore non è sulla scala.",
        "The value is not on the scale.";
    /// A ranking that does not name every choice on offer.
    RANKING_INCOMPLETE = "ranking_incomplete",
        "La graduatoria deve contenere tutte le scelte offerte, una volta ciascuna.",
        "The ranking must contain all the choices offered, each once.";
    /// What the questionnaire demands of the answer does not hold; `{message}`.
    CONSTRAINT_FAILED = "constraint_failed",
        "La risposta non è ammessa. {message}",
        "The answer is not allowed. {message}";
}

/// An answer as it came in, not checked yet.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum RawAnswer {
    /// No answer.
    Nothing(()),
    /// True or false; no question takes it.
    Boolean(bool),
    /// A number.
    Number(f64),
    /// A text, a code, a date, a time.
    Text(String),
    /// Codes, or instances of a repeated group.
    List(Vec<RawAnswer>),
    /// Rows of a matrix, or answers inside an instance.
    Members(BTreeMap<String, RawAnswer>),
}

/// Answers as they came in, by name.
pub type RawAnswers = BTreeMap<String, RawAnswer>;

/// A checked answer. Closed answers are kept by code.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// A finite number.
    Number(f64),
    /// True or false, of a computed value.
    Boolean(bool),
    /// A text.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A time of day, `HH:MM`.
    Time(String),
    /// The code of a choice.
    Code(String),
    /// The codes of choices.
    Codes(Vec<String>),
    /// The code chosen in each row.
    Rows(BTreeMap<String, String>),
    /// Answers of each instance of a repeated group.
    Instances(Vec<BTreeMap<String, Answer>>),
}

impl From<Answer> for RawAnswer {
    fn from(answer: Answer) -> Self {
        let codes = |codes: Vec<String>| codes.into_iter().map(Self::Text).collect();
        match answer {
            Answer::Number(number) => Self::Number(number),
            Answer::Boolean(is) => Self::Boolean(is),
            Answer::Text(text) | Answer::Time(text) | Answer::Code(text) => Self::Text(text),
            Answer::Date(date) => Self::Text(date.to_string()),
            Answer::Codes(list) => Self::List(codes(list)),
            Answer::Rows(rows) => {
                let rows = rows.into_iter().map(|(row, code)| (row, Self::Text(code)));
                Self::Members(rows.collect())
            }
            Answer::Instances(list) => {
                let instances = list.into_iter().map(|one| Self::Members(as_given(one)));
                Self::List(instances.collect())
            }
        }
    }
}

/// Checked answers in the form in which they are given.
#[must_use]
pub fn as_given(checked: CheckedAnswers) -> RawAnswers {
    let answers = checked.into_iter();
    answers
        .map(|(name, answer)| (name, answer.into()))
        .collect()
}

/// Checked answers, by name.
pub type CheckedAnswers = BTreeMap<String, Answer>;

/// How far answering has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completeness {
    /// Somebody will go on: nothing is missing yet, and what is not asked is kept for now.
    Partial,
    /// It is finished.
    Complete,
}

impl Form {
    /// Checks answers; pointers start at the answers (`/eta`, `/figli/0/nome`). What is not asked is dropped from complete
    /// answers that were saved before, and a mistake in answers that are only now given: those in `given`.
    ///
    /// # Errors
    /// Every mistake.
    pub fn check(
        &self,
        saved: &RawAnswers,
        given: &RawAnswers,
        completeness: Completeness,
        today: NaiveDate,
    ) -> Result<CheckedAnswers, Violations> {
        let mut wrong = Violations::new();
        let mut all = saved.clone();
        all.extend(given.clone());
        let mut place = Place {
            form: self,
            today,
            outer: None,
            values: BTreeMap::new(),
            asked: BTreeMap::new(),
        };
        let read = self.read("", &all, None, &mut wrong);
        place.work_out(&read, None);
        let mut checked = place.collect("", &read, given, None, completeness, &mut wrong);
        for number in self.order.iter().copied() {
            let repeats = self
                .nodes
                .get(number)
                .filter(|node| node.part == Part::Repeat);
            let Some(node) = repeats else { continue };
            let is_asked = place.asked.get(&number).copied().unwrap_or(true);
            let instances = self.instances(
                &place,
                (number, node),
                &all,
                is_asked,
                completeness,
                &mut wrong,
            );
            if let Some(instances) = instances {
                checked.insert(node.name.clone(), Answer::Instances(instances));
            }
        }
        wrong.into_result().map(|()| checked)
    }

    /// Saved answers as somebody could have given them: without computed values, which are worked out again.
    #[must_use]
    pub fn without_computed(&self, saved: RawAnswers) -> RawAnswers {
        let is_given = |name: &String| {
            let number = self.numbers.get(name).copied();
            let node = number.and_then(|number| self.nodes.get(number));
            node.is_none_or(|node| node.part != Part::Calculate)
        };
        let instance = |answer: RawAnswer| match answer {
            RawAnswer::Members(members) => {
                let given = members.into_iter().filter(|(name, _)| is_given(name));
                RawAnswer::Members(given.collect())
            }
            other => other,
        };
        let given = saved.into_iter().filter(|(name, _)| is_given(name));
        given
            .map(|(name, answer)| match answer {
                RawAnswer::List(list) => (
                    name,
                    RawAnswer::List(list.into_iter().map(instance).collect()),
                ),
                other => (name, other),
            })
            .collect()
    }

    /// Checks the instances of a repeated group.
    fn instances(
        &self,
        outside: &Place<'_>,
        (number, node): (usize, &Node),
        all: &RawAnswers,
        is_asked: bool,
        completeness: Completeness,
        wrong: &mut Violations,
    ) -> Option<Vec<CheckedAnswers>> {
        let pointer = format!("/{}", node.name);
        let list = match all.get(&node.name)? {
            RawAnswer::Nothing(()) => return None,
            RawAnswer::List(list) => list,
            _ => {
                wrong.push(wrong_type(&pointer, "list"));
                return None;
            }
        };
        if !is_asked && completeness == Completeness::Complete {
            return None;
        }
        wrong.check_length(&pointer, list.len(), MAX_INSTANCES);
        let mut instances = Vec::new();
        for (index, instance) in list.iter().take(MAX_INSTANCES).enumerate() {
            let pointer = format!("{pointer}/{index}");
            let RawAnswer::Members(members) = instance else {
                wrong.push(wrong_type(&pointer, "object"));
                continue;
            };
            let mut place = Place {
                form: self,
                today: outside.today,
                outer: Some(&outside.values),
                values: BTreeMap::new(),
                asked: BTreeMap::new(),
            };
            let read = self.read(&pointer, members, Some(number), wrong);
            place.work_out(&read, Some(number));
            let found = place.collect(&pointer, &read, members, Some(number), completeness, wrong);
            instances.push(found);
        }
        Some(instances)
    }
}
