//! An attacker who has everything that is shown of a small survey: every question by places, categories and months, and by every
//! other question. What is known becomes equations; elimination leaves the counts that have one value only. None of them
//! may be small.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::knowledge::{Knowledge, Quantity};
use super::{super::*, data::*};

fn survey() -> (crate::Form, Columns) {
    let it = |text: &str| json!({"it": text});
    let one = |name: &str, list: &str| json!({"name": name, "type": "select_one", "choices": list, "label": it("?")});
    let mut special = one("s", "due");
    special["special_category"] = json!(true);
    form_of(
        json!([
            one("a", "tre"), special,
            {"name": "m", "type": "select_multiple", "choices": "tre", "label": it("?")},
            {"name": "x", "type": "matrix", "choices": "due", "label": it("?"),
             "rows": [{"name": "r1", "label": it("?")}, {"name": "r2", "label": it("?")}]},
            {"name": "v", "type": "range", "scale": {"from": 1, "to": 3}, "label": it("?")},
            {"name": "n", "type": "integer", "label": it("?")},
        ]),
        json!({
            "tre": [{"code": "1", "label": it("1")}, {"code": "2", "label": it("2")}, {"code": "3", "label": it("3")}],
            "due": [{"code": "1", "label": it("1")}, {"code": "2", "label": it("2")}],
        }),
    )
}

/// What responses are compared by: a name, the groups, and which each response is in.
struct By {
    name: String,
    groups: Groups,
    of: Vec<usize>,
    special: bool,
}

struct Case<'a> {
    columns: &'a Columns,
    rows: &'a [Vec<u8>],
    smallest: u32,
    knowledge: Knowledge,
}

impl Case<'_> {
    /// The name of a cell: one of two questions is the same whichever comes first, and that of all answers whatever they are compared by.
    fn cell(&self, column: &str, sheet: usize, category: usize, by: &By, group: usize) -> Quantity {
        let own = format!("{column}.{sheet}={category}");
        if group == 0 {
            return Quantity(own);
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
            format!("{other} & {own}")
        } else {
            format!("{own} & {other}")
        })
    }

    fn responses(&self, by: &By, group: usize) -> Quantity {
        match self.columns.find(&by.name) {
            _ if group == 0 => Quantity("all".to_owned()),
            Some(_) => Quantity(format!("{}.0={}", by.name, group - 1)),
            None => Quantity(format!("{}@{group}", by.name)),
        }
    }

    /// Learns a table: what is true of it, how its numbers add up, what is shown of it.
    fn learn(&mut self, column: (usize, &Column), by: &By, table: &AnswerTable) {
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
            self.knowledge
                .is(&all, counts.total, smallest_for(self.smallest, by.special));
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
            self.knowledge
                .is(&answered, counts.answered, limit_of(first.answered));
            self.knowledge
                .is(&rest, silent, limit_of(everybody - first.answered));
            self.knowledge.shown(&answered, shown.answered);
            self.knowledge.sum(&[answered.clone(), rest.clone()], &all);
            let mut cells_of_group = vec![answered.clone(), rest];
            if column.1.kind == ColumnKind::Number {
                // Mean times answers is the sum of the numbers, and with the deviation that of their squares: sums add up as
                // counts do, and one of few answers tells of them.
                let numbers = self.cell(name, 200, 0, by, group);
                self.knowledge
                    .is(&numbers, counts.answered, limit_of(first.answered));
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
                    self.knowledge
                        .is(cell, list[one], limit_of(first.sheets[sheet][one]));
                    self.knowledge.shown(cell, shown.sheets[sheet].counts[one]);
                    if is_multiple {
                        let other = self.cell(name, 50, one, by, group);
                        let limit = limit_of(everybody - first.sheets[sheet][one]);
                        self.knowledge.is(&other, counts.total - list[one], limit);
                        self.knowledge.sum(&[cell.clone(), other.clone()], &all);
                        cells_of_group.push(other);
                    }
                }
                if !is_multiple && !column.1.kind.divides() {
                    let left_out = self.cell(name, 60, sheet, by, group);
                    let in_row: u32 = list.iter().sum();
                    self.knowledge
                        .is(&left_out, counts.answered - in_row, limit);
                    let with_left: Vec<Quantity> =
                        cells.iter().cloned().chain([left_out.clone()]).collect();
                    self.knowledge.sum(&with_left, &answered);
                    let in_row_cell = self.cell(name, 70, sheet, by, group);
                    self.knowledge.is(&in_row_cell, in_row, limit);
                    self.knowledge
                        .shown(&in_row_cell, shown.sheets[sheet].answered);
                    self.knowledge.sum(&cells, &in_row_cell);
                    cells_of_group.push(left_out);
                } else if !is_multiple {
                    self.knowledge.sum(&cells, &answered);
                }
                cells_of_group.extend(cells);
            }
            self.add_inside(by, group, &cells_of_group, name);
        }
    }

    /// What is in a group is the sum of what is in those inside it.
    fn add_inside(&mut self, by: &By, group: usize, cells: &[Quantity], _: &str) {
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

fn answer() -> impl Strategy<Value = Json> {
    // Skewed, so that there are small cells and empty ones.
    let code = prop_oneof![6 => Just(Some("1")), 3 => Just(Some("2")), 1 => Just(None)];
    let third = prop_oneof![8 => Just(Some("1")), 4 => Just(Some("2")), 1 => Just(Some("3")), 1 => Just(None)];
    let several = prop::sample::subsequence(vec!["1", "2", "3"], 0..=3);
    let number = prop_oneof![9 => (0_i32..3).prop_map(Some), 1 => Just(None)];
    (third, code.clone(), several, code.clone(), code, number).prop_map(|(a, s, m, r1, r2, n)| {
        let mut json = json!({});
        let mut put = |name: &str, value: Option<Json>| {
            if let Some(value) = value {
                json[name] = value;
            }
        };
        put("a", a.map(Json::from));
        put("s", s.map(Json::from));
        put("m", (!m.is_empty()).then(|| json!(m)));
        let rows: serde_json::Map<String, Json> = [("r1", r1), ("r2", r2)]
            .into_iter()
            .filter_map(|(name, code)| Some((name.to_owned(), code?.into())))
            .collect();
        put("x", (!rows.is_empty()).then(|| rows.into()));
        put("v", n.map(|n| json!(n + 1)));
        put("n", n.map(Json::from));
        json
    })
}

/// Attacks what is shown, or what would be if only what is small were hidden.
fn attack(
    responses: &[(usize, usize, usize, Json)],
    smallest: u32,
    naive: bool,
) -> Vec<(Quantity, u32)> {
    let (form, columns) = survey();
    let rows: Vec<Vec<u8>> = responses
        .iter()
        .map(|one| packed(&form, &columns, &one.3))
        .collect();
    // Two regions; the first with two provinces, of two points and one; the second with one of two.
    let places = Groups::inside(&[0, 0, 0, 1, 1, 2, 3, 3, 4, 5, 5]);
    let by = |name: &str, groups: Groups, of: Vec<usize>, special: bool| By {
        name: name.to_owned(),
        groups,
        of,
        special,
    };
    let mut all = vec![
        by(
            "place",
            places,
            responses.iter().map(|one| 6 + one.0).collect(),
            false,
        ),
        by(
            "category",
            Groups::flat(3),
            responses.iter().map(|one| 1 + one.1).collect(),
            false,
        ),
        by(
            "month",
            Groups::flat(2),
            responses.iter().map(|one| 1 + one.2).collect(),
            false,
        ),
    ];
    for column in columns.iter().filter(|column| column.kind.divides()) {
        let of = rows
            .iter()
            .map(|row| column.group_of(Packed::new(row)))
            .collect();
        all.push(by(
            &column.name,
            column.groups(),
            of,
            column.special_category,
        ));
    }
    let mut case = Case {
        columns: &columns,
        rows: &rows,
        smallest,
        knowledge: Knowledge::default(),
    };
    for (place, column) in columns.iter().enumerate() {
        for by in all.iter().filter(|by| by.name != column.name) {
            let counts = tally(column, &by.groups, &rows, |at| by.of[at]);
            let table = match columns.find(&by.name) {
                Some(other) => cross((place, column), other, &counts, smallest),
                None => protect(column, &counts, &by.groups, smallest),
            };
            let table = if naive {
                naively((place, column), by, &counts, smallest)
            } else {
                table
            };
            case.learn((place, column), by, &table);
        }
    }
    case.knowledge.worked_out()
}

/// The table with nothing hidden but what is small.
fn naively(
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

#[test]
fn the_attacker_is_able() {
    let answers = |a: &str| json!({"a": a, "s": "1", "v": 1, "n": 1});
    let mut responses = vec![(0, 0, 0, answers("1")); 30];
    responses.extend(vec![(1, 1, 1, answers("1")); 30]);
    responses.extend(vec![(1, 1, 1, answers("2")); 20]);
    responses.extend(vec![(0, 0, 0, answers("2")); 3]);
    assert!(!attack(&responses, 5, true).is_empty());
    assert_eq!(attack(&responses, 5, false), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn nothing_small_can_be_worked_out_from_everything_that_is_shown(
        responses in prop::collection::vec((0_usize..5, 0_usize..3, 0_usize..2, answer()), 4..160),
        smallest in 3_u32..7,
    ) {
        let found = attack(&responses, smallest, false);
        prop_assert!(found.is_empty(), "{found:?}");
    }
}
