//! Answers packed into a row of bytes that can be read at any place.

use chrono::NaiveDate;

use super::columns::{Column, ColumnChoice, ColumnKind, Columns};
use crate::questionnaire::{Answer, CheckedAnswers, Form};

/// How rows are packed; another way gets another number.
const FORMAT: u8 = 1;

/// Whether there is an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The question was not asked, given the other answers.
    NotAsked,
    /// It was asked and not answered.
    Missing,
    /// It was answered.
    Answered,
}

impl Status {
    const fn byte(self) -> u8 {
        match self {
            Self::NotAsked => 0,
            Self::Missing => 1,
            Self::Answered => 2,
        }
    }

    const fn of(byte: u8) -> Self {
        match byte {
            0 => Self::NotAsked,
            1 => Self::Missing,
            _ => Self::Answered,
        }
    }
}

/// Packs complete answers. What was asked is worked out again on the day they were given.
#[must_use]
pub fn pack(columns: &Columns, form: &Form, answers: &CheckedAnswers, today: NaiveDate) -> Vec<u8> {
    let asked = form.asked(answers, today);
    let mut bytes = Vec::with_capacity(columns.size);
    bytes.push(FORMAT);
    for column in columns.iter() {
        let answer = answers.get(&column.name);
        let status = match answer {
            Some(_) => Status::Answered,
            None if asked.contains(column.name.as_str()) => Status::Missing,
            None => Status::NotAsked,
        };
        add(&mut bytes, column, status, answer);
    }
    bytes
}

fn place_of(choices: &[ColumnChoice], code: &str) -> Option<usize> {
    choices.iter().position(|choice| choice.code == code)
}

/// Two bytes: 0 and 1 for what was not asked or not answered, 2 and up for choices.
fn two_bytes(place: Option<usize>, otherwise: Status) -> [u8; 2] {
    let number = place.and_then(|place| u16::try_from(place + 2).ok());
    number.unwrap_or(u16::from(otherwise.byte())).to_le_bytes()
}

fn add(bytes: &mut Vec<u8>, column: &Column, status: Status, answer: Option<&Answer>) {
    let unanswered = if status == Status::Answered {
        Status::Missing
    } else {
        status
    };
    match (&column.kind, answer) {
        (ColumnKind::Single(choices), answer) => {
            let code = match answer {
                Some(Answer::Code(code)) => Some(code.as_str()),
                Some(Answer::Boolean(is)) => Some(if *is { "true" } else { "false" }),
                _ => None,
            };
            let place = code.and_then(|code| place_of(choices, code));
            bytes.extend(two_bytes(place, unanswered));
        }
        (ColumnKind::Scale(_, points), answer) => {
            let place = match answer {
                Some(Answer::Number(number)) => points
                    .iter()
                    .position(|point| (point - number).abs() < 1e-6),
                _ => None,
            };
            bytes.extend(two_bytes(place, unanswered));
        }
        (ColumnKind::Multiple(choices), answer) => {
            bytes.push(status.byte());
            let mut bits = vec![0_u8; choices.len().div_ceil(8)];
            if let Some(Answer::Codes(codes)) = answer {
                for place in codes.iter().filter_map(|code| place_of(choices, code)) {
                    if let Some(bits) = bits.get_mut(place / 8) {
                        *bits |= 1 << (place % 8);
                    }
                }
            }
            bytes.extend(bits);
        }
        (ColumnKind::Matrix(rows, choices), answer) => {
            bytes.push(status.byte());
            for row in rows {
                let place = match answer {
                    Some(Answer::Rows(given)) => given
                        .get(&row.name)
                        .and_then(|code| place_of(choices, code)),
                    _ => None,
                };
                bytes.extend(two_bytes(place, Status::Missing));
            }
        }
        (ColumnKind::Rank(choices), answer) => {
            bytes.push(status.byte());
            for choice in choices {
                let position = match answer {
                    Some(Answer::Codes(codes)) => {
                        codes.iter().position(|code| *code == choice.code)
                    }
                    _ => None,
                };
                bytes.push(position.map_or(0, |at| u8::try_from(at + 1).unwrap_or(u8::MAX)));
            }
        }
        (ColumnKind::Number, answer) => {
            let number = match answer {
                Some(Answer::Number(number)) => *number,
                Some(Answer::Instances(list)) => u32::try_from(list.len()).map_or(0.0, f64::from),
                _ => 0.0,
            };
            bytes.push(status.byte());
            bytes.extend(number.to_le_bytes());
        }
        (ColumnKind::Open | ColumnKind::Given, _) => bytes.push(status.byte()),
    }
}

/// Packs which of its codes an open answer was given, as [`Column::coded`] reads it.
#[must_use]
pub fn pack_codes<'a>(column: &Column, codes: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let codes = codes.map(str::to_owned).collect();
    let mut bytes = vec![FORMAT];
    add(
        &mut bytes,
        column,
        Status::Answered,
        Some(&Answer::Codes(codes)),
    );
    bytes
}

/// A packed row of answers. What is too short, or packed in another way, reads as not asked.
#[derive(Debug, Clone, Copy)]
pub struct Packed<'a>(&'a [u8]);

impl<'a> Packed<'a> {
    /// Reads a row.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(if bytes.first() == Some(&FORMAT) {
            bytes
        } else {
            &[]
        })
    }

    fn byte(self, at: usize) -> u8 {
        self.0.get(at).copied().unwrap_or(0)
    }

    fn two(self, at: usize) -> usize {
        usize::from(u16::from_le_bytes([self.byte(at), self.byte(at + 1)]))
    }

    /// Whether a question was asked and answered.
    #[must_use]
    pub fn status(self, column: &Column) -> Status {
        match column.kind {
            ColumnKind::Single(_) | ColumnKind::Scale(..) => match self.two(column.at) {
                0 => Status::NotAsked,
                1 => Status::Missing,
                _ => Status::Answered,
            },
            _ => Status::of(self.byte(column.at)),
        }
    }

    /// The choice, of a single choice or a scale.
    #[must_use]
    pub fn choice(self, column: &Column) -> Option<usize> {
        self.two(column.at).checked_sub(2)
    }

    /// Whether a choice was taken, of several.
    #[must_use]
    pub fn has(self, column: &Column, choice: usize) -> bool {
        self.byte(column.at + 1 + choice / 8) & (1 << (choice % 8)) != 0
    }

    /// The choice in a row of a matrix.
    #[must_use]
    pub fn row_choice(self, column: &Column, row: usize) -> Option<usize> {
        self.two(column.at + 1 + 2 * row).checked_sub(2)
    }

    /// The position of a choice in a ranking, from 0.
    #[must_use]
    pub fn position(self, column: &Column, choice: usize) -> Option<usize> {
        usize::from(self.byte(column.at + 1 + choice)).checked_sub(1)
    }

    /// The number.
    #[must_use]
    pub fn number(self, column: &Column) -> Option<f64> {
        if self.status(column) != Status::Answered {
            return None;
        }
        let bytes = self.0.get(column.at + 1..column.at + 9)?;
        Some(f64::from_le_bytes(bytes.try_into().ok()?))
    }
}
