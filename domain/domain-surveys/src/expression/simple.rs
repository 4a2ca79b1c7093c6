//! Conditions that only compare answers with constants: what formats without a language of their own can say.

use super::{
    Expression,
    function::Function,
    parse::{Kind, Node},
    token::Operator,
};

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'a> {
    /// The answer to a question.
    Answer(&'a str),
    /// The answer that is being checked.
    Current,
}

/// A constant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Constant<'a> {
    /// A number.
    Number(f64),
    /// A text.
    Text(&'a str),
}

/// What is asked of an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Test<'a> {
    /// It is there.
    Present,
    /// It is not there.
    Absent,
    /// It is true.
    True,
    /// It is this, or has it among its choices.
    Equal(Constant<'a>),
    /// It is less.
    Less(Constant<'a>),
    /// It is less, or the same.
    LessOrEqual(Constant<'a>),
    /// It is greater.
    Greater(Constant<'a>),
    /// It is greater, or the same.
    GreaterOrEqual(Constant<'a>),
}

/// A comparison of an answer with a constant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison<'a> {
    /// The answer.
    pub subject: Subject<'a>,
    /// What is asked of it.
    pub test: Test<'a>,
}

/// How comparisons are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// All must hold.
    All,
    /// One must hold.
    Any,
}

impl Expression {
    /// The comparisons this is, if it is nothing else: all joined by `and`, or all by `or`. That something is not equal
    /// to something is none, because formats do not agree on what that says of an answer that is not there.
    #[must_use]
    pub fn comparisons(&self) -> Option<(Joined, Vec<Comparison<'_>>)> {
        let (joined, by) = match &self.root.kind {
            Kind::Binary(Operator::Or, ..) => (Joined::Any, Operator::Or),
            _ => (Joined::All, Operator::And),
        };
        let mut found = Vec::new();
        collect(&self.root, by, &mut found)?;
        Some((joined, found))
    }
}

fn collect<'a>(node: &'a Node, by: Operator, found: &mut Vec<Comparison<'a>>) -> Option<()> {
    if let Kind::Binary(operator, left, right) = &node.kind
        && *operator == by
    {
        collect(left, by, found)?;
        return collect(right, by, found);
    }
    found.push(comparison(node)?);
    Some(())
}

fn comparison(node: &Node) -> Option<Comparison<'_>> {
    match &node.kind {
        Kind::Answer(name) => Some(Comparison {
            subject: Subject::Answer(name),
            test: Test::True,
        }),
        Kind::Call(Function::Selected, values) => match values.as_slice() {
            [of, code] => Some(Comparison {
                subject: subject(of)?,
                test: Test::Equal(constant(code)?),
            }),
            _ => None,
        },
        Kind::Binary(operator, left, right) => {
            if let (Some(subject), Some(constant)) = (subject(left), constant(right)) {
                let test = test(*operator, constant)?;
                return Some(Comparison { subject, test });
            }
            let (subject, constant) = (subject(right)?, constant(left)?);
            let test = test(turned(*operator), constant)?;
            Some(Comparison { subject, test })
        }
        _ => None,
    }
}

fn subject(node: &Node) -> Option<Subject<'_>> {
    match &node.kind {
        Kind::Answer(name) => Some(Subject::Answer(name)),
        Kind::Current => Some(Subject::Current),
        _ => None,
    }
}

fn constant(node: &Node) -> Option<Constant<'_>> {
    match &node.kind {
        Kind::Number(number) => Some(Constant::Number(*number)),
        Kind::Negative(inner) => match inner.kind {
            Kind::Number(number) => Some(Constant::Number(-number)),
            _ => None,
        },
        Kind::Text(text) => Some(Constant::Text(text)),
        Kind::Call(Function::Date, values) => constant(values.first()?),
        _ => None,
    }
}

fn test(operator: Operator, constant: Constant<'_>) -> Option<Test<'_>> {
    let is_nothing = constant == Constant::Text("");
    match operator {
        Operator::Equal if is_nothing => Some(Test::Absent),
        Operator::Unequal if is_nothing => Some(Test::Present),
        Operator::Equal => Some(Test::Equal(constant)),
        Operator::Less => Some(Test::Less(constant)),
        Operator::LessOrEqual => Some(Test::LessOrEqual(constant)),
        Operator::Greater => Some(Test::Greater(constant)),
        Operator::GreaterOrEqual => Some(Test::GreaterOrEqual(constant)),
        _ => None,
    }
}

/// The operator with its sides changed.
const fn turned(operator: Operator) -> Operator {
    match operator {
        Operator::Less => Operator::Greater,
        Operator::LessOrEqual => Operator::GreaterOrEqual,
        Operator::Greater => Operator::Less,
        Operator::GreaterOrEqual => Operator::LessOrEqual,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_are_taken_apart() {
        let read = |text: &str| Expression::parse(text).unwrap();
        let all = read("${eta} >= 18 and 65 > ${eta} and selected(${usati}, 'inps')");
        let eta = |test| Comparison {
            subject: Subject::Answer("eta"),
            test,
        };
        let expected = vec![
            eta(Test::GreaterOrEqual(Constant::Number(18.0))),
            eta(Test::Less(Constant::Number(65.0))),
            Comparison {
                subject: Subject::Answer("usati"),
                test: Test::Equal(Constant::Text("inps")),
            },
        ];
        assert_eq!(all.comparisons(), Some((Joined::All, expected)));
        let any = read("${eta} = '' or ${eta} != '' or ${adulto} or . <= -1");
        let tests: Vec<Test<'_>> = any
            .comparisons()
            .unwrap()
            .1
            .iter()
            .map(|one| one.test)
            .collect();
        let last = Test::LessOrEqual(Constant::Number(-1.0));
        assert_eq!(tests, [Test::Absent, Test::Present, Test::True, last]);
        for other in [
            "${eta} != 3",
            "not(${adulto})",
            "${a} = 1 and (${b} = 1 or ${c} = 1)",
            "${a} + 1 = 2",
            "${a} = ${b}",
            "today() > ${nato}",
        ] {
            assert_eq!(read(other).comparisons(), None, "{other}");
        }
    }
}
