//! Names of items and of lists of choices.

use domain_shared::{messages, text_value};

text_value! {
    /// The name of an item, under which its answer is kept and expressions know it.
    ItemName {
        min: 1, max: 64, multiline: false, pattern: Some("^[A-Za-z_][A-Za-z0-9_.-]*$"), format: None,
        example: "eta",
        description: "Name of an item: letters, digits, _ . and -, beginning with a letter or _.",
        check: |text| {
            let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
            let fits = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
            if starts && text.chars().all(fits) { Ok(text) } else { Err(&messages::INVALID_FORMAT) }
        },
    }
}

text_value! {
    /// The code of a choice, under which an answer is kept.
    ChoiceCode {
        min: 1, max: 64, multiline: false, pattern: Some("^[^\\s]+$"), format: None,
        example: "anziano",
        description: "Code of a choice, without blanks.",
        check: |text| {
            if text.contains(char::is_whitespace) { Err(&messages::INVALID_FORMAT) } else { Ok(text) }
        },
    }
}

text_value! {
    /// An expression as it was written; whether it can be read is told when the version comes into use.
    ExpressionText {
        min: 1, max: 5_000, multiline: true, pattern: None, format: None,
        example: "${eta} >= 18",
        description: "Expression of the language described in docs/survey-expressions.md.",
        check: Ok,
    }
}
