//! The codes the territory is known by.

use std::fmt;

use domain_shared::{Belfiore, Message, TextValue, messages, text_value};

/// Keeps a text of ASCII digits.
fn digits(text: String) -> Result<String, &'static Message> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(text)
    } else {
        Err(&messages::INVALID_FORMAT)
    }
}

/// Keeps a code of capital letters and digits within Italy.
fn nuts(text: String) -> Result<String, &'static Message> {
    let letter_or_digit = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    if text
        .strip_prefix("IT")
        .is_some_and(|rest| rest.bytes().all(letter_or_digit))
    {
        Ok(text)
    } else {
        Err(&messages::INVALID_FORMAT)
    }
}

text_value! {
    /// Two-letter abbreviation (*sigla*) of a province, in capitals however it was typed.
    ProvinceAbbreviation {
        min: 2, max: 2, multiline: false, pattern: Some("^[A-Z]{2}$"), format: None,
        example: "FC",
        description: "Abbreviation of a province, two capital letters.",
        check: |text| {
            if text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                Ok(text.to_ascii_uppercase())
            } else {
                Err(&messages::INVALID_FORMAT)
            }
        },
    }
}

text_value! {
    /// ISTAT code of a municipality, six digits: changes when the province does.
    IstatCode {
        min: 6, max: 6, multiline: false, pattern: Some("^[0-9]{6}$"), format: None,
        example: "040007",
        description: "ISTAT code of a municipality, six digits.",
        check: digits,
    }
}

text_value! {
    /// NUTS 2024 code of level 2: country, and two more letters or digits.
    Nuts2Code {
        min: 4, max: 4, multiline: false, pattern: Some("^IT[A-Z0-9]{2}$"), format: None,
        example: "ITH5",
        description: "NUTS 2024 code of level 2.",
        check: nuts,
    }
}

text_value! {
    /// NUTS 2024 code of level 3: country, and three more letters or digits.
    Nuts3Code {
        min: 5, max: 5, multiline: false, pattern: Some("^IT[A-Z0-9]{3}$"), format: None,
        example: "ITH58",
        description: "NUTS 2024 code of level 3.",
        check: nuts,
    }
}

/// A municipality named by any of its codes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MunicipalityRef {
    /// By ISTAT code, present or former.
    Istat(IstatCode),
    /// By cadastral code.
    Belfiore(Belfiore),
}

impl MunicipalityRef {
    /// Regular expression (ECMA 262) of the canonical spellings.
    pub const PATTERN: &'static str = "^([0-9]{6}|[A-Z][0-9]{3})$";
    /// Most characters of a code.
    pub const MAX_CHARS: usize = 6;

    /// Six digits are an ISTAT code, a letter (of either case) and three digits a cadastral code.
    ///
    /// # Errors
    /// [`messages::REQUIRED`] when blank, [`messages::INVALID_FORMAT`] when it is neither.
    pub fn parse(text: &str) -> Result<Self, &'static Message> {
        if text.trim().is_empty() {
            return Err(&messages::REQUIRED);
        }
        IstatCode::parse(text)
            .map(Self::Istat)
            .or_else(|_| Belfiore::parse(text).map(Self::Belfiore))
            .map_err(|_| &messages::INVALID_FORMAT)
    }
}

impl fmt::Display for MunicipalityRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Istat(code) => code.as_str(),
            Self::Belfiore(code) => code.as_str(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use domain_shared::ProvinceCode;

    use super::*;

    #[test]
    fn examples_are_valid() {
        fn check<T: TextValue>() {
            assert!(T::parse(T::EXAMPLE).is_ok(), "{}", T::NAME);
        }
        check::<ProvinceCode>();
        check::<ProvinceAbbreviation>();
        check::<IstatCode>();
        check::<Nuts2Code>();
        check::<Nuts3Code>();
    }

    #[test]
    fn a_municipality_is_named_by_any_code() {
        let istat = MunicipalityRef::parse(" 040007 ").unwrap();
        assert_eq!(
            istat,
            MunicipalityRef::Istat(IstatCode::parse("040007").unwrap())
        );
        let belfiore = MunicipalityRef::parse("c573").unwrap();
        assert_eq!(belfiore.to_string(), "C573");
        assert_eq!(MunicipalityRef::parse("  "), Err(&messages::REQUIRED));
        for bad in [
            "40007",
            "0400070",
            "CC73",
            "C57",
            "C5733",
            "Ç573",
            "٠٤٠٠٠٧",
            "Cesena",
        ] {
            assert_eq!(
                MunicipalityRef::parse(bad),
                Err(&messages::INVALID_FORMAT),
                "{bad}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_input_panics(text in "\\PC{0,12}|[A-Z0-9À-ÿ]{0,7}") {
            let _ = (ProvinceCode::parse(&text), IstatCode::parse(&text),
                ProvinceAbbreviation::parse(&text), Nuts3Code::parse(&text));
            if let Ok(reference) = MunicipalityRef::parse(&text) {
                let spelled = reference.to_string();
                prop_assert!(spelled.len() <= MunicipalityRef::MAX_CHARS);
                prop_assert_eq!(MunicipalityRef::parse(&spelled), Ok(reference));
            }
        }

        #[test]
        fn every_code_resolves_to_itself(istat in "[0-9]{6}", belfiore in "[A-Z][0-9]{3}") {
            prop_assert_eq!(MunicipalityRef::parse(&istat).map(|r| r.to_string()), Ok(istat));
            prop_assert_eq!(MunicipalityRef::parse(&belfiore).map(|r| r.to_string()), Ok(belfiore));
        }
    }
}
