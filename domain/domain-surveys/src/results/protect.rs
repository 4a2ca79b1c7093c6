//! What is shown of the answers to a question, by group: a fixed family of tables, in which every number is decided once.
//!
//! What is too small in one line of totals is kept back together with others (`pool`), for the question by itself and for the
//! groups by themselves, so that every table of the question by groups has totals that are known. Tables have no
//! cell in common but those totals, so each is protected alone (`block`); groups inside groups are decided from the outside in,
//! and what is hidden of a group is hidden of all inside it. See docs/adr/0018-small-cells.md.

use super::{
    columns::{Column, ColumnKind},
    counts::ColumnCounts,
    disclosure::{Shown, smallest_for},
    exclusive::{Exclusive, column_figures, exclusive_counts, turn},
    family::Family,
    figures::{Figures, figures_of_numbers},
    groups::Groups,
};

/// What is shown of the answers in one list of choices.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetShown {
    /// Responses with an answer here.
    pub answered: Shown,
    /// Answers by choice; of a ranking, by position.
    pub counts: Vec<Shown>,
    /// Mean position in a ranking, from 1.
    pub mean_position: Option<f64>,
}

/// What is shown of the answers of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswersShown {
    /// Responses.
    pub total: Shown,
    /// Responses with an answer.
    pub answered: Shown,
    /// Answers by choice: one list, or one for each row of a matrix and for each choice of a ranking.
    pub sheets: Vec<SheetShown>,
    /// Statistics of numbers and scales.
    pub figures: Option<Figures>,
}

/// What is shown of the answers to a question, by group; the first is that of all answers.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerTable {
    /// By group.
    pub groups: Vec<AnswersShown>,
}

/// What is shown of the answers to a question, by groups that do not depend on answers; `smallest` is that of the campaign.
#[must_use]
pub fn protect(
    column: &Column,
    counts: &[ColumnCounts],
    groups: &Groups,
    smallest: u32,
) -> AnswerTable {
    let question = smallest_for(smallest, column.special_category);
    let totals = counts.iter().map(|one| one.total).collect();
    Family::new(groups, totals, question, smallest_for(smallest, false)).table(column, counts)
}

/// What is shown of the answers to a question, by the choices of another (see [`Column::groups`]); both with their place
/// among the columns. The table is the same whichever of two questions is asked for first.
#[must_use]
pub fn cross(
    row: (usize, &Column),
    by: (usize, &Column),
    counts: &[ColumnCounts],
    smallest: u32,
) -> AnswerTable {
    let (of_row, of_by) = (
        smallest_for(smallest, row.1.special_category),
        smallest_for(smallest, by.1.special_category),
    );
    let groups = by.1.groups();
    let totals: Vec<u32> = counts.iter().map(|one| one.total).collect();
    if !row.1.kind.divides() || row.0 < by.0 {
        return Family::new(&groups, totals, of_row, of_by)
            .by_question()
            .table(row.1, counts);
    }
    let turned = turn(&exclusive_counts(counts));
    let turned_groups = row.1.groups();
    let turned_totals = turned.iter().map(|one| one.iter().sum()).collect();
    let family = Family::new(&turned_groups, turned_totals, of_by, of_row).by_question();
    let shown = family.exclusive(&turned, None).0.turned();
    let groups = (0..counts.len()).map(|at| shown.answers(at, column_figures(row.1)));
    AnswerTable {
        groups: groups.collect(),
    }
}

impl Family<'_> {
    fn table(&self, column: &Column, counts: &[ColumnCounts]) -> AnswerTable {
        let groups = match &column.kind {
            ColumnKind::Single(_) | ColumnKind::Scale(..) => {
                let shown = self.exclusive(&exclusive_counts(counts), None).0;
                let groups = 0..counts.len();
                groups
                    .map(|at| shown.answers(at, column_figures(column)))
                    .collect()
            }
            ColumnKind::Multiple(choices) => self.multiple(choices.len(), counts),
            ColumnKind::Matrix(..) | ColumnKind::Rank(_) => self.sheets(column, counts),
            ColumnKind::Number | ColumnKind::Open | ColumnKind::Given => self.base_only(counts),
        };
        AnswerTable { groups }
    }

    fn base_only(&self, counts: &[ColumnCounts]) -> Vec<AnswersShown> {
        let base = self.exclusive(&base_counts(counts), None).0;
        let answered: Vec<Shown> = (0..counts.len()).map(|group| base.split(group).0).collect();
        let mut figures =
            figures_of_numbers(counts, &self.plan, &answered, self.inside).into_iter();
        let groups = answered.iter().enumerate();
        let groups = groups.map(|(at, answered)| AnswersShown {
            total: base.total(at),
            answered: *answered,
            sheets: Vec::new(),
            figures: figures.next().flatten(),
        });
        groups.collect()
    }

    /// Choices that do not exclude each other: each is a table of its own, of those who took it and the rest.
    fn multiple(&self, choices: usize, counts: &[ColumnCounts]) -> Vec<AnswersShown> {
        let base = self.exclusive(&base_counts(counts), None).0;
        let taken = |choice: usize| {
            let cells = |one: &ColumnCounts| {
                let taken = one
                    .sheets
                    .first()
                    .and_then(|sheet| sheet.get(choice))
                    .copied()
                    .unwrap_or(0);
                vec![taken, one.total.saturating_sub(taken)]
            };
            let cells: Vec<Vec<u32>> = counts.iter().map(cells).collect();
            self.exclusive(&cells, None).0
        };
        let by_choice: Vec<Exclusive> = (0..choices).map(taken).collect();
        let answers = |group: usize| {
            let answered = base.split(group).0;
            let first =
                |one: &Exclusive| one.cells(group).first().copied().unwrap_or(Shown::Hidden);
            AnswersShown {
                total: base.total(group),
                answered,
                sheets: vec![SheetShown {
                    answered,
                    counts: by_choice.iter().map(first).collect(),
                    mean_position: None,
                }],
                figures: None,
            }
        };
        (0..counts.len()).map(answers).collect()
    }

    /// Several lists of choices for the same people: who answered at all is decided first, once for all of them.
    fn sheets(&self, column: &Column, counts: &[ColumnCounts]) -> Vec<AnswersShown> {
        let base_cells = base_counts(counts);
        let silent = base_cells
            .first()
            .and_then(|cells| cells.last())
            .copied()
            .unwrap_or(0);
        let (base, parted) = self.exclusive(&base_cells, None);
        // A few without any answer are not told from those who left out a row, so that no row can give them away.
        let is_apart = silent >= self.question;
        let number = counts.first().map_or(0, |one| one.sheets.len());
        let sheet = |number: usize| {
            let cells = |one: &ColumnCounts| {
                let mut cells = one.sheets.get(number).cloned().unwrap_or_default();
                let whole = if is_apart { one.answered } else { one.total };
                cells.push(whole.saturating_sub(cells.iter().sum()));
                cells
            };
            let cells: Vec<Vec<u32>> = counts.iter().map(cells).collect();
            self.exclusive(&cells, is_apart.then_some(&parted)).0
        };
        let sheets: Vec<Exclusive> = (0..number).map(sheet).collect();
        let answers = |group: usize| {
            let shown = |one: &Exclusive| {
                let (answered, counts) = one.split(group);
                let is_rank = matches!(column.kind, ColumnKind::Rank(_));
                SheetShown {
                    answered,
                    mean_position: is_rank.then(|| mean_position(&counts)).flatten(),
                    counts,
                }
            };
            AnswersShown {
                total: base.total(group),
                answered: base.split(group).0,
                sheets: sheets.iter().map(shown).collect(),
                figures: None,
            }
        };
        (0..counts.len()).map(answers).collect()
    }
}

/// Those who answered, and those who did not.
fn base_counts(counts: &[ColumnCounts]) -> Vec<Vec<u32>> {
    let both = |one: &ColumnCounts| vec![one.answered, one.total.saturating_sub(one.answered)];
    counts.iter().map(both).collect()
}

/// The mean position, where every count is shown.
fn mean_position(counts: &[Shown]) -> Option<f64> {
    let (mut sum, mut answers) = (0.0, 0.0);
    let mut position = 0_u32;
    for count in counts {
        position += 1;
        let count = f64::from(count.count()?);
        sum += count * f64::from(position);
        answers += count;
    }
    (answers > 0.0).then(|| sum / answers)
}
