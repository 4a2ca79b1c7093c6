//! Tables of two questions, of all answers and for one group only.

use super::{
    columns::Column,
    counts::ColumnCounts,
    disclosure::{Shown, smallest_for},
    groups::Groups,
    pool::pool,
    protect::{AnswerTable, AnswersShown, SheetShown, cross, protect},
};

/// The answers to two questions counted together, in every group.
#[derive(Debug)]
pub struct CountedPair<'a> {
    /// The question whose answers are counted, with its place among the columns.
    pub row: (usize, &'a Column),
    /// The question they are compared by, with its place.
    pub by: (usize, &'a Column),
    /// The groups.
    pub groups: &'a Groups,
    /// What was counted by group, then by choice of the second question.
    pub parts: Vec<Vec<ColumnCounts>>,
    /// What was counted of each question alone, by group.
    pub alone: [Vec<ColumnCounts>; 2],
}

impl CountedPair<'_> {
    /// What is shown of all answers.
    #[must_use]
    pub fn whole(&self, smallest: u32) -> AnswerTable {
        cross(self.row, self.by, self.part(0), smallest)
    }

    /// What is shown of one group alone: everything, or nothing. Statistics of numbers are left out.
    #[must_use]
    pub fn slice(&self, group: usize, smallest: u32) -> AnswerTable {
        let whole = self.whole(smallest);
        let is_shown = self.is_shown(&whole, smallest, group);
        let part = self.part(group);
        let cut = |(at, answers): (usize, &AnswersShown)| {
            exactly(answers, part.get(at).filter(|_| is_shown))
        };
        AnswerTable {
            groups: whole.groups.iter().enumerate().map(cut).collect(),
        }
    }

    fn part(&self, group: usize) -> &[ColumnCounts] {
        self.parts.get(group).map(Vec::as_slice).unwrap_or_default()
    }

    fn is_shown(&self, whole: &AnswerTable, smallest: u32, group: usize) -> bool {
        if group == 0 || !whole.groups.iter().all(is_whole) {
            return false;
        }
        let [of_row, of_by] = &self.alone;
        let tables = [
            protect(self.row.1, of_row, self.groups, smallest),
            protect(self.by.1, of_by, self.groups, smallest),
        ];
        let is_told =
            |at: usize| move |table: &AnswerTable| table.groups.get(at).is_some_and(is_whole);
        let may: Vec<bool> = (0..self.groups.len())
            .map(|at| tables.iter().all(is_told(at)))
            .collect();
        let cells = self.parts.iter();
        let cells: Vec<Vec<u32>> = cells
            .map(|part| part.iter().flat_map(cells_of).collect())
            .collect();
        let totals: Vec<u32> = of_row.iter().map(|one| one.total).collect();
        let special = self.row.1.special_category || self.by.1.special_category;
        let smallest = smallest_for(smallest, special);
        let shown = slices(self.groups, &totals, &cells, &may, smallest);
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

/// The same shape with the counts of a part, or with everything hidden.
fn exactly(shape: &AnswersShown, counts: Option<&ColumnCounts>) -> AnswersShown {
    let shown = |count: Option<u32>| count.map_or(Shown::Hidden, Shown::Count);
    let sheet = |(number, sheet): (usize, &SheetShown)| {
        let own = counts.and_then(|counts| counts.sheets.get(number));
        let is_one_list = shape.sheets.len() == 1;
        SheetShown {
            answered: if is_one_list {
                shown(counts.map(|counts| counts.answered))
            } else {
                shown(own.map(|own| own.iter().sum()))
            },
            counts: (0..sheet.counts.len())
                .map(|at| shown(own.and_then(|own| own.get(at).copied())))
                .collect(),
            mean_position: None,
        }
    };
    AnswersShown {
        total: shown(counts.map(|counts| counts.total)),
        answered: shown(counts.map(|counts| counts.answered)),
        sheets: shape.sheets.iter().enumerate().map(sheet).collect(),
        figures: None,
    }
}

/// For which groups a table that is shown whole can be shown for the group alone: those in which no count is small, so long as what
/// is left of each count in the group around, once all that can be shown is taken away, is not small either.
///
/// `cells` are the counts of the table by group, `totals` the responses, and `may` says whether what the slice implies
/// (each question by these groups) is shown.
pub(super) fn slices(
    groups: &Groups,
    totals: &[u32],
    cells: &[Vec<u32>],
    may: &[bool],
    smallest: u32,
) -> Vec<bool> {
    let small = |count: u32| count > 0 && count < smallest;
    let of = |group: usize| cells.get(group).map_or(&[][..], Vec::as_slice);
    let total = |group: usize| totals.get(group).copied().unwrap_or(0);
    let mut shown = vec![false; groups.len()];
    if let Some(all) = shown.first_mut() {
        *all = may.first().copied().unwrap_or(false) && of(0).iter().all(|count| !small(*count));
    }
    for parent in 0..groups.len() {
        if !shown.get(parent).copied().unwrap_or(false) {
            continue;
        }
        let children = groups.children(parent);
        let together = pool(
            &children
                .iter()
                .map(|child| total(*child))
                .collect::<Vec<_>>(),
            smallest,
        );
        let alone = children
            .iter()
            .enumerate()
            .filter(|(at, _)| !together.contains(at));
        let is_fit = |child: &usize| {
            may.get(*child).copied().unwrap_or(false)
                && of(*child).iter().all(|count| !small(*count))
        };
        let mut fit: Vec<usize> = alone.map(|(_, child)| *child).filter(is_fit).collect();
        fit.sort_by_key(|child| (std::cmp::Reverse(total(*child)), *child));
        let leaves_small = |fit: &[usize]| {
            of(parent).iter().enumerate().any(|(at, whole)| {
                let taken: u32 = fit
                    .iter()
                    .map(|child| of(*child).get(at).copied().unwrap_or(0))
                    .sum();
                small(whole.saturating_sub(taken))
            })
        };
        while !fit.is_empty() && leaves_small(&fit) {
            fit.pop();
        }
        for child in fit {
            if let Some(shown) = shown.get_mut(child) {
                *shown = true;
            }
        }
    }
    shown
}
