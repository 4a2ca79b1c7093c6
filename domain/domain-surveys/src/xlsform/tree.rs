//! Rows that were read, made into the items of a questionnaire.

use std::collections::BTreeMap;

use domain_shared::TextValue as _;

use super::{FormSheet, import::Origins};
use crate::{
    expression::rename_answers,
    questionnaire::{ItemDraft, ItemName, RowDraft},
};

/// A row, with the rows inside if it is a group.
pub(super) struct Node {
    pub(super) item: ItemDraft,
    pub(super) line: u32,
    pub(super) is_table: bool,
    pub(super) inside: Vec<Node>,
}

/// Every expression, one after the other.
pub(super) fn expressions(nodes: &[Node], found: &mut String) {
    for node in nodes {
        for text in node.item.expressions() {
            found.push_str(text);
            found.push('\n');
        }
        expressions(&node.inside, found);
    }
}

/// Rows made into items, with the line each came from, and the names by which expressions know the rows of matrices, by
/// the names of the questions that these were.
pub(super) fn items_of(
    nodes: Vec<Node>,
    pointer: &str,
    named: &str,
    (origins, rows): (&mut Origins, &mut BTreeMap<String, String>),
) -> Vec<ItemDraft> {
    let mut items = Vec::new();
    for (index, node) in nodes.into_iter().enumerate() {
        let pointer = format!("{pointer}/{index}");
        origins.insert(pointer.clone(), (FormSheet::Survey, node.line));
        if let Some(matrix) = matrix_of(&node, named) {
            for (number, (inner, row)) in node.inside.iter().zip(&matrix.rows).enumerate() {
                let pointer = format!("{pointer}/rows/{number}");
                origins.insert(pointer, (FormSheet::Survey, inner.line));
                let name = format!("{}.{}", matrix.name, row.name);
                rows.insert(inner.item.name.clone(), name);
            }
            items.push(matrix);
            continue;
        }
        let inside = items_of(
            node.inside,
            &format!("{pointer}/items"),
            named,
            (&mut *origins, &mut *rows),
        );
        items.push(ItemDraft {
            items: inside,
            ..node.item
        });
    }
    items
}

/// Gives answers other names in every expression.
pub(super) fn rename_in(items: &mut [ItemDraft], names: &BTreeMap<String, String>) {
    for item in items {
        for text in item.expressions_mut() {
            *text = rename_answers(text, |name| names.get(name).cloned());
        }
        rename_in(&mut item.items, names);
    }
}

/// The name of a question without that of its table, which stands before it.
fn short_name<'a>(table: &Node, question: &'a Node) -> Option<&'a str> {
    let short = question.item.name.strip_prefix(table.item.name.as_str())?;
    let short = short.strip_prefix('_')?;
    ItemName::parse(short).is_ok().then_some(short)
}

/// A table of single choices from one list, without conditions of their own, is a matrix; one that expressions name only
/// where the name of the table stands before that of the question, so that positions in expressions stay the same.
fn matrix_of(group: &Node, named: &str) -> Option<ItemDraft> {
    if !group.is_table {
        return None;
    }
    let first = &group.inside.first()?.item;
    let list = first.choices.clone()?;
    let is_prefixed = group
        .inside
        .iter()
        .all(|row| short_name(group, row).is_some());
    let is_row = |row: &Node| {
        let item = &row.item;
        item.kind == "select_one"
            && item.choices.as_ref() == Some(&list)
            && item.required == first.required
            && item.relevant.is_none()
            && item.constraint.is_none()
            && item.choice_filter.is_none()
            && !item.other
            && (is_prefixed || !named.contains(&format!("${{{}}}", item.name)))
    };
    if !group.inside.iter().all(is_row) {
        return None;
    }
    let rows = group.inside.iter().map(|row| {
        let short = short_name(group, row).filter(|_| is_prefixed);
        RowDraft {
            name: short.unwrap_or(&row.item.name).to_owned(),
            label: row.item.label.clone(),
        }
    });
    Some(ItemDraft {
        kind: "matrix".to_owned(),
        choices: Some(list),
        required: first.required,
        special_category: first.special_category,
        rows: rows.collect(),
        items: Vec::new(),
        page: false,
        ..group.item.clone()
    })
}
