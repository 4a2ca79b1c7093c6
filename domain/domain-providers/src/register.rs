//! The public registers a provider is entered in.

use chrono::NaiveDate;
use domain_shared::{Message, TextValue, codes, text_value};
use serde::Serialize;

use crate::messages::REGISTER_NUMBER_FORMAT;

/// Most register entries of one provider.
pub const MAX_REGISTERS: usize = 10;

codes! {
    /// A public register.
    pub enum Register {
        /// National register of the third sector.
        Runts = "runts", "RUNTS (Registro unico nazionale del Terzo settore)", "RUNTS (national register of the third sector)";
        /// National or regional register of cooperatives.
        Cooperatives = "cooperatives", "albo delle società cooperative", "register of cooperatives";
        /// Regional register of social cooperatives.
        SocialCooperatives = "social_cooperatives", "albo regionale delle cooperative sociali", "regional register of social cooperatives";
        /// Business register, by REA number.
        BusinessRegister = "business_register", "registro delle imprese (numero REA)", "business register (REA number)";
        /// Register of private legal persons.
        LegalPersons = "legal_persons", "registro delle persone giuridiche", "register of legal persons";
        /// A professional order or list.
        ProfessionalOrder = "professional_order", "albo professionale", "professional register";
        /// Any other register.
        Other = "other", "altro registro", "other register";
    }
}

text_value! {
    /// The number under which a provider is found in a register, kept in upper case.
    RegisterNumber {
        min: 1, max: 40, multiline: false, pattern: None, format: None,
        example: "MI-1234567",
        description: "Registration number: digits for the RUNTS, province and digits (MI-1234567) for the business register.",
        check: |text| Ok(text.to_uppercase()),
    }
}

/// An entry in a register, its number of the form the register uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegisterEntry {
    register: Register,
    number: RegisterNumber,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<NaiveDate>,
}

impl RegisterEntry {
    /// An entry whose number has the form of its register.
    ///
    /// # Errors
    /// [`REGISTER_NUMBER_FORMAT`].
    pub fn new(
        register: Register,
        number: RegisterNumber,
        since: Option<NaiveDate>,
    ) -> Result<Self, &'static Message> {
        let sound = match register {
            Register::Runts => is_number(number.as_str()),
            Register::BusinessRegister => is_rea_number(number.as_str()),
            Register::Cooperatives
            | Register::SocialCooperatives
            | Register::LegalPersons
            | Register::ProfessionalOrder
            | Register::Other => true,
        };
        if sound {
            Ok(Self {
                register,
                number,
                since,
            })
        } else {
            Err(&REGISTER_NUMBER_FORMAT)
        }
    }

    /// The register.
    #[must_use]
    pub const fn register(&self) -> Register {
        self.register
    }

    /// The number in it.
    #[must_use]
    pub const fn number(&self) -> &RegisterNumber {
        &self.number
    }

    /// Since which day, where known.
    #[must_use]
    pub const fn since(&self) -> Option<NaiveDate> {
        self.since
    }

    /// Whether two entries cannot stand side by side: the same number twice, or two numbers in the
    /// RUNTS, where a body has one.
    #[must_use]
    pub fn repeats(&self, other: &Self) -> bool {
        self.register == other.register
            && (self.register == Register::Runts || self.number == other.number)
    }
}

/// One to seven digits.
fn is_number(text: &str) -> bool {
    (1..=7).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// The letters of the chamber of commerce, an optional hyphen or space, one to seven digits.
fn is_rea_number(text: &str) -> bool {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
    text.len() - digits.len() == 2 && is_number(digits.strip_prefix(['-', ' ']).unwrap_or(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(register: Register, number: &str) -> Result<RegisterEntry, &'static Message> {
        RegisterEntry::new(register, RegisterNumber::parse(number).unwrap(), None)
    }

    #[test]
    fn numbers_have_the_form_of_their_register() {
        assert!(entry(Register::Runts, "123456").is_ok());
        assert_eq!(entry(Register::Runts, "RM-1"), Err(&REGISTER_NUMBER_FORMAT));
        for good in ["mi-1234567", "FC 304", "RM1"] {
            assert!(entry(Register::BusinessRegister, good).is_ok(), "{good}");
        }
        for bad in ["1234567", "MI", "MIL-1", "MI-12345678", "MI--1", "È-1"] {
            assert!(entry(Register::BusinessRegister, bad).is_err(), "{bad}");
        }
        assert!(entry(Register::Cooperatives, "A123456").is_ok());
    }

    #[test]
    fn a_body_has_one_runts_number_but_several_rea_numbers() {
        let pair = |register, a, b| {
            entry(register, a)
                .unwrap()
                .repeats(&entry(register, b).unwrap())
        };
        assert!(pair(Register::Runts, "1", "2"));
        assert!(!pair(Register::BusinessRegister, "MI-1", "RM-1"));
        assert!(pair(Register::Other, "x1", "X1"));
    }
}
