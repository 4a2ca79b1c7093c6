//! Days, amounts, percentages and enumerations as an Italian document writes them.

use chrono::{Datelike as _, NaiveDate};
use domain_shared::{Money, italian_month};

use crate::Percentage;

/// `22 novembre 2026`; the first of a month is written `1°`.
pub(crate) fn day_in_words(day: NaiveDate) -> String {
    let ordinal = if day.day() == 1 { "°" } else { "" };
    format!(
        "{}{ordinal} {} {}",
        day.day(),
        italian_month(day),
        day.year()
    )
}

/// `1.234,50 €`.
pub(crate) fn amount_in_words(amount: Money) -> String {
    let euro = (amount.cents() / 100).to_string();
    let mut grouped = String::new();
    for (index, digit) in euro.chars().enumerate() {
        if index > 0 && (euro.len() - index).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    format!("{grouped},{:02} €", amount.cents() % 100)
}

/// `12,5 %`.
pub(crate) fn percentage_in_words(percentage: Percentage) -> String {
    format!("{} %", percentage.to_string().replace('.', ","))
}

/// `A, B e C`; parts that have commas themselves are kept apart by semicolons.
pub(crate) fn enumeration(parts: &[String]) -> String {
    let Some((last, before)) = parts.split_last() else {
        return String::new();
    };
    let Some((first, between)) = before.split_first() else {
        return last.clone();
    };
    let and = if last.starts_with(['e', 'E', 'è', 'È', 'é', 'É']) {
        "ed"
    } else {
        "e"
    };
    let commas = parts.iter().any(|part| part.contains(','));
    let separator = if commas { "; " } else { ", " };
    let end = match (commas, between.is_empty()) {
        (false, _) => " ",
        (true, true) => ", ",
        (true, false) => "; ",
    };
    let mut text = first.clone();
    for part in between {
        text.push_str(separator);
        text.push_str(part);
    }
    text.push_str(end);
    text.push_str(and);
    text.push(' ');
    text.push_str(last);
    text
}

#[cfg(test)]
mod tests {
    use domain_shared::parse_date;

    use super::*;

    #[test]
    fn days_amounts_and_percentages() {
        let day = |text| day_in_words(parse_date(text).unwrap());
        assert_eq!(day("2026-11-22"), "22 novembre 2026");
        assert_eq!(day("2027-01-01"), "1° gennaio 2027");
        let amount = |text| amount_in_words(Money::parse_amount(text).unwrap());
        assert_eq!(amount("1234.5"), "1.234,50 €");
        assert_eq!(amount("0.05"), "0,05 €");
        assert_eq!(amount("100"), "100,00 €");
        assert_eq!(amount("10000000"), "10.000.000,00 €");
        let percentage = |text| percentage_in_words(Percentage::parse(text).unwrap());
        assert_eq!(percentage("12.50"), "12,5 %");
        assert_eq!(percentage("100"), "100 %");
    }

    #[test]
    fn enumerations() {
        let told = |parts: &[&str]| {
            let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
            enumeration(&parts)
        };
        assert_eq!(told(&[]), "");
        assert_eq!(told(&["A"]), "A");
        assert_eq!(told(&["A", "B"]), "A e B");
        assert_eq!(told(&["A", "B", "C"]), "A, B e C");
        assert_eq!(told(&["ANCoS", "Emmaus"]), "ANCoS ed Emmaus");
        assert_eq!(told(&["A, Roma", "B"]), "A, Roma, e B");
        assert_eq!(told(&["A, Roma", "B", "C"]), "A, Roma; B; e C");
    }
}
