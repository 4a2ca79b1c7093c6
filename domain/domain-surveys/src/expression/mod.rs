//! The small language of skip logic, constraints, choice filters and computed values: the part of `XPath` that
//! forms use. What it has is described in `docs/survey-expressions.md`.
//!
//! An expression is read once, checked against the questions around it, and evaluated as often as needed. Reading
//! bounds its length and its depth; evaluating has no loops, so neither can hang or crash.

mod check;
mod evaluate;
mod function;
mod mistake;
mod parse;
mod simple;
mod token;
mod value;

#[cfg(test)]
mod tests;

pub use check::Surroundings;
pub use evaluate::Answers;
pub use function::Function;
pub use mistake::*;
pub use parse::{MAX_EXPRESSION_CHARS, MAX_EXPRESSION_LEVELS, MAX_EXPRESSION_PATTERNS};
pub use simple::{Comparison, Constant, Joined, Subject, Test};
pub use token::Operator;
pub use value::{Value, ValueType};

pub(crate) use token::rename_answers;

use parse::{Kind, Node};

/// An expression that was read.
#[derive(Debug, Clone)]
pub struct Expression {
    source: String,
    root: Node,
}

/// Two expressions are the same when they are written the same.
impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// The first mistake, with its position.
    pub fn parse(text: &str) -> Result<Self, ExpressionMistake> {
        Ok(Self {
            root: parse::parse(text)?,
            source: text.to_owned(),
        })
    }

    /// The expression as it was written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The type of what it is worth.
    ///
    /// # Errors
    /// Everything that does not fit, with its position.
    pub fn check(&self, around: &Surroundings<'_>) -> Result<ValueType, Vec<ExpressionMistake>> {
        let mut checker = check::Checker::new(around);
        match checker.type_of(&self.root) {
            Some(found) if checker.mistakes.is_empty() => Ok(found),
            Some(_) | None => Err(checker.mistakes),
        }
    }

    /// As [`Self::check`], of an expression that must be a condition.
    ///
    /// # Errors
    /// Everything that does not fit, with its position.
    pub fn check_condition(&self, around: &Surroundings<'_>) -> Result<(), Vec<ExpressionMistake>> {
        match self.check(around)? {
            ValueType::Boolean => Ok(()),
            other => Err(vec![Mistake::WrongType(other.name()).at(self.root.at)]),
        }
    }

    /// What it is worth.
    #[must_use]
    pub fn evaluate(&self, answers: &Answers<'_>) -> Value {
        answers.value_of(&self.root)
    }

    /// The questions it names, each once, in the order they are named.
    #[must_use]
    pub fn questions(&self) -> Vec<&str> {
        let mut found = Vec::new();
        collect(&self.root, &mut found);
        found
    }

    /// How many regular expressions it holds.
    #[must_use]
    pub fn patterns(&self) -> usize {
        patterns(&self.root)
    }
}

fn patterns(node: &Node) -> usize {
    match &node.kind {
        Kind::Fits(inner, _) => 1 + patterns(inner),
        Kind::Negative(inner) => patterns(inner),
        Kind::Binary(_, left, right) => patterns(left) + patterns(right),
        Kind::Call(_, values) => values.iter().map(patterns).sum(),
        Kind::Number(_) | Kind::Text(_) | Kind::Answer(_) | Kind::Column(_) | Kind::Current => 0,
    }
}

fn collect<'a>(node: &'a Node, found: &mut Vec<&'a str>) {
    match &node.kind {
        Kind::Answer(name) => {
            if !found.contains(&name.as_str()) {
                found.push(name);
            }
        }
        Kind::Negative(inner) | Kind::Fits(inner, _) => collect(inner, found),
        Kind::Binary(_, left, right) => {
            collect(left, found);
            collect(right, found);
        }
        Kind::Call(_, values) => values.iter().for_each(|value| collect(value, found)),
        Kind::Number(_) | Kind::Text(_) | Kind::Column(_) | Kind::Current => {}
    }
}
