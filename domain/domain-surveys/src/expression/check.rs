//! Whether the parts of an expression fit together.

use super::{
    function::Function,
    mistake::{ExpressionMistake, Mistake},
    parse::{Kind, Node},
    token::Operator,
    value::ValueType,
};

/// What an expression may name where it stands.
pub struct Surroundings<'a> {
    /// The type of the answer to a question, or of a computed value.
    pub answer: &'a dyn Fn(&str) -> Option<ValueType>,
    /// The type of the answer the expression stands at, where `.` is allowed.
    pub current: Option<ValueType>,
    /// Whether the choices have a column, in a choice filter.
    pub column: &'a dyn Fn(&str) -> bool,
}

impl std::fmt::Debug for Surroundings<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surroundings")
            .field("current", &self.current)
            .finish_non_exhaustive()
    }
}

/// Collects mistakes while types are worked out; what is wrong has no type and is not complained about twice.
pub(super) struct Checker<'a> {
    around: &'a Surroundings<'a>,
    pub(super) mistakes: Vec<ExpressionMistake>,
}

impl<'a> Checker<'a> {
    pub(super) const fn new(around: &'a Surroundings<'a>) -> Self {
        Self {
            around,
            mistakes: Vec::new(),
        }
    }

    fn wrong<T>(&mut self, at: usize, mistake: Mistake) -> Option<T> {
        self.mistakes.push(mistake.at(at));
        None
    }

    /// The type of a part.
    pub(super) fn type_of(&mut self, node: &Node) -> Option<ValueType> {
        match &node.kind {
            Kind::Number(_) => Some(ValueType::Number),
            Kind::Text(_) => Some(ValueType::Text),
            Kind::Answer(name) => (self.around.answer)(name)
                .or_else(|| self.wrong(node.at, Mistake::UnknownQuestion(name.clone()))),
            Kind::Column(name) if (self.around.column)(name) => Some(ValueType::Text),
            Kind::Column(name) => self.wrong(node.at, Mistake::UnknownColumn(name.clone())),
            Kind::Current => self
                .around
                .current
                .or_else(|| self.wrong(node.at, Mistake::Unexpected(".".to_owned()))),
            Kind::Negative(inner) => {
                self.numeric(inner);
                Some(ValueType::Number)
            }
            Kind::Binary(operator, left, right) => self.binary(*operator, left, right),
            Kind::Fits(text, _) => {
                self.type_of(text);
                Some(ValueType::Boolean)
            }
            Kind::Call(function, values) => self.call(*function, values),
        }
    }

    /// Demands one of some types.
    fn demand(&mut self, node: &Node, wanted: &[ValueType]) -> Option<ValueType> {
        let found = self.type_of(node)?;
        if wanted.contains(&found) {
            Some(found)
        } else {
            self.wrong(node.at, Mistake::WrongType(found.name()))
        }
    }

    /// Demands a number, or a text that may hold one: codes of choices often do.
    fn numeric(&mut self, node: &Node) {
        self.demand(node, &[ValueType::Number, ValueType::Text]);
    }

    fn condition(&mut self, node: &Node) {
        self.demand(node, &[ValueType::Boolean]);
    }

    fn binary(&mut self, operator: Operator, left: &Node, right: &Node) -> Option<ValueType> {
        use ValueType::{Boolean, Choices, Date, Number, Text, Time};
        match operator {
            Operator::Or | Operator::And => {
                self.condition(left);
                self.condition(right);
                Some(Boolean)
            }
            Operator::Equal | Operator::Unequal => {
                let types = self.type_of(left).zip(self.type_of(right));
                if let Some((one, two)) = types {
                    let fits = one == two || matches!((one, two), (Text, _) | (_, Text));
                    if !fits {
                        self.wrong::<()>(right.at, Mistake::WrongType(two.name()));
                    }
                }
                Some(Boolean)
            }
            Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual => {
                let types = self.type_of(left).zip(self.type_of(right));
                if let Some((one, two)) = types {
                    let wrong = match (one, two) {
                        (Number | Text, Number | Text)
                        | (Date, Date | Text)
                        | (Text, Date | Time)
                        | (Time, Time | Text) => None,
                        (Boolean | Choices, _) => Some((left.at, one)),
                        (Number | Text | Date | Time, _) => Some((right.at, two)),
                    };
                    if let Some((at, found)) = wrong {
                        self.wrong::<()>(at, Mistake::WrongType(found.name()));
                    }
                }
                Some(Boolean)
            }
            Operator::Plus | Operator::Minus => {
                let (one, two) = self.type_of(left).zip(self.type_of(right))?;
                match (operator, one, two) {
                    (_, Number | Text, Number | Text) | (Operator::Minus, Date, Date) => {
                        Some(Number)
                    }
                    (_, Date, Number | Text) => Some(Date),
                    (_, Boolean | Choices | Time, _) => {
                        self.wrong(left.at, Mistake::WrongType(one.name()))
                    }
                    (_, Number | Text | Date, _) => {
                        self.wrong(right.at, Mistake::WrongType(two.name()))
                    }
                }
            }
            Operator::Times | Operator::Divide | Operator::Modulo => {
                self.numeric(left);
                self.numeric(right);
                Some(Number)
            }
        }
    }

    fn call(&mut self, function: Function, values: &[Node]) -> Option<ValueType> {
        use ValueType::{Boolean, Choices, Date, Number, Text};
        let at = |place: usize| values.get(place);
        match function {
            Function::Abs
            | Function::Int
            | Function::Max
            | Function::Min
            | Function::Pow
            | Function::Round
            | Function::Sum => {
                for value in values {
                    self.numeric(value);
                }
                Some(Number)
            }
            Function::Boolean | Function::Number | Function::String | Function::StringLength => {
                for value in values {
                    self.type_of(value);
                }
                Some(match function {
                    Function::Boolean => Boolean,
                    Function::String => Text,
                    _ => Number,
                })
            }
            Function::Concat | Function::Contains | Function::StartsWith => {
                for value in values {
                    self.type_of(value);
                }
                Some(if function == Function::Concat {
                    Text
                } else {
                    Boolean
                })
            }
            Function::Substr => {
                for (place, value) in values.iter().enumerate() {
                    if place == 0 {
                        self.type_of(value);
                    } else {
                        self.numeric(value);
                    }
                }
                Some(Text)
            }
            Function::CountSelected | Function::Selected | Function::SelectedAt => {
                if let Some(choices) = at(0) {
                    self.demand(choices, &[Choices, Text]);
                }
                if let Some(second) = at(1) {
                    self.demand(second, &[Text, Number]);
                }
                Some(match function {
                    Function::CountSelected => Number,
                    Function::Selected => Boolean,
                    _ => Text,
                })
            }
            Function::Date => {
                if let Some(value) = at(0) {
                    self.demand(value, &[Text, Date, Number]);
                }
                Some(Date)
            }
            Function::DecimalDateTime => {
                if let Some(value) = at(0) {
                    self.demand(value, &[Date, Text]);
                }
                Some(Number)
            }
            Function::Not => {
                if let Some(value) = at(0) {
                    self.condition(value);
                }
                Some(Boolean)
            }
            Function::If => {
                if let Some(value) = at(0) {
                    self.condition(value);
                }
                self.common(values.get(1..).unwrap_or_default())
            }
            Function::Coalesce => self.common(values),
            Function::Today => Some(Date),
            Function::Regex | Function::True | Function::False => Some(Boolean),
        }
    }

    /// The type several values have in common: a number may stand beside a text, and is one then.
    fn common(&mut self, values: &[Node]) -> Option<ValueType> {
        let mut common: Option<ValueType> = None;
        for value in values {
            let found = self.type_of(value)?;
            common = match (common, found) {
                (None, found) => Some(found),
                (Some(one), two) if one == two => Some(one),
                (Some(ValueType::Text), _) | (Some(_), ValueType::Text) => Some(ValueType::Text),
                (Some(_), other) => {
                    return self.wrong(value.at, Mistake::WrongType(other.name()));
                }
            };
        }
        common
    }
}
