//! The cadastral code, the only code of an Italian municipality that never changes.

use crate::messages;

crate::text_value! {
    /// The cadastral code of a municipality: it outlives the renumbering of provinces. Stored in
    /// upper case.
    Belfiore {
        min: 4, max: 4, multiline: false, pattern: Some("^[A-Z][0-9]{3}$"), format: None,
        example: "C573",
        description: "Cadastral code (codice Belfiore) of a municipality: a capital letter and three digits.",
        check: |text| {
            let text = text.to_ascii_uppercase();
            let form = text
                .strip_prefix(|first: char| first.is_ascii_uppercase())
                .is_some_and(|rest| rest.len() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit()));
            if form { Ok(text) } else { Err(&messages::INVALID_FORMAT) }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TextValue;

    #[test]
    fn one_letter_and_three_digits() {
        assert_eq!(Belfiore::parse("c573").unwrap().as_str(), Belfiore::EXAMPLE);
        for bad in ["C57", "C5733", "5733", "CC73", "è573", "C57è", ""] {
            assert!(Belfiore::parse(bad).is_err(), "{bad}");
        }
    }
}
