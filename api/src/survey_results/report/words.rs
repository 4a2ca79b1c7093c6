//! Numbers and months as Italians write them.

use chrono::{Datelike as _, NaiveDate};
use domain_shared::italian_month;
use domain_surveys::Shown;

/// What stands for a count that is not shown.
pub(super) const HIDDEN: &str = "n.d.";

/// A whole number with full stops between thousands.
pub(super) fn whole(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// A count, where it is shown.
pub(super) fn count(shown: Shown) -> String {
    shown.count().map_or_else(|| HIDDEN.to_owned(), whole)
}

/// A number to one decimal with a comma, with full stops between thousands.
pub(super) fn tenth(number: f64) -> String {
    let text = format!("{number:.1}");
    let (digits, decimal) = text.split_once('.').unwrap_or((&text, "0"));
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", digits),
    };
    let digits = digits.parse().map_or_else(|_| digits.to_owned(), whole);
    format!("{sign}{digits},{decimal}")
}

/// A percentage, where there is one.
pub(super) fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| HIDDEN.to_owned(), |value| format!("{} %", tenth(value)))
}

/// A day.
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// A month that is written `YYYY-MM`; as it is where it is not.
pub(super) fn month(code: &str) -> String {
    let first = NaiveDate::parse_from_str(&format!("{code}-01"), "%Y-%m-%d");
    first.map_or_else(
        |_| code.to_owned(),
        |first| format!("{} {}", italian_month(first), first.year()),
    )
}

/// A text that begins a line, with a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
