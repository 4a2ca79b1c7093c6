//! The tables of one question by one kind of groups: what of them is hidden.

use super::{
    block::Block,
    disclosure::Shown,
    exclusive::Exclusive,
    groups::{Groups, Plan},
    pool::lines,
};

/// What is hidden of a table of lines by groups.
pub(super) struct Parted {
    /// Categories of each line.
    lines: Vec<Vec<usize>>,
    /// By division, then line by line along its columns.
    divisions: Vec<Vec<bool>>,
    /// By group and line.
    hidden: Vec<Vec<bool>>,
}

/// Tables of one question by one kind of groups.
pub(super) struct Family<'a> {
    groups: &'a Groups,
    totals: Vec<u32>,
    /// Which groups are told apart.
    pub(super) plan: Plan,
    /// Smallest count in the totals of the question.
    pub(super) question: u32,
    /// Smallest count inside tables.
    pub(super) inside: u32,
    /// The group of those who did not answer, where groups are the choices of a question.
    silent_group: Option<usize>,
}

impl<'a> Family<'a> {
    /// `question` and `by` are the smallest counts in the totals of the question and of the groups.
    pub(super) fn new(groups: &'a Groups, totals: Vec<u32>, question: u32, by: u32) -> Self {
        Self {
            groups,
            plan: Plan::of(groups, &totals, by),
            totals,
            question,
            inside: question.max(by),
            silent_group: None,
        }
    }

    /// The same where groups are the choices of a question.
    pub(super) fn by_question(self) -> Self {
        Self {
            silent_group: self.groups.len().checked_sub(1),
            ..self
        }
    }

    /// Whether a group is told apart; none is of a question that fewer than its smallest count were given.
    fn is_told(&self, group: usize) -> bool {
        let is_enough = self.total(0) == 0 || self.total(0) >= self.question;
        is_enough && self.plan.told.get(group).copied().unwrap_or(false)
    }

    fn total(&self, group: usize) -> u32 {
        self.totals.get(group).copied().unwrap_or(0)
    }

    /// Protects categories that exclude each other. Where a table above says who answered at all, what it hides is hidden here.
    pub(super) fn exclusive(
        &self,
        counts: &[Vec<u32>],
        above: Option<&Parted>,
    ) -> (Exclusive, Parted) {
        let parted = self.part(counts, above);
        let all = counts.first().map_or(&[][..], Vec::as_slice);
        let mut shown = Exclusive {
            totals: Vec::new(),
            cells: Vec::new(),
        };
        for (group, cells) in counts.iter().enumerate() {
            let is_told = self.is_told(group);
            let total: u32 = if is_told { cells.iter().sum() } else { 0 };
            let line_of =
                |category: usize| parted.lines.iter().position(|line| *line == [category]);
            let is_hidden = |category: usize| {
                let line = line_of(category);
                let hidden = line.and_then(|line| parted.hidden.get(group)?.get(line).copied());
                // A choice nobody took is known to be taken by nobody anywhere.
                let never = all.get(category).is_none_or(|count| *count == 0);
                !is_told || hidden.unwrap_or(!never)
            };
            let cell = |(category, count): (usize, &u32)| {
                if is_hidden(category) {
                    Shown::Hidden
                } else {
                    Shown::Count(*count)
                }
            };
            let base_hidden = above.is_some_and(|above| above.hides_answers(group));
            shown.totals.push(if is_told && !base_hidden {
                Shown::Count(total)
            } else {
                Shown::Hidden
            });
            shown
                .cells
                .push(cells.iter().enumerate().map(cell).collect());
        }
        (shown, parted)
    }

    fn part(&self, counts: &[Vec<u32>], above: Option<&Parted>) -> Parted {
        let lines = lines(counts.first().map_or(&[], Vec::as_slice), self.question);
        let height = lines.len();
        let mut hidden = vec![vec![true; height]; self.groups.len()];
        for (group, hidden) in hidden.iter_mut().enumerate() {
            let is_first = group == 0 && above.is_none_or(|above| !above.hides_answers(0));
            if self.is_told(group) && (is_first || self.total(group) == 0) {
                hidden.fill(false);
            }
        }
        let amount = |line: usize, column: &[usize]| {
            let categories = lines.get(line).into_iter().flatten();
            let of = |group: usize, category: usize| {
                let cells = counts.get(group);
                cells
                    .and_then(|cells| cells.get(category))
                    .copied()
                    .unwrap_or(0)
            };
            let pairs =
                categories.flat_map(|category| column.iter().map(|group| of(*group, *category)));
            pairs.sum::<u32>()
        };
        let silent = counts.first().and_then(|cells| cells.len().checked_sub(1));
        let silent_row = silent.and_then(|silent| lines.iter().position(|line| *line == [silent]));
        let mut divisions = Vec::new();
        for (number, division) in self.plan.divisions.iter().enumerate() {
            let held_rows = hidden.get(division.parent).cloned().unwrap_or_default();
            let held_columns = above
                .map(|above| above.hidden_answers_in(number))
                .unwrap_or_default();
            let width = division.columns.len();
            let count = |row: usize, column: usize| {
                division
                    .columns
                    .get(column)
                    .map_or(0, |column| amount(row, column))
            };
            let silent_column = self.silent_group.and_then(|group| {
                division
                    .columns
                    .iter()
                    .position(|column| *column == [group])
            });
            let block = Block::new(height, width, count, &held_rows, &held_columns);
            let block = block.protect(self.inside, silent_row, silent_column);
            for (at, column) in division.columns.iter().enumerate() {
                if let [group] = column.as_slice()
                    && let Some(hidden) = hidden.get_mut(*group)
                {
                    *hidden = block.iter().skip(at).step_by(width).copied().collect();
                }
            }
            divisions.push(block);
        }
        Parted {
            lines,
            divisions,
            hidden,
        }
    }
}

impl Parted {
    /// The line of those who answered at all, where this is a table of that.
    fn answers_line(&self) -> Option<usize> {
        self.lines.iter().position(|line| *line == [0])
    }

    fn hides_answers(&self, group: usize) -> bool {
        let line = self.answers_line();
        let hidden = line.and_then(|line| self.hidden.get(group)?.get(line).copied());
        hidden.unwrap_or(true)
    }

    /// Whether the columns of a division hide how many answered at all.
    fn hidden_answers_in(&self, division: usize) -> Vec<bool> {
        let (Some(line), Some(block)) = (self.answers_line(), self.divisions.get(division)) else {
            return Vec::new();
        };
        let width = block.len() / self.lines.len().max(1);
        block
            .iter()
            .skip(line * width)
            .take(width)
            .copied()
            .collect()
    }
}
