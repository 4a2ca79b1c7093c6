//! Words made into a tree.

use regex::Regex;

use super::{
    function::Function,
    mistake::{ExpressionMistake, Mistake},
    token::{Operator, Placed, Token, cut},
};

/// Most characters of an expression.
pub const MAX_EXPRESSION_CHARS: usize = 5_000;
/// Most levels of the tree of an expression: parentheses, functions and operators inside each other.
pub const MAX_EXPRESSION_LEVELS: usize = 120;
/// Most regular expressions of an expression: each is compiled and kept.
pub const MAX_EXPRESSION_PATTERNS: usize = 20;
/// Most memory a compiled regular expression may take, in bytes.
const PATTERN_BYTES: usize = 1 << 18;

/// A part of an expression and where it begins.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Characters before it.
    pub(super) at: usize,
    /// Levels below and with it.
    levels: usize,
    pub(super) kind: Kind,
}

/// What a part is.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    Number(f64),
    Text(String),
    Answer(String),
    Column(String),
    Current,
    Negative(Box<Node>),
    Binary(Operator, Box<Node>, Box<Node>),
    Call(Function, Vec<Node>),
    /// A text and the pattern the whole of it must fit.
    Fits(Box<Node>, Regex),
}

/// Reads an expression.
pub(super) fn parse(text: &str) -> Result<Node, ExpressionMistake> {
    if text.chars().nth(MAX_EXPRESSION_CHARS).is_some() {
        return Err(Mistake::TooLong(MAX_EXPRESSION_CHARS).at(0));
    }
    let words = cut(text)?;
    let end = text.chars().count();
    let mut parser = Parser {
        words: &words,
        next: 0,
        end,
        open: 0,
        patterns: 0,
    };
    let node = parser.operators(0)?;
    match parser.peek() {
        None => Ok(node),
        Some(word) => Err(unexpected(word)),
    }
}

fn unexpected(word: &Placed) -> ExpressionMistake {
    Mistake::Unexpected(shown(&word.token)).at(word.at)
}

/// A word as it was written, near enough for whoever wrote it.
fn shown(token: &Token) -> String {
    match token {
        Token::Answer(name) => format!("${{{name}}}"),
        Token::Name(name) => name.clone(),
        Token::Number(number) => number.to_string(),
        Token::Text(text) => format!("'{text}'"),
        Token::Current => ".".to_owned(),
        Token::Open => "(".to_owned(),
        Token::Close => ")".to_owned(),
        Token::Comma => ",".to_owned(),
        Token::Operator(operator) => match operator {
            Operator::Or => "or",
            Operator::And => "and",
            Operator::Equal => "=",
            Operator::Unequal => "!=",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
            Operator::Plus => "+",
            Operator::Minus => "-",
            Operator::Times => "*",
            Operator::Divide => "div",
            Operator::Modulo => "mod",
        }
        .to_owned(),
    }
}

struct Parser<'a> {
    words: &'a [Placed],
    next: usize,
    /// Characters of the whole text.
    end: usize,
    /// Parentheses and functions that are open.
    open: usize,
    /// Regular expressions that were compiled.
    patterns: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Placed> {
        self.words.get(self.next)
    }

    fn take(&mut self) -> Option<&Placed> {
        let word = self.words.get(self.next);
        self.next += usize::from(word.is_some());
        word
    }

    const fn incomplete(&self) -> ExpressionMistake {
        Mistake::Incomplete.at(self.end)
    }

    /// Operands joined by operators that bind tighter than `floor`.
    fn operators(&mut self, floor: u8) -> Result<Node, ExpressionMistake> {
        let mut left = self.operand()?;
        while let Some(word) = self.peek() {
            let Token::Operator(operator) = word.token else {
                break;
            };
            if operator.strength() <= floor {
                break;
            }
            let at = word.at;
            self.next += 1;
            let right = self.inside(at, |parser| parser.operators(operator.strength()))?;
            let levels = left.levels.max(right.levels);
            let kind = Kind::Binary(operator, Box::new(left), Box::new(right));
            left = node(at, levels, kind)?;
        }
        Ok(left)
    }

    /// Reads something one level further down.
    fn inside<T>(
        &mut self,
        at: usize,
        read: impl FnOnce(&mut Self) -> Result<T, ExpressionMistake>,
    ) -> Result<T, ExpressionMistake> {
        if self.open >= MAX_EXPRESSION_LEVELS {
            return Err(Mistake::TooDeep(MAX_EXPRESSION_LEVELS).at(at));
        }
        self.open += 1;
        let result = read(self);
        self.open -= 1;
        result
    }

    fn operand(&mut self) -> Result<Node, ExpressionMistake> {
        let incomplete = self.incomplete();
        let word = self.take().ok_or(incomplete)?.clone();
        let leaf = |kind| node(word.at, 0, kind);
        match word.token {
            Token::Number(value) => leaf(Kind::Number(value)),
            Token::Text(text) => leaf(Kind::Text(text)),
            Token::Answer(name) => leaf(Kind::Answer(name)),
            Token::Current => leaf(Kind::Current),
            Token::Name(name) => {
                if matches!(self.peek().map(|next| &next.token), Some(Token::Open)) {
                    self.next += 1;
                    self.inside(word.at, |parser| parser.call(word.at, &name))
                } else {
                    leaf(Kind::Column(name))
                }
            }
            Token::Open => self.inside(word.at, |parser| {
                let inner = parser.operators(0)?;
                parser.expect(&Token::Close)?;
                Ok(inner)
            }),
            Token::Operator(Operator::Minus) => self.inside(word.at, |parser| {
                let inner = parser.operators(Operator::Times.strength())?;
                let levels = inner.levels;
                node(word.at, levels, Kind::Negative(Box::new(inner)))
            }),
            Token::Close | Token::Comma | Token::Operator(_) => Err(unexpected(&word)),
        }
    }

    fn expect(&mut self, token: &Token) -> Result<(), ExpressionMistake> {
        let incomplete = self.incomplete();
        let word = self.take().ok_or(incomplete)?;
        if word.token == *token {
            Ok(())
        } else {
            Err(unexpected(word))
        }
    }

    /// The values of a function and the closing parenthesis.
    fn call(&mut self, at: usize, name: &str) -> Result<Node, ExpressionMistake> {
        let unknown = || Mistake::UnknownFunction(name.to_owned()).at(at);
        let (function, least, most) = Function::named(name).ok_or_else(unknown)?;
        let mut values = Vec::new();
        if matches!(self.peek().map(|next| &next.token), Some(Token::Close)) {
            self.next += 1;
        } else {
            loop {
                values.push(self.operators(0)?);
                let incomplete = self.incomplete();
                let word = self.take().ok_or(incomplete)?;
                match word.token {
                    Token::Close => break,
                    Token::Comma => {}
                    _ => return Err(unexpected(word)),
                }
            }
        }
        if !(least..=most).contains(&values.len()) {
            return Err(Mistake::Arguments(name.to_owned()).at(at));
        }
        let levels = values.iter().map(|value| value.levels).max().unwrap_or(0);
        if function == Function::Regex {
            self.patterns += 1;
            if self.patterns > MAX_EXPRESSION_PATTERNS {
                return Err(Mistake::TooManyPatterns(MAX_EXPRESSION_PATTERNS).at(at));
            }
            return pattern(at, levels, values);
        }
        node(at, levels, Kind::Call(function, values))
    }
}

/// A node above others of so many levels.
fn node(at: usize, below: usize, kind: Kind) -> Result<Node, ExpressionMistake> {
    if below >= MAX_EXPRESSION_LEVELS {
        return Err(Mistake::TooDeep(MAX_EXPRESSION_LEVELS).at(at));
    }
    Ok(Node {
        at,
        levels: below + 1,
        kind,
    })
}

/// A pattern is compiled once, when the expression is read; matching takes time linear in the text.
fn pattern(at: usize, levels: usize, values: Vec<Node>) -> Result<Node, ExpressionMistake> {
    let invalid = |at| Mistake::InvalidPattern.at(at);
    let mut values = values.into_iter();
    let (Some(text), Some(pattern)) = (values.next(), values.next()) else {
        return Err(invalid(at));
    };
    let Kind::Text(source) = &pattern.kind else {
        return Err(invalid(pattern.at));
    };
    let compiled = regex::RegexBuilder::new(&format!("^(?:{source})$"))
        .size_limit(PATTERN_BYTES)
        .build()
        .map_err(|_| invalid(pattern.at))?;
    node(at, levels, Kind::Fits(Box::new(text), compiled))
}
