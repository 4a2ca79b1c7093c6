//! A questionnaire whose parts fit together: expressions read and checked, references resolved, an order in
//! which everything can be worked out.

use std::{
    collections::{BTreeSet, HashMap, hash_map::Entry},
    sync::Arc,
};

use domain_shared::{TextValue as _, Violations, messages};

use super::{
    build::nodes_of,
    definition::{Choice, Definition, Scale},
};
use crate::expression::{Expression, ExpressionMistake, Surroundings, ValueType};

domain_shared::define_messages! {
    /// Whether an item is asked, or what it is worth, depends on itself; `{names}`.
    CYCLIC_REFERENCE = "cyclic_reference",
        "Il riferimento è circolare: {names}.",
        "The reference is circular: {names}.";
    /// A repeated group inside another.
    REPEAT_IN_REPEAT = "repeat_in_repeat",
        "Un gruppo ripetuto non può contenerne un altro.",
        "A repeated group cannot contain another one.";
}

/// Code of the choice that stands for an answer in one's own words.
pub const OTHER: &str = "other";
/// Ending of the name of the question that takes it.
pub const OTHER_ENDING: &str = "_other";

/// What a part of a form takes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    Text,
    Integer,
    Decimal,
    Range(Scale),
    Date,
    Time,
    SelectOne(Arc<[Choice]>),
    SelectMultiple(Arc<[Choice]>),
    Rank(Arc<[Choice]>),
    /// A row of a matrix.
    Row(Arc<[Choice]>),
    Matrix,
    Note,
    Calculate,
    Group,
    Repeat,
}

/// A part of a form; its place in the list is its number.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Name expressions know it by; of a row, the matrix's and its own with a full stop between.
    pub(super) name: String,
    /// JSON Pointer into the definition.
    pub(super) pointer: String,
    pub(super) part: Part,
    /// The group, repeated group or matrix it is in.
    pub(super) parent: Option<usize>,
    /// The repeated group it is in, or is.
    pub(super) repeat: Option<usize>,
    pub(super) required: bool,
    pub(super) relevant: Option<Arc<Expression>>,
    pub(super) constraint: Option<Arc<Expression>>,
    pub(super) constraint_message: Option<String>,
    pub(super) filter: Option<Arc<Expression>>,
    pub(super) calculation: Option<Arc<Expression>>,
    /// Type of its value, where it has one.
    pub(super) value_type: Option<ValueType>,
}

/// A questionnaire that can be answered.
#[derive(Debug, Clone)]
pub struct Form {
    pub(super) nodes: Vec<Node>,
    pub(super) numbers: HashMap<String, usize>,
    /// Numbers of all parts, those others depend on first.
    pub(super) order: Vec<usize>,
}

impl Form {
    /// Puts a questionnaire together; pointers start at the definition (`/items/3/relevant`).
    ///
    /// # Errors
    /// Every mistake: expressions that cannot be read (with the position), names that are taken or not there, circular
    /// references, values of the wrong type.
    pub fn compile(definition: &Definition) -> Result<Self, Violations> {
        let (nodes, mut wrong) = nodes_of(definition);
        if definition.items.is_empty() {
            wrong.add("/items", &messages::REQUIRED);
        }
        let mut numbers = HashMap::new();
        for (number, node) in nodes.iter().enumerate() {
            match numbers.entry(node.name.clone()) {
                Entry::Vacant(free) => {
                    free.insert(number);
                }
                Entry::Occupied(_) => {
                    wrong.add(format!("{}/name", node.pointer), &messages::DUPLICATE);
                }
            }
        }
        let mut form = Self {
            nodes,
            numbers,
            order: Vec::new(),
        };
        form.put_in_order(&mut wrong);
        form.check_types(&mut wrong);
        wrong.into_result()?;
        Ok(form)
    }

    /// What kind of value an answer or a computed value has, by its name; rows of matrices are named `matrix.row`.
    #[must_use]
    pub fn value_type(&self, name: &str) -> Option<ValueType> {
        let number = self.numbers.get(name)?;
        self.nodes.get(*number)?.value_type
    }

    /// The part an expression of another part means by a name: in the same repeated group or outside of any.
    pub(super) fn seen_from(&self, number: usize, name: &str) -> Option<usize> {
        let found = self.numbers.get(name).copied()?;
        let own = self.nodes.get(number)?.repeat;
        let theirs = self.nodes.get(found)?.repeat;
        (theirs.is_none() || theirs == own).then_some(found)
    }

    /// Checks every expression, those others depend on first, so that the types of computed values are known.
    fn check_types(&mut self, wrong: &mut Violations) {
        for number in self.order.clone() {
            let found = self.check_calculation(number, wrong);
            if let Some(node) = self.nodes.get_mut(number)
                && found.is_some()
            {
                node.value_type = found;
            }
        }
        for number in 0..self.nodes.len() {
            self.check_conditions(number, wrong);
        }
    }

    fn check_calculation(&self, number: usize, wrong: &mut Violations) -> Option<ValueType> {
        let node = self.nodes.get(number)?;
        let calculation = node.calculation.as_ref()?;
        let answer = |name: &str| self.type_seen_from(number, name);
        let around = Surroundings {
            answer: &answer,
            current: None,
            column: &|_| false,
        };
        match calculation.check(&around) {
            Ok(found) => Some(found),
            Err(mistakes) => {
                tell(wrong, &format!("{}/calculation", node.pointer), &mistakes);
                None
            }
        }
    }

    fn type_seen_from(&self, number: usize, name: &str) -> Option<ValueType> {
        let found = self.seen_from(number, name)?;
        self.nodes.get(found)?.value_type
    }

    fn check_conditions(&self, number: usize, wrong: &mut Violations) {
        let Some(node) = self.nodes.get(number) else {
            return;
        };
        let before = number
            .checked_sub(1)
            .and_then(|before| self.nodes.get(before));
        if before.is_some_and(|before| {
            matches!((&before.part, &node.part), (Part::Row(_), Part::Row(_)))
        }) {
            // The rows of a matrix share their filter.
            return;
        }
        let answer = |name: &str| self.type_seen_from(number, name);
        let filter = node.filter.as_ref();
        let columns = filter.map_or_else(BTreeSet::new, |_| columns(node));
        let column = |name: &str| columns.contains(name);
        let nowhere = |_: &str| false;
        let conditions: [Condition<'_>; 3] = [
            ("relevant", &node.relevant, None, &nowhere),
            ("constraint", &node.constraint, node.value_type, &nowhere),
            ("choice_filter", &node.filter, None, &column),
        ];
        for (member, expression, current, column) in conditions {
            let around = Surroundings {
                answer: &answer,
                current,
                column,
            };
            let checked = expression.as_ref().map(|one| one.check_condition(&around));
            if let Some(Err(mistakes)) = checked {
                tell(wrong, &format!("{}/{member}", node.pointer), &mistakes);
            }
        }
    }
}

/// A member that holds a condition: its name, what is there, the type of `.`, and the columns it may name.
type Condition<'a> = (
    &'a str,
    &'a Option<Arc<Expression>>,
    Option<ValueType>,
    &'a dyn Fn(&str) -> bool,
);

fn tell(wrong: &mut Violations, pointer: &str, mistakes: &[ExpressionMistake]) {
    for mistake in mistakes {
        wrong.push(mistake.violation(pointer));
    }
}

/// The columns the choices of a part have, with those every choice has.
fn columns(node: &Node) -> BTreeSet<String> {
    let choices = match &node.part {
        Part::SelectOne(choices)
        | Part::SelectMultiple(choices)
        | Part::Rank(choices)
        | Part::Row(choices) => choices,
        Part::Matrix
        | Part::Text
        | Part::Integer
        | Part::Decimal
        | Part::Range(_)
        | Part::Date
        | Part::Time
        | Part::Note
        | Part::Calculate
        | Part::Group
        | Part::Repeat => return BTreeSet::new(),
    };
    let names = choices.iter().flat_map(|choice| choice.columns.keys());
    let mut found: BTreeSet<String> = names.map(|name| name.as_str().to_owned()).collect();
    found.insert("name".to_owned());
    found
}
