//! User accounts.

use chrono::{DateTime, Utc};
use domain_shared::{EmailAddress, Locale, NetworkBodyId, PersonName, UserId, Version, codes};

codes! {
    /// Whether an account can be used.
    pub enum UserStatus {
        /// It can.
        Active = "active", "attivo", "active";
        /// It cannot; its sessions are over.
        Disabled = "disabled", "disattivato", "disabled";
    }
}

codes! {
    /// The language a person is written to in.
    pub enum LocaleCode {
        /// Italian.
        It = "it", "italiano", "Italian";
        /// English.
        En = "en", "inglese", "English";
    }
}

impl LocaleCode {
    /// The language.
    #[must_use]
    pub const fn locale(self) -> Locale {
        match self {
            Self::It => Locale::Italian,
            Self::En => Locale::English,
        }
    }
}

codes! {
    /// Why a session is over.
    pub enum EndReason {
        /// The user signed out.
        Logout = "logout", "uscita", "signed out";
        /// The user signed out everywhere.
        LogoutEverywhere = "logout_everywhere", "uscita da tutti i dispositivi", "signed out everywhere";
        /// An exchanged refresh token came back: somebody else may have it.
        TokenReuse = "token_reuse", "riuso di un token già scambiato", "reuse of an exchanged token";
        /// The password was changed or reset.
        PasswordChanged = "password_changed", "cambio della password", "password changed";
        /// The account was disabled.
        AccountDisabled = "account_disabled", "account disattivato", "account disabled";
    }
}

/// A user account, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Identifier.
    pub id: UserId,
    /// The network whose administrators manage the account.
    pub network_id: Option<NetworkBodyId>,
    /// Sign-in name and where mail goes; unique in the hub.
    pub email: EmailAddress,
    /// Given name.
    pub given_name: PersonName,
    /// Family name.
    pub family_name: PersonName,
    /// Language of mails.
    pub locale: LocaleCode,
    /// Whether it can be used.
    pub status: UserStatus,
    /// Whether the next thing to do is to choose a password.
    pub must_change_password: bool,
    /// Last successful sign-in.
    pub last_login_at: Option<DateTime<Utc>>,
    /// Version.
    pub version: Version,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}
