//! Texts that people write: trimmed, bounded, free of control characters, of the right form.

use validator::{ValidateEmail, ValidateUrl};

use crate::{Message, messages};

/// A text with bounds and a form, which the API description publishes as they stand here.
pub trait TextValue: Sized {
    /// Name of the schema in the API description, `PascalCase`.
    const NAME: &'static str;
    /// Fewest characters after trimming.
    const MIN_CHARS: usize = 1;
    /// Most characters.
    const MAX_CHARS: usize;
    /// Regular expression (ECMA 262) every valid text matches.
    const PATTERN: Option<&'static str> = None;
    /// `format` of JSON Schema.
    const FORMAT: Option<&'static str> = None;
    /// One meaningful example.
    const EXAMPLE: &'static str;
    /// What the text is, in one sentence.
    const DESCRIPTION: &'static str;

    /// Reads a text as a person typed it.
    ///
    /// # Errors
    /// The message that says what is wrong.
    fn parse(text: &str) -> Result<Self, &'static Message>;

    /// The text.
    fn as_str(&self) -> &str;
}

/// Trims, bounds and screens a text. Line breaks and tabs are accepted only in long texts.
///
/// # Errors
/// [`messages::REQUIRED`], [`messages::TOO_LONG`] or [`messages::CONTROL_CHARACTERS`].
fn screen(text: &str, min: usize, max: usize, multiline: bool) -> Result<String, &'static Message> {
    let trimmed = text.trim();
    let length = trimmed.chars().count();
    if length < min {
        return Err(if length == 0 {
            &messages::REQUIRED
        } else {
            &messages::INVALID_FORMAT
        });
    }
    if length > max {
        return Err(&messages::TOO_LONG);
    }
    let forbidden = |c: char| c.is_control() && !(multiline && matches!(c, '\n' | '\r' | '\t'));
    if trimmed.contains(forbidden) {
        return Err(&messages::CONTROL_CHARACTERS);
    }
    Ok(trimmed.to_owned())
}

/// Defines a [`TextValue`]: bounds, form, and a `check` of the screened text that may rewrite it.
#[macro_export]
macro_rules! text_value {
    ($(#[$meta:meta])* $name:ident {
        min: $min:expr, max: $max:expr, multiline: $multiline:expr,
        pattern: $pattern:expr, format: $format:expr,
        example: $example:expr, description: $description:expr,
        check: $check:expr $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $crate::TextValue for $name {
            const NAME: &'static str = stringify!($name);
            const MIN_CHARS: usize = $min;
            const MAX_CHARS: usize = $max;
            const PATTERN: Option<&'static str> = $pattern;
            const FORMAT: Option<&'static str> = $format;
            const EXAMPLE: &'static str = $example;
            const DESCRIPTION: &'static str = $description;

            fn parse(text: &str) -> Result<Self, &'static $crate::Message> {
                let check: fn(String) -> Result<String, &'static $crate::Message> = $check;
                $crate::screen_text::<Self>(text, $multiline).and_then(check).map(Self)
            }

            fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <::std::borrow::Cow<'de, str> as ::serde::Deserialize>::deserialize(deserializer)?;
                <Self as $crate::TextValue>::parse(&text)
                    .map_err(|message| ::serde::de::Error::custom(message.code))
            }
        }
    };
}

/// [`screen`] with the bounds of a text type; what [`text_value!`] expands to.
///
/// # Errors
/// As [`screen`].
#[doc(hidden)]
pub fn screen_text<T: TextValue>(text: &str, multiline: bool) -> Result<String, &'static Message> {
    screen(text, T::MIN_CHARS, T::MAX_CHARS, multiline)
}

text_value! {
    /// The name of an organisation, a place, a course: one line.
    DisplayName {
        min: 1, max: 200, multiline: false, pattern: None, format: None,
        example: "Welf@re Point Cesena",
        description: "Name for people, one line.",
        check: Ok,
    }
}

text_value! {
    /// A given or family name.
    PersonName {
        min: 1, max: 100, multiline: false, pattern: None, format: None,
        example: "Niccolò",
        description: "Given name or family name of a person.",
        check: |text| if text.contains(char::is_alphabetic) { Ok(text) } else { Err(&messages::INVALID_FORMAT) },
    }
}

text_value! {
    /// A short remark or label: one line.
    ShortText {
        min: 1, max: 120, multiline: false, pattern: None, format: None,
        example: "Suonare al citofono 3",
        description: "Short text, one line.",
        check: Ok,
    }
}

text_value! {
    /// A summary, as long as the municipal service card allows.
    Summary {
        min: 1, max: 255, multiline: false, pattern: None, format: None,
        example: "Ascolto, informazione e orientamento ai servizi del territorio.",
        description: "Summary, one paragraph.",
        check: Ok,
    }
}

text_value! {
    /// A description of several paragraphs.
    LongText {
        min: 1, max: 5000, multiline: true, pattern: None, format: None,
        example: "Lo sportello accoglie le famiglie su appuntamento.",
        description: "Plain text; line breaks are kept.",
        check: Ok,
    }
}

text_value! {
    /// Why something was decided.
    Reason {
        min: 3, max: 1000, multiline: true, pattern: None, format: None,
        example: "Documentazione completa e requisiti verificati.",
        description: "Why the decision was taken.",
        check: Ok,
    }
}

text_value! {
    /// Street and number.
    AddressLine {
        min: 1, max: 200, multiline: false, pattern: None, format: None,
        example: "Via Ilaria Alpi 49",
        description: "Street and number.",
        check: Ok,
    }
}

text_value! {
    /// An Italian postal code (CAP).
    PostalCode {
        min: 5, max: 5, multiline: false, pattern: Some("^[0-9]{5}$"), format: None,
        example: "47521",
        description: "Italian postal code (CAP), five digits.",
        check: |text| if text.bytes().all(|b| b.is_ascii_digit()) { Ok(text) } else { Err(&messages::INVALID_FORMAT) },
    }
}

text_value! {
    /// An e-mail address, stored in lower case: people do not remember how they typed it.
    EmailAddress {
        min: 3, max: 254, multiline: false, pattern: None, format: Some("email"),
        example: "sportello.cesena@example.org",
        description: "E-mail address; case does not matter.",
        check: |text| if text.validate_email() { Ok(text.to_lowercase()) } else { Err(&messages::INVALID_EMAIL) },
    }
}

text_value! {
    /// A telephone number: optional `+`, digits and the usual separators, 5 to 15 digits.
    PhoneNumber {
        min: 5, max: 25, multiline: false,
        pattern: Some("^\\+?[0-9][0-9 ./()-]{3,23}$"), format: None,
        example: "+39 0547 123456",
        description: "Telephone number, preferably with the country code.",
        check: |text| {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            let rest = text.strip_prefix('+').unwrap_or(&text);
            let form = rest.starts_with(|c: char| c.is_ascii_digit())
                && rest.chars().all(|c| c.is_ascii_digit() || " ./()-".contains(c));
            if form && (5..=15).contains(&digits) { Ok(text) } else { Err(&messages::INVALID_PHONE) }
        },
    }
}

text_value! {
    /// A web address (http or https).
    WebUrl {
        min: 10, max: 500, multiline: false, pattern: Some("^https?://"), format: Some("uri"),
        example: "https://example.org/welfare",
        description: "Web address, http or https.",
        check: |text| {
            let web = text.starts_with("https://") || text.starts_with("http://");
            if web && text.validate_url() { Ok(text) } else { Err(&messages::INVALID_URL) }
        },
    }
}

text_value! {
    /// A BCP 47 language tag in its usual spelling: language, optional script and region.
    LanguageTag {
        min: 2, max: 12, multiline: false,
        pattern: Some("^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"), format: None,
        example: "it",
        description: "Language, BCP 47.",
        check: |text| if is_language_tag(&text) { Ok(text) } else { Err(&messages::INVALID_FORMAT) },
    }
}

text_value! {
    /// A stable code that people choose once: lower case, digits, hyphens.
    StableCode {
        min: 1, max: 64, multiline: false, pattern: Some("^[a-z0-9]+(-[a-z0-9]+)*$"), format: None,
        example: "person-and-family",
        description: "Stable code: lower-case letters, digits and single hyphens.",
        check: |text| {
            let word = |part: &str| !part.is_empty()
                && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
            if text.split('-').all(word) { Ok(text) } else { Err(&messages::INVALID_FORMAT) }
        },
    }
}

/// Whether a text is `language[-Script][-REGION]` in canonical case.
fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-').peekable();
    let lower = |part: &str| part.bytes().all(|b| b.is_ascii_lowercase());
    let language = parts
        .next()
        .is_some_and(|part| matches!(part.len(), 2 | 3) && lower(part));
    let is_script = |part: &&str| {
        part.len() == 4 && part.is_char_boundary(1) && {
            let (head, tail) = part.split_at(1);
            head.bytes().all(|b| b.is_ascii_uppercase()) && lower(tail)
        }
    };
    if parts.peek().is_some_and(is_script) {
        parts.next();
    }
    let region = parts.next().is_none_or(|part| {
        (part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase()))
            || (part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()))
    });
    language && region && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_are_trimmed_and_bounded() {
        assert_eq!(DisplayName::parse("  Punto  ").unwrap().as_str(), "Punto");
        assert_eq!(DisplayName::parse("   "), Err(&messages::REQUIRED));
        assert_eq!(
            DisplayName::parse(&"è".repeat(201)),
            Err(&messages::TOO_LONG)
        );
        assert!(DisplayName::parse(&"è".repeat(200)).is_ok());
        assert_eq!(
            DisplayName::parse("a\nb"),
            Err(&messages::CONTROL_CHARACTERS)
        );
        assert!(LongText::parse("a\nb").is_ok());
    }

    #[test]
    fn examples_are_valid() {
        fn check<T: TextValue>() {
            assert!(T::parse(T::EXAMPLE).is_ok(), "{}", T::NAME);
        }
        check::<DisplayName>();
        check::<PersonName>();
        check::<ShortText>();
        check::<Summary>();
        check::<LongText>();
        check::<Reason>();
        check::<AddressLine>();
        check::<PostalCode>();
        check::<EmailAddress>();
        check::<PhoneNumber>();
        check::<WebUrl>();
        check::<LanguageTag>();
        check::<StableCode>();
    }

    #[test]
    fn forms_are_checked() {
        assert!(EmailAddress::parse("a@b").is_ok());
        assert_eq!(
            EmailAddress::parse("Anna@Example.ORG").unwrap().as_str(),
            "anna@example.org"
        );
        assert!(EmailAddress::parse("anna@@example.org").is_err());
        assert!(PhoneNumber::parse("0547/12.34-56").is_ok());
        assert!(PhoneNumber::parse("chiamare").is_err());
        assert!(WebUrl::parse("javascript:alert(1)").is_err());
        for good in [
            "it",
            "de",
            "sr-Latn",
            "pt-BR",
            "es-419",
            "zh-Hant-TW",
            "lld",
        ] {
            assert!(LanguageTag::parse(good).is_ok(), "{good}");
        }
        for bad in ["IT", "it-it", "italiano", "it-", "it_IT", "è", "sr-èatn"] {
            assert!(LanguageTag::parse(bad).is_err(), "{bad}");
        }
        assert!(StableCode::parse("a--b").is_err());
    }

    proptest! {
        #[test]
        fn no_input_panics(text in ".{0,300}") {
            let _ = (EmailAddress::parse(&text), PhoneNumber::parse(&text), WebUrl::parse(&text),
                LanguageTag::parse(&text), StableCode::parse(&text), LongText::parse(&text));
        }
    }
}
