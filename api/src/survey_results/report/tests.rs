//! Numbers and charts of reports.

use super::{
    charts::{Bar, bars},
    words::{percent, tenth, whole},
};

#[test]
fn numbers_are_italian() {
    let numbers = [0, 12, 999, 1_000, 1_234_567].map(whole);
    assert_eq!(numbers, ["0", "12", "999", "1.000", "1.234.567"]);
    assert_eq!(
        (tenth(1234.56), percent(Some(62.5)), percent(None)),
        ("1234,6".to_owned(), "62,5 %".to_owned(), "n.d.".to_owned())
    );
}

#[test]
fn charts_say_in_words_what_they_draw() {
    let bar = |label: &str, percent| Bar {
        label: label.to_owned(),
        percent,
    };
    let svg = bars(
        "g1",
        "Usa i servizi?",
        &[bar("<Sì>", Some(66.7)), bar("No", None)],
    )
    .into_string();
    assert!(
        svg.contains("<title id=\"g1-t\">Usa i servizi?</title>"),
        "{svg}"
    );
    assert!(
        svg.contains("<desc id=\"g1-d\">&lt;Sì&gt;: 66,7 %; No: n.d.</desc>"),
        "{svg}"
    );
    assert_eq!(svg.matches("<rect").count(), 1);
}
