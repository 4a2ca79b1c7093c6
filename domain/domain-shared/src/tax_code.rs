//! Italian tax codes (*codice fiscale*) and VAT numbers (*partita IVA*), with their check characters.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Message, TextValue, messages::REQUIRED};

crate::define_messages! {
    /// Neither sixteen characters of the personal form nor eleven digits.
    TAX_CODE_FORMAT = "tax_code_format",
        "Il codice fiscale ha 16 caratteri (lettere e cifre nell'ordine previsto) oppure 11 cifre.",
        "A tax code has 16 characters (letters and digits in the prescribed order) or 11 digits.";
    /// The last character does not follow from the others.
    TAX_CODE_CHECK = "tax_code_check",
        "Il carattere di controllo del codice fiscale non corrisponde: ricontrollare quanto scritto.",
        "The check character of the tax code does not match: please check what was typed.";
    /// The birth date inside a personal tax code is not in the calendar.
    TAX_CODE_DATE = "tax_code_date",
        "La data di nascita contenuta nel codice fiscale non esiste.",
        "The date of birth inside the tax code does not exist.";
    /// Eleven digits the revenue agency does not assign.
    TAX_CODE_UNASSIGNED = "tax_code_unassigned",
        "Il codice fiscale non è tra quelli assegnabili: numero o codice dell'ufficio inesistente.",
        "The tax code cannot have been assigned: no such number or office code.";
    /// Not eleven digits.
    VAT_NUMBER_FORMAT = "vat_number_format",
        "La partita IVA ha 11 cifre, senza il prefisso IT.",
        "An Italian VAT number has 11 digits, without the IT prefix.";
    /// The last digit does not follow from the others.
    VAT_NUMBER_CHECK = "vat_number_check",
        "La cifra di controllo della partita IVA non corrisponde: ricontrollare quanto scritto.",
        "The check digit of the VAT number does not match: please check what was typed.";
    /// A number the revenue agency does not assign.
    VAT_NUMBER_UNASSIGNED = "vat_number_unassigned",
        "La partita IVA non è tra quelle assegnabili: numero o codice dell'ufficio inesistente.",
        "The VAT number cannot have been assigned: no such number or office code.";
}

/// Letters that stand for the digits 0 to 9 where two people would share a code (*omocodia*).
const OMOCODE_LETTERS: &[u8; 10] = b"LMNPQRSTUV";
/// Letters of the months, January to December.
const MONTH_LETTERS: &[u8; 12] = b"ABCDEHLMPRST";
/// Added to the day of birth of women.
const FEMALE_DAY_OFFSET: u32 = 40;
/// Weights of the letters A to Z, and of the digits 0 to 9 as A to J, in odd places.
const ODD_WEIGHTS: [u32; 26] = [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/// The tax code of a person (16 characters, *omocodia* included) or of a body (11 digits; also the
/// provisional form for people). Kept in upper case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct TaxCode(String);

impl TaxCode {
    /// Whether it has the 16-character form, which only natural persons have.
    #[must_use]
    pub fn is_of_a_person(&self) -> bool {
        self.0.len() == 16
    }
}

impl TextValue for TaxCode {
    const NAME: &'static str = "TaxCode";
    const MIN_CHARS: usize = 11;
    const MAX_CHARS: usize = 16;
    const PATTERN: Option<&'static str> = Some(
        "^([0-9]{11}|[A-Za-z]{6}[0-9LMNPQRSTUVlmnpqrstuv]{2}[ABCDEHLMPRSTabcdehlmprst][0-9LMNPQRSTUVlmnpqrstuv]{2}[A-Za-z][0-9LMNPQRSTUVlmnpqrstuv]{3}[A-Za-z])$",
    );
    const EXAMPLE: &'static str = "RSSMRA85M01H501Q";
    const DESCRIPTION: &'static str = "Italian tax code (codice fiscale): 16 characters for a person, \
        11 digits for a body; the check character is verified, case does not matter.";

    fn parse(text: &str) -> Result<Self, &'static Message> {
        let code = normal(text)?;
        if let Ok(characters) = <[u8; 16]>::try_from(code.as_bytes()) {
            check_personal(&characters)?;
        } else {
            let digits = eleven_digits(&code).ok_or(&TAX_CODE_FORMAT)?;
            check_number(&digits, &TAX_CODE_CHECK, &TAX_CODE_UNASSIGNED)?;
        }
        Ok(Self(code))
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

/// An Italian VAT number: eleven digits without the `IT` prefix.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct VatNumber(String);

impl TextValue for VatNumber {
    const NAME: &'static str = "VatNumber";
    const MIN_CHARS: usize = 11;
    const MAX_CHARS: usize = 11;
    const PATTERN: Option<&'static str> = Some("^[0-9]{11}$");
    const EXAMPLE: &'static str = "12345670017";
    const DESCRIPTION: &'static str = "Italian VAT number (partita IVA): 11 digits without the IT prefix; the check digit is verified.";

    fn parse(text: &str) -> Result<Self, &'static Message> {
        let code = normal(text)?;
        let digits = eleven_digits(&code).ok_or(&VAT_NUMBER_FORMAT)?;
        check_number(&digits, &VAT_NUMBER_CHECK, &VAT_NUMBER_UNASSIGNED)?;
        Ok(Self(code))
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! travels_as_text {
    ($($name:ident),+) => {$(
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
        impl TryFrom<String> for $name {
            /// The code of the message.
            type Error = &'static str;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text).map_err(|message| message.code)
            }
        }
    )+};
}
travels_as_text!(TaxCode, VatNumber);

/// Trimmed and in upper case.
fn normal(text: &str) -> Result<String, &'static Message> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        Err(&REQUIRED)
    } else {
        Ok(trimmed.to_ascii_uppercase())
    }
}

/// The values of exactly eleven ASCII digits.
fn eleven_digits(text: &str) -> Option<[u32; 11]> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    digits?.try_into().ok()
}

/// Tells a mistyped number from one that nobody can have.
fn check_number(
    digits: &[u32; 11],
    mistyped: &'static Message,
    unassigned: &'static Message,
) -> Result<(), &'static Message> {
    if !has_luhn_check(digits) {
        Err(mistyped)
    } else if is_assignable(digits) {
        Ok(())
    } else {
        Err(unassigned)
    }
}

/// The check of VAT numbers and of the tax codes of bodies: Luhn's, doubling the even places.
fn has_luhn_check(digits: &[u32; 11]) -> bool {
    let place_value = |(index, digit): (usize, &u32)| match (index % 2, *digit) {
        (0, digit) => digit,
        (_, digit) if digit > 4 => digit * 2 - 9,
        (_, digit) => digit * 2,
    };
    digits.iter().enumerate().map(place_value).sum::<u32>() % 10 == 0
}

/// Whether the progressive number is not zero and the office is one that assigns numbers: a
/// province (001–100), a regional or central office (120, 121, 888, 999).
fn is_assignable(digits: &[u32; 11]) -> bool {
    let [number @ .., hundreds, tens, units, _check] = digits;
    let office = hundreds * 100 + tens * 10 + units;
    number.iter().any(|digit| *digit != 0) && matches!(office, 1..=100 | 120 | 121 | 888 | 999)
}

/// The form, the check character and the date of a personal tax code.
fn check_personal(characters: &[u8; 16]) -> Result<(), &'static Message> {
    let [name @ .., y1, y2, month, d1, d2, place, p1, p2, p3, check] = characters;
    let letters = name.iter().chain([place, check]);
    let (Some(year), Some(month), Some(day), Some(_), true) = (
        two_digits(*y1, *y2),
        month_number(*month),
        two_digits(*d1, *d2),
        digit(*p1).and(digit(*p2)).and(digit(*p3)),
        letters.copied().all(|c| c.is_ascii_uppercase()),
    ) else {
        return Err(&TAX_CODE_FORMAT);
    };
    if check_letter(characters) != Some(*check) {
        return Err(&TAX_CODE_CHECK);
    }
    if is_date(year, month, day) {
        Ok(())
    } else {
        Err(&TAX_CODE_DATE)
    }
}

/// A digit, or the letter that stands for it.
fn digit(character: u8) -> Option<u32> {
    char::from(character)
        .to_digit(10)
        .or_else(|| position(OMOCODE_LETTERS, character))
}

fn two_digits(tens: u8, units: u8) -> Option<u32> {
    Some(digit(tens)? * 10 + digit(units)?)
}

/// 1 to 12.
fn month_number(letter: u8) -> Option<u32> {
    position(MONTH_LETTERS, letter).map(|index| index + 1)
}

fn position(list: &[u8], wanted: u8) -> Option<u32> {
    list.iter()
        .position(|c| *c == wanted)
        .and_then(|at| u32::try_from(at).ok())
}

/// The letter that follows from the first fifteen characters as they are written.
fn check_letter(characters: &[u8; 16]) -> Option<u8> {
    let mut sum = 0;
    for (index, character) in characters.iter().take(15).enumerate() {
        let value = match character {
            b'0'..=b'9' => character - b'0',
            b'A'..=b'Z' => character - b'A',
            _ => return None,
        };
        sum += if index % 2 == 0 {
            *ODD_WEIGHTS.get(usize::from(value))?
        } else {
            u32::from(value)
        };
    }
    u8::try_from(sum % 26).ok().map(|value| b'A' + value)
}

/// Whether the day exists in the year of either century: two digits do not say which.
fn is_date(year: u32, month: u32, day: u32) -> bool {
    let day = if day > FEMALE_DAY_OFFSET {
        day - FEMALE_DAY_OFFSET
    } else {
        day
    };
    [1900, 2000].into_iter().any(|century: u32| {
        i32::try_from(century + year)
            .is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The code with its check letter made anew.
    fn sealed(mut characters: [u8; 16]) -> String {
        characters[15] = check_letter(&characters).unwrap();
        String::from_utf8(characters.to_vec()).unwrap()
    }

    /// A sound VAT number.
    fn vat() -> impl Strategy<Value = String> {
        (1u32..9_999_999, 1u32..=100).prop_map(|(number, office)| {
            let start = format!("{number:07}{office:03}");
            (0..10)
                .map(|check| format!("{start}{check}"))
                .find(|code| has_luhn_check(&eleven_digits(code).unwrap()))
                .unwrap()
        })
    }

    fn personal() -> impl Strategy<Value = String> {
        (
            "[A-Z]{6}",
            0u32..100,
            0usize..12,
            1u32..=28,
            any::<bool>(),
            "[A-MZ][0-9]{3}",
        )
            .prop_map(|(name, year, month, day, female, place)| {
                let day = if female { day + 40 } else { day };
                let month = char::from(MONTH_LETTERS[month]);
                let start = format!("{name}{year:02}{month}{day:02}{place}?");
                sealed(start.as_bytes().try_into().unwrap())
            })
    }

    #[test]
    fn each_mistake_has_its_message() {
        for (text, message) in [
            ("  ", &REQUIRED),
            ("RSSMRA85M01H501", &TAX_CODE_FORMAT),
            ("RSSMRA85F01H501Q", &TAX_CODE_FORMAT),
            ("RSSMRÀ85M01H501", &TAX_CODE_FORMAT),
            ("00000000000", &TAX_CODE_UNASSIGNED),
            ("RSSMRA85M01H501A", &TAX_CODE_CHECK),
            ("12345678901", &TAX_CODE_CHECK),
            ("80002190158", &TAX_CODE_CHECK),
            ("RSSMRA85M72H501C", &TAX_CODE_DATE),
        ] {
            assert_eq!(TaxCode::parse(text), Err(message), "{text}");
        }
        for (text, message) in [
            ("", &REQUIRED),
            ("IT00743110157", &VAT_NUMBER_FORMAT),
            ("00743110158", &VAT_NUMBER_CHECK),
            ("12345678903", &VAT_NUMBER_UNASSIGNED),
            ("٠٠٧٤٣١١٠١٥٧", &VAT_NUMBER_FORMAT),
        ] {
            assert_eq!(VatNumber::parse(text), Err(message), "{text}");
        }
    }

    #[test]
    fn case_and_outer_spaces_do_not_matter() {
        assert_eq!(
            TaxCode::parse(" rssmra85m01h501q ").unwrap().as_str(),
            TaxCode::EXAMPLE
        );
        assert!(TaxCode::parse(TaxCode::EXAMPLE).unwrap().is_of_a_person());
        assert!(!TaxCode::parse("80002190157").unwrap().is_of_a_person());
        assert!(VatNumber::parse(VatNumber::EXAMPLE).is_ok());
    }

    proptest! {
        #[test]
        fn no_input_panics(text in ".{0,20}", code in "[A-Z0-9]{16}", digits in "[0-9]{11}") {
            for text in [text, code, digits] {
                let _ = (TaxCode::parse(&text), VatNumber::parse(&text));
            }
        }

        #[test]
        fn every_single_digit_error_is_caught(code in vat(), at in 0usize..11, by in 1u8..10) {
            prop_assert!(VatNumber::parse(&code).is_ok());
            prop_assert!(TaxCode::parse(&code).is_ok());
            let mut wrong = code.into_bytes();
            wrong[at] = b'0' + (wrong[at] - b'0' + by) % 10;
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(VatNumber::parse(&wrong).is_err());
            prop_assert!(TaxCode::parse(&wrong).is_err());
        }

        #[test]
        fn any_omocode_with_its_own_check_is_valid(code in personal(), replaced in 0u8..128) {
            prop_assert!(TaxCode::parse(&code).is_ok());
            let mut characters: [u8; 16] = code.as_bytes().try_into().unwrap();
            for (bit, at) in [6, 7, 9, 10, 12, 13, 14].into_iter().enumerate() {
                if replaced & (1 << bit) != 0 {
                    characters[at] = OMOCODE_LETTERS[usize::from(characters[at] - b'0')];
                }
            }
            prop_assert!(TaxCode::parse(&sealed(characters)).is_ok());
        }

        #[test]
        fn a_wrong_check_letter_is_caught(code in personal(), by in 1u8..26) {
            let mut characters = code.into_bytes();
            characters[15] = b'A' + (characters[15] - b'A' + by) % 26;
            let wrong = String::from_utf8(characters).unwrap();
            prop_assert_eq!(TaxCode::parse(&wrong), Err(&TAX_CODE_CHECK));
        }
    }
}
