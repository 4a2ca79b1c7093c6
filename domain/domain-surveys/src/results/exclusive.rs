//! What is shown of categories that exclude each other.

use super::{
    columns::{Column, ColumnKind},
    counts::ColumnCounts,
    disclosure::Shown,
    figures::{Figures, figures_of_counts},
    protect::{AnswersShown, SheetShown},
};

/// Counts by group and category, the last of which is no answer.
pub(super) fn exclusive_counts(counts: &[ColumnCounts]) -> Vec<Vec<u32>> {
    let with_rest = |one: &ColumnCounts| {
        let sheet = one.sheets.first().cloned();
        let mut cells = sheet.unwrap_or_else(|| vec![one.answered]);
        cells.push(one.total.saturating_sub(one.answered));
        cells
    };
    counts.iter().map(with_rest).collect()
}

/// Groups as categories and categories as groups, with the totals in front again.
pub(super) fn turn(counts: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let inner = counts.get(1..).unwrap_or_default();
    let totals: Vec<u32> = inner.iter().map(|group| group.iter().sum()).collect();
    let width = counts.first().map_or(0, Vec::len);
    let line = |at: usize| {
        inner
            .iter()
            .map(|group| group.get(at).copied().unwrap_or(0))
            .collect()
    };
    std::iter::once(totals)
        .chain((0..width).map(line))
        .collect()
}

/// What is shown of categories that exclude each other, by group; the last category is no answer.
pub(super) struct Exclusive {
    /// Responses by group.
    pub(super) totals: Vec<Shown>,
    /// By group and category.
    pub(super) cells: Vec<Vec<Shown>>,
}

/// Statistics that follow from counts, where these are shown.
pub(super) type FiguresOf<'a> = Option<Box<dyn Fn(&[Shown]) -> Option<Figures> + 'a>>;

/// Statistics of a scale.
pub(super) fn column_figures(column: &Column) -> FiguresOf<'_> {
    match &column.kind {
        ColumnKind::Scale(_, points) => Some(Box::new(|shown| figures_of_counts(points, shown))),
        _ => None,
    }
}

impl Exclusive {
    pub(super) fn total(&self, group: usize) -> Shown {
        self.totals.get(group).copied().unwrap_or(Shown::Hidden)
    }

    pub(super) fn cells(&self, group: usize) -> &[Shown] {
        self.cells.get(group).map_or(&[], Vec::as_slice)
    }

    /// The counts by choice, and how many answered where that follows from what is shown.
    pub(super) fn split(&self, group: usize) -> (Shown, Vec<Shown>) {
        let Some((rest, choices)) = self.cells(group).split_last() else {
            return (Shown::Hidden, Vec::new());
        };
        let answered = match (self.total(group), *rest) {
            (Shown::Count(total), Shown::Count(rest)) => Shown::Count(total.saturating_sub(rest)),
            _ => sum_of(choices),
        };
        (answered, choices.to_vec())
    }

    pub(super) fn answers(&self, group: usize, figures: FiguresOf<'_>) -> AnswersShown {
        let (answered, counts) = self.split(group);
        AnswersShown {
            total: self.total(group),
            answered,
            figures: figures.and_then(|figures| figures(&counts)),
            sheets: vec![SheetShown {
                answered,
                counts,
                mean_position: None,
            }],
        }
    }

    /// Groups as categories and categories as groups.
    pub(super) fn turned(&self) -> Self {
        let all = self.cells(0).to_vec();
        let totals = std::iter::once(self.total(0)).chain(all);
        let inner = self.cells.get(1..).unwrap_or_default();
        let width = self.cells(0).len();
        let line = |at: usize| {
            let cell = |group: &Vec<Shown>| group.get(at).copied().unwrap_or(Shown::Hidden);
            inner.iter().map(cell).collect()
        };
        let first = self.totals.get(1..).unwrap_or_default().to_vec();
        Self {
            totals: totals.collect(),
            cells: std::iter::once(first).chain((0..width).map(line)).collect(),
        }
    }
}

/// The sum, where every part of it is shown.
fn sum_of(parts: &[Shown]) -> Shown {
    let sum = parts.iter().map(|one| one.count()).sum::<Option<u32>>();
    sum.map_or(Shown::Hidden, Shown::Count)
}
