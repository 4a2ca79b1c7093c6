//! What answers and expressions are worth.

use chrono::{NaiveDate, NaiveTime};

/// What kind of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// A number.
    Number,
    /// A text, or the code of a choice.
    Text,
    /// True or false.
    Boolean,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// The codes of several choices.
    Choices,
}

impl ValueType {
    /// The name of the type in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Text => "text",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Time => "time",
            Self::Choices => "choices",
        }
    }
}

/// What an answer or an expression is worth.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No answer.
    Empty,
    /// A finite number.
    Number(f64),
    /// A text, or the code of a choice.
    Text(String),
    /// True or false.
    Boolean(bool),
    /// A day.
    Date(NaiveDate),
    /// A time of day.
    Time(NaiveTime),
    /// The codes of several choices, in their order.
    Choices(Vec<String>),
}

impl Value {
    /// A number, or nothing where it is none: the quotient by zero, the overflow.
    #[must_use]
    pub const fn number(number: f64) -> Self {
        if number.is_finite() {
            Self::Number(number)
        } else {
            Self::Empty
        }
    }

    /// Whether there is nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.is_empty(),
            Self::Choices(codes) => codes.is_empty(),
            Self::Number(_) | Self::Boolean(_) | Self::Date(_) | Self::Time(_) => false,
        }
    }

    /// Whether a condition holds; nothing holds no condition.
    #[must_use]
    pub const fn is_true(&self) -> bool {
        matches!(self, Self::Boolean(true))
    }

    /// As a number: what is written as one, days since 1 January 1970 of a date, 1 and 0 of true and false.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => {
                let number = text.trim().parse::<f64>().ok();
                number.filter(|number| number.is_finite())
            }
            Self::Boolean(is) => Some(f64::from(u8::from(*is))),
            Self::Date(date) => Some(f64::from(days(*date))),
            Self::Empty | Self::Time(_) | Self::Choices(_) => None,
        }
    }

    /// As a text: whole numbers without decimals, several codes with blanks between them.
    #[must_use]
    pub fn as_text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::Boolean(is) => is.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Time(time) => time.format("%H:%M").to_string(),
            Self::Choices(codes) => codes.join(" "),
        }
    }
}

/// Days since 1 January 1970.
pub(super) fn days(date: NaiveDate) -> i32 {
    let days = date.signed_duration_since(NaiveDate::default()).num_days();
    i32::try_from(days).unwrap_or(i32::MAX)
}
