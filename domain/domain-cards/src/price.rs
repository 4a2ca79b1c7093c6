//! What a service costs, value-added tax included.

use domain_shared::{
    LocalText, LocalTextDraft, LongText, Message, Money, MoneyDraft, PriceUnit, ShortText,
    Violations, bounded_numbers, messages, parse_code,
};
use serde::{Deserialize, Serialize};

use crate::{VatRate, audience::keep_amounts};

/// Most price options of a card.
pub const MAX_PRICE_OPTIONS: usize = 40;

/// A free service names prices all the same.
pub static FREE_HAS_PRICES: Message = Message {
    code: "free_has_prices",
    it: "Un servizio gratuito non ha prezzi: togliere le tariffe o l'indicazione di gratuità.",
    en: "A free service has no prices: remove the prices or that it is free.",
};

bounded_numbers! {
    /// Units in a package, 2 to 1,000.
    PackageSize = 2..=1_000;
}

/// A price option as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PriceOptionDraft {
    /// What it is the price of.
    pub label: LocalTextDraft,
    /// Code of [`PriceUnit`].
    pub unit: String,
    /// Code of [`VatRate`].
    pub vat_rate: String,
    /// The price, or the lowest.
    pub from: Option<MoneyDraft>,
    /// The highest price, where it varies.
    pub to: Option<MoneyDraft>,
    /// How many units the price is for, in a package.
    pub package_size: Option<i64>,
    /// Lowest ISEE the price is for.
    pub isee_from: Option<MoneyDraft>,
    /// Highest ISEE the price is for.
    pub isee_to: Option<MoneyDraft>,
}

/// A price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PriceOption {
    /// What it is the price of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<LocalText<ShortText>>,
    /// The unit it is asked for.
    pub unit: PriceUnit,
    /// The VAT it contains.
    pub vat_rate: VatRate,
    /// The price, or the lowest.
    pub from: Money,
    /// The highest price, where it varies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Money>,
    /// How many units the price is for, in a package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_size: Option<PackageSize>,
    /// Lowest ISEE the price is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub isee_from: Option<Money>,
    /// Highest ISEE the price is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub isee_to: Option<Money>,
}

impl PriceOption {
    /// Reads a price.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &PriceOptionDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let label = wrong.keep_local("/label", &draft.label);
        let unit = wrong.keep("/unit", parse_code(&draft.unit));
        let vat_rate = wrong.keep("/vat_rate", parse_code(&draft.vat_rate));
        if draft.from.is_none() {
            wrong.add("/from", &messages::REQUIRED);
        }
        let (from, to) = keep_amounts(
            &mut wrong,
            ("/from", draft.from.as_ref()),
            ("/to", draft.to.as_ref()),
        );
        let (isee_from, isee_to) = keep_amounts(
            &mut wrong,
            ("/isee_from", draft.isee_from.as_ref()),
            ("/isee_to", draft.isee_to.as_ref()),
        );
        let package_size = draft
            .package_size
            .and_then(|size| wrong.keep_number::<PackageSize>("/package_size", size));
        let (Some(unit), Some(vat_rate), Some(from), true) =
            (unit, vat_rate, from, wrong.is_empty())
        else {
            return Err(wrong);
        };
        Ok(Self {
            label,
            unit,
            vat_rate,
            from,
            to,
            package_size,
            isee_from,
            isee_to,
        })
    }
}

/// A price list as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PricingDraft {
    /// Whether it costs nothing.
    pub free: bool,
    /// Whether a personalised quote can be had.
    pub personalised_quote: bool,
    /// Prices.
    pub options: Vec<PriceOptionDraft>,
    /// Anything else about prices.
    pub note: LocalTextDraft,
}

/// What a service costs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Pricing {
    /// Whether it costs nothing; then it has no prices.
    pub free: bool,
    /// Whether a personalised quote can be had.
    pub personalised_quote: bool,
    /// Prices, at most [`MAX_PRICE_OPTIONS`].
    pub options: Vec<PriceOption>,
    /// Anything else about prices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<LocalText<LongText>>,
}

impl Pricing {
    /// Reads a price list.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &PricingDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let options = wrong.keep_parts(
            "/options",
            &draft.options,
            MAX_PRICE_OPTIONS,
            PriceOption::parse,
        );
        if draft.free && !draft.options.is_empty() {
            wrong.add("/free", &FREE_HAS_PRICES);
        }
        let note = wrong.keep_local("/note", &draft.note);
        wrong.into_result()?;
        Ok(Self {
            free: draft.free,
            personalised_quote: draft.personalised_quote,
            options: options.into_iter().map(|(_, option)| option).collect(),
            note,
        })
    }

    /// Whether it says what the service costs, or how to learn it.
    #[must_use]
    pub const fn is_stated(&self) -> bool {
        self.free || self.personalised_quote || !self.options.is_empty()
    }

    /// The lowest price in cents of a unit, or of any; nothing for a free service.
    #[must_use]
    pub fn lowest_cents(&self, unit: Option<PriceUnit>) -> Option<u32> {
        self.options
            .iter()
            .filter(|option| unit.is_none_or(|unit| unit == option.unit))
            .map(|option| option.from.cents())
            .min()
    }
}
