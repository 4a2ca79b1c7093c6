//! Makes the parts of a form from a definition, one after the other.

use std::{collections::BTreeMap, sync::Arc};

use domain_shared::{TextValue as _, Violation, Violations, messages};

use super::{
    definition::{Choice, Definition, Item, ItemKind, Selection},
    form::{Node, OTHER, OTHER_ENDING, Part, REPEAT_IN_REPEAT},
    name::{ExpressionText, ItemName},
};
use crate::expression::{Expression, TOO_MANY_PATTERNS, ValueType};

/// Most regular expressions of a questionnaire: each is compiled and kept.
const MAX_PATTERNS: usize = 200;

/// The parts of a definition, and every mistake that shows while they are made.
pub(super) fn nodes_of(definition: &Definition) -> (Vec<Node>, Violations) {
    let mut builder = Builder {
        definition,
        nodes: Vec::new(),
        lists: BTreeMap::new(),
        patterns: 0,
        wrong: Violations::new(),
    };
    builder.add_items("/items", &definition.items, None, None);
    (builder.nodes, builder.wrong)
}

struct Builder<'a> {
    definition: &'a Definition,
    nodes: Vec<Node>,
    /// Lists that are used, each kept once however many questions share it.
    lists: BTreeMap<&'a ItemName, Arc<[Choice]>>,
    /// Regular expressions so far.
    patterns: usize,
    wrong: Violations,
}

impl<'a> Builder<'a> {
    fn add_items(
        &mut self,
        pointer: &str,
        items: &'a [Item],
        parent: Option<usize>,
        repeat: Option<usize>,
    ) {
        for (index, item) in items.iter().enumerate() {
            self.add(&format!("{pointer}/{index}"), item, parent, repeat);
        }
    }

    fn read(&mut self, pointer: &str, text: Option<&ExpressionText>) -> Option<Arc<Expression>> {
        let text = text?;
        if self.patterns > MAX_PATTERNS {
            return None;
        }
        match Expression::parse(text.as_str()) {
            Ok(expression) => {
                self.patterns += expression.patterns();
                if self.patterns > MAX_PATTERNS {
                    let many = Violation::new(pointer, &TOO_MANY_PATTERNS);
                    self.wrong.push(many.with("max", &MAX_PATTERNS));
                }
                Some(Arc::new(expression))
            }
            Err(mistake) => {
                self.wrong.push(mistake.violation(pointer));
                None
            }
        }
    }

    /// The choices of a list.
    fn choices(&mut self, pointer: &str, selection: &'a Selection) -> Arc<[Choice]> {
        let Some(list) = self.definition.choices.get(&selection.list) else {
            let pointer = format!("{pointer}/choices");
            self.wrong.add(pointer, &messages::UNKNOWN_REFERENCE);
            return Arc::new([]);
        };
        let kept = self.lists.entry(&selection.list);
        Arc::clone(kept.or_insert_with(|| list.clone().into()))
    }

    fn add(&mut self, pointer: &str, item: &'a Item, parent: Option<usize>, repeat: Option<usize>) {
        let number = self.nodes.len();
        let relevant = self.read(&format!("{pointer}/relevant"), item.relevant.as_ref());
        let constraint = self.read(&format!("{pointer}/constraint"), item.constraint.as_ref());
        let (mut filter, mut calculation, mut own_repeat) = (None, None, repeat);
        let (mut other, mut rows) = (false, None);
        let mut select = |builder: &mut Self, selection: &'a Selection| {
            let at = format!("{pointer}/choice_filter");
            filter = builder.read(&at, selection.filter.as_ref());
            other = selection.other;
            builder.choices(pointer, selection)
        };
        let (part, value_type) = match &item.kind {
            ItemKind::Text => (Part::Text, Some(ValueType::Text)),
            ItemKind::Integer => (Part::Integer, Some(ValueType::Number)),
            ItemKind::Decimal => (Part::Decimal, Some(ValueType::Number)),
            ItemKind::Range(scale) => (Part::Range(scale.clone()), Some(ValueType::Number)),
            ItemKind::Date => (Part::Date, Some(ValueType::Date)),
            ItemKind::Time => (Part::Time, Some(ValueType::Time)),
            ItemKind::SelectOne(one) => (Part::SelectOne(select(self, one)), Some(ValueType::Text)),
            ItemKind::SelectMultiple(one) => (
                Part::SelectMultiple(select(self, one)),
                Some(ValueType::Choices),
            ),
            ItemKind::Rank(one) => (Part::Rank(select(self, one)), Some(ValueType::Choices)),
            ItemKind::Matrix {
                selection,
                rows: of_matrix,
            } => {
                rows = Some((select(self, selection), of_matrix));
                (Part::Matrix, None)
            }
            ItemKind::Note => (Part::Note, None),
            ItemKind::Calculate(expression) => {
                calculation = self.read(&format!("{pointer}/calculation"), Some(expression));
                (Part::Calculate, None)
            }
            ItemKind::Group { .. } => (Part::Group, None),
            ItemKind::Repeat(_) => {
                if repeat.is_some() {
                    self.wrong.add(format!("{pointer}/type"), &REPEAT_IN_REPEAT);
                }
                own_repeat = Some(number);
                (Part::Repeat, None)
            }
        };
        let message = item
            .constraint_message
            .as_ref()
            .and_then(|text| text.best());
        self.nodes.push(Node {
            name: item.name.as_str().to_owned(),
            pointer: pointer.to_owned(),
            part,
            parent,
            repeat: own_repeat,
            // A matrix has no answer of its own: its rows have.
            required: item.required && rows.is_none(),
            relevant,
            constraint,
            constraint_message: message.map(|text| text.as_str().to_owned()),
            filter: filter.clone().filter(|_| rows.is_none()),
            calculation,
            value_type,
        });
        if other {
            self.add_other(pointer, item.name.as_str(), parent, repeat);
        }
        if let Some((choices, of_matrix)) = rows {
            for row in of_matrix {
                self.nodes.push(Node {
                    name: format!("{}.{}", item.name.as_str(), row.name.as_str()),
                    pointer: pointer.to_owned(),
                    part: Part::Row(Arc::clone(&choices)),
                    parent: Some(number),
                    repeat,
                    required: item.required,
                    relevant: None,
                    constraint: None,
                    constraint_message: None,
                    filter: filter.clone(),
                    calculation: None,
                    value_type: Some(ValueType::Text),
                });
            }
        }
        self.add_items(
            &format!("{pointer}/items"),
            item.kind.items(),
            Some(number),
            own_repeat,
        );
    }

    /// The question for an answer in one's own words, asked where that choice is taken.
    fn add_other(
        &mut self,
        pointer: &str,
        name: &str,
        parent: Option<usize>,
        repeat: Option<usize>,
    ) {
        let relevant = Expression::parse(&format!("selected(${{{name}}}, '{OTHER}')"));
        let relevant = relevant.ok().map(Arc::new);
        self.nodes.push(Node {
            name: format!("{name}{OTHER_ENDING}"),
            pointer: pointer.to_owned(),
            part: Part::Text,
            parent,
            repeat,
            required: true,
            relevant,
            constraint: None,
            constraint_message: None,
            filter: None,
            calculation: None,
            value_type: Some(ValueType::Text),
        });
    }
}
