//! Reading the members of a draft while collecting every mistake.

use chrono::NaiveDate;

use crate::{BoundedNumber, Code, Id, Message, Period, Violation, Violations, messages};

/// Reads a date in its one spelling, `YYYY-MM-DD`: chrono alone would take `2027-3-1` as well.
///
/// # Errors
/// [`messages::REQUIRED`] when blank, else [`messages::INVALID_DATE`].
pub fn parse_date(text: &str) -> Result<NaiveDate, &'static Message> {
    text.parse::<NaiveDate>()
        .ok()
        .filter(|date| date.to_string() == text)
        .ok_or_else(|| missing_or(text, &messages::INVALID_DATE))
}

/// Reads the code of a member of a closed list.
///
/// # Errors
/// [`messages::REQUIRED`] when blank, else [`messages::UNKNOWN_CODE`].
pub fn parse_code<C: Code>(text: &str) -> Result<C, &'static Message> {
    C::from_code(text).ok_or_else(|| missing_or(text, &messages::UNKNOWN_CODE))
}

/// Reads an identifier; whether there is such a thing is not known here.
///
/// # Errors
/// [`messages::REQUIRED`] when blank, else [`messages::UNKNOWN_REFERENCE`].
pub fn parse_id<K>(text: &str) -> Result<Id<K>, &'static Message> {
    text.parse()
        .map_err(|_| missing_or(text, &messages::UNKNOWN_REFERENCE))
}

fn missing_or(text: &str, message: &'static Message) -> &'static Message {
    if text.trim().is_empty() {
        &messages::REQUIRED
    } else {
        message
    }
}

impl Violations {
    /// Reads a number, or records at `pointer` that it is out of its bounds.
    pub fn keep_number<N: BoundedNumber>(&mut self, pointer: &str, number: i64) -> Option<N> {
        let value = N::from_number(number);
        if value.is_none() {
            let range = Violation::new(pointer, &messages::OUT_OF_RANGE);
            self.push(range.with("min", &N::MIN).with("max", &N::MAX));
        }
        value
    }

    /// Records at `pointer` that a list has more than `max` items.
    pub fn check_length(&mut self, pointer: &str, length: usize, max: usize) {
        if length > max {
            self.push(Violation::new(pointer, &messages::TOO_MANY_ITEMS).with("max", &max));
        }
    }

    /// Reads a list without repetitions and with at most `max` items; answers the valid ones.
    ///
    /// Items beyond the bound are not read: a huge list costs one mistake, not thousands.
    pub fn keep_list<T: PartialEq>(
        &mut self,
        pointer: &str,
        items: &[String],
        max: usize,
        parse: impl Fn(&str) -> Result<T, &'static Message>,
    ) -> Vec<T> {
        self.check_length(pointer, items.len(), max);
        let mut values = Vec::new();
        for (index, item) in items.iter().take(max).enumerate() {
            let place = format!("{pointer}/{index}");
            if let Some(value) = self.keep(place.as_str(), parse(item)) {
                if values.contains(&value) {
                    self.add(place, &messages::DUPLICATE);
                } else {
                    values.push(value);
                }
            }
        }
        values
    }

    /// As [`Self::keep_list`], of a list that is not empty.
    pub fn keep_required_list<T: PartialEq>(
        &mut self,
        pointer: &str,
        items: &[String],
        max: usize,
        parse: impl Fn(&str) -> Result<T, &'static Message>,
    ) -> Vec<T> {
        if items.is_empty() {
            self.add(pointer, &messages::REQUIRED);
        }
        self.keep_list(pointer, items, max, parse)
    }

    /// Reads a list of parts, at most `max`; answers the valid ones, each with its index.
    pub fn keep_parts<D, T>(
        &mut self,
        pointer: &str,
        drafts: &[D],
        max: usize,
        parse: impl Fn(&D) -> Result<T, Self>,
    ) -> Vec<(usize, T)> {
        self.check_length(pointer, drafts.len(), max);
        let drafts = drafts.iter().take(max).enumerate();
        drafts
            .filter_map(|(index, draft)| {
                let part = self.keep_part(&format!("{pointer}/{index}"), parse(draft));
                part.map(|value| (index, value))
            })
            .collect()
    }

    /// Reads the period of the members `/from` and `/until`.
    pub fn keep_period(&mut self, from: &str, until: Option<&str>) -> Option<Period> {
        let first = self.keep("/from", parse_date(from));
        let last = until.map(|until| self.keep("/until", parse_date(until)));
        match (first, last) {
            (Some(first), None) => self.keep("/until", Period::new(first, None)),
            (Some(first), Some(Some(last))) => self.keep("/until", Period::new(first, Some(last))),
            (None, _) | (Some(_), Some(None)) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(wrong: &Violations) -> Vec<(&str, &str)> {
        wrong
            .iter()
            .map(|one| (one.pointer.as_str(), one.message.code))
            .collect()
    }

    #[test]
    fn a_date_has_one_spelling() {
        assert!(parse_date("2028-02-29").is_ok());
        for bad in [
            "2027-02-29",
            "2027-2-1",
            "01/02/2027",
            "+2027-02-01",
            " 2027-02-01",
        ] {
            assert_eq!(parse_date(bad), Err(&messages::INVALID_DATE), "{bad}");
        }
        assert_eq!(parse_date(" "), Err(&messages::REQUIRED));
    }

    #[test]
    fn a_list_is_read_up_to_its_bound() {
        let items = ["2026-01-01", "x", "2026-01-01", "y"].map(str::to_owned);
        let mut wrong = Violations::new();
        assert_eq!(
            wrong.keep_list("/days", &items, 3, parse_date).len(),
            1,
            "the repetition is not kept"
        );
        assert_eq!(
            told(&wrong),
            [
                ("/days", "too_many_items"),
                ("/days/1", "invalid_date"),
                ("/days/2", "duplicate")
            ]
        );
    }
}
