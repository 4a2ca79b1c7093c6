//! The letters about service cards, in Italian and English.

use domain_cards::CardStep;
use domain_shared::{EmailAddress, Locale};

use super::Letter;

/// Most titles named in one letter.
const NAMED: usize = 20;

impl Letter {
    /// Cards of a provider wait for review.
    #[must_use]
    pub fn cards_submitted(
        to: &EmailAddress,
        locale: Locale,
        provider: &str,
        titles: &[&str],
    ) -> Self {
        let list = listed(titles, locale);
        match locale {
            Locale::Italian => Self::new(
                to,
                "Schede da esaminare",
                format!("Buongiorno,\n\n«{provider}» ha inviato in revisione:\n\n{list}"),
            ),
            Locale::English => Self::new(
                to,
                "Cards to review",
                format!("Hello,\n\n\"{provider}\" submitted for review:\n\n{list}"),
            ),
        }
    }

    /// What became of a card of a provider.
    #[must_use]
    pub fn card_step(
        to: &EmailAddress,
        locale: Locale,
        (provider, title): (&str, &str),
        step: CardStep,
        reason: Option<&str>,
    ) -> Self {
        let (subject, what) = said(step, locale);
        let body = match locale {
            Locale::Italian => {
                let reason = reason.map(|reason| format!("\nMotivazione: {reason}\n"));
                let reason = reason.unwrap_or_default();
                format!("Buongiorno,\n\nla scheda «{title}» di «{provider}» {what}.\n{reason}")
            }
            Locale::English => {
                let reason = reason.map(|reason| format!("\nReason: {reason}\n"));
                let reason = reason.unwrap_or_default();
                format!("Hello,\n\nthe card \"{title}\" of \"{provider}\" {what}.\n{reason}")
            }
        };
        Self::new(to, subject, body)
    }
}

/// A list of titles, cut where it becomes long.
fn listed(titles: &[&str], locale: Locale) -> String {
    let mut lines: Vec<String> = titles
        .iter()
        .take(NAMED)
        .map(|title| format!("- {title}\n"))
        .collect();
    let more = titles.len().saturating_sub(NAMED);
    if more > 0 {
        lines.push(match locale {
            Locale::Italian => format!("- e altre {more}\n"),
            Locale::English => format!("- and {more} more\n"),
        });
    }
    lines.concat()
}

/// Subject line, and what happened to the card.
const fn said(step: CardStep, locale: Locale) -> (&'static str, &'static str) {
    let (it, en) = match step {
        CardStep::Create => (
            ("Scheda creata", "è stata creata"),
            ("Card created", "was created"),
        ),
        CardStep::Edit => (
            ("Scheda modificata", "è stata modificata"),
            ("Card changed", "was changed"),
        ),
        CardStep::Submit => (
            ("Scheda in revisione", "è stata inviata in revisione"),
            ("Card submitted", "was submitted for review"),
        ),
        CardStep::Withdraw => (
            (
                "Scheda ritirata dalla revisione",
                "è stata ritirata dalla revisione",
            ),
            ("Card withdrawn from review", "was withdrawn from review"),
        ),
        CardStep::RequestChanges => (
            (
                "Modifiche richieste a una scheda",
                "torna in redazione: la revisione chiede modifiche",
            ),
            (
                "Changes requested to a card",
                "comes back from review: changes are requested",
            ),
        ),
        CardStep::Publish => (
            ("Scheda pubblicata", "è stata pubblicata"),
            ("Card published", "was published"),
        ),
        CardStep::Discard => (
            ("Bozza scartata", "torna all'ultima versione pubblicata"),
            ("Draft discarded", "is back to what was published last"),
        ),
        CardStep::Suspend => (
            (
                "Scheda sospesa",
                "è stata sospesa e non è più visibile al pubblico",
            ),
            (
                "Card suspended",
                "was suspended and is no longer visible to the public",
            ),
        ),
        CardStep::Reinstate => (
            ("Scheda riattivata", "è stata riattivata"),
            ("Card reinstated", "was reinstated"),
        ),
        CardStep::Archive => (
            ("Scheda archiviata", "è stata archiviata"),
            ("Card archived", "was archived"),
        ),
    };
    match locale {
        Locale::Italian => it,
        Locale::English => en,
    }
}

#[cfg(test)]
mod tests {
    use domain_shared::{Code as _, TextValue as _};

    use super::*;

    #[test]
    fn a_long_list_is_cut() {
        let to = EmailAddress::parse("redazione@example.org").unwrap();
        let titles = vec!["Spesa a domicilio"; 25];
        let letter = Letter::cards_submitted(&to, Locale::Italian, "Coop", &titles);
        assert_eq!(letter.body.matches("Spesa").count(), 20);
        assert!(letter.body.ends_with("- e altre 5\n"), "{}", letter.body);
    }

    #[test]
    fn every_step_is_said_in_both_languages() {
        let to = EmailAddress::parse("redazione@example.org").unwrap();
        for step in CardStep::ALL {
            let about = ("Coop Il Melograno", "Spesa a domicilio");
            let letter =
                |locale| Letter::card_step(&to, locale, about, *step, Some("Prezzo superato"));
            let (it, en) = (letter(Locale::Italian), letter(Locale::English));
            assert_ne!(it.subject, en.subject);
            assert!(it.body.contains("Motivazione: Prezzo superato"));
            assert!(en.body.contains("Reason: Prezzo superato"));
            for letter in [&it, &en] {
                assert!(letter.body.contains(about.0) && letter.body.contains(about.1));
            }
        }
    }
}
