//! Statistics against worked examples, and an attacker against protected tables.

use proptest::prelude::*;

use super::*;

#[test]
fn numbers_are_summarised_as_pandas_does() {
    // pandas.Series([2, 4, 4, 4, 5, 5, 7, 9]).describe()
    let summary = summarise(&[9.0, 2.0, 4.0, 4.0, 5.0, 5.0, 7.0, 4.0]).unwrap();
    assert_eq!(
        (summary.count, summary.min, summary.max, summary.mean),
        (8, 2.0, 9.0, 5.0)
    );
    assert!((summary.deviation.unwrap() - 2.138_089_935_299_395).abs() < 1e-12);
    assert_eq!(
        (
            summary.first_quartile,
            summary.median,
            summary.third_quartile
        ),
        (4.0, 4.5, 5.5)
    );
    let one = summarise(&[3.0]).unwrap();
    assert_eq!(
        (one.deviation, one.median, one.third_quartile),
        (None, 3.0, 3.0)
    );
    assert_eq!(summarise(&[]), None);
}

#[test]
fn large_means_do_not_spoil_the_deviation() {
    let summary = summarise(&[1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0]).unwrap();
    assert!((summary.deviation.unwrap() - 30_f64.sqrt()).abs() < 1e-6);
}

fn hidden(shown: &[Vec<Shown>]) -> usize {
    shown
        .iter()
        .flatten()
        .filter(|one| **one == Shown::Hidden)
        .count()
}

#[test]
fn large_tables_are_shown_whole() {
    let table = CountTable::new(&[vec![10, 20], vec![30, 0]]);
    assert_eq!(hidden(&table.protect(DEFAULT_SMALLEST)), 0);
    assert_eq!(table.count(2, 2), 60);
}

#[test]
fn one_small_cell_takes_a_rectangle_with_it() {
    let table = CountTable::new(&[vec![3, 20, 30], vec![12, 40, 50], vec![60, 70, 80]]);
    let shown = table.protect(DEFAULT_SMALLEST);
    assert_eq!(hidden(&shown), 4);
    assert_eq!(shown[0][0], Shown::Hidden);
    assert_eq!(shown[3][3], Shown::Count(365));
}

#[test]
fn a_table_of_one_person_shows_nothing_of_it() {
    let shown = CountTable::new(&[vec![1, 0], vec![0, 0]]).protect(DEFAULT_SMALLEST);
    assert_eq!(shown[0][0], Shown::Hidden);
    assert_eq!(shown[2][2], Shown::Hidden);
}

/// What an attacker can work out for sure: every line is an equation between hidden cells; elimination over the
/// rational numbers (here modulo a large prime) leaves the cells that have one value only.
fn worked_out(table: &CountTable, shown: &[Vec<Shown>]) -> Vec<(usize, usize)> {
    const PRIME: i128 = 2_147_483_647;
    let (height, width) = (table.height(), table.width());
    let unknown: Vec<(usize, usize)> = (0..height)
        .flat_map(|row| (0..width).map(move |column| (row, column)))
        .filter(|(row, column)| shown[*row][*column] == Shown::Hidden)
        .collect();
    let place = |cell| unknown.iter().position(|one| *one == cell);
    let mut equations: Vec<Vec<i128>> = Vec::new();
    let mut add = |cells: Vec<((usize, usize), i128)>| {
        let mut equation = vec![0; unknown.len()];
        for (cell, sign) in cells {
            if let Some(place) = place(cell) {
                equation[place] = sign.rem_euclid(PRIME);
            }
        }
        equations.push(equation);
    };
    for row in 0..height {
        add((0..width)
            .map(|column| ((row, column), if column + 1 == width { -1 } else { 1 }))
            .collect());
    }
    for column in 0..width {
        add((0..height)
            .map(|row| ((row, column), if row + 1 == height { -1 } else { 1 }))
            .collect());
    }
    let mut pivot = 0;
    for column in 0..unknown.len() {
        let Some(found) = (pivot..equations.len()).find(|row| equations[*row][column] != 0) else {
            continue;
        };
        equations.swap(pivot, found);
        let inverse = power(equations[pivot][column], PRIME - 2, PRIME);
        for value in &mut equations[pivot] {
            *value = *value * inverse % PRIME;
        }
        for row in 0..equations.len() {
            let factor = equations[row][column];
            if row != pivot && factor != 0 {
                let pivot_row = equations[pivot].clone();
                for (value, less) in equations[row].iter_mut().zip(pivot_row) {
                    *value = (*value - less * factor).rem_euclid(PRIME);
                }
            }
        }
        pivot += 1;
    }
    let alone = equations
        .iter()
        .filter(|one| one.iter().filter(|value| **value != 0).count() == 1);
    alone
        .map(|one| unknown[one.iter().position(|value| *value != 0).unwrap()])
        .collect()
}

fn power(base: i128, exponent: i128, modulus: i128) -> i128 {
    let (mut result, mut base, mut exponent) = (1, base.rem_euclid(modulus), exponent);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % modulus;
        }
        base = base * base % modulus;
        exponent >>= 1;
    }
    result
}

fn table() -> impl Strategy<Value = CountTable> {
    let count = prop_oneof![Just(0u32), 1u32..5, 5u32..40];
    (1usize..6, 1usize..7)
        .prop_flat_map(move |(height, width)| {
            prop::collection::vec(prop::collection::vec(count.clone(), width), height)
        })
        .prop_map(|rows| CountTable::new(&rows))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]
    #[test]
    fn no_hidden_cell_can_be_worked_out(table in table(), smallest in 3u32..12) {
        let shown = table.protect(smallest);
        for (row, cells) in shown.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let count = table.count(row, column);
                match *cell {
                    Shown::Count(told) => prop_assert!(told == count && (count == 0 || count >= smallest)),
                    Shown::Hidden => {}
                }
            }
        }
        let found = worked_out(&table, &shown);
        prop_assert!(found.is_empty(), "{found:?} in {table:?}: {shown:?}");
    }
}
