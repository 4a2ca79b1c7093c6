//! Answers to two questions counted together, in every group.

use domain_surveys::{
    AnswerTable, AnswersShown, ColumnCounts, Tally, cross, protect, slices, smallest_for,
};
use persistence::AnyConnection;

use super::{
    groups::Grouping,
    survey::{Question, Survey},
};
use crate::problem::Outcome;

/// Answers to two questions, by group.
pub(super) struct Counted<'a> {
    row: &'a Question,
    by: &'a Question,
    grouping: &'a Grouping,
    /// By group, then by choice of the second question.
    pub(super) parts: Vec<Vec<ColumnCounts>>,
    /// Each question by group.
    alone: [Vec<ColumnCounts>; 2],
}

impl<'a> Counted<'a> {
    /// Counts the answers to two questions by groups, reading every response once.
    pub(super) fn read(
        connection: &mut AnyConnection,
        survey: &Survey,
        (row, by): (&'a Question, &'a Question),
        grouping: &'a Grouping,
    ) -> Outcome<Self> {
        let choices = by.column.groups();
        let number = grouping.groups.len();
        let mut inner: Vec<Tally<'_>> = vec![Tally::new(&row.column, choices.len()); number];
        let mut alone = [
            Tally::new(&row.column, number),
            Tally::new(&by.column, number),
        ];
        survey.scan(connection, |fact| {
            let group = grouping.of_fact(fact);
            let (own, other) = (row.row(fact), by.row(fact));
            if let Some(tally) = inner.get_mut(group) {
                tally.add(by.column.group_of(other), own);
            }
            let [of_row, of_by] = &mut alone;
            of_row.add(group, own);
            of_by.add(group, other);
        })?;
        let inner: Vec<Vec<ColumnCounts>> = inner
            .into_iter()
            .map(|tally| tally.finish(&choices))
            .collect();
        Ok(Self {
            row,
            by,
            grouping,
            parts: ColumnCounts::add_up(&grouping.groups, inner),
            alone: alone.map(|tally| tally.finish(&grouping.groups)),
        })
    }

    /// What is shown of all answers.
    pub(super) fn whole(&self, smallest: u32) -> AnswerTable {
        let all = self.parts.first().map(Vec::as_slice).unwrap_or_default();
        cross(
            (self.row.place, &self.row.column),
            (self.by.place, &self.by.column),
            all,
            smallest,
        )
    }

    /// Whether the table of one group alone is shown.
    pub(super) fn is_shown(&self, whole: &AnswerTable, smallest: u32, group: usize) -> bool {
        if group == 0 || !whole.groups.iter().all(is_whole) {
            return false;
        }
        let groups = &self.grouping.groups;
        let [of_row, of_by] = &self.alone;
        let tables = [
            protect(&self.row.column, of_row, groups, smallest),
            protect(&self.by.column, of_by, groups, smallest),
        ];
        let may: Vec<bool> = (0..groups.len())
            .map(|at| {
                tables
                    .iter()
                    .all(|table| table.groups.get(at).is_some_and(is_whole))
            })
            .collect();
        let cells: Vec<Vec<u32>> = self
            .parts
            .iter()
            .map(|part| part.iter().flat_map(cells_of).collect())
            .collect();
        let totals: Vec<u32> = of_row.iter().map(|one| one.total).collect();
        let special = self.row.column.special_category || self.by.column.special_category;
        let shown = slices(
            groups,
            &totals,
            &cells,
            &may,
            smallest_for(smallest, special),
        );
        shown.get(group).copied().unwrap_or(false)
    }
}

/// Whether nothing of it is hidden.
fn is_whole(answers: &AnswersShown) -> bool {
    let in_sheets = answers
        .sheets
        .iter()
        .flat_map(|sheet| sheet.counts.iter().chain([&sheet.answered]));
    let mut all = in_sheets.chain([&answers.total, &answers.answered]);
    all.all(|shown| !shown.is_hidden())
}

/// Every count, with what is left of the responses beside it.
fn cells_of(counts: &ColumnCounts) -> Vec<u32> {
    let rest = |part: u32| counts.total.saturating_sub(part);
    let mut cells = vec![counts.total, counts.answered, rest(counts.answered)];
    for sheet in &counts.sheets {
        cells.extend(sheet.iter().flat_map(|count| [*count, rest(*count)]));
        let sum: u32 = sheet.iter().sum();
        cells.extend([sum, rest(sum)]);
    }
    cells
}
