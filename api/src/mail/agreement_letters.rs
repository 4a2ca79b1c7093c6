//! The letters about agreements, in Italian and English.

use domain_agreements::AgreementStep;
use domain_shared::{EmailAddress, Locale};

use super::Letter;

/// What became of an agreement, for a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgreementNews<'a> {
    /// Title of the agreement.
    pub title: &'a str,
    /// What was done.
    pub step: AgreementStep,
    /// Who did it, where it was a party.
    pub party: Option<&'a str>,
    /// Whether every party has signed with it.
    pub all_signed: bool,
    /// Why.
    pub reason: Option<&'a str>,
}

impl Letter {
    /// A step was taken with an agreement.
    #[must_use]
    pub fn agreement_step(to: &EmailAddress, locale: Locale, news: AgreementNews<'_>) -> Self {
        let (subject, what) = said(news, locale);
        let AgreementNews {
            title,
            party,
            reason,
            ..
        } = news;
        let body = match locale {
            Locale::Italian => {
                let party = party.map(|party| format!("\nParte: {party}\n"));
                let reason = reason.map(|reason| format!("\nMotivazione: {reason}\n"));
                format!(
                    "Buongiorno,\n\nl'accordo «{title}» {what}.\n{}{}\nI dettagli sono nel Welfare Hub.\n",
                    party.unwrap_or_default(),
                    reason.unwrap_or_default()
                )
            }
            Locale::English => {
                let party = party.map(|party| format!("\nParty: {party}\n"));
                let reason = reason.map(|reason| format!("\nReason: {reason}\n"));
                format!(
                    "Hello,\n\nthe agreement \"{title}\" {what}.\n{}{}\nThe details are in the Welfare Hub.\n",
                    party.unwrap_or_default(),
                    reason.unwrap_or_default()
                )
            }
        };
        Self::new(to, subject, body)
    }
}

/// Subject line, and what happened to the agreement.
#[expect(
    clippy::too_many_lines,
    reason = "one table of texts, two languages side by side"
)]
const fn said(news: AgreementNews<'_>, locale: Locale) -> (&'static str, &'static str) {
    let (it, en) = match news.step {
        AgreementStep::Create => (
            ("Accordo creato", "è stato creato"),
            ("Agreement created", "was created"),
        ),
        AgreementStep::Edit => (
            ("Accordo modificato", "è stato modificato"),
            ("Agreement changed", "was changed"),
        ),
        AgreementStep::Submit => (
            ("Accordo da esaminare", "attende la revisione della rete"),
            ("Agreement to review", "waits for the review of the network"),
        ),
        AgreementStep::SendBack => (
            (
                "Accordo rimandato in redazione",
                "torna in redazione: la revisione chiede modifiche",
            ),
            (
                "Agreement sent back",
                "comes back from review: changes are requested",
            ),
        ),
        AgreementStep::Send => (
            (
                "Accordo inviato alla controparte",
                "è stato inviato alla controparte, che può accettarlo, proporre modifiche o rifiutarlo",
            ),
            (
                "Agreement sent to the other side",
                "was sent to the other side, which can accept it, propose changes or refuse",
            ),
        ),
        AgreementStep::Recall => (
            (
                "Accordo richiamato",
                "è stato richiamato e torna in redazione",
            ),
            ("Agreement taken back", "was taken back and is written anew"),
        ),
        AgreementStep::Accept => (
            (
                "Testo dell'accordo accettato",
                "è stato accettato nel testo inviato",
            ),
            (
                "Text of an agreement accepted",
                "was accepted as it was sent",
            ),
        ),
        AgreementStep::Propose => (
            (
                "Modifiche proposte a un accordo",
                "torna in redazione con le modifiche proposte dalla controparte",
            ),
            (
                "Changes proposed to an agreement",
                "comes back with the changes the other side proposes",
            ),
        ),
        AgreementStep::Refuse => (
            (
                "Accordo rifiutato",
                "è stato rifiutato dalla controparte ed è annullato",
            ),
            (
                "Agreement refused",
                "was refused by the other side and is cancelled",
            ),
        ),
        AgreementStep::Sign if news.all_signed => (
            (
                "Accordo firmato da tutti",
                "è stato firmato da tutte le parti",
            ),
            ("Agreement signed by all", "was signed by all parties"),
        ),
        AgreementStep::Sign => (
            ("Firma su un accordo", "è stato firmato da una delle parti"),
            (
                "Signature on an agreement",
                "was signed by one of its parties",
            ),
        ),
        AgreementStep::Terminate => (
            ("Accordo cessato", "cessa prima della sua scadenza"),
            ("Agreement terminated", "is ended before its time"),
        ),
        AgreementStep::Complete => (
            ("Accordo concluso", "è concluso"),
            ("Agreement completed", "is completed"),
        ),
        AgreementStep::Cancel => (
            ("Accordo annullato", "è stato annullato prima della firma"),
            ("Agreement cancelled", "was cancelled before it was signed"),
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
    fn every_step_is_said_in_both_languages() {
        let to = EmailAddress::parse("sportello@example.org").unwrap();
        for step in AgreementStep::ALL {
            for all_signed in [false, true] {
                let news = AgreementNews {
                    title: "Convenzione con Il Melograno",
                    step: *step,
                    party: Some("Il Melograno"),
                    all_signed,
                    reason: Some("Sconto troppo alto"),
                };
                let letter = |locale| Letter::agreement_step(&to, locale, news);
                let (it, en) = (letter(Locale::Italian), letter(Locale::English));
                assert_ne!(it.subject, en.subject);
                assert!(it.body.contains("Motivazione: Sconto troppo alto"));
                assert!(en.body.contains("Reason: Sconto troppo alto"));
                for letter in [&it, &en] {
                    assert!(letter.body.contains(news.title));
                    assert!(letter.body.contains("Il Melograno\n"));
                }
            }
        }
    }
}
