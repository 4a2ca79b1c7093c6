//! Expressions cut into words.

use super::mistake::{ExpressionMistake, Mistake};

/// A word of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// `${name}`: the answer to a question.
    Answer(String),
    /// A bare name: a function, or in a choice filter a column of the choices.
    Name(String),
    /// A number.
    Number(f64),
    /// A text in quotes.
    Text(String),
    /// `.`: the answer being checked.
    Current,
    /// `(`.
    Open,
    /// `)`.
    Close,
    /// `,`.
    Comma,
    /// An operator.
    Operator(Operator),
}

/// What joins two parts of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `or`.
    Or,
    /// `and`.
    And,
    /// `=`.
    Equal,
    /// `!=`.
    Unequal,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
    /// `+`.
    Plus,
    /// `-`.
    Minus,
    /// `*`.
    Times,
    /// `div`.
    Divide,
    /// `mod`.
    Modulo,
}

impl Operator {
    /// How tightly it binds; the higher, the tighter.
    pub(super) const fn strength(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Equal | Self::Unequal => 3,
            Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual => 4,
            Self::Plus | Self::Minus => 5,
            Self::Times | Self::Divide | Self::Modulo => 6,
        }
    }
}

/// A word and where it begins, in characters from 0.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) token: Token,
    pub(super) at: usize,
}

/// Whether an operator may come after a word: names like `div` mean one only there.
const fn ends_an_operand(token: &Token) -> bool {
    match token {
        Token::Answer(_)
        | Token::Name(_)
        | Token::Number(_)
        | Token::Text(_)
        | Token::Current
        | Token::Close => true,
        Token::Open | Token::Comma | Token::Operator(_) => false,
    }
}

/// Cuts a text into words.
pub(super) fn cut(text: &str) -> Result<Vec<Placed>, ExpressionMistake> {
    let characters: Vec<char> = text.chars().collect();
    let mut words: Vec<Placed> = Vec::new();
    let mut at = 0;
    while let Some(&first) = characters.get(at) {
        if first.is_whitespace() {
            at += 1;
            continue;
        }
        let rest = characters.get(at..).unwrap_or_default();
        let after_operand = words
            .last()
            .is_some_and(|word| ends_an_operand(&word.token));
        let (token, length) = word(rest, after_operand).map_err(|mistake| mistake.at(at))?;
        words.push(Placed { token, at });
        at += length;
    }
    Ok(words)
}

/// An expression with other names for answers. One that cannot be cut into words stays as it is.
pub(crate) fn rename_answers(text: &str, rename: impl Fn(&str) -> Option<String>) -> String {
    let Ok(words) = cut(text) else {
        return text.to_owned();
    };
    let characters: Vec<char> = text.chars().collect();
    let part = |from: usize, until: usize| characters.get(from..until).unwrap_or_default().iter();
    let (mut renamed, mut done) = (String::new(), 0);
    for word in &words {
        if let Token::Answer(name) = &word.token
            && let Some(name) = rename(name)
        {
            renamed.extend(part(done, word.at));
            renamed.push_str("${");
            renamed.push_str(&name);
            let mut rest = part(word.at, characters.len());
            done = rest
                .position(|one| *one == '}')
                .map_or(characters.len(), |length| word.at + length);
        }
    }
    renamed.extend(part(done, characters.len()));
    renamed
}

/// The first word of a text that does not begin with a blank, and its length.
fn word(rest: &[char], after_operand: bool) -> Result<(Token, usize), Mistake> {
    let first = rest.first().copied().unwrap_or_default();
    let second = rest.get(1).copied();
    let operator = |operator, length| Ok((Token::Operator(operator), length));
    match first {
        '(' => Ok((Token::Open, 1)),
        ')' => Ok((Token::Close, 1)),
        ',' => Ok((Token::Comma, 1)),
        '+' => operator(Operator::Plus, 1),
        '-' => operator(Operator::Minus, 1),
        '*' => operator(Operator::Times, 1),
        '=' => operator(Operator::Equal, 1),
        '!' if second == Some('=') => operator(Operator::Unequal, 2),
        '<' if second == Some('=') => operator(Operator::LessOrEqual, 2),
        '<' => operator(Operator::Less, 1),
        '>' if second == Some('=') => operator(Operator::GreaterOrEqual, 2),
        '>' => operator(Operator::Greater, 1),
        '$' if second == Some('{') => answer(rest),
        '\'' | '"' => quoted(rest, first),
        '0'..='9' => number(rest),
        '.' if second.is_some_and(|next| next.is_ascii_digit()) => number(rest),
        '.' => Ok((Token::Current, 1)),
        _ if is_name_start(first) => Ok(name(rest, after_operand)),
        other => Err(Mistake::UnknownCharacter(other)),
    }
}

fn is_name_start(character: char) -> bool {
    character.is_ascii_alphabetic() || character == '_'
}

/// Names have hyphens and, behind a prefix, a colon: `count-selected`, `jr:choice-name`.
fn is_name_part(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | ':')
}

fn answer(rest: &[char]) -> Result<(Token, usize), Mistake> {
    let close = rest.iter().position(|one| *one == '}');
    let close = close.ok_or(Mistake::UnclosedAnswer)?;
    let name: String = rest.get(2..close).unwrap_or_default().iter().collect();
    let name = name.trim();
    let is_name = name.starts_with(is_name_start)
        && name
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || matches!(one, '_' | '-' | '.'));
    if is_name {
        Ok((Token::Answer(name.to_owned()), close + 1))
    } else {
        Err(Mistake::UnclosedAnswer)
    }
}

fn quoted(rest: &[char], quote: char) -> Result<(Token, usize), Mistake> {
    let inside = rest.get(1..).unwrap_or_default();
    let length = inside.iter().position(|one| *one == quote);
    let length = length.ok_or(Mistake::UnclosedText)?;
    let text = inside.iter().take(length).collect();
    Ok((Token::Text(text), length + 2))
}

fn number(rest: &[char]) -> Result<(Token, usize), Mistake> {
    let is_part = |one: &&char| one.is_ascii_digit() || **one == '.';
    let digits: String = rest.iter().take_while(is_part).collect();
    let length = digits.len();
    let value = digits.parse::<f64>().ok().filter(|value| value.is_finite());
    let value = value.ok_or(Mistake::InvalidNumber)?;
    Ok((Token::Number(value), length))
}

fn name(rest: &[char], after_operand: bool) -> (Token, usize) {
    let name: String = rest.iter().take_while(|one| is_name_part(**one)).collect();
    let length = name.len();
    let operator = match name.as_str() {
        "or" => Some(Operator::Or),
        "and" => Some(Operator::And),
        "div" => Some(Operator::Divide),
        "mod" => Some(Operator::Modulo),
        _ => None,
    };
    match operator {
        Some(operator) if after_operand => (Token::Operator(operator), length),
        Some(_) | None => (Token::Name(name), length),
    }
}
