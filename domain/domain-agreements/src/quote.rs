//! What somebody pays with the benefits of agreements, and why.

use std::cmp::Reverse;

use chrono::NaiveDate;
use domain_shared::{AgreementId, Code as _, Locale, Money, Period, PriceUnit, codes};

use crate::{BenefitAudience, BenefitValue};

codes! {
    /// As what somebody asks for a price.
    pub enum Asker {
        /// Neither a member nor the holder of a card.
        None = "none", "nessuna appartenenza", "neither";
        /// A member of the party that made the agreement for the network.
        Member = "member", "socio", "member";
        /// The holder of a card of the network.
        CardHolder = "card_holder", "titolare di tessera", "card holder";
    }
}

impl Asker {
    /// Whether somebody belongs to those who have a benefit.
    #[must_use]
    pub const fn is_among(self, audience: BenefitAudience) -> bool {
        match (audience, self) {
            (BenefitAudience::Everyone, _)
            | (BenefitAudience::Member, Self::Member)
            | (BenefitAudience::CardHolder, Self::CardHolder) => true,
            (BenefitAudience::Member, Self::None | Self::CardHolder)
            | (BenefitAudience::CardHolder, Self::None | Self::Member) => false,
        }
    }
}

codes! {
    /// What became of a benefit when a price was quoted.
    pub enum Verdict {
        /// It makes the price.
        Applied = "applied", "applicato", "applied";
        /// Another one makes the price lower, or as low.
        Outdone = "outdone", "un altro vantaggio conviene di più o altrettanto", "another benefit gives as much or more";
        /// The price is not lower with it.
        NoGain = "no_gain", "il prezzo non diventa più basso", "the price does not become lower";
        /// It is for others.
        OtherAudience = "other_audience", "riservato ad altre persone", "for other people";
        /// It is for prices of another unit.
        OtherUnit = "other_unit", "riguarda un'altra unità di prezzo", "for prices of another unit";
        /// It does not hold on the day.
        OtherDays = "other_days", "non vale in questo giorno", "does not hold on this day";
        /// It does not change prices.
        NoPrice = "no_price", "non cambia il prezzo", "does not change the price";
    }
}

/// A benefit that is for a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// Its agreement.
    pub agreement_id: AgreementId,
    /// Its place in the agreement.
    pub number: u16,
    /// What it does.
    pub value: BenefitValue,
    /// The unit whose prices are meant; all without.
    pub unit: Option<PriceUnit>,
    /// Who has it.
    pub audience: BenefitAudience,
    /// The days on which it holds.
    pub days: Period,
}

/// A price, or the span in which it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PriceSpan {
    /// The price, or the lowest.
    pub from: Money,
    /// The highest, where it varies.
    pub to: Option<Money>,
}

/// A price with the best benefit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The price.
    pub price: PriceSpan,
    /// What became of each offer, in their order.
    pub verdicts: Vec<Verdict>,
}

impl Quote {
    /// The place of the offer that makes the price.
    #[must_use]
    pub fn applied(&self) -> Option<usize> {
        let mut verdicts = self.verdicts.iter();
        verdicts.position(|verdict| *verdict == Verdict::Applied)
    }
}

/// The price somebody pays per unit on a day. Of several benefits the one counts with which the (lowest) price is
/// lowest, then the one with which the highest is lowest, then the one of the older agreement; benefits are
/// never added up.
#[must_use]
pub fn quote(
    price: PriceSpan,
    unit: PriceUnit,
    offers: &[Offer],
    asker: Asker,
    day: NaiveDate,
) -> Quote {
    let read: Vec<Result<PriceSpan, Verdict>> = offers
        .iter()
        .map(|offer| offer.makes(price, unit, asker, day))
        .collect();
    let open = offers.iter().zip(&read).enumerate();
    let best = open
        .filter_map(|(place, (offer, made))| Some((place, offer, made.as_ref().ok()?)))
        .min_by_key(|(_, offer, made)| (made.from, made.to, offer.agreement_id, offer.number))
        .map(|(place, _, made)| (place, *made));
    let verdict = |(place, made): (usize, &Result<PriceSpan, Verdict>)| match made {
        Err(verdict) => *verdict,
        Ok(_) if best.is_some_and(|(applied, _)| applied == place) => Verdict::Applied,
        Ok(_) => Verdict::Outdone,
    };
    Quote {
        price: best.map_or(price, |(_, made)| made),
        verdicts: read.iter().enumerate().map(verdict).collect(),
    }
}

impl Offer {
    /// The price with this benefit, or why it is not one for it.
    fn makes(
        &self,
        price: PriceSpan,
        unit: PriceUnit,
        asker: Asker,
        day: NaiveDate,
    ) -> Result<PriceSpan, Verdict> {
        if !self.days.contains(day) {
            return Err(Verdict::OtherDays);
        }
        if !asker.is_among(self.audience) {
            return Err(Verdict::OtherAudience);
        }
        let made = PriceSpan {
            from: self.value.price(price.from).ok_or(Verdict::NoPrice)?,
            to: price.to.and_then(|to| self.value.price(to)),
        };
        if self.unit.is_some_and(|meant| meant != unit) {
            Err(Verdict::OtherUnit)
        } else if made == price {
            Err(Verdict::NoGain)
        } else {
            Ok(made)
        }
    }
}

impl BenefitValue {
    /// What is paid instead of a price; nothing for what does not change prices. The part of a percentage is
    /// rounded to the cent, half a cent up; nothing becomes dearer, or less than nothing.
    #[must_use]
    pub fn price(self, before: Money) -> Option<Money> {
        let cents = before.cents();
        let after = match self {
            Self::Percentage(percentage) => {
                let part = u64::from(cents) * u64::from(percentage.hundredths());
                let off = u32::try_from((part + 5_000) / 10_000).unwrap_or(cents);
                cents.saturating_sub(off)
            }
            Self::FixedAmount(amount) => cents.saturating_sub(amount.cents()),
            Self::FixedPrice(price) => cents.min(price.cents()),
            Self::Free => 0,
            Self::Priority => return None,
        };
        Money::from_cents(after)
    }

    /// What it does, in words.
    #[must_use]
    pub fn words(self, locale: Locale) -> String {
        match (self, locale) {
            (Self::Percentage(part), Locale::Italian) => {
                format!("sconto del {}%", comma(&part.to_string()))
            }
            (Self::Percentage(part), Locale::English) => format!("{part}% off"),
            (Self::FixedAmount(amount), Locale::Italian) => {
                format!("sconto di {} euro", comma(&amount.to_string()))
            }
            (Self::FixedAmount(amount), Locale::English) => format!("{amount} euro off"),
            (Self::FixedPrice(price), Locale::Italian) => {
                format!("prezzo convenzionato di {} euro", comma(&price.to_string()))
            }
            (Self::FixedPrice(price), Locale::English) => format!("agreed price of {price} euro"),
            (Self::Free | Self::Priority, _) => self.kind().label(locale).to_owned(),
        }
    }
}

/// A decimal number with a comma, as in Italian.
fn comma(number: &str) -> String {
    number.replace('.', ",")
}

/// For whom a benefit is, in words after what it does.
const fn for_whom(audience: BenefitAudience, locale: Locale) -> &'static str {
    match (audience, locale) {
        (BenefitAudience::Everyone, Locale::Italian) => "per tutti",
        (BenefitAudience::Everyone, Locale::English) => "for everyone",
        (BenefitAudience::Member, Locale::Italian) => "per i soci",
        (BenefitAudience::Member, Locale::English) => "for members",
        (BenefitAudience::CardHolder, Locale::Italian) => "per i titolari di tessera",
        (BenefitAudience::CardHolder, Locale::English) => "for card holders",
    }
}

/// Why a price is what it is, in words; `titles` are the titles of the offers' agreements, in their order.
#[must_use]
pub fn why(quote: &Quote, offers: &[Offer], titles: &[&str], locale: Locale) -> String {
    let applied = quote
        .applied()
        .and_then(|place| offers.get(place).zip(titles.get(place)));
    if let Some((offer, title)) = applied {
        let (value, people) = (offer.value.words(locale), for_whom(offer.audience, locale));
        return match locale {
            Locale::Italian => format!("Si applica: {value} {people} («{title}»)."),
            Locale::English => format!("Applied: {value} {people} (“{title}”)."),
        };
    }
    // What came nearest says most.
    let nearest = quote
        .verdicts
        .iter()
        .copied()
        .min_by_key(|one| nearness(*one));
    match (nearest, locale) {
        (None, Locale::Italian) => {
            "Nessun vantaggio di un accordo in vigore in questo giorno riguarda il servizio."
                .to_owned()
        }
        (None, Locale::English) => {
            "No benefit of an agreement in force on this day is for the service.".to_owned()
        }
        (Some(verdict), Locale::Italian) => {
            format!("Prezzo ordinario: {}.", verdict.label(locale))
        }
        (Some(verdict), Locale::English) => format!("Usual price: {}.", verdict.label(locale)),
    }
}

/// How near a benefit came to making the price; lower is nearer.
const fn nearness(verdict: Verdict) -> Reverse<u8> {
    Reverse(match verdict {
        Verdict::Applied => 6,
        Verdict::Outdone => 5,
        Verdict::NoGain => 4,
        Verdict::OtherAudience => 3,
        Verdict::OtherUnit => 2,
        Verdict::OtherDays => 1,
        Verdict::NoPrice => 0,
    })
}

#[cfg(test)]
#[path = "quote_tests.rs"]
mod tests;
