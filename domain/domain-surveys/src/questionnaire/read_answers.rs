//! Reads answers by the types of their questions.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use domain_shared::{LongText, Message, TextValue as _, Violation, Violations, parse_date};

use super::{
    answers::{RawAnswer, RawAnswers, UNKNOWN_QUESTION, WRONG_ANSWER_TYPE},
    form::{Form, Part},
};
use crate::expression::Value;

impl Form {
    /// Reads answers by the types of their questions; what cannot be read is told and left out.
    pub(super) fn read(
        &self,
        pointer: &str,
        raw: &RawAnswers,
        repeat: Option<usize>,
        wrong: &mut Violations,
    ) -> BTreeMap<usize, Value> {
        let mut values = BTreeMap::new();
        for (name, answer) in raw {
            let at = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
            let number = self.numbers.get(name).copied();
            let node = number.and_then(|number| Some((number, self.nodes.get(number)?)));
            let Some((number, node)) = node else {
                wrong.add(at, &UNKNOWN_QUESTION);
                continue;
            };
            let is_here = match node.part {
                Part::Repeat => repeat.is_none(),
                _ => node.repeat == repeat,
            };
            match (&node.part, answer) {
                (Part::Repeat, _) if is_here => {}
                (Part::Note | Part::Calculate | Part::Group | Part::Row(_), _) => {
                    wrong.add(at, &UNKNOWN_QUESTION);
                }
                _ if !is_here => wrong.add(at, &UNKNOWN_QUESTION),
                (_, RawAnswer::Nothing(())) => {}
                (Part::Matrix, RawAnswer::Members(rows)) => {
                    self.read_rows(&at, &node.name, rows, &mut values, wrong);
                }
                (part, answer) => match read_one(part, answer) {
                    Ok(value) => {
                        values.insert(number, value);
                    }
                    Err(violation) => wrong.push(Violation {
                        pointer: at,
                        ..violation
                    }),
                },
            }
        }
        values
    }

    fn read_rows(
        &self,
        at: &str,
        matrix: &str,
        rows: &RawAnswers,
        values: &mut BTreeMap<usize, Value>,
        wrong: &mut Violations,
    ) {
        for (row, answer) in rows {
            let at = format!("{at}/{}", row.replace('~', "~0").replace('/', "~1"));
            let number = self.numbers.get(&format!("{matrix}.{row}")).copied();
            match (number, answer) {
                (None, _) => wrong.add(at, &UNKNOWN_QUESTION),
                (Some(_), RawAnswer::Nothing(())) => {}
                (Some(number), RawAnswer::Text(code)) => {
                    values.insert(number, Value::Text(code.clone()));
                }
                (Some(_), _) => wrong.push(wrong_type(&at, "code")),
            }
        }
    }
}

pub(super) fn wrong_type(pointer: &str, expected: &'static str) -> Violation {
    Violation::new(pointer, &WRONG_ANSWER_TYPE).with("expected", &expected)
}

/// Reads one answer; the pointer of a mistake is the caller's.
fn read_one(part: &Part, answer: &RawAnswer) -> Result<Value, Violation> {
    let plain = |message: &'static Message| Violation::new("", message);
    match (part, answer) {
        (Part::Text, RawAnswer::Text(text)) => {
            let text = LongText::parse(text).map_err(plain)?;
            Ok(Value::Text(text.as_str().to_owned()))
        }
        (Part::Integer, RawAnswer::Number(number)) if number.fract() == 0.0 => {
            Ok(Value::Number(*number))
        }
        (Part::Integer, _) => Err(wrong_type("", "integer")),
        (Part::Decimal | Part::Range(_), RawAnswer::Number(number)) if number.is_finite() => {
            Ok(Value::Number(*number))
        }
        (Part::Decimal | Part::Range(_), _) => Err(wrong_type("", "number")),
        (Part::Date, RawAnswer::Text(text)) => Ok(Value::Date(parse_date(text).map_err(plain)?)),
        (Part::Date, _) => Err(wrong_type("", "date")),
        (Part::Time, RawAnswer::Text(text)) => {
            let time = NaiveTime::parse_from_str(text, "%H:%M");
            time.map(Value::Time).map_err(|_| wrong_type("", "time"))
        }
        (Part::Time, _) => Err(wrong_type("", "time")),
        (Part::SelectOne(_), RawAnswer::Text(code)) => Ok(Value::Text(code.clone())),
        (Part::SelectOne(_), _) => Err(wrong_type("", "code")),
        (Part::SelectMultiple(_) | Part::Rank(_), RawAnswer::List(list)) => {
            let codes = list.iter().map(|one| match one {
                RawAnswer::Text(code) => Some(code.clone()),
                _ => None,
            });
            let codes: Option<Vec<String>> = codes.collect();
            codes
                .map(Value::Choices)
                .ok_or_else(|| wrong_type("", "codes"))
        }
        (Part::SelectMultiple(_) | Part::Rank(_), _) => Err(wrong_type("", "codes")),
        (Part::Matrix, _) => Err(wrong_type("", "object")),
        (Part::Text, _) => Err(wrong_type("", "text")),
        (Part::Note | Part::Calculate | Part::Group | Part::Repeat | Part::Row(_), _) => {
            Err(plain(&UNKNOWN_QUESTION))
        }
    }
}
