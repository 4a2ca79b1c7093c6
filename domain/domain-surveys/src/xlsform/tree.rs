//! Rows that were read, made into the items of a questionnaire.

use super::{FormSheet, import::Origins};
use crate::questionnaire::{ItemDraft, RowDraft};

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
        let item = &node.item;
        let all = [
            &item.relevant,
            &item.constraint,
            &item.choice_filter,
            &item.calculation,
        ];
        for text in all.into_iter().flatten() {
            found.push_str(text);
            found.push('\n');
        }
        expressions(&node.inside, found);
    }
}

/// Rows made into items, with the line each came from.
pub(super) fn items_of(
    nodes: Vec<Node>,
    pointer: &str,
    named: &str,
    origins: &mut Origins,
) -> Vec<ItemDraft> {
    let mut items = Vec::new();
    for (index, node) in nodes.into_iter().enumerate() {
        let pointer = format!("{pointer}/{index}");
        origins.insert(pointer.clone(), (FormSheet::Survey, node.line));
        if let Some(matrix) = matrix_of(&node, named) {
            for (row, inner) in node.inside.iter().enumerate() {
                let pointer = format!("{pointer}/rows/{row}");
                origins.insert(pointer, (FormSheet::Survey, inner.line));
            }
            items.push(matrix);
            continue;
        }
        let inside = items_of(node.inside, &format!("{pointer}/items"), named, origins);
        items.push(ItemDraft {
            items: inside,
            ..node.item
        });
    }
    items
}

/// A table of single choices from one list, without conditions of their own and named by no expression, is a
/// matrix.
fn matrix_of(group: &Node, named: &str) -> Option<ItemDraft> {
    if !group.is_table {
        return None;
    }
    let first = &group.inside.first()?.item;
    let list = first.choices.clone()?;
    let is_row = |row: &Node| {
        let item = &row.item;
        item.kind == "select_one"
            && item.choices.as_ref() == Some(&list)
            && item.required == first.required
            && item.relevant.is_none()
            && item.constraint.is_none()
            && item.choice_filter.is_none()
            && !item.other
            && !named.contains(&format!("${{{}}}", item.name))
    };
    if !group.inside.iter().all(is_row) {
        return None;
    }
    let prefix = format!("{}_", group.item.name);
    let rows = group.inside.iter().map(|row| {
        let name = &row.item.name;
        RowDraft {
            name: name.strip_prefix(&prefix).unwrap_or(name).to_owned(),
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
