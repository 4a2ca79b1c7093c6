//! Keeps small groups of people unknown in tables of counts.
//!
//! A table has rows, columns and totals; all of them may be small. What is small is not shown, nor is what would give it
//! away: whoever knows every number that is shown, and that a hidden one is above zero, must not be able to work out any
//! hidden number. In a table with totals a hidden cell follows from the shown ones exactly when it is a bridge of
//! the graph whose nodes are the lines and whose edges are the hidden cells (D. Gusfield, 1988); beyond that,
//! the bounds that each line puts on its cells are followed until nothing changes.

use std::collections::VecDeque;

/// Counts below this are hidden unless somebody sets another number.
pub const DEFAULT_SMALLEST: u32 = 5;
/// The least that can be set.
pub const MIN_SMALLEST: u32 = 3;
/// For questions on special categories of personal data.
pub const SPECIAL_SMALLEST: u32 = 10;

/// A table of counts with its totals: the last row holds the totals of the columns, the last column those of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountTable {
    /// Columns, with that of the totals.
    width: usize,
    /// Row after row.
    counts: Vec<u32>,
}

/// What is shown of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The count.
    Count(u32),
    /// That it is not shown.
    Hidden,
}

impl CountTable {
    /// A table of rows of equal length; totals are added.
    ///
    /// Rows that are shorter than the longest are filled up with zeros.
    #[must_use]
    pub fn new(rows: &[Vec<u32>]) -> Self {
        let inner = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut counts = Vec::with_capacity((rows.len() + 1) * (inner + 1));
        let mut totals = vec![0_u32; inner + 1];
        for row in rows {
            let mut sum = 0_u32;
            for (column, total) in totals.iter_mut().enumerate() {
                let count = if column < inner {
                    row.get(column).copied().unwrap_or(0)
                } else {
                    sum
                };
                sum = sum.saturating_add(count);
                *total = total.saturating_add(count);
                counts.push(count);
            }
        }
        counts.extend(totals);
        Self {
            width: inner + 1,
            counts,
        }
    }

    /// Rows, with that of the totals.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.counts.len() / self.width
    }

    /// Columns, with that of the totals.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// The count in a row and a column; 0 outside.
    #[must_use]
    pub fn count(&self, row: usize, column: usize) -> u32 {
        let place = (column < self.width).then(|| row * self.width + column);
        place
            .and_then(|place| self.counts.get(place))
            .copied()
            .unwrap_or(0)
    }

    /// What is shown, row after row: counts from `smallest` on and zeros, without those that would give away others.
    #[must_use]
    pub fn protect(&self, smallest: u32) -> Vec<Vec<Shown>> {
        let mut hidden = Hidden::of(self, smallest);
        while let Some(exposed) = hidden.exposed() {
            hidden.cover(exposed);
        }
        let rows = 0..self.height();
        rows.map(|row| {
            let columns = 0..self.width;
            columns
                .map(|column| {
                    if hidden.is_hidden(row, column) {
                        Shown::Hidden
                    } else {
                        Shown::Count(self.count(row, column))
                    }
                })
                .collect()
        })
        .collect()
    }
}

/// A cell by row and column.
type Cell = (usize, usize);

/// Which cells are hidden.
struct Hidden<'a> {
    table: &'a CountTable,
    hidden: Vec<bool>,
}

impl<'a> Hidden<'a> {
    fn of(table: &'a CountTable, smallest: u32) -> Self {
        let small = |count: &u32| *count > 0 && *count < smallest;
        Self {
            table,
            hidden: table.counts.iter().map(small).collect(),
        }
    }

    fn is_hidden(&self, row: usize, column: usize) -> bool {
        let place = row * self.table.width + column;
        self.hidden.get(place).copied().unwrap_or(false)
    }

    fn hide(&mut self, (row, column): Cell) {
        let place = row * self.table.width + column;
        if let Some(hidden) = self.hidden.get_mut(place) {
            *hidden = true;
        }
    }

    fn cells(&self) -> impl Iterator<Item = Cell> + use<> {
        let width = self.table.width;
        (0..self.table.height()).flat_map(move |row| (0..width).map(move |column| (row, column)))
    }

    /// A hidden cell that can be worked out from what is shown.
    fn exposed(&self) -> Option<Cell> {
        self.bridge().or_else(|| self.pinned())
    }

    /// A hidden cell that is the only way between its row and its column.
    fn bridge(&self) -> Option<Cell> {
        self.cells()
            .filter(|(row, column)| self.is_hidden(*row, *column))
            .find(|cell| !self.is_joined_without(*cell))
    }

    /// Whether row and column of a cell are joined by other hidden cells.
    fn is_joined_without(&self, (row, column): Cell) -> bool {
        let (height, width) = (self.table.height(), self.table.width);
        let (mut rows, mut columns) = (vec![false; height], vec![false; width]);
        let mut next = VecDeque::from([(row, true)]);
        mark(&mut rows, row);
        while let Some((line, is_row)) = next.pop_front() {
            let others = if is_row { width } else { height };
            for other in 0..others {
                let cell = if is_row { (line, other) } else { (other, line) };
                if cell == (row, column) || !self.is_hidden(cell.0, cell.1) {
                    continue;
                }
                let seen = if is_row { &mut columns } else { &mut rows };
                if mark(seen, other) {
                    next.push_back((other, !is_row));
                }
            }
        }
        columns.get(column).copied().unwrap_or(false)
    }

    /// A hidden cell whose bounds leave one number, following every line until nothing changes.
    fn pinned(&self) -> Option<Cell> {
        let cells: Vec<Cell> = self
            .cells()
            .filter(|(row, column)| self.is_hidden(*row, *column))
            .collect();
        let mut bounds: Vec<(i64, i64)> = vec![(1, i64::from(u32::MAX)); cells.len()];
        loop {
            let mut changed = false;
            for line in self.lines(&cells) {
                changed |= narrow(&line, &mut bounds);
            }
            if !changed {
                break;
            }
        }
        let found = cells.iter().zip(&bounds);
        found
            .filter(|(_, (least, most))| least >= most)
            .map(|(cell, _)| *cell)
            .next()
    }

    /// The equations of rows and columns: the hidden cells in them with their signs, and what these amount to.
    fn lines(&self, cells: &[Cell]) -> Vec<Line> {
        let (last_row, last_column) = (self.table.height() - 1, self.table.width - 1);
        let row_line = |row: usize| {
            let all = (0..=last_column).map(|column| ((row, column), column == last_column));
            self.line(cells, all)
        };
        let column_line = |column: usize| {
            let all = (0..=last_row).map(|row| ((row, column), row == last_row));
            self.line(cells, all)
        };
        let rows = (0..=last_row).map(row_line);
        rows.chain((0..=last_column).map(column_line))
            .filter(|line| !line.members.is_empty())
            .collect()
    }

    fn line(&self, cells: &[Cell], all: impl Iterator<Item = (Cell, bool)>) -> Line {
        let mut line = Line::default();
        for (cell, is_total) in all {
            let sign = if is_total { -1 } else { 1 };
            if let Ok(place) = cells.binary_search(&cell) {
                line.members.push((place, sign));
            } else {
                line.amount -= sign * i64::from(self.table.count(cell.0, cell.1));
            }
        }
        line
    }

    /// Hides more, so that a cell that could be worked out no longer can: the cheapest rectangle it is a corner of, else
    /// the cheapest cell in its lines, else the largest shown number of all.
    fn cover(&mut self, (row, column): Cell) {
        let open = |hidden: &Self, cell: Cell| !hidden.is_hidden(cell.0, cell.1);
        let cost = |hidden: &Self, cell: Cell| match hidden.table.count(cell.0, cell.1) {
            _ if !open(hidden, cell) => Some(0),
            0 => None,
            count => Some(u64::from(count)),
        };
        let rectangles = self.cells().filter(|(r, c)| *r != row && *c != column);
        let priced = rectangles.filter_map(|(r, c)| {
            let corners = [(row, c), (r, column), (r, c)];
            let mut sum = 0;
            for corner in corners {
                sum += cost(self, corner)?;
            }
            // A rectangle that is hidden already would not help.
            (sum > 0).then_some((sum, corners))
        });
        if let Some((_, corners)) = priced.min() {
            for corner in corners {
                self.hide(corner);
            }
            return;
        }
        let shown = self
            .cells()
            .filter(|cell| open(self, *cell) && self.table.count(cell.0, cell.1) > 0);
        let in_line = |cell: &Cell| cell.0 == row || cell.1 == column;
        let shown: Vec<Cell> = shown.collect();
        let near = shown
            .iter()
            .copied()
            .filter(in_line)
            .min_by_key(|cell| cost(self, *cell));
        let any = || shown.iter().copied().max_by_key(|cell| cost(self, *cell));
        // Where all that is not zero is hidden, zeros are hidden too: a number that is the only one in its table.
        let zero = || self.cells().find(|cell| open(self, *cell));
        if let Some(cell) = near.or_else(any).or_else(zero) {
            self.hide(cell);
        }
    }
}

/// Sets a mark, and says whether it was not there.
fn mark(marks: &mut [bool], place: usize) -> bool {
    marks
        .get_mut(place)
        .is_some_and(|mark| !std::mem::replace(mark, true))
}

/// The hidden cells of a line with their signs, and what these amount to.
#[derive(Default)]
struct Line {
    members: Vec<(usize, i64)>,
    amount: i64,
}

/// Narrows the bounds of the members of a line by those of the others.
fn narrow(line: &Line, bounds: &mut [(i64, i64)]) -> bool {
    let term = |bounds: &[(i64, i64)], (place, sign): (usize, i64)| {
        let (least, most) = bounds
            .get(place)
            .copied()
            .unwrap_or((0, i64::from(u32::MAX)));
        if sign > 0 {
            (least, most)
        } else {
            (-most, -least)
        }
    };
    let mut changed = false;
    for &(place, sign) in &line.members {
        let others = line.members.iter().filter(|(other, _)| *other != place);
        let (least, most) = others.fold((0, 0), |(least, most), other| {
            let (low, high) = term(bounds, *other);
            (least + low, most + high)
        });
        let (low, high) = (line.amount - most, line.amount - least);
        let (low, high) = if sign > 0 { (low, high) } else { (-high, -low) };
        if let Some(own) = bounds.get_mut(place) {
            let narrowed = (own.0.max(low), own.1.min(high));
            changed |= narrowed != *own;
            *own = narrowed;
        }
    }
    changed
}
