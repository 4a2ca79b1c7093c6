//! A point in time in the query of a list.

use chrono::{DateTime, SubsecRound as _, Utc};
use domain_shared::{Message, TextValue as _, Violation, messages};

use super::Text;
use crate::problem::{Outcome, ParameterMistake, Problem};

/// A point in time as a query parameter. Declare it with
/// `#[param(inline, value_type = Option<InstantField>)]`.
pub type InstantField = Text<InstantText>;

domain_shared::text_value! {
    /// A point in time. The pattern leaves only days that no calendar has for [`instant`] to refuse.
    InstantText {
        min: 20, max: 40, multiline: false,
        pattern: Some(
            "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
        ),
        format: Some("date-time"),
        example: "2026-11-21T09:00:00Z",
        description: "Point in time (RFC 3339).",
        check: |text| read(&text).map(|_| text),
    }
}

fn read(text: &str) -> Result<DateTime<Utc>, &'static Message> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.to_utc())
        .map_err(|_| &messages::INVALID_DATE)
}

/// Reads a member of a body, to the microsecond.
///
/// # Errors
/// When it names a day that does not exist.
pub(crate) fn read_instant(field: &InstantField) -> Result<DateTime<Utc>, &'static Message> {
    let text = field.parse()?;
    read(text.as_str()).map(|at| at.trunc_subsecs(6))
}

/// Reads a parameter.
///
/// # Errors
/// 400 when it names a day that does not exist.
pub fn instant(parameter: &str, value: Option<&InstantField>) -> Outcome<Option<DateTime<Utc>>> {
    let read = value.map(|text| text.parse().and_then(|text| read(text.as_str())));
    read.transpose().map_err(|message| {
        Problem::invalid_parameters(vec![ParameterMistake {
            parameter: parameter.to_owned(),
            violation: Violation::new("", message),
        }])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_does_not_exist_is_a_mistake_of_the_caller() {
        let read = |text: &str| instant("since", Some(&Text::raw(text.to_owned())));
        let at = read("2026-11-21T10:00:00+01:00").unwrap().unwrap();
        assert_eq!(at.to_rfc3339(), "2026-11-21T09:00:00+00:00");
        assert!(read("2026-02-30T09:00:00Z").is_err());
        assert!(instant("since", None).unwrap().is_none());
    }
}
