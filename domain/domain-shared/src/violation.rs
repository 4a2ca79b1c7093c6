//! What is wrong with an input, where, and how to say it in Italian and English.

use crate::Locale;

/// A sentence for people, in both languages, behind a stable machine-readable code.
///
/// `{name}` placeholders are filled from the arguments of the [`Violation`] that carries it.
#[derive(Debug, PartialEq, Eq)]
pub struct Message {
    /// Stable `snake_case` code a front end may switch on.
    pub code: &'static str,
    /// The sentence in Italian.
    pub it: &'static str,
    /// The sentence in English.
    pub en: &'static str,
}

impl Message {
    /// The sentence in the asked language, placeholders untouched.
    #[must_use]
    pub const fn text(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::Italian => self.it,
            Locale::English => self.en,
        }
    }
}

/// Defines the messages of a context: `NAME = "code", "italiano", "english"`.
#[macro_export]
macro_rules! define_messages {
    ($($(#[$meta:meta])* $name:ident = $code:literal, $it:literal, $en:literal;)+) => {
        $($(#[$meta])* pub static $name: $crate::Message = $crate::Message {
            code: $code,
            it: $it,
            en: $en,
        };)+
    };
}

/// One mistake in an input: where it is (JSON Pointer, RFC 6901) and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// JSON Pointer into the input, empty for the whole of it.
    pub pointer: String,
    /// What is wrong.
    pub message: &'static Message,
    /// Values for the placeholders of the message.
    pub args: Vec<(&'static str, String)>,
}

impl Violation {
    /// A violation without placeholders.
    #[must_use]
    pub fn new(pointer: impl Into<String>, message: &'static Message) -> Self {
        Self {
            pointer: pointer.into(),
            message,
            args: Vec::new(),
        }
    }

    /// The same violation with one placeholder filled.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// The sentence in the asked language with its placeholders filled.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        self.args.iter().fold(
            self.message.text(locale).to_owned(),
            |text, (name, value)| text.replace(&format!("{{{name}}}"), value),
        )
    }
}

/// Collects every mistake of an input, so that they are all reported together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// No mistake so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Records a mistake.
    pub fn push(&mut self, violation: Violation) {
        self.0.push(violation);
    }

    /// Records a mistake without placeholders.
    pub fn add(&mut self, pointer: impl Into<String>, message: &'static Message) {
        self.push(Violation::new(pointer, message));
    }

    /// Keeps the value, or records at `pointer` why there is none.
    pub fn keep<T>(
        &mut self,
        pointer: impl Into<String>,
        result: Result<T, &'static Message>,
    ) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(message) => {
                self.add(pointer, message);
                None
            }
        }
    }

    /// Reads a value that may be missing, or records at `pointer` why it cannot be read.
    pub fn keep_optional<T>(
        &mut self,
        pointer: impl Into<String>,
        text: Option<&str>,
        parse: impl FnOnce(&str) -> Result<T, &'static Message>,
    ) -> Option<T> {
        text.and_then(|text| self.keep(pointer, parse(text)))
    }

    /// The value of a part of the input that sits at `prefix`, or its mistakes taken over.
    pub fn keep_part<T>(&mut self, prefix: &str, result: Result<T, Self>) -> Option<T> {
        result.map_err(|part| self.absorb(prefix, part)).ok()
    }

    /// Takes over the mistakes of a part of the input that sits at `prefix`.
    pub fn absorb(&mut self, prefix: &str, part: Self) {
        for mut violation in part.0 {
            violation.pointer.insert_str(0, prefix);
            self.push(violation);
        }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The mistakes, in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Violation> {
        self.0.iter()
    }

    /// `Ok` when nothing is wrong, otherwise all the mistakes.
    ///
    /// # Errors
    /// The collected violations, when there is at least one.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

/// For logs and developers: `pointer: code` of each mistake.
impl std::fmt::Display for Violations {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(
                f,
                "{separator}{}: {}",
                violation.pointer, violation.message.code
            )?;
        }
        Ok(())
    }
}

impl From<Violation> for Violations {
    fn from(violation: Violation) -> Self {
        Self(vec![violation])
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
