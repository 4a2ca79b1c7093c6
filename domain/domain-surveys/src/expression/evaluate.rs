//! What an expression is worth for given answers. Every evaluation ends: there are no loops, and a tree has
//! bounded depth.

use std::cmp::Ordering;

use chrono::{Days, NaiveDate, NaiveTime};

use super::{
    function::Function,
    parse::{Kind, Node},
    token::Operator,
    value::{Value, days},
};

/// Longest text an expression makes, in characters.
const MAX_TEXT: usize = 20_000;

/// What an expression is evaluated with.
pub struct Answers<'a> {
    /// The answer to a question, or a computed value.
    pub answer: &'a dyn Fn(&str) -> Value,
    /// The answer the expression stands at.
    pub current: Value,
    /// What a choice has in a column, in a choice filter.
    pub column: &'a dyn Fn(&str) -> Value,
    /// Today in Rome.
    pub today: NaiveDate,
}

impl std::fmt::Debug for Answers<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answers")
            .field("today", &self.today)
            .finish_non_exhaustive()
    }
}

impl Answers<'_> {
    /// What a part is worth.
    pub(super) fn value_of(&self, node: &Node) -> Value {
        match &node.kind {
            Kind::Number(number) => Value::number(*number),
            Kind::Text(text) => Value::Text(text.clone()),
            Kind::Answer(name) => (self.answer)(name),
            Kind::Column(name) => (self.column)(name),
            Kind::Current => self.current.clone(),
            Kind::Negative(inner) => self
                .number(inner)
                .map_or(Value::Empty, |one| Value::number(-one)),
            Kind::Binary(operator, left, right) => self.binary(*operator, left, right),
            Kind::Fits(text, pattern) => {
                Value::Boolean(pattern.is_match(&self.value_of(text).as_text()))
            }
            Kind::Call(function, values) => self.call(*function, values),
        }
    }

    fn number(&self, node: &Node) -> Option<f64> {
        self.value_of(node).as_number()
    }

    fn text(&self, node: Option<&Node>) -> String {
        node.map(|node| self.value_of(node).as_text())
            .unwrap_or_default()
    }

    fn binary(&self, operator: Operator, left: &Node, right: &Node) -> Value {
        let is_true = |node: &Node| self.value_of(node).is_true();
        let order = || compare(&self.value_of(left), &self.value_of(right));
        match operator {
            Operator::Or => Value::Boolean(is_true(left) || is_true(right)),
            Operator::And => Value::Boolean(is_true(left) && is_true(right)),
            Operator::Equal => Value::Boolean(same(&self.value_of(left), &self.value_of(right))),
            Operator::Unequal => Value::Boolean(!same(&self.value_of(left), &self.value_of(right))),
            Operator::Less => Value::Boolean(order().is_some_and(Ordering::is_lt)),
            Operator::LessOrEqual => Value::Boolean(order().is_some_and(Ordering::is_le)),
            Operator::Greater => Value::Boolean(order().is_some_and(Ordering::is_gt)),
            Operator::GreaterOrEqual => Value::Boolean(order().is_some_and(Ordering::is_ge)),
            Operator::Plus | Operator::Minus => {
                self.sum(operator == Operator::Minus, &self.value_of(left), right)
            }
            Operator::Times => self.of_two(left, right, |one, two| one * two),
            Operator::Divide => self.of_two(left, right, |one, two| one / two),
            Operator::Modulo => self.of_two(left, right, |one, two| one % two),
        }
    }

    fn of_two(&self, left: &Node, right: &Node, work: impl Fn(f64, f64) -> f64) -> Value {
        let numbers = self.number(left).zip(self.number(right));
        numbers.map_or(Value::Empty, |(one, two)| Value::number(work(one, two)))
    }

    fn sum(&self, minus: bool, left: &Value, right: &Node) -> Value {
        let right = self.value_of(right);
        if let (Value::Date(date), false) = (left, matches!(right, Value::Date(_))) {
            let moved = right.as_number().and_then(|by| {
                let by = if minus { -by } else { by };
                moved(*date, by)
            });
            return moved.map_or(Value::Empty, Value::Date);
        }
        let numbers = left.as_number().zip(right.as_number());
        numbers.map_or(Value::Empty, |(one, two)| {
            Value::number(if minus { one - two } else { one + two })
        })
    }

    fn call(&self, function: Function, values: &[Node]) -> Value {
        let first = values.first();
        let second = values.get(1);
        let numbers = || values.iter().filter_map(|value| self.number(value));
        let of_first = |work: &dyn Fn(f64) -> f64| {
            let number = first.and_then(|node| self.number(node));
            number.map_or(Value::Empty, |number| Value::number(work(number)))
        };
        match function {
            Function::Abs => of_first(&f64::abs),
            Function::Int => of_first(&f64::trunc),
            Function::Number => of_first(&|number| number),
            Function::DecimalDateTime => {
                let date = first.and_then(|node| date_of(&self.value_of(node)));
                date.map_or(Value::Empty, |date| Value::number(f64::from(days(date))))
            }
            Function::Round => {
                let digits = second.and_then(|node| self.number(node)).unwrap_or(0.0);
                let scale = 10_f64.powf(digits.trunc().clamp(-15.0, 15.0));
                of_first(&|number| (number * scale).round() / scale)
            }
            Function::Pow => match (first, second) {
                (Some(base), Some(exponent)) => self.of_two(base, exponent, f64::powf),
                (..) => Value::Empty,
            },
            Function::Max => numbers()
                .reduce(f64::max)
                .map_or(Value::Empty, Value::number),
            Function::Min => numbers()
                .reduce(f64::min)
                .map_or(Value::Empty, Value::number),
            Function::Sum => Value::number(numbers().sum()),
            Function::Boolean => {
                Value::Boolean(first.is_some_and(|node| match self.value_of(node) {
                    Value::Boolean(is) => is,
                    Value::Number(number) => number != 0.0,
                    other => !other.is_empty(),
                }))
            }
            Function::Coalesce => {
                let mut found = values.iter().map(|value| self.value_of(value));
                found
                    .find(|value| !value.is_empty())
                    .unwrap_or(Value::Empty)
            }
            Function::Concat => {
                let mut text = String::new();
                for value in values {
                    text.push_str(&self.value_of(value).as_text());
                }
                Value::Text(text.chars().take(MAX_TEXT).collect())
            }
            Function::Contains => {
                Value::Boolean(self.text(first).contains(self.text(second).as_str()))
            }
            Function::StartsWith => {
                Value::Boolean(self.text(first).starts_with(self.text(second).as_str()))
            }
            Function::String => Value::Text(self.text(first)),
            Function::StringLength => {
                let length = self.text(first).chars().count();
                Value::number(u32::try_from(length).map_or(0.0, f64::from))
            }
            Function::Substr => self.part(values),
            Function::CountSelected => {
                let count = first.map_or(0, |node| codes(&self.value_of(node)).len());
                Value::number(u32::try_from(count).map_or(0.0, f64::from))
            }
            Function::Selected => {
                let wanted = self.text(second);
                let chosen = first.map(|node| codes(&self.value_of(node)));
                Value::Boolean(chosen.is_some_and(|codes| codes.contains(&wanted)))
            }
            Function::SelectedAt => {
                let place = second.and_then(|node| self.number(node)).and_then(index);
                let chosen = first.map(|node| codes(&self.value_of(node)));
                let code = chosen
                    .zip(place)
                    .and_then(|(codes, place)| codes.get(place).cloned());
                code.map_or(Value::Empty, Value::Text)
            }
            Function::Date => {
                let date = first.and_then(|node| date_of(&self.value_of(node)));
                date.map_or(Value::Empty, Value::Date)
            }
            Function::Not => {
                Value::Boolean(!first.is_some_and(|node| self.value_of(node).is_true()))
            }
            Function::If => {
                let holds = first.is_some_and(|node| self.value_of(node).is_true());
                let taken = values.get(if holds { 1 } else { 2 });
                taken.map_or(Value::Empty, |node| self.value_of(node))
            }
            Function::Today => Value::Date(self.today),
            Function::True => Value::Boolean(true),
            // A pattern is a node of its own; the name alone never gets here.
            Function::False | Function::Regex => Value::Boolean(false),
        }
    }

    /// Characters from a place up to another.
    fn part(&self, values: &[Node]) -> Value {
        let place = |node: &Node| self.number(node).and_then(index);
        let from = values.get(1).and_then(place).unwrap_or(0);
        let until = values.get(2).and_then(place).unwrap_or(usize::MAX);
        let text = self.text(values.first());
        let part = text.chars().skip(from).take(until.saturating_sub(from));
        Value::Text(part.collect())
    }
}

/// A place in a list, from a number.
fn index(number: f64) -> Option<usize> {
    let whole = number.trunc();
    // Longer than any text or list here, and exact as a floating-point number.
    let known = (0.0..=1_000_000.0).contains(&whole);
    known.then(|| format!("{whole:.0}").parse().ok()).flatten()
}

fn moved(date: NaiveDate, by: f64) -> Option<NaiveDate> {
    let distance = u64::try_from(index(by.abs())?).ok()?;
    if by < 0.0 {
        date.checked_sub_days(Days::new(distance))
    } else {
        date.checked_add_days(Days::new(distance))
    }
}

fn date_of(value: &Value) -> Option<NaiveDate> {
    match value {
        Value::Date(date) => Some(*date),
        Value::Text(text) => domain_shared::parse_date(text.trim()).ok(),
        Value::Number(number) => moved(NaiveDate::default(), *number),
        Value::Empty | Value::Boolean(_) | Value::Time(_) | Value::Choices(_) => None,
    }
}

fn time_of(value: &Value) -> Option<NaiveTime> {
    match value {
        Value::Time(time) => Some(*time),
        Value::Text(text) => NaiveTime::parse_from_str(text.trim(), "%H:%M").ok(),
        _ => None,
    }
}

/// The codes that were chosen; one choice is a text.
fn codes(value: &Value) -> Vec<String> {
    match value {
        Value::Choices(codes) => codes.clone(),
        other => other
            .as_text()
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
    }
}

/// Whether two values are the same. Nothing is the same as an empty text.
fn same(left: &Value, right: &Value) -> bool {
    if left.is_empty() || right.is_empty() {
        return left.is_empty() && right.is_empty();
    }
    match (left, right) {
        (Value::Number(one), other) | (other, Value::Number(one)) => {
            other.as_number().is_some_and(|two| is_equal(*one, two))
        }
        (Value::Date(one), other) | (other, Value::Date(one)) => date_of(other) == Some(*one),
        (Value::Time(one), other) | (other, Value::Time(one)) => time_of(other) == Some(*one),
        (one, two) => one.as_text() == two.as_text(),
    }
}

fn is_equal(one: f64, two: f64) -> bool {
    one.partial_cmp(&two) == Some(Ordering::Equal)
}

/// The order of two values that have one.
fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Date(_), _) | (_, Value::Date(_)) => Some(date_of(left)?.cmp(&date_of(right)?)),
        (Value::Time(_), _) | (_, Value::Time(_)) => Some(time_of(left)?.cmp(&time_of(right)?)),
        (..) => left.as_number()?.partial_cmp(&right.as_number()?),
    }
}
