//! What can be wrong with an expression, and where.

use domain_shared::{Message, Violation};

domain_shared::define_messages! {
    /// Longer than an expression may be; `{max}`.
    EXPRESSION_TOO_LONG = "expression_too_long",
        "L'espressione è troppo lunga: sono ammessi al massimo {max} caratteri.",
        "The expression is too long: at most {max} characters are allowed.";
    /// More parentheses or functions inside each other than an expression may have; `{max}`.
    EXPRESSION_TOO_DEEP = "expression_too_deep",
        "L'espressione ha troppi livelli (posizione {position}): sono ammessi al massimo {max}.",
        "The expression has too many levels (position {position}): at most {max} are allowed.";
    /// More regular expressions than there may be; `{max}`.
    TOO_MANY_PATTERNS = "too_many_patterns",
        "Le espressioni regolari sono troppe: sono ammesse al massimo {max}.",
        "There are too many regular expressions: at most {max} are allowed.";
    /// A character that means nothing; `{position}`, `{found}`.
    EXPRESSION_UNKNOWN_CHARACTER = "expression_unknown_character",
        "Posizione {position}: il carattere «{found}» non è ammesso in un'espressione.",
        "Position {position}: the character “{found}” is not allowed in an expression.";
    /// `${` without a name and `}`; `{position}`.
    EXPRESSION_UNCLOSED_ANSWER = "expression_unclosed_answer",
        "Posizione {position}: il riferimento a una domanda si scrive ${nome}.",
        "Position {position}: a reference to a question is written ${name}.";
    /// A quote without its partner; `{position}`.
    EXPRESSION_UNCLOSED_TEXT = "expression_unclosed_text",
        "Posizione {position}: mancano le virgolette di chiusura.",
        "Position {position}: the closing quote is missing.";
    /// Not a number; `{position}`.
    EXPRESSION_INVALID_NUMBER = "expression_invalid_number",
        "Posizione {position}: il numero non è valido.",
        "Position {position}: the number is not valid.";
    /// Something else was expected; `{position}`, `{found}`.
    EXPRESSION_UNEXPECTED = "expression_unexpected",
        "Posizione {position}: «{found}» non può stare qui.",
        "Position {position}: “{found}” cannot stand here.";
    /// The end came too early; `{position}`.
    EXPRESSION_INCOMPLETE = "expression_incomplete",
        "L'espressione è incompleta (posizione {position}).",
        "The expression is incomplete (position {position}).";
    /// A function the hub does not have; `{position}`, `{found}`.
    EXPRESSION_UNKNOWN_FUNCTION = "expression_unknown_function",
        "Posizione {position}: la funzione «{found}» non è disponibile.",
        "Position {position}: the function “{found}” is not available.";
    /// A function with too few or too many values; `{position}`, `{found}`.
    EXPRESSION_ARGUMENTS = "expression_arguments",
        "Posizione {position}: la funzione «{found}» ha troppi o troppo pochi argomenti.",
        "Position {position}: the function “{found}” has too many or too few arguments.";
    /// A question that is not there, or comes with no answer; `{position}`, `{found}`.
    EXPRESSION_UNKNOWN_QUESTION = "expression_unknown_question",
        "Posizione {position}: la domanda «{found}» non esiste o non ha risposta.",
        "Position {position}: the question “{found}” does not exist or has no answer.";
    /// A column the choices do not have; `{position}`, `{found}`.
    EXPRESSION_UNKNOWN_COLUMN = "expression_unknown_column",
        "Posizione {position}: «{found}» non è una colonna delle scelte.",
        "Position {position}: “{found}” is not a column of the choices.";
    /// A value of another kind is needed; `{position}`, `{found}`.
    EXPRESSION_WRONG_TYPE = "expression_wrong_type",
        "Posizione {position}: qui serve un valore di altro tipo ({found}).",
        "Position {position}: a value of another kind is needed here ({found}).";
    /// Not a regular expression; `{position}`.
    EXPRESSION_INVALID_PATTERN = "expression_invalid_pattern",
        "Posizione {position}: l'espressione regolare non è valida o non è scritta tra virgolette.",
        "Position {position}: the regular expression is not valid or not written in quotes.";
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// Longer than so many characters.
    TooLong(usize),
    /// More levels than so many.
    TooDeep(usize),
    /// More regular expressions than so many.
    TooManyPatterns(usize),
    /// A character that means nothing.
    UnknownCharacter(char),
    /// `${` without a name and `}`.
    UnclosedAnswer,
    /// A quote without its partner.
    UnclosedText,
    /// Not a number.
    InvalidNumber,
    /// This cannot stand here.
    Unexpected(String),
    /// The end came too early.
    Incomplete,
    /// No such function.
    UnknownFunction(String),
    /// Too few or too many values for this function.
    Arguments(String),
    /// No such question, or one without an answer.
    UnknownQuestion(String),
    /// No such column of the choices.
    UnknownColumn(String),
    /// A value of another kind is needed than this.
    WrongType(&'static str),
    /// Not a regular expression in quotes.
    InvalidPattern,
}

impl Mistake {
    /// The same mistake at a place.
    #[must_use]
    pub const fn at(self, position: usize) -> ExpressionMistake {
        ExpressionMistake {
            position,
            mistake: self,
        }
    }

    const fn message(&self) -> &'static Message {
        match self {
            Self::TooLong(_) => &EXPRESSION_TOO_LONG,
            Self::TooDeep(_) => &EXPRESSION_TOO_DEEP,
            Self::TooManyPatterns(_) => &TOO_MANY_PATTERNS,
            Self::UnknownCharacter(_) => &EXPRESSION_UNKNOWN_CHARACTER,
            Self::UnclosedAnswer => &EXPRESSION_UNCLOSED_ANSWER,
            Self::UnclosedText => &EXPRESSION_UNCLOSED_TEXT,
            Self::InvalidNumber => &EXPRESSION_INVALID_NUMBER,
            Self::Unexpected(_) => &EXPRESSION_UNEXPECTED,
            Self::Incomplete => &EXPRESSION_INCOMPLETE,
            Self::UnknownFunction(_) => &EXPRESSION_UNKNOWN_FUNCTION,
            Self::Arguments(_) => &EXPRESSION_ARGUMENTS,
            Self::UnknownQuestion(_) => &EXPRESSION_UNKNOWN_QUESTION,
            Self::UnknownColumn(_) => &EXPRESSION_UNKNOWN_COLUMN,
            Self::WrongType(_) => &EXPRESSION_WRONG_TYPE,
            Self::InvalidPattern => &EXPRESSION_INVALID_PATTERN,
        }
    }
}

/// A mistake in an expression and the character it is at, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionMistake {
    /// Characters before it.
    pub position: usize,
    /// What is wrong.
    pub mistake: Mistake,
}

impl ExpressionMistake {
    /// The mistake as one of an input, at a JSON Pointer; positions are told from 1.
    #[must_use]
    pub fn violation(&self, pointer: &str) -> Violation {
        let violation = Violation::new(pointer, self.mistake.message());
        let violation = violation.with("position", &(self.position + 1));
        match &self.mistake {
            Mistake::TooLong(max) | Mistake::TooDeep(max) | Mistake::TooManyPatterns(max) => {
                violation.with("max", max)
            }
            Mistake::UnknownCharacter(found) => violation.with("found", found),
            Mistake::Unexpected(found)
            | Mistake::UnknownFunction(found)
            | Mistake::Arguments(found)
            | Mistake::UnknownQuestion(found)
            | Mistake::UnknownColumn(found) => violation.with("found", found),
            Mistake::WrongType(found) => violation.with("found", found),
            Mistake::UnclosedAnswer
            | Mistake::UnclosedText
            | Mistake::InvalidNumber
            | Mistake::Incomplete
            | Mistake::InvalidPattern => violation,
        }
    }
}
