//! The letters about the care of service cards: comments, reports, verification.

use domain_shared::{EmailAddress, Locale};

use super::Letter;

/// Most cards a letter names; it counts the others.
const MOST_TITLES: usize = 50;

impl Letter {
    /// Somebody of the other side commented on a card.
    #[must_use]
    pub fn card_comment(to: &EmailAddress, locale: Locale, card: &str, text: &str) -> Self {
        match locale {
            Locale::Italian => Self::new(
                to,
                "Nuovo commento su una scheda",
                format!(
                    "Buongiorno,\n\nc'è un nuovo commento sulla scheda «{}» nel Welfare Hub:\n\n{text}\n\n\
                     Può rispondere nel Welfare Hub.\n",
                    named(card, "senza titolo")
                ),
            ),
            Locale::English => Self::new(
                to,
                "New comment on a card",
                format!(
                    "Hello,\n\nthere is a new comment on the card \"{}\" in the Welfare Hub:\n\n{text}\n\n\
                     You can answer in the Welfare Hub.\n",
                    named(card, "untitled")
                ),
            ),
        }
    }

    /// Somebody reported that a published card is wrong.
    #[must_use]
    pub fn card_reported(
        to: &EmailAddress,
        locale: Locale,
        card: &str,
        reason: &str,
        text: &str,
    ) -> Self {
        match locale {
            Locale::Italian => Self::new(
                to,
                "Segnalazione su una scheda pubblicata",
                format!(
                    "Buongiorno,\n\nè stato segnalato un errore nella scheda «{card}» pubblicata nel Welfare Hub.\n\n\
                     Motivo: {reason}\n\n{text}\n\n\
                     La segnalazione resta aperta finché qualcuno non risponde nel Welfare Hub.\n"
                ),
            ),
            Locale::English => Self::new(
                to,
                "Report on a published card",
                format!(
                    "Hello,\n\nsomebody reported a mistake in the card \"{card}\" published in the Welfare Hub.\n\n\
                     Reason: {reason}\n\n{text}\n\n\
                     The report stays open until somebody answers it in the Welfare Hub.\n"
                ),
            ),
        }
    }

    /// The answer to a report, for whoever sent it.
    #[must_use]
    pub fn report_answered(to: &EmailAddress, locale: Locale, card: &str, answer: &str) -> Self {
        match locale {
            Locale::Italian => Self::new(
                to,
                "Risposta alla sua segnalazione",
                format!(
                    "Buongiorno,\n\ngrazie per la segnalazione sulla scheda «{card}» del Welfare Hub. \
                     Questa è la risposta:\n\n{answer}\n"
                ),
            ),
            Locale::English => Self::new(
                to,
                "Answer to your report",
                format!(
                    "Hello,\n\nthank you for your report on the card \"{card}\" of the Welfare Hub. \
                     This is the answer:\n\n{answer}\n"
                ),
            ),
        }
    }

    /// Published cards are to be verified.
    #[must_use]
    pub fn cards_due(to: &EmailAddress, locale: Locale, provider: &str, titles: &[&str]) -> Self {
        let lines = titles.iter().take(MOST_TITLES);
        let mut list = lines
            .map(|title| format!("- {title}\n"))
            .collect::<Vec<_>>()
            .concat();
        let others = titles.len().saturating_sub(MOST_TITLES);
        match locale {
            Locale::Italian => {
                if others > 0 {
                    list = format!("{list}- e altre {others}\n");
                }
                Self::new(
                    to,
                    "Schede da verificare",
                    format!(
                        "Buongiorno,\n\nqueste schede di «{provider}» pubblicate nel Welfare Hub non sono verificate \
                         da tempo:\n\n{list}\nSe sono ancora corrette basta confermarle nel Welfare Hub; altrimenti \
                         vanno aggiornate.\n"
                    ),
                )
            }
            Locale::English => {
                if others > 0 {
                    list = format!("{list}- and {others} more\n");
                }
                Self::new(
                    to,
                    "Cards to verify",
                    format!(
                        "Hello,\n\nthese cards of \"{provider}\" published in the Welfare Hub were not verified for \
                         some time:\n\n{list}\nIf they are still true, confirm them in the Welfare Hub; otherwise \
                         please bring them up to date.\n"
                    ),
                )
            }
        }
    }
}

/// A title, or what stands for a missing one.
const fn named<'t>(title: &'t str, missing: &'t str) -> &'t str {
    if title.is_empty() { missing } else { title }
}

#[cfg(test)]
mod tests {
    use domain_shared::TextValue as _;

    use super::*;

    #[test]
    fn a_letter_names_so_many_cards_and_counts_the_others() {
        let to = EmailAddress::parse("lucia@example.org").unwrap();
        let letter = Letter::cards_due(&to, Locale::Italian, "Il Melograno", &["Pasti"; 53]);
        assert_eq!(letter.body.matches("- Pasti").count(), 50);
        assert!(letter.body.contains("- e altre 3\n"));
        let short = Letter::cards_due(&to, Locale::English, "Il Melograno", &["Pasti"]);
        assert!(!short.body.contains("more\n"));
    }
}
