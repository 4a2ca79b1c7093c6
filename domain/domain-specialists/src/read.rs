//! Reading the members of a draft while collecting every mistake.

use chrono::NaiveDate;
use domain_shared::{Code, Id, Message, Period, TextValue, Violation, Violations, messages};

use crate::{
    BoundedNumber,
    messages::{INVALID_DATE, OUT_OF_RANGE, TOO_MANY_ITEMS},
};

/// A date in its one spelling, `YYYY-MM-DD`.
pub(crate) fn date(text: &str) -> Result<NaiveDate, &'static Message> {
    text.parse::<NaiveDate>()
        .ok()
        .filter(|date| date.format("%Y-%m-%d").to_string() == text)
        .ok_or(&INVALID_DATE)
}

pub(crate) fn code<C: Code>(text: &str) -> Result<C, &'static Message> {
    C::from_code(text).ok_or(&messages::UNKNOWN_CODE)
}

pub(crate) fn id<K>(text: &str) -> Result<Id<K>, &'static Message> {
    text.parse().map_err(|_| &messages::UNKNOWN_REFERENCE)
}

/// An optional text; one that is there must be valid.
pub(crate) fn optional_text<T: TextValue>(
    violations: &mut Violations,
    pointer: &str,
    text: Option<&str>,
) -> Option<T> {
    text.and_then(|text| violations.keep(pointer, T::parse(text)))
}

pub(crate) fn number<N: BoundedNumber>(
    violations: &mut Violations,
    pointer: &str,
    number: i64,
) -> Option<N> {
    let value = N::from_number(number);
    if value.is_none() {
        violations.push(
            Violation::new(pointer, &OUT_OF_RANGE)
                .with("min", &N::MIN)
                .with("max", &N::MAX),
        );
    }
    value
}

/// A list without repetitions and with at most `max` items; the valid ones of it.
///
/// Items beyond the bound are not read: a huge list costs one mistake, not thousands.
pub(crate) fn list<T: PartialEq>(
    violations: &mut Violations,
    pointer: &str,
    items: &[String],
    max: usize,
    read: impl Fn(&str) -> Result<T, &'static Message>,
) -> Vec<T> {
    if items.len() > max {
        violations.push(Violation::new(pointer, &TOO_MANY_ITEMS).with("max", &max));
    }
    let mut values = Vec::new();
    for (at, item) in items.iter().take(max).enumerate() {
        let place = format!("{pointer}/{at}");
        if let Some(value) = violations.keep(place.as_str(), read(item)) {
            if values.contains(&value) {
                violations.add(place, &messages::DUPLICATE);
            } else {
                values.push(value);
            }
        }
    }
    values
}

/// A [`list`] that is not empty.
pub(crate) fn required_list<T: PartialEq>(
    violations: &mut Violations,
    pointer: &str,
    items: &[String],
    max: usize,
    read: impl Fn(&str) -> Result<T, &'static Message>,
) -> Vec<T> {
    if items.is_empty() {
        violations.add(pointer, &messages::REQUIRED);
    }
    list(violations, pointer, items, max, read)
}

/// The period of the members `from` and `until`.
pub(crate) fn period(
    violations: &mut Violations,
    from: &str,
    until: Option<&str>,
) -> Option<Period> {
    let first = violations.keep("/from", date(from));
    let last = until.map(|until| violations.keep("/until", date(until)));
    match (first, last) {
        (Some(first), None) => violations.keep("/until", Period::new(first, None)),
        (Some(first), Some(Some(last))) => {
            violations.keep("/until", Period::new(first, Some(last)))
        }
        (None, _) | (Some(_), Some(None)) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_has_one_spelling() {
        assert!(date("2028-02-29").is_ok());
        for bad in [
            "2027-02-29",
            "2027-2-1",
            "01/02/2027",
            "+2027-02-01",
            " 2027-02-01",
            "",
        ] {
            assert_eq!(date(bad), Err(&INVALID_DATE), "{bad}");
        }
    }
}
