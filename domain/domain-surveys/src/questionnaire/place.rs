//! The values of a form in one place, outside of repeated groups or in one instance: what is asked, what is
//! computed, what is not allowed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain_shared::{TextValue as _, Violation, Violations, messages};

use super::{
    answers::{
        ANSWER_NOT_RELEVANT, Answer, CHOICE_NOT_OFFERED, CONSTRAINT_FAILED, CheckedAnswers,
        Completeness, NOT_ON_SCALE, RANKING_INCOMPLETE, RawAnswers,
    },
    definition::{Choice, Scale},
    form::{Form, Node, OTHER, OTHER_ENDING, Part},
};
use crate::expression::{Answers as Around, Value};

/// Values of the parts in one place: outside of repeated groups, or in one instance.
pub(super) struct Place<'a> {
    pub(super) form: &'a Form,
    pub(super) today: NaiveDate,
    /// Values outside, for an instance.
    pub(super) outer: Option<&'a BTreeMap<usize, Value>>,
    pub(super) values: BTreeMap<usize, Value>,
    /// Whether each part that was looked at is asked.
    pub(super) asked: BTreeMap<usize, bool>,
}

impl<'a> Place<'a> {
    fn value(&self, number: usize) -> Value {
        let own = self.values.get(&number);
        let outer = || self.outer.and_then(|outer| outer.get(&number));
        own.or_else(outer).cloned().unwrap_or(Value::Empty)
    }

    /// Evaluates with what is known here.
    fn evaluate(
        &self,
        expression: &crate::Expression,
        current: Value,
        column: &dyn Fn(&str) -> Value,
    ) -> Value {
        let answer = |name: &str| {
            let number = self.form.numbers.get(name).copied();
            number.map_or(Value::Empty, |number| self.value(number))
        };
        expression.evaluate(&Around {
            answer: &answer,
            current,
            column,
            today: self.today,
        })
    }

    /// The parts of this place, those others depend on first.
    fn parts(&self, repeat: Option<usize>) -> Vec<(usize, &'a Node)> {
        let form = self.form;
        let numbers = form.order.iter().copied();
        let nodes = numbers.filter_map(|number| Some((number, form.nodes.get(number)?)));
        nodes
            .filter(|(number, node)| match node.part {
                Part::Repeat => repeat.is_none() || repeat == Some(*number),
                _ => node.repeat == repeat,
            })
            .collect()
    }

    /// Works out what is asked and what computed values are worth.
    pub(super) fn work_out(&mut self, read: &BTreeMap<usize, Value>, repeat: Option<usize>) {
        for (number, node) in self.parts(repeat) {
            // An instance exists only where its group is asked.
            let is_the_repeat = repeat == Some(number);
            let parent = node.parent.filter(|_| !is_the_repeat);
            let above =
                parent.is_none_or(|parent| self.asked.get(&parent).copied().unwrap_or(true));
            let own = node.relevant.as_ref().filter(|_| !is_the_repeat);
            let asked = above
                && own.is_none_or(|one| {
                    self.evaluate(one, Value::Empty, &|_| Value::Empty)
                        .is_true()
                });
            self.asked.insert(number, asked);
            if !asked {
                continue;
            }
            let value = match &node.calculation {
                Some(calculation) => self.evaluate(calculation, Value::Empty, &|_| Value::Empty),
                None => read.get(&number).cloned().unwrap_or(Value::Empty),
            };
            self.values.insert(number, value);
        }
    }

    /// Checks every part of this place and collects what was asked.
    pub(super) fn collect(
        &self,
        pointer: &str,
        read: &BTreeMap<usize, Value>,
        given: &RawAnswers,
        repeat: Option<usize>,
        completeness: Completeness,
        wrong: &mut Violations,
    ) -> CheckedAnswers {
        let is_complete = completeness == Completeness::Complete;
        let mut answers = CheckedAnswers::new();
        for (number, node) in self.parts(repeat) {
            let (name, row) = self.name_and_row(node);
            let at = match row {
                Some(row) => format!("{pointer}/{name}/{row}"),
                None => format!("{pointer}/{name}"),
            };
            let asked = self.asked.get(&number).copied().unwrap_or(true);
            if !asked && is_complete {
                if read.contains_key(&number) && given.contains_key(name) {
                    wrong.add(at, &ANSWER_NOT_RELEVANT);
                }
                continue;
            }
            let value = if asked {
                self.value(number)
            } else {
                read.get(&number).cloned().unwrap_or(Value::Empty)
            };
            if value.is_empty() {
                if is_complete && node.required {
                    wrong.add(at, &messages::REQUIRED);
                }
                continue;
            }
            if asked {
                self.check_value(&at, node, &value, wrong);
            }
            match (row, answer_of(node, value)) {
                (Some(row), Some(Answer::Code(code))) => {
                    let rows = answers
                        .entry(name.to_owned())
                        .or_insert_with(|| Answer::Rows(BTreeMap::new()));
                    if let Answer::Rows(rows) = rows {
                        rows.insert(row.to_owned(), code);
                    }
                }
                (_, Some(answer)) => {
                    answers.insert(name.to_owned(), answer);
                }
                (_, None) => {}
            }
        }
        answers
    }

    /// The name an answer is kept under, and that of the row in it.
    fn name_and_row(&self, node: &'a Node) -> (&'a str, Option<&'a str>) {
        let whole = (node.name.as_str(), None);
        let Part::Row(_) = node.part else {
            return whole;
        };
        let matrix = node.parent.and_then(|parent| self.form.nodes.get(parent));
        let row = matrix.and_then(|matrix| node.name.strip_prefix(&matrix.name)?.strip_prefix('.'));
        matrix.map_or(whole, |matrix| (matrix.name.as_str(), row))
    }

    fn check_value(&self, at: &str, node: &Node, value: &Value, wrong: &mut Violations) {
        match (&node.part, value) {
            (Part::SelectOne(choices) | Part::Row(choices), Value::Text(code))
                if !self.is_offered(node, choices, code) =>
            {
                wrong.add(at, &CHOICE_NOT_OFFERED);
            }
            (Part::SelectMultiple(choices), Value::Choices(codes)) => {
                for (index, code) in codes.iter().enumerate() {
                    if !self.is_offered(node, choices, code) {
                        wrong.add(format!("{at}/{index}"), &CHOICE_NOT_OFFERED);
                    } else if codes.iter().take(index).any(|earlier| earlier == code) {
                        wrong.add(format!("{at}/{index}"), &messages::DUPLICATE);
                    }
                }
            }
            (Part::Rank(choices), Value::Choices(codes)) => {
                let offered = choices.iter().map(|choice| choice.code.as_str());
                let mut offered: Vec<&str> = offered
                    .filter(|code| self.is_offered(node, choices, code))
                    .collect();
                let mut ranked: Vec<&str> = codes.iter().map(String::as_str).collect();
                offered.sort_unstable();
                ranked.sort_unstable();
                if offered != ranked {
                    wrong.add(at, &RANKING_INCOMPLETE);
                }
            }
            (Part::Range(scale), Value::Number(number)) if !is_on(scale, *number) => {
                wrong.add(at, &NOT_ON_SCALE);
            }
            _ => {}
        }
        if let Some(constraint) = &node.constraint
            && !self
                .evaluate(constraint, value.clone(), &|_| Value::Empty)
                .is_true()
        {
            let message = node.constraint_message.clone().unwrap_or_default();
            wrong.push(Violation::new(at, &CONSTRAINT_FAILED).with("message", &message));
        }
    }

    /// Whether a choice is there and the filter lets it through.
    fn is_offered(&self, node: &Node, choices: &[Choice], code: &str) -> bool {
        let has_own_words = || {
            self.form
                .numbers
                .contains_key(&format!("{}{}", node.name, OTHER_ENDING))
        };
        if code == OTHER && has_own_words() {
            return true;
        }
        let Some(choice) = choices.iter().find(|choice| choice.code.as_str() == code) else {
            return false;
        };
        let column = |name: &str| {
            if name == "name" {
                return Value::Text(code.to_owned());
            }
            let mut columns = choice.columns.iter();
            let found = columns.find(|(column, _)| column.as_str() == name);
            found.map_or(Value::Empty, |(_, value)| Value::Text(value.clone()))
        };
        let filter = node.filter.as_ref();
        filter.is_none_or(|filter| self.evaluate(filter, Value::Empty, &column).is_true())
    }
}

/// Whether a number is a point of a scale.
fn is_on(scale: &Scale, number: f64) -> bool {
    let steps = (number - scale.from) / scale.step;
    (scale.from..=scale.to).contains(&number) && (steps - steps.round()).abs() < 1e-9
}

/// What is kept of a value.
fn answer_of(node: &Node, value: Value) -> Option<Answer> {
    Some(match value {
        Value::Empty => return None,
        Value::Number(number) => Answer::Number(number),
        Value::Boolean(is) => Answer::Boolean(is),
        Value::Date(date) => Answer::Date(date),
        Value::Time(time) => Answer::Time(time.format("%H:%M").to_string()),
        Value::Choices(codes) => Answer::Codes(codes),
        Value::Text(text) => match node.part {
            Part::SelectOne(_) | Part::Row(_) => Answer::Code(text),
            _ => Answer::Text(text),
        },
    })
}
