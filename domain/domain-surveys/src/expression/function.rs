//! The functions of expressions.

/// A function, under the name forms know it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// `abs(number)`.
    Abs,
    /// `boolean(value)`: whether there is a value, and it is neither 0 nor empty.
    Boolean,
    /// `coalesce(value, …)`: the first that is there.
    Coalesce,
    /// `concat(value, …)`.
    Concat,
    /// `contains(text, part)`.
    Contains,
    /// `count-selected(choices)`.
    CountSelected,
    /// `date('YYYY-MM-DD')`.
    Date,
    /// `decimal-date-time(date)`: days since 1 January 1970.
    DecimalDateTime,
    /// `false()`.
    False,
    /// `if(condition, then, else)`.
    If,
    /// `int(number)`: without its decimals.
    Int,
    /// `max(number, …)`.
    Max,
    /// `min(number, …)`.
    Min,
    /// `not(condition)`.
    Not,
    /// `number(value)`.
    Number,
    /// `pow(base, exponent)`.
    Pow,
    /// `regex(text, 'pattern')`: whether the whole text fits.
    Regex,
    /// `round(number, digits)`.
    Round,
    /// `selected(choices, 'code')`.
    Selected,
    /// `selected-at(choices, place)`: the code at a place, from 0.
    SelectedAt,
    /// `starts-with(text, beginning)`.
    StartsWith,
    /// `string(value)`.
    String,
    /// `string-length(text)`.
    StringLength,
    /// `substr(text, from, until)`: characters from a place, from 0, up to another, not included.
    Substr,
    /// `sum(number, …)`: of those that are there.
    Sum,
    /// `today()`.
    Today,
    /// `true()`.
    True,
}

/// Most values of a function that takes any number of them.
const MANY: usize = 200;

impl Function {
    /// Every function with its name and how many values it takes.
    pub const ALL: &'static [(&'static str, Self, usize, usize)] = &[
        ("abs", Self::Abs, 1, 1),
        ("boolean", Self::Boolean, 1, 1),
        ("coalesce", Self::Coalesce, 1, MANY),
        ("concat", Self::Concat, 1, MANY),
        ("contains", Self::Contains, 2, 2),
        ("count-selected", Self::CountSelected, 1, 1),
        ("date", Self::Date, 1, 1),
        ("decimal-date-time", Self::DecimalDateTime, 1, 1),
        ("false", Self::False, 0, 0),
        ("if", Self::If, 3, 3),
        ("int", Self::Int, 1, 1),
        ("max", Self::Max, 1, MANY),
        ("min", Self::Min, 1, MANY),
        ("not", Self::Not, 1, 1),
        ("number", Self::Number, 1, 1),
        ("pow", Self::Pow, 2, 2),
        ("regex", Self::Regex, 2, 2),
        ("round", Self::Round, 1, 2),
        ("selected", Self::Selected, 2, 2),
        ("selected-at", Self::SelectedAt, 2, 2),
        ("starts-with", Self::StartsWith, 2, 2),
        ("string", Self::String, 1, 1),
        ("string-length", Self::StringLength, 1, 1),
        ("substr", Self::Substr, 2, 3),
        ("sum", Self::Sum, 1, MANY),
        ("today", Self::Today, 0, 0),
        ("true", Self::True, 0, 0),
    ];

    /// The function of a name, and how many values it takes at least and at most.
    #[must_use]
    pub fn named(name: &str) -> Option<(Self, usize, usize)> {
        let mut all = Self::ALL.iter();
        all.find(|(known, ..)| *known == name)
            .map(|(_, function, least, most)| (*function, *least, *most))
    }
}
