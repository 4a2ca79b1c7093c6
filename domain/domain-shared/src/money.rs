//! Amounts of money.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Message, messages};

/// Most cents an amount can have: ten million euro.
const MAX_CENTS: u32 = 1_000_000_000;

/// The currency is not one the hub accounts in.
pub static UNKNOWN_CURRENCY: Message = Message {
    code: "unknown_currency",
    it: "La valuta non è ammessa: gli importi sono in euro (EUR).",
    en: "The currency is not accepted: amounts are in euro (EUR).",
};

/// The amount is not a decimal number with at most two digits after the point.
pub static INVALID_AMOUNT: Message = Message {
    code: "invalid_amount",
    it: "L'importo non è valido: servono al massimo due decimali, per esempio 12.50.",
    en: "The amount is not valid: at most two decimals are needed, for example 12.50.",
};

/// An amount as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MoneyDraft {
    /// Decimal number with a point and up to two decimals.
    pub amount: String,
    /// ISO 4217 code; only `EUR`.
    pub currency: String,
}

/// An amount in euro, from 0 to ten million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    cents: u32,
}

impl Money {
    /// An amount of so many cents, if it is not beyond ten million euro.
    #[must_use]
    pub const fn from_cents(cents: u32) -> Option<Self> {
        if cents <= MAX_CENTS {
            Some(Self { cents })
        } else {
            None
        }
    }

    /// The amount in cents.
    #[must_use]
    pub const fn cents(self) -> u32 {
        self.cents
    }

    /// Reads a decimal amount in euro, for example `12.50` or `7`.
    ///
    /// # Errors
    /// [`INVALID_AMOUNT`], or [`messages::REQUIRED`] for an empty text.
    pub fn parse_amount(text: &str) -> Result<Self, &'static Message> {
        if text.is_empty() {
            return Err(&messages::REQUIRED);
        }
        let (euro, decimals) = text.split_once('.').unwrap_or((text, "00"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(euro) || !digits(decimals) || decimals.len() > 2 {
            return Err(&INVALID_AMOUNT);
        }
        let cents = format!("{euro}{decimals:0<2}");
        let cents = cents.parse::<u32>().ok();
        cents.and_then(Self::from_cents).ok_or(&INVALID_AMOUNT)
    }

    /// Reads an amount in euro.
    ///
    /// # Errors
    /// [`INVALID_AMOUNT`] or [`UNKNOWN_CURRENCY`].
    pub fn parse(draft: &MoneyDraft) -> Result<Self, &'static Message> {
        if draft.currency == "EUR" {
            Self::parse_amount(&draft.amount)
        } else {
            Err(&UNKNOWN_CURRENCY)
        }
    }
}

/// The decimal amount, always with two decimals.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.cents / 100, self.cents % 100)
    }
}

impl Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        MoneyDraft {
            amount: self.to_string(),
            currency: "EUR".to_owned(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let draft = MoneyDraft::deserialize(deserializer)?;
        Self::parse(&draft).map_err(|message| serde::de::Error::custom(message.code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_at_most_two_decimals() {
        for (text, cents) in [("12.50", 1250), ("12.5", 1250), ("7", 700), ("0.05", 5)] {
            assert_eq!(Money::parse_amount(text).unwrap().cents(), cents, "{text}");
        }
        for bad in [
            "-1",
            "1,50",
            "1.505",
            ".5",
            "1.",
            "1e3",
            "10000000.01",
            "€ 3",
            "99999999999",
        ] {
            assert_eq!(Money::parse_amount(bad), Err(&INVALID_AMOUNT), "{bad}");
        }
        assert_eq!(Money::parse_amount("12.5").unwrap().to_string(), "12.50");
    }

    #[test]
    fn only_euro() {
        let draft = MoneyDraft {
            amount: "3".to_owned(),
            currency: "USD".to_owned(),
        };
        assert_eq!(Money::parse(&draft), Err(&UNKNOWN_CURRENCY));
    }
}
