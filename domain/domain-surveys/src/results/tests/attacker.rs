//! Somebody who learns tables of a survey: what is known becomes equations, of which elimination leaves the counts that
//! have one value only.

use super::{
    super::*,
    data::tally,
    knowledge::{Knowledge, Quantity},
};

/// What responses are compared by: a name, the groups, and which each response is in.
pub(super) struct By {
    pub(super) name: String,
    pub(super) groups: Groups,
    pub(super) of: Vec<usize>,
    pub(super) special: bool,
    /// The one group whose responses are compared, as it is written at the end of names.
    pub(super) within: Option<String>,
}

impl By {
    fn end(&self) -> String {
        let within = self.within.as_ref();
        within.map_or_else(String::new, |one| format!(" & {one}"))
    }
}

/// What a hub that protects badly would do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Leak {
    None,
    /// Hides nothing but what is small.
    Cells,
    /// Shows every slice in which nothing is small.
    Slices,
    /// Shows the sums of all who are enough.
    Sums,
}

pub(super) struct Case<'a> {
    pub(super) columns: &'a Columns,
    pub(super) rows: &'a [Vec<u8>],
    pub(super) smallest: u32,
    pub(super) knowledge: Knowledge,
}

impl Case<'_> {
    /// The name of a cell: one of two questions is the same whichever comes first, and that of all answers whatever they are compared by.
    fn cell(&self, column: &str, sheet: usize, category: usize, by: &By, group: usize) -> Quantity {
        let own = format!("{column}.{sheet}={category}");
        let end = by.end();
        if group == 0 {
            return Quantity(own + &end);
        }
        let other = match self.columns.find(&by.name) {
            Some((_, one)) if one.kind.divides() => format!("{}.0={}", by.name, group - 1),
            _ => format!("{}@{group}", by.name),
        };
        let is_single = self
            .columns
            .find(column)
            .is_some_and(|(_, one)| one.kind.divides());
        let turned = is_single && !other.contains('@') && other < own;
        Quantity(if turned {
            format!("{other} & {own}{end}")
        } else {
            format!("{own} & {other}{end}")
        })
    }

    fn responses(&self, by: &By, group: usize) -> Quantity {
        Quantity(match self.columns.find(&by.name) {
            _ if group == 0 => by.within.clone().unwrap_or_else(|| "all".to_owned()),
            Some(_) => format!("{}.0={}{}", by.name, group - 1, by.end()),
            None => format!("{}@{group}", by.name),
        })
    }

    /// What is true of a quantity, unless the table by places or categories said so.
    fn is(&mut self, by: &By, group: usize, (quantity, value): (&Quantity, u32), limit: u32) {
        if group > 0 || by.within.is_none() {
            self.knowledge.is(quantity, value, limit);
        }
    }

    /// Learns a table: what is true of it, how its numbers add up, what is shown of it. Answers the names of its cells.
    pub(super) fn learn(
        &mut self,
        column: (usize, &Column),
        by: &By,
        table: &AnswerTable,
    ) -> Vec<Quantity> {
        let mut all_cells = Vec::new();
        let counts = tally(column.1, &by.groups, self.rows, |at| by.of[at]);
        let own = smallest_for(self.smallest, column.1.special_category);
        let smallest = own.max(smallest_for(self.smallest, by.special));
        let name = column.1.name.as_str();
        let is_multiple = matches!(column.1.kind, ColumnKind::Multiple(_));
        let (everybody, campaign) = (counts[0].total, self.smallest);
        let first = counts[0].clone();
        for (group, counts) in counts.iter().enumerate() {
            let shown = &table.groups[group];
            // Where everybody is in one group, or gave one answer, the totals tell the rest.
            let unanimous = group == 0 || counts.total == everybody;
            let limit_of = |of_all: u32| match (unanimous, of_all == everybody) {
                (true, _) => own,
                (false, true) => smallest_for(campaign, by.special),
                (false, false) => smallest,
            };
            let limit = limit_of(0);
            let all = self.responses(by, group);
            let of_groups = smallest_for(self.smallest, by.special);
            self.is(by, group, (&all, counts.total), of_groups);
            self.knowledge.shown(&all, shown.total);
            let silent = counts.total - counts.answered;
            // Answered, not answered; of a question with one list of choices the second is its last category.
            let answered = self.cell(name, 100, 0, by, group);
            let choices = column.1.kind.choices().len();
            let rest = if column.1.kind.divides() {
                self.cell(name, 0, choices, by, group)
            } else {
                self.cell(name, 100, 1, by, group)
            };
            let limit_of_answered = limit_of(first.answered);
            self.is(by, group, (&answered, counts.answered), limit_of_answered);
            let limit_of_rest = limit_of(everybody - first.answered);
            self.is(by, group, (&rest, silent), limit_of_rest);
            self.knowledge.shown(&answered, shown.answered);
            self.knowledge.sum(&[answered.clone(), rest.clone()], &all);
            let mut cells_of_group = vec![answered.clone(), rest];
            if column.1.kind == ColumnKind::Number {
                // Mean times answers is the sum of the numbers, and with the deviation that of their squares: sums add up as
                // counts do, and one of few answers tells of them.
                let numbers = self.cell(name, 200, 0, by, group);
                self.is(by, group, (&numbers, counts.answered), limit_of_answered);
                if shown.figures.is_some() && !shown.answered.is_hidden() {
                    self.knowledge.told(&numbers);
                }
                cells_of_group.push(numbers);
            }
            for (sheet, list) in counts.sheets.iter().enumerate() {
                let cells: Vec<Quantity> = (0..list.len())
                    .map(|one| self.cell(name, sheet, one, by, group))
                    .collect();
                for (one, cell) in cells.iter().enumerate() {
                    let limit_of_cell = limit_of(first.sheets[sheet][one]);
                    self.is(by, group, (cell, list[one]), limit_of_cell);
                    self.knowledge.shown(cell, shown.sheets[sheet].counts[one]);
                    if is_multiple {
                        let other = self.cell(name, 50, one, by, group);
                        let limit = limit_of(everybody - first.sheets[sheet][one]);
                        self.is(by, group, (&other, counts.total - list[one]), limit);
                        self.knowledge.sum(&[cell.clone(), other.clone()], &all);
                        cells_of_group.push(other);
                    }
                }
                if !is_multiple && !column.1.kind.divides() {
                    let left_out = self.cell(name, 60, sheet, by, group);
                    let in_row: u32 = list.iter().sum();
                    self.is(by, group, (&left_out, counts.answered - in_row), limit);
                    let with_left: Vec<Quantity> =
                        cells.iter().cloned().chain([left_out.clone()]).collect();
                    self.knowledge.sum(&with_left, &answered);
                    let in_row_cell = self.cell(name, 70, sheet, by, group);
                    self.is(by, group, (&in_row_cell, in_row), limit);
                    self.knowledge
                        .shown(&in_row_cell, shown.sheets[sheet].answered);
                    self.knowledge.sum(&cells, &in_row_cell);
                    cells_of_group.push(left_out);
                } else if !is_multiple {
                    self.knowledge.sum(&cells, &answered);
                }
                cells_of_group.extend(cells);
            }
            self.add_inside(by, group, &cells_of_group);
            all_cells.extend(cells_of_group);
        }
        all_cells
    }

    /// Learns what is shown of two questions for each group alone, once their tables by these groups and by each other are
    /// known.
    pub(super) fn learn_slices(
        &mut self,
        row: (usize, &Column),
        by: &By,
        place: usize,
        (around, leak): (&By, Leak),
    ) {
        let Some((_, of_by)) = self.columns.find(&by.name) else {
            return;
        };
        let inside = |group: usize, is_in: &dyn Fn(usize) -> bool| {
            let of = by.of.iter().zip(&around.of);
            // A group there is not, for whoever is elsewhere.
            let of = of.map(|(own, at)| if is_in(*at) { *own } else { usize::MAX });
            By {
                name: by.name.clone(),
                groups: by.groups.clone(),
                of: of.collect(),
                special: by.special,
                within: Some(format!("{}@{group}", around.name)),
            }
        };
        let rows = self.rows;
        let numbers = 0..around.groups.len();
        let parts = numbers.clone().map(|group| {
            let own = inside(group, &|at| at == group);
            tally(row.1, &by.groups, rows, |at| own.of[at])
        });
        let by_groups = |column: &Column| tally(column, &around.groups, rows, |at| around.of[at]);
        let pair = CountedPair {
            row,
            by: (place, of_by),
            groups: &around.groups,
            parts: ColumnCounts::add_up(&around.groups, parts.collect()),
            alone: [by_groups(row.1), by_groups(of_by)],
        };
        let mut names = Vec::new();
        for group in numbers.skip(1) {
            let own = inside(group, &|at| {
                std::iter::successors(Some(at), |one| around.groups.parent(*one))
                    .any(|one| one == group)
            });
            let mut table = pair.slice(group, self.smallest);
            if leak == Leak::Slices {
                let naive = naively(row, &own, &pair.parts[group], self.smallest);
                let is_small = |one: &AnswersShown| {
                    let cells = one.sheets.iter().flat_map(|sheet| &sheet.counts);
                    cells.chain([&one.total]).any(|shown| shown.is_hidden())
                };
                if !naive.groups.iter().any(is_small) {
                    table = naive;
                }
            }
            names = self.learn(row, &own, &table);
            let end = own.end();
            for name in &mut names {
                name.0.truncate(name.0.len() - end.len());
            }
        }
        for parent in 0..around.groups.len() {
            let end = |group: usize| match group {
                0 => String::new(),
                _ => format!(" & {}@{group}", around.name),
            };
            let children =
                (1..around.groups.len()).filter(|one| around.groups.parent(*one) == Some(parent));
            let children: Vec<usize> = children.collect();
            for name in names.iter().filter(|_| !children.is_empty()) {
                let of = |group: usize| Quantity(name.0.clone() + &end(group));
                let inside: Vec<Quantity> = children.iter().map(|one| of(*one)).collect();
                self.knowledge.sum(&inside, &of(parent));
            }
        }
    }

    /// What is in a group is the sum of what is in those inside it.
    fn add_inside(&mut self, by: &By, group: usize, cells: &[Quantity]) {
        let children: Vec<usize> = (1..by.groups.len())
            .filter(|one| by.groups.parent(*one) == Some(group))
            .collect();
        if children.is_empty() {
            return;
        }
        let responses: Vec<Quantity> = children
            .iter()
            .map(|one| self.responses(by, *one))
            .collect();
        let whole = self.responses(by, group);
        self.knowledge.sum(&responses, &whole);
        for cell in cells {
            let (column, rest) = cell.0.split_once('.').unwrap();
            let own = rest.split(" & ").next().unwrap();
            let (sheet, category) = own.split_once('=').unwrap();
            // Cells of all answers, or of a group of places: the name starts with the question itself.
            if group > 0 && !cell.0.contains('@') {
                continue;
            }
            let (sheet, category) = (sheet.parse().unwrap(), category.parse().unwrap());
            let inside: Vec<Quantity> = children
                .iter()
                .map(|one| self.cell(column, sheet, category, by, *one))
                .collect();
            self.knowledge.sum(&inside, cell);
        }
    }
}

/// The table with nothing hidden but what is small.
pub(super) fn naively(
    column: (usize, &Column),
    by: &By,
    counts: &[ColumnCounts],
    smallest: u32,
) -> AnswerTable {
    let limit = smallest_for(smallest, column.1.special_category || by.special);
    let own = |count: u32, limit: u32| {
        if count > 0 && count < limit {
            Shown::Hidden
        } else {
            Shown::Count(count)
        }
    };
    let answers = |(group, one): (usize, &ColumnCounts)| {
        let limit = if group == 0 {
            smallest_for(smallest, column.1.special_category)
        } else {
            limit
        };
        let sheet = |list: &Vec<u32>| SheetShown {
            answered: Shown::Hidden,
            counts: list.iter().map(|count| own(*count, limit)).collect(),
            mean_position: None,
        };
        AnswersShown {
            total: own(one.total, smallest_for(smallest, by.special)),
            answered: own(one.answered, limit),
            sheets: one.sheets.iter().map(sheet).collect(),
            figures: None,
        }
    };
    AnswerTable {
        groups: counts.iter().enumerate().map(answers).collect(),
    }
}
