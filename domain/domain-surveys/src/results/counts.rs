//! Counts the answers to a question by group.

use super::{
    columns::{Column, ColumnKind},
    groups::Groups,
    pack::{Packed, Status},
};

/// What the answers of a group to a question amount to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ColumnCounts {
    /// Responses.
    pub total: u32,
    /// Those with an answer.
    pub answered: u32,
    /// Answers by choice; for each row of a matrix; for each choice of a ranking by position. Nothing for numbers and words.
    pub sheets: Vec<Vec<u32>>,
    /// The numbers, of a question for numbers.
    pub numbers: Vec<f64>,
}

fn add_to(own: &mut Vec<u32>, other: &[u32]) {
    own.resize(own.len().max(other.len()), 0);
    for (own, other) in own.iter_mut().zip(other) {
        *own = own.saturating_add(*other);
    }
}

impl ColumnCounts {
    fn add(&mut self, other: &Self) {
        self.total = self.total.saturating_add(other.total);
        self.answered = self.answered.saturating_add(other.answered);
        self.sheets
            .resize(self.sheets.len().max(other.sheets.len()), Vec::new());
        for (own, other) in self.sheets.iter_mut().zip(&other.sheets) {
            add_to(own, other);
        }
        self.numbers.extend(&other.numbers);
    }
}

fn count(sheet: Option<&mut Vec<u32>>, at: Option<usize>) {
    if let Some(one) = sheet.zip(at).and_then(|(sheet, at)| sheet.get_mut(at)) {
        *one = one.saturating_add(1);
    }
}

/// Counts the answers to one question, by group.
#[derive(Debug, Clone)]
pub struct Tally<'a> {
    column: &'a Column,
    counts: Vec<ColumnCounts>,
}

impl<'a> Tally<'a> {
    /// Counts of nothing so far, for so many groups.
    #[must_use]
    pub fn new(column: &'a Column, groups: usize) -> Self {
        let choices = column.kind.choices().len();
        let sheets = match &column.kind {
            ColumnKind::Single(_) | ColumnKind::Scale(..) | ColumnKind::Multiple(_) => 1,
            ColumnKind::Matrix(rows, _) => rows.len(),
            ColumnKind::Rank(choices) => choices.len(),
            ColumnKind::Number | ColumnKind::Open | ColumnKind::Given => 0,
        };
        let empty = ColumnCounts {
            sheets: vec![vec![0; choices]; sheets],
            ..ColumnCounts::default()
        };
        Self {
            column,
            counts: vec![empty; groups],
        }
    }

    /// Counts a response of a group; one of an unknown group is left out.
    pub fn add(&mut self, group: usize, row: Packed<'_>) {
        let column = self.column;
        let Some(counts) = self.counts.get_mut(group) else {
            return;
        };
        counts.total = counts.total.saturating_add(1);
        if row.status(column) != Status::Answered {
            return;
        }
        counts.answered = counts.answered.saturating_add(1);
        let mut sheets = counts.sheets.iter_mut();
        match &column.kind {
            ColumnKind::Single(_) | ColumnKind::Scale(..) => {
                count(sheets.next(), row.choice(column));
            }
            ColumnKind::Multiple(choices) => {
                let Some(sheet) = sheets.next() else { return };
                for choice in (0..choices.len()).filter(|choice| row.has(column, *choice)) {
                    count(Some(sheet), Some(choice));
                }
            }
            ColumnKind::Matrix(..) => {
                for (number, sheet) in sheets.enumerate() {
                    count(Some(sheet), row.row_choice(column, number));
                }
            }
            ColumnKind::Rank(_) => {
                for (number, sheet) in sheets.enumerate() {
                    count(Some(sheet), row.position(column, number));
                }
            }
            ColumnKind::Number => counts.numbers.extend(row.number(column)),
            ColumnKind::Open | ColumnKind::Given => {}
        }
    }

    /// What was counted, by group, with what is in the groups inside each.
    #[must_use]
    pub fn finish(self, groups: &Groups) -> Vec<ColumnCounts> {
        groups.add_up(self.counts, ColumnCounts::add)
    }
}

impl Column {
    /// The groups that the choices of this question make: all answers, each choice, no answer.
    #[must_use]
    pub fn groups(&self) -> Groups {
        Groups::flat(self.kind.choices().len() + 1)
    }

    /// The one of these groups that a response is in: 1 for the first choice, after the last that of no answer.
    #[must_use]
    pub fn group_of(&self, row: Packed<'_>) -> usize {
        row.choice(self).unwrap_or(self.kind.choices().len()) + 1
    }
}

impl ColumnCounts {
    /// Adds what was counted of each group, in several lists, to the groups it is in.
    #[must_use]
    pub fn add_up(groups: &Groups, counts: Vec<Vec<Self>>) -> Vec<Vec<Self>> {
        groups.add_up(counts, |own: &mut Vec<Self>, more| {
            own.resize(own.len().max(more.len()), Self::default());
            for (own, more) in own.iter_mut().zip(more) {
                own.add(more);
            }
        })
    }
}
