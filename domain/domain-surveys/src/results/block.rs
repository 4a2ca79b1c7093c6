//! One table of counts whose totals are known, or hidden by a table above it: hides what is small, and what would give
//! it away.
//!
//! Whoever knows every number that is shown must not be able to work out a hidden one. Rows and columns are
//! equations between hidden cells, and in such a table a cell can have another value exactly when one can go around
//! a circle of hidden cells, in turn taking one away and adding one, without any of them falling below what
//! is known of it (the residual graph of a flow; D. Gusfield, 1988). So this is tried for every hidden cell, and where there
//! is no such circle more is hidden.

use std::collections::VecDeque;

/// A cell by row and column; the row after the last holds the totals of the columns, the column after the last those of the rows.
type Cell = (usize, usize);

/// A table of counts, with what is hidden of it.
#[derive(Debug)]
pub(super) struct Block {
    height: usize,
    width: usize,
    /// Row after row, with the totals.
    counts: Vec<u32>,
    hidden: Vec<bool>,
}

impl Block {
    /// A table by row and column. `held_rows` and `held_columns` say whose totals are hidden: then all in them is.
    pub(super) fn new(
        height: usize,
        width: usize,
        count: impl Fn(usize, usize) -> u32,
        held_rows: &[bool],
        held_columns: &[bool],
    ) -> Self {
        let (mut counts, mut hidden) = (Vec::new(), Vec::new());
        let is_held = |held: &[bool], at: usize| held.get(at).copied().unwrap_or(false);
        let inner = |row: usize, column: usize| {
            if row < height && column < width {
                count(row, column)
            } else {
                0
            }
        };
        for row in 0..=height {
            for column in 0..=width {
                let rows = if row < height {
                    row..row + 1
                } else {
                    0..height
                };
                let sum: u32 = rows
                    .map(|row| {
                        if column < width {
                            inner(row, column)
                        } else {
                            (0..width).map(|column| inner(row, column)).sum()
                        }
                    })
                    .sum();
                counts.push(sum);
                let corner = row == height && column == width;
                let is_hidden = is_held(held_rows, row) || is_held(held_columns, column);
                hidden.push(!corner && is_hidden);
            }
        }
        Self {
            height,
            width,
            counts,
            hidden,
        }
    }

    /// Which inner cells are not shown, row after row, where counts below `smallest` are not. Nor are those of a row or a column that
    /// holds who did not answer, where those who did are few.
    pub(super) fn protect(
        mut self,
        smallest: u32,
        silent_row: Option<usize>,
        silent_column: Option<usize>,
    ) -> Vec<bool> {
        let small = |count: u32| count > 0 && count < smallest;
        for cell in self.inner() {
            let count = self.count(cell);
            let beside = |is_silent: bool, total: Cell| {
                is_silent && small(self.count(total).saturating_sub(count))
            };
            let few_above = beside(silent_row == Some(cell.0), (self.height, cell.1));
            let few_beside = beside(silent_column == Some(cell.1), (cell.0, self.width));
            if small(count) || (count > 0 && (few_above || few_beside)) {
                self.hide(cell);
            }
        }
        // A circle stays one while more is hidden, so that each cell has to be looked at once.
        let mut waiting: VecDeque<Cell> =
            self.inner().filter(|cell| self.is_hidden(*cell)).collect();
        while let Some(cell) = waiting.pop_front() {
            while self.count(cell) > 0 && !self.can_change(cell) {
                let more = self.cover(cell);
                if more.is_empty() {
                    self.hide_everything();
                    return self.inner_hidden();
                }
                for one in more {
                    self.hide(one);
                    waiting.push_back(one);
                }
            }
        }
        self.inner_hidden()
    }

    fn inner_hidden(&self) -> Vec<bool> {
        self.inner().map(|cell| self.is_hidden(cell)).collect()
    }

    fn inner(&self) -> impl Iterator<Item = Cell> + use<> {
        let width = self.width;
        (0..self.height).flat_map(move |row| (0..width).map(move |column| (row, column)))
    }

    const fn place(&self, (row, column): Cell) -> usize {
        row * (self.width + 1) + column
    }

    fn count(&self, cell: Cell) -> u32 {
        self.counts.get(self.place(cell)).copied().unwrap_or(0)
    }

    fn is_hidden(&self, cell: Cell) -> bool {
        self.hidden.get(self.place(cell)).copied().unwrap_or(false)
    }

    fn hide(&mut self, cell: Cell) {
        let place = self.place(cell);
        if let Some(hidden) = self.hidden.get_mut(place) {
            *hidden = true;
        }
    }

    /// With every inner cell hidden, zeros too, a cell is known only where a row or column has nothing beside it.
    fn hide_everything(&mut self) {
        for cell in self.inner() {
            self.hide(cell);
        }
    }

    const fn is_total(&self, (row, column): Cell) -> bool {
        row == self.height || column == self.width
    }

    /// Whether the share of a cell in its row and column can grow; totals count against them.
    fn can_grow(&self, cell: Cell) -> bool {
        self.is_hidden(cell) && (!self.is_total(cell) || self.count(cell) > 1)
    }

    /// Whether it can shrink. That a count is above zero is taken to be known.
    fn can_shrink(&self, cell: Cell) -> bool {
        self.is_hidden(cell) && (self.is_total(cell) || self.count(cell) > 1)
    }

    /// Whether a hidden inner cell can have another value, given all that is shown.
    fn can_change(&self, cell: Cell) -> bool {
        let (row, column) = cell;
        let shrinks = self.can_shrink(cell) && self.reaches(cell, (true, row), (false, column));
        shrinks || self.reaches(cell, (false, column), (true, row))
    }

    /// Whether there is a way from a line (a row?, its number) to another: out of a row by a cell that grows, out of a
    /// column by one that shrinks, never by `without`.
    fn reaches(&self, without: Cell, from: (bool, usize), to: (bool, usize)) -> bool {
        let (mut rows, mut columns) = (vec![false; self.height + 1], vec![false; self.width + 1]);
        let mut next = VecDeque::from([from]);
        while let Some((is_row, line)) = next.pop_front() {
            let others = if is_row { self.width } else { self.height };
            for other in 0..=others {
                let cell = if is_row { (line, other) } else { (other, line) };
                let passes = if is_row {
                    self.can_grow(cell)
                } else {
                    self.can_shrink(cell)
                };
                if cell == without || !passes {
                    continue;
                }
                if (!is_row, other) == to {
                    return true;
                }
                let seen = if is_row { &mut columns } else { &mut rows };
                let is_new = seen
                    .get_mut(other)
                    .is_some_and(|seen| !std::mem::replace(seen, true));
                if is_new {
                    next.push_back((!is_row, other));
                }
            }
        }
        false
    }

    /// More to hide for a cell that could be worked out: the cheapest rectangle it is a corner of, else the cheapest
    /// cell in its lines, else the largest of all; nothing where only zeros are left.
    fn cover(&self, (row, column): Cell) -> Vec<Cell> {
        let cost = |cell: Cell| match self.count(cell) {
            _ if self.is_hidden(cell) => Some(0),
            // Totals were decided on before.
            _ if self.is_total(cell) => None,
            0 => None,
            count => Some(u64::from(count)),
        };
        let all = || (0..=self.height).flat_map(|r| (0..=self.width).map(move |c| (r, c)));
        let rectangles = all().filter(|(r, c)| *r != row && *c != column);
        let priced = rectangles.filter_map(|(r, c)| {
            let corners = [(row, c), (r, column), (r, c)];
            let mut sum = 0;
            for corner in corners {
                sum += cost(corner)?;
            }
            // A rectangle that is hidden already would not help.
            (sum > 0).then_some((sum, corners))
        });
        if let Some((_, corners)) = priced.min() {
            return corners
                .into_iter()
                .filter(|cell| !self.is_hidden(*cell))
                .collect();
        }
        let open = || all().filter_map(|cell| Some((cost(cell).filter(|cost| *cost > 0)?, cell)));
        let in_line = |(_, cell): &(u64, Cell)| cell.0 == row || cell.1 == column;
        let near = open().filter(in_line).min();
        near.or_else(|| open().max())
            .map(|(_, cell)| cell)
            .into_iter()
            .collect()
    }
}
