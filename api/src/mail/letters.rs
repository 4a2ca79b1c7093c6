//! The letters the hub writes, in Italian and English: the one home of their texts.

use domain_accounts::Role;
use domain_shared::{Code as _, EmailAddress, Locale};
use secrecy::{ExposeSecret as _, SecretString};

/// A letter to one person.
pub struct Letter {
    /// To whom.
    pub recipient: EmailAddress,
    /// Subject line.
    pub subject: String,
    /// Plain text. May hold a single-use secret.
    pub body: String,
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter")
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

impl Letter {
    pub(super) fn new(recipient: &EmailAddress, subject: &str, body: String) -> Self {
        Self {
            recipient: recipient.clone(),
            subject: subject.to_owned(),
            body,
        }
    }

    /// An invitation to take a role at a place.
    #[must_use]
    pub fn invitation(
        to: &EmailAddress,
        locale: Locale,
        place: &str,
        role: Role,
        code: &SecretString,
        days: i64,
    ) -> Self {
        let (role, code) = (role.label(locale), code.expose_secret());
        match locale {
            Locale::Italian => Self::new(
                to,
                "Invito al Welfare Hub",
                format!(
                    "Buongiorno,\n\nè invitata o invitato a collaborare con «{place}» nel Welfare Hub come {role}.\n\n\
                     Codice di invito, da usare una sola volta entro {days} giorni:\n\n{code}\n\n\
                     Se non si aspettava questo messaggio, può ignorarlo.\n"
                ),
            ),
            Locale::English => Self::new(
                to,
                "Invitation to the Welfare Hub",
                format!(
                    "Hello,\n\nyou are invited to work with \"{place}\" in the Welfare Hub as {role}.\n\n\
                     Invitation code, to be used once within {days} days:\n\n{code}\n\n\
                     If you did not expect this message, you can ignore it.\n"
                ),
            ),
        }
    }

    /// A single-use code to choose a new password.
    #[must_use]
    pub fn password_reset(
        to: &EmailAddress,
        locale: Locale,
        code: &SecretString,
        minutes: i64,
    ) -> Self {
        let code = code.expose_secret();
        match locale {
            Locale::Italian => Self::new(
                to,
                "Nuova password per il Welfare Hub",
                format!(
                    "Buongiorno,\n\nper scegliere una nuova password serve questo codice, valido una sola volta \
                     per {minutes} minuti:\n\n{code}\n\nSe non ha chiesto una nuova password, può ignorare questo \
                     messaggio: quella attuale resta valida.\n"
                ),
            ),
            Locale::English => Self::new(
                to,
                "New password for the Welfare Hub",
                format!(
                    "Hello,\n\nto choose a new password you need this code, good once for {minutes} minutes:\n\n{code}\n\n\
                     If you did not ask for a new password, you can ignore this message: the present one stays good.\n"
                ),
            ),
        }
    }

    /// The password was changed.
    #[must_use]
    pub fn password_changed(to: &EmailAddress, locale: Locale) -> Self {
        match locale {
            Locale::Italian => Self::new(
                to,
                "La password è stata cambiata",
                "Buongiorno,\n\nla password del suo account nel Welfare Hub è stata cambiata e le altre sessioni \
                 sono state chiuse.\n\nSe non è stata lei, o non è stato lei, chieda subito una nuova password e \
                 avverta l'amministrazione della rete.\n"
                    .to_owned(),
            ),
            Locale::English => Self::new(
                to,
                "Your password was changed",
                "Hello,\n\nthe password of your Welfare Hub account was changed and your other sessions were \
                 closed.\n\nIf it was not you, ask for a new password at once and tell the network's \
                 administration.\n"
                    .to_owned(),
            ),
        }
    }

    /// A provider registered and waits for a decision.
    #[must_use]
    pub fn registration_received(to: &EmailAddress, locale: Locale, provider: &str) -> Self {
        match locale {
            Locale::Italian => Self::new(
                to,
                "Registrazione ricevuta",
                format!(
                    "Buongiorno,\n\nla registrazione di «{provider}» nel Welfare Hub è stata ricevuta e sarà \
                     esaminata dalla rete. Riceverà l'esito a questo indirizzo.\n"
                ),
            ),
            Locale::English => Self::new(
                to,
                "Registration received",
                format!(
                    "Hello,\n\nthe registration of \"{provider}\" in the Welfare Hub was received and will be \
                     examined by the network. You will get the outcome at this address.\n"
                ),
            ),
        }
    }

    /// A registration or accreditation was decided on.
    #[must_use]
    pub fn provider_decision(
        to: &EmailAddress,
        locale: Locale,
        provider: &str,
        state: &str,
        reason: Option<&str>,
    ) -> Self {
        match locale {
            Locale::Italian => {
                let reason = reason
                    .map(|reason| format!("\nMotivazione: {reason}\n"))
                    .unwrap_or_default();
                Self::new(
                    to,
                    "Decisione sull'ente",
                    format!(
                        "Buongiorno,\n\nlo stato di «{provider}» nel Welfare Hub è ora: {state}.\n{reason}"
                    ),
                )
            }
            Locale::English => {
                let reason = reason
                    .map(|reason| format!("\nReason: {reason}\n"))
                    .unwrap_or_default();
                Self::new(
                    to,
                    "Decision on your organisation",
                    format!(
                        "Hello,\n\nthe state of \"{provider}\" in the Welfare Hub is now: {state}.\n{reason}"
                    ),
                )
            }
        }
    }
}
