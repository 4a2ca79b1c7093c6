//! The letters about deadlines of agreements, in Italian and English.

use chrono::NaiveDate;
use domain_agreements::DeadlineKind;
use domain_shared::{EmailAddress, Locale};

use super::Letter;

/// What a letter about an agreement reminds of.
#[derive(Debug, Clone, Copy)]
pub struct Deadline<'a> {
    /// Why.
    pub kind: DeadlineKind,
    /// The day: of the deadline, of signing, today for a missing accreditation.
    pub on: NaiveDate,
    /// Days from today to that day.
    pub days: i64,
    /// Name of the provider that is not accredited.
    pub provider: &'a str,
}

impl Letter {
    /// Somebody has to look after an agreement; it is named with its parties.
    #[must_use]
    pub fn agreement_deadline(
        to: &EmailAddress,
        locale: Locale,
        (title, parties): (&str, &[&str]),
        deadline: &Deadline<'_>,
    ) -> Self {
        let parties = parties.join(", ");
        match locale {
            Locale::Italian => {
                let (subject, what) = in_italian(deadline);
                let body = format!(
                    "Buongiorno,\n\nl'accordo «{title}» ({parties}) {what}\n\n\
                     Può consultarlo nel Welfare Hub.\n"
                );
                Self::new(to, subject, body)
            }
            Locale::English => {
                let (subject, what) = in_english(deadline);
                let body = format!(
                    "Hello,\n\nthe agreement \"{title}\" ({parties}) {what}\n\n\
                     You find it in the Welfare Hub.\n"
                );
                Self::new(to, subject, body)
            }
        }
    }
}

/// Subject line, and what is to be done.
fn in_italian(deadline: &Deadline<'_>) -> (&'static str, String) {
    let on = deadline.on.format("%d/%m/%Y");
    let left = match deadline.days {
        0 => "oggi".to_owned(),
        1 => "domani".to_owned(),
        days => format!("tra {days} giorni"),
    };
    match deadline.kind {
        DeadlineKind::Expiry => (
            "Accordo in scadenza",
            format!("scade {left}: il {on} è l'ultimo giorno in cui è in vigore."),
        ),
        DeadlineKind::Notice => (
            "Termine per la disdetta di un accordo",
            format!(
                "si rinnova tacitamente. L'ultimo giorno utile per la disdetta è il {on} ({left})."
            ),
        ),
        DeadlineKind::SignedFile => (
            "Manca il documento firmato di un accordo",
            format!(
                "è stato firmato il {on}, ma il documento firmato non è ancora stato caricato."
            ),
        ),
        DeadlineKind::Accreditation => (
            "Accreditamento mancante in un accordo",
            format!(
                "riguarda l'ente «{}», il cui accreditamento oggi non è in vigore.",
                deadline.provider
            ),
        ),
    }
}

/// Subject line, and what is to be done.
fn in_english(deadline: &Deadline<'_>) -> (&'static str, String) {
    let on = deadline.on;
    let left = match deadline.days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    };
    match deadline.kind {
        DeadlineKind::Expiry => (
            "Agreement about to expire",
            format!("expires {left}: {on} is its last day in force."),
        ),
        DeadlineKind::Notice => (
            "Last day to give notice of an agreement",
            format!("is renewed by itself. The last day to give notice is {on} ({left})."),
        ),
        DeadlineKind::SignedFile => (
            "Signed document of an agreement missing",
            format!("was signed on {on}, but the signed document has not been uploaded yet."),
        ),
        DeadlineKind::Accreditation => (
            "Accreditation missing in an agreement",
            format!(
                "names the provider \"{}\", whose accreditation is not in force today.",
                deadline.provider
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use domain_shared::{Code as _, TextValue as _};

    use super::*;

    #[test]
    fn every_reason_is_said_in_both_languages() {
        let to = EmailAddress::parse("coordinamento@example.org").unwrap();
        let about = (
            "Convenzione trasporti",
            &["Punto di Cesena", "Coop Il Melograno"][..],
        );
        for kind in DeadlineKind::ALL {
            for days in [0, 1, 30] {
                let deadline = Deadline {
                    kind: *kind,
                    on: "2026-12-31".parse().unwrap(),
                    days,
                    provider: "Coop Il Melograno",
                };
                let letter = |locale| Letter::agreement_deadline(&to, locale, about, &deadline);
                let (it, en) = (letter(Locale::Italian), letter(Locale::English));
                assert_ne!(it.subject, en.subject);
                for letter in [&it, &en] {
                    assert!(letter.body.contains("Convenzione trasporti"));
                    assert!(letter.body.contains("Punto di Cesena, Coop Il Melograno"));
                }
            }
        }
    }
}
