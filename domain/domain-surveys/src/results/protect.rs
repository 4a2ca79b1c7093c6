//! What is shown of the answers to a question, by group: a fixed family of tables, in which every number is decided once.
//!
//! What is too small in one line of totals is kept back together with others (`pool`), for the question by itself and for the
//! groups by themselves, so that every table of the question by groups has totals that are known. Tables have no
//! cell in common but those totals, so each is protected alone (`block`); groups inside groups are decided from the outside in,
//! and what is hidden of a group is hidden of all inside it. See docs/adr/0018-small-cells.md.

use super::{
    block::Block,
    columns::{Column, ColumnKind},
    counts::ColumnCounts,
    disclosure::{Shown, smallest_for},
    figures::{Figures, figures_of_counts, figures_of_numbers},
    groups::{Groups, Plan},
    pool::lines,
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
pub fn protect(column: &Column, counts: &[ColumnCounts], groups: &Groups, smallest: u32) -> AnswerTable {
    let question = smallest_for(smallest, column.special_category);
    let totals = counts.iter().map(|one| one.total).collect();
    Family::new(groups, totals, question, smallest_for(smallest, false)).table(column, counts)
}

/// What is shown of the answers to a question, by the choices of another (see [`Column::groups`]); both with their place
/// among the columns. The table is the same whichever of two questions is asked for first.
#[must_use]
pub fn cross(row: (usize, &Column), by: (usize, &Column), counts: &[ColumnCounts], smallest: u32) -> AnswerTable {
    let (of_row, of_by) = (
        smallest_for(smallest, row.1.special_category),
        smallest_for(smallest, by.1.special_category),
    );
    let groups = by.1.groups();
    let totals: Vec<u32> = counts.iter().map(|one| one.total).collect();
    if !row.1.kind.divides() || row.0 < by.0 {
        return Family::new(&groups, totals, of_row, of_by).by_question().table(row.1, counts);
    }
    let turned = turn(&exclusive_counts(counts));
    let turned_groups = row.1.groups();
    let turned_totals = turned.iter().map(|one| one.iter().sum()).collect();
    let family = Family::new(&turned_groups, turned_totals, of_by, of_row).by_question();
    let shown = family.exclusive(&turned, None).0.turned();
    let groups = counts.iter().enumerate();
    let groups = groups.map(|(at, counts)| shown.answers(at, column_figures(row.1, counts)));
    AnswerTable { groups: groups.collect() }
}

/// Counts by group and category, the last of which is no answer.
fn exclusive_counts(counts: &[ColumnCounts]) -> Vec<Vec<u32>> {
    let with_rest = |one: &ColumnCounts| {
        let sheet = one.sheets.first().cloned();
        let mut cells = sheet.unwrap_or_else(|| vec![one.answered]);
        cells.push(one.total.saturating_sub(one.answered));
        cells
    };
    counts.iter().map(with_rest).collect()
}

/// Groups as categories and categories as groups, with the totals in front again.
fn turn(counts: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let inner = counts.get(1..).unwrap_or_default();
    let totals: Vec<u32> = inner.iter().map(|group| group.iter().sum()).collect();
    let width = counts.first().map_or(0, Vec::len);
    let line = |at: usize| inner.iter().map(|group| group.get(at).copied().unwrap_or(0)).collect();
    std::iter::once(totals).chain((0..width).map(line)).collect()
}

/// What is shown of categories that exclude each other, by group; the last category is no answer.
struct Exclusive {
    totals: Vec<Shown>,
    cells: Vec<Vec<Shown>>,
}

/// Statistics that follow from counts, where these are shown.
type FiguresOf<'a> = Option<Box<dyn Fn(&[Shown]) -> Option<Figures> + 'a>>;

fn column_figures<'a>(column: &'a Column, _: &ColumnCounts) -> FiguresOf<'a> {
    match &column.kind {
        ColumnKind::Scale(_, points) => Some(Box::new(|shown| figures_of_counts(points, shown))),
        _ => None,
    }
}

impl Exclusive {
    fn total(&self, group: usize) -> Shown {
        self.totals.get(group).copied().unwrap_or(Shown::Hidden)
    }

    fn cells(&self, group: usize) -> &[Shown] {
        self.cells.get(group).map_or(&[], Vec::as_slice)
    }

    /// The counts by choice, and how many answered where that follows from what is shown.
    fn split(&self, group: usize) -> (Shown, Vec<Shown>) {
        let Some((rest, choices)) = self.cells(group).split_last() else {
            return (Shown::Hidden, Vec::new());
        };
        let answered = match (self.total(group), *rest) {
            (Shown::Count(total), Shown::Count(rest)) => Shown::Count(total.saturating_sub(rest)),
            _ => sum_of(choices),
        };
        (answered, choices.to_vec())
    }

    fn answers(&self, group: usize, figures: FiguresOf<'_>) -> AnswersShown {
        let (answered, counts) = self.split(group);
        AnswersShown {
            total: self.total(group),
            answered,
            figures: figures.and_then(|figures| figures(&counts)),
            sheets: vec![SheetShown { answered, counts, mean_position: None }],
        }
    }

    /// Groups as categories and categories as groups.
    fn turned(&self) -> Self {
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

/// What is hidden of a table of lines by groups.
struct Parted {
    /// Categories of each line.
    lines: Vec<Vec<usize>>,
    /// By division, then line by line along its columns.
    divisions: Vec<Vec<bool>>,
    /// By group and line.
    hidden: Vec<Vec<bool>>,
}

/// Tables of one question by one kind of groups.
struct Family<'a> {
    groups: &'a Groups,
    totals: Vec<u32>,
    plan: Plan,
    /// Smallest count in the totals of the question.
    question: u32,
    /// Smallest count inside tables.
    inside: u32,
    /// The group of those who did not answer, where groups are the choices of a question.
    silent_group: Option<usize>,
}

impl<'a> Family<'a> {
    fn new(groups: &'a Groups, totals: Vec<u32>, question: u32, by: u32) -> Self {
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
    fn by_question(self) -> Self {
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

    fn table(&self, column: &Column, counts: &[ColumnCounts]) -> AnswerTable {
        let groups = match &column.kind {
            ColumnKind::Single(_) | ColumnKind::Scale(..) => {
                let shown = self.exclusive(&exclusive_counts(counts), None).0;
                let groups = counts.iter().enumerate();
                groups.map(|(at, counts)| shown.answers(at, column_figures(column, counts))).collect()
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
        let mut figures = figures_of_numbers(counts, &self.plan, &answered, self.inside).into_iter();
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
                let taken = one.sheets.first().and_then(|sheet| sheet.get(choice)).copied().unwrap_or(0);
                vec![taken, one.total.saturating_sub(taken)]
            };
            let cells: Vec<Vec<u32>> = counts.iter().map(cells).collect();
            self.exclusive(&cells, None).0
        };
        let by_choice: Vec<Exclusive> = (0..choices).map(taken).collect();
        let answers = |group: usize| {
            let answered = base.split(group).0;
            let first = |one: &Exclusive| one.cells(group).first().copied().unwrap_or(Shown::Hidden);
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
        let silent = base_cells.first().and_then(|cells| cells.last()).copied().unwrap_or(0);
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

    /// Protects categories that exclude each other. Where a table above says who answered at all, what it hides is hidden here.
    fn exclusive(&self, counts: &[Vec<u32>], above: Option<&Parted>) -> (Exclusive, Parted) {
        let parted = self.part(counts, above);
        let all = counts.first().map_or(&[][..], Vec::as_slice);
        let mut shown = Exclusive { totals: Vec::new(), cells: Vec::new() };
        for (group, cells) in counts.iter().enumerate() {
            let is_told = self.is_told(group);
            let total: u32 = if is_told { cells.iter().sum() } else { 0 };
            let line_of = |category: usize| parted.lines.iter().position(|line| *line == [category]);
            let is_hidden = |category: usize| {
                let line = line_of(category);
                let hidden = line.and_then(|line| parted.hidden.get(group)?.get(line).copied());
                // A choice nobody took is known to be taken by nobody anywhere.
                let never = all.get(category).is_none_or(|count| *count == 0);
                !is_told || hidden.unwrap_or(!never)
            };
            let cell = |(category, count): (usize, &u32)| match is_hidden(category) {
                true => Shown::Hidden,
                false => Shown::Count(*count),
            };
            let base_hidden = above.is_some_and(|above| above.hides_answers(group));
            shown.totals.push(if is_told && !base_hidden { Shown::Count(total) } else { Shown::Hidden });
            shown.cells.push(cells.iter().enumerate().map(cell).collect());
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
                cells.and_then(|cells| cells.get(category)).copied().unwrap_or(0)
            };
            let pairs = categories.flat_map(|category| column.iter().map(|group| of(*group, *category)));
            pairs.sum::<u32>()
        };
        let silent = counts.first().and_then(|cells| cells.len().checked_sub(1));
        let silent_row = silent.and_then(|silent| lines.iter().position(|line| *line == [silent]));
        let mut divisions = Vec::new();
        for (number, division) in self.plan.divisions.iter().enumerate() {
            let held_rows = hidden.get(division.parent).cloned().unwrap_or_default();
            let held_columns = above.map(|above| above.hidden_answers_in(number)).unwrap_or_default();
            let width = division.columns.len();
            let count = |row: usize, column: usize| {
                division.columns.get(column).map_or(0, |column| amount(row, column))
            };
            let silent_column = self.silent_group.and_then(|group| {
                division.columns.iter().position(|column| *column == [group])
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
        Parted { lines, divisions, hidden }
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
        block.iter().skip(line * width).take(width).copied().collect()
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
