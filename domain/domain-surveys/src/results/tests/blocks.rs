//! Single tables: what can be worked out of them by trying every table they could be.

use proptest::prelude::*;

use super::super::block::Block;

fn protect(rows: &[Vec<u32>], smallest: u32) -> Vec<bool> {
    let block = Block::new(
        rows.len(),
        rows[0].len(),
        |row, column| rows[row][column],
        &[],
        &[],
    );
    block.protect(smallest, None, None)
}

#[test]
fn one_small_cell_takes_a_rectangle_with_it() {
    let rows = [vec![3, 20, 30], vec![12, 40, 50], vec![60, 70, 80]];
    let hidden = protect(&rows, 5);
    assert_eq!(hidden.iter().filter(|hidden| **hidden).count(), 4);
    assert!(hidden[0] && hidden[1] && hidden[3] && hidden[4]);
    let large = [vec![10, 20], vec![30, 0]];
    assert!(protect(&large, 5).iter().all(|hidden| !hidden));
}

#[test]
fn what_has_no_company_hides_the_whole_table() {
    // Seven of a special category in a column of their own: the totals alone would tell them.
    let rows = [vec![7, 0], vec![0, 30]];
    assert_eq!(protect(&rows, 10), [true; 4]);
}

/// Every value each cell could have, trying all tables with the same totals and the same cells shown.
fn possible(rows: &[Vec<u32>], hidden: &[bool]) -> Vec<(u32, u32)> {
    let (height, width) = (rows.len(), rows[0].len());
    let mut found: Vec<(u32, u32)> = vec![(u32::MAX, 0); height * width];
    let mut left_rows: Vec<i64> = rows
        .iter()
        .map(|row| row.iter().map(|one| i64::from(*one)).sum())
        .collect();
    let mut left_columns: Vec<i64> = (0..width)
        .map(|at| rows.iter().map(|row| i64::from(row[at])).sum())
        .collect();
    let mut table = vec![0_u32; height * width];
    try_all(
        0,
        rows,
        hidden,
        &mut table,
        &mut left_rows,
        &mut left_columns,
        &mut found,
    );
    found
}

fn try_all(
    at: usize,
    rows: &[Vec<u32>],
    hidden: &[bool],
    table: &mut [u32],
    left_rows: &mut [i64],
    left_columns: &mut [i64],
    found: &mut [(u32, u32)],
) {
    let width = left_columns.len();
    if at == table.len() {
        if left_rows
            .iter()
            .chain(left_columns.iter())
            .all(|left| *left == 0)
        {
            for (found, value) in found.iter_mut().zip(table.iter()) {
                *found = (found.0.min(*value), found.1.max(*value));
            }
        }
        return;
    }
    let (row, column) = (at / width, at % width);
    let most = left_rows[row].min(left_columns[column]);
    let values = if hidden[at] {
        0..=most
    } else {
        let own = i64::from(rows[row][column]);
        own..=own
    };
    for value in values {
        if value > most || (column + 1 == width && left_rows[row] != value) {
            continue;
        }
        table[at] = u32::try_from(value).unwrap();
        left_rows[row] -= value;
        left_columns[column] -= value;
        try_all(at + 1, rows, hidden, table, left_rows, left_columns, found);
        left_rows[row] += value;
        left_columns[column] += value;
    }
}

/// The smallest count that is shown.
const SMALLEST: u32 = 3;

/// What is missing from counts of one row or column, so that their total is none or not small.
fn missing(counts: impl Iterator<Item = u32>) -> u32 {
    match counts.sum::<u32>() {
        0 => 0,
        total => SMALLEST.saturating_sub(total),
    }
}

/// Raises a count of each row and column whose total is small: such totals are pooled before. What is raised is never 0, so
/// no row or column becomes small by it.
fn without_small_totals(mut rows: Vec<Vec<u32>>) -> Vec<Vec<u32>> {
    for row in &mut rows {
        let missing = missing(row.iter().copied());
        if let Some(count) = row.iter_mut().find(|count| **count > 0) {
            *count += missing;
        }
    }
    for at in 0..rows[0].len() {
        let missing = missing(rows.iter().map(|row| row[at]));
        if let Some(row) = rows.iter_mut().find(|row| row[at] > 0) {
            row[at] += missing;
        }
    }
    rows
}

fn small_table() -> impl Strategy<Value = Vec<Vec<u32>>> {
    let count = prop_oneof![Just(0_u32), 1_u32..SMALLEST, SMALLEST..6];
    (2_usize..4, 2_usize..4)
        .prop_flat_map(move |(height, width)| {
            prop::collection::vec(prop::collection::vec(count.clone(), width), height)
        })
        .prop_map(without_small_totals)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn no_small_count_is_the_only_one_possible(rows in small_table()) {
        let totals: Vec<u32> = rows.iter().map(|row| row.iter().sum()).collect();
        let columns = (0..rows[0].len()).map(|at| rows.iter().map(|row| row[at]).sum::<u32>());
        let mut totals = totals.into_iter().chain(columns);
        prop_assert!(totals.all(|total| total == 0 || total >= SMALLEST));
        let hidden = protect(&rows, SMALLEST);
        let found = possible(&rows, &hidden);
        for (at, count) in rows.iter().flatten().enumerate() {
            if (1..SMALLEST).contains(count) {
                prop_assert!(found[at].0 < found[at].1, "{rows:?} {hidden:?} {found:?}");
            }
        }
    }
}
