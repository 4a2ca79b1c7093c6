//! Numbers and months of reports.

use super::words::{capital, month, percent, tenth, whole};

#[test]
fn numbers_are_italian() {
    let numbers = [0, 12, 999, 1_000, 1_234_567].map(whole);
    assert_eq!(numbers, ["0", "12", "999", "1.000", "1.234.567"]);
    assert_eq!(
        [1234.56, 0.04, -2.55, -1_000_000.0].map(tenth),
        ["1.234,6", "0,0", "-2,5", "-1.000.000,0"]
    );
    assert_eq!(
        (percent(Some(62.5)), percent(None)),
        ("62,5 %".to_owned(), "n.d.".to_owned())
    );
}

#[test]
fn months_and_first_words_are_italian() {
    assert_eq!(
        (month("2026-11"), month("2026-13")),
        ("novembre 2026".to_owned(), "2026-13".to_owned())
    );
    assert_eq!(
        (capital("è in elenco"), capital("")),
        ("È in elenco".to_owned(), String::new())
    );
}
