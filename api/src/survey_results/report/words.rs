//! Numbers as Italians write them.

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

/// A number to one decimal with a comma.
pub(super) fn tenth(number: f64) -> String {
    format!("{number:.1}").replace('.', ",")
}

/// A percentage, where there is one.
pub(super) fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| HIDDEN.to_owned(), |value| format!("{} %", tenth(value)))
}
