//! What is asked, given checked answers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveTime};

use super::{
    answers::{Answer, CheckedAnswers},
    form::Form,
    place::Place,
};
use crate::expression::Value;

impl Form {
    /// The names of what is asked outside of repeated groups, given checked answers.
    #[must_use]
    pub fn asked(&self, answers: &CheckedAnswers, today: NaiveDate) -> BTreeSet<&str> {
        let mut place = Place {
            form: self,
            today,
            outer: None,
            values: BTreeMap::new(),
            asked: BTreeMap::new(),
        };
        place.work_out(&self.values_of(answers), None);
        let asked = place.asked.iter().filter(|(_, asked)| **asked);
        let nodes = asked.filter_map(|(number, _)| self.nodes.get(*number));
        nodes.map(|node| node.name.as_str()).collect()
    }

    /// The values of checked answers, by number of their parts.
    fn values_of(&self, answers: &CheckedAnswers) -> BTreeMap<usize, Value> {
        let mut values = BTreeMap::new();
        for (name, answer) in answers {
            if let Answer::Rows(rows) = answer {
                for (row, code) in rows {
                    let number = self.numbers.get(&format!("{name}.{row}"));
                    values.extend(number.map(|number| (*number, Value::Text(code.clone()))));
                }
            } else if let Some(number) = self.numbers.get(name) {
                values.insert(*number, value_of(answer));
            }
        }
        values
    }
}

/// What a checked answer is worth in expressions.
fn value_of(answer: &Answer) -> Value {
    match answer {
        Answer::Number(number) => Value::Number(*number),
        Answer::Boolean(is) => Value::Boolean(*is),
        Answer::Text(text) | Answer::Code(text) => Value::Text(text.clone()),
        Answer::Date(date) => Value::Date(*date),
        Answer::Time(time) => {
            NaiveTime::parse_from_str(time, "%H:%M").map_or(Value::Empty, Value::Time)
        }
        Answer::Codes(codes) => Value::Choices(codes.clone()),
        Answer::Rows(_) | Answer::Instances(_) => Value::Empty,
    }
}
