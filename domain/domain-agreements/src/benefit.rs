//! What people gain from an agreement.

use std::{collections::BTreeSet, fmt};

use domain_shared::{
    CardId, LocalText, LocalTextDraft, LongText, Message, Money, MoneyDraft, Period, PriceUnit,
    StableCode, TextValue, Violations, messages, parse_code, parse_id,
};
use serde::{Deserialize, Serialize};

use crate::{
    BenefitAudience, BenefitKind, content::PeriodDraft, scope::MAX_SCOPE_CARDS,
    scope::MAX_SCOPE_CATEGORIES,
};

domain_shared::define_messages! {
    /// Not a percentage above 0, up to 100, with at most two decimals.
    PERCENTAGE_INVALID = "percentage_invalid",
        "La percentuale deve essere maggiore di 0 e al massimo 100, con al più due decimali, per esempio 12.5.",
        "The percentage must be above 0 and at most 100, with at most two decimals, for example 12.5.";
    /// A percentage discount without a percentage.
    BENEFIT_NEEDS_PERCENTAGE = "benefit_needs_percentage",
        "Uno sconto percentuale richiede la percentuale.",
        "A percentage discount needs the percentage.";
    /// A fixed discount or an agreed price without an amount.
    BENEFIT_NEEDS_AMOUNT = "benefit_needs_amount",
        "Uno sconto fisso o un prezzo convenzionato richiede l'importo.",
        "A fixed discount or an agreed price needs the amount.";
    /// A value that a benefit of this kind does not have.
    UNEXPECTED_VALUE = "unexpected_value",
        "Un vantaggio di questo tipo non ha questo valore.",
        "A benefit of this kind does not have this value.";
    /// A benefit for a card or a category that the agreement does not cover.
    BENEFIT_OUTSIDE_SCOPE = "benefit_outside_scope",
        "Il vantaggio riguarda una scheda o una tipologia che l'accordo non comprende.",
        "The benefit is for a card or a category that the agreement does not cover.";
    /// A benefit on days on which the agreement is not valid.
    BENEFIT_OUTSIDE_VALIDITY = "benefit_outside_validity",
        "Il vantaggio vale in giorni in cui l'accordo non è valido.",
        "The benefit holds on days on which the agreement is not valid.";
    /// Two benefits of one kind for the same people on the same thing on the same days.
    BENEFIT_OVERLAP = "benefit_overlap",
        "Negli stessi giorni c'è già un vantaggio dello stesso tipo, per le stesse persone, sullo stesso servizio.",
        "On the same days there is a benefit of the same kind already, for the same people, on the same service.";
}

/// A percentage above 0 and up to 100, with two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percentage {
    hundredths: u32,
}

impl Percentage {
    /// Reads a decimal number, for example `12.5`.
    ///
    /// # Errors
    /// [`PERCENTAGE_INVALID`], or [`messages::REQUIRED`] for an empty text.
    pub fn parse(text: &str) -> Result<Self, &'static Message> {
        let amount = Money::parse_amount(text).map_err(|message| {
            if std::ptr::eq(message, &raw const messages::REQUIRED) {
                message
            } else {
                &PERCENTAGE_INVALID
            }
        })?;
        let hundredths = amount.cents();
        if (1..=10_000).contains(&hundredths) {
            Ok(Self { hundredths })
        } else {
            Err(&PERCENTAGE_INVALID)
        }
    }

    /// Hundredths of a percent: 12.5 % is 1,250.
    #[must_use]
    pub const fn hundredths(self) -> u32 {
        self.hundredths
    }
}

/// The decimal number without needless zeros.
impl fmt::Display for Percentage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.hundredths / 100, self.hundredths % 100);
        match (rest, rest % 10) {
            (0, _) => write!(f, "{whole}"),
            (_, 0) => write!(f, "{whole}.{}", rest / 10),
            (..) => write!(f, "{whole}.{rest:02}"),
        }
    }
}

/// A benefit as somebody typed it, not checked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct BenefitDraft {
    /// Code of [`BenefitKind`].
    pub kind: String,
    /// The percentage off, as a decimal number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percentage: Option<String>,
    /// The amount off, or the agreed price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<MoneyDraft>,
    /// Code of the unit whose prices are meant; all without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Code of [`BenefitAudience`].
    pub audience: String,
    /// Codes of categories it is for.
    pub categories: Vec<String>,
    /// Identifiers of cards it is for.
    pub cards: Vec<String>,
    /// The days it holds; those of the agreement without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<PeriodDraft>,
    /// Conditions in words.
    #[serde(skip_serializing_if = "LocalTextDraft::is_empty")]
    pub note: LocalTextDraft,
}

/// What a benefit does with a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BenefitValue {
    /// So much of the price less.
    Percentage(Percentage),
    /// So much less, never below zero.
    FixedAmount(Money),
    /// This price, where it is not higher than the usual one.
    FixedPrice(Money),
    /// Nothing to pay.
    Free,
    /// The price stays; one is served before others.
    Priority,
}

impl BenefitValue {
    /// Its kind.
    #[must_use]
    pub const fn kind(self) -> BenefitKind {
        match self {
            Self::Percentage(_) => BenefitKind::Percentage,
            Self::FixedAmount(_) => BenefitKind::FixedAmount,
            Self::FixedPrice(_) => BenefitKind::FixedPrice,
            Self::Free => BenefitKind::Free,
            Self::Priority => BenefitKind::Priority,
        }
    }

    /// The amount off, or the agreed price.
    #[must_use]
    pub const fn amount(self) -> Option<Money> {
        match self {
            Self::FixedAmount(amount) | Self::FixedPrice(amount) => Some(amount),
            Self::Percentage(_) | Self::Free | Self::Priority => None,
        }
    }

    /// What it competes with.
    #[must_use]
    pub const fn class(self) -> BenefitClass {
        match self {
            Self::Percentage(_) | Self::FixedAmount(_) | Self::FixedPrice(_) | Self::Free => {
                BenefitClass::Price
            }
            Self::Priority => BenefitClass::Priority,
        }
    }
}

domain_shared::codes! {
    /// What benefits compete for: of one class only one can hold for the same people and thing.
    pub enum BenefitClass {
        /// The price.
        Price = "price", "prezzo", "price";
        /// The turn.
        Priority = "priority", "precedenza", "priority";
    }
}

/// What a benefit is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BenefitTarget {
    /// Everything the agreement covers.
    Whole,
    /// A category and those below it.
    Category(StableCode),
    /// A card.
    Card(CardId),
}

/// What people gain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Benefit {
    /// What it does.
    pub value: BenefitValue,
    /// The unit whose prices are meant; all without.
    pub unit: Option<PriceUnit>,
    /// Who has it.
    pub audience: BenefitAudience,
    /// Categories it is for.
    pub categories: BTreeSet<StableCode>,
    /// Cards it is for.
    pub cards: BTreeSet<CardId>,
    /// The days it holds; those of the agreement without.
    pub period: Option<Period>,
    /// Conditions in words.
    pub note: Option<LocalText<LongText>>,
}

impl Benefit {
    /// Reads a benefit. Whether what it names exists and is covered is not known here.
    ///
    /// # Errors
    /// Every mistake of the draft.
    pub fn parse(draft: &BenefitDraft) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let kind = wrong.keep("/kind", parse_code(&draft.kind));
        let value = kind.and_then(|kind| read_value(kind, draft, &mut wrong));
        let unit = wrong.keep_optional("/unit", draft.unit.as_deref(), parse_code);
        let audience = wrong.keep("/audience", parse_code(&draft.audience));
        let categories = wrong.keep_list(
            "/categories",
            &draft.categories,
            MAX_SCOPE_CATEGORIES,
            StableCode::parse,
        );
        let cards = wrong.keep_list("/cards", &draft.cards, MAX_SCOPE_CARDS, parse_id);
        let period = draft.period.as_ref();
        let period = period.and_then(|period| wrong.keep_part("/period", period.read()));
        let note = wrong.keep_local("/note", &draft.note);
        let (Some(value), Some(audience), true) = (value, audience, wrong.is_empty()) else {
            return Err(wrong);
        };
        Ok(Self {
            value,
            unit,
            audience,
            categories: categories.into_iter().collect(),
            cards: cards.into_iter().collect(),
            period,
            note,
        })
    }

    /// The days on which it holds, of those on which its agreement is in force.
    #[must_use]
    pub fn days_within(&self, in_force: Period) -> Option<Period> {
        match self.period {
            Some(period) => period.shared_with(&in_force),
            None => Some(in_force),
        }
    }

    /// What it is for, item by item.
    #[must_use]
    pub fn targets(&self) -> Vec<BenefitTarget> {
        if self.categories.is_empty() && self.cards.is_empty() {
            return vec![BenefitTarget::Whole];
        }
        let categories = self.categories.iter().cloned().map(BenefitTarget::Category);
        let cards = self.cards.iter().copied().map(BenefitTarget::Card);
        categories.chain(cards).collect()
    }

    /// Whether it competes with another benefit of the same parties on days both hold.
    #[must_use]
    pub fn competes_with(&self, other: &Self) -> bool {
        let same_price = match (self.unit, other.unit) {
            (Some(one), Some(two)) => one == two,
            (None, _) | (_, None) => true,
        };
        let theirs = other.targets();
        self.value.class() == other.value.class()
            && self.audience == other.audience
            && same_price
            && self.targets().iter().any(|target| theirs.contains(target))
    }
}

fn read_value(
    kind: BenefitKind,
    draft: &BenefitDraft,
    wrong: &mut Violations,
) -> Option<BenefitValue> {
    let needs_percentage = matches!(kind, BenefitKind::Percentage);
    let needs_amount = matches!(kind, BenefitKind::FixedAmount | BenefitKind::FixedPrice);
    let percentage = draft.percentage.as_deref();
    let amount = draft.amount.as_ref();
    if percentage.is_some() && !needs_percentage {
        wrong.add("/percentage", &UNEXPECTED_VALUE);
    }
    if amount.is_some() && !needs_amount {
        wrong.add("/amount", &UNEXPECTED_VALUE);
    }
    if percentage.is_none() && needs_percentage {
        wrong.add("/percentage", &BENEFIT_NEEDS_PERCENTAGE);
    }
    if amount.is_none() && needs_amount {
        wrong.add("/amount", &BENEFIT_NEEDS_AMOUNT);
    }
    let percentage = percentage
        .filter(|_| needs_percentage)
        .and_then(|text| wrong.keep("/percentage", Percentage::parse(text)));
    let amount = amount
        .filter(|_| needs_amount)
        .and_then(|amount| wrong.keep("/amount/amount", Money::parse(amount)));
    match kind {
        BenefitKind::Percentage => percentage.map(BenefitValue::Percentage),
        BenefitKind::FixedAmount => amount.map(BenefitValue::FixedAmount),
        BenefitKind::FixedPrice => amount.map(BenefitValue::FixedPrice),
        BenefitKind::Free => Some(BenefitValue::Free),
        BenefitKind::Priority => Some(BenefitValue::Priority),
    }
}

impl From<&Benefit> for BenefitDraft {
    fn from(benefit: &Benefit) -> Self {
        use domain_shared::Code as _;
        let (percentage, amount) = match benefit.value {
            BenefitValue::Percentage(percentage) => (Some(percentage.to_string()), None),
            BenefitValue::FixedAmount(amount) | BenefitValue::FixedPrice(amount) => {
                (None, Some(amount))
            }
            BenefitValue::Free | BenefitValue::Priority => (None, None),
        };
        let languages = benefit.note.iter().flat_map(LocalText::iter);
        Self {
            kind: benefit.value.kind().code().to_owned(),
            percentage,
            amount: amount.map(|amount| MoneyDraft {
                amount: amount.to_string(),
                currency: "EUR".to_owned(),
            }),
            unit: benefit.unit.map(|unit| unit.code().to_owned()),
            audience: benefit.audience.code().to_owned(),
            categories: benefit
                .categories
                .iter()
                .map(|code| code.as_str().to_owned())
                .collect(),
            cards: benefit.cards.iter().map(ToString::to_string).collect(),
            period: benefit.period.as_ref().map(PeriodDraft::from),
            note: languages
                .map(|(tag, text)| (tag.to_owned(), text.as_str().to_owned()))
                .collect(),
        }
    }
}

impl Serialize for Benefit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        BenefitDraft::from(self).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(kind: &str) -> BenefitDraft {
        BenefitDraft {
            kind: kind.to_owned(),
            audience: "member".to_owned(),
            ..BenefitDraft::default()
        }
    }

    #[test]
    fn a_percentage_is_above_zero_and_up_to_a_hundred() {
        for (text, shown) in [("100", "100"), ("12.50", "12.5"), ("0.01", "0.01")] {
            assert_eq!(Percentage::parse(text).unwrap().to_string(), shown);
        }
        for bad in ["0", "100.01", "-5", "12,5", "1.234", "%"] {
            assert_eq!(Percentage::parse(bad), Err(&PERCENTAGE_INVALID), "{bad}");
        }
        assert_eq!(Percentage::parse(""), Err(&messages::REQUIRED));
    }

    #[test]
    fn every_kind_has_its_own_value() {
        let told = |draft: &BenefitDraft| Benefit::parse(draft).unwrap_err().to_string();
        assert_eq!(
            told(&draft("percentage")),
            "/percentage: benefit_needs_percentage"
        );
        assert_eq!(told(&draft("fixed_price")), "/amount: benefit_needs_amount");
        let mut free = draft("free");
        free.percentage = Some("5".to_owned());
        free.audience = "nobody".to_owned();
        assert_eq!(
            told(&free),
            "/percentage: unexpected_value; /audience: unknown_code"
        );
        assert!(Benefit::parse(&draft("priority")).is_ok());
    }

    #[test]
    fn what_was_read_is_written_as_it_came() {
        let mut typed = draft("percentage");
        typed.percentage = Some("12.5".to_owned());
        typed.unit = Some("hour".to_owned());
        typed.categories = vec!["employment".to_owned()];
        typed
            .note
            .insert("it".to_owned(), "Con tessera.".to_owned());
        let benefit = Benefit::parse(&typed).unwrap();
        assert_eq!(BenefitDraft::from(&benefit), typed);
    }

    #[test]
    fn benefits_compete_for_the_same_people_and_thing() {
        let read = |change: &dyn Fn(&mut BenefitDraft)| {
            let mut typed = draft("free");
            change(&mut typed);
            Benefit::parse(&typed).unwrap()
        };
        let plain = read(&|_| ());
        assert!(plain.competes_with(&plain));
        let others = read(&|draft| draft.audience = "everyone".to_owned());
        let turn = read(&|draft| draft.kind = "priority".to_owned());
        let narrow = read(&|draft| draft.categories = vec!["employment".to_owned()]);
        let hourly = read(&|draft| draft.unit = Some("hour".to_owned()));
        let daily = read(&|draft| draft.unit = Some("day".to_owned()));
        for other in [&others, &turn, &narrow] {
            assert!(!plain.competes_with(other));
        }
        assert!(plain.competes_with(&hourly) && !daily.competes_with(&hourly));
    }
}
