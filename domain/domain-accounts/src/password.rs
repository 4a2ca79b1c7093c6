//! Which passwords are accepted: long enough, not on everybody's list (NIST SP 800-63B).

use domain_shared::{EmailAddress, Message, TextValue, fold};

/// Fewest characters of a password.
pub const MIN_PASSWORD_CHARS: usize = 12;
/// Most characters of a password; more would only cost hashing time.
pub const MAX_PASSWORD_CHARS: usize = 128;

/// Under [`MIN_PASSWORD_CHARS`].
pub static PASSWORD_TOO_SHORT: Message = Message {
    code: "password_too_short",
    it: "La password deve avere almeno 12 caratteri.",
    en: "The password needs at least 12 characters.",
};
/// Over [`MAX_PASSWORD_CHARS`].
pub static PASSWORD_TOO_LONG: Message = Message {
    code: "password_too_long",
    it: "La password può avere al massimo 128 caratteri.",
    en: "The password may have at most 128 characters.",
};
/// Easy to guess.
pub static PASSWORD_TOO_COMMON: Message = Message {
    code: "password_too_common",
    it: "La password è troppo facile da indovinare.",
    en: "The password is too easy to guess.",
};
/// Contains the name part of the e-mail address.
pub static PASSWORD_TOO_LIKE_EMAIL: Message = Message {
    code: "password_too_like_email",
    it: "La password non deve contenere l'indirizzo e-mail.",
    en: "The password must not contain the e-mail address.",
};

/// Roots of the passwords people choose first.
const COMMON: &[&str] = &[
    "password",
    "qwerty",
    "123456",
    "abcdef",
    "welfare",
    "benvenuto",
    "administrator",
    "letmein",
    "iloveyou",
    "juventus",
    "tiamo",
    "ciaociao",
    "passw0rd",
    "changeme",
    "000000",
    "111111",
];

/// Checks a new password for an account.
///
/// # Errors
/// The message that says why it is not accepted.
pub fn check_password(password: &str, email: &EmailAddress) -> Result<(), &'static Message> {
    let length = password.chars().count();
    if length < MIN_PASSWORD_CHARS {
        return Err(&PASSWORD_TOO_SHORT);
    }
    if length > MAX_PASSWORD_CHARS {
        return Err(&PASSWORD_TOO_LONG);
    }
    let plain = fold(password).replace(' ', "");
    let local = email
        .as_str()
        .split('@')
        .next()
        .map(fold)
        .unwrap_or_default()
        .replace(' ', "");
    if local.len() >= 4 && plain.contains(&local) {
        return Err(&PASSWORD_TOO_LIKE_EMAIL);
    }
    let left = COMMON
        .iter()
        .fold(plain, |rest, common| rest.replace(common, ""));
    let mut distinct: Vec<char> = left.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 5 {
        Err(&PASSWORD_TOO_COMMON)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessable_passwords_are_refused() {
        let email = EmailAddress::parse("anna.bianchi@example.org").unwrap();
        for (password, expected) in [
            ("breve", Err(&PASSWORD_TOO_SHORT)),
            ("Password123456", Err(&PASSWORD_TOO_COMMON)),
            ("aaaaaaaaaaaaaaaa", Err(&PASSWORD_TOO_COMMON)),
            ("AnnaBianchi-2026!", Err(&PASSWORD_TOO_LIKE_EMAIL)),
            ("il gatto dorme sul tetto", Ok(())),
            ("x9$Kq-72mmLpZ", Ok(())),
        ] {
            assert_eq!(check_password(password, &email), expected, "{password}");
        }
        assert_eq!(
            check_password(&"aé3$k".repeat(40), &email),
            Err(&PASSWORD_TOO_LONG)
        );
    }
}
