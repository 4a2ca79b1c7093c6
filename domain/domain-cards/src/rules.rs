//! When the cards of a network are to be verified, and what becomes of those that are not.

use domain_shared::{Message, Violation, Violations, messages};

use crate::FreshnessRules;

/// The reminder would come when the card is stale already.
pub static REMINDER_NOT_BEFORE_STALE: Message = Message {
    code: "reminder_not_before_stale",
    it: "Il promemoria deve precedere il momento in cui la scheda risulta non verificata da tempo.",
    en: "The reminder must come before the card counts as stale.",
};

/// The rules of a network for its cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardRules {
    /// When providers are reminded and when cards are stale.
    pub freshness: FreshnessRules,
    /// Whether stale cards leave the public view.
    pub hide_stale: bool,
}

impl CardRules {
    /// Fewest months of either rule.
    pub const MIN_MONTHS: u32 = 1;
    /// Most months of either rule.
    pub const MAX_MONTHS: u32 = 120;

    /// Reads rules as somebody typed them.
    ///
    /// # Errors
    /// Every mistake: months out of bounds, a reminder that does not come before a card is stale.
    pub fn new(
        remind_after_months: i64,
        stale_after_months: i64,
        hide_stale: bool,
    ) -> Result<Self, Violations> {
        let mut wrong = Violations::new();
        let remind_after = months(&mut wrong, "/remind_after_months", remind_after_months);
        let stale_after = months(&mut wrong, "/stale_after_months", stale_after_months);
        let (Some(remind_after), Some(stale_after)) = (remind_after, stale_after) else {
            return Err(wrong);
        };
        if remind_after >= stale_after {
            wrong.add("/remind_after_months", &REMINDER_NOT_BEFORE_STALE);
            return Err(wrong);
        }
        Ok(Self {
            freshness: FreshnessRules {
                remind_after,
                stale_after,
            },
            hide_stale,
        })
    }
}

fn months(wrong: &mut Violations, pointer: &str, number: i64) -> Option<u32> {
    let bounds = CardRules::MIN_MONTHS..=CardRules::MAX_MONTHS;
    let months = u32::try_from(number)
        .ok()
        .filter(|months| bounds.contains(months));
    if months.is_none() {
        wrong.push(
            Violation::new(pointer, &messages::OUT_OF_RANGE)
                .with("min", bounds.start())
                .with("max", bounds.end()),
        );
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reminder_comes_before_the_card_is_stale() {
        let rules = CardRules::new(6, 9, false).unwrap();
        assert_eq!(rules.freshness, FreshnessRules::DEFAULT);
        let wrong = |remind, stale| CardRules::new(remind, stale, true).unwrap_err().to_string();
        assert_eq!(
            wrong(9, 9),
            "/remind_after_months: reminder_not_before_stale"
        );
        assert_eq!(
            wrong(0, 121),
            "/remind_after_months: out_of_range; /stale_after_months: out_of_range"
        );
    }
}
